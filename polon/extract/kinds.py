"""Of what kind the counted are, and in which groups: from the noun phrase, the whole, those told of before."""

from __future__ import annotations

from collections.abc import Sequence

from polon.extract.antecedents import Antecedent
from polon.extract.events import Attached
from polon.extract.head import PLACES, RANKS, SERVICES, SEXES, UNITS
from polon.extract.lexicon import Cue, Tag
from polon.extract.mention import Found, Mention
from polon.records import Event, Who

_NO_ARMY = frozenset({"police", "emergency_service"})


def who_and_group(found: Found, inherits: Found | None, before: Antecedent | None) -> None:
    """Fills both slots of a claim whose event, side and whole are settled; `before` as `antecedent` found them."""
    found.who = found.head.who()
    found.group = found.head.groups()
    found.trace["who"] = found.trace["group"] = "noun phrase"
    if (place := _place(found.mention, found.attached)) is not None:
        found.group = [*found.group, place.group or ""]
        found.who, found.trace["group"] = found.who or (Who(place.who) if place.who else None), "place in the clause"
    if found.event is Event.EXCHANGED:
        found.who = found.who or _of_formula(found.mention)
        return
    if before is not None:
        _as_those_before(found, before)
        return
    if inherits is None or inherits.event is Event.EXCHANGED:
        return
    source = found.whole or (inherits if found.origin else inherits.root)
    mixed = source.who is Who.MIXED
    if found.who is None and not (found.head.people and mixed) and not _NO_ARMY & set(found.group):
        found.who, found.trace["who"] = (None if mixed else source.who), "as the whole"
    if found.whole is not None or found.origin or not found.head.people:
        _inherit_groups(found, source.group)


def _as_those_before(found: Found, before: Antecedent) -> None:
    """A number without a noun of its own takes kind and groups of those of whom it speaks."""
    if found.who is None:
        found.who, found.trace["who"] = before.who, "as those before"
    if before.side in (None, found.side):
        _inherit_groups(found, before.groups)
        found.trace["group"] = "as those before"


def _inherit_groups(found: Found, groups: Sequence[str]) -> None:
    """A trait stated once holds for the parts, unless the part names one of the same family."""
    for group in groups:
        family = next((f for f in (UNITS, SERVICES, RANKS, SEXES) if group in f), frozenset({group}))
        if not family & set(found.group) and not (group in UNITS and "azov" in found.group):
            found.group.append(group)


def _of_formula(mention: Mention) -> Who | None:
    """«exchanged prisoners of war by the formula 205 for 205»: the noun of the clause says who."""
    near = [c for c in mention.scene.of("people") if c.tag.prisoner and mention.bare(c) < 1.5]
    kinds = {c.tag.who for c in near if c.tag.who}
    return Who(kinds.pop()) if len(kinds) == 1 else None


def _place(mention: Mention, attached: Attached) -> Tag | None:
    """«laid down their arms at Azovstal»: a garrison or site that the clause names holds for those it counts."""
    scene = mention.scene
    if set(mention.head.groups()) & (PLACES | UNITS | SERVICES) or attached.event is Event.EXCHANGED:
        return None
    for cue in scene.of("people"):
        if cue.tag.group not in PLACES or _anothers(cue, mention):
            continue
        near = mention.far(cue.i, cue.j)
        if attached.cue is not None and scene.holds(attached.cue):
            near = min(near, scene.gap(cue.i, cue.j, attached.cue.i, attached.cue.j))
        if near < 1.6:
            return cue.tag
    return None


def _anothers(cue: Cue, mention: Mention) -> bool:
    """Whether the place stands in the noun phrase of another number."""
    others = (n for n in mention.scene.numbers if n.i != mention.number.i)
    return any(n.j <= cue.i <= n.j + 6 for n in others)

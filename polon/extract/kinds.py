"""Of what kind the counted are, and in which groups: from the noun phrase, the whole, those told of before."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from polon.extract.antecedents import Antecedent
from polon.extract.events import ENEMY, Attached
from polon.extract.head import GARRISONS, PLACES, SERVICES, UNITS
from polon.extract.lexicon import Cue, Tag
from polon.extract.mention import Found, Mention, Reading
from polon.extract.traits import add, traits
from polon.records import Event, Who

_FAR = 6
_NO_ARMY = frozenset({"police", "emergency_service"})


def who_and_group(found: Found, inherits: Found | None, before: Antecedent | None, reading: Reading) -> None:
    """Fills both slots of a claim whose event, side and whole are settled; `before` as `antecedent` found them."""
    _named(found, inherits, before)
    if any(t.val == "garrison" for t in found.head.tags) and (place := _garrison(found.mention, reading)) is not None:
        add(found.group, place)
        found.trace["group"] = "the garrison named before"
    if reading.arena is not None and {t.val for t in found.head.tags if t.who} == {"child"}:
        found.who, found.trace["who"] = None, "children in another war"  # boys may be fighters there, or hostages
    elif reading.arena is not None and {t.val for t in found.head.tags if t.who} == {"sailor"}:
        found.who, found.trace["who"] = Who.CIVILIAN, "sailors in another war"  # of ships that rebels or pirates seized
    elif _serves_here(found, reading):
        found.who, found.trace["who"] = Who.MILITARY, "foreigners in the war"
        add(found.group, "foreigners")
    if found.who is Who.CIVILIAN:
        found.group = [g for g in found.group if g not in UNITS]  # «civilians seized in Mariupol» are no garrison
    if found.who is not Who.MIXED and _both(found.mention):
        found.who, found.trace["who"] = Who.MIXED, "both are named"
    for group, rule in traits(found, reading):
        if add(found.group, group):
            found.trace["group"] = rule


def _garrison(mention: Mention, reading: Reading) -> str | None:
    """«the garrison», «defenders of the plant»: the one that the text has named last."""
    for scene in reversed(reading.page.scenes[: mention.index + 1]):
        for cue in reversed(scene.of("people")):
            if cue.tag.group in GARRISONS and (scene is not mention.scene or cue.i < mention.number.i):
                return cue.tag.group
    return None


def _serves_here(found: Found, reading: Reading) -> bool:
    """«took two Kenyans prisoner»: a foreigner whom a side of this war captured or gets back served in its armies."""
    if reading.arena is not None or not reading.war or found.who is not None or found.event is Event.EXCHANGED:
        return False
    nations = {t.side for t in found.head.tags if t.side}
    foreign = bool(nations) and not nations & (set(ENEMY) | {"SU", "BY"})
    return (foreign and found.event in (Event.CAPTURED, Event.SENTENCED)) or "foreigners" in found.group


def _both(mention: Mention) -> bool:
    """«84 Ukrainians, both soldiers and civilians»: an apposition that names the two kinds."""
    scene = mention.scene
    cues = [c for c in scene.of("people") if c.tag.who and c.i >= mention.end]
    for one, other in pairwise(cues):
        between = range(one.j, other.i)
        joined = all(scene.norm(k) in (",", "—") or scene.at("and", k) is not None for k in between)
        if one.tag.who == other.tag.who or not joined or not any(scene.at("and", k) for k in between):
            continue
        inner = range(mention.end, one.i)
        if any(n.i != mention.number.i and mention.end <= n.i < other.j for n in scene.numbers) or len(inner) > _FAR:
            continue
        if any(scene.starting("event", k) is not None for k in inner):
            continue
        k = one.i - 1
        while k >= mention.end and any(scene.at(cls, k) for cls in ("and", "article", "light")):
            k -= 1
        if scene.norm(k) in (",", "—", "–", "-", "(") or scene.at("ofthem", k) is not None:
            return True
    return False


def _named(found: Found, inherits: Found | None, before: Antecedent | None) -> None:
    found.who = found.head.who()
    found.group = found.head.groups()
    found.trace["who"] = found.trace["group"] = "noun phrase"
    if (place := _place(found.mention, found.attached)) is not None:
        found.group = [*found.group, place.group or ""]
        found.trace["group"] = "place in the clause"
        if found.who is None and place.who:
            found.who, found.trace["who"] = Who(place.who), "place in the clause"
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
    if before.side in (None, found.side) or not found.head.elliptic:
        _inherit_groups(found, before.groups)
        found.trace["group"] = "as those before"


def _inherit_groups(found: Found, groups: Sequence[str]) -> None:
    """A trait stated once holds for the parts, unless the part names one of the same family."""
    for group in groups:
        if not (group in UNITS and "azov" in found.group):
            add(found.group, group)


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

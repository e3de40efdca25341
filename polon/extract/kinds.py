"""Of what kind the counted are, and in which groups: from the noun phrase, the whole, those told of before."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from polon.extract.antecedents import Antecedent
from polon.extract.events import ENEMY, Attached
from polon.extract.head import GARRISONS, KINDS, PLACES, RANKS, SERVICES, UNITS
from polon.extract.lexicon import Cue, Tag
from polon.extract.mention import LOOK_BACK, Found, Mention, Reading
from polon.extract.tokens import MARK
from polon.extract.traits import add, predicated, traits
from polon.records import Event, Who

_FAR = 6
_PAUSES = frozenset({",", ";", ":", "—", "–", "-", "(", "«", '"', ".", "•", "▪"})
_FELLOWS = frozenset({"comrade", "colleague"})
_NO_ARMY = frozenset({"police", "emergency_service"})


def who_and_group(found: Found, inherits: Found | None, before: Antecedent | None, reading: Reading) -> None:
    """Fills both slots of a claim whose event, side and whole are settled; `before` as `antecedent` found them."""
    _named(found, inherits, before, reading)
    if any(t.val == "garrison" for t in found.head.tags) and (place := _garrison(found.mention, reading)) is not None:
        add(found.group, place)
        found.trace["group"] = "the garrison named before"
    if any(t.val in _FELLOWS for t in found.head.tags):
        _as_fellows(found, reading)
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
            found.who = found.who or (Who.MILITARY if group in RANKS else None)
    _told_of_them(found)
    if _at_the_blast(found, reading) and add(found.group, "olenivka"):
        found.trace["group"] = "the site of the deaths"
    if (unit := _tried_as(found, reading)) is not None and add(found.group, unit):
        found.trace["group"] = "the unit on trial"
    if found.who is None and found.event is Event.DIED and found.scene.of("execution") and found.head.prisoner:
        found.who, found.trace["who"] = Who.MILITARY, "executed prisoners"  # soldiers who had surrendered


def _told_of_them(found: Found) -> None:
    """«eight citizens of Russia — residents of the Kursk region»: what they are said to be has the kind."""
    told = predicated(found.mention) if found.who is None and found.event is not Event.EXCHANGED else None
    if told is not None and told.who() is not None:
        found.who, found.trace["who"] = told.who(), "told of them"


_BLAST = 3
_INJURED = frozenset({"wounded"})


def _at_the_blast(found: Found, reading: Reading) -> bool:
    """«The barracks of Olenivka were blown up. 50 were killed, 130 injured»: the site of a death that is told of."""
    hurt = found.event is Event.OTHER and _INJURED & set(found.group)
    if found.event is not Event.DIED and not hurt:
        return False
    at = found.mention.index
    named = [i for i, s in enumerate(reading.page.scenes) if any(c.tag.group == "olenivka" for c in s.of("people"))]
    reach = _BLAST if len(named) == 1 else 2 * _BLAST
    return any(0 <= at - i <= reach for i in named) and not found.scene.of("execution")


def _tried_as(found: Found, reading: Reading) -> str | None:
    """«A court sentenced 23 prisoners. … fighters of Azov …»: a trial that names one unit is of its people."""
    running = "/" in (found.date.edtf or "")
    if (
        found.event is not Event.SENTENCED
        or running
        or found.who is Who.CIVILIAN
        or set(found.group) & (UNITS | SERVICES | PLACES)
    ):
        return None
    units = {g for scene in reading.page.scenes for c in scene.of("people") for g in (c.tag.group or "").split(",")}
    units &= UNITS | SERVICES
    return "azov" if units <= {"azov", "azovstal", "mariupol", "national_guard"} and "azov" in units else None


def _garrison(mention: Mention, reading: Reading) -> str | None:
    """«the garrison», «defenders of the plant»: the one that the text has named last."""
    for scene in reversed(reading.page.scenes[max(0, mention.index - LOOK_BACK) : mention.index + 1]):
        for cue in reversed(scene.of("people")):
            if cue.tag.group in GARRISONS and (scene is not mention.scene or cue.i < mention.number.i):
                return cue.tag.group
    return None


def _as_fellows(found: Found, reading: Reading) -> None:
    """«Nine marines are home, 500 of their brothers wait»: comrades and colleagues are of the unit named."""
    scenes, at = reading.page.scenes, found.mention.index
    for scene in (found.scene, *scenes[max(0, at - 2) : at][::-1], *scenes[at + 1 : at + 2]):
        tags = [c.tag for c in scene.of("people") if c.tag.group in KINDS]
        if not tags:
            continue
        for group in (tags[-1].group or "").split(","):
            add(found.group, group)
        found.who = found.who or (Who(tags[-1].who) if tags[-1].who else None)
        found.trace["group"] = "as their fellows"
        return


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


def _named(found: Found, inherits: Found | None, before: Antecedent | None, reading: Reading) -> None:
    found.who = found.head.who()
    found.group = found.head.groups()
    found.trace["who"] = found.trace["group"] = "noun phrase"
    if (place := _place(found.mention, found.attached)) is not None:
        found.group = [*found.group, place.group or ""]
        found.trace["group"] = "place in the clause"
        if found.who is None and place.who:
            found.who, found.trace["who"] = Who(place.who), "place in the clause"
    if found.event is Event.EXCHANGED:
        found.who = found.who or _of_formula(found.mention, reading)
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


def _of_formula(mention: Mention, reading: Reading) -> Who | None:
    """«exchanged prisoners of war by the formula 205 for 205»: the noun of the clause says who."""
    near = [c for c in mention.scene.of("people") if c.tag.prisoner and mention.bare(c) < 1.5]
    if not near and mention.index and mention.number.i - mention.scene.first <= _FAR:
        before = reading.page.scenes[mention.index - 1]  # «An exchange of prisoners of war. This time 152 for 152.»
        near = [c for c in before.of("people") if c.tag.prisoner]
    kinds = {c.tag.who for c in near if c.tag.who}
    return Who(kinds.pop()) if len(kinds) == 1 else None


_OPENED = frozenset({",", ":", ";", "("})


def _place(mention: Mention, attached: Attached) -> Tag | None:
    """«laid down their arms at Azovstal»: a garrison or site that the clause names holds for those it counts."""
    scene = mention.scene
    if attached.event is Event.EXCHANGED:
        return None
    named = set(mention.head.groups())
    for cue in scene.of("people"):
        if cue.tag.group not in PLACES or _anothers(cue, mention):
            continue
        if any(mention.end < c.i and c.j <= cue.i and scene.norm(c.i - 1) in _OPENED for c in scene.of("ofthem")):
            continue  # «205 Ukrainians, among them defenders of Mariupol»: not all of them
        if cue.tag.group in named or (cue.tag.group in GARRISONS and named & (GARRISONS | UNITS)):
            continue
        near = mention.far(cue.i, cue.j)
        if attached.cue is not None and scene.holds(attached.cue):
            near = min(near, scene.gap(cue.i, cue.j, attached.cue.i, attached.cue.j))
        if near < 1.6:
            return cue.tag
    return None


def _anothers(cue: Cue, mention: Mention) -> bool:
    """Whether the place stands in the noun phrase of another number."""
    scene = mention.scene
    low, high = (mention.end, cue.i) if mention.number.i < cue.i else (cue.j, mention.number.i)
    if any(low <= n.i < high and not n.ordinal for n in scene.numbers):
        return True
    others = [n for n in scene.numbers if n.i != mention.number.i and n.j <= cue.i <= n.j + _FAR]
    return any(scene.tokens[n.i - 1].kind != MARK or scene.norm(n.i - 1) in _PAUSES for n in others)  # not «№ 120»

"""Of what kind the counted are, and in which groups: from the noun phrase, the whole, those told of before."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from polon.extract.antecedents import Antecedent
from polon.extract.events import ENEMY, Attached
from polon.extract.groups import GARRISONS, PLACES, RANKS, UNITS
from polon.extract.lexicon import Cue, Tag
from polon.extract.mention import Found, Mention, Reading
from polon.extract.passages import by_passage
from polon.extract.scene import Scene
from polon.extract.tokens import MARK, QUOTES, WORD
from polon.extract.traits import add, predicated, traits
from polon.records import Event, Who

_FAR = 6
_PAUSES = frozenset({",", ";", ":", "—", "–", "-", "(", "«", '"', ".", "•", "▪"})
_NO_ARMY = frozenset({"police", "emergency_service"})


def who_and_group(found: Found, inherits: Found | None, before: Antecedent | None, reading: Reading) -> None:
    """Fills both slots of a claim whose event, side and whole are settled; `before` as `antecedent` found them."""
    _named(found, inherits, before, reading)
    _by_war(found, reading)
    for tag in _apposition(found):
        found.who, found.trace["who"] = found.who or (Who(tag.who) if tag.who else None), "in apposition"
        for group in (tag.group or "").split(",") if tag.group else ():
            add(found.group, group)
    for group, rule in traits(found, reading):
        if add(found.group, group):
            found.trace["group"] = rule
            found.who = found.who or (Who.MILITARY if group in RANKS else None)
    _told_of_them(found)
    by_passage(found, reading)
    if found.who is Who.CIVILIAN:
        found.group = [g for g in found.group if g not in UNITS]  # «civilians seized in Mariupol» are no garrison
    if found.who is not Who.MIXED and _both(found.mention):
        found.who, found.trace["who"] = Who.MIXED, "both are named"


def _by_war(found: Found, reading: Reading) -> None:
    """Kinds that a noun has in one war and not in another."""
    kinds = {t.val for t in found.head.tags if t.who}
    if reading.arena is not None and kinds == {"child"}:
        found.who, found.trace["who"] = None, "children in another war"  # boys may be fighters there, or hostages
    elif reading.arena is not None and kinds == {"sailor"}:
        found.who, found.trace["who"] = Who.CIVILIAN, "sailors in another war"  # of ships that rebels or pirates seized
    elif _serves_here(found, reading):
        found.who, found.trace["who"] = Who.MILITARY, "foreigners in the war"
        add(found.group, "foreigners")
    if found.who is None and found.event is Event.DIED and found.scene.of("execution") and found.head.prisoner:
        found.who, found.trace["who"] = Who.MILITARY, "executed prisoners"  # soldiers who had surrendered


def _told_of_them(found: Found) -> None:
    """«eight citizens of Russia — residents of the Kursk region»: what they are said to be has the kind."""
    told = predicated(found.mention) if found.who is None and found.event is not Event.EXCHANGED else None
    if told is not None and told.who() is not None:
        found.who, found.trace["who"] = told.who(), "told of them"


def _apposition(found: Found) -> list[Tag]:
    """«10 citizens, residents of the Kursk region»: behind a noun that says nothing of kind, one that does."""
    scene, k = found.scene, found.mention.end
    if found.who is not None or not found.head.people or found.head.joined or scene.norm(k) not in (",", "—", "–", "-"):
        return []
    comma = scene.norm(k) == ","
    k += scene.starting("our", k + 1) is not None  # «95 of our lads, our soldiers»
    cue = scene.starting("people", k + 1)
    if cue is None or cue.tag.prisoner or not (cue.tag.who or cue.tag.group):
        return []
    tags = []
    while cue is not None:
        tags.append(cue.tag)
        k, cue = cue.j, scene.starting("people", cue.j)
    for _ in range(2):  # «жителей Курской области»
        verb = scene.opens(k, "event", "copula", "auxiliary", "stop", "speech")
        k += k < scene.last and scene.tokens[k].kind == WORD and not verb and scene.starting("relative", k) is None
    closed = scene.norm(k) in (",", ".", ";", ")", "") or scene.starting("relative", k) is not None or not comma
    joined = scene.covers_in(k, min(k + _FAR, scene.last), "and")
    return tags if closed and not joined else []


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
        k = one.i - 1
        while k >= mention.end and scene.covers(k, "and", "article", "light"):
            k -= 1
        dash = any(scene.norm(m) in ("—", "–", "-") for m in (k, k - 1))
        inner = range(mention.end, k if dash else one.i)
        if any(n.i != mention.number.i and mention.end <= n.i < other.j for n in scene.numbers) or len(inner) > _FAR:
            continue
        if not dash and any(scene.starting("event", m) is not None for m in inner):
            continue
        if dash or any(scene.norm(m) in (",", "(") for m in (k, k - 1)) or scene.at("ofthem", k) is not None:
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
    if found.whole is None and found.scene.of("total") and found.head.people:
        return  # «28 guards, 50 marines and two civilians. In all 80 people»: a sum is not of the kind of its last part
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
    cues = [c for c in mention.scene.of("people") if mention.bare(c) < 1.5]
    captive = {c.j for c in cues if c.tag.prisoner}
    near = [c for c in cues if c.tag.prisoner or c.i in captive]  # «пленными военнослужащими»
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
        if cue.tag.group not in PLACES or _anothers(cue, mention) or _beside_another(cue, scene):
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


def _beside_another(cue: Cue, scene: Scene) -> bool:
    """«seized at Azovstal and the Illich works»: some of them there, others in a place that is no group."""
    k = cue.j + (scene.norm(cue.j) in QUOTES)
    link = scene.starting("and", k)
    if link is None:
        return False
    m = link.j + (scene.starting("in", link.j) is not None)
    other = scene.tokens[m].kind == WORD if m < scene.last else False
    return (
        other
        and not scene.opens(m, "people", "event", "more", "light", "stop")
        and all(n.i != m for n in scene.numbers)
    )


def _anothers(cue: Cue, mention: Mention) -> bool:
    """Whether the place stands in the noun phrase of another number."""
    scene = mention.scene
    low, high = (mention.end, cue.i) if mention.number.i < cue.i else (cue.j, mention.number.i)
    if any(low <= n.i < high and not n.ordinal for n in scene.numbers):
        return True
    others = [n for n in scene.numbers if n.i != mention.number.i and n.j <= cue.i <= n.j + _FAR]
    return any(scene.tokens[n.i - 1].kind != MARK or scene.norm(n.i - 1) in _PAUSES for n in others)  # not «№ 120»

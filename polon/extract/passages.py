"""Groups that a passage gives: the garrison named before, the unit of comrades, a blast, the unit on trial."""

from __future__ import annotations

from polon.extract.groups import GARRISONS, KINDS, PLACES, PRISONS, SERVICES, UNITS, narrowest
from polon.extract.lexicon import Tag
from polon.extract.mention import LOOK_BACK, Found, Mention, Reading
from polon.extract.scene import Scene
from polon.extract.traits import add
from polon.records import Event, Who

_FELLOWS = frozenset({"comrade", "colleague"})
_BLAST = 3
_NAMED_LAST = 3
_INJURED = frozenset({"wounded"})


def by_passage(found: Found, reading: Reading) -> None:
    """Adds what the sentences around say of the counted."""
    kinds = {t.val for t in found.head.tags}
    if "garrison" in kinds and (place := _garrison(found.mention, reading)) is not None:
        add(found.group, place)
        found.trace["group"] = "the garrison named before"
    if kinds & _FELLOWS and (unit := _unit_of_fellows(found, reading)) is not None:
        for group in (unit.group or "").split(","):
            add(found.group, group)
        found.who = found.who or (Who(unit.who) if unit.who else None)
        found.trace["group"] = "as their fellows"
    if (that := _that_unit(found, reading)) is not None and add(found.group, that):
        found.who, found.trace["group"] = found.who or Who.MILITARY, "the unit named before"
    if (site := _site(found, reading)) is not None and add(found.group, site):
        found.trace["group"] = "the site of the deaths"
    if (tried := _tried_as(found, reading)) is not None and add(found.group, tried):
        found.trace["group"] = "the unit on trial"


def _garrison(mention: Mention, reading: Reading) -> str | None:
    """«the garrison», «defenders of the plant»: the one that the text has named last."""
    for scene in reversed(reading.page.scenes[max(0, mention.index - LOOK_BACK) : mention.index + 1]):
        for cue in reversed(scene.of("people")):
            if cue.tag.group in GARRISONS and (scene is not mention.scene or cue.i < mention.number.i):
                return cue.tag.group
    return None


def _that_unit(found: Found, reading: Reading) -> str | None:
    """«The commander of Azov said that 900 fighters of this brigade are held»: the unit that was named last."""
    scene, at = found.scene, found.mention.index
    k = found.mention.end + scene.opens(found.mention.end, "of")
    noun = scene.at("trap", k + 1) if scene.opens(k, "same", "definite") else None
    if noun is None or noun.tag.val != "unit":
        return None
    for earlier in (scene, *reading.page.scenes[max(0, at - _NAMED_LAST) : at][::-1]):
        for cue in reversed(earlier.of("people")):
            if cue.tag.group in UNITS and (earlier is not scene or cue.i < k):
                return cue.tag.group
    return None


def _unit_of_fellows(found: Found, reading: Reading) -> Tag | None:
    """«Nine marines are home, 500 of their brothers wait»: comrades and colleagues are of the unit named."""
    scenes, at = reading.page.scenes, found.mention.index
    for scene in (found.scene, *scenes[max(0, at - 2) : at][::-1], *scenes[at + 1 : at + 2]):
        tags = [c.tag for c in scene.of("people") if c.tag.group in KINDS]
        if tags:
            return tags[-1]
    return None


def _site(found: Found, reading: Reading) -> str | None:
    """«The barracks of Olenivka were blown up. 50 were killed, 130 injured»: the one prison that the text names."""
    hurt = found.event is Event.OTHER and _INJURED & set(found.group)
    if found.event is not Event.DIED and not hurt:
        return None
    at = found.mention.index
    named = sum(reading.spoken_of()["group", prison] for prison in PRISONS)
    if not named or found.scene.of("execution"):
        return None
    reach = _BLAST if named == 1 else 2 * _BLAST
    near = {g for scene in reading.page.scenes[max(0, at - reach) : at + 1] for g in _groups(scene) & PRISONS}
    return near.pop() if len(near) == 1 else None


def _groups(scene: Scene) -> set[str]:
    """The groups that the nouns of a sentence name."""
    return {g for c in scene.of("people") for g in (c.tag.group or "").split(",") if g}


def _tried_as(found: Found, reading: Reading) -> str | None:
    """«A court sentenced 23 prisoners. … fighters of Azov …»: a trial that names one unit is of its people."""
    running = "/" in (found.date.edtf or "")
    if found.event is not Event.SENTENCED or running or found.who is Who.CIVILIAN:
        return None
    if set(found.group) & (UNITS | SERVICES | PLACES):
        return None
    named = frozenset(g for kind, g in reading.spoken_of() if kind == "group")
    units = narrowest(named & (UNITS | SERVICES)) - PLACES
    if not units <= UNITS:
        return None  # a service that is named is everybody's army
    return next(iter(units)) if len(units) == 1 else None

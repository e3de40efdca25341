"""Foreigners in the war: whose army they served in, as the text tells, or as their captors show."""

from __future__ import annotations

from polon.extract.events import ENEMY
from polon.extract.head import Head
from polon.extract.mention import Found, Mention, Reading
from polon.extract.scene import Scene
from polon.records import Event, Who

_ALLIES = frozenset({"KP"})
"""Whose own army fights in the war."""
_REACH = 4
_FIGHT = (Event.CAPTURED, Event.SENTENCED, Event.HELD)


def foreign(head: Head) -> bool:
    """Whether the phrase names foreigners, or a nation that is not at war."""
    sides = {t.side for t in head.tags if t.side}
    return "foreigners" in head.groups() or (bool(sides) and not sides & (set(ENEMY) | _ALLIES | {"enemy", "SU"}))


def enlisted(found: Found, side: str | None) -> bool:
    """«took three Colombians prisoner»: foreigners are of the army that they serve, but for an ally's own army."""
    fights = found.event in _FIGHT and found.head.who() is not Who.CIVILIAN
    return fights and side not in ENEMY and side not in _ALLIES


def army_of(mention: Mention, reading: Reading) -> str | None:
    """«two Georgians who served in the Ukrainian army»: said in the same sentence or the next."""
    following = reading.page.scenes[mention.index + 1 : mention.index + 2]
    for scene in (mention.scene, *following):
        start = mention.end if scene is mention.scene else scene.first
        if (side := _served(scene, start)) is not None:
            return side
    return None


def _served(scene: Scene, start: int) -> str | None:
    for cue in scene.of("service"):
        if cue.i < start:
            continue
        for k in range(cue.j, min(cue.j + _REACH, scene.last)):
            country = scene.starting("country", k)
            people = scene.starting("people", k)
            side = country.tag.val if country is not None else people.tag.side if people is not None else None
            if side in ENEMY:
                return side
    return None

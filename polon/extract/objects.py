"""Verbs that say nothing of a number: their object is a thing, or they stand in a clause on others."""

from __future__ import annotations

from polon.extract.lexicon import Cue
from polon.extract.numbers import Number
from polon.extract.scene import Scene
from polon.extract.tokens import MARK

_THINGS = {"captured.maybe": ("thing", "place"), "released.give": ("case",)}
"""Verbs that are no event where their object is one of these."""
_OBJECT = 3
"""How far behind its verb an object may stand."""


def takes_a_thing(cue: Cue, scene: Scene) -> bool:
    """«three operators took another shelter», «handed over the file against six»: its object is no people."""
    if (things := _THINGS.get(cue.tag.val)) is None:
        return False
    for k in range(cue.j, min(cue.j + _OBJECT, scene.last)):
        if (trap := scene.starting("trap", k)) is not None and trap.tag.val in things:
            return True
        if scene.tokens[k].kind == MARK or scene.opens(k, "people", "in", "captivity", "and"):
            return False
        if scene.number_at(k) is not None:
            return False
    return False


def of_whom(cue: Cue, number: Number, scene: Scene) -> bool:
    """«12 of whom were evacuated, and also 15 …»: what a closed clause says is not of those behind it."""
    opened = [r for r in scene.of("relative") if r.j <= cue.i]
    if not opened or cue.j > number.i:
        return False
    inside = any(scene.norm(k) == "," for k in range(opened[-1].j, cue.i))
    return not inside and any(scene.norm(k) == "," for k in range(cue.j, number.i))

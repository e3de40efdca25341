"""Whose a date is: the claim's, or that of another number, another verb, a clause of its own."""

from __future__ import annotations

from polon.extract.events import Attached
from polon.extract.joins import When
from polon.extract.numbers import Number
from polon.extract.scene import Scene
from polon.records import Event


def other_verbs(when: When, attached: Attached, scene: Scene) -> bool:
    """Whether a verb of another event stands right beside the date: «holds a dozen soldiers captured last summer»."""
    cue = attached.cue
    if cue is None or not scene.holds(cue):
        return False
    own = scene.gap(when.i, when.j, cue.i, cue.j)
    return any(
        c.tag.val.split(".")[0] not in (attached.event.value, "none")
        and scene.gap(when.i, when.j, c.i, c.j) < min(own, 0.7)
        and c.j <= when.i
        for c in scene.of("event")
    )


def of_participle(when: When, number: Number, attached: Attached, scene: Scene) -> bool:
    """«Of 1,050 taken captive in April 2022, 48 have died»: the date is shut up with the other verb by a comma."""
    if not when.j <= number.i or not any(scene.norm(k) == "," for k in range(when.j, min(when.j + 3, number.i))):
        return False
    return attached.event is not Event.CAPTURED and any(
        c.tag.val in ("captured.take", "captured.fall") and 0 <= when.i - c.j <= 2 for c in scene.of("event")
    )


def of_relative(when: When, number: Number, attached: Attached, scene: Scene) -> bool:
    """«seven civilians came home, whom the troops had seized in 2022»: the date belongs to what «whom» tells."""
    cue = attached.cue
    if attached.event is not Event.RELEASED or cue is None or not scene.holds(cue) or cue.j > number.i:
        return False
    for relative in scene.of("relative"):
        if not number.j <= relative.i < when.i:
            continue
        told = any(
            relative.j <= c.i < when.i and c.tag.val.split(".")[0] == attached.event.value for c in scene.of("event")
        )
        if not told and not any(scene.norm(k) in (",", ";") for k in range(relative.j, when.i)):
            return True
    return False


def crosses(when: When, number: Number, scene: Scene) -> bool:
    """Whether another number stands right beside the date: it has the first claim on it."""
    if when.j <= number.i:
        between = [n for n in scene.numbers if when.j <= n.i < number.i and not n.ordinal]
        return bool(between) and scene.between(when.j - 1, between[0].i) < 1
    between = [n for n in scene.numbers if number.j <= n.i < when.i and not n.ordinal]
    return bool(between) and scene.between(between[-1].j - 1, when.i) < 1.2

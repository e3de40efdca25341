"""Where both sides are meant: «each side», «the sides exchanged», «205 for 205», Russian and Ukrainian prisoners."""

from __future__ import annotations

from itertools import pairwise

from polon.extract.events import ENEMY, Attached
from polon.extract.head import Head
from polon.extract.lexicon import Cue
from polon.extract.numbers import Number
from polon.extract.scene import Scene

_TRADE = 8
_OWN_CLAUSE = 1.5
EACH = "each side"


def of_both(number: Number, head: Head, attached: Attached, scene: Scene) -> bool:
    """Whether a number counts people of both sides, or so many of each."""
    return head.each or _mutual(number, attached, scene) or _each(number, head, scene)


def both_named(head: Head) -> bool:
    """«3,000 Russian and Ukrainian prisoners of war»"""
    sides = {t.side for tags in (head.tags, *head.joined) for t in tags if t.side}
    return bool({ENEMY.get(side) for side in sides} & sides)


def _each(number: Number, head: Head, scene: Scene) -> bool:
    """«150 prisoners each», «on each side at 195»"""
    if scene.starting("per", number.i - 1) is not None:
        return True  # «по 307 военнослужащих»
    if len({t.side for t in head.tags if t.side in ENEMY}) > 1:
        return True  # «Russian and Ukrainian prisoners»
    if _traded(number, scene) or _in_both(number, head, scene):
        return True
    return any(
        scene.gap(c.i, c.j, number.i, max(number.j, head.j)) < 0.75
        and not (c.j <= number.i <= c.j + _TRADE and scene.starting("of", c.j) is not None)  # «each of the 60»
        for c in scene.of("each")
    )


def _in_both(number: Number, head: Head, scene: Scene) -> bool:
    """«visited 4,700 prisoners in Ukraine and Russia»"""
    return any(
        ENEMY.get(a.tag.val) == b.tag.val
        and scene.starting("in", a.i - 1) is not None
        and scene.starting("and", a.j) is not None
        and b.i - a.j <= 2
        and scene.gap(a.i, b.j, number.i, max(number.j, head.j)) < 1
        for a, b in pairwise(scene.of("country"))
    )


def _traded(number: Number, scene: Scene) -> bool:
    """«205 servicemen were exchanged for 205»: as many for as many, with the verb between."""
    for other in scene.numbers:
        first, second = (number, other) if number.i < other.i else (other, number)
        if other.i == number.i or other.value != number.value or second.i - first.j > _TRADE:
            continue
        verb = any(c.tag.val == "released.free" and first.j <= c.i < second.i for c in scene.of("event"))
        if verb and scene.starting("for", second.i - 1) is not None:
            return True
    return False


def _mutual(number: Number, attached: Attached, scene: Scene) -> bool:
    """«Ukraine and Russia exchanged 206 prisoners»: both are the subject of one verb."""
    cue = attached.cue
    if cue is None or not scene.holds(cue) or attached.role != "released.free":
        return False
    near = scene.gap(cue.i, cue.j, number.i, number.j) < _OWN_CLAUSE
    if near and any(
        c.j <= cue.i and scene.gap(c.i, c.j, cue.i, cue.j) < 1 and _subjects(c, scene) for c in scene.of("parties")
    ):
        return True
    if _with_the_other(number, cue, scene):
        return True
    left = [c for c in scene.of("country") if c.j <= cue.i and scene.gap(c.i, c.j, cue.i, cue.j) < 2.5]
    return any(
        a.tag.val != b.tag.val and b.i - a.j == 1 and scene.starting("and", a.j) is not None for a, b in pairwise(left)
    )


def _with_the_other(number: Number, verb: Cue, scene: Scene) -> bool:
    """«Kyiv swapped 60 prisoners with Moscow»: those whom one trades with the other are of both."""
    if verb.j > number.i or not any(scene.gap(c.i, c.j, verb.i, verb.j) < _OWN_CLAUSE for c in _sides(scene)):
        return False
    for cue in scene.of("with"):
        if not number.j <= cue.i <= number.j + _TRADE or any(number.j <= n.i < cue.i for n in scene.numbers):
            continue
        other = next((c for c in _sides(scene) if cue.j <= c.i <= cue.j + 1), None)
        if other is not None and not scene.norm(other.j - 1).endswith(("'s", "’s")):
            return not any(scene.starting(cls, k) for cls in ("event", "stop") for k in range(number.j, cue.i))
    return False


def _sides(scene: Scene) -> list[Cue]:
    """The countries and peoples at war that a sentence names."""
    people = (c for c in scene.of("people") if c.tag.side in ENEMY)
    return [*(c for c in scene.of("country") if c.tag.val in ENEMY), *people]


def _subjects(cue: Cue, scene: Scene) -> bool:
    """Whether «the sides» are a subject: no adjective («украинской стороны») and no preposition before them."""
    k = cue.i - 1
    adjective = scene.norm(k).endswith(scene.lexicon.adjective_endings or ("\0",))
    return not adjective and not scene.opens(k, "in", "to", "from", "of", "by")

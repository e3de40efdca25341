"""Whose people they are, from where they go: who gets them, the country they come to, the enemy's land they leave."""

from __future__ import annotations

from polon.extract.events import ENEMY, Attached
from polon.extract.head import Head
from polon.extract.lexicon import Cue
from polon.extract.numbers import Number
from polon.extract.scene import Scene

_PREPOSITIONS = ("in", "to", "from", "of")
_NEAR = 1.2


def recipient(number: Number, head: Head, attached: Attached, scene: Scene, *, named: bool = False) -> str | None:
    """«Москві передали 55 військових», «150 — на Украину»: whoever gets prisoners from the other side gets its own."""
    given = attached.role in ("released.give", "released.free")
    if attached.event.value != "released" or not scene.holds(attached.cue):
        return None
    verb = attached.cue
    assert verb is not None  # noqa: S101 (the scene holds it)
    end = max(number.j, head.j)
    best: tuple[float, str] | None = None
    for cue in scene.of("recipient"):
        own = scene.opens(cue.i, *_PREPOSITIONS)  # «на Украину» brings its own
        if scene.gap(cue.i, cue.j, verb.i, verb.j) >= 2 or number.j <= cue.i < end:
            continue
        within = scene.at("country", cue.i)
        if not (own or (given and not named)) or (within is not None and within.i < cue.i):
            continue  # «с подконтрольной Киеву территории»
        if not own and scene.opens(cue.i - 1, *_PREPOSITIONS):
            continue
        far = scene.gap(cue.i, cue.j, number.i, end) + _parted(cue, number, scene)
        if cue.i == end + 1 and scene.norm(end) in ("—", "–", "-"):
            far = 0.0  # «150 — на Украину»: the verb is left out
        if cue.j == number.i - 1 and scene.norm(cue.j) in ("—", "–", "-"):
            far = 0.0  # «в Армению 57, в Азербайджан — 14»
        if best is None or far < best[0]:
            best = far, cue.tag.val
    return best[1] if best else None


def destination(number: Number, head: Head, attached: Attached, scene: Scene) -> str | None:
    """«came back to Ukraine», «handed over to Russia», «в российский регион вернулись»"""
    if attached.event.value != "released" or attached.cue is None or not scene.holds(attached.cue):
        return None
    end = max(number.j, head.j, attached.cue.j)
    for cue in scene.of("to"):
        country = scene.starting("country", cue.j) or scene.starting("country", cue.j + 1)
        if country is not None and scene.gap(cue.i, country.j, attached.cue.i, end) < 0.7:
            return country.tag.val
    return None


def left_behind(number: Number, head: Head, attached: Attached, scene: Scene) -> str | None:
    """«с Украины возвращены 134», «returned from Russia»: who comes from the enemy's land is the other side's."""
    if attached.event.value != "released" or attached.cue is None or not scene.holds(attached.cue):
        return None
    end = max(number.j, head.j)
    for start in scene.of("from"):
        k = start.j
        while scene.opens(k, "article", "land"):
            k += 1
        country = scene.starting("country", k)
        if country is None or country.tag.val not in ENEMY or start.i in (head.j, number.j):
            continue  # «40 soldiers from Ukraine»: where they are from
        if "fixed_order" in scene.lexicon.grammar and number.i < start.i and attached.cue.i < number.i:
            continue  # «returned 96, 58 of them from Donetsk»
        far = min(
            scene.gap(start.i, country.j, number.i, end),
            scene.gap(start.i, country.j, attached.cue.i, attached.cue.j),
        )
        if far + _parted(start, number, scene) < _NEAR:
            return ENEMY[country.tag.val]
    return None


def _parted(cue: Cue, number: Number, scene: Scene) -> float:
    """A number that stands between has the first claim on a place."""
    low, high = sorted((cue.i, number.i))
    return 1.0 if any(low < n.i < high and not n.ordinal for n in scene.numbers) else 0.0

"""Whose people they are, where the noun phrase does not say: from the verb's roles, the captor, the destination."""

from __future__ import annotations

from polon.extract.events import Attached
from polon.extract.lexicon import Cue
from polon.extract.nouns import Head
from polon.extract.numbers import Number
from polon.extract.scene import Scene

ENEMY = {"UA": "RU", "RU": "UA", "AM": "AZ", "AZ": "AM", "IL": "PS", "PS": "IL", "KP": "UA", "IN": "PK", "PK": "IN"}
_OWN = frozenset({"released.get"})
_OTHERS = frozenset({"released.give", "captured.take", "held.hold", "died.kill", "sentenced.try", "other.visit"})


def side_of(number: Number, head: Head, attached: Attached, scene: Scene, voice: str | None) -> tuple[str | None, str]:
    """Country code and the rule that gave it. `voice` is the side that speaks («our», «the enemy»)."""
    named = head.side()
    if named == "enemy":
        return (ENEMY.get(voice) if voice else None), "the speaker's enemy"
    if named is not None:
        return named, "noun phrase"
    if head.each:
        return None, "each side"
    for rule, found in (
        ("captor", _captor(number, head, scene)),
        ("destination", _destination(number, head, attached, scene)),
        ("agent", _agent(number, head, attached, scene)),
    ):
        if found is not None:
            return found, rule
    if voice is not None and (head.our or (attached.role.startswith("released.") and _home(number, head, scene))):
        return voice, "our, home"
    return None, ""


def _captor(number: Number, head: Head, scene: Scene) -> str | None:
    """«in Russian captivity», «from Ukrainian prisons»: the captor's enemy."""
    end = max(number.j, head.j)
    for cue in scene.of("captivity"):
        if scene.gap(cue.i, cue.j, number.i, end) > 2.2:
            continue
        for k in range(cue.i - 1, max(scene.first, cue.i - 3) - 1, -1):
            if k < end and k >= number.i:
                break
            country = scene.at("country", k) or scene.at("people", k)
            if country is not None and (code := _code(country)) in ENEMY:
                return ENEMY[code or ""]
        after = scene.at("country", cue.j)
        if after is not None and _code(after) in ENEMY:
            return ENEMY[_code(after) or ""]
    return None


def _destination(number: Number, head: Head, attached: Attached, scene: Scene) -> str | None:
    """«came back to Ukraine», «handed over to Russia»"""
    if attached.event.value != "released" or attached.cue is None or not scene.holds(attached.cue):
        return None
    end = max(number.j, head.j, attached.cue.j)
    for cue in scene.of("to"):
        country = scene.starting("country", cue.j) or scene.starting("country", cue.j + 1)
        if country is not None and scene.gap(cue.i, country.j, attached.cue.i, end) < 0.7:
            return _code(country)
    return None


def _agent(number: Number, head: Head, attached: Attached, scene: Scene) -> str | None:
    """Who does it: Ukraine brought back its own; Russia captured, holds, convicted the others' people."""
    cue = attached.cue
    if cue is None or not scene.holds(cue) or not (attached.role in _OWN or attached.role in _OTHERS or attached.role == "released.free"):
        return None
    actor = _by(cue, scene) or _subject(cue, number, head, scene)
    if actor is None:
        return None
    code = _code(actor)
    if attached.role in _OWN:
        return code
    if attached.role == "released.free" and cue.i < number.i:
        return ENEMY.get(code or "")
    return ENEMY.get(code or "") if attached.role in _OTHERS else None


def _by(cue: Cue, scene: Scene) -> Cue | None:
    for by in scene.of("by"):
        if cue.j <= by.i <= cue.j + 6:
            for k in range(by.j, min(by.j + 4, scene.last)):
                if (found := scene.starting("country", k) or _people_with_side(scene, k)) is not None:
                    return found
    return None


def _subject(cue: Cue, number: Number, head: Head, scene: Scene) -> Cue | None:
    """The nearest country left of an active verb whose object is the number."""
    if cue.i > number.i:
        return None
    best: tuple[float, Cue] | None = None
    for country in [*scene.of("country"), *(c for c in scene.of("people") if c.tag.side)]:
        if country.j > cue.i or scene.starting("from", country.i - 1) or scene.starting("to", country.i - 1):
            continue
        distance = scene.gap(country.i, country.j, cue.i, cue.j)
        if distance < 2.5 and (best is None or distance < best[0]):
            best = distance, country
    return best[1] if best else None


def _people_with_side(scene: Scene, k: int) -> Cue | None:
    cue = scene.starting("people", k)
    return cue if cue is not None and cue.tag.side and cue.tag.side != "enemy" else None


def _home(number: Number, head: Head, scene: Scene) -> bool:
    return any(scene.gap(c.i, c.j, number.i, max(number.j, head.j)) < 3 for c in scene.of("home"))


def _code(cue: Cue) -> str | None:
    return cue.tag.val if cue.tag.cls == "country" else cue.tag.side

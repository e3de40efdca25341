"""The trace of a claim: for each slot the rule that filled it and, behind a colon, the words that it went by."""

from __future__ import annotations

from polon.extract.events import ENEMY
from polon.extract.lexicon import Cue
from polon.extract.mention import Found

_BY_NOUNS = ("side", "who", "group")
_PHRASE = "noun phrase"
_WHOLE = "as the whole"
_THEIRS = frozenset({"destination", "recipient", "the place they held", "its own subject", "agent"})
"""Rules that go by a country or nation which is the prisoners' own."""
_CAPTORS = frozenset({"captor", "held there", "left the enemy's land", "agent"})
"""Rules that go by one which is their enemy's."""


def trace_of(found: Found, text: str) -> dict[str, str]:
    """Slot to «rule: words», or to the rule alone where no words of the text gave it; slots in alphabetical order."""
    trace = dict(found.trace)
    number, scene = found.number, found.scene
    trace["value"] = _joined(trace.get("value", ""), text[number.start : number.end])
    if number.hedge is not None:
        trace["qualifier"] = _joined("hedge", scene.words(*number.hedge))
    nouns = scene.said(number.j, found.head.j) if number.j < found.head.j <= scene.last else ""
    whole = found.whole.number if found.whole is not None else None
    for slot, rule in trace.items():
        if slot in _BY_NOUNS and rule == _PHRASE:
            trace[slot] = _joined(rule, nouns)
        elif slot == "side" and rule in _THEIRS | _CAPTORS:
            trace[slot] = _joined(rule, _country(found, rule))
        elif rule == _WHOLE and whole is not None:
            trace[slot] = _joined(rule, text[whole.start : whole.end])
    if found.date.words and ":" not in trace.get("date", ""):
        trace["date"] = _joined(trace.get("date", ""), found.date.words)
    if found.head.ofthem is not None and "part_of" in trace:
        trace["part_of"] = _joined(trace["part_of"], scene.words(found.head.ofthem.i, found.head.ofthem.j))
    return dict(sorted(trace.items()))


def _country(found: Found, rule: str) -> str:
    """The one country or nation of the sentence that a rule can have gone by; nothing where there are several."""
    own = {found.side} if rule in _THEIRS else set()
    other = {code for code, enemy in ENEMY.items() if enemy == found.side} if rule in _CAPTORS else set()
    scene = found.scene
    cues = [cue for cls in ("country", "recipient", "people") for cue in scene.of(cls) if _code(cue) in own | other]
    words = {(cue.i, cue.j): scene.said(cue.i, cue.j) for cue in cues}
    return next(iter(words.values())) if len(words) == 1 else ""


def _code(cue: Cue) -> str | None:
    return cue.tag.side if cue.tag.cls == "people" else cue.tag.val


def _joined(rule: str, words: str) -> str:
    """A rule with its words in one line."""
    said = " ".join(words.split())
    return f"{rule}: {said}" if said and rule else rule or said

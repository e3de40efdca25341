"""The trace of a claim: for each slot the rule that filled it and, behind a colon, the words that it went by."""

from __future__ import annotations

from polon.extract.mention import Found

_BY_NOUNS = ("side", "who", "group")
_PHRASE = "noun phrase"
_WHOLE = "as the whole"


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
        elif rule == _WHOLE and whole is not None:
            trace[slot] = _joined(rule, text[whole.start : whole.end])
    if found.date.words and ":" not in trace.get("date", ""):
        trace["date"] = _joined(trace.get("date", ""), found.date.words)
    if found.head.ofthem is not None and "part_of" in trace:
        trace["part_of"] = _joined(trace["part_of"], scene.words(found.head.ofthem.i, found.head.ofthem.j))
    return dict(sorted(trace.items()))


def _joined(rule: str, words: str) -> str:
    """A rule with its words in one line."""
    said = " ".join(words.split())
    return f"{rule}: {said}" if said and rule else rule or said

"""Where a number or a date can start, and with what: most sentences have no such place, and most places one rule.

A word is of the kinds that are its classes of meanings; a figure is of kinds by its size.
"""

from __future__ import annotations

from polon.extract.cues import Starts
from polon.extract.spans import FIRST_YEAR, LAST_YEAR
from polon.extract.tokens import NUMBER, Token

DAY, FEW, YEAR, POINTED, ROMAN = "a day's figure", "a small figure", "a year's figure", "24.02", "before a part"
_CLASSES = (
    "month", "day", "moment", "numeral", "period", "weekday", "season", "year", "over", "span", "holiday",
    "edge",
)  # fmt: skip
_OPENERS = frozenset({*_CLASSES, "ordinal", "part"})
_NUMERALS = ("zero", "vague", "numeral", "multiplier", "dozen", "half", "idiom")
_DAY, _FEW, _YEAR, _POINTED = frozenset({DAY, FEW}), frozenset({FEW}), frozenset({YEAR}), frozenset({POINTED})
_NONE: frozenset[str] = frozenset()
_SECOND = (("period", _NONE), ("part", frozenset({ROMAN})))
"""Classes of what stands behind the word that opens: «a year ago», «II quarter»."""
_LAST_DAY = 31
_MOST_AGO = 400
"""«400 years ago»: so many units or more are no date of news."""


def numbers_may_start(at: Starts) -> set[int]:
    """The tokens at which a number can start: digits, words of number, words with a hyphen."""
    starts = set(at.digits)
    for cls in _NUMERALS:
        if cls in at.cues:
            starts.update([cue.i for cue in at.cues[cls]])
    return starts


def dates_may_start(at: Starts) -> bool:
    """Whether a sentence has a figure or a word that can start a date phrase."""
    return bool(at.digits) or not _OPENERS.isdisjoint(at.cues)


def figures_and_words(tokens: list[Token], at: Starts) -> dict[int, frozenset[str]]:
    """The tokens at which a date phrase can start, with their kinds."""
    cues, kinds = at.cues, at.kinds
    starts = {i: kind for i in at.digits if tokens[i].kind == NUMBER and (kind := _figure(tokens[i].norm))}
    for cls in _CLASSES:
        if cls in cues:
            starts.update([(cue.i, kinds[cue.i]) for cue in cues[cls]])
    for cue in cues.get("ordinal", ()):
        for i in range(cue.i, cue.j):  # «the twenty first»: each of them may be a day
            starts[i] = kinds.get(i, _NONE) | {"ordinal"}
    for cls, kind in _SECOND:
        for cue in cues.get(cls, ()):
            i = cue.i - 1
            if i not in starts or kind:
                starts[i] = starts.get(i, kinds.get(i, _NONE)) | kind
    return starts


def _figure(norm: str) -> frozenset[str]:
    """What a figure may be in a date; none where it is too large."""
    if not norm.isdigit():
        return _POINTED if "." in norm else _NONE
    n = int(norm)
    if n < _MOST_AGO:
        return _DAY if 1 <= n <= _LAST_DAY else _FEW
    return _YEAR if FIRST_YEAR <= n <= LAST_YEAR else _NONE

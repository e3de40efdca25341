"""The language of a text by its letters: Ukrainian and Russian have four letters each that the other lacks."""

from __future__ import annotations

import re

_NOT_PROSE = re.compile(r"://|^\W{0,3}www\.|^\W{0,3}[@#]\w|\w\.(?:com|net|org|info|me|media|ua|ru)\b")
_MAYBE_NOT_PROSE = re.compile(
    r"://|www\.|[@#]|\.(?:com|net|org|info|me|media|ua|ru)\b"
)  # quick: a text mostly has none
_CYRILLIC = re.compile("[\u0400-\u04ff]+")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]+")
_UKRAINIAN, _RUSSIAN, _BELARUSIAN = "іїєґІЇЄҐ", "ыэъёЫЭЪЁ", "ўЎ"
_WRITTEN_IN_CYRILLIC = frozenset(("uk", "ru", "be", "bg", "kk", "ky", "mk", "mn", "sr", "tg"))

ENOUGH = 20
"""So many Latin letters, and four times as many as Cyrillic ones, make a text Latin."""

LONG = 80
"""In so many letters of Ukrainian one of its own four is missing in two texts of a thousand."""


def language_of(text: str, default: str) -> str:
    """`default` (ISO 639-1), unless the letters clearly say otherwise: then `uk`, `ru`, or `en` for Latin letters.

    Clear is three times as many letters of one language as of the other, or one in a text of 20 letters that has none
    of the other. A text of 80 letters without a Ukrainian one is Russian as well: in Ukrainian every thirteenth letter
    is one of the four. Addresses, handles and hashtags do not count. A default that is written in the letters of the
    text (`de`, `bg`) stands.
    """
    prose = _prose(text)
    cyrillic, latin = _length(_CYRILLIC, prose), _length(_LATIN, prose)
    if latin >= ENOUGH and latin >= 4 * cyrillic:
        return "en" if default in _WRITTEN_IN_CYRILLIC else default
    if cyrillic <= latin or _count(_BELARUSIAN, prose) or default in _WRITTEN_IN_CYRILLIC - {"uk", "ru"}:
        return default
    ukrainian, russian = _count(_UKRAINIAN, prose), _count(_RUSSIAN, prose)
    least = 1 if cyrillic >= ENOUGH and not (ukrainian and russian) else 2
    if ukrainian >= least and ukrainian >= 3 * russian:
        return "uk"
    if (russian >= least and russian >= 3 * ukrainian) or (cyrillic >= LONG and not ukrainian):
        return "ru"
    return default


def _prose(text: str) -> str:
    if not _MAYBE_NOT_PROSE.search(text):
        return text
    words = (word for word in text.split() if not (_MAYBE_NOT_PROSE.search(word) and _NOT_PROSE.search(word[:200])))
    return " ".join(words)


def _length(letters: re.Pattern[str], text: str) -> int:
    return sum(map(len, letters.findall(text)))


def _count(letters: str, text: str) -> int:
    return sum(map(text.count, letters))

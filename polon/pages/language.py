"""The language of a text by its letters: Ukrainian and Russian have four letters each that the other lacks."""

from __future__ import annotations

import re

_NOT_PROSE = re.compile(r"://|^\W{0,3}www\.|^\W{0,3}[@#]\w|\w\.(?:com|net|org|info|me|media|ua|ru)\b")
# A quick look: where neither finds anything, the pattern above does not either.
_MARKS, _SITE = ("://", "www.", "@", "#"), re.compile(r"\.(?:com|net|org|info|me|media|ua|ru)\b")
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
    cyrillic, latin = _cyrillic(prose), sum(map(len, _LATIN.findall(prose)))
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
    if not _suspect(text):
        return text
    return " ".join(word for word in text.split() if not (_suspect(word) and _NOT_PROSE.search(word[:200])))


def _suspect(text: str) -> bool:
    return any(mark in text for mark in _MARKS) or _SITE.search(text) is not None


def _cyrillic(text: str) -> int:
    """How many characters are of the block U+0400 to U+04FF: those whose higher byte is 4."""
    return text.encode("utf-16-le", "replace")[1::2].count(4)


def _count(letters: str, text: str) -> int:
    return sum(map(text.count, letters))

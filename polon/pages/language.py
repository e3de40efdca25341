"""The language of a text by its letters: Ukrainian and Russian have four letters each that the other lacks."""

from __future__ import annotations

import re

_NOT_PROSE = re.compile(r"://|^\W{0,3}www\.|^\W{0,3}[@#]\w|\w\.(?:com|net|org|info|me|media|ua|ru)\b")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_UKRAINIAN = re.compile("[іїєґ]", re.IGNORECASE)
_RUSSIAN = re.compile("[ыэъё]", re.IGNORECASE)
_BELARUSIAN = re.compile("ў", re.IGNORECASE)
_WRITTEN_IN_CYRILLIC = frozenset(("uk", "ru", "be", "bg", "kk", "ky", "mk", "mn", "sr", "tg"))

ENOUGH = 20
"""So many Latin letters, and four times as many as Cyrillic ones, make a text Latin."""


def language_of(text: str, default: str) -> str:
    """`default` (ISO 639-1), unless the letters clearly say otherwise: then `uk`, `ru`, or `en` for Latin letters.

    Clear is two letters of one language and three times as many as of the other. Addresses, handles and hashtags do
    not count. A default that is written in the letters of the text (`de`, `bg`) stands.
    """
    prose = " ".join(word for word in text.split() if not _NOT_PROSE.search(word[:200]))
    cyrillic, latin = len(_CYRILLIC.findall(prose)), len(_LATIN.findall(prose))
    if latin >= ENOUGH and latin >= 4 * cyrillic:
        return "en" if default in _WRITTEN_IN_CYRILLIC else default
    if cyrillic <= latin or _BELARUSIAN.search(prose) or default in _WRITTEN_IN_CYRILLIC - {"uk", "ru"}:
        return default
    ukrainian, russian = len(_UKRAINIAN.findall(prose)), len(_RUSSIAN.findall(prose))
    if ukrainian >= 2 and ukrainian >= 3 * russian:
        return "uk"
    if russian >= 2 and russian >= 3 * ukrainian:
        return "ru"
    return default

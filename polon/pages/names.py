"""Lists of people's names: a page that lists prisoners keeps its address, digest and numbers, not its text.

Only lists count. An article that names several officials in its sentences is no list.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from itertools import pairwise

from polon.records import Claim, Document

LEAST = 5
"""From so many listed names on, a text is a roll of names."""

REASON = "list of names"

_UPPER, _LOWER = "A-ZА-ЯЁІЇЄҐЎ", "a-zа-яёіїєґў"
_MARK = "'’ʼ`"
_WORD = rf"[{_UPPER}][{_LOWER}{_UPPER}{_MARK}]{{1,30}}(?:-[{_UPPER}][{_LOWER}{_UPPER}{_MARK}]{{1,30}})?"
_BETWEEN = r"[ \t\u00a0|,;]{1,4}"
# East Slavic patronymics, in Cyrillic in every case and in Latin letters; the last few names end in plain -ич.
_PATRONYMIC = (
    rf"[{_UPPER}][{_LOWER}{_UPPER}{_MARK}]{{0,24}}?(?i:"
    r"(?:[оеєё]вич|йович)(?:[ауіие]|[ео]м|[ое]ві)?|(?:[іїоеё]вн|[иі]ничн|ьовичн)(?:[ауиіыей]|[ое]ю|ой)"
    r"|льич[ауі]?|ллі?ч[ауі]?|ьмич[ауі]?|укич[ауі]?|омич[ауі]?|икитич[ауі]?|ьминичн[ауі]"
    rf"|[oei]v[iy]ch|y?[iy]?ivna|[oei]vna|[iy]?nichna|yichna)(?![{_LOWER}{_UPPER}{_MARK}])"
)
_YEAR = r"(?:19[3-9]\d|200\d|2010)(?!\d)"  # of birth: later ones are bylines and news
_BIRTH = (
    rf"(?:\d\d?[./-]\d\d?[./-]{_YEAR}"
    rf"|{_YEAR}[ \u00a0]?(?:р\.? ?н|г\.? ?р|року народж|года рожд)"
    rf"|(?i:born|народив\w{{2}}|народила\w{{2}}|родил\w{{2,3}}|р\. ?н\.|г\. ?р\.)[ :](?:in )?{_YEAR})"
)
_FULL_NAME = re.compile(
    rf"(?<![{_LOWER}{_UPPER}{_MARK}-])(?:"
    rf"{_WORD}{_BETWEEN}{_WORD}{_BETWEEN}{_PATRONYMIC}"  # surname, name, patronymic
    rf"|{_WORD}{_BETWEEN}{_PATRONYMIC}{_BETWEEN}{_WORD}"  # name, patronymic, surname
    rf"|{_WORD}(?:{_BETWEEN}{_WORD}){{1,2}}[ \t\u00a0|,;:(–—-]{{1,5}}{_BIRTH}"
    r")"
)
_NUMBERING = re.compile(r"[\s|•·▪*–—-]*(?:№ ?)?(?:\d{1,5}[.)]?)?[\s|•·▪*–—-]*")
_RANK = re.compile(rf"(?:[{_LOWER}{_UPPER}.-]{{1,20}}[ \t]){{0,4}}")
_TAIL = re.compile(r"[\s|,;:(–—./\d-].{0,60}")  # after the name: birth date, rank, unit; a sentence goes on with a verb
_VERB = re.compile(rf"[ \t\u00a0]+[{_LOWER}]{{2}}")
_SENTENCE_END = re.compile(rf"[{_LOWER}]{{4,}}[.!?…]$")
_LONGEST = 100  # characters of a list's line before the name, and after it
_GAP = 30  # characters between two names listed in one line: comma, birth date
_WORDS_BETWEEN = re.compile(r"\d|\b(?:та|і|й|и|and|р|н|г|рік|року|год|года|народження|рождения|born)\b", re.IGNORECASE)


def roll_of_names(text: str) -> int:
    """How many full personal names stand in the form of a list.

    A full name has a patronymic or a birth date beside it. It is listed where it has a line of its own (with a number,
    a rank, a date at most), or where only commas, conjunctions and dates part it from the next such name.
    """
    names = [(match.start(), match.end()) for match in _FULL_NAME.finditer(text)]
    breaks = [-1, *(match.start() for match in re.finditer("\n", text)), len(text)]
    listed = {start for start, end in names if _own_line(text, start, end, breaks)}
    for (start, end), (following, _) in pairwise(names):
        if _only_separates(text[end:following]):
            listed |= {start, following}
    return len(listed)


def withhold(document: Document) -> Document:
    """The document without title and text if it is a roll of names, else the document as it is.

    Its revision stays that of the full text, so that a later change of the list is still seen.
    """
    if roll_of_names(document.text) < LEAST:
        return document
    return replace(document, title=None, text="", withheld=REASON)


def _own_line(text: str, start: int, end: int, breaks: list[int]) -> bool:
    place = bisect_right(breaks, start)
    first, last = breaks[place - 1] + 1, breaks[place]
    if start - first > _LONGEST or last - end > _LONGEST:
        return False
    before, after = _NUMBERING.sub("", text[first:start], count=1), text[end:last].rstrip()
    if not _RANK.fullmatch(before):
        return False
    return not after or bool(_TAIL.fullmatch(after) and not _VERB.match(after) and not _SENTENCE_END.search(after))


def _only_separates(gap: str) -> bool:
    return len(gap) <= _GAP and re.fullmatch(r"[\s,;:()|./№•·▪*–—-]*", _WORDS_BETWEEN.sub("", gap)) is not None


def without_names(claim: Claim) -> Claim:
    """The claim without the text around its sentence; the sentence itself goes where it is part of the list."""
    quote = claim.surface if roll_of_names(claim.quote) else claim.quote
    return replace(claim, quote=quote, prefix="", suffix="")

"""Text to tokens and sentences. Offsets always point into the text as stored.

Nothing is removed from the text: characters that readers do not see (soft hyphen, zero width) stay inside the token
that holds them and are left out of its normal form only, so no offset map is needed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

WORD, NUMBER, CODE, MARK, BREAK = "word", "number", "code", "mark", "break"
QUOTES = frozenset("«»“”„\"'‘’")

_HIDDEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u0301"
_SPACES = " \u00a0\u202f\u2009"
_APOSTROPHES = "'’ʼ‘`´′"
JOINED = rf"{_HIDDEN}\u0306\u0308{_APOSTROPHES}\-\u2010\u2011"
"""What may stand inside a word, beside letters and digits; for a class of a regular expression."""
_LETTER = rf"(?:[^\W\d_]|[{_HIDDEN}\u0306\u0308])"
_KEYCAP = r"\d\ufe0f?\u20e3"
_URL = r"(?:https?://|www\.|t\.me/)[^\s)\]>]{1,2000}"
_JOINT = r"[\-\u2010\u2011](?:for|на)[\-\u2010\u2011]"
_WORD = rf"(?=[^\W\d_]){_LETTER}{{1,64}}(?:[{_APOSTROPHES}\-\u2010\u2011]{_LETTER}{{1,64}}){{0,6}}"
_CODE = r"[\-\u2010\u2011]?\d[\d\-]{0,12}"
_NUMBER = (
    rf"(?:\d{{1,3}}(?:[{_SPACES}]\d{{3}}){{1,4}}|\d{{1,3}}(?:,\d{{3}}){{1,4}}|\d{{1,3}}(?:\.\d{{3}}){{2,4}}"
    r"|\d{1,18}(?:[.,]\d{1,3})?)(?!\d)"
)
_SUFFIX = r"[\-\u2010\u2011]?[^\W\d_]{1,5}(?![^\W_]|[\-\u2010\u2011]\d)"
_MARK = r"\.\.\.|[^\w\s]|_"
_PLAIN = r"[A-Za-z\u0400-\u0481\u048a-\u04ff]{1,60}(?=[\s,;!?)»])"
"""Most words: what follows cannot belong to them."""
_PIECE = re.compile(
    rf" ?(?:{_PLAIN}|{_KEYCAP}|{_URL}|{_JOINT}(?=\d)|{_WORD}(?:{_CODE})?|{_NUMBER}(?:{_SUFFIX})?"
    rf"|\d+|\n\s*|[{_HIDDEN}]+|{_MARK}|[^\S\n]+)"
)
"""What covers a text from its start to its end: each token, with the space before it, and what is no token."""
_TOKEN = re.compile(
    rf"(?P<keycap>{_KEYCAP})|(?P<url>{_URL})|(?P<joint>{_JOINT})|(?P<word>{_WORD})(?P<code>{_CODE})?"
    rf"|(?P<number>{_NUMBER})(?P<suffix>{_SUFFIX})?|(?P<long>\d+)|(?P<break>\n\s*)|(?P<hidden>[{_HIDDEN}]+)"
    rf"|(?P<mark>{_MARK})"
)
_BROKEN = re.compile(rf"[{_HIDDEN}]+[{_SPACES}]?\d|[{_SPACES}][{_HIDDEN}]+\d")
HYPHENS = ("-", "\u2010", "\u2011")
_UNSEEN = frozenset(_HIDDEN)
_LONGEST_NUMBER = 18
_INVISIBLE = dict.fromkeys(map(ord, _HIDDEN))
_STRAIGHT = str.maketrans(dict.fromkeys(_APOSTROPHES[1:], "'") | dict.fromkeys("\u2010\u2011", "-"))
_LATIN_TO_CYRILLIC = str.maketrans("aceiopxyABCEHIKMOPTX", "асеіорхуАВСЕНІКМОРТХ")
_CYRILLIC = re.compile("[Ѐ-ӿ]")
_LATIN = re.compile("[A-Za-z]")

OPENING = "«“„‟("
CLOSING = "»”)"
_LONG_WORD = 5
"""Letters of a word before a full stop that is no abbreviation."""
_LONGEST = 400
"""Tokens after which a sentence without an end is cut: no author's, and the work on one grows with its square."""
_CLOSING_MARKS = 8
_TERMINAL = frozenset({".", "!", "?", "…", "..."})
_STOPS = _TERMINAL | {"\n", "\n\n"}


@dataclass(slots=True)
class Token:
    """A word, number, code (`T-72`), punctuation mark or line break; `norm` is what the engine reads."""

    start: int
    end: int
    kind: str
    norm: str
    capital: bool = False
    suffix: str = ""


@dataclass(slots=True)
class Sentence:
    """Tokens `first` (included) to `last` (excluded) of a text, in paragraph number `paragraph`."""

    first: int
    last: int
    paragraph: int
    index: int = field(default=0)


def normal(word: str) -> str:
    """The form of a word that dictionaries hold: NFC, lower case, straight apostrophe, one alphabet, nothing hidden."""
    if word.isascii():
        return word.lower()
    word = unicodedata.normalize("NFC", word.translate(_INVISIBLE)).translate(_STRAIGHT)
    if _LATIN.search(word) and _CYRILLIC.search(word):
        word = word.translate(_LATIN_TO_CYRILLIC)
    return word.lower()


def tokenise(text: str) -> list[Token]:
    """Every token of a text in order; white space other than line breaks is left out."""
    tokens: list[Token] = []
    add, shapes = tokens.append, _shapes.get
    end, broken = 0, False
    for piece in _PIECE.findall(text):
        lead, trail, kind, norm, capital, digits = shapes(piece) or _shape(piece)
        start, end = end + lead, end + len(piece)
        if norm:
            add(Token(start, end - trail, kind, norm, capital))
        elif digits and not broken and _UNSEEN.isdisjoint(text[end : end + 2]):
            add(Token(start, end, NUMBER, digits))
        elif kind:
            token, broken = _number(text, start, broken)
            if token is not None:
                add(token)
    return tokens


Shape = tuple[int, int, str, str, bool, str]
"""Characters before and behind the token of a piece, its kind, norm and capital; and the digits of a plain number.

What has no norm is no token, or a number: that hangs on what stands beside it.
"""
_shapes: dict[str, Shape] = {}
_REMEMBERED = 30_000
_LONGEST_REMEMBERED = 40
_NOTHING: Shape = (0, 0, "", "", False, "")


def _shape(piece: str) -> Shape:
    """The shape of a piece that was not met before."""
    shape = _made(piece)
    if len(piece) <= _LONGEST_REMEMBERED:
        if len(_shapes) >= _REMEMBERED:
            _shapes.clear()  # a hostile text must not fill the memory
        _shapes[piece] = shape
    return shape


def _made(piece: str) -> Shape:
    match = _TOKEN.search(piece)
    kind = match.lastgroup if match is not None else None
    if match is None or kind == "hidden":
        return _NOTHING
    lead = match.start()
    if piece[lead].isdecimal():
        plain = piece[lead:].isdecimal() and len(piece) - lead <= _LONGEST_NUMBER
        return lead, 0, NUMBER, "", False, piece[lead:] if plain else ""
    if match["word"]:
        word, code = match["word"], match["code"]
        trail = len(piece) - len(piece.rstrip(_HIDDEN))
        norm = normal(word) if code is None else normal(word) + normal(code)
        return lead, trail, WORD if code is None else CODE, norm, word[0].isupper(), ""
    if kind == "joint":
        return lead + 1, 1, WORD, normal(match["joint"][1:-1]), False, ""
    if kind == "url":
        return lead, 0, CODE, "://", False, ""
    if kind == "break":
        return lead, 0, BREAK, "\n" * min(2, match["break"].count("\n")), False, ""
    return lead, 0, MARK, match["mark"].translate(_STRAIGHT), False, ""


def _number(text: str, start: int, joined: bool) -> tuple[Token | None, bool]:
    """The token of a piece that begins with a digit, and whether a hidden character cuts the number behind it.

    «1<zero width space>279» is no 1: what readers see cannot be told. `joined` is what held for the number before.
    """
    match = _TOKEN.match(text, start)
    if match is None or match.lastgroup == "keycap":
        return None, joined
    if match["long"]:
        return Token(start, match.end(), CODE, match["long"]), joined
    suffix, stop = match["suffix"] or "", match.end("number")
    broken = not suffix and _BROKEN.match(text, stop) is not None
    if joined or broken:
        return Token(start, match.end(), CODE, match["number"]), broken
    glued = normal(suffix)
    return Token(
        start, stop, NUMBER, match["number"], suffix=glued.lstrip("-") if suffix[:1] in HYPHENS else glued
    ), broken


def sentences(tokens: list[Token], text: str, abbreviations: frozenset[str]) -> list[Sentence]:
    """Sentences by their final marks; a line break always ends one, a full stop not after an abbreviation."""
    found: list[Sentence] = []
    first, paragraph = 0, 0
    for i in [i for i, token in enumerate(tokens) if token.norm in _STOPS]:
        first = _cut(found, first, i, paragraph)
        if tokens[i].kind == BREAK:
            _add(found, first, i, paragraph)
            first, paragraph = i + 1, paragraph + 1
        elif i - first >= _LONGEST:
            _add(found, first, i, paragraph)
            first = i
        elif i + 1 < len(tokens) and _ends(tokens, i, text, abbreviations):
            stop = i + 1
            while stop < len(tokens) and _closes(tokens, stop, text):
                stop += 1
            if stop > first:
                _add(found, first, stop, paragraph)
                first = stop
    first = _cut(found, first, len(tokens), paragraph)
    _add(found, first, len(tokens), paragraph)
    return found


def _cut(found: list[Sentence], first: int, last: int, paragraph: int) -> int:
    """Cuts what is too long for a sentence; gives the first token of what is left."""
    while last - first > _LONGEST:
        _add(found, first, first + _LONGEST, paragraph)
        first += _LONGEST
    return first


def _add(found: list[Sentence], first: int, last: int, paragraph: int) -> None:
    if last > first:
        found.append(Sentence(first, last, paragraph, len(found)))


def _closes(tokens: list[Token], i: int, text: str) -> bool:
    """A mark glued to the end of a sentence: another full stop, a closing quote."""
    token = tokens[i]
    glued = text[tokens[i - 1].end : token.start] == ""
    if token.kind != MARK or not glued:
        return False
    if token.norm == '"':
        after = tokens[i + 1] if i + 1 < len(tokens) else None
        return after is None or after.start > token.end
    return token.norm in _TERMINAL or token.norm in CLOSING


def _ends(tokens: list[Token], i: int, text: str, abbreviations: frozenset[str]) -> bool:
    after = i + 1
    while after < min(len(tokens), i + _CLOSING_MARKS) and _closes(tokens, after, text):
        after += 1
    if after < len(tokens) and tokens[after].kind != BREAK and tokens[after].start == tokens[after - 1].end:
        return False  # no space after the mark: 3.5, example.com
    if tokens[i].norm != ".":
        following = tokens[after] if after < len(tokens) else None
        return following is None or following.kind != WORD or following.capital
    before = tokens[i - 1] if i else None
    if before is not None and before.kind == WORD and before.end == tokens[i].start:
        if before.norm in abbreviations:
            return False
        if before.capital and before.end - before.start == 1:
            return False  # an initial
    following = tokens[after] if after < len(tokens) else None
    if following is not None and following.kind == WORD:
        long = before is not None and before.kind == WORD and before.end - before.start >= _LONG_WORD
        return following.capital or long  # «… находятся в лагерях. россия …»: a long word is no abbreviation
    return True

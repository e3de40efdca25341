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
_LETTER = rf"(?:[^\W\d_]|[{_HIDDEN}\u0306\u0308])"
_TOKEN = re.compile(
    r"(?P<keycap>\d\ufe0f?\u20e3)"
    r"|(?P<url>(?:https?://|www\.|t\.me/)[^\s)\]>]{1,2000})"
    r"|(?P<joint>[\-\u2010\u2011](?:for|на)[\-\u2010\u2011](?=\d))"
    rf"|(?P<word>(?=[^\W\d_]){_LETTER}{{1,64}}(?:[{_APOSTROPHES}\-\u2010\u2011]{_LETTER}{{1,64}}){{0,6}})"
    r"(?P<code>[\-\u2010\u2011]?\d[\d\-]{0,12})?"
    rf"|(?P<number>(?:\d{{1,3}}(?:[{_SPACES}]\d{{3}}){{1,4}}|\d{{1,3}}(?:,\d{{3}}){{1,4}}|\d{{1,3}}(?:\.\d{{3}}){{2,4}}"
    r"|\d{1,18}(?:[.,]\d{1,3})?)(?!\d))"
    r"(?P<suffix>[\-\u2010\u2011]?[^\W\d_]{1,5}(?![^\W_]|[\-\u2010\u2011]\d))?"
    r"|(?P<long>\d+)"
    r"|(?P<break>\n\s*)"
    rf"|(?P<hidden>[{_HIDDEN}]+)"
    r"|(?P<mark>\.\.\.|[^\w\s]|_)"
)
_BROKEN = re.compile(rf"[{_HIDDEN}]+[{_SPACES}]?\d|[{_SPACES}][{_HIDDEN}]+\d")
_INVISIBLE = dict.fromkeys(map(ord, _HIDDEN))
_STRAIGHT = str.maketrans(dict.fromkeys(_APOSTROPHES[1:], "'") | dict.fromkeys("\u2010\u2011", "-"))
_LATIN_TO_CYRILLIC = str.maketrans("aceiopxyABCEHIKMOPTX", "асеіорхуАВСЕНІКМОРТХ")
_CYRILLIC = re.compile("[Ѐ-ӿ]")
_LATIN = re.compile("[A-Za-z]")

OPENING = "«“„‟("
CLOSING = "»”)"
_LONGEST = 400
"""Tokens after which a sentence without an end is cut: no author's, and the work on one grows with its square."""
_CLOSING_MARKS = 8
_TERMINAL = frozenset({".", "!", "?", "…", "..."})


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
    broken = False
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind in ("keycap", "hidden"):
            continue
        start, end = match.span()
        if match["word"]:
            word = match["word"]
            is_code = match["code"] is not None
            while text[end - 1] in _HIDDEN:
                end -= 1
            norm = normal(word) + normal(match["code"]) if is_code else normal(word)
            tokens.append(Token(start, end, CODE if is_code else WORD, norm, word[0].isupper()))
        elif match["number"]:
            suffix = match["suffix"] or ""
            stop = match.end("number")
            joined, broken = broken, not suffix and _BROKEN.match(text, stop) is not None
            if joined or broken:  # «1<zero width space>279» is no 1: what readers see cannot be told
                tokens.append(Token(start, end, CODE, match["number"]))
                continue
            tokens.append(Token(start, stop, NUMBER, match["number"], suffix=normal(suffix).lstrip("-")))
            if suffix and not suffix.startswith(("-", "\u2010", "\u2011")):
                tokens[-1].suffix = normal(suffix)
        elif kind == "joint":
            tokens.append(Token(start + 1, end - 1, WORD, normal(match["joint"][1:-1])))
        elif kind == "url":
            tokens.append(Token(start, end, CODE, "://"))
        elif kind == "long":
            tokens.append(Token(start, end, CODE, match["long"]))
        elif kind == "break":
            tokens.append(Token(start, end, BREAK, "\n" * min(2, match["break"].count("\n"))))
        else:
            tokens.append(Token(start, end, MARK, match["mark"].translate(_STRAIGHT)))
    return tokens


def sentences(tokens: list[Token], text: str, abbreviations: frozenset[str]) -> list[Sentence]:
    """Sentences by their final marks; a line break always ends one, a full stop not after an abbreviation."""
    found: list[Sentence] = []
    first, paragraph = 0, 0
    for i, token in enumerate(tokens):
        if token.kind == BREAK:
            _add(found, first, i, paragraph)
            first, paragraph = i + 1, paragraph + 1
        elif i - first >= _LONGEST:
            _add(found, first, i, paragraph)
            first = i
        elif token.norm in _TERMINAL and i + 1 < len(tokens) and _ends(tokens, i, text, abbreviations):
            stop = i + 1
            while stop < len(tokens) and _closes(tokens, stop, text):
                stop += 1
            if stop > first:
                _add(found, first, stop, paragraph)
                first = stop
    _add(found, first, len(tokens), paragraph)
    return found


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
        return following.capital
    return True

"""What a word form can start, made ready for the look-up: its meanings, and phrases by the head of the second word.

Every word of a text is looked up, and most phrases are begun far more often than they are finished; so a phrase is
followed only where the next word has the first letters of its second item.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from polon.extract.patterns import GAP, STEM_MINIMUM
from polon.extract.tokens import MARK, Token

if TYPE_CHECKING:
    from collections.abc import Iterable

    from polon.extract.lexicon import Tag

QUOTES = '«»“”„"'
_GAP_WORDS = 5
_EXACT, _STEM, _GAP = 0, 1, 2

Items = tuple[tuple[str, int], ...]
"""The further items of a phrase: a word, a stem or a gap each."""
Phrase = tuple[Items, "Tag"]


@dataclass(slots=True)
class Known:
    """All that a word form can mean (`tags`) or start; `phrases` by the head of the next word, the longest first.

    `singles` has one meaning of a class; `gapped` are the phrases whose second item is a gap, which any word may fill.
    """

    tags: tuple[Tag, ...]
    singles: tuple[Tag, ...]
    phrases: dict[str, tuple[Phrase, ...]]
    gapped: tuple[Phrase, ...]
    classes: frozenset[str]


def made_ready(entries: Iterable[tuple[tuple[str, ...], Tag]]) -> Known | None:
    """The entries of a word form (further items and meaning), those of most items first; None where there are none."""
    tags: list[Tag] = []
    singles: dict[str, Tag] = {}
    phrases: list[Phrase] = []
    classes = set()
    for rest, tag in entries:
        classes.add(tag.cls)
        if rest:
            phrases.append((tuple(_item(item) for item in rest), tag))
        else:
            tags.append(tag)
            singles.setdefault(tag.cls, tag)
    if not classes:
        return None
    if any(tag.side or tag.who == "military" for _, tag in entries if tag.cls == "people"):
        classes.add("nation")
    heads = {_head(items[0][0]) for items, _ in phrases if items[0][1] != _GAP}
    table = {head: tuple(p for p in phrases if p[0][0][1] == _GAP or _head(p[0][0][0]) == head) for head in heads}
    gapped = tuple(p for p in phrases if p[0][0][1] == _GAP)
    return Known(tuple(tags), tuple(singles.values()), table, gapped, frozenset(classes))


def _item(item: str) -> tuple[str, int]:
    if item == GAP:
        return item, _GAP
    return (item[:-1], _STEM) if item.endswith("*") else (item, _EXACT)


def _head(word: str) -> str:
    return word[:STEM_MINIMUM]


def begun(known: Known, tokens: list[Token], i: int, last: int) -> tuple[Phrase, ...]:
    """The phrases of a word that the next words, from token `i` on, may finish."""
    while i < last and tokens[i].kind == MARK and tokens[i].norm in QUOTES:
        i += 1
    return known.phrases.get(_head(tokens[i].norm), known.gapped) if i < last else ()


def follow(tokens: list[Token], i: int, last: int, items: Items, at: int = 0) -> int:
    """The end of a phrase whose further items start at token `i`; 0 where it does not match."""
    while at < len(items):
        item, kind = items[at]
        at += 1
        if kind == _GAP:
            return _over_gap(tokens, i, last, items, at)
        while i < last and tokens[i].kind == MARK and tokens[i].norm in QUOTES:
            i += 1
        if i >= last:
            return 0
        norm = tokens[i].norm
        if norm != item and not (kind == _STEM and norm.startswith(item)):
            return 0
        i += 1
    return i


def _over_gap(tokens: list[Token], i: int, last: int, items: Items, at: int) -> int:
    for start in range(i, i + _GAP_WORDS + 1):
        if start >= last or (start > i and tokens[start - 1].kind == MARK and tokens[start - 1].norm not in "'\""):
            return 0
        if end := follow(tokens, start, last, items, at):
            return end
    return 0

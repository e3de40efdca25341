"""Phrases as trees: what may follow a word, item by item, so that thousands that begin alike cost one step each.

Every word of a text is looked up, and most phrases are begun far more often than they are finished.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from polon.extract.patterns import GAP, STEM_MINIMUM
from polon.extract.tokens import MARK, Token

if TYPE_CHECKING:
    from collections.abc import Iterable

    from polon.extract.lexicon import Tag

QUOTES = '«»“”„"'
_GAP_WORDS = 5

Rank = tuple[int, int, int]
"""Of two phrases that with more items comes first, then that of the whole word or the longer stem, then the file's."""
Entries = list[tuple[tuple[str, ...], "Tag"]]


@dataclass(slots=True)
class Node:
    """What may follow: whole words, stems by their head, a gap; and the meanings of the phrases that end here."""

    words: dict[str, Node] = field(default_factory=dict)
    stems: dict[str, list[tuple[str, Node]]] = field(default_factory=dict)
    gap: Node | None = None
    ends: tuple[tuple[int, int, Tag], ...] = ()
    nexts: frozenset[str] | None = None
    """The words and the heads of stems that may follow, and the quotation marks that are passed over; None: any."""

    def child(self, item: str) -> Node:
        """The node behind an item, made where there is none."""
        if item == GAP:
            self.gap = self.gap or Node()
            return self.gap
        if not item.endswith("*"):
            return self.words.setdefault(item, Node())
        stem = item[:-1]
        same = self.stems.setdefault(stem[:STEM_MINIMUM], [])
        node = next((node for known, node in same if known == stem), None)
        if node is None:
            same.append((stem, node := Node()))
        return node


@dataclass(slots=True)
class Known:
    """What a word form can mean (`tags`, of them one of a class in `singles`), and the trees of what it can start.

    `kinds`: the classes of `singles`; `digits`: it has digits or a hyphen, as «12» or «twenty-three».
    """

    tags: tuple[Tag, ...]
    singles: tuple[Tag, ...]
    trees: tuple[Node, ...]
    classes: frozenset[str]
    digits: bool = False
    kinds: frozenset[str] = frozenset()
    nexts: frozenset[str] | None = None

    def goes_on(self, norm: str) -> bool:
        """Whether a phrase that starts with this word may go on with that one: most do not."""
        return self.nexts is None or norm in self.nexts or norm[:STEM_MINIMUM] in self.nexts


DIGITS = Known((), (), (), frozenset(), digits=True)
"""What is known of plain digits."""


def tree_of(entries: Entries) -> Node | None:
    """The tree of the further items of phrases that start with one word or stem; None where there are none."""
    root = Node()
    for at, (rest, tag) in enumerate(entries):
        node = root
        for item in rest:
            node = node.child(item)
        if rest:
            node.ends = (*node.ends, (-len(rest), at, tag))
    if not (root.words or root.stems or root.gap):
        return None
    _close(root)
    return root


def _close(node: Node) -> None:
    """Tells a node of a tree that is ready, and the nodes behind gaps below it, what may follow."""
    if node.gap is None and not node.ends:
        node.nexts = frozenset(QUOTES).union(node.words, node.stems)
    below = [*node.words.values(), *(after for same in node.stems.values() for _, after in same)]
    while below:
        after = below.pop()
        below += [*after.words.values(), *(further for same in after.stems.values() for _, further in same)]
        if after.gap is not None:
            _close(after.gap)
    if node.gap is not None:
        _close(node.gap)


def known_of(tags: Iterable[Tag], trees: Iterable[Node], classes: frozenset[str], digits: bool) -> Known:
    """What a word form can mean and start."""
    tags = tuple(tags)
    singles: dict[str, Tag] = {}
    for tag in tags:
        singles.setdefault(tag.cls, tag)
    trees = tuple(trees)
    nexts = [tree.nexts for tree in trees]
    first = None if None in nexts else frozenset[str]().union(*(some for some in nexts if some is not None))
    return Known(tags, tuple(singles.values()), trees, classes, digits, frozenset(singles), first)


def finished(trees: tuple[Node, ...], tokens: list[Token], i: int, last: int) -> list[tuple[int, Tag]]:
    """The phrases that the words from token `i` on finish: their ends and meanings, those of most items first.

    Token `i` lies before `last`.
    """
    norm = tokens[i].norm
    head = norm[:STEM_MINIMUM]
    found: dict[Rank, tuple[int, Tag]] = {}
    for rank, tree in enumerate(trees):
        if tree.nexts is None or norm in tree.nexts or head in tree.nexts:
            _walk(tree, tokens, i, last, rank, found)
    if len(found) > 1:
        return [end for _, end in sorted(found.items(), key=lambda pair: pair[0])]
    return list(found.values())


def _over_quotes(tokens: list[Token], i: int, last: int) -> int:
    while i < last and tokens[i].kind == MARK and tokens[i].norm in QUOTES:
        i += 1
    return i


def _walk(node: Node, tokens: list[Token], i: int, last: int, rank: int, found: dict[Rank, tuple[int, Tag]]) -> None:
    """Enters what ends where tokens up to `i` have been read; of a phrase with gaps the nearest end."""
    for size, at, tag in node.ends:
        found.setdefault((size, rank, at), (i, tag))
    k = _over_quotes(tokens, i, last) if i < last and tokens[i].kind == MARK else i
    if k < last:
        norm = tokens[k].norm
        if (word := node.words.get(norm)) is not None:
            _walk(word, tokens, k + 1, last, rank, found)
        for stem, following in node.stems.get(norm[:STEM_MINIMUM], ()):
            if norm.startswith(stem):
                _walk(following, tokens, k + 1, last, rank, found)
    gap = node.gap
    if gap is None:
        return
    for start in range(i, min(i + _GAP_WORDS + 1, last)):
        if start > i and tokens[start - 1].kind == MARK and tokens[start - 1].norm not in "'\"":
            return
        norm = tokens[start].norm
        if gap.nexts is None or norm in gap.nexts or norm[:STEM_MINIMUM] in gap.nexts:
            _walk(gap, tokens, start, last, rank, found)

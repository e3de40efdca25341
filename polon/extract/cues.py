"""The cues of a sentence: found word by word, and looked up by class and by token.

Most words mean nothing here, and most classes have no cue in a sentence: both are passed over with one look-up. A table
is made when its class is first asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from polon.extract.lexicon import Cue, Lexicon
from polon.extract.phrases import finished
from polon.extract.tokens import CODE, WORD, Token

_READ = frozenset({WORD, CODE})
_EMPTY: dict[int, Cue] = {}
"""The table of every class that a sentence has no cue of: most of them, so one serves all. Nothing is put in."""
_NO_KINDS: frozenset[str] = frozenset()


class Starts(dict[str, dict[int, Cue]]):
    """The cues of each class by the token at which they start.

    `cues`: those of a class in order; `kinds`: the classes that start at a token; `digits`: the tokens with a digit or
    a hyphen.
    """

    __slots__ = ("cues", "digits", "kinds")

    def __init__(self, cues: dict[str, list[Cue]], kinds: dict[int, frozenset[str]], digits: list[int]) -> None:
        super().__init__()
        self.cues = cues
        self.kinds = kinds
        self.digits = digits

    def __missing__(self, cls: str) -> dict[int, Cue]:
        cues = self.cues.get(cls)
        found = self[cls] = {cue.i: cue for cue in cues} if cues else _EMPTY
        return found

    def get(self, cls: str, _: Any = None) -> dict[int, Cue]:
        """The cues of a class by token, none where the sentence has none."""
        return self[cls] if cls in self.cues else _EMPTY

    def at(self, cls: str, i: int) -> Cue | None:
        """The cue of a class that starts at token `i`."""
        return self[cls][i] if cls in self.kinds.get(i, _NO_KINDS) else None

    def any_at(self, i: int, classes: Iterable[str]) -> bool:
        """Whether a cue of one of these classes starts at token `i`."""
        return not self.kinds.get(i, _NO_KINDS).isdisjoint(classes)

    def drop(self, cls: str, places: set[int]) -> None:
        """Leaves out the cues of a class that start at these tokens."""
        self.cues[cls] = [cue for cue in self.cues[cls] if cue.i not in places]
        for i in places & self.kinds.keys():
            self.kinds[i] -= {cls}


class Covers(dict[str, dict[int, Cue]]):
    """The cues of each class by every token that they cover."""

    __slots__ = ("cues",)

    def __init__(self, cues: dict[str, list[Cue]]) -> None:
        super().__init__()
        self.cues = cues

    def __missing__(self, cls: str) -> dict[int, Cue]:
        found = self[cls] = {k: cue for cue in self.cues.get(cls, ()) for k in range(cue.i, cue.j)}
        return found


def read_cues(tokens: list[Token], first: int, last: int, lexicon: Lexicon) -> Starts:
    """Every cue among tokens `first` to `last`. Of two of one class the longer wins where they overlap."""
    found: dict[str, list[Cue]] = defaultdict(list)
    kinds: dict[int, frozenset[str]] = {}
    digits: list[int] = []
    taken: dict[str, int] = {}
    busy, remembered = first, lexicon.remembered
    for i in range(first, last):
        token = tokens[i]
        norm = token.norm
        known = remembered[norm] if norm in remembered else lexicon.known(norm)
        if known is None:
            continue
        if known.digits:
            digits.append(i)
        if token.kind not in _READ:
            continue
        started: list[str] = []
        if known.trees and i + 1 < last and known.goes_on(tokens[i + 1].norm):
            for j, tag in finished(known.trees, tokens, i + 1, last):
                if taken.get(tag.cls, -1) <= i:
                    found[tag.cls].append(Cue(i, j, tag))
                    started.append(tag.cls)
                    taken[tag.cls] = j
                    busy = max(busy, j)
        if busy <= i:  # no phrase reaches here, as with most words
            for tag in known.singles:
                found[tag.cls].append(Cue(i, i + 1, tag))
            kinds[i] = known.kinds
            continue
        for tag in known.singles:
            if taken.get(tag.cls, -1) <= i:
                found[tag.cls].append(Cue(i, i + 1, tag))
                started.append(tag.cls)
        kinds[i] = frozenset(started)
    return Starts(found, kinds, digits)

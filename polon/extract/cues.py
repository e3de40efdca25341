"""The cues of a sentence: found word by word, and looked up by class and by token.

Most words mean nothing here, and most classes have no cue in a sentence: both are passed over with one look-up. A table
is made when its class is first asked for.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from polon.extract.lexicon import Cue, Lexicon
from polon.extract.phrases import finished
from polon.extract.tokens import CODE, WORD, Token

_READ = frozenset({WORD, CODE})
_EMPTY: dict[int, Cue] = {}
"""The table of every class that a sentence has no cue of: most of them, so one serves all. Nothing is put in."""
NO_KINDS: frozenset[str] = frozenset()


class Starts(dict[str, dict[int, Cue]]):
    """The cues of each class by the token at which they start; a table is made when its class is first asked for.

    `cues`: those of a class in order; `kinds`: the classes that start at a token; `phrases`: the cues of several
    tokens; `digits`: the tokens with a digit or a hyphen.
    """

    __slots__ = ("cues", "digits", "inside", "kinds", "phrases")

    def __init__(self) -> None:
        super().__init__()
        self.cues: dict[str, list[Cue]] = defaultdict(list)
        self.kinds: dict[int, frozenset[str]] = {}
        self.phrases: list[Cue] = []
        self.inside: dict[int, list[Cue]] = {}
        """The phrases that cover a token from before it, once `covers` has been asked."""
        self.digits: list[int] = []

    def __missing__(self, cls: str) -> dict[int, Cue]:
        cues = self.cues.get(cls)
        found = self[cls] = {cue.i: cue for cue in cues} if cues else _EMPTY
        return found

    def get(self, cls: str, _: Any = None) -> dict[int, Cue]:
        """The cues of a class by token, none where the sentence has none."""
        return self[cls] if cls in self.cues else _EMPTY

    def at(self, cls: str, i: int) -> Cue | None:
        """The cue of a class that starts at token `i`."""
        return self[cls][i] if cls in self.kinds.get(i, NO_KINDS) else None

    def drop(self, cls: str, places: set[int]) -> None:
        """Leaves out the cues of a class that start at these tokens."""
        kept = [cue for cue in self.cues.pop(cls) if cue.i not in places]
        if kept:
            self.cues[cls] = kept
        self.phrases = [cue for cue in self.phrases if cue.tag.cls != cls or cue.i not in places]
        for i in places & self.kinds.keys():
            self.kinds[i] -= {cls}

    def covers(self) -> dict[int, frozenset[str]]:
        """The classes that cover each token: those that start there, and those of phrases from before."""
        if not self.phrases:
            return self.kinds
        found = dict(self.kinds)
        for cue in self.phrases:
            for k in range(cue.i + 1, cue.j):
                found[k] = found.get(k, NO_KINDS) | {cue.tag.cls}
                self.inside.setdefault(k, []).append(cue)
        return found

    def covering(self, cls: str, i: int) -> Cue | None:
        """The cue of a class that covers token `i`."""
        starting = self[cls].get(i)
        if starting is not None:
            return starting
        return next((cue for cue in self.inside.get(i, ()) if cue.tag.cls == cls), None)


def read_cues(tokens: list[Token], first: int, last: int, lexicon: Lexicon) -> Starts:
    """Every cue among tokens `first` to `last`. Of two of one class the longer wins where they overlap."""
    starts = Starts()
    found, kinds, digits = starts.cues, starts.kinds, starts.digits
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
        if known.trees and i + 1 < last and known.goes_on(tokens[i + 1].norm):  # most do not
            for j, tag in finished(known.trees, tokens, i + 1, last):
                if taken.get(tag.cls, -1) <= i:
                    cue = Cue(i, j, tag)
                    found[tag.cls].append(cue)
                    starts.phrases.append(cue)
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
    return starts

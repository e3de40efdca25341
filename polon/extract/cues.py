"""The cues of a sentence by class and by token. A table is made when its class is first asked for: most never are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from polon.extract.lexicon import Cue


_EMPTY: dict[int, Cue] = {}
"""The table of every class that a sentence has no cue of: most of them, so one serves all. Nothing is put in."""


class Starts(dict[str, dict[int, "Cue"]]):
    """The cues of each class by the token at which they start; `digits` are the tokens with a digit or a hyphen."""

    __slots__ = ("cues", "digits")

    def __init__(self, cues: dict[str, list[Cue]], digits: list[int]) -> None:
        super().__init__()
        self.cues = cues
        self.digits = digits

    def __missing__(self, cls: str) -> dict[int, Cue]:
        cues = self.cues.get(cls)
        found = self[cls] = {cue.i: cue for cue in cues} if cues else _EMPTY
        return found

    def get(self, cls: str, _: Any = None) -> dict[int, Cue]:
        """The cues of a class by token, none where the sentence has none."""
        return self[cls]


class Covers(dict[str, dict[int, "Cue"]]):
    """The cues of each class by every token that they cover."""

    __slots__ = ("cues",)

    def __init__(self, cues: dict[str, list[Cue]]) -> None:
        super().__init__()
        self.cues = cues

    def __missing__(self, cls: str) -> dict[int, Cue]:
        found = self[cls] = {k: cue for cue in self.cues.get(cls, ()) for k in range(cue.i, cue.j)}
        return found

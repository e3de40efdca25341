"""Date phrases in figures, and those that count from another day: «two years ago», «yesterday», «over the week»."""

from __future__ import annotations

from datetime import date, timedelta

from polon.extract.cues import Starts
from polon.extract.lexicon import Lexicon
from polon.extract.spans import FIRST_YEAR, LAST_YEAR, Span, back, day, make_day, moment, stretch
from polon.extract.tokens import NUMBER, WORD, Token

_RARITY = 4
_LIVED = 14
"""A full date so many years back, right behind a name, is that of a birth."""
_LEADS = ("in", "since", "to", "from", "of")


class Relative:
    """Reads them in one sentence. `at` holds its cues by class and token.

    `anchor` is the publication date; without one such a phrase has no date.
    """

    def __init__(self, tokens: list[Token], at: Starts, lexicon: Lexicon, anchor: date | None) -> None:
        self.tokens = tokens
        self.lexicon = lexicon
        self.anchor = anchor
        self.at = at
        self.cue = at.at
        self.year_hint: int | None = None
        self.named: dict[tuple[int, int], int] = {}
        """Days that the text has named with their year: «7 October 2023», then «7 October»."""
        self.base: Span | None = None
        self.frame: Span | None = None
        """The stretch that the sentences right before speak of: a month without a year lies in it or follows on."""
        self.last = len(tokens)
        self._leads: set[int] | None = None

    def _number(self, i: int, low: int, high: int) -> int | None:
        if i >= self.last:
            return None
        token = self.tokens[i]
        if token.kind == NUMBER and token.norm.isdigit() and low <= int(token.norm) <= high:
            return int(token.norm)
        if token.kind == WORD:
            for tag in self.lexicon.tags(token.norm):
                if tag.cls == "ordinal" and tag.val.isdigit() and low <= int(tag.val) <= high:
                    return int(tag.val)
        return None

    def _norm(self, i: int) -> str:
        return self.tokens[i].norm if i < self.last else ""

    def _counts(self, k: int) -> bool:
        """Whether the number before token `k` counts people: «in March 2000 soldiers»."""
        if k >= self.last or self.cue("people", k) is None:
            return False
        return (trap := self.cue("trap", k)) is None or trap.tag.val != "exchange"  # «the January 3 prisoner swap»

    def _proper(self, i: int) -> bool:
        return self.tokens[i].capital or "-" in self._norm(i)  # «mid-April»

    def _rarity(self, i: int) -> bool:
        """«for the first time in four months», «the largest in two years»: how rare it is, not when it was."""
        return any(self.cue("superlative", k) is not None for k in range(i - _RARITY, i))

    def _led(self, i: int) -> bool:
        """Whether a preposition of time ends right before token `i`."""
        if self._leads is None:
            self._leads = {cue.j for cls in _LEADS for cue in self.at.get(cls, {}).values()}
        return i in self._leads

    def _iso(self, i: int) -> tuple[int, Span | None] | None:
        y = self._number(i, FIRST_YEAR, LAST_YEAR)
        if y is None or i + 4 >= self.last or self._norm(i + 1) != "-" or self._norm(i + 3) != "-":
            return None
        m, d = self._number(i + 2, 1, 12), self._number(i + 4, 1, 31)
        return None if m is None or d is None else (i + 5, make_day(y, m, d))

    def _numeric(self, i: int) -> tuple[int, Span | None] | None:
        """24.02.2022, 24.02"""
        token = self.tokens[i]
        if token.kind != NUMBER or "." not in token.norm:
            return None
        d, m = (int(p) for p in token.norm.split(".", 1)) if token.norm.count(".") == 1 else (0, 0)
        if not (1 <= d <= 31 and 1 <= m <= 12 and len(token.norm.split(".")[1]) == 2):
            return None
        if self._norm(i + 1) == "." and (y := self._number(i + 2, FIRST_YEAR, LAST_YEAR)) is not None:
            born = self.anchor is not None and y < self.anchor.year - _LIVED and i > 0 and self.tokens[i - 1].capital
            return None if born else (i + 3, make_day(y, m, d))
        return None

    def _start(self, i: int) -> bool:
        """Whether «since» or «from» stands before a date."""
        if self.cue("from", i - 1) is not None:
            return True
        return any(cue.j in (i, i - 1) for cue in self.at["since"].values())

    def _ago(self, i: int) -> tuple[int, Span | None] | None:
        """«two years ago», «three days earlier»"""
        n: int | None = None
        j = i
        token = self.tokens[i]
        if token.kind == NUMBER and token.norm.isdigit() and int(token.norm) < 400:
            n, j = int(token.norm), i + 1
        elif (cue := self.cue("numeral", i)) is not None and int(cue.tag.val) < 100:
            n, j = int(cue.tag.val), cue.j
        elif self.cue("period", i) is not None or self.cue("article", i) is not None:
            n, j = 1, i + (self.cue("period", i) is None)
        unit = self.cue("period", j) if n is not None and j < self.last else None
        if n is None or unit is None or (ago := self.cue("ago", unit.j)) is None:
            return None
        if ago.tag.val in ("later", "after") and any(c.j == i for c in self.at.get("echo", {}).values()):
            told = self.anchor is not None and unit.i > i  # «comes weeks after» tells no day
            return ago.j, back(self.anchor, unit.tag.val, n) if told and self.anchor is not None else None
        if ago.tag.val == "after":
            return None  # «eight months after gunmen took …»: from an event, not from a day
        if ago.tag.val == "later" and self.base is None:
            return ago.j, None  # «two years after their capture»: from a day that nothing names
        origin = self.anchor if ago.tag.val == "ago" or self.base is None else self.base.low
        if origin is None:
            return ago.j, None
        n = -n if ago.tag.val == "later" else n
        return ago.j, back(origin, unit.tag.val, n)

    def _relative(self, i: int) -> tuple[int, Span | None] | None:
        for cls in ("day", "moment"):
            cue = self.cue(cls, i)
            if cue is None:
                continue
            if self.anchor is None:
                return cue.j, None
            if cls == "day":
                return cue.j, day(self.anchor + timedelta(days=int(cue.tag.val)))
            return cue.j, moment(cue.tag.val, self.anchor)
        return None

    def _stretch(self, i: int) -> tuple[int, Span | None] | None:
        """«over three years», «за последние две недели»: so many units that end at publication."""
        over = self.cue("over", i)
        if over is None or over.j >= self.last or self._rarity(i):
            return None
        token = self.tokens[over.j]
        cue = self.cue("numeral", over.j)
        n = int(cue.tag.val) if cue else int(token.norm) if token.kind == NUMBER and token.norm.isdigit() else 0
        unit = self.cue("period", over.j + 1) if over.j + 1 < self.last else None
        if unit is None or not 1 < n <= 100:
            return None
        return unit.j, stretch(self.anchor, unit.tag.val, n) if self.anchor is not None else None

    def _span(self, i: int) -> tuple[int, Span | None] | None:
        """«over the past week», «за минулу добу»: an interval that ends at publication."""
        cue = self.cue("span", i)
        if cue is not None and self._rarity(i):
            return cue.j, None
        if cue is None or self.anchor is None:
            return (cue.j, None) if cue is not None else None
        return cue.j, moment(cue.tag.val, self.anchor)

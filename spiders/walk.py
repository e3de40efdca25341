"""The way through a channel's pages: which page to ask for next, what a page vouches for, when all is read.

Pure: it knows ids, neither markup nor Scrapy. It never follows the links of a page: Telegram leaves them out in the
middle of a history, and mirrors point them at themselves. What is asked for next follows from what has been covered.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from polon.coverage import Coverage, Range


@dataclass(frozen=True, slots=True)
class Ask:
    """One page of a channel: the newest posts, those `before` an id or those `after` one (both without it).

    `look` marks a second look at posts that are known.
    """

    before: int | None = None
    after: int | None = None
    look: bool = False

    def told(self, ids: Sequence[int]) -> Range | None:
        """The ids of which a page that shows `ids` tells all; None where it does not answer the question.

        A page shows everything from its lowest id up to the one it was asked for, or from there up to its highest.
        The newest page vouches for no more than it shows.
        """
        if self.after is not None:
            above = [number for number in ids if number > self.after]
            return (self.after + 1, max(above)) if above else None
        if self.before is not None:
            below = [number for number in ids if number < self.before]
            return (min(below), self.before - 1) if below else None
        return (min(ids), max(ids)) if ids else None


NEWEST = Ask()


@dataclass(slots=True)
class Walk:
    """One run's way through a channel, from the newest post back to `anchor`, that of the last complete crawl.

    Without an anchor it ends after `limit` posts; with one the limit leaves a `gap`, which the next run goes on to
    close. A walk through the whole `history` goes forwards from the beginning and knows no limit. `complete` says that
    nothing that was to be read is left.
    """

    coverage: Coverage
    anchor: int | None
    limit: int
    history: bool = False
    read: int = 0
    newest: int | None = None
    complete: bool = False
    gap: Range | None = None
    backwards: bool = False

    def saw(self, ids: Iterable[int]) -> None:
        """Takes in which ids a page showed; the coverage has been told of it before."""
        known = list(ids)
        self.read += len(known)
        self.newest = max([*known, self.newest or 0])

    def next(self) -> Ask | None:
        """The next page, the newest one first; None at the end."""
        if self.newest is None:
            return NEWEST
        floor = 0 if self.history else self.anchor or 0
        if self.history and not self.backwards:
            hole = self.coverage.covered.first_missing(floor + 1, self.newest)
        else:
            hole = self.coverage.covered.last_missing(floor + 1, self.newest)
        if hole is None:
            self.complete = True
        elif self.history:
            return Ask(before=hole[1] + 1) if self.backwards else Ask(after=hole[0] - 1)
        elif self.read < self.limit:
            return Ask(before=hole[1] + 1)
        elif self.anchor is None:
            self.complete = True
        else:
            self.gap = hole
        return None

    @property
    def read_up_to(self) -> int | None:
        """Up to which id all is read from the channel's beginning; None where the beginning is not."""
        if self.newest is None:
            return None
        hole = self.coverage.covered.first_missing(1, self.newest)
        return self.newest if hole is None else hole[0] - 1 or None

"""The way back through a channel's pages: which cursor is next, when the walk is over, which posts are missing.

Pure: it knows ids and cursors, neither markup nor Scrapy.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import inf


@dataclass(slots=True)
class Walk:
    """One walk from the newest post back to `anchor` (the newest post of the last complete crawl) or `limit` posts.

    `complete` says that nothing lies unread between the newest post and the anchor; `gap` are the ids, first and last,
    that the limit left unread; `looped` is a cursor that led nowhere new.
    """

    anchor: int | None
    limit: int
    known: Sequence[int] = ()
    read: int = 0
    newest: int | None = None
    complete: bool = False
    gap: tuple[int, int] | None = None
    looped: int | None = None
    _cursors: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.known = sorted(self.known)

    def step(self, ids: Sequence[int], older: int | None) -> int | None:
        """Takes a page's post ids (at least one) and its cursor to older posts; gives the next one, None at the end."""
        lowest, newest = min(ids), max(ids)
        self.read += len(ids)
        self.newest = newest if self.newest is None else max(self.newest, newest)
        if older is None or (self.anchor is not None and lowest <= self.anchor):
            self.complete = True
        elif self.read >= self.limit:
            self._stop(lowest)
        elif older in self._cursors or older > lowest:
            self.looped = older
        else:
            self._cursors.add(older)
            return older
        return None

    def missing(self, ids: Iterable[int], before: int | None) -> list[int]:
        """Known ids that a page should show and does not, newest first.

        A page shows all posts from its lowest id up to the cursor it was asked with (exclusive); the newest page, asked
        with none, has no upper end, so that the newest post is missed too when it goes.
        """
        shown = set(ids)
        if not shown:
            return []
        start = bisect_left(self.known, min(shown))
        upper = inf if before is None else before
        return [known for known in reversed(self.known[start:]) if known < upper and known not in shown]

    def _stop(self, lowest: int) -> None:
        if self.anchor is None:
            self.complete = True
        else:
            self.gap = (self.anchor + 1, lowest - 1)

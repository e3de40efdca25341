"""Second looks: which known posts a run looks at again, for edits and deletions, and which gaps it looks into.

A post is looked at when it has reached certain ages, further and further apart. Nothing is noted of a single post: what
has reached an age since the last run that looked is due now, and if this run does not come to its end, in the next.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from polon.coverage import Coverage, Range
from polon.store import Store
from spiders.walk import Ask

SETTLED = 2
"""So many looks at its own address settle that an id has no post."""

AGAIN = timedelta(days=7)
"""Between the two."""


def ages_of(text: str) -> tuple[timedelta, ...]:
    """The ages in a setting such as `1,6,24`, hours; none for an empty one. Raises ValueError with what is wrong."""
    parts = [part.strip() for part in text.split(",")] if text.strip() else []
    if not all(re.fullmatch(r"\d{1,5}(\.\d{1,3})?", part) for part in parts):
        raise ValueError(f"hours with commas between them, such as 1,6,24, not {text!r}")
    return tuple(sorted(timedelta(hours=float(part)) for part in parts))


def count_of(text: str) -> int:
    """The number in a setting. Raises ValueError with what is wrong."""
    if not re.fullmatch(r"\d{1,5}", text.strip()):
        raise ValueError(f"a whole number, not {text!r}")
    return int(text)


def due(store: Store, source: str, now: datetime, ages: Sequence[timedelta]) -> set[int]:
    """The posts that have reached one of the ages since the last run that looked at all that were due."""
    last = store.looked(source)
    if last is None or not ages:
        return set()
    since = max(last, now - ages[-1])
    return {post for age in ages for post in store.published_between(source, since - age, now - age)}


@dataclass(slots=True)
class Looks:
    """What is left of a run's second looks: posts that are `due`, and how many gaps it may still look into."""

    due: set[int]
    budget: int
    now: datetime
    tried: set[int] = field(default_factory=set)

    @classmethod
    def planned(cls, store: Store, source: str, now: datetime, ages: str, budget: str) -> Looks:
        """The looks that a run is to take, by its settings. Raises ValueError."""
        return cls(due(store, source, now, ages_of(ages)), count_of(budget), now)

    def seen(self, told: Range) -> None:
        """A page has told of these ids: its posts are no longer due."""
        self.due -= {post for post in self.due if told[0] <= post <= told[1]}

    def next(self) -> Ask | None:
        """The page that shows the newest post that is due; each is asked for once."""
        while self.due:
            post = max(self.due)
            self.due.discard(post)
            return Ask(before=post + 1, look=True)
        return None

    def next_gap(self, coverage: Coverage) -> int | None:
        """The newest id that never showed a post and has not been looked for, or once, a while ago."""
        if self.budget <= 0:
            return None
        for first, last in reversed(coverage.unseen):
            for post in range(last, first - 1, -1):
                if post not in self.tried and self._is_open(*coverage.alone.get(post, (0, ""))):
                    self.tried.add(post)
                    self.budget -= 1
                    return post
        return None

    def _is_open(self, times: int, run: str) -> bool:
        return times == 0 or (times < SETTLED and self.now - _begun(run) >= AGAIN)


def _begun(run: str) -> datetime:
    """When a run began, which its id tells."""
    return datetime.strptime(run[:16], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)

"""Which ids of a channel have been asked for, which of them were there, and which ways are left: pure sets of ranges.

A channel's ids are whole numbers from 1 on; deleted posts leave gaps, and an album takes several. Whether a gap is a
deleted post or one that a page has left out shows only when it is looked for again, so what was never seen is kept
apart from what was never asked for.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from polon.records import Visit

Range = tuple[int, int]
"""First and last id, both in it."""


class Ranges:
    """A set of whole numbers, kept as ascending ranges that do not touch; changed in place."""

    def __init__(self, ranges: Iterable[Range] = ()) -> None:
        self._first: list[int] = []
        self._last: list[int] = []
        for first, last in ranges:
            self.add(first, last)

    def __iter__(self) -> Iterator[Range]:
        return iter(list(zip(self._first, self._last, strict=True)))

    def __reversed__(self) -> Iterator[Range]:
        return iter(list(zip(self._first, self._last, strict=True))[::-1])

    def __contains__(self, number: int) -> bool:
        place = bisect_right(self._first, number) - 1
        return place >= 0 and number <= self._last[place]

    def __len__(self) -> int:
        """How many numbers, not how many ranges."""
        return sum(self._last) - sum(self._first) + len(self._first)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ranges) and (self._first, self._last) == (other._first, other._last)

    __hash__ = None  # type: ignore[assignment]  # it changes

    def __repr__(self) -> str:
        return f"Ranges({list(self)})"

    def add(self, first: int, last: int) -> None:
        """Takes in every number from `first` to `last`; none where `last` is the smaller."""
        if last < first:
            return
        left = bisect_left(self._last, first - 1)
        right = bisect_right(self._first, last + 1)
        if left < right:
            first, last = min(first, self._first[left]), max(last, self._last[right - 1])
        self._first[left:right] = [first]
        self._last[left:right] = [last]

    def remove(self, first: int, last: int) -> None:
        """Takes out every number from `first` to `last`."""
        if last < first:
            return
        left = bisect_left(self._last, first)
        right = bisect_right(self._first, last)
        if left >= right:
            return
        start, end = self._first[left], self._last[right - 1]
        rest = [(a, b) for a, b in ((start, first - 1), (last + 1, end)) if a <= b]
        self._first[left:right] = [a for a, _ in rest]
        self._last[left:right] = [b for _, b in rest]

    def within(self, first: int, last: int) -> list[Range]:
        """The ranges of the set between two numbers, cut to them."""
        left = bisect_left(self._last, first)
        right = bisect_right(self._first, last)
        found = zip(self._first[left:right], self._last[left:right], strict=True)
        return [(max(first, a), min(last, b)) for a, b in found]

    def missing(self, first: int, last: int) -> list[Range]:
        """The ranges between two numbers that are not in the set."""
        found, start = [], first
        for a, b in self.within(first, last):
            if start < a:
                found.append((start, a - 1))
            start = b + 1
        return [*found, (start, last)] if start <= last else found

    def first_missing(self, first: int, last: int) -> Range | None:
        """The lowest of `missing`."""
        place = bisect_right(self._first, first) - 1
        if place >= 0 and first <= self._last[place]:
            first, place = self._last[place] + 1, place + 1
        else:
            place += 1
        if first > last:
            return None
        return first, min(last, self._first[place] - 1) if place < len(self._first) else last

    def last_missing(self, first: int, last: int) -> Range | None:
        """The highest of `missing`."""
        place = bisect_right(self._first, last) - 1
        if place >= 0 and last <= self._last[place]:
            last, place = self._first[place] - 1, place - 1
        if last < first:
            return None
        return max(first, self._last[place] + 1) if place >= 0 else first, last


def ranges_of(ids: Iterable[int]) -> tuple[Range, ...]:
    """Single numbers as ranges, ascending."""
    found = Ranges()
    for number in sorted(set(ids)):
        found.add(number, number)
    return tuple(found)


@dataclass(slots=True)
class Coverage:
    """What all visits together tell: `covered` ids have been asked for, `unseen` ones among them never showed a post.

    `alone` tells, of an unseen id that was looked for at its own address, how often and in which run last.
    """

    covered: Ranges = field(default_factory=Ranges)
    unseen: Ranges = field(default_factory=Ranges)
    alone: dict[int, tuple[int, str]] = field(default_factory=dict)
    channel: int | None = None

    @classmethod
    def of(cls, visits: Iterable[Visit]) -> Coverage:
        """The coverage after visits, in the order in which they were made."""
        coverage = cls()
        for visit in visits:
            coverage.learn(visit)
        return coverage

    def learn(self, visit: Visit) -> bool:
        """Takes a visit in; gives whether it told anything that was not known."""
        fresh = self.covered.missing(visit.first, visit.last)
        appeared = [found for first, last in visit.seen for found in self.unseen.within(first, last)]
        outside = [found for first, last in visit.seen for found in self.covered.missing(first, last)]
        for first, last in fresh:
            self.covered.add(first, last)
            self.unseen.add(first, last)
        for first, last in visit.seen:
            self.covered.add(first, last)
            self.unseen.remove(first, last)
            for number in [n for n in self.alone if first <= n <= last] if self.alone else ():
                del self.alone[number]
        if visit.alone and visit.first in self.unseen:
            times, _ = self.alone.get(visit.first, (0, ""))
            self.alone[visit.first] = (times + 1, visit.run)
        self.channel = visit.channel or self.channel
        return bool(fresh or appeared or outside or visit.alone)

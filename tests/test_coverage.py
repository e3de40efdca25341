"""Sets of ranges against plain sets of numbers, and what visits add up to."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polon.coverage import Coverage, Ranges, ranges_of
from polon.records import Visit

STEP = st.tuples(st.sampled_from(["add", "remove"]), st.integers(0, 30), st.integers(0, 30))


def numbers(ranges: list[tuple[int, int]]) -> set[int]:
    return {number for first, last in ranges for number in range(first, last + 1)}


@given(st.lists(STEP), st.integers(0, 30), st.integers(0, 30))
def test_ranges_behave_as_a_set_of_numbers(steps: list[tuple[str, int, int]], first: int, last: int) -> None:
    ranges, plain = Ranges(), set[int]()
    for step, a, b in steps:
        getattr(ranges, step)(a, b)
        plain = plain | set(range(a, b + 1)) if step == "add" else plain - set(range(a, b + 1))
    held = list(ranges)
    assert numbers(held) == plain
    assert len(ranges) == len(plain)
    assert all(b + 1 < a for (_, b), (a, _) in pairwise(held)), "touching ranges are one"
    asked = set(range(first, last + 1))
    assert numbers(ranges.within(first, last)) == plain & asked
    assert numbers(ranges.missing(first, last)) == asked - plain
    missing = ranges.missing(first, last)
    assert ranges.first_missing(first, last) == (missing[0] if missing else None)
    assert ranges.last_missing(first, last) == (missing[-1] if missing else None)
    assert all((number in ranges) == (number in plain) for number in range(31))
    assert ranges == Ranges(held)


def visit(first: int, last: int, *seen: int, alone: bool = False, run: str = "r1") -> Visit:
    return Visit(source="s", run=run, channel=7, first=first, last=last, seen=ranges_of(seen), alone=alone)


@pytest.mark.parametrize(
    ("visits", "covered", "unseen", "told"),
    [
        ([visit(11, 15, 11, 12, 14, 15)], [(11, 15)], [(13, 13)], [True]),
        ([visit(11, 15, 11, 12, 14, 15)] * 2, [(11, 15)], [(13, 13)], [True, False]),
        ([visit(11, 13, 11, 13), visit(11, 13, 11, 12, 13)], [(11, 13)], [], [True, True]),
        ([visit(11, 13, 11, 12, 13), visit(11, 13, 11, 13)], [(11, 13)], [], [True, False]),
        ([visit(11, 13, 11, 12, 13, 14)], [(11, 14)], [], [True]),
        ([visit(1, 4)], [(1, 4)], [(1, 4)], [True]),
    ],
    ids=["a gap", "nothing new", "it came back", "a post gone is no gap", "an album's part behind the end", "empty"],
)
def test_what_visits_tell(
    visits: list[Visit], covered: list[tuple[int, int]], unseen: list[tuple[int, int]], told: list[bool]
) -> None:
    coverage = Coverage()
    assert [coverage.learn(one) for one in visits] == told
    assert (list(coverage.covered), list(coverage.unseen), coverage.channel) == (covered, unseen, 7)


def test_looks_at_a_single_post_are_counted_until_it_shows() -> None:
    coverage = Coverage.of([visit(1, 9, 1, 2, 3, 5, 6, 7, 8, 9), visit(4, 4, alone=True, run="r2")])
    assert coverage.alone == {4: (1, "r2")}
    coverage.learn(visit(4, 4, alone=True, run="r3"))
    assert coverage.alone == {4: (2, "r3")}
    coverage.learn(visit(4, 4, 4, alone=True, run="r4"))
    assert (coverage.alone, list(coverage.unseen)) == ({}, [])


def test_ranges_of_any_length_are_walked_backwards_without_their_length_in_memory() -> None:
    assert list(reversed(Ranges([(1, 2), (5, 10**15)]))) == [(5, 10**15), (1, 2)]

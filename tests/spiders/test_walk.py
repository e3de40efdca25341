"""The way through a channel's pages, on channels of plain numbers: whatever is missing there, all is read once."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polon.coverage import Coverage, ranges_of
from polon.records import Visit
from spiders.walk import NEWEST, Ask, Walk

IDS = st.lists(st.integers(1, 120), unique=True, min_size=1).map(sorted)


def page(ids: Sequence[int], ask: Ask, size: int = 5) -> list[int]:
    """What the preview shows: the newest, those before an id, those after one."""
    if ask.after is not None:
        return [number for number in ids if number > ask.after][:size]
    return [number for number in ids if ask.before is None or number < ask.before][-size:]


def go(walk: Walk, ids: Sequence[int], pages: int = 1000) -> list[Ask]:
    """Walks, at most so many pages; gives what was asked."""
    asked: list[Ask] = []
    while len(asked) < pages and (ask := walk.next()) is not None:
        asked.append(ask)
        shown = page(ids, ask)
        told = ask.told(shown)
        if told is None:
            assert ask.before is not None, "there is always something after, up to the newest"
            told = (1, ask.before - 1)
        seen = ranges_of(shown)
        walk.coverage.learn(Visit(source="s", run="r", channel=None, first=told[0], last=told[1], seen=seen))
        walk.saw(shown)
    return asked


@given(ids=IDS, history=st.booleans(), stops=st.lists(st.integers(1, 4), max_size=6))
def test_all_is_read_however_often_it_is_stopped(ids: list[int], history: bool, stops: list[int]) -> None:
    coverage, asked = Coverage(), []
    for pages in stops:
        asked += go(Walk(coverage, None, 1000, history), ids, pages)
    last = Walk(coverage, None, 1000, history)
    asked += go(last, ids)
    assert last.complete
    assert list(coverage.covered) == [(1, ids[-1])]
    assert {number for first, end in coverage.unseen for number in range(first, end + 1)} == set(
        range(1, ids[-1] + 1)
    ) - set(ids)
    others = [ask for ask in asked if ask != NEWEST]
    assert len(others) == len(set(others)), "no page is asked for twice"
    assert (last.newest, last.read_up_to) == (ids[-1], ids[-1])


@given(old=IDS, new=IDS)
def test_a_later_walk_reads_what_is_new_and_no_more(old: list[int], new: list[int]) -> None:
    coverage = Coverage()
    go(Walk(coverage, None, 1000), old)
    later = sorted({*old, *(number + old[-1] for number in new)})
    walk = Walk(coverage, old[-1], 1000)
    asked = go(walk, later)
    assert walk.complete
    assert list(coverage.covered) == [(1, later[-1])]
    assert all(ask.before is None or ask.before > old[-1] for ask in asked)


@pytest.mark.parametrize(
    ("anchor", "limit", "asked", "complete", "gap"),
    [
        (None, 1000, [None, 26, 21, 16, 11, 6], True, None),
        (30, 1000, [None], True, None),
        (27, 1000, [None], True, None),
        (25, 1000, [None], True, None),
        (24, 1000, [None, 26], True, None),
        (None, 5, [None], True, None),
        (None, 6, [None, 26], True, None),
        (4, 10, [None, 26], False, (5, 20)),
    ],
    ids=[
        "to the beginning",
        "nothing new",
        "the anchor is on the newest page",
        "the anchor is just below it",
        "the anchor is a page further",
        "first crawl to the limit",
        "by whole pages",
        "the limit comes before the anchor",
    ],
)
def test_walks_back(
    anchor: int | None, limit: int, asked: list[int | None], complete: bool, gap: tuple[int, int] | None
) -> None:
    walk = Walk(Coverage(), anchor, limit)
    assert [ask.before for ask in go(walk, range(1, 31))] == asked
    assert (walk.complete, walk.gap, walk.newest) == (complete, gap, 30)


def test_a_history_goes_forwards_and_leaves_out_what_is_covered() -> None:
    coverage = Coverage()
    go(Walk(coverage, None, 5), range(1, 31))
    coverage.learn(Visit(source="s", run="r", channel=None, first=8, last=12, seen=((8, 12),)))
    walk = Walk(coverage, 30, 5, history=True)
    assert [ask.after for ask in go(walk, range(1, 31))] == [None, 0, 5, 12, 17, 22]
    assert walk.complete


def test_a_history_that_leads_nowhere_forwards_goes_back_from_the_other_end() -> None:
    coverage = Coverage()
    go(Walk(coverage, None, 5), range(1, 31))
    walk = Walk(coverage, 30, 5, history=True, backwards=True)
    assert [ask.before for ask in go(walk, range(1, 31))] == [None, 26, 21, 16, 11, 6]
    assert walk.complete


@pytest.mark.parametrize(
    ("ask", "ids", "told"),
    [
        (NEWEST, [7, 9], (7, 9)),
        (NEWEST, [], None),
        (Ask(before=12), [7, 9], (7, 11)),
        (Ask(before=12), [7, 9, 12], (7, 11)),
        (Ask(before=7), [7, 9], None),
        (Ask(before=7), [], None),
        (Ask(after=4), [7, 9], (5, 9)),
        (Ask(after=4), [3, 7], (5, 7)),
        (Ask(after=9), [7, 9], None),
        (Ask(after=0), [3], (1, 3)),
    ],
)
def test_what_a_page_vouches_for(ask: Ask, ids: list[int], told: tuple[int, int] | None) -> None:
    assert ask.told(ids) == told

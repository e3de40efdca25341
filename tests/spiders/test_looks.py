"""Second looks: which posts are due, which gaps are open."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from polon.coverage import Coverage, ranges_of
from polon.records import Visit
from spiders.looks import Looks, ages_of, count_of, due
from spiders.walk import Ask

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def store(looked: datetime | None, ages: dict[int, float]) -> Any:
    """A store that holds posts of these ages, in hours."""

    def published_between(source: str, start: datetime, end: datetime) -> list[int]:
        assert source == "harbour"
        return [post for post, age in ages.items() if start < NOW - age * HOUR <= end]

    return SimpleNamespace(looked=lambda _: looked, published_between=published_between)


@pytest.mark.parametrize(
    ("looked", "posts"),
    [
        (None, set()),
        (1, {3}),  # it was 23.5 hours old then, and is 24.5 now
        (3, {1, 3}),  # the first was not there, or not an hour old
        (30, {1, 2, 3, 4}),
        (10_000, {1, 2, 3, 4}),
    ],
)
def test_a_post_is_due_once_it_has_reached_an_age_since_the_last_look(looked: int | None, posts: set[int]) -> None:
    ages = {0: 0.5, 1: 2.0, 2: 20.0, 3: 24.5, 4: 30.0, 5: 24.0 + 30.0 + 1}
    at = None if looked is None else NOW - looked * HOUR
    found = due(store(at, ages), "harbour", NOW, ages_of("1,24"))
    assert found == posts


def test_no_ages_no_looks() -> None:
    assert due(store(NOW - HOUR, {1: 1.0}), "harbour", NOW, ages_of(" ")) == set()


@pytest.mark.parametrize("text", ["1;6", "x", "1,", "-1", "1e3", "1,,6"])
def test_ages_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="hours with commas"):
        ages_of(text)


@pytest.mark.parametrize("text", ["", "x", "-1", "1.5"])
def test_a_count_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a whole number"):
        count_of(text)


def test_looks_go_from_the_newest_back_and_leave_out_what_a_page_has_told() -> None:
    looks = Looks({4, 9, 30, 31}, 0, NOW)
    assert looks.next() == Ask(before=32, look=True)
    looks.seen((8, 31))
    assert [looks.next(), looks.next()] == [Ask(before=5, look=True), None]


def gaps(now: datetime, budget: int, *looks: tuple[int, str]) -> list[int]:
    """What a run looks into in a channel whose ids 2, 3 and 7 never showed a post."""
    seen = ranges_of((1, 4, 5, 6, 8))
    coverage = Coverage.of([Visit(source="s", run="r", channel=None, first=1, last=8, seen=seen)])
    for post, run in looks:
        coverage.learn(Visit(source="s", run=run, channel=None, first=post, last=post, seen=(), alone=True))
    plan = Looks(set(), budget, now)
    return list(iter(lambda: plan.next_gap(coverage), None))


@pytest.mark.parametrize(
    ("budget", "looks", "found"),
    [
        (0, [], []),
        (2, [], [7, 3]),
        (9, [], [7, 3, 2]),
        (9, [(7, "20260520T110000Z-aa")], [3, 2]),
        (9, [(7, "20260513T120000Z-aa")], [7, 3, 2]),
        (9, [(7, "20260101T110000Z-aa"), (7, "20260201T110000Z-aa")], [3, 2]),
    ],
    ids=["none allowed", "two allowed", "all", "looked an hour ago", "looked a week ago", "looked twice"],
)
def test_gaps_are_looked_into_twice_a_week_apart(budget: int, looks: list[tuple[int, str]], found: list[int]) -> None:
    assert gaps(NOW, budget, *looks) == found

"""The way back through a channel's pages, without any page."""

from __future__ import annotations

import pytest

from spiders.walk import Walk


@pytest.mark.parametrize(
    ("anchor", "limit", "pages", "cursors", "complete", "gap", "looped"),
    [
        (None, 200, [((8, 9), 8), ((6, 7), 6), ((5,), None)], [8, 6, None], True, None, None),
        (7, 200, [((8, 9), 8), ((6, 7), 6)], [8, None], True, None, None),
        (8, 200, [((8, 9), 8)], [None], True, None, None),
        (9, 200, [((8, 9), 8)], [None], True, None, None),
        (None, 3, [((8, 9), 8), ((6, 7), 6)], [8, None], True, None, None),
        (2, 3, [((8, 9), 8), ((6, 7), 6)], [8, None], False, (3, 5), None),
        (2, 3, [((8, 9), 8), ((6, 7), None)], [8, None], True, None, None),
        (None, 200, [((8, 9), 8), ((8, 9), 8)], [8, None], False, None, 8),
        (None, 200, [((8, 9), 12)], [None], False, None, 12),
        (None, 200, [((8, 9), 5), ((4,), None)], [5, None], True, None, None),
    ],
    ids=[
        "to the beginning",
        "to the anchor",
        "the anchor is on the newest page",
        "nothing new",
        "first crawl to the limit",
        "limit before the anchor",
        "history ends at the limit",
        "the same cursor again",
        "a cursor forward",
        "a cursor that skips ids that nobody has",
    ],
)
def test_walks(
    anchor: int | None,
    limit: int,
    pages: list[tuple[tuple[int, ...], int | None]],
    cursors: list[int | None],
    complete: bool,
    gap: tuple[int, int] | None,
    looped: int | None,
) -> None:
    walk = Walk(anchor, limit)
    assert [walk.step(ids, older) for ids, older in pages] == cursors
    assert (walk.complete, walk.gap, walk.looped, walk.newest) == (complete, gap, looped, 9)


@pytest.mark.parametrize(
    ("ids", "before", "missing"),
    [
        ((10, 12), None, [14, 11]),
        ((10, 12), 14, [11]),
        ((10, 12), 13, [11]),
        ((8, 9, 10, 11, 12, 14), None, []),
        ((11,), 12, []),
        ((9, 12), 13, [11, 10]),
        ((), 13, []),
        ((15,), None, []),
    ],
)
def test_missing_posts(ids: tuple[int, ...], before: int | None, missing: list[int]) -> None:
    assert Walk(None, 200, [14, 8, 10, 12, 11, 9]).missing(ids, before) == missing

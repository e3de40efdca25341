"""Which addresses are worth asking for: patterns, windows, and dates in addresses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from polon.pages.discovery import is_in_scope, matches, worth_following
from polon.pages.feed import Entry
from polon.pages.sitemap import Child
from tests.worlds import news

SINCE = datetime(2026, 5, 1, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("url", "include", "exclude", "expected"),
    [
        ("https://river.example/news/1", (), (), True),
        ("https://river.example/news/1", ("/news/*",), (), True),
        ("https://river.example/sport/1", ("/news/*",), (), False),
        ("https://river.example/uk/news/1", ("/news/*",), (), False),
        ("https://river.example/uk/news/1", ("*/news/*",), (), True),
        ("https://river.example/news/sport/1", ("/news/*",), ("*/sport/*",), False),
        ("https://river.example/story?id=7", ("/story[?]id=*",), (), True),
        ("https://blog.river.example/1", (), ("https://blog.*",), False),
        ("https://river.example/News/1", ("/news/*",), (), False),
    ],
)
def test_patterns(url: str, include: tuple[str, ...], exclude: tuple[str, ...], expected: bool) -> None:
    assert matches(url, include, exclude) is expected


@pytest.mark.parametrize(
    ("path", "published", "updated", "expected"),
    [
        ("/1", None, None, True),
        ("/1", SINCE - DAY, None, False),
        ("/1", SINCE, None, True),
        ("/1", SINCE - 30 * DAY, SINCE + DAY, True),
        ("/2026/04/12/exchange", None, None, False),
        ("/2026/04/12/exchange", None, SINCE + DAY, True),
        ("/2026/04/30/exchange", None, None, True),
        ("/2026-05-12-exchange", None, None, True),
        ("/2019/exchange", None, None, True),
        ("/20260412345/exchange", None, None, True),
        ("/20190412/exchange", None, None, True),
        ("/2026/02/31/exchange", None, None, True),
    ],
)
def test_the_window(path: str, published: datetime | None, updated: datetime | None, expected: bool) -> None:
    assert is_in_scope(Entry(f"https://river.example{path}", None, published, updated), news(), SINCE) is expected


def test_no_window_lets_all_pass() -> None:
    assert is_in_scope(Entry("https://river.example/1", None, SINCE - 9999 * DAY, None), news(), None)


def test_the_sitemaps_that_may_name_young_articles() -> None:
    def child(name: str, changed: datetime | None = None) -> Child:
        return Child(f"https://river.example/{name}", changed)

    wanted = [child("c.xml", SINCE + 2 * DAY), child("a.xml", SINCE), child("map-2026-05.xml"), child("main.xml")]
    wanted += [child("map-2026.xml"), child("map-2026-04-30.xml")]
    left = [
        child("old.xml", SINCE - DAY),
        child("map-2026-03.xml"),
        child("map-2025.xml.gz"),
        child("map_20260312.xml"),
    ]
    found = worth_following([left[0], wanted[1], *left[1:], wanted[0], *wanted[2:]], SINCE)
    assert found == wanted
    assert child("map-2019.xml", SINCE) in worth_following([child("map-2019.xml", SINCE)], SINCE), (
        "the index knows best"
    )

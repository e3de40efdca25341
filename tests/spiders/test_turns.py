"""Whose turn it is at a host: delays, Crawl-delay, Retry-After, for all spiders of the process together."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path

import pytest

from polon.records import Outcome
from spiders.turns import FLOOR, Turns, _seconds
from tests.servers import Answer, html, serving
from tests.worlds import Channel, article, news, numbered, rss, run, run_one, telegram


class Clock:
    def __init__(self) -> None:
        self.time = 1000.0

    def __call__(self) -> float:
        return self.time


@pytest.mark.parametrize(
    ("host", "delay", "pace", "wait"),
    [
        ("127.0.0.1:8000", 0.0, 0.0, 0.0),
        ("127.0.0.1:8000", 1.5, 0.0, 1.5),
        ("localhost:8000", 0.0, 0.0, 0.0),
        ("[::1]:8000", 0.0, 0.0, 0.0),
        ("t.me", 0.0, 0.0, FLOOR),
        ("t.me", 5.0, 0.0, 5.0),
        ("t.me:8443", 0.0, 7.0, 7.0),
        ("localhost.example.org", 0.0, 0.0, FLOOR),
        ("127.0.0.1.example.org", 0.0, 0.0, FLOOR),
    ],
)
def test_the_longest_of_delay_floor_and_pace_counts(host: str, delay: float, pace: float, wait: float) -> None:
    clock = Clock()
    turns = Turns(clock)
    turns.slow(host, pace)
    assert turns.wait(host) == 0
    turns.take(host, delay)
    assert turns.wait(host) == pytest.approx(wait)
    assert turns.wait("other.example.org") == 0
    clock.time += wait
    assert turns.wait(host) == 0


def test_a_shorter_hold_does_not_end_a_longer_one() -> None:
    turns = Turns(Clock())
    turns.hold("t.me", 60)
    turns.hold("t.me", 5)
    assert turns.wait("t.me") == pytest.approx(60)


def test_retry_after_is_seconds_or_a_date() -> None:
    soon = datetime.now(UTC) + timedelta(seconds=30)
    assert _seconds(b"17") == 17
    assert _seconds(b" 0 ") == 0
    assert _seconds(format_datetime(soon, usegmt=True).encode()) == pytest.approx(30, abs=2)
    assert _seconds(b"Wed, 21 Oct 2015 07:28:00 GMT") == 0
    for unclear in (None, b"", b"-5", b"soon", b"1.5", "٣".encode(), b"\xff\xfe", b"Wed, 99 Foo 2015 07:28:00 GMT"):
        assert _seconds(unclear) is None


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_waited_for(tmp_path: Path, status: int) -> None:
    channel = Channel(posts=numbered(1, 2))
    told: list[str] = []

    def busy(path: str) -> Answer | None:
        if path.startswith("/s/") and not told:
            told.append(path)
            return html("later", status, **{"Retry-After": "1"})
        return channel(path)

    with serving(busy) as site:
        result = run_one(tmp_path, telegram(site.address))
    first, second = (site.times[i] for i, path in enumerate(site.asked) if path != "/robots.txt")
    assert second - first >= 0.99
    assert (result.outcome, result.new) == (Outcome.OK, 2)


def test_a_host_that_asks_for_too_much_time_is_left_to_the_next_run(tmp_path: Path) -> None:
    def busy(path: str) -> Answer | None:
        return html("tomorrow", 429, **{"Retry-After": "86400"}) if path == "/1" else None

    feed_and_articles = {f"/{i}": article(f"Item {i}", "Today 10 prisoners came home.") for i in (2, 3)}
    started = time.monotonic()
    with serving(lambda path: busy(path) or feed_and_articles.get(path)) as site:
        feed_and_articles["/rss.xml"] = rss(site.address, [(f"/{i}", None) for i in (1, 2, 3)])
        result = run_one(tmp_path, news(site.address + "/rss.xml"))
    assert time.monotonic() - started < 5
    assert result.outcome is Outcome.FAILED
    assert result.errors == {"http_429": 3}
    assert site.pages.count("/1") == 1, "no retry before the time that it named"


def test_back_off_doubles_where_the_host_names_no_time(tmp_path: Path) -> None:
    with serving(lambda path: None if path == "/robots.txt" else html("busy", 429)) as site:
        run_one(tmp_path, telegram(site.address), DOWNLOAD_DELAY=0.05, RETRY_TIMES=2)
    times = [site.times[i] for i, path in enumerate(site.asked) if path != "/robots.txt"]
    gaps = [later - earlier for earlier, later in pairwise(times)]
    assert gaps[0] >= 0.25
    assert gaps[1] >= 0.50


def test_two_sources_that_meet_on_one_host_keep_its_pace_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their feeds lie apart, so they are crawled side by side; their articles are on one host."""
    for check in ("is_public", "is_public_name"):
        monkeypatch.setattr(f"spiders.guard.{check}", lambda _: True)
    articles = {f"/{i}": article(f"Item {i}", "Today 10 prisoners came home.") for i in range(6)}
    with serving(articles) as shared:
        feeds = [rss(shared.address, [(f"/{i}", None) for i in part]) for part in (range(3), range(3, 6))]
        with serving({"/rss.xml": feeds[0]}) as one, serving({"/rss.xml": feeds[1]}) as two:
            sources = (news(one.address + "/rss.xml", name="one"), news(two.address + "/rss.xml", name="two"))
            result = run(tmp_path, *sources, DOWNLOAD_DELAY=0.15)
    assert [source.new for source in result.sources] == [3, 3]
    # Eight requests, robots.txt twice: seven delays together; each spider on its own would be through after four.
    assert len(shared.times) == 8
    assert shared.times[-1] - shared.times[0] >= 0.95

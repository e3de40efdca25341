"""robots.txt, against a real server: the defect of Scrapy 2.14 to 2.19 first of all."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from polon.records import Outcome, SourceRun
from polon.sources import Kind
from spiders.base import SourceSpider
from spiders.kinds import kind_of
from spiders.runner import SPIDERS
from spiders.turns import TURNS
from tests.servers import Answer, Answers, dead_address, html, serving
from tests.worlds import Channel, news, numbered, rss, run_one, telegram

RULES = b"User-agent: *\nDisallow: /private\n"


class Burst(SourceSpider):
    """Asks for everything at once, and keeps what came of it."""

    name = "burst"
    kind = Kind.NEWS
    paths: tuple[str, ...] = ()
    got: dict[str, str]

    async def start(self) -> AsyncIterator[Request]:
        self.got = type(self).got
        for path in self.paths:
            yield Request(self.source.feeds[0] + path, self.seen, errback=self.lost, dont_filter=True)

    def seen(self, response: Response) -> None:
        self.got[response.url] = str(response.status)

    def lost(self, failure: Failure) -> None:
        assert failure.value is not None
        self.got[failure.request.url] = kind_of(failure.value)  # type: ignore[attr-defined]

    def settle(self) -> None:
        """Whatever came of it is well."""


@pytest.fixture
def burst(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., tuple[list[str], dict[str, str]]]:
    def ask(answers: Answers, paths: tuple[str, ...], **settings: Any) -> tuple[list[str], dict[str, str]]:
        monkeypatch.setitem(SPIDERS, Kind.NEWS, type("Once", (Burst,), {"paths": paths, "got": {}}))
        with serving(answers) as site:
            run_one(tmp_path, news(site.address), CONCURRENT_REQUESTS=16, **settings)
        got: dict[str, str] = SPIDERS[Kind.NEWS].got  # type: ignore[attr-defined]
        return site.pages, {url.removeprefix(site.address): kind for url, kind in got.items()}

    return ask


@pytest.mark.parametrize("public", [0, 2, 5])
def test_no_forbidden_page_is_fetched_while_robots_txt_is_slow(burst: Any, public: int) -> None:
    slow = Answer(RULES, delay=0.3)
    paths = tuple(f"/public/{i}" for i in range(public)) + tuple(f"/private/{i}" for i in range(3))
    asked, got = burst(lambda path: slow if path == "/robots.txt" else html("<p>page</p>"), paths)
    assert sorted(asked) == [f"/public/{i}" for i in range(public)]
    assert got == {path: "200" if path.startswith("/public") else "robots" for path in paths}


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (Answer(RULES), "200"),
        (Answer(b"Disallow: /", status=404), "200"),
        (Answer(b"User-agent: *\nDisallow: /", status=403), "200"),
        (Answer(b"", status=410), "200"),
        (Answer(b"<html>not rules at all</html>"), "200"),
        (Answer(b"User-agent: polon\nDisallow: /\n\nUser-agent: *\nAllow: /\n"), "robots"),
        (Answer(b"User-agent: *\nDisallow: /\n\nUser-agent: Polon\nAllow: /\n"), "200"),
        (Answer(b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /"), "robots"),
        (Answer(b"", status=500), "robots"),
        (Answer(b"", status=503), "robots"),
        (Answer(b"", status=429), "robots"),
        (Answer(status=0), "connection"),
        (Answer(delay=2), "timeout"),
        (Answer(b"User-agent: *\nCrawl-delay: 3600\n"), "robots"),
    ],
    ids=lambda value: None if isinstance(value, str) else f"{value.status} {value.body[:30]!r}",
)
def test_what_robots_txt_answers_decides(burst: Any, answer: Answer, kind: str) -> None:
    answers = {"/robots.txt": answer, "/page": html("<p>page</p>")}
    asked, got = burst(answers.get, ("/page",), DOWNLOAD_TIMEOUT=0.5, RETRY_TIMES=0)
    assert got == {"/page": kind}
    assert asked == (["/page"] if kind == "200" else [])


def test_robots_txt_is_asked_once_a_site(burst: Any, tmp_path: Path) -> None:
    with serving({"/robots.txt": Answer(RULES)}) as site:
        run_one(tmp_path, news(site.address + "/a.xml", site.address + "/b.xml"))
    assert site.asked == ["/robots.txt", "/a.xml", "/b.xml"]


def test_a_redirect_to_a_forbidden_page_is_not_followed(burst: Any) -> None:
    pages = {
        "/robots.txt": Answer(RULES),
        "/door": Answer(status=302, headers={"Location": "/private/room"}),
        "/private/room": html("<p>secret</p>"),
    }
    asked, got = burst(pages.get, ("/door",))
    assert (asked, got) == (["/door"], {"/private/room": "robots"})


def test_crawl_delay_sets_the_pace_of_the_host(tmp_path: Path) -> None:
    channel = Channel(posts=numbered(1, 30))
    rules = Answer(b"User-agent: *\nCrawl-delay: 0.7\n")
    with serving(lambda path: rules if path == "/robots.txt" else channel(path)) as site:
        result = run_one(tmp_path, telegram(site.address))
        host = site.address.removeprefix("http://")
        assert 0.4 < TURNS.wait(host) <= 0.7
    first, second = (site.times[site.asked.index(path)] for path in site.pages)
    assert second - first >= 0.69
    assert result.outcome is Outcome.OK


def forbidding(path: str) -> Answer | None:
    return Answer(b"User-agent: *\nDisallow: /s/\nDisallow: /rss\n") if path == "/robots.txt" else None


def test_a_channel_that_robots_txt_forbids_is_not_read_through_a_mirror(tmp_path: Path) -> None:
    with serving(forbidding) as main, serving(Channel(posts=numbered(1, 3))) as mirror:
        result = run_one(tmp_path, telegram(main.address, mirror.address))
    assert_forbidden(result, f"robots: {main.address}/robots.txt forbids /s/harbour")
    assert mirror.asked == []


def test_a_main_feed_that_robots_txt_forbids_fails_the_source(tmp_path: Path) -> None:
    with serving(
        lambda path: forbidding(path) or ((path == "/other.xml" and rss("", [("http://x.invalid/", None)])) or None)
    ) as site:
        result = run_one(tmp_path, news(site.address + "/rss.xml", site.address + "/other.xml"), RETRY_TIMES=0)
    assert result.outcome is Outcome.FAILED
    assert result.reason == f"robots: {site.address}/robots.txt forbids /rss.xml"


def assert_forbidden(result: SourceRun, reason: str) -> None:
    assert (result.outcome, result.reason, result.errors) == (Outcome.FAILED, reason, {"robots": 1})


def test_a_dead_host_is_called_dead_not_forbidden(tmp_path: Path) -> None:
    result = run_one(tmp_path, telegram(dead_address()))
    assert result.errors == {"refused": 1}

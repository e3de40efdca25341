"""Conditional requests against a site on this machine: what is sent, what is remembered, what is read anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec import structs

from polon.records import Came, Fetch, Outcome
from polon.sources import Selectors, Source
from tests.changing import ChangingSite
from tests.servers import Answer, html, moved, serving
from tests.worlds import article, documents, news, numbers_of, records_of, rss, run_one

YESTERDAY = "Tue, 19 May 2026 09:30:00 +0300"
LAST_WEEK = "Wed, 13 May 2026 09:30:00 +0300"


@pytest.fixture(autouse=True)
def _numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.extract.claims_of", numbers_of)


def site_of(count: int, date: str | None = YESTERDAY) -> dict[str, Answer]:
    pages = {f"/{i}": article(f"Exchange {i}", f"Today {i * 11} prisoners came home.") for i in range(1, count + 1)}
    return pages | {"/rss.xml": rss("", [(f"/{i}", date) for i in range(1, count + 1)])}


def feed_of(site: ChangingSite) -> Source:
    return news(site.address + "/rss.xml")


@pytest.mark.parametrize("validator", ["etag", "date", "both"])
def test_an_unchanged_article_is_downloaded_once(tmp_path: Path, validator: str) -> None:
    with ChangingSite(site_of(3), validator=validator, cache_control="no-cache, no-store, must-revalidate") as site:
        first = run_one(tmp_path, feed_of(site))
        assert (first.new, site.bodies) == (3, ["/rss.xml", "/1", "/2", "/3"])
        site.forget()
        second = run_one(tmp_path, feed_of(site))
    assert site.unchanged == ["/1", "/2", "/3"]
    assert site.bodies == ["/rss.xml"]
    assert (second.outcome, second.new, second.changed, second.unchanged) == (Outcome.OK, 0, 0, 3)
    assert second.errors == {}


def test_a_changed_article_comes_whole_and_is_unchanged_from_then(tmp_path: Path) -> None:
    with ChangingSite(site_of(2)) as site:
        run_one(tmp_path, feed_of(site))
        site.pages["/2"] = article("Exchange 2", "Correction: today 23 prisoners came home.")
        site.forget()
        second = run_one(tmp_path, feed_of(site))
        assert (site.bodies, site.unchanged) == (["/rss.xml", "/2"], ["/1"])
        assert (second.changed, second.unchanged) == (1, 1)
        site.forget()
        third = run_one(tmp_path, feed_of(site))
    assert (site.bodies, third.unchanged) == (["/rss.xml"], 2)


def test_what_is_remembered_of_an_address(tmp_path: Path) -> None:
    wall = '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false}</script>'
    pages = site_of(4) | {
        "/2": html("gone", 404),
        "/3": html("<html><body></body></html>"),
        "/4": html(f"<html><head>{wall}</head><body></body></html>"),
    }
    with ChangingSite(pages, validator="both") as site:
        run_one(tmp_path, feed_of(site))
        before = records_of(tmp_path, "fetches", Fetch)
        run_one(tmp_path, feed_of(site))
    assert records_of(tmp_path, "fetches", Fetch) == before, "a line is written only when it tells something new"
    (document,) = documents(tmp_path)
    told = {one.url.removeprefix(site.address): one for one in before}
    assert {url: (one.document, one.came) for url, one in told.items()} == {
        "/1": (document, Came.ARTICLE),
        "/2": (None, Came.GONE),
        "/3": (None, Came.EMPTY),
        "/4": (None, Came.PAYWALL),
    }
    assert told["/1"].etag is not None
    assert told["/1"].last_modified is not None
    assert (told["/3"].etag, told["/3"].last_modified) == (None, None), "it is read again, whatever the server says"


def test_a_page_without_an_article_is_read_again_until_it_has_one(tmp_path: Path) -> None:
    pages = {"/rss.xml": rss("", [("/1", LAST_WEEK)]), "/1": html("<html><body></body></html>")}
    with ChangingSite(pages) as site:
        run_one(tmp_path, feed_of(site))
        pages["/1"] = article("Exchange 1", "Today 11 prisoners came home.")
        second, third = run_one(tmp_path, feed_of(site)), run_one(tmp_path, feed_of(site))
    assert (second.new, third.pages) == (1, 1)


def test_an_old_article_that_is_gone_is_asked_once(tmp_path: Path) -> None:
    with ChangingSite({"/rss.xml": rss("", [("/1", LAST_WEEK)])}) as site:
        run_one(tmp_path, feed_of(site))
        site.forget()
        second = run_one(tmp_path, feed_of(site))
    assert (second.errors, second.outcome, site.bodies) == ({}, Outcome.OK, ["/rss.xml"])


def test_validators_go_to_the_address_that_gave_them(tmp_path: Path) -> None:
    pages = site_of(1) | {"/rss.xml": rss("", [("/go?n=1", YESTERDAY)]), "/go?n=1": moved("/1")}
    with ChangingSite(pages) as site:
        run_one(tmp_path, feed_of(site))
        site.forget()
        second = run_one(tmp_path, feed_of(site))
        conditions = {path: headers.get("if-none-match") for path, headers in site.asked}
    assert conditions["/go?n=1"] is None
    assert conditions["/1"] is not None
    assert (site.unchanged, second.unchanged) == (["/1"], 1)


def test_an_address_that_led_elsewhere_is_known_by_where_it_led(tmp_path: Path) -> None:
    pages = site_of(1) | {"/rss.xml": rss("", [("/go?n=1", None)]), "/go?n=1": moved("/1")}
    with ChangingSite(pages) as site:
        first = run_one(tmp_path, feed_of(site))
        site.forget()
        second = run_one(tmp_path, feed_of(site))
    assert (first.new, second.pages, site.bodies) == (1, 1, ["/rss.xml"])


def test_an_answer_that_nobody_asked_for_is_an_error(tmp_path: Path) -> None:
    with serving(site_of(2) | {"/2": Answer(status=304)}) as site:
        result = run_one(tmp_path, news(site.address + "/rss.xml"))
    assert (result.new, result.unchanged, result.errors) == (1, 0, {"http_304": 1})


def test_a_page_on_which_a_selector_missed_is_read_again_once_it_is_mended(tmp_path: Path) -> None:
    with ChangingSite(site_of(1)) as site:
        source = structs.replace(feed_of(site), selectors=Selectors(title="h2.headline"))
        run_one(tmp_path, source)
        site.forget()
        run_one(tmp_path, structs.replace(source, selectors=Selectors(title="h1")))
    assert site.bodies == ["/rss.xml", "/1"]


@pytest.mark.parametrize("tag", ["", "x" * 1001, '"\x07"'], ids=["empty", "long", "control"])
def test_validators_that_cannot_be_sent_back_are_not(tmp_path: Path, tag: str) -> None:
    page = article("Exchange 1", "Today 11 prisoners came home.")
    page = Answer(page.body, headers={**page.headers, "ETag": tag})
    with serving(site_of(1) | {"/1": page}) as site:
        run_one(tmp_path, news(site.address + "/rss.xml"))
        result = run_one(tmp_path, news(site.address + "/rss.xml"))
    assert [headers for headers in site.headers if "if-none-match" in headers] == []
    assert result.unchanged == 1


def test_an_article_behind_a_paywall_is_remembered_as_such(tmp_path: Path) -> None:
    page = site_of(1)["/1"]
    body = page.body.replace(b'"@type": "NewsArticle"', b'"@type": "NewsArticle", "isAccessibleForFree": false')
    with ChangingSite(site_of(1) | {"/1": Answer(body, headers=page.headers)}) as site:
        run_one(tmp_path, feed_of(site))
    (told,) = records_of(tmp_path, "fetches", Fetch)
    assert (told.came, [told.document]) == (Came.PAYWALL, list(documents(tmp_path)))

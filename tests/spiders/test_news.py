"""The news spider against sites on this machine: feeds, articles, what is fetched again, what fails."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec import structs

from polon.records import Outcome, Withdrawal
from tests.servers import Answer, html, moved, serving
from tests.worlds import article, claims, documents, news, numbers_of, rss, run_one

YESTERDAY = "Tue, 19 May 2026 09:30:00 +0300"
LAST_WEEK = "Wed, 13 May 2026 09:30:00 +0300"


@pytest.fixture(autouse=True)
def _numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.extract.claims_of", numbers_of)


def site_of(count: int, date: str | None = YESTERDAY) -> dict[str, Answer]:
    """A feed at /rss.xml, with relative links, and its articles /1, /2, …"""
    pages = {f"/{i}": article(f"Exchange {i}", f"Today {i * 11} prisoners came home.") for i in range(1, count + 1)}
    return pages | {"/rss.xml": rss("", [(f"/{i}", date) for i in range(1, count + 1)])}


def test_a_feed_and_its_articles_in_the_order_of_the_feed(tmp_path: Path) -> None:
    with serving(site_of(3)) as site:
        result = run_one(tmp_path, news(site.address + "/rss.xml"))
    assert site.asked == ["/robots.txt", "/rss.xml", "/1", "/2", "/3"]
    assert (result.outcome, result.pages, result.new, result.errors) == (Outcome.OK, 4, 3, {})
    kept = {document.url.removeprefix(site.address): document for document in documents(tmp_path).values()}
    assert set(kept) == {"/1", "/2", "/3"}
    assert kept["/2"].title == "Exchange 2"
    assert "Today 22 prisoners came home." in kept["/2"].text
    assert kept["/2"].published is not None
    assert kept["/2"].published.isoformat() == "2026-05-19T09:30:00+03:00"
    assert {claim.value for claim in claims(tmp_path).values()} == {11, 22, 33}


def test_known_articles_are_fetched_again_while_they_are_young(tmp_path: Path) -> None:
    pages = site_of(2)
    pages["/rss.xml"] = rss("", [("/1", YESTERDAY), ("/2", LAST_WEEK)])
    with serving(pages) as site:
        source = news(site.address + "/rss.xml")
        run_one(tmp_path, source)
        pages["/1"] = article("Exchange 1", "Correction: today 12 prisoners came home.")
        site.asked.clear()
        second = run_one(tmp_path, source)
        site.asked.clear()
        third = run_one(tmp_path, source, POLON_RECHECK_HOURS=1)
        fourth = run_one(tmp_path, source, POLON_RECHECK_HOURS=24 * 30)
    assert (second.new, second.changed, second.claims, second.withdrawn) == (0, 1, 1, 1)
    assert {claim.withdrawn for claim in claims(tmp_path).values() if claim.value == 11} == {Withdrawal.EDITED}
    assert (third.outcome, third.pages) == (Outcome.OK, 1)
    assert (fourth.unchanged, fourth.pages) == (2, 3)


def test_known_articles_without_a_date_are_not_fetched_again(tmp_path: Path) -> None:
    with serving(site_of(2, date=None)) as site:
        source = news(site.address + "/rss.xml")
        first = run_one(tmp_path, source)
        second = run_one(tmp_path, source)
    assert (first.new, second.new, second.pages) == (2, 0, 1)


def test_addresses_in_other_letters_are_known_again(tmp_path: Path) -> None:
    pages = {"/rss.xml": rss("", [("/новини/обмін", None)])}
    escaped = "/%D0%BD%D0%BE%D0%B2%D0%B8%D0%BD%D0%B8/%D0%BE%D0%B1%D0%BC%D1%96%D0%BD"
    with serving(pages | {escaped: article("Exchange", "Today 11 prisoners came home.")}) as site:
        source = news(site.address + "/rss.xml")
        first, second = run_one(tmp_path, source), run_one(tmp_path, source)
    assert (first.new, second.new, second.pages) == (1, 0, 1)


def test_all_feeds_are_read_and_an_article_once(tmp_path: Path) -> None:
    pages = site_of(3)
    pages["/rss.xml"] = rss("", [("/1", None), ("/2?utm_source=rss", None)])
    pages["/2?utm_source=rss"] = pages["/2"]
    pages["/more.xml"] = rss("", [("/2", None), ("/3", None)])
    with serving(pages) as site:
        result = run_one(tmp_path, news(site.address + "/rss.xml", site.address + "/more.xml"))
    assert site.pages == ["/rss.xml", "/more.xml", "/1", "/2", "/3"]
    assert result.new == 3


def test_the_limit_counts_over_all_feeds_and_what_it_leaves_is_told(tmp_path: Path) -> None:
    pages = site_of(5)
    pages["/more.xml"] = rss("", [("/4", None), ("/5", None)])
    pages["/rss.xml"] = rss("", [("/1", None), ("/2", None), ("/3", None)])
    with serving(pages) as site:
        feeds = (site.address + "/rss.xml", site.address + "/more.xml")
        first = run_one(tmp_path, news(*feeds, limit=4))
        second = run_one(tmp_path, news(*feeds, limit=4))
    assert (first.new, first.warnings) == (4, (f"{feeds[1]}: articles not read: 1; raise 'limit'",))
    assert (second.new, second.warnings) == (1, ())


def test_a_forbidden_article_is_told_and_fails_no_source(tmp_path: Path) -> None:
    pages = site_of(2) | {"/robots.txt": Answer(b"User-agent: *\nDisallow: /2\n")}
    pages["/rss.xml"] = rss("", [("/2", None)])
    with serving(pages) as site:
        result = run_one(tmp_path, news(site.address + "/rss.xml"))
        forbidden_page = run_one(tmp_path, news(pages=(site.address + "/2",)))
    assert site.pages == ["/rss.xml"]
    assert (result.outcome, result.new, sum(result.errors.values())) == (Outcome.OK, 0, 1)
    assert forbidden_page.outcome is Outcome.FAILED


def test_pages_of_the_source_are_read_each_time(tmp_path: Path) -> None:
    pages = {"/list": article("The list", "There are 250 names.")}
    with serving(pages) as site:
        source = news(pages=(site.address + "/list",))
        first = run_one(tmp_path, source)
        pages["/list"] = article("The list", "There are 251 names.")
        second = run_one(tmp_path, source)
        third = run_one(tmp_path, source)
    assert (first.new, second.changed, third.unchanged) == (1, 1, 1)


@pytest.mark.parametrize(
    ("feed", "kind"),
    [
        (html("<html><body><p>We have moved</p></body></html>"), "parse_error"),
        (Answer(b""), "parse_error"),
        (Answer(b'<rss version="2.0"><channel><title>Quiet</title></channel></rss>'), "layout_changed"),
        (html("no", 403), "blocked"),
        (html("no", 404), "http_404"),
        (html("no", 500), "http_5xx"),
        (html("busy", 429), "http_429"),
        (Answer(status=0), "connection"),
    ],
    ids=["a page", "nothing", "no entries", "403", "404", "500", "429", "hangs up"],
)
def test_a_feed_that_gives_nothing(tmp_path: Path, feed: Answer, kind: str) -> None:
    pages = site_of(1) | {"/bad.xml": feed}
    with serving(pages) as site:
        host = site.address.removeprefix("http://")
        alone = run_one(tmp_path / "alone", news(site.address + "/bad.xml"))
        beside = run_one(tmp_path / "beside", news(site.address + "/bad.xml", site.address + "/rss.xml"))
    assert (alone.outcome, alone.reason, alone.errors) == (Outcome.FAILED, f"{kind} at {host}", {kind: 1})
    assert (beside.outcome, beside.new, beside.errors) == (Outcome.OK, 1, {kind: 1})


@pytest.mark.parametrize(
    ("bad", "kind"),
    [
        (html("gone", 404), "http_404"),
        (html("<html><body></body></html>"), "parse_error"),
        (Answer(b"%PDF-1.7 binary", headers={"Content-Type": "application/pdf"}), "parse_error"),
        (moved("/"), "redirect_only"),
        (Answer(status=0), "connection"),
        (Answer(b"cut", headers={"Content-Length": "9000"}), "connection"),
    ],
    ids=["404", "no text", "pdf", "to the front page", "hangs up", "cut off"],
)
def test_an_article_that_fails_is_counted_and_the_others_are_kept(tmp_path: Path, bad: Answer, kind: str) -> None:
    front = article("River Post", "All the news of the river.")
    with serving(site_of(3) | {"/2": bad, "/": front}) as site:
        result = run_one(tmp_path, news(site.address + "/rss.xml"))
    assert (result.outcome, result.new, result.errors) == (Outcome.OK, 2, {kind: 1})
    assert len(result.warnings) == 1
    assert f"{site.address}/2" in result.warnings[0] or kind == "parse_error"


def test_all_articles_failing_fails_the_source(tmp_path: Path) -> None:
    with serving({"/rss.xml": rss("", [("/1", None), ("/2", None)])}) as site:
        result = run_one(tmp_path, news(site.address + "/rss.xml"))
    assert (result.outcome, result.reason) == (Outcome.FAILED, "http_404: none of 2 articles could be read")


def test_a_site_that_refuses_three_times_in_a_row_is_left_alone(tmp_path: Path) -> None:
    pages = site_of(9) | {f"/{i}": html("no", 403) for i in range(3, 10)}
    with serving(pages) as site:
        result = run_one(tmp_path, news(site.address + "/rss.xml"))
    assert site.pages[:6] == ["/rss.xml", "/1", "/2", "/3", "/4", "/5"]
    assert "/7" not in site.pages, "one request may be on its way by then"
    assert (result.outcome, result.new) == (Outcome.FAILED, 2)
    assert result.reason == "blocked: 3 requests in a row were refused"


def test_refusals_with_pages_between_them_do_not_end_the_crawl(tmp_path: Path) -> None:
    pages = site_of(9) | {f"/{i}": html("no", 403) for i in (1, 2, 4, 5, 7, 8)}
    with serving(pages) as site:
        result = run_one(tmp_path, news(site.address + "/rss.xml"))
    assert (result.outcome, result.new, result.errors) == (Outcome.OK, 3, {"blocked": 6})


def test_the_charset_of_the_header_is_used(tmp_path: Path) -> None:
    body = article("Обмін", "Сьогодні додому повернулися 95 полонених.").body.decode().encode("cp1251")
    page = Answer(body, headers={"Content-Type": "text/html; charset=windows-1251"})
    with serving({"/rss.xml": rss("", [("/1", None)]), "/1": page}) as site:
        run_one(tmp_path, news(site.address + "/rss.xml"))
    (document,) = documents(tmp_path).values()
    assert "Сьогодні додому повернулися 95 полонених." in document.text


def test_sites_are_asked_in_their_own_language(tmp_path: Path) -> None:
    with serving(site_of(1)) as site:
        run_one(tmp_path, news(site.address + "/rss.xml"))
        run_one(tmp_path, structs.replace(news(site.address + "/rss.xml", name="ukrainian"), lang="uk"))
    assert [headers["accept-language"] for headers in site.headers if "accept-language" in headers][-1] == "uk,en;q=0.5"
    assert site.headers[1]["accept-language"] == "en"

"""The news spider on a site with sitemaps: what it follows, what it leaves, and when it calls a source failed."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from msgspec import structs

from polon.records import Outcome
from polon.sources import Expect, Selectors
from tests.servers import Answer, html, moved, serving
from tests.worlds import article, documents, news, numbers_of, rss, run_one

STORY = html("""<!DOCTYPE html><html lang="en"><body><h1 class="headline">Exchange</h1><div class="story">
<p>Today 45 prisoners came home.</p><p>The talks were held in a third country, officials said.</p></div>
</body></html>""")
REDESIGNED = html("""<!DOCTYPE html><html lang="en"><body><h2>Exchange</h2><main><p>Today 45 prisoners came home.</p>
<p>The talks were held in a third country, officials said on the same day.</p></main></body></html>""")
SELECTORS = Selectors(title="h1.headline", text="div.story")
EMPTY = html("<html><body><script>render()</script></body></html>")


@pytest.fixture(autouse=True)
def _numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.extract.claims_of", numbers_of)


def urlset(*entries: tuple[str, str | None]) -> bytes:
    urls = (f"<url><loc>{path}</loc>{f'<lastmod>{date}</lastmod>' if date else ''}</url>" for path, date in entries)
    return f"<urlset>{''.join(urls)}</urlset>".encode()


def index(*entries: tuple[str, str | None]) -> bytes:
    return urlset(*entries).replace(b"urlset", b"sitemapindex").replace(b"url>", b"sitemap>")


def stories(*names: str) -> dict[str, Answer]:
    return {f"/{name}": article(f"Exchange {name}", f"Story {name}: 45 people came home.") for name in names}


def test_an_index_is_followed_within_the_window_and_the_youngest_are_read_first(tmp_path: Path) -> None:
    pages = stories("1", "2", "3", "4", "5") | {
        "/sitemap.xml": Answer(
            index(
                ("/map-2026-05.xml.gz", None),
                ("/map-2019-05.xml", None),
                ("/old.xml", "2026-01-01"),
                ("/sitemap.xml", None),
            )
        ),
        "/map-2026-05.xml.gz": Answer(
            gzip.compress(
                urlset(("/1", "2026-05-10"), ("/2", "2026-04-01"), ("/3", None), ("/4", "2026-05-19T08:00:00Z"))
            )
        ),
    }
    with serving(pages) as site:
        source = structs.replace(news(), sitemaps=(site.address + "/sitemap.xml",), days=14)
        first = run_one(tmp_path, source)
        assert site.pages == ["/sitemap.xml", "/map-2026-05.xml.gz", "/4", "/1", "/3"]
        site.asked.clear()
        second = run_one(tmp_path, source)
    assert (first.outcome, first.pages, first.new, first.errors) == (Outcome.OK, 5, 3, {})
    assert site.pages == ["/sitemap.xml", "/map-2026-05.xml.gz", "/4"], "only what is young enough for an edit"
    assert second.unchanged == 1


def test_patterns_hold_for_feeds_and_sitemaps_and_an_article_is_read_once(tmp_path: Path) -> None:
    pages = stories("news/1", "news/2", "sport/3", "news/video/4") | {
        "/rss.xml": rss("", [("/news/1", None), ("/sport/3", None)]),
        "/map.xml": Answer(urlset(("/news/1", None), ("/news/2", None), ("/news/video/4", None))),
    }
    with serving(pages) as site:
        source = structs.replace(
            news(site.address + "/rss.xml"),
            sitemaps=(site.address + "/map.xml",),
            include=("/news/*",),
            exclude=("*/video/*",),
        )
        run_one(tmp_path, source)
    assert site.pages == ["/rss.xml", "/map.xml", "/news/1", "/news/2"]


def test_the_window_of_a_feed(tmp_path: Path) -> None:
    feed = rss("", [("/1", "Tue, 19 May 2026 09:30:00 +0300"), ("/2", "Wed, 13 May 2026 09:30:00 +0300")])
    with serving(stories("1", "2") | {"/rss.xml": feed}) as site:
        result = run_one(tmp_path, structs.replace(news(site.address + "/rss.xml"), days=3))
    assert (result.new, site.pages) == (1, ["/rss.xml", "/1"])


@pytest.mark.parametrize(
    ("answer", "kind"),
    [(html("<html></html>"), "parse_error"), (html("no", 404), "http_404"), (html("no", 500), "http_5xx")],
    ids=["a page", "404", "500"],
)
def test_a_sitemap_that_cannot_be_read_fails_a_source_that_has_no_other_list(
    tmp_path: Path, answer: Answer, kind: str
) -> None:
    pages = stories("1") | {"/bad.xml": answer, "/rss.xml": rss("", [("/1", None)])}
    with serving(pages) as site:
        alone = structs.replace(news(), sitemaps=(site.address + "/bad.xml",))
        failed = run_one(tmp_path / "alone", alone)
        beside = run_one(tmp_path / "beside", structs.replace(alone, feeds=(site.address + "/rss.xml",)))
    assert (failed.outcome, failed.errors) == (Outcome.FAILED, {kind: 1})
    assert (beside.outcome, beside.new, beside.errors) == (Outcome.OK, 1, {kind: 1})


def test_an_index_without_end_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spiders.news.MAX_SITEMAPS", 5)

    def answer(path: str) -> Answer | None:
        number = path.removeprefix("/map").removesuffix(".xml")
        return Answer(index((f"/map{int(number) + 1}.xml", None))) if number.isdigit() else None

    with serving(answer) as site:
        result = run_one(tmp_path, structs.replace(news(), sitemaps=(site.address + "/map0.xml",)))
    assert len(site.pages) == 6
    assert "sitemaps not read: 1" in result.warnings[0]


# What fails a source


def test_a_redesigned_site_fails_and_is_well_once_its_selectors_are_mended(tmp_path: Path) -> None:
    names = ["1", "2", "3", "4"]
    pages = {f"/{name}": STORY for name in names} | {
        "/rss.xml": rss("", [(f"/{name}", "Tue, 19 May 2026 09:30:00 +0300") for name in names])
    }
    with serving(pages) as site:
        source = structs.replace(news(site.address + "/rss.xml"), selectors=SELECTORS)
        before = run_one(tmp_path, source)
        pages |= {f"/{name}": REDESIGNED for name in names[:3]}
        after = run_one(tmp_path, source)
        mended = run_one(tmp_path, structs.replace(source, selectors=Selectors(title="h1, h2", text="main, .story")))
    assert before.outcome is Outcome.OK
    assert after.outcome is Outcome.FAILED
    assert after.reason == ("layout_changed: 3 of 4 pages have no text, or nothing where the source's selectors point")
    assert after.errors == {"layout_changed": 1}
    assert any("selector 'h1.headline' finds nothing" in warning for warning in after.warnings)
    assert mended.outcome is Outcome.OK


def test_a_site_that_now_shows_nothing_without_scripts_fails(tmp_path: Path) -> None:
    pages = stories("1") | dict.fromkeys(("/2", "/3"), EMPTY)
    pages["/rss.xml"] = rss("", [("/1", None), ("/2", None), ("/3", None)])
    with serving(pages) as site:
        result = run_one(tmp_path, news(site.address + "/rss.xml"))
    assert (result.outcome, result.new) == (Outcome.FAILED, 1)
    assert str(result.reason).startswith("layout_changed: 2 of 3 pages")


def test_one_odd_page_of_two_is_no_new_layout(tmp_path: Path) -> None:
    pages = stories("1") | {"/2": EMPTY, "/rss.xml": rss("", [("/1", None), ("/2", None)]), "/3": moved("/")}
    with serving(pages) as site:
        result = run_one(tmp_path, news(site.address + "/rss.xml"))
    assert (result.outcome, result.new) == (Outcome.OK, 1)


@pytest.mark.parametrize(
    ("expect", "outcome", "told"),
    [
        (Expect(days=3, min=2), Outcome.OK, None),
        (Expect(days=3, min=3), Outcome.FAILED, "too_few: 2 documents of the last 3 days, at least 3 are expected"),
        (Expect(days=1, min=2), Outcome.FAILED, "too_few: 1 documents of the last 1 days, at least 2 are expected"),
        (Expect(days=30, min=1, max=3), Outcome.OK, None),
        (Expect(days=30, max=2), Outcome.OK, "too_many: 3 documents of the last 30 days, at most 2 are expected"),
    ],
)
def test_the_number_of_documents_that_is_expected(
    tmp_path: Path, expect: Expect, outcome: Outcome, told: str | None
) -> None:
    times = {"1": "2026-05-20T08:00:00Z", "2": "2026-05-18T08:00:00Z", "3": "2026-05-01T08:00:00Z"}
    pages = {f"/{name}": article(f"Exchange {name}", f"{name}5 came home.", time) for name, time in times.items()}
    pages["/rss.xml"] = rss("", [(f"/{name}", None) for name in times])
    with serving(pages) as site:
        source = structs.replace(news(site.address + "/rss.xml"), expect=expect)
        result = run_one(tmp_path, source)
        again = run_one(tmp_path, source)
    assert len(documents(tmp_path)) == 3
    for line in (result, again):
        assert (line.outcome, line.reason or next(iter(line.warnings), None)) == (outcome, told)
    assert result.errors == ({"too_few": 1} if outcome is Outcome.FAILED else {})


def test_a_whole_site_of_good_moved_gone_slow_and_broken_pages(tmp_path: Path) -> None:
    pages = stories("1", "2", "9") | {
        "/rss.xml": rss("", [(f"/{name}", None) for name in ("1", "old", "gone", "slow", "cut")]),
        "/map.xml": Answer(index(("/news.xml", None), ("/lost.xml", None))),
        "/news.xml": Answer(urlset(("/1", "2026-05-19"), ("/2", "2026-05-19"))),
        "/old": moved("/9"),
        "/slow": html("<p>late</p>", delay=30),
        "/cut": Answer(b"<html><body>", headers={"Content-Length": "9000"}),
    }
    with serving(pages) as site:
        source = structs.replace(news(site.address + "/rss.xml"), sitemaps=(site.address + "/map.xml",))
        result = run_one(tmp_path, source, DOWNLOAD_TIMEOUT=4, RETRY_TIMES=0)
    assert {document.url.removeprefix(site.address) for document in documents(tmp_path).values()} == {"/1", "/2", "/9"}
    assert (result.outcome, result.new) == (Outcome.OK, 3)
    assert result.errors == {"http_404": 2, "timeout": 1, "connection": 1}

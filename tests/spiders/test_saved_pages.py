"""Real saved pages, served on this machine, through the real spiders and pipelines.

The pages are third-party material beside the repository, not part of it; where they are absent the tests are skipped.
"""

from __future__ import annotations

import gzip
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pytest

from polon.records import Document, Outcome
from polon.sources import PREVIEW_HOSTS
from tests.servers import Answer, Answers, html, serving
from tests.worlds import NO_POSTS, PAGE, Channel, documents, news, numbered, rss, run_one, telegram

SAVED = Path(__file__).resolve().parents[2] / ".." / "shared" / "fixtures"

pytestmark = pytest.mark.skipif(not SAVED.is_dir(), reason="no folder of saved pages beside the repository")

HTML = {"Content-Type": "text/html; charset=utf-8"}

PUBLISHED = {
    "24tv_uk_2020": "2020-09-21T11:00:00+03:00",
    "aif_ru_2020": "2020-10-19T06:34:31+03:00",
    "apnews_2024": "2024-09-03T04:03:19+00:00",
    "bbc_2024": "2022-10-10T13:21:17+00:00",
    "bbc_2026": "2012-05-10T14:29:05+00:00",
    "dw_de_2024": "2024-01-30T14:13:12+00:00",
    "euronews_en_2026": "2026-01-06T13:55:27+01:00",
    "football_ua_2016": None,  # the page has no date
    "guardian_2024": "2024-02-24T11:42:23+00:00",
    "kommersant_2025": "2025-05-14T20:28:12+03:00",
    "mk_ru_2020": "2020-09-23T20:12:38+03:00",
    "pravda_ru_2026": "2026-01-08T17:46:00+02:00",
    "reuters_2024": "2024-03-07T07:55:25+00:00",
    "tass_ru_2020": "2020-06-29T00:16:15+03:00",
    "ukrinform_ru_2020": "2020-09-20T23:32:00+03:00",
    "unn_ru_2020": "2020-12-03T18:47:00+02:00",  # the page names no zone: its readers' own, in winter
    "voa_2024": "2024-04-28T07:00:00+00:00",
    "zaxid_uk_2020": "2020-06-07T15:06:00+00:00",
}
"""File: when its page says that it was published; read in the pages' own metadata, by eye."""


def saved_articles() -> list[str]:
    return sorted(file.name.removesuffix(".html.gz") for file in (SAVED / "news").glob("*.html.gz"))


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Document]:
    """Every saved article by its file's name, after one crawl of a feed that names them all."""
    names, data = saved_articles(), tmp_path_factory.mktemp("saved")
    bodies = {f"/{name}": gzip.decompress((SAVED / "news" / f"{name}.html.gz").read_bytes()) for name in names}
    pages = {path: Answer(body, headers=HTML) for path, body in bodies.items()}
    pages["/rss.xml"] = rss("", [(path, None) for path in bodies])
    with serving(pages) as site:
        result = run_one(data, news(site.address + "/rss.xml"))
    assert (result.outcome, result.errors, result.new, result.pages) == (Outcome.OK, {}, len(names), len(names) + 1)
    stamps = {document.evidence.sha256: document for document in documents(data).values() if document.evidence}
    return {path.removeprefix("/"): stamps[sha256(body).hexdigest()] for path, body in bodies.items()}


def test_the_table_names_every_saved_article() -> None:
    assert set(PUBLISHED) == set(saved_articles())


@pytest.mark.parametrize("name", PUBLISHED)
def test_an_article_gives_title_text_and_time(crawled: dict[str, Document], name: str) -> None:
    document, published = crawled[name], PUBLISHED[name]
    assert document.title
    assert document.text.startswith(document.title)
    assert len(document.text) > 500
    assert (document.withheld, document.deleted) == (None, False)
    if published is None:
        assert document.published is None
    else:
        assert document.published is not None
        assert document.published.utcoffset() is not None
        assert document.published.replace(microsecond=0) == datetime.fromisoformat(published)


def framed(fragment: bytes, handle: str) -> Answer:
    """Saved posts without the page around them, in the frame of a channel's page."""
    return html(PAGE.format(handle=handle, older="", posts=fragment.decode()))


def shown(handle: str, page: Answer, end: Answer) -> Answers:
    """A host that shows a channel's only page, and the canary: an empty page before it is then the beginning."""
    canary = Channel("telegram", numbered(1, 2))

    def answers(path: str) -> Answer | None:
        if path.startswith(f"/s/{handle}"):
            return end if "before" in path else page
        return canary(path)

    return answers


@pytest.mark.parametrize(
    ("file", "handle", "times"),
    [
        (
            "s_clashreport_2026-08-24_trimmed",
            "ClashReport",
            {"93429": "2026-08-24T03:46:52+00:00", "93430": "2026-08-24T03:50:00+00:00"},
        ),
        ("s_dextnewpairs_2023-11_trimmed", "DEXTNewPairsBot", {"208649": "2023-11-09T17:35:20+00:00"}),
    ],
)
def test_a_saved_channel_gives_its_posts(tmp_path: Path, file: str, handle: str, times: dict[str, str]) -> None:
    body = (SAVED / "telegram" / f"{file}.html").read_bytes()
    page = Answer(body, headers=HTML) if b"tgme_channel_info" in body else framed(body, handle)
    end = html(PAGE.format(handle=handle, older="", posts=NO_POSTS))
    with serving(shown(handle, page, end)) as site:
        result = run_one(tmp_path, telegram(site.address, channel=handle), POLON_GAP_LOOKS="0")
    assert (result.outcome, result.errors, result.new) == (Outcome.OK, {}, len(times))
    kept = documents(tmp_path)
    assert set(kept) == {f"harbour/{post}" for post in times}
    for post, time in times.items():
        document = kept[f"harbour/{post}"]
        assert document.text
        assert document.url == f"https://{PREVIEW_HOSTS[0]}/{handle}/{post}"
        assert document.published == datetime.fromisoformat(time)


def test_a_post_without_its_time_is_an_alarm_and_is_not_kept(tmp_path: Path) -> None:
    body = (SAVED / "telegram" / "s_xcareers_2020-05_trimmed.html").read_bytes()  # the footer with the time is cut off
    end = html(PAGE.format(handle="xCareers", older="", posts=NO_POSTS))
    page = Answer(body, headers=HTML) if b"tgme_channel_info" in body else framed(body, "xCareers")
    with serving(shown("xCareers", page, end)) as site:
        result = run_one(tmp_path, telegram(site.address, channel="xCareers"), POLON_GAP_LOOKS="0")
    assert (result.outcome, result.errors, result.new) == (Outcome.FAILED, {"layout_changed": 1}, 0)
    assert result.reason == "layout_changed: 1 posts could not be read, 0 could"


def test_every_variant_of_a_post_goes_through(tmp_path: Path) -> None:
    page = framed((SAVED / "telegram" / "variants_assembled.html").read_bytes(), "tchantest")
    end = html(PAGE.format(handle="tchantest", older="", posts=NO_POSTS))
    with serving(shown("tchantest", page, end)) as site:
        result = run_one(tmp_path, telegram(site.address, channel="tchantest"), POLON_GAP_LOOKS="0")
    # One of them is shown by Telegram alone; its own page, which is asked for then, is not served here.
    assert (result.outcome, result.errors) == (Outcome.OK, {"http_404": 1})
    assert result.new >= 5
    assert all(document.text for document in documents(tmp_path).values())


@pytest.mark.parametrize("file", ["landing_nonexistent_2026-08", "embed_post_not_found_2026-08"])
def test_pages_that_are_no_channel_are_told_from_one(tmp_path: Path, file: str) -> None:
    page = Answer((SAVED / "telegram" / f"{file}.html").read_bytes(), headers=HTML)
    with serving(lambda path: page if path.startswith(("/s/", "/harbour")) else None) as site:
        result = run_one(tmp_path, telegram(site.address))
    assert (result.outcome, result.errors, result.new) == (Outcome.FAILED, {"throttled": 1}, 0)


def test_a_saved_answer_for_a_missing_post_confirms_a_deletion(tmp_path: Path) -> None:
    channel = Channel(posts=numbered(1, 3))
    gone = Answer((SAVED / "telegram" / "embed_post_not_found_2026-08.html").read_bytes(), headers=HTML)
    with serving(lambda path: gone if "embed" in path else channel(path)) as site:
        run_one(tmp_path, telegram(site.address))
        del channel.posts[2]
        result = run_one(tmp_path, telegram(site.address))
    assert (result.outcome, result.deleted) == (Outcome.OK, 1)


def test_a_saved_feed_names_its_articles(tmp_path: Path) -> None:
    feed = (SAVED / "telegram" / "tsaplienko_rss_2026-08-22.xml").read_bytes()
    with serving({}) as site:
        here = feed.replace(b"https://www.mandarinai.lt", site.address.encode())
        site.answers = lambda path: Answer(here) if path == "/rss.xml" else None
        result = run_one(tmp_path, news(site.address + "/rss.xml"))
    assert (result.pages, result.errors) == (1, {"http_404": 11})
    assert len([path for path in site.pages if path.startswith("/post/")]) == 11

"""The readers over real saved pages, which lie beside the repository and are no part of it.

Expectations were read from each page's source by hand; `saved_news.toml` holds those of the news pages.
"""

from __future__ import annotations

import gzip
import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from polon.pages.article import inspect_article
from polon.pages.feed import read_feed
from polon.pages.names import roll_of_names

FOLDER = Path(__file__).resolve().parents[2] / ".." / "shared" / "fixtures"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"the saved pages are not here: {FOLDER}")

NEWS: dict[str, dict[str, Any]] = tomllib.loads((Path(__file__).parent / "saved_news.toml").read_text(encoding="utf-8"))


def page(name):
    with gzip.open(FOLDER / "news" / f"{name}.html.gz") as file:
        return file.read()


def read(name, news):
    told = NEWS[name]
    source = news(lang="uk", timezone=told["zone"])
    return inspect_article(page(name), told["fetched"], source=source, charset="utf-8").document


@pytest.mark.parametrize("name", NEWS)
def test_title_language_times_and_address(name, news):
    told, found = NEWS[name], read(name, news)
    assert found.title == told["title"]
    assert found.lang == told["lang"]
    assert found.url == told["url"]
    times = {"published": found.published, "modified": found.modified}
    assert {key: time.isoformat() for key, time in times.items() if time} == {
        key: told[key] for key in times if key in told
    }


@pytest.mark.parametrize("name", NEWS)
def test_text_from_the_first_sentence_to_the_last(name, news):
    told, paragraphs = NEWS[name], read(name, news).text.split("\n\n")
    assert paragraphs[0] == told["title"]
    begin, end = told["first"].split(" … ")
    assert paragraphs[1].startswith(begin)
    assert end in paragraphs[1]
    begin, _, end = told["last"].partition(" … ")
    assert begin in paragraphs[-1]
    assert paragraphs[-1].endswith(end or begin)
    assert len(paragraphs) >= 4
    assert all(paragraph.strip() for paragraph in paragraphs)
    assert len(set(paragraphs[:3])) == 3


@pytest.mark.parametrize("name", NEWS)
def test_authors_twins_and_access(name, news):
    told, found = NEWS[name], read(name, news)
    assert list(found.authors) == told.get("authors", [])
    assert list(found.twins) == told.get("twins", [])
    assert found.access == told.get("access")


@pytest.mark.parametrize("name", NEWS)
def test_an_article_is_no_list_of_names(name, news):
    assert roll_of_names(read(name, news).text) < 5


def test_every_saved_news_page_is_tested():
    assert {path.name.removesuffix(".html.gz") for path in (FOLDER / "news").iterdir()} == set(NEWS)


def test_the_clock_that_is_three_hours_off_is_told(news):
    found = inspect_article(
        page("aif_ru_2020"), "https://x.example/1", source=news(timezone="Europe/Moscow"), charset=None
    )
    assert len(found.warnings) == 1
    assert "3 whole hours apart" in found.warnings[0]


def test_a_selector_reads_what_football_prints(news):
    source = news(lang="ru", published="article > .date")
    found = inspect_article(page("football_ua_2016"), "https://x.example/1", source=source, charset=None)
    assert found.document.published is not None
    assert found.document.published.isoformat() == "2016-08-15T13:43:00+03:00"


def test_relative_canonical(news):
    found = inspect_article(page("ukrinform_ru_2020"), "https://x.example/1", source=news(), charset=None)
    assert found.document.url.startswith("https://x.example/rubric-kyiv/3103218-")


def saved(name):
    return (FOLDER / "telegram" / name).read_bytes()


def test_feed():
    entries = read_feed(saved("tsaplienko_rss_2026-08-22.xml"), "https://feeds.example/rss.xml")
    assert len(entries) == 11
    assert entries[0].url.endswith("/post/97721")
    assert entries[0].published == datetime.fromisoformat("2026-08-22T12:28:32+00:00")
    assert all(entry.published and entry.title for entry in entries)

"""The readers over real saved pages, which lie beside the repository and are no part of it.

Expectations were read from each page by hand: the number of words and the first word of its headline, its language,
its publication time as the page states it.
"""

from __future__ import annotations

import gzip
from datetime import datetime
from pathlib import Path

import pytest

from polon.pages.article import inspect_article
from polon.pages.feed import read_feed
from polon.pages.names import roll_of_names

FOLDER = Path(__file__).resolve().parents[2] / ".." / "shared" / "fixtures"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"the saved pages are not here: {FOLDER}")

KYIV, MOSCOW, LONDON = "Europe/Kyiv", "Europe/Moscow", "Europe/London"
NEWS = {
    "24tv_uk_2020": (KYIV, "uk", 10, "Зірвана", "2020-09-21T11:00:00+03:00"),
    "aif_ru_2020": (MOSCOW, "ru", 11, "Отрезать", "2020-10-19T06:34:31+03:00"),
    "apnews_2024": ("America/New_York", "en", 10, "The", "2024-09-03T00:03:19-04:00"),
    "bbc_2024": (LONDON, "en", 13, "Office", "2022-10-10T14:21:17+01:00"),
    "bbc_2026": (LONDON, "en", 9, "What", "2012-05-10T15:29:05+01:00"),
    "dw_de_2024": ("Europe/Berlin", "de", 8, "Russland-Wahl:", "2024-01-30T15:13:12+01:00"),
    "euronews_en_2026": ("Europe/Paris", "en", 12, "As", "2026-01-06T13:55:27+01:00"),
    "football_ua_2016": (KYIV, "ru", 5, "Подольски", None),
    "guardian_2024": (LONDON, "en", 15, "Death", "2024-02-24T11:42:23+00:00"),
    "kommersant_2025": (MOSCOW, "ru", 2, "Легкий", "2025-05-14T20:28:12+03:00"),
    "mk_ru_2020": (MOSCOW, "ru", 6, "Причиной", "2020-09-23T20:12:38+03:00"),
    "pravda_ru_2026": (KYIV, "ru", 16, "157", "2026-01-08T17:46:00+02:00"),
    "reuters_2024": (LONDON, "en", 13, "Israeli", "2024-03-07T07:55:25+00:00"),
    "tass_ru_2020": (MOSCOW, "ru", 9, "Движение", "2020-06-29T00:16:15+03:00"),
    "ukrinform_ru_2020": (KYIV, "ru", 8, "Полиция", "2020-09-20T23:32:00+03:00"),
    "unn_ru_2020": (KYIV, "ru", 13, "Парламент", "2020-12-03T18:47:00+02:00"),
    "voa_2024": ("America/New_York", "en", 11, "America's", "2024-04-28T03:00:00-04:00"),
    "zaxid_uk_2020": (KYIV, "uk", 9, "Наступного", "2020-06-07T18:06:00+03:00"),
}


def page(name):
    with gzip.open(FOLDER / "news" / f"{name}.html.gz") as file:
        return file.read()


@pytest.mark.parametrize("name", NEWS)
def test_news(name, news):
    zone, lang, words, first, published = NEWS[name]
    source = news(lang="uk", timezone=zone)
    found = inspect_article(page(name), f"https://pages.example/{name}", source=source, charset="utf-8").document
    assert found.title is not None
    assert (len(found.title.split()), found.title.split()[0]) == (words, first)
    paragraphs = found.text.split("\n\n")
    assert paragraphs[0] == found.title
    assert len(paragraphs) >= 4
    assert all(paragraph.strip() for paragraph in paragraphs)
    assert len(set(paragraphs[:3])) == 3
    assert found.lang == lang
    assert (found.published.isoformat() if found.published else None) == published
    assert roll_of_names(found.text) < 5


def test_every_saved_news_page_is_tested():
    assert {path.name.removesuffix(".html.gz") for path in (FOLDER / "news").iterdir()} == set(NEWS)


def test_the_clock_that_is_three_hours_off_is_told(news):
    found = inspect_article(page("aif_ru_2020"), "https://x.example/1", source=news(timezone=MOSCOW), charset=None)
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

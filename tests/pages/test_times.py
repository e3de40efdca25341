from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from polon.pages.markup import tree
from polon.pages.metadata import linked_articles
from polon.pages.times import parse_stamp, printed_time, read_times

URL = "https://visnyk.example/news/5"
HEADING = "<h1>Обмін</h1>"


def linked(**fields):
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **fields})}</script>'


def meta(name, content, kind="property"):
    return f'<meta {kind}="{name}" content="{content}">'


def times(markup, source, url=URL, lang="uk"):
    soup = tree(f"<html><head></head><body>{markup}</body></html>")
    return read_times(soup, nodes=linked_articles(soup, url), source=source, lang=lang, url=url)


PUBLISHED = {
    "json-ld": (linked(datePublished="2025-05-14T20:28:12+03:00"), "2025-05-14T20:28:12+03:00"),
    "fractions are cut": (linked(datePublished="2025-05-14T20:28:12.467+03:00"), "2025-05-14T20:28:12+03:00"),
    "in the source's zone": (linked(datePublished="2025-05-14T22:28:12.000Z"), "2025-05-15T01:28:12+03:00"),
    "in winter": (linked(datePublished="2025-01-14T22:28:12Z"), "2025-01-15T00:28:12+02:00"),
    "a space and Z": (linked(datePublished="2024-04-28 07:00:00Z"), "2024-04-28T10:00:00+03:00"),
    "no colon in the zone": (linked(datePublished="2020-09-23T20:12:38+0300"), "2020-09-23T20:12:38+03:00"),
    "a space before the zone": (linked(datePublished="2026-01-06 13:55:27 +01:00"), "2026-01-06T14:55:27+02:00"),
    "no seconds": (linked(datePublished="2020-06-07T15:06Z"), "2020-06-07T18:06:00+03:00"),
    "seconds since 1970": (linked(datePublished="1600633920"), "2020-09-20T23:32:00+03:00"),
    "as a number": (linked(datePublished=1600633920), "2020-09-20T23:32:00+03:00"),
    "milliseconds": (linked(datePublished="1600633920000"), "2020-09-20T23:32:00+03:00"),
    "no zone": (linked(datePublished="2020-12-03T18:47"), "2020-12-03T18:47:00+02:00"),
    "a list": (linked(datePublished=["2020-12-03T18:47"]), "2020-12-03T18:47:00+02:00"),
    "meta": (meta("article:published_time", "2025-05-14T20:28:12+03:00"), "2025-05-14T20:28:12+03:00"),
    "meta by name": (meta("Article:Published_Time", "2025-05-14T20:28:12Z", "name"), "2025-05-14T23:28:12+03:00"),
    "microdata": (meta("datePublished", "2020-09-23T20:12:38+0300", "itemprop"), "2020-09-23T20:12:38+03:00"),
    "microdata in the text": (
        '<span itemprop="datePublished" content="2020-12-03T18:47">3 грудня</span>',
        "2020-12-03T18:47:00+02:00",
    ),
    "json-ld before meta": (
        linked(datePublished="2025-05-14T20:00:00+03:00") + meta("article:published_time", "2025-05-13T11:11:00+03:00"),
        "2025-05-14T20:00:00+03:00",
    ),
    "meta with a zone before json-ld without": (
        linked(datePublished="2025-05-14T20:00:00") + meta("article:published_time", "2025-05-13T11:11:00+03:00"),
        "2025-05-13T11:11:00+03:00",
    ),
    "a time before a mere day": (
        linked(datePublished="2025-05-14") + meta("article:published_time", "2025-05-14T11:11:00"),
        "2025-05-14T11:11:00+03:00",
    ),
    "time beside the headline": (
        f'<main><div>{HEADING}<div><time datetime="2025-05-14T20:28:00+03:00">14 травня</time></div></div></main>',
        "2025-05-14T20:28:00+03:00",
    ),
    "modification is no publication": (
        f'<main>{HEADING}<time class="updated" datetime="2025-05-15T20:28:00+03:00"></time>'
        '<time datetime="2025-05-14T20:28:00+03:00"></time></main>',
        "2025-05-14T20:28:00+03:00",
    ),
    "junk in the first time": (
        f'<main>{HEADING}<time datetime="14:20"></time><time datetime="2025-05-14T20:28:00+03:00"></time></main>',
        "2025-05-14T20:28:00+03:00",
    ),
    "times of other news": (
        f'<main>{HEADING}<p>Текст</p><aside><time datetime="2025-05-14T20:28:00+03:00"></time></aside>'
        '<a href="/2"><time datetime="2025-05-14T20:28:00+03:00"></time></a>'
        '<article><h3>Інше</h3><time datetime="2025-05-14T20:28:00+03:00"></time></article>'
        '<ul><li><time datetime="2025-05-14T20:28:00+03:00"></time></li></ul></main>',
        None,
    ),
    "time far from the headline": (
        f'<main>{HEADING}</main><div><time datetime="2025-05-14T20:28:00+03:00"></time></div>',
        None,
    ),
    "time and no headline": ('<main><time datetime="2025-05-14T20:28:00+03:00"></time></main>', None),
    "printed but not pointed at": (f'<main><p class="date">15 серпня 2016, 13:43</p>{HEADING}</main>', None),
    "years of copyright": ("<p>Текст</p><footer>© 2016 Вісник, 2016-08-15</footer>", None),
    "not an article": (
        linked(datePublished="2025-05-14T20:28:12+03:00").replace("NewsArticle", "WebPage"),
        None,
    ),
    "year 1": (linked(datePublished="0001-01-01T00:00:00Z"), None),
    "no such day": (linked(datePublished="2025-02-30T00:00:00Z"), None),
    "no such zone": (linked(datePublished="2025-02-03T00:00:00+77:00"), None),
    "words": (linked(datePublished="yesterday"), None),
    "null": (linked(datePublished=None), None),
    "nothing": ("<p>Текст</p>", None),
}


@pytest.mark.parametrize(("markup", "expected"), PUBLISHED.values(), ids=PUBLISHED)
def test_published(markup, expected, news):
    found = times(markup, news()).published
    assert (found.isoformat() if found else None) == expected


ARTICLE = '{"@type":"NewsArticle","datePublished":"2025-05-14T20:28:12+03:00"%s}'
SECOND = '[{"@type":"Organization"},%s]' % (ARTICLE % "")
BLOCKS = {
    "list": '[{"@type":"Organization"},%s]' % (ARTICLE % ""),
    "graph": '{"@context":"https://schema.org","@graph":[{"@type":"WebPage"},%s]}' % (ARTICLE % ""),
    "main entity": '{"@type":"WebPage","datePublished":"1999-01-01","mainEntity":%s}' % (ARTICLE % ""),
    "type as address": (ARTICLE % "").replace("NewsArticle", "https://schema.org/NewsArticle"),
    "list of types": (ARTICLE % "").replace('"NewsArticle"', '["CreativeWork","ReportageNewsArticle"]'),
    "raw line end in a text": ARTICLE % ',"description":"один\nдва\tтри"',
    "comma at the end": (ARTICLE % ',"author":[{"name":"x"},],').replace("]}", "]}"),
    "comma at the end of a list": '[{"@type":"Organization"},%s,]' % (ARTICLE % ""),
    "comment around": "<!--\n" + SECOND + "\n-->",
    "cdata around": "//<![CDATA[\n" + SECOND + "\n//]]>",
    "semicolon": SECOND + " ;",
    "quote inside a text": ARTICLE % ',"description":"він сказав "так" і пішов"',
    "cut off": (ARTICLE % ',"description":"він')[:-1],
    "huge number": ARTICLE % (',"n":' + "9" * 6000),
}


@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS)
def test_blocks_of_json_ld(block, news):
    found = times(f'<script type="application/ld+json">{block}</script>', news())
    assert found.rule == "JSON-LD"
    assert found.published == datetime(2025, 5, 14, 17, 28, 12, tzinfo=UTC)


def test_the_article_that_names_the_page_goes_first(news):
    other = linked(datePublished="2001-01-01T00:00:00Z", url="https://visnyk.example/news/4")
    own = linked(datePublished="2025-05-14T20:28:12+03:00", mainEntityOfPage={"@id": URL})
    assert times(other + own, news()).published == datetime(2025, 5, 14, 17, 28, 12, tzinfo=UTC)


def test_offset_is_fixed(news):
    found = times(linked(datePublished="2025-05-14T17:28:12Z"), news()).published
    assert found is not None
    assert found.tzinfo == timezone(timedelta(hours=3))


CONFLICTS = {
    "three hours": ("2020-10-19T06:34:31+0300", "2020-10-19T09:34", "3 whole hours"),
    "one hour": ("2020-10-19T06:34:00+03:00", "2020-10-19T06:34:00+02:00", "1 whole hours"),
    "the same": ("2020-10-19T06:34:00+03:00", "2020-10-19T03:34:00Z", None),
    "minutes": ("2020-10-19T06:34:00+03:00", "2020-10-19T06:50:00+03:00", None),
    "two hours and some minutes": ("2020-10-19T06:34:00+03:00", "2020-10-19T08:50:00+03:00", None),
    "a day": ("2020-10-19T06:34:00+03:00", "2020-10-20T06:34:00+03:00", None),
    "only the day": ("2020-10-19T06:00:00+03:00", "2020-10-19", None),
}


@pytest.mark.parametrize(("first", "second", "warning"), CONFLICTS.values(), ids=CONFLICTS)
def test_whole_hours_apart(first, second, warning, news):
    markup = linked(datePublished=first) + meta("article:published_time", second)
    found = times(markup, news())
    assert found.rule == "JSON-LD"
    assert len(found.warnings) == (warning is not None)
    assert all(warning in text and "article:published_time" in text for text in found.warnings)


def test_one_warning_for_one_other_time(news):
    markup = meta("article:published_time", "2020-10-19T06:34:31+0300") + (
        f'<main>{HEADING}<time itemprop="datePublished" datetime="2020-10-19T09:34"></time></main>'
    )
    assert len(times(markup, news()).warnings) == 1


SELECTED = {
    "uk": ("uk", "15 серпня 2016, 13:43", "2016-08-15T13:43:00+03:00", 0),
    "ru": ("ru", "15 августа 2016, 13:43", "2016-08-15T13:43:00+03:00", 0),
    "en": ("en", "August 15, 2016 1:43 PM", "2016-08-15T13:43:00+03:00", 0),
    "label": ("uk", "Опубліковано: 15 січня 2016, 13:43", "2016-01-15T13:43:00+02:00", 0),
    "digits": ("uk", "03.04.2016 13:43", "2016-04-03T13:43:00+03:00", 0),
    "zone": ("en", "15 Aug 2016 13:43 UTC", "2016-08-15T16:43:00+03:00", 0),
    "only the day": ("uk", "15 серпня 2016", "2016-08-15T00:00:00+03:00", 1),
    "today": ("uk", "сьогодні, 13:43", None, 1),
    "yesterday": ("ru", "вчера в 13:43", None, 1),
    "hours ago": ("en", "2 hours ago", None, 1),
    "no year": ("uk", "15 серпня, 13:43", None, 1),
    "no day": ("uk", "серпень 2016", None, 1),
    "only a clock": ("uk", "13:43", None, 1),
    "which is the month": ("en", "03/04/2016 13:43", None, 1),
    "updated": ("uk", "Оновлено: 15 серпня 2016, 13:43", None, 1),
    "a number": ("uk", "1000", None, 1),
    "long": ("uk", "15 серпня 2016, 13:43 " + "x" * 100, None, 1),
    "unknown language": ("xx", "15 серпня 2016, 13:43", None, 1),
    "nothing": ("uk", "", None, 1),
}


@pytest.mark.parametrize(("lang", "text", "expected", "warnings"), SELECTED.values(), ids=SELECTED)
def test_selected(lang, text, expected, warnings, news):
    found = times(f'<p class="d"><b>{text}</b></p>', news(published=".d"), lang=lang)
    assert (found.published.isoformat() if found.published else None) == expected
    assert len(found.warnings) == warnings


def test_selected_attribute(news):
    found = times('<p class="d" datetime="2016-08-15T13:43:00Z">щойно</p>', news(published=".d"))
    assert found.published == datetime(2016, 8, 15, 13, 43, tzinfo=UTC)


def test_metadata_goes_before_the_selector(news):
    markup = '<p class="d">15 серпня 2016, 13:43</p>' + linked(datePublished="2016-08-14T10:00:00Z")
    assert times(markup, news(published=".d")).published == datetime(2016, 8, 14, 10, tzinfo=UTC)


def test_selector_that_finds_nothing_is_told(news):
    found = times("<p>Текст</p>", news(published=".d"))
    assert found.published is None
    assert found.warnings == ("published: selector '.d' finds nothing",)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/rus/articles/2026/01/08/8015225/", "2026-01-08T00:00:00+02:00"),
        ("/20251101/obmin-1.html", "2025-11-01T00:00:00+02:00"),
        ("/2026/1/8/", "2026-01-08T00:00:00+02:00"),
        ("/2026/13/08/", None),
        ("/20251341/x", None),
        ("/news/8015225/", None),
        ("/1826/01/08/", None),
        ("/2026/01/", None),
    ],
)
def test_day_of_the_address(path, expected, news):
    found = times("<p>Текст</p>", news(), url=f"https://visnyk.example{path}")
    assert (found.published.isoformat() if found.published else None) == expected
    assert bool(found.warnings) == (expected is not None)


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (linked(dateModified="2025-05-14T21:00:00+03:00"), "2025-05-14T21:00:00+03:00"),
        (meta("article:modified_time", "2025-05-14T21:00:00"), "2025-05-14T21:00:00+03:00"),
        (linked(dateModified="2025-05-14T20:28:12+03:00"), None),
        (linked(dateModified="2025-05-14T10:00:00+03:00"), None),
        (linked(dateModified="2025-05-15"), None),
        ("", None),
    ],
)
def test_modified(markup, expected, news):
    found = times(meta("article:published_time", "2025-05-14T20:28:12+03:00") + markup, news())
    assert found.published == datetime(2025, 5, 14, 17, 28, 12, tzinfo=UTC)
    assert (found.modified.isoformat() if found.modified else None) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sat, 22 Aug 2026 12:28:32 +0000", "2026-08-22T12:28:32+00:00"),
        ("Sat, 22 Aug 2026 12:28:32 +0300", "2026-08-22T12:28:32+03:00"),
        ("22 Aug 2026 12:28:32 EST", "2026-08-22T12:28:32-05:00"),
        ("Sat, 22 Aug 2026 12:28:32 EEST", "2026-08-22T12:28:32"),
        ("Sat, 22 Aug 2026 12:28:32", "2026-08-22T12:28:32"),
        ("2026-08-22T12:28:32GMT", "2026-08-22T12:28:32+00:00"),
        ("2026-08-22T12:28:32-05", "2026-08-22T12:28:32-05:00"),
        ("14:20", None),
        ("22 Aug 2026", None),
        ("20260822", None),
        ("2026-08-22T25:00:00Z", None),
        ("9999999999", None),
        ("x" * 100, None),
        ("", None),
    ],
)
def test_parse_stamp(text, expected):
    found = parse_stamp(text)
    assert (found.moment.isoformat() if found else None) == expected


def test_printed_time_does_not_follow_the_clock():
    assert printed_time("Monday, 15:00", lang="en", zone="Europe/Kyiv") is None
    assert printed_time("15:00", lang="en", zone="Europe/Kyiv") is None

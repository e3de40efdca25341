"""Sitemaps: what they name, in each of their forms, and what is no sitemap."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta, timezone

import pytest

from polon.pages import PageError
from polon.pages.feed import Entry
from polon.pages.sitemap import Child, Sitemap, read_sitemap

URL = "https://river.example/sitemap.xml"
KYIV = timezone(timedelta(hours=3))
NEWS = """<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet type="text/xsl" href="/news.xsl"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://river.example/news/1?utm_source=map</loc>
 <image:image><image:loc>https://river.example/1.jpg</image:loc><image:title>A boat</image:title></image:image>
 <news:news><news:publication><news:name>River Post</news:name><news:language>uk</news:language></news:publication>
 <news:publication_date>2026-05-19T09:30:00+03:00</news:publication_date>
 <news:title><![CDATA[45 people &amp; a boat]]></news:title></news:news></url>
<url><loc>
   /news/2
 </loc><lastmod>2026-05-18</lastmod></url>
<url><loc>/news/2</loc></url>
<url><loc>javascript:alert(1)</loc></url>
<url><lastmod>2026-05-18</lastmod></url>
</urlset>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://river.example/sitemap-2026-05.xml.gz</loc><lastmod>2026-05-20T00:00:00Z</lastmod></sitemap>
<sitemap><loc>https://river.example/sitemap-2019-05.xml</loc></sitemap></sitemapindex>"""
FIRST = Entry("https://river.example/news/1", "45 people & a boat", datetime(2026, 5, 19, 9, 30, tzinfo=KYIV), None)
SECOND = Entry("https://river.example/news/2", None, None, datetime(2026, 5, 19, tzinfo=UTC))


def test_articles_with_their_times_and_titles() -> None:
    assert read_sitemap(NEWS.encode(), URL) == Sitemap(entries=(FIRST, SECOND))


def test_the_sitemaps_of_an_index() -> None:
    assert read_sitemap(INDEX.encode(), URL).children == (
        Child("https://river.example/sitemap-2026-05.xml.gz", datetime(2026, 5, 20, tzinfo=UTC)),
        Child("https://river.example/sitemap-2019-05.xml", None),
    )


def test_packed_ones_are_unpacked() -> None:
    assert read_sitemap(gzip.compress(NEWS.encode()), URL).entries == (FIRST, SECOND)


def test_plain_lists_of_addresses() -> None:
    text = "\ufeffhttps://river.example/1\r\nhttps://river.example/2\n\nhttps://river.example/1\nftp://x.example/\n"
    found = read_sitemap(text.encode(), URL).entries
    assert [entry.url for entry in found] == ["https://river.example/1", "https://river.example/2"]


def test_one_that_is_cut_off_gives_what_is_whole() -> None:
    assert read_sitemap(NEWS[: NEWS.index("<url><loc>/news/2<")].encode(), URL).entries == (FIRST, SECOND)
    assert read_sitemap(gzip.compress(NEWS.encode())[:-60], URL).entries[:1] == (FIRST,)


def test_one_without_articles_is_empty_and_no_error() -> None:
    assert read_sitemap(b"<urlset></urlset>", URL) == Sitemap()


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "no bytes"),
        (b" \n\x00", "no bytes"),
        (b"<html><body>moved</body></html>", "root is <html>"),
        (b"<!DOCTYPE html><html></html>", "document type"),
        (b'<!DOCTYPE urlset [<!ENTITY a "b">]><urlset><url><loc>&a;</loc></url></urlset>', "entities"),
        (b"<rss version='2.0'></rss>", "root is <rss>"),
        (b'{"urls": []}', "not a sitemap"),
        (b"\x1f\x8bno gzip", "cannot be unpacked"),
        (gzip.compress(b" " * 50_000_001), "more than"),
    ],
    ids=["nothing", "white space", "page", "page with a type", "entities", "feed", "json", "bad gzip", "bomb"],
)
def test_what_is_no_sitemap(body: bytes, reason: str) -> None:
    with pytest.raises(PageError, match=reason):
        read_sitemap(body, URL)


def test_a_deep_one_ends() -> None:
    body = b"<urlset>" + b"<url>" * 100_000
    assert read_sitemap(body, URL) == Sitemap()

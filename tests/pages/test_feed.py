from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from polon.pages import PageError
from polon.pages.feed import Entry, read_feed

URL = "https://visnyk.example/rss/all.xml"
KYIV = timezone(timedelta(hours=3))


def rss(*items, end="</channel></rss>"):
    inner = "".join(f"<item>{item}</item>" for item in items)
    return f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>В</title>{inner}{end}'.encode()


def test_rss():
    body = rss(
        "<title>Обмін &amp;quot;146&amp;quot;</title><link>https://visnyk.example/news/5?utm_source=rss</link>"
        "<pubDate>Sat, 22 Aug 2026 12:28:32 +0300</pubDate>",
        "<title><![CDATA[Друга <b>новина</b>]]></title><link>/news/4</link>",
    )
    assert read_feed(body, URL) == (
        Entry("https://visnyk.example/news/5", 'Обмін "146"', datetime(2026, 8, 22, 12, 28, 32, tzinfo=KYIV), None),
        Entry("https://visnyk.example/news/4", "Друга новина", None, None),
    )


def test_atom():
    body = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://visnyk.example/news/"><title>В</title>'
        '<entry><title type="html">Обмін &amp;amp; дім</title><link rel="self" href="/self"/><link href="5"/>'
        "<published>2026-08-22T09:28:32Z</published><updated>2026-08-22T10:00:00Z</updated></entry></feed>"
    ).encode()
    assert read_feed(body, URL) == (
        Entry(
            "https://visnyk.example/news/5",
            "Обмін & дім",
            datetime(2026, 8, 22, 9, 28, 32, tzinfo=UTC),
            datetime(2026, 8, 22, 10, tzinfo=UTC),
        ),
    )


def test_rdf():
    body = (
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        b'<channel rdf:about="x"><title>V</title></channel><item rdf:about="https://visnyk.example/5">'
        b"<title>T</title><link>https://visnyk.example/5</link></item></rdf:RDF>"
    )
    assert read_feed(body, URL) == (Entry("https://visnyk.example/5", "T", None, None),)


def test_json_feed():
    items = [
        {"id": "1", "url": "/news/5", "title": "Обмін", "date_published": "2026-08-22T12:28:32+03:00"},
        {"id": "2", "external_url": "https://other.example/1", "date_modified": "2026-08-22T12:28:32"},
        {"id": "3"},
    ]
    body = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "V", "items": items}).encode()
    assert read_feed(b"\xef\xbb\xbf" + body, URL) == (
        Entry("https://visnyk.example/news/5", "Обмін", datetime(2026, 8, 22, 12, 28, 32, tzinfo=KYIV), None),
        Entry("https://other.example/1", None, None, None),
    )


def links(body):
    return [entry.url for entry in read_feed(body, URL)]


def test_only_web_links_each_once_in_order():
    body = rss(
        "<link>https://visnyk.example/2</link>",
        "<link>javascript:alert(1)</link>",
        "<link>https://visnyk.example/1</link>",
        "<link>https://visnyk.example/2#comments</link>",
        "<link>file:///etc/hosts</link>",
        "<title>без посилання</title>",
        '<guid isPermaLink="true">https://visnyk.example/3</guid>',
    )
    assert links(body) == ["https://visnyk.example/2", "https://visnyk.example/1", "https://visnyk.example/3"]


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("<pubDate>Sat, 22 Aug 2026 12:28:32</pubDate>", None),
        ("<pubDate>Sat, 22 Aug 2026 12:28:32 EEST</pubDate>", None),
        ("<pubDate>22 серпня 2026</pubDate>", None),
        ("<pubDate></pubDate>", None),
        ("<pubDate>Sat, 22 Aug 2026 12:28:32 GMT</pubDate>", "2026-08-22T12:28:32+00:00"),
        ('<date xmlns="http://purl.org/dc/elements/1.1/">2026-08-22T12:28:32+03:00</date>', None),
    ],
)
def test_time_needs_its_zone(date, expected):
    (entry,) = read_feed(rss(f"<link>https://visnyk.example/1</link>{date}"), URL)
    assert (entry.published.isoformat() if entry.published else None) == expected


def test_one_time_is_not_taken_for_the_other():
    updated = '<updated xmlns="http://www.w3.org/2005/Atom">2026-08-22T12:28:32Z</updated>'
    (entry,) = read_feed(rss(f"<link>https://visnyk.example/1</link>{updated}"), URL)
    assert (entry.published, entry.updated) == (None, datetime(2026, 8, 22, 12, 28, 32, tzinfo=UTC))


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251", "koi8-u", "utf-16"])
def test_charset_of_the_declaration(encoding):
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?><rss version="2.0"><channel><item><title>Обмін їх</title>'
        "<link>https://visnyk.example/1</link></item></channel></rss>"
    )
    assert read_feed(text.encode(encoding), URL)[0].title == "Обмін їх"


def test_feed_without_news():
    assert read_feed(rss(), URL) == ()


def test_loose_markup():
    assert links(rss("<title>A & B <br> C</title><link>https://visnyk.example/1</link>")) == [
        "https://visnyk.example/1"
    ]


def test_a_cut_feed_gives_only_whole_links():
    whole = ["https://visnyk.example/1", "https://visnyk.example/25"]
    body = rss(*(f"<title>Т</title><link>{link}</link>" for link in whole))
    found = []
    for end in range(body.index(b"<link>"), len(body)):
        try:
            found.append(links(body[:end]))
        except PageError:
            found.append([])
    assert [links for links in found if links not in ([], whole[:1], whole)] == []
    assert found[0] == []
    assert found[-1] == whole
    assert whole[:1] in found


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    '<rss version="2.0"><channel><item><link>https://visnyk.example/1</link><title>&b;</title></item></channel></rss>'
)
NO_FEED = {
    "nothing": (b"", "no bytes"),
    "blanks": (b" \r\n", "no bytes"),
    "error page": (
        b"<!doctype html><html><head><title>502</title></head><body><h1>Bad gateway</h1></body></html>",
        "not",
    ),
    "xhtml": (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body/></html>', "not a feed"),
    "plain text": (b"Too Many Requests", "not a feed"),
    "name of a file": (__file__.encode(), "not a feed"),
    "address": (b"http://127.0.0.1:9/feed", "not a feed"),
    "sitemap": (b"<urlset><url><loc>https://visnyk.example/1</loc></url></urlset>", "not a feed"),
    "json": (b'{"items": [{"url": "https://visnyk.example/1"}]}', "no JSON Feed"),
    "json of another kind": (b'{"version": "5", "items": []}', "version '5'"),
    "broken json": (b'{"version": "https://jsonfeed.org/version/1", "items": [', "no JSON Feed"),
    "deep json": (b'{"a":' * 100_000, "no JSON Feed"),
    "json not in UTF-8": (b'{"version": "\xff"}', "no JSON Feed"),
    "cut at the head": (b'<rss version="2.0"><chan', "broken"),
    "cut in the first entry": (rss("<link>https://visnyk.example/1")[:-30], "broken"),
    "entities": (BOMB.encode(), "entities"),
    "entities in UTF-16": (BOMB.encode("utf-16"), "entities"),
    "deep": (b'<rss version="2.0"><channel>' + b"<a>" * 200_000, "nests more"),
    "tags without end": (b'<rss version="2.0"><channel>' + b"<a " * 200_000, "do not end"),
    "too long": (b'<rss version="2.0">' + b" " * 5_000_000, "bytes"),
}


@pytest.mark.parametrize(("body", "reason"), NO_FEED.values(), ids=NO_FEED)
def test_no_feed(body, reason):
    with pytest.raises(PageError, match=reason):
        read_feed(body, URL)


def test_external_definition_is_not_fetched():
    body = rss("<link>https://visnyk.example/1</link>").replace(
        b"<rss", b'<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/rss.dtd"><rss', 1
    )
    assert links(body) == ["https://visnyk.example/1"]

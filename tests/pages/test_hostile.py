"""Pages made to hurt: whatever the bytes, a reader gives a record or a PageError, and soon."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from polon.pages import PageError
from polon.pages.article import inspect_article
from polon.pages.feed import read_feed
from polon.pages.markup import MAX_DEPTH, MAX_TAGS
from polon.pages.telegram import read_embed, read_landing, read_preview, read_summary
from polon.records import Document, decode, encode

URL = "https://visnyk.example/news/5"
SECONDS = 30  # of the processor; without the limits some of these take minutes, some hours
HEAD = b"<html><head><title>t</title></head><body><h1>Head</h1>"
LINKED = b'<script type="application/ld+json">'
MESSAGE = b'<div class="tgme_widget_message_wrap"><div class="tgme_widget_message" data-post="Dzvin/1">'


def readings(body, channel, news):
    """What every reader makes of the bytes, the documents told to JSON and back."""
    readers = (
        lambda: [inspect_article(body, URL, source=news(), charset=None).document],
        lambda: list(read_preview(body, source=channel).posts),
        lambda: [post for post in [read_embed(body, source=channel).post] if post],
        lambda: [read_landing(body)],
        lambda: [read_summary(body, source=channel, channel_description=None)],
        lambda: list(read_feed(body, URL)),
    )
    for reader in readers:
        try:
            found = reader()
        except PageError:
            continue
        for record in found:
            if isinstance(record, Document):
                assert decode(encode(record), Document) == record
            yield record


LARGE = {
    "200,000 nested elements": HEAD + b"<div>" * 200_000 + b"text",
    "200,000 nested quotes": MESSAGE + b'<div class="js-message_text">' + b"<blockquote>" * 200_000 + b"text",
    "200,000 paragraphs": HEAD + b"<p>" * 200_000 + b"text",
    "as deep as is let pass": HEAD + b"<div>" * (MAX_DEPTH - 3) + b"<p>text and more text</p>",
    "as many as is let pass": HEAD + b"<p>text" * (MAX_TAGS - 5),
    "nested messages": (MESSAGE + b'<div class="js-message_text">x</div>') * (MAX_DEPTH // 2 - 1),
    "nested texts": MESSAGE + b'<div class="js-message_text">x' * (MAX_DEPTH - 3),
    "nested looks of a text": MESSAGE + b'<div class="tgme_widget_message_text">x' * (MAX_DEPTH - 3),
    "nested signatures": (MESSAGE + b'<i class="tgme_widget_message_meta"><i class="tgme_widget_message_from_author">x')
    * (MAX_DEPTH // 4 - 1),
    "nested dates": (MESSAGE + b'<i class="tgme_widget_message_date"><time datetime="x"></time><i class="x">')
    * (MAX_DEPTH // 4 - 1),
    "nested forwards": (MESSAGE + b'<i class="tgme_widget_message_forwarded_from"><i class="x">x')
    * (MAX_DEPTH // 4 - 1),
    "nested notices": (MESSAGE + b'<i class="message_media_not_supported_wrap">x') * (MAX_DEPTH // 3 - 1),
    "messages beside one date": MESSAGE + b'<a class="tgme_widget_message_date"></a><b class="x">x</b>' * 9_000,
    "notices of an empty page": b"<div>" * (MAX_DEPTH - 3) + b'<div class="tme_no_messages_found"></div>' * 15_000,
    "classes": b'<div class="' + b"a " * 500_000 + b'tgme_widget_message" data-post="Dzvin/1">x',
    "different classes": b"".join(b'<i class="x%d">x</i>' % n for n in range(15_000)),
    "a long view": MESSAGE.replace(b"data-post", b'data-view="' + b"W1tb" * 200_000 + b'" data-post') + b"x",
    "a long address": MESSAGE + b'<a href="https://t.me/' + b"?a&" * 300_000 + b'single">x</a>',
    "a quoted page": b'"' + MESSAGE.replace(b'"', b'\\"') * 300 + b'x"',
    "quotes": b'"' + b'\\"' * 900_000 + b'"',
    "links of an album": MESSAGE + b'<a href="https://t.me/Dzvin/2?single"></a>' * 15_000,
    "attributes": HEAD + b"<a " + b" x=1" * 300_000 + b">",
    "less-than signs": HEAD + b"<" * 500_000,
    "comments": HEAD + b"<!--" * 200_000,
    "entities": HEAD + b"<p>" + b"&amp;" * 300_000,
    "one long word": HEAD + b"<p>" + b"a" * 2_000_000,
    "blanks": HEAD + b"<p>a" + b" " * 1_000_000 + b"b",
    "html tags": b"<html " * 900 + b"<html" + b" " * 500_000 + b"<p>text",
    "JSON-LD brackets": HEAD + LINKED + b"[" * 200_000 + b"</script><p>text",
    "JSON-LD blanks": HEAD + LINKED + b"{" + b" " * 500_000 + b"</script><p>text",
    "JSON-LD quotes": HEAD + LINKED + b'{"@type":"NewsArticle","headline":"' + b'\\"' * 300_000 + b"</script><p>text",
    "JSON-LD commas": HEAD + LINKED + b"{" + b"," * 300_000 + b"}</script><p>text",
    "many JSON-LD blocks": HEAD + (LINKED + b'{"@type":"NewsArticle"}</script>') * 5_000 + b"<p>text",
    "times": HEAD.replace(b"<h1>", b"<div><h1>") + b'<time datetime="x"></time>' * 15_000 + b"<p>text",
    "nested blocks of links": HEAD + b'<div><a href="/1">x</a>' * (MAX_DEPTH - 3) + b"text " * 200_000,
    "a list of links": HEAD + b"<ul>" + b'<li class="related"><a href="/1">x</a>' * 9_000,
    "nested lists": HEAD + b'<ul><li><a href="/1">x</a>' * (MAX_DEPTH // 2 - 2),
    "cards": HEAD + b'<li class="card"><h3><a href="/1">x</a></h3>' * (MAX_DEPTH // 2 - 2) + b"text " * 100_000,
    "pictures": HEAD + b'<div class="caption">x' * (MAX_DEPTH - 3) + b"text " * 200_000,
    "authors": HEAD + b'<i class="author"><a rel="author" itemprop="author" href="/author/x">Name</a></i>' * 6_000,
    "long class of an author": HEAD + b'<i class="' + b"author-a_" * 100_000 + b'">Name</i><p>text',
    "twins": HEAD.replace(b"</head>", b'<link rel="alternate" hreflang="ru" href="/1">' * 9_000 + b"</head>")
    + b"<p>text",
    "patronymics": HEAD + b"<p>" + "Іванович ".encode() * 50_000,
    "broken feed": b'<rss version="2.0"><channel><item><title>' + b"&a" * 300_000,
    "many entries": b'<rss version="2.0"><channel>' + b"<item><link>/1</link></item>" * 5_000 + b"</channel></rss>",
}


@pytest.mark.parametrize("body", LARGE.values(), ids=LARGE)
def test_large_pages_take_no_long_time(body, channel, news):
    start = time.process_time()
    for _ in readings(body, channel, news):
        pass
    assert time.process_time() - start < SECONDS


SMALL = {
    "nuls": HEAD + b"<p>Te\x00xt and mo\x00re</p>\x00",
    "only nuls": b"\x00" * 100,
    "every byte": bytes(range(256)) * 10,
    "every byte in a page": HEAD + b"<p>" + bytes(range(256)) * 10,
    "script in the title": b"<title><script>alert(1)</script></title><h1><script>x</script></h1><p>text",
    "surrogates": HEAD + b"<p>&#xD800;&#xDFFF;&#x110000;&#0;&#-1;&#99999999999; text \xed\xa0\x80",
    "surrogates in JSON": HEAD + LINKED + b'{"@type":"NewsArticle","headline":"\\ud800 x"}</script><p>text',
    "numbers in JSON": HEAD
    + LINKED
    + b'{"@type":["Article",1],"headline":1e999,"datePublished":1e999}</script><p>text',
    "unicode in names": '<дів class="ї"><p>текст</p></дів><p att\u0301r="1">b</p>'.encode(),
    "message without a body": b'<div class="tgme_widget_message" data-post="Dzvin/1">',
    "huge ids": b'<div class="tgme_widget_message" data-post="Dzvin/99999999999999999999">x</div>',
    "ids in other digits": '<div class="tgme_widget_message" data-post="Dzvin/١٢"><p>x</p></div>'.encode(),
    "cursor in other digits": '<a data-before="١٢">x</a><link rel="prev" href="?before=١٢">'.encode(),
    "bad addresses": HEAD + b'<link rel="canonical" href="http://[::1"><a href="http://[?single">x</a><p>text',
    "a quoted page cut": b'"<div class=\\"tgme_widget_message\\" data-post=\\"Dzvin/1\\">x',
    "a quoted page of surrogates": b'"<div data-post=\\"Dzvin/1\\" >\\ud800\\udc00 \\udfff</div>"',
    "a declared charset that is not the bytes'": b"<meta charset='windows-1251'>" + "<p>Повернулися".encode(),
    "unclosed": b'<html><body><div class="tgme_widget_message_wrap"><div class="tgme_widget_message" data-post="Dz',
    "doctype": b'<!DOCTYPE html [<!ENTITY a "aaaa">]><html><body><p>&a; text</p></body></html>',
    "frames": b"<html><frameset><frame src=x></frameset></html>",
    "plaintext": b"<html><body><plaintext><p>text</p>",
    "declared utf-7": b"<meta charset=utf-7><p>+ADw-script+AD4-</p>",
    "declared twice": b"<?xml version='1.0' encoding='koi8-u'?><?xml?><html><body><p>text</p></body></html>",
}


@pytest.mark.parametrize("body", SMALL.values(), ids=SMALL)
def test_strange_pages(body, channel, news):
    for record in readings(body, channel, news):
        if isinstance(record, Document):
            assert not set(record.text) & {chr(code) for code in (*range(9), 11, 12, *range(14, 32), 127)}


@pytest.fixture
def whole_pages(message, preview, article):
    text = '<div class="tgme_widget_message_text js-message_text">Повернулися <b>146</b><br/>військових</div>'
    album = "".join(f'<a href="https://t.me/DzvinNews/{n}?single"><time>0:06</time></a>' for n in (5, 6))
    linked = (
        '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2025-05-14T20:28:12Z"}</script>'
    )
    feed = (
        '<?xml version="1.0"?><rss version="2.0"><channel><item><title>Обмін</title>'
        "<link>https://visnyk.example/1</link><pubDate>Sat, 22 Aug 2026 12:28:32 GMT</pubDate></item></channel></rss>"
    )
    return [
        preview(message(4, text), message(5, album + text), head='<link rel="prev" href="/s/X?before=4">'),
        article(linked, after='<time datetime="2025-05-14T20:28:12Z">14 травня</time>'),
        feed.encode(),
    ]


def test_cut_at_every_97th_byte(whole_pages, channel, news):
    cuts = [page[:end] for page in whole_pages for end in range(0, len(page), 97)]
    assert len(cuts) > 40
    for cut in cuts:
        for _ in readings(cut, channel, news):
            pass


@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-u", "utf-16", "cp866"])
def test_any_charset(encoding, whole_pages, channel, news):
    for page in whole_pages:
        body = page.decode().replace("©", "").encode(encoding, "replace")
        for _ in readings(body, channel, news):
            pass


PIECES = st.sampled_from(
    [
        b"<div>",
        b"</div>",
        b"<p>",
        b"<!--",
        b"-->",
        b"<script>",
        b"</script>",
        b'"',
        b">",
        b"<",
        b"\x00",
        b"\xd0",
        b"&#x0;",
        b"<br>",
        b"<pre>\n",
        b"<article>",
        b"<h1>",
        b"<title>",
        b"{",
        b"</html>",
        b'<div class="js-message_text">',
        b'<time datetime="2020-01-01T00:00:00Z">',
        b"<item>",
        b"<![CDATA[",
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damaged_pages(data, whole_pages, channel, news):
    page = bytearray(data.draw(st.sampled_from(whole_pages)))
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(page)))
        page[at : at + data.draw(st.integers(0, 60))] = data.draw(PIECES)
    for _ in readings(bytes(page), channel, news):
        pass

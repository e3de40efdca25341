"""Small invented worlds for crawls, in the markup of the real ones, and what a test asks of the store afterwards."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec

from polon.commands import crawl
from polon.records import Claim, Document, Event, Qualifier, Run, SourceRun, Status, claim_id, decode
from polon.sources import Kind, Source
from tests.servers import Answer, html

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)
FAST = {"DOWNLOAD_DELAY": 0, "RETRY_TIMES": 1, "DOWNLOAD_TIMEOUT": 5, "MEMUSAGE_LIMIT_MB": 0}
"""Settings of a test's crawl; the memory limit is off because it would count what other tests have used."""

MESSAGE = """
<div class="tgme_widget_message text_not_supported_wrap js-widget_message" data-post="{handle}/{post}">
 <div class="tgme_widget_message_bubble">
  <div class="tgme_widget_message_text js-message_text" dir="auto">{text}</div>
  <div class="tgme_widget_message_footer compact js-message_footer"><div class="tgme_widget_message_info short">
   <span class="tgme_widget_message_meta"><a class="tgme_widget_message_date" href="https://t.me/{handle}/{post}">
   <time datetime="{time}" class="time">06:00</time></a></span></div></div>
 </div></div>
"""
WRAP = '<div class="tgme_widget_message_wrap js-widget_message_wrap">{message}</div>'
PAGE = """<!DOCTYPE html><html><head><title>Harbour – Telegram</title>{older}</head>
<body class="widget_frame_base tgme_webpreview"><div class="tgme_channel_info">
<div class="tgme_channel_info_header_title"><span dir="auto">Harbour</span></div>
<div class="tgme_channel_info_header_username"><a href="https://t.me/{handle}">@{handle}</a></div></div>
<main class="tgme_main" data-url="/{handle}"><section class="tgme_channel_history js-message_history">
{posts}</section></main></body></html>"""
NO_POSTS = '<div class="tme_no_messages_found">No posts found</div>'
EMBED_ERROR = """<!DOCTYPE html><html><body class="widget_frame_base">
<div class="tgme_widget_message_error">{reason}</div></body></html>"""
CONTACT = """<!DOCTYPE html><html><head><title>Telegram: Contact @harbour</title></head><body>
<div class="tgme_page_action"><a class="tgme_action_button_new">Send Message</a></div></body></html>"""
ARTICLE = """<!DOCTYPE html><html lang="en"><head><title>{title}</title>
<script type="application/ld+json">{{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "{title}",
"datePublished": "{published}"}}</script></head><body><nav><a href="/">Front page</a></nav>
<article><h1>{title}</h1><p>{text}</p><p>The talks were held in a third country, officials said on the same day.</p>
</article><footer>Contact the desk</footer></body></html>"""


class Channel:
    """A channel of the preview: `posts` by id, oldest first, `page` of them at a time. Call it for an answer."""

    def __init__(self, handle: str = "harbour", posts: dict[int, str] | None = None, page: int = 20):
        self.handle, self.page = handle, page
        self.posts = dict(posts or {})
        self.hidden: set[int] = set()  # still there, but left out of the pages

    def __call__(self, path: str) -> Answer | None:
        parts = urlsplit(path)
        query = parse_qs(parts.query)
        if parts.path == f"/s/{self.handle}":
            return self.preview(int(query["before"][0]) if "before" in query else None)
        if match := re.fullmatch(rf"/{self.handle}/(\d+)", parts.path):
            return self.embed(int(match[1])) if "embed" in query else html(CONTACT)
        return None

    def preview(self, before: int | None) -> Answer:
        ids = sorted(i for i in self.posts if (before is None or i < before) and i not in self.hidden)
        shown, older = ids[-self.page :], ids[: -self.page]
        link = f'<link rel="prev" href="/s/{self.handle}?before={shown[0]}">' if older else ""
        posts = "".join(WRAP.format(message=self.message(i)) for i in shown) or NO_POSTS
        return html(PAGE.format(handle=self.handle, older=link, posts=posts))

    def embed(self, post: int) -> Answer:
        if post not in self.posts:
            return html(EMBED_ERROR.format(reason="Post not found"))
        return html(f"<!DOCTYPE html><html><body>{self.message(post)}</body></html>")

    def message(self, post: int) -> str:
        time = (NOW - timedelta(hours=1000 - post)).isoformat()
        return MESSAGE.format(handle=self.handle, post=post, text=self.posts[post], time=time)


def numbered(first: int, last: int) -> dict[int, str]:
    """Posts that each tell a number of their own: ten times their id."""
    return {i: f"Today {i * 10} prisoners came home." for i in range(first, last + 1)}


def article(title: str, text: str, published: str = "2026-05-19T09:30:00+03:00") -> Answer:
    return html(ARTICLE.format(title=title, text=text, published=published))


def rss(address: str, entries: Sequence[tuple[str, str | None]]) -> Answer:
    """An RSS feed of paths with their pubDate."""
    items = "".join(
        f"<item><title>Item</title><link>{address}{path}</link>{f'<pubDate>{date}</pubDate>' if date else ''}</item>"
        for path, date in entries
    )
    feed = f'<?xml version="1.0"?><rss version="2.0"><channel><title>River Post</title>{items}</channel></rss>'
    return Answer(feed.encode(), headers={"Content-Type": "application/rss+xml"})


def telegram(*hosts: str, name: str = "harbour", channel: str = "harbour", limit: int = 200) -> Source:
    return Source(
        name=name,
        title="Harbour watch",
        kind=Kind.TELEGRAM,
        lang="en",
        timezone="Europe/Kyiv",
        channel=channel,
        hosts=hosts,
        limit=limit,
        verified=True,
        evidence="Written for a test.",
    )


def news(*feeds: str, name: str = "river", pages: tuple[str, ...] = (), limit: int = 200) -> Source:
    return Source(
        name=name,
        title="River Post",
        kind=Kind.NEWS,
        lang="en",
        timezone="Europe/Kyiv",
        feeds=feeds,
        pages=pages,
        limit=limit,
        verified=True,
        evidence="Written for a test.",
    )


def run(data: Path, *sources: Source, **settings: Any) -> Run:
    """A whole run in this process, at `NOW`, with no delay between requests."""
    return crawl.run(sources, data, settings=FAST | settings, quiet=True, clock=lambda: NOW)


def run_one(data: Path, source: Source, **settings: Any) -> SourceRun:
    """The same for one source; its part of the run."""
    return run(data, source, **settings).sources[0]


def documents(data: Path) -> dict[str, Document]:
    """The documents of a store as they stand now: the last line of each id."""
    return {record.id: record for record in records_of(data, "documents", Document)}


def claims(data: Path) -> dict[str, Claim]:
    """The claims of a store as they stand now, the withdrawn ones too."""
    return {record.id: record for record in records_of(data, "claims", Claim)}


def runs(data: Path) -> list[Run]:
    return records_of(data, "runs", Run)


def lines(data: Path) -> dict[str, bytes]:
    """Every file of records of a store with its bytes."""
    return {str(file.relative_to(data)): file.read_bytes() for file in sorted(data.rglob("*.jsonl"))}


def records_of(data: Path, kind: str, record: type[Any]) -> list[Any]:
    files = sorted((data / kind).rglob("*.jsonl"))
    return [decode(line, record) for file in files for line in file.read_bytes().splitlines()]


def numbers_of(document: Document) -> tuple[Claim, ...]:
    """An extractor for tests: every number of two digits or more is a claim."""
    found = []
    for occurrence, match in enumerate(re.finditer(r"\d{2,}", document.text)):
        base = {"document": document.id, "revision": document.revision, "start": match.start(), "end": match.end()}
        found.append(
            msgspec.convert(
                base
                | {
                    "id": claim_id(document.id, document.text, match[0], occurrence),
                    "surface": match[0],
                    "value": int(match[0]),
                }
                | {"qualifier": Qualifier.EXACT, "event": Event.RELEASED, "status": Status.FACTUAL, "group": ()}
                | {"quote": document.text, "prefix": "", "suffix": "", "optional": False, "trace": {}}
                | {"confidence": 1.0, "extractor": "test"}
                | dict.fromkeys(("value_back", "value_max", "side", "who", "date", "attribution", "part_of"))
                | dict.fromkeys(("date_text", "date_rule", "whole")),
                Claim,
            )
        )
    return tuple(found)

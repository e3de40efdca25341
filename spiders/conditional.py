"""Asking whether a page has changed (RFC 9110, section 13): with what the store remembers of the last answer.

Scrapy's own cache asks nothing of a server whose pages say `no-cache`, which is what most news sites say.
"""

from __future__ import annotations

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from polon.records import Came, Fetch
from polon.sources import Source
from polon.store import Store

REMEMBERED = "polon_remembered"
"""Key of `request.meta`: the address under which the store remembers what came; without it nothing is asked."""

SENT = "polon_validators_sent"
"""Key of `request.meta`: set where the last request on the way carried validators, so that a 304 is an answer to it."""

NOT_MODIFIED = 304
MAX_LENGTH = 1_000


class Conditional:
    """Downloader middleware that adds If-None-Match and If-Modified-Since to the request that they are meant for."""

    def __init__(self, source: Source, store: Store):
        self.source, self.store = source, store

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to build it; it knows source and store from the spider."""
        spider = crawler.spider
        return cls(spider.source, spider.session.store)  # type: ignore[union-attr]

    def process_request(self, request: Request) -> None:
        """Each step of a redirect comes here: only the address that gave the page is asked about it."""
        for name in ("If-None-Match", "If-Modified-Since"):
            request.headers.pop(name, None)
        request.meta[SENT] = False
        address = request.meta.get(REMEMBERED)
        last = self.store.fetch_of(self.source.name, address) if address else None
        if last is None or last.final != request.url or not self.is_kept(last):
            return
        if last.etag:
            request.headers["If-None-Match"] = last.etag
        if last.last_modified:
            request.headers["If-Modified-Since"] = last.last_modified
        request.meta[SENT] = bool(last.etag or last.last_modified)

    def is_kept(self, last: Fetch) -> bool:
        """Whether what came last is in the store, so that «unchanged» tells all."""
        return last.document is not None and last.document in self.store.known(self.source.name)


def fetch_of(source: Source, response: Response, document: str | None, came: Came, *, trust: bool) -> Fetch:
    """What to remember of a response; `trust` is whether its validators may spare the next one."""
    return Fetch(
        source=source.name,
        url=response.meta[REMEMBERED],
        final=response.url,
        etag=_header(response, "ETag") if trust else None,
        last_modified=_header(response, "Last-Modified") if trust else None,
        document=document,
        came=came,
    )


def _header(response: Response, name: str) -> str | None:
    """A header to be sent back as it came; None for one that could not be."""
    value: bytes | None = response.headers.get(name)
    text = value.decode("latin-1").strip() if value else ""
    return text if text.isprintable() and 0 < len(text) <= MAX_LENGTH else None

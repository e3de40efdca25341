"""What every spider of ours does: it crawls one source into one session and tells truly how that ended."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.settings import BaseSettings
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from polon.records import Document, Fetch, Visit
from polon.session import Session, Tally
from polon.sources import Kind, Source, SourceError, default_folder, parse_source
from spiders.items import Page, page_of
from spiders.kinds import kind_of

ENDS = {
    "closespider_timeout": "time_limit: the crawl took longer than CLOSESPIDER_TIMEOUT",
    "memusage_exceeded": "memory_limit: the process grew above MEMUSAGE_LIMIT_MB",
    "start_error": "exception: the spider could not start",
}
"""Scrapy's reasons for closing a spider that make its source failed."""


class SourceSpider(Spider):
    """A spider of one source: `scrapy crawl <kind> -a source=NAME`, or with a Source and a Session from a program."""

    kind: ClassVar[Kind]
    source: Source
    session: Session
    tally: Tally
    own_session: bool
    history: bool | str = False
    closing: asyncio.Future[None] | None = None

    @classmethod
    def from_crawler(
        cls, crawler: Crawler, *args: Any, source: Source | str = "", session: Session | None = None, **kwargs: Any
    ) -> Self:
        """Scrapy's way to build it. Raises SourceError, and StoreError when it must open the store itself."""
        described = source if isinstance(source, Source) else named_source(source, crawler.settings)
        if described.kind is not cls.kind:
            raise SourceError(f"{described.name} is a source of kind {described.kind}: scrapy crawl {described.kind}")
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.source = described
        spider.own_session = session is None
        spider.session = session or Session.open(Path(crawler.settings["POLON_DATA"]))
        spider.tally = spider.session.tally(described.name)
        crawler.signals.connect(spider.broken, signal=signals.spider_error)
        crawler.signals.connect(spider.broken, signal=signals.item_error)
        crawler.signals.connect(spider.ended, signal=signals.spider_closed)
        return spider

    def broken(self, failure: Failure) -> None:
        """An exception in start(), in a callback or in a pipeline: the source has failed."""
        message = f"{type(failure.value).__name__}: {failure.value}"
        self.tally.error("exception", message)
        self.tally.fail(f"exception: {message}")

    def give_up(self, kind: str, message: str) -> None:
        """Ends the crawl of a source of which nothing more can come: counts why, asks for no further page."""
        self.tally.error(kind, message)
        self.tally.fail(f"{kind}: {message}")
        self.closing = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason=kind))

    def ended(self, reason: str) -> None:
        """The crawl is over: settles the outcome, and writes the run's line where the session is the spider's own.

        Scrapy says «shutdown» of a crawl that was stopped and of one that broke; the runner knows which.
        """
        if reason == "finished":
            self.settle()
            self.count()
            self.tally.succeed()
        elif reason != "shutdown":
            self.tally.fail(ENDS.get(reason, reason))
        if self.own_session:
            self.session.finish()

    def count(self) -> None:
        """Fails the tally where the source has had too few documents of late, warns where it has had too many."""
        expect = self.source.expect
        if expect is None:
            return
        now = self.session.clock()
        found = self.session.store.count_between(self.source.name, now - timedelta(days=expect.days), now)
        told = f"{found} documents of the last {expect.days} days"
        if expect.min is not None and found < expect.min and self.tally.outcome is None:
            self.tally.errors["too_few"] += 1
            self.tally.fail(f"too_few: {told}, at least {expect.min} are expected")
        if expect.max is not None and found > expect.max:
            self.tally.warn(f"too_many: {told}, at most {expect.max} are expected")

    def settle(self) -> None:
        """Fails the tally if the crawl, though it came to its end, did not do its work. For each kind to say."""
        raise NotImplementedError

    def describe(self, failure: Failure) -> tuple[str, str]:
        """The kind of a request's failure, and what happened to which address."""
        error = failure.value or RuntimeError("a failure without an exception")
        detail = f"HTTP {error.response.status}" if isinstance(error, HttpError) else str(error)
        return kind_of(error), f"{request_of(failure).url}: {detail or type(error).__name__}"

    def failed(self, failure: Failure) -> str:
        """Counts a failed request; gives its kind."""
        kind, message = self.describe(failure)
        self.tally.error(kind, message)
        return kind

    def page(
        self,
        response: Response,
        documents: Sequence[Document],
        visit: Visit | None = None,
        fetch: Fetch | None = None,
    ) -> Page:
        """The item of a page: its documents, what it told of a channel, what is to be remembered of its address."""
        return page_of(response, documents, self.session.clock(), visit, fetch)


def request_of(failure: Failure) -> Request:
    """The request that failed, which Scrapy hangs on the failure."""
    request: Request = failure.request  # type: ignore[attr-defined]
    return request


def named_source(name: str, settings: BaseSettings) -> Source:
    """The source of a name, from POLON_SOURCES or the default folder. Raises SourceError."""
    folder = Path(settings["POLON_SOURCES"]) if settings["POLON_SOURCES"] else default_folder()
    file = folder / f"{name}.toml"
    if not name or not file.is_file():
        raise SourceError(f"{folder}: no source named {name!r}; say -a source=NAME, one of its *.toml")
    return parse_source(name, file.read_bytes(), str(file))

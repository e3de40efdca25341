"""News sites: the source's feeds, then the articles they name, then the pages it names itself."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure
from w3lib.encoding import http_content_type_encoding
from w3lib.url import safe_url_string

from polon.pages import PageError
from polon.pages.addresses import document_id, resolve
from polon.pages.article import inspect_article
from polon.pages.feed import Entry, read_feed
from polon.records import Access, Came
from polon.sources import Kind
from polon.store import Change
from spiders.base import SourceSpider, request_of
from spiders.conditional import NOT_MODIFIED, REMEMBERED, SENT, fetch_of
from spiders.items import Page
from spiders.kinds import REFUSING
from spiders.robots import Disallowed

PATIENCE = 3
"""Refusals in a row (403, 429) after which a site is left alone for this run."""


class NewsSpider(SourceSpider):
    """Reads each feed, then new articles and those young enough to be edited still."""

    name = "news"
    kind = Kind.NEWS

    async def start(self) -> AsyncIterator[Request]:
        """All feeds, in order, before any article."""
        recheck = timedelta(hours=self.settings.getfloat("POLON_RECHECK_HOURS"))
        self.young = self.session.clock() - recheck
        self.known = self.session.store.known(self.source.name)
        self.room = self.source.limit
        self.seen: set[str] = set()
        self.troubles: list[str] = []
        self.feeds_read = self.tried = self.read = self.refusals = self.forbidden = 0
        for rank, feed in enumerate(self.source.feeds):
            yield self.ask(feed, self.parse_feed, self.no_feed, len(self.source.feeds) - rank)
        for page in self.source.pages:
            self.tried += 1
            yield self.ask_article(page, 0)

    def ask(self, url: str, callback: Any, errback: Any, priority: int = 0) -> Request:
        """A request in the source's language: some sites send readers of English to another edition."""
        headers = {"Accept-Language": "en" if self.source.lang == "en" else f"{self.source.lang},en;q=0.5"}
        return Request(url, callback, errback=errback, priority=priority, headers=headers, meta={"asked": url})

    def ask_article(self, url: str, priority: int) -> Request:
        """A request for an article, which asks whether it has changed where it was read before."""
        request = self.ask(url, self.parse_article, self.no_article, priority)
        request.meta.update({REMEMBERED: address_of(url), "handle_httpstatus_list": [NOT_MODIFIED]})
        return request

    def parse_feed(self, response: Response) -> Iterator[Request]:
        """A feed: requests for its articles that are worth one, as far as the source's limit goes."""
        try:
            entries = read_feed(response.body, response.url)
        except PageError as error:
            self.feed_failed(response.meta["asked"], "parse_error", str(error))
            return
        if not entries:
            self.feed_failed(response.meta["asked"], "layout_changed", "the feed has no entries")
            return
        self.tally.pages += 1
        self.feeds_read += 1
        wanted = [entry for entry in entries if self.is_wanted(entry)]
        if len(wanted) > self.room:
            self.tally.warn(f"{response.url}: articles not read: {len(wanted) - self.room}; raise 'limit'")
        for entry in wanted[: self.room]:
            self.room -= 1
            self.tried += 1
            yield self.ask_article(entry.url, -self.tried)  # in the feed's order

    def is_wanted(self, entry: Entry) -> bool:
        """Whether an entry is to be fetched: unknown, or young enough for an edit; once, whichever feeds name it.

        What is known and has no date in the feed counts as old; what had no article then is looked at
        again, since our reader may be at fault; what was gone only where no date says how old it is.
        """
        address = address_of(entry.url)
        if address in self.seen:
            return False
        self.seen.add(address)
        stamp = entry.updated or entry.published
        if stamp is not None and stamp >= self.young:
            return True
        last = self.session.store.fetch_of(self.source.name, address)
        if last is None:
            return document_id(self.source.name, address) not in self.known
        if last.came is Came.GONE:
            return stamp is None
        return last.document is None or last.document not in self.known

    def parse_article(self, response: Response) -> Iterator[Page]:
        """An article: its document."""
        self.refusals = 0
        if response.status == NOT_MODIFIED:
            self.not_modified(response)
            return
        asked = response.meta["asked"]
        if urlsplit(response.url).path in ("", "/") and urlsplit(asked).path not in ("", "/"):
            self.tally.error("redirect_only", f"{asked} leads to the front page")
            return
        kind = (response.headers.get("Content-Type") or b"").decode("latin-1")
        try:
            article = inspect_article(
                response.body, response.url, source=self.source, charset=http_content_type_encoding(kind)
            )
        except PageError as error:
            self.tally.error("parse_error", f"{response.url}: {error}")
            yield self.page(response, (), fetch=fetch_of(self.source, response, None, Came.EMPTY, trust=False))
            return
        self.tally.pages += 1
        self.read += 1
        for warning in article.warnings:
            self.tally.warn(f"{response.url}: {warning}")
        # Where the source's selectors missed, the page is to be read again as soon as they are mended.
        trust = not any("selector" in warning for warning in article.warnings)
        came = Came.PAYWALL if article.document.access is Access.PAYWALL else Came.ARTICLE
        fetch = fetch_of(self.source, response, article.document.id, came, trust=trust)
        yield self.page(response, (article.document,), fetch=fetch)

    def not_modified(self, response: Response) -> None:
        """An article that is as it was read before, in the server's own words."""
        if not response.meta.get(SENT):
            self.tally.error("http_304", f"{response.url}: HTTP 304, which nobody had asked for")
            return
        self.read += 1
        self.tally.changes[Change.UNCHANGED] += 1

    def no_feed(self, failure: Failure) -> None:
        """A feed that did not come. A robots.txt that forbids the source's main address fails the source."""
        kind, message = self.describe(failure)
        asked: str = request_of(failure).meta["asked"]
        self.feed_failed(asked, kind, message)
        if isinstance(failure.value, Disallowed) and asked == self.source.addresses()[0]:
            self.tally.fail(f"robots: {failure.value}")

    def feed_failed(self, url: str, kind: str, message: str) -> None:
        """Counts a feed that gave nothing."""
        self.tally.error(kind, message)
        self.troubles.append(f"{kind} at {urlsplit(url).netloc}")

    def no_article(self, failure: Failure) -> Iterator[Page]:
        """An article that did not come. A site that refuses several in a row is left alone."""
        kind = self.failed(failure)
        if kind == "http_404" and isinstance(failure.value, HttpError):
            gone = failure.value.response
            last = self.session.store.fetch_of(self.source.name, gone.meta[REMEMBERED])
            yield self.page(
                gone, (), fetch=fetch_of(self.source, gone, last.document if last else None, Came.GONE, trust=False)
            )
        if isinstance(failure.value, Disallowed) and request_of(failure).meta["asked"] not in self.source.pages:
            self.forbidden += 1  # the site's wish for one article, no failure to read it
        self.refusals = self.refusals + 1 if kind in REFUSING else 0
        if self.refusals >= PATIENCE:
            self.tally.fail(f"{kind}: {self.refusals} requests in a row were refused")
            raise CloseSpider(kind)

    def settle(self) -> None:
        """Failed when no feed could be read, or none of the articles that were tried and allowed."""
        if self.source.feeds and not self.feeds_read:
            self.tally.fail(", ".join(dict.fromkeys(self.troubles)))
        elif self.tried > self.forbidden and not self.read:
            kind = next((kind for kind, _ in self.tally.errors.most_common(1)), "exception")
            self.tally.fail(f"{kind}: none of {self.tried} articles could be read")


def address_of(url: str) -> str:
    """An article's address as the store has it: as it comes back with the response, and without tracking."""
    address = safe_url_string(url)
    return resolve(address, address) or address

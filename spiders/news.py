"""News sites: the source's feeds and sitemaps, then the articles they name, then the pages it names itself."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
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

from polon.pages import PageError, PaywallError
from polon.pages.addresses import document_id, resolve
from polon.pages.article import inspect_article
from polon.pages.discovery import SITEMAP_DAYS, is_in_scope, worth_following
from polon.pages.feed import Entry, read_feed
from polon.pages.sitemap import read_sitemap
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


ENOUGH = 3
"""Pages by whose greater part a site's layout is judged; of fewer, all must agree."""

MAX_SITEMAPS = 50
"""Sitemaps that one run follows from index files."""


class NewsSpider(SourceSpider):
    """Reads each feed, then new articles and those young enough to be edited still."""

    name = "news"
    kind = Kind.NEWS

    async def start(self) -> AsyncIterator[Request]:
        """All feeds and sitemaps, in order, before any article."""
        recheck = timedelta(hours=self.settings.getfloat("POLON_RECHECK_HOURS"))
        now = self.session.clock()
        self.young = now - recheck
        self.since = now - timedelta(days=self.source.days) if self.source.days else None
        self.sitemaps_since = now - timedelta(days=self.source.days or SITEMAP_DAYS)
        self.sitemaps_left = MAX_SITEMAPS
        self.known = self.session.store.known(self.source.name)
        self.room = self.source.limit
        self.seen: set[str] = set()
        self.troubles: list[str] = []
        self.feeds_read = self.tried = self.read = self.came = self.missed = self.refusals = self.forbidden = 0
        lists = [(feed, self.parse_feed) for feed in self.source.feeds]
        lists += [(sitemap, self.parse_sitemap) for sitemap in self.source.sitemaps]
        for rank, (address, parse) in enumerate(lists):
            yield self.ask(address, parse, self.no_feed, len(lists) - rank)
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
        yield from self.articles(response.url, (e for e in entries if is_in_scope(e, self.source, self.since)))

    def parse_sitemap(self, response: Response) -> Iterator[Request]:
        """A sitemap: requests for its articles, the youngest first, or for the sitemaps that it names."""
        try:
            found = read_sitemap(response.body, response.url)
        except PageError as error:
            self.feed_failed(response.meta["asked"], "parse_error", str(error))
            return
        self.tally.pages += 1
        self.feeds_read += 1
        self.seen.update((response.url, response.meta["asked"]))
        children = [
            child for child in worth_following(found.children, self.sitemaps_since) if self.is_unseen(child.url)
        ]
        if len(children) > self.sitemaps_left:
            left = len(children) - self.sitemaps_left
            self.tally.warn(f"{response.url}: sitemaps not read: {left}; name those that matter in 'sitemaps'")
        for child in children[: self.sitemaps_left]:
            self.sitemaps_left -= 1
            yield self.ask(child.url, self.parse_sitemap, self.no_feed, 1)
        entries = [entry for entry in found.entries if is_in_scope(entry, self.source, self.sitemaps_since)]
        yield from self.articles(response.url, sorted(entries, key=age_of))

    def articles(self, found_at: str, entries: Iterable[Entry]) -> Iterator[Request]:
        """Requests for the articles of a list that are worth one, as far as the source's limit goes."""
        wanted = [entry for entry in entries if self.is_wanted(entry)]
        if len(wanted) > self.room:
            self.tally.warn(f"{found_at}: articles not read: {len(wanted) - self.room}; raise 'limit'")
        for entry in wanted[: self.room]:
            self.room -= 1
            self.tried += 1
            yield self.ask_article(entry.url, -self.tried)  # in the order of the list

    def is_wanted(self, entry: Entry) -> bool:
        """Whether an entry is to be fetched: unknown, or young enough for an edit; once, whichever feeds name it.

        What is known and has no date in the feed counts as old; what had no article then is looked at
        again, since our reader may be at fault; what was gone only where no date says how old it is.
        """
        address = address_of(entry.url)
        if not self.is_unseen(address):
            return False
        stamp = entry.updated or entry.published
        if stamp is not None and stamp >= self.young:
            return True
        last = self.session.store.fetch_of(self.source.name, address)
        if last is None:
            return document_id(self.source.name, address) not in self.known
        if last.came is Came.GONE:
            return stamp is None
        return last.document is None or last.document not in self.known

    def is_unseen(self, address: str) -> bool:
        """Whether this run meets an address for the first time."""
        if address in self.seen:
            return False
        self.seen.add(address)
        return True

    def parse_article(self, response: Response) -> Iterator[Page]:
        """An article: its document."""
        self.refusals = 0
        if response.status == NOT_MODIFIED:
            self.not_modified(response)
            return
        self.came += 1
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
            self.missed += 1
            self.tally.error("parse_error", f"{response.url}: {error}")
            came = Came.PAYWALL if isinstance(error, PaywallError) else Came.EMPTY
            yield self.page(response, (), fetch=fetch_of(self.source, response, None, came, trust=False))
            return
        self.tally.pages += 1
        self.read += 1
        for warning in article.warnings:
            self.tally.warn(f"{response.url}: {warning}")
        # Where the source's selectors missed, the page is to be read again as soon as they are mended.
        trust = not any("selector" in warning and "finds nothing" in warning for warning in article.warnings)
        self.missed += not trust
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
        """Failed when no list could be read, or none of the articles that were allowed, or most not as was meant."""
        if self.source.feeds + self.source.sitemaps and not self.feeds_read:
            self.tally.fail(", ".join(dict.fromkeys(self.troubles)))
        elif self.missed * 2 > self.came and (self.came >= ENOUGH or self.missed == self.came):
            self.tally.errors["layout_changed"] += 1
            reason = f"{self.missed} of {self.came} pages have no text, or nothing where the source's selectors point"
            self.tally.fail(f"layout_changed: {reason}")
        elif self.tried > self.forbidden and not self.read:
            kind = next((kind for kind, _ in self.tally.errors.most_common(1)), "exception")
            self.tally.fail(f"{kind}: none of {self.tried} articles could be read")


def address_of(url: str) -> str:
    """An article's address as the store has it: as it comes back with the response, and without tracking."""
    address = safe_url_string(url)
    return resolve(address, address) or address


def age_of(entry: Entry) -> float:
    """By what articles of a sitemap are sorted: the youngest first, those of unknown age last."""
    stamp = entry.updated or entry.published
    return -stamp.timestamp() if stamp else 0.0

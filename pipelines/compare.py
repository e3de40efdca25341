"""Step 1: what each document is, measured by the store. What is unchanged goes no further."""

from __future__ import annotations

from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from pipelines import spider_of
from polon.pages.redated import with_first_date
from polon.records import Document, Fetch
from polon.sources import Kind
from polon.store import Change
from spiders.base import SourceSpider
from spiders.items import Entry, Page


class Compare:
    """Notes each document's change; counts and takes out what is unchanged."""

    def __init__(self, spider: SourceSpider):
        self.spider = spider
        self.store = spider.session.store

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to build it."""
        return cls(spider_of(crawler))

    def process_item(self, page: Page) -> Page:
        """The page with its changes; raises DropItem where it tells nothing, and once the spider has given up."""
        if self.spider.closing is not None:
            raise DropItem(f"the crawl is ending: {page.url}")
        for entry in page.entries:
            entry.change = self.change_of(entry.kept)
            if entry.change is Change.CHANGED:
                self.keep_first_date(entry)
        unchanged = sum(entry.change is Change.UNCHANGED for entry in page.entries)
        self.spider.tally.changes[Change.UNCHANGED] += unchanged
        page.entries = [entry for entry in page.entries if entry.change is not Change.UNCHANGED]
        if not page.entries and page.visit is None and not self.is_news(page.fetch):
            raise DropItem(f"unchanged: {page.url}")
        return page

    def is_news(self, fetch: Fetch | None) -> bool:
        """Whether what is to be remembered of an address differs from what is remembered."""
        return fetch is not None and self.store.fetch_of(fetch.source, fetch.url) != fetch

    def change_of(self, document: Document) -> Change:
        """The change of a document as it would be kept.

        A mirror's copy may be old or cut: it never replaces what came another way.
        """
        known = self.store.known(document.source).get(document.id)
        if known and document.via and (known.deleted or known.via != document.via):
            return Change.UNCHANGED
        return self.store.change_of(document)

    def keep_first_date(self, entry: Entry) -> None:
        """A changed article that is dated anew keeps its first date, before its claims are read; the run tells it."""
        known = self.store.known(entry.kept.source).get(entry.kept.id)
        source = self.spider.source
        if known is None or source.kind is not Kind.NEWS:
            return
        told = entry.document.published
        entry.document = with_first_date(entry.document, known.published, source.zone)
        entry.kept = with_first_date(entry.kept, known.published, source.zone)
        if told and entry.document.published != told:
            self.spider.tally.warn(f"{entry.document.url}: dated anew, {told.isoformat()}; the first date stays")

"""Step 2: each document's claims, read from its whole text."""

from __future__ import annotations

from typing import Self

from scrapy.crawler import Crawler

from pipelines import spider_of
from polon.extract import claims_of
from polon.session import Tally
from spiders.items import Entry, Page


class Extract:
    """Adds the claims. A document that cannot be read is not kept, so that the next run tries it again."""

    def __init__(self, tally: Tally):
        self.tally = tally

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to build it."""
        return cls(spider_of(crawler).tally)

    def process_item(self, page: Page) -> Page:
        """The page, its documents with their claims. An exception of the extractor fails the source."""
        read = [entry for entry in page.entries if self.read(entry)]
        if len(read) < len(page.entries):
            page.entries, page.visit, page.fetch = read, None, None
        return page

    def read(self, entry: Entry) -> bool:
        """Puts the claims into an entry; False where the extractor breaks on it."""
        if entry.document.deleted:
            return True
        try:
            entry.claims = claims_of(entry.document)
        except Exception as error:
            message = f"{entry.document.id}: {type(error).__name__}: {error}"
            self.tally.error("extraction", message)
            self.tally.fail(f"extraction: {message}")
            return False
        return True

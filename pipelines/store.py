"""Step 5: into the store, a page at once."""

from __future__ import annotations

from typing import Self

from scrapy.crawler import Crawler

from pipelines import disk, spider_of
from polon.store import Refused
from spiders.base import SourceSpider
from spiders.items import Page


class Store:
    """Writes documents, claims and the visit, and counts what that changed."""

    def __init__(self, spider: SourceSpider):
        self.spider = spider
        self.store = spider.session.store

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to build it."""
        return cls(spider_of(crawler))

    def process_item(self, page: Page) -> Page:
        """The page, kept; raises DropItem where the disk fails. A record that breaks the rules fails the source."""
        entries = [(entry.document, entry.claims) for entry in page.entries]
        with disk(self.spider):
            results = self.store.write_page(entries, page.visit)
        for result in results:
            if isinstance(result, Refused):
                self.spider.tally.error("exception", f"Refused: {result}")
                self.spider.tally.fail(f"exception: Refused: {result}")
            else:
                self.spider.tally.wrote(result)
        return page

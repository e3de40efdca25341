"""Step 1: what a document is, measured by the store. What is unchanged goes no further."""

from __future__ import annotations

from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from pipelines import spider_of
from polon.pages.names import withhold
from polon.store import Change
from spiders.base import SourceSpider
from spiders.items import Item


class Compare:
    """Notes an item's change; counts and drops what is unchanged."""

    def __init__(self, spider: SourceSpider):
        self.spider = spider
        self.store = spider.session.store

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to build it."""
        return cls(spider_of(crawler))

    def process_item(self, item: Item) -> Item:
        """The item with its change; raises DropItem for an unchanged one, and once the spider has given up."""
        if self.spider.closing is not None:
            raise DropItem(f"the crawl is ending: {item.document.id}")
        item.change = self.store.change_of(withhold(item.document))  # as it would be kept
        if item.change is Change.UNCHANGED:
            self.spider.tally.changes[item.change] += 1
            raise DropItem(f"unchanged: {item.document.id}")
        return item

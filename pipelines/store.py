"""Step 5: into the store."""

from __future__ import annotations

from typing import Self

from scrapy.crawler import Crawler

from pipelines import spider_of
from spiders.base import SourceSpider
from spiders.items import Item


class Store:
    """Writes document and claims, and counts what that changed."""

    def __init__(self, spider: SourceSpider):
        self.store = spider.session.store
        self.tally = spider.tally

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to build it."""
        return cls(spider_of(crawler))

    def process_item(self, item: Item) -> Item:
        """The item, kept. Raises StoreError."""
        self.tally.wrote(self.store.write(item.document, item.claims))
        return item

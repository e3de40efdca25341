"""Step 5: into the store."""

from __future__ import annotations

from typing import Self

from scrapy.crawler import Crawler

from pipelines import disk, spider_of
from spiders.base import SourceSpider
from spiders.items import Item


class Store:
    """Writes document and claims, and counts what that changed."""

    def __init__(self, spider: SourceSpider):
        self.spider = spider
        self.store = spider.session.store

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to build it."""
        return cls(spider_of(crawler))

    def process_item(self, item: Item) -> Item:
        """The item, kept; raises DropItem where the disk fails, Refused where the record breaks the store's rules."""
        with disk(self.spider):
            self.spider.tally.wrote(self.store.write(item.document, item.claims))
        return item

"""Step 4: the page that a new or changed document was read from, kept as evidence, once for all its documents."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Self

from scrapy.crawler import Crawler

from pipelines import disk, spider_of
from polon.records import Evidence
from spiders.base import SourceSpider
from spiders.items import Item, Page


class Archive:
    """Notes in each document where its page's bytes lie, and their SHA-256."""

    def __init__(self, spider: SourceSpider):
        self.spider = spider
        self.archive = spider.session.archive

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to build it."""
        return cls(spider_of(crawler))

    def process_item(self, item: Item) -> Item:
        """The item, its document with its evidence; raises DropItem where the disk fails."""
        if item.page.evidence is None:
            with disk(self.spider):
                item.page.evidence = self.keep(item.page)
        item.document = replace(item.document, evidence=item.page.evidence)
        return item

    def keep(self, page: Page) -> Evidence:
        """The page's evidence: of one that lists names only the digest. Raises StoreError."""
        if not page.keep:
            return Evidence(sha256=hashlib.sha256(page.body).hexdigest())
        return self.archive.add(page.url, page.status, page.headers, page.body, page.fetched)

"""Step 4: the page that new or changed documents were read from, kept as evidence, once for all of them."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Self

from scrapy.crawler import Crawler

from pipelines import disk, spider_of
from polon.records import Evidence
from spiders.base import SourceSpider
from spiders.items import Page


class Archive:
    """Notes in each document where its page's bytes lie, and their SHA-256."""

    def __init__(self, spider: SourceSpider):
        self.spider = spider
        self.archive = spider.session.archive

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to build it."""
        return cls(spider_of(crawler))

    def process_item(self, page: Page) -> Page:
        """The page, its documents with their evidence; raises DropItem where the disk fails."""
        if page.entries:
            with disk(self.spider):
                page.evidence = self.keep(page)
        for entry in page.entries:
            entry.document = replace(entry.document, evidence=page.evidence)
        return page

    def keep(self, page: Page) -> Evidence:
        """The page's evidence, durable once the next step has it so: of a list of names only the digest.

        Raises StoreError.
        """
        if not page.keep:
            return Evidence(sha256=hashlib.sha256(page.body).hexdigest())
        return self.archive.add(page.url, page.status, page.headers, page.body, page.fetched, durable=False)

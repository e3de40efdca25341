"""Step 5: into the store. Pages that come faster than the disk likes are kept together."""

from __future__ import annotations

import asyncio
import time
from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from pipelines import disk, spider_of
from polon.store import Refused
from spiders.base import SourceSpider
from spiders.items import Page

PAUSE = 0.5
"""Seconds that a page may wait for others; after such a pause without any it is written at once."""

MOST = 25
"""Pages that are kept together."""


class Store:
    """Writes documents, claims, visits and fetches, and counts what that changed."""

    def __init__(self, spider: SourceSpider):
        self.spider = spider
        self.waiting: list[Page] = []
        self.written = float("-inf")
        self.timer: asyncio.TimerHandle | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to build it."""
        return cls(spider_of(crawler))

    def process_item(self, page: Page) -> Page:
        """The page, kept now or within PAUSE; raises DropItem where the disk fails."""
        self.waiting.append(page)
        if len(self.waiting) >= MOST or time.monotonic() - self.written >= PAUSE:
            self.write()
        elif self.timer is None:
            self.timer = asyncio.get_running_loop().call_later(PAUSE, self.write_late)
        return page

    def close_spider(self) -> None:
        """What still waits is written before the source's end is told."""
        self.write_late()

    def write_late(self) -> None:
        """As `write`; where the disk fails the spider has been told, and nobody else waits for this."""
        try:
            self.write()
        except DropItem:
            return

    def write(self) -> None:
        """Keeps what waits. Raises DropItem where the disk fails; a record that breaks the rules fails the source."""
        if self.timer is not None:
            self.timer.cancel()
        pages, self.waiting, self.timer = self.waiting, [], None
        if not pages:
            return
        kept = [
            ([(entry.document, entry.claims) for entry in page.entries], page.visit or page.fetch) for page in pages
        ]
        with disk(self.spider):
            self.spider.session.archive.sync()  # what claims stand on comes before them
            results = self.spider.session.store.write_pages(kept)
        self.written = time.monotonic()
        tally = self.spider.tally
        for result in (one for page in results for one in page):
            if isinstance(result, Refused):
                tally.error("exception", f"Refused: {result}")
                tally.fail(f"exception: Refused: {result}")
            else:
                tally.wrote(result)

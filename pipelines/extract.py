"""Step 2: a document's claims, read from its whole text."""

from __future__ import annotations

from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from pipelines import spider_of
from polon.extract import claims_of
from polon.session import Tally
from spiders.items import Item


class Extract:
    """Adds the claims. A document that cannot be read is not kept, so that the next run tries it again."""

    def __init__(self, tally: Tally):
        self.tally = tally

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to build it."""
        return cls(spider_of(crawler).tally)

    def process_item(self, item: Item) -> Item:
        """The item with its claims. An exception of the extractor fails the source and drops the item."""
        if item.document.deleted:
            return item
        try:
            item.claims = claims_of(item.document)
        except Exception as error:
            message = f"{item.document.id}: {type(error).__name__}: {error}"
            self.tally.error("extraction", message)
            self.tally.fail(f"extraction: {message}")
            raise DropItem(message, log_level="ERROR") from error
        return item

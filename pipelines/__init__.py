"""Scrapy item pipelines, one step a file: what happens to each document."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from polon.store import Refused, StoreError
from spiders.base import SourceSpider


def spider_of(crawler: Crawler) -> SourceSpider:
    """The crawler's spider; every step needs its session and tally."""
    if not isinstance(crawler.spider, SourceSpider):
        raise TypeError("the pipelines of Polon work for its own spiders only")
    return crawler.spider


@contextmanager
def disk(spider: SourceSpider) -> Iterator[None]:
    """A block that writes: where the disk fails the item is dropped and the crawl of its source ends.

    A record that the store refuses is no fault of the disk: it stays an exception, and the next record may be well.
    """
    try:
        yield
    except Refused:
        raise
    except StoreError as error:
        spider.give_up("store", str(error))
        raise DropItem(f"not kept: {error}") from error

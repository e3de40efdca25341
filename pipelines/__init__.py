"""Scrapy item pipelines, one step a file: what happens to each document."""

from __future__ import annotations

from scrapy.crawler import Crawler

from spiders.base import SourceSpider


def spider_of(crawler: Crawler) -> SourceSpider:
    """The crawler's spider; every step needs its session and tally."""
    if not isinstance(crawler.spider, SourceSpider):
        raise TypeError("the pipelines of Polon work for its own spiders only")
    return crawler.spider

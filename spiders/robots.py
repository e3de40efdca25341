"""robots.txt (RFC 9309), obeyed by every request.

Scrapy's own middleware, from 2.14 to 2.19, lets requests through that wait for a site's first robots.txt: they all
await one Deferred, the first waiter consumes its result, the rest read None as «no rules». It also takes a failure for
permission, and the text of an error page for rules. This one keeps an asyncio future a site; any number may await it.
"""

from __future__ import annotations

import asyncio
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import ProtegoRobotParser, RobotParser
from scrapy.utils.httpobj import urlparse_cached

from spiders.kinds import NotFetched, kind_of
from spiders.turns import TURNS

IS_ROBOTS = "polon_robots_txt"
"""Key of `request.meta` that marks our own requests for robots.txt, the only ones that need no leave."""

MAX_DELAY = 60.0
"""Seconds; a Crawl-delay above it is more than a run can keep, so the site is left alone."""

MAX_BYTES = 512_000
"""RFC 9309, 2.5: a crawler reads at least 500 KiB; we read no more."""

Rules = RobotParser | NotFetched | None
"""A site's rules; or why it may not be crawled at all; or None, when it has no robots.txt."""


class Disallowed(NotFetched):
    """A rule of robots.txt forbids the URL: the source's own word, so no mirror is tried instead."""


class Robots:
    """Downloader middleware that asks each site's robots.txt once, before anything else of the site."""

    def __init__(self, crawler: Crawler):
        self.crawler = crawler
        self.agent: str = crawler.settings["ROBOTSTXT_USER_AGENT"]
        self._sites: dict[str, asyncio.Future[Rules]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to build it."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Lets an allowed request pass. Raises Disallowed, or NotFetched where the rules could not be had."""
        if request.meta.get(IS_ROBOTS):
            return
        parts = urlparse_cached(request)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._sites:
            self._sites[site] = asyncio.ensure_future(self._fetch(site, parts.netloc.lower()))
        rules = await asyncio.shield(self._sites[site])
        if isinstance(rules, NotFetched):
            raise NotFetched(rules.kind, str(rules))
        if rules is not None and not rules.allowed(request.url, self.agent):
            raise Disallowed("robots", f"{site}/robots.txt forbids {parts.path or '/'}")

    async def _fetch(self, site: str, host: str) -> Rules:
        url = f"{site}/robots.txt"
        try:
            request = Request(url, callback=NO_CALLBACK, priority=1000, meta={IS_ROBOTS: True})
            response = await self.crawler.engine.download_async(request)
        except Exception as error:  # whatever it was: no rules, no crawl
            return NotFetched(kind_of(error), f"{url}: {error or type(error).__name__}")
        return self._read(response, host)

    def _read(self, response: Response, host: str) -> Rules:
        if 400 <= response.status < 500 and response.status != 429:
            return None
        if response.status != 200:
            return NotFetched("robots", f"{response.url}: HTTP {response.status}, so nothing may be crawled")
        rules = ProtegoRobotParser.from_crawler(self.crawler, response.body[:MAX_BYTES])
        delay = rules.crawl_delay(self.agent) or 0.0
        if delay > MAX_DELAY:
            return NotFetched("robots", f"{response.url}: Crawl-delay of {delay:.0f} s is more than a run can keep")
        TURNS.slow(host, delay)
        return rules

"""Turns at a host, for the whole process: how long the next request to it must wait.

Scrapy keeps its delay for each spider; two sources that meet on one host (an agency's article under another's feed)
would come twice as fast. Scrapy also reads neither Retry-After nor Crawl-delay by itself.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from spiders.kinds import NotFetched

FLOOR = 2.0
"""Seconds between two requests to a host that is not this machine, whatever the settings say."""

PATIENCE = 120.0
"""Seconds that a request waits for a host that has asked us to; a longer wait is left to the next run."""


class Turns:
    """When each host may be asked again. Hosts are `host:port` as URLs write them; times are monotonic seconds."""

    def __init__(self, now: Callable[[], float] = time.monotonic):
        self._now = now
        self._free: dict[str, float] = {}
        self._pace: dict[str, float] = {}

    def wait(self, host: str) -> float:
        """Seconds until the host may be asked, 0 when it may be now."""
        return max(0.0, self._free.get(host, 0.0) - self._now())

    def take(self, host: str, delay: float) -> None:
        """Somebody asks the host now; the next turn is `delay` seconds later, more if it asked for more."""
        floor = 0.0 if _is_loopback(host) else FLOOR
        self.hold(host, max(delay, floor, self._pace.get(host, 0.0)))

    def hold(self, host: str, seconds: float) -> None:
        """The host is left alone for so many seconds from now."""
        self._free[host] = max(self._free.get(host, 0.0), self._now() + seconds)

    def slow(self, host: str, seconds: float) -> None:
        """The host's robots.txt asks for this many seconds between requests."""
        self._pace[host] = seconds


TURNS = Turns()
"""The one book of turns of this process: spiders run side by side in it, and a host is one host to all of them."""


class TurnsMiddleware:
    """Downloader middleware, nearest the network: lets a request pass when it is its turn, and hears Retry-After."""

    def __init__(self, crawler: Crawler, turns: Turns = TURNS):
        self.crawler = crawler
        self.turns = turns
        self.delay = crawler.settings.getfloat("DOWNLOAD_DELAY")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to build it."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Waits for the host's turn. Raises NotFetched when that is more than PATIENCE away, or the run is ending."""
        host = urlparse_cached(request).netloc.lower()
        while (wait := self.turns.wait(host)) > 0:
            if wait > PATIENCE:
                raise NotFetched("http_429", f"{host} asks us to come back in {wait:.0f} s")
            if not self.crawler.crawling:
                raise NotFetched("interrupted", "the run is being stopped")
            await asyncio.sleep(min(wait, 0.25))  # in short naps, so that Ctrl-C need not wait for a slow host
        self.turns.take(host, self.delay)
        request.meta["download_slot"] = host  # a redirect would keep the slot of where it came from

    def process_response(self, request: Request, response: Response) -> Response:
        """Holds a host that said «not now»: for its Retry-After, else for a time that doubles with each retry."""
        if response.status in (403, 429, 503):
            asked = _seconds(response.headers.get("Retry-After"))
            backoff = 5 * self.delay * 2 ** request.meta.get("retry_times", 0)
            hold = backoff if asked is None else asked
            self.turns.hold(urlparse_cached(request).netloc.lower(), hold)
            if hold > PATIENCE:
                request.meta["dont_retry"] = True
        return response


def _seconds(header: bytes | None) -> float | None:
    """Retry-After (RFC 9110, 10.2.3): seconds or a date; None where there is none or it is neither."""
    text = (header or b"").decode("latin-1").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    except (ValueError, OverflowError):
        return None


def _is_loopback(host: str) -> bool:
    name = host.rpartition(":")[0].strip("[]") if host.rpartition(":")[2].isdigit() else host.strip("[]")
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"

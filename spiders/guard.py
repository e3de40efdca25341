"""Which addresses may be asked at all: public ones, by http and https, and the source's own.

A page can redirect to this machine or its neighbours, by an address or by a name that resolves to one. The middleware
refuses addresses as URLs write them, for each request and redirect; the resolver refuses what names resolve to, at the
moment of connecting, so that no second answer of a name server comes in between.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address
from socket import SOCK_STREAM, gaierror
from typing import Any, Self
from urllib.parse import urlsplit
from urllib.request import getproxies

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet import address
from twisted.internet.interfaces import IHostnameResolver, IHostResolution
from zope.interface import implementer  # type: ignore[import-untyped]

from polon.sources import Source
from spiders.kinds import NotFetched

PORTS = {"http": 80, "https": 443}

Place = tuple[str, int]
"""Host and port."""

OWN: Counter[Place] = Counter()
"""Addresses of the sources that are being crawled in this process, which the resolver lets pass."""


class Guard:
    """Downloader middleware that refuses requests to places that are neither public nor the source's own."""

    def __init__(self, source: Source):
        self.own = frozenset(place_of(address) for address in source.addresses())
        self.open = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to build it; it knows the source from the spider."""
        guard = cls(crawler.spider.source)  # type: ignore[union-attr]
        crawler.signals.connect(guard.opened, signal=signals.spider_opened)
        crawler.signals.connect(guard.closed, signal=signals.spider_closed)
        return guard

    def opened(self) -> None:
        """The source's addresses are let pass from now."""
        OWN.update(self.own)
        self.open = True

    def closed(self) -> None:
        """And no longer. Scrapy also closes a spider that it has not opened, when it breaks at the start."""
        if self.open:
            OWN.subtract(self.own)
            self.open = False

    def process_request(self, request: Request) -> None:
        """Lets a request pass or raises NotFetched."""
        parts = urlparse_cached(request)
        if parts.scheme not in PORTS:
            raise NotFetched("private_address", f"neither http nor https: {request.url}")
        if place_of(request.url) not in self.own and not is_public_name(parts.hostname or ""):
            raise NotFetched("private_address", f"not a public address: {request.url}")


@implementer(IHostnameResolver)
class Resolver:
    """Resolves names by the system's resolver, for IPv4 and IPv6, and refuses a name with any address not public."""

    def __init__(self, reactor: Any, timeout: float):
        self.reactor = reactor
        self.timeout = timeout
        self.proxies = frozenset(place_of(url) for url in getproxies().values() if "://" in url)

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> Self:
        """Scrapy's way to build it."""
        return cls(reactor, crawler.settings.getfloat("DNS_TIMEOUT"))

    def install_on_reactor(self) -> None:
        """Scrapy's way to put it in place."""
        self.reactor.installNameResolver(self)

    def resolveHostName(  # noqa: N802 (Twisted's name)
        self,
        resolutionReceiver: Any,  # noqa: N803 (these, too)
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[Any]] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> Any:
        """Tells the receiver each address of the name, none where it has none or may not be asked."""
        resolution = _Resolution(hostName)
        resolutionReceiver.resolutionBegan(resolution)
        resolution.task = asyncio.ensure_future(self._tell(resolutionReceiver, hostName, portNumber))
        return resolution

    async def _tell(self, receiver: Any, name: str, port: int) -> None:
        try:
            for found in await self._addresses(name, port):
                kind = address.IPv6Address if found.version == 6 else address.IPv4Address
                receiver.addressResolved(kind("TCP", str(found), port))
        finally:
            receiver.resolutionComplete()

    async def _addresses(self, name: str, port: int) -> list[IPv4Address | IPv6Address]:
        lookup = asyncio.get_running_loop().getaddrinfo(name, port, type=SOCK_STREAM)
        try:
            answers = await asyncio.wait_for(lookup, self.timeout)
        except (gaierror, UnicodeError, TimeoutError):
            return []
        found = [ip_address(str(answer[4][0]).partition("%")[0]) for answer in answers]
        place = (name.lower(), port)
        allowed = OWN[place] > 0 or place in self.proxies or all(is_public(one) for one in found)
        return list(dict.fromkeys(found)) if allowed else []


@implementer(IHostResolution)
class _Resolution:
    def __init__(self, name: str):
        self.name = name
        self.task: asyncio.Future[None] | None = None

    def cancel(self) -> None:
        if self.task is not None:
            self.task.cancel()


def place_of(url: str) -> Place:
    """Host and port of a URL, with the scheme's own port where it names none; port 0 where it is not to be read."""
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = 0
    return (parts.hostname or "").lower(), PORTS.get(parts.scheme, 0) if port is None else port


def is_public(found: IPv4Address | IPv6Address) -> bool:
    """Whether an address is of the public internet; one that carries another inside is judged by that too."""
    inner = [found]
    if isinstance(found, IPv6Address):
        inner += [one for one in (found.ipv4_mapped, found.sixtofour) if one is not None]
        inner += list(found.teredo or ())
    return all(one.is_global and not one.is_multicast for one in inner)


def is_public_name(host: str) -> bool:
    """Whether a URL's host may be public: an address must be, of names only localhost is known not to be."""
    try:
        return is_public(ip_address(host.partition("%")[0]))
    except ValueError:
        name = host.lower().rstrip(".")
        return bool(name) and name != "localhost" and not name.endswith((".localhost", ".local", ".internal"))

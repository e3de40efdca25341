"""One polite request at a time, for a command that looks at a single page: robots.txt, limits, certificates.

A crawl has its own rooms for this (spiders/robots.py, spiders/turns.py); here the same rules hold without a reactor.
"""

from __future__ import annotations

import socket
import ssl
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPResponse
from ipaddress import ip_address
from urllib.error import URLError
from urllib.parse import urljoin, urlsplit
from urllib.request import HTTPHandler, HTTPSHandler, OpenerDirector, ProxyHandler, Request, UnknownHandler

from protego import Protego

from polon.agent import ROBOTS_TOKEN

PAUSE = 2.0
"""Seconds between two requests to a host that is not this machine."""

PATIENCE = 60.0
"""Seconds: a Crawl-delay above it is more than a user waits for."""

TIMEOUT = 30.0
"""Seconds for one whole answer, and for each step of it."""

MAX_BYTES = 16 * 1024 * 1024
ROBOTS_BYTES = 512_000
MAX_REDIRECTS = 5
REDIRECTS = (301, 302, 303, 307, 308)


class FetchError(Exception):
    """A page that could not be had; the message says what happened, in words for a user."""


class ForbiddenError(FetchError):
    """A rule of robots.txt forbids the page: the source's own word, so no mirror is to be tried instead."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said: the address that answered in the end, status, headers with names in small letters, body."""

    url: str
    status: int
    headers: dict[str, str]
    body: bytes


def _opener() -> OpenerDirector:
    """HTTP and HTTPS with verified certificates: no cookies, no files; a redirect or an error is an answer."""
    opener = OpenerDirector()
    for handler in (
        ProxyHandler(),
        HTTPHandler(),
        HTTPSHandler(context=ssl.create_default_context()),
        UnknownHandler(),
    ):
        opener.add_handler(handler)
    return opener


@dataclass(slots=True)
class Client:
    """Fetches pages one after the other. `agent` names the program and a contact; `sleep` and `clock` are the edges."""

    agent: str
    languages: str = "en"
    pause: float = PAUSE
    timeout: float = TIMEOUT
    max_bytes: int = MAX_BYTES
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _open: OpenerDirector = field(default_factory=_opener)
    _rules: dict[str, Protego | None] = field(default_factory=dict)
    _asked: dict[str, float] = field(default_factory=dict)

    def get(self, url: str, *, follow: bool = True) -> Answer:
        """The page at `url`, after robots.txt allowed it; redirects are followed, each by its own host's rules.

        With `follow=False` a redirect comes back as it is. Raises FetchError, or ForbiddenError for robots.txt's sake.
        """
        first = url
        for _ in range(MAX_REDIRECTS + 1):
            self._ask_leave(url)
            answer = self._request(url, self.max_bytes)
            target = _target(answer) if follow else None
            if target is None:
                return self._whole(answer)
            _check_public(target, first)
            url = target
        raise FetchError(f"{first}: more than {MAX_REDIRECTS} redirects")

    def sitemaps(self, url: str) -> tuple[str, ...]:
        """The sitemaps that the robots.txt of the site of `url` names; none where it was not asked for yet."""
        rules = self._rules.get("{0.scheme}://{0.netloc}".format(urlsplit(url)))
        return tuple(rules.sitemaps) if rules is not None else ()

    def _whole(self, answer: Answer) -> Answer:
        if len(answer.body) > self.max_bytes:
            raise FetchError(f"{answer.url}: larger than {self.max_bytes / 2**20:g} MB")
        return answer

    def _ask_leave(self, url: str) -> None:
        site = "{0.scheme}://{0.netloc}".format(urlsplit(url))
        if site not in self._rules:
            self._rules[site] = self._robots(f"{site}/robots.txt")
        rules = self._rules[site]
        if rules is not None and not rules.can_fetch(url, ROBOTS_TOKEN):
            raise ForbiddenError(f"{site}/robots.txt forbids {url}")

    def _robots(self, url: str) -> Protego | None:
        """The rules of a site; None where it has none (RFC 9309, 2.3.1.3: any 4xx but «not now»)."""
        first = url
        for _ in range(MAX_REDIRECTS + 1):
            try:
                answer = self._request(url, ROBOTS_BYTES)
            except FetchError as error:
                raise FetchError(f"no rules, so nothing may be fetched: {error}") from error
            if target := _target(answer):
                _check_public(target, first)
                url = target
                continue
            if 400 <= answer.status < 500 and answer.status != 429:
                return None
            if answer.status != 200:
                raise FetchError(f"{url}: HTTP {answer.status}, so nothing may be fetched")
            return self._patient(Protego.parse(answer.body[:ROBOTS_BYTES].decode("utf-8", "replace")), url)
        raise FetchError(f"{first}: more than {MAX_REDIRECTS} redirects, so nothing may be fetched")

    def _patient(self, rules: Protego, url: str) -> Protego:
        delay = rules.crawl_delay(ROBOTS_TOKEN) or 0.0
        if delay > PATIENCE:
            raise FetchError(f"{url}: asks for {delay:.0f} s between requests, more than Polon keeps")
        self.pause = max(self.pause, delay)
        return rules

    def _request(self, url: str, limit: int) -> Answer:
        """One request. The body has at most one byte more than `limit`, by which a caller sees that there was more."""
        self._wait(urlsplit(url).netloc)
        headers = {
            "User-Agent": self.agent,
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5",
            "Accept-Language": self.languages,
            "Accept-Encoding": "gzip",
        }
        started = self.clock()
        try:
            with self._open.open(Request(url, headers=headers), timeout=self.timeout) as response:  # noqa: S310
                body = self._read(response, limit, started)
                named = {name.lower(): value for name, value in response.headers.items()}
                return Answer(url, response.status, named, _plain(body, named, limit))
        except (URLError, HTTPException, OSError, ValueError, zlib.error) as error:
            raise FetchError(f"{url}: {_reason(error)}") from error

    def _read(self, response: HTTPResponse, limit: int, started: float) -> bytes:
        parts, size = [], 0
        while size <= limit and (part := response.read1(65_536)):
            parts.append(part)
            size += len(part)
            if self.clock() - started > self.timeout:
                raise TimeoutError
        if size <= limit and response.length:
            raise ValueError("the answer breaks off")
        return b"".join(parts)[: limit + 1]

    def _wait(self, host: str) -> None:
        """Keeps the pause between two requests to a host; this machine needs none."""
        last = self._asked.get(host)
        if last is not None and not _is_loopback(urlsplit(f"//{host}").hostname or ""):
            self.sleep(max(0.0, last + self.pause - self.clock()))
        self._asked[host] = self.clock()


def _target(answer: Answer) -> str | None:
    location = answer.headers.get("location")
    if answer.status not in REDIRECTS or not location:
        return None
    target = urljoin(answer.url, location)
    if urlsplit(target).scheme not in ("http", "https"):
        raise FetchError(f"{answer.url}: redirects to {target!r}, which is no http(s) address")
    return target


def _check_public(url: str, origin: str) -> None:
    """A redirect may lead to the origin's own host or to a public address, never to this machine or its neighbours."""
    host = urlsplit(url).hostname or ""
    if urlsplit(url).netloc == urlsplit(origin).netloc:
        return
    try:
        found = {str(answer[4][0]).partition("%")[0] for answer in socket.getaddrinfo(host, None)}
    except (OSError, UnicodeError):
        return  # a name without an address: the request itself will say so
    if not all(ip_address(one).is_global for one in found):
        raise FetchError(f"{origin}: redirects to {url}, which is not a public address")


def _plain(body: bytes, headers: dict[str, str], limit: int) -> bytes:
    coding = headers.get("content-encoding", "identity").strip().lower()
    if coding in ("identity", "") or not body:
        return body
    if coding not in ("gzip", "x-gzip"):
        raise ValueError(f"Content-Encoding {coding!r}, which nobody asked for")
    inflate = zlib.decompressobj(wbits=31)  # 31: with gzip's own header
    plain = inflate.decompress(body, limit + 1)
    if not inflate.eof and len(body) <= limit and len(plain) <= limit:
        raise ValueError("the answer breaks off")
    return plain


def _reason(error: Exception) -> str:
    inner = error.reason if isinstance(error, URLError) else error
    if isinstance(inner, TimeoutError):
        return "no whole answer in time"
    if isinstance(inner, ssl.SSLCertVerificationError):
        return f"its certificate is not valid: {inner.verify_message}"
    if isinstance(inner, socket.gaierror):
        return "no such host, or no network"
    if isinstance(inner, ConnectionRefusedError):
        return "connection refused"
    return f"{inner}" or type(inner).__name__


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

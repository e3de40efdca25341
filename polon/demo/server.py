"""The demonstration's world over HTTP on loopback: two hosts of Telegram's preview and a news site."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

from polon.demo import news, telegram
from polon.demo.world import Channel, World

HOST = "127.0.0.1"
HTML = "text/html; charset=utf-8"

NEWS_NAME = "localhost"
"""The news site's host, without a port, for those who come through the proxy."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Base URLs, without a slash at the end: the preview hosts in the order of preference, and the news site.

    Each server is an HTTP proxy to all of them as well, at `proxy`, and behind it the news site is NEWS_NAME, too: the
    ids of its articles are made of their addresses, which must not change with the port of the day.
    """

    telegram: tuple[str, str]
    news: str
    proxy: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server answers."""

    body: str = ""
    status: HTTPStatus = HTTPStatus.OK
    kind: str = HTML
    location: str | None = None


Query = dict[str, list[str]]
Site = Callable[[str, str, Query], Reply]
"""A site's answer to a path and a query, given the site's own base URL."""

NOT_FOUND = Reply("<!DOCTYPE html><title>404 Not Found</title><h1>Not Found</h1>", HTTPStatus.NOT_FOUND)
NO_SUCH_HOST = Reply("<!DOCTYPE html><title>502 Bad Gateway</title>", HTTPStatus.BAD_GATEWAY)


@contextmanager
def serve(world: World) -> Iterator[Addresses]:
    """Serves `world` on free ports of 127.0.0.1 until the block ends. Raises OSError where no port can be bound."""
    sites: dict[str, Site] = {}
    with ExitStack() as stack:
        hosts = [stack.enter_context(_running(sites)) for _ in range(3)]
        first, second, site = hosts
        sites |= {host: partial(preview_host, world, number) for number, host in enumerate((first, second), start=1)}
        sites |= dict.fromkeys((site, NEWS_NAME), partial(news_host, world))
        yield Addresses(telegram=(f"http://{first}", f"http://{second}"), news=f"http://{site}", proxy=f"http://{site}")


def preview_host(world: World, number: int, base: str, path: str, query: Query) -> Reply:
    """The `number`th host of the preview: `/s/<channel>`, `/<channel>/<id>` and `/<channel>`."""
    match path.strip("/").split("/"):
        case ["s", handle]:
            return _preview(_channel(world, handle), number, base, handle, query)
        case [handle, post] if post.isdecimal():
            return _post(_channel(world, handle), number, handle, int(post), query)
        case [handle] if handle and "." not in handle:
            return Reply(telegram.landing_page(handle, _channel(world, handle)))
    return NOT_FOUND


def news_host(world: World, base: str, path: str, _query: Query) -> Reply:
    """The news site: feed, articles and robots.txt."""
    site = world.news
    if path == "/rss.xml":
        return Reply(news.feed(site, base), kind="application/rss+xml; charset=utf-8")
    if path == "/robots.txt":
        return Reply(news.robots(), kind="text/plain; charset=utf-8")
    found = next((a for a in site.article if a.path == path), None)
    return Reply(news.article_page(site, found, base)) if found else NOT_FOUND


def _channel(world: World, handle: str) -> Channel | None:
    return next((c for c in world.channels if c.handle.lower() == handle.lower()), None)


def _preview(channel: Channel | None, number: int, base: str, handle: str, query: Query) -> Reply:
    if channel is None or number in channel.refused_by:
        # One and the same answer to a closed preview, a group, a bot and a name that nobody has.
        return Reply(status=HTTPStatus.FOUND, location=f"{base}/{handle}")
    return Reply(telegram.preview_page(channel, _number(query, "before"), _number(query, "after")))


def _post(channel: Channel | None, number: int, handle: str, post: int, query: Query) -> Reply:
    if "embed" not in query:
        return Reply(telegram.landing_page(handle, channel))
    if channel is None:
        return Reply(telegram.refusal_page(f"Channel with username @{handle} not found"))
    if number in channel.refused_by:
        return Reply(telegram.refusal_page(telegram.NOT_SHOWN))
    return Reply(telegram.embed_page(channel, post))


def _number(query: Query, key: str) -> int | None:
    value = query.get(key, [""])[0]
    return int(value) if value.isdecimal() else None


class _Server(ThreadingHTTPServer):
    """A server on a free port; `sites` are all sites of the world by host, shared by its servers."""

    daemon_threads = True

    def __init__(self, sites: dict[str, Site]) -> None:
        super().__init__((HOST, 0), _Handler)
        self.host = f"{HOST}:{self.server_port}"
        self.sites = sites

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is no error of the server; anything else is, and is printed."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(BaseHTTPRequestHandler):
    """Answers GET, of its own site or, when asked as a proxy, of any; writes no log."""

    server: _Server
    server_version = "polon-demo"
    timeout = 30

    def do_GET(self) -> None:
        """Answers with what the site has for the path."""
        parts = urlsplit(self.path)
        host = parts.netloc or self.server.host
        site = self.server.sites.get(host)
        query = parse_qs(parts.query, keep_blank_values=True)
        reply = site(f"http://{host}", parts.path, query) if site else NO_SUCH_HOST
        body = reply.body.encode()
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.kind)
        self.send_header("Content-Length", str(len(body)))
        if reply.location:
            self.send_header("Location", reply.location)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name is http.server's)
        """Writes nothing: the crawl has its own log."""


@contextmanager
def _running(sites: dict[str, Site]) -> Iterator[str]:
    with _Server(sites) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server.host
        finally:
            server.shutdown()
            thread.join()

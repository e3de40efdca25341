"""The demonstration's world over HTTP on loopback: two hosts of Telegram's preview and a news site."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial

from polon.demo import news
from polon.demo.world import Channel, World
from polon.mock import pages
from polon.mock.http import NOT_FOUND, Ask, Reply, Site, moved, running

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


@contextmanager
def serve(world: World) -> Iterator[Addresses]:
    """Serves `world` on free ports of 127.0.0.1 until the block ends. Raises OSError where no port can be bound."""
    sites: dict[str, Site] = {}
    with ExitStack() as stack:
        hosts = [stack.enter_context(running(sites)) for _ in range(3)]
        first, second, site = hosts
        sites |= {host: partial(preview_host, world, number) for number, host in enumerate((first, second), start=1)}
        sites |= dict.fromkeys((site, NEWS_NAME), partial(news_host, world))
        yield Addresses(telegram=(f"http://{first}", f"http://{second}"), news=f"http://{site}", proxy=f"http://{site}")


def preview_host(world: World, number: int, ask: Ask) -> Reply:
    """The `number`th host of the preview: `/s/<channel>`, `/<channel>/<id>` and `/<channel>`."""
    match ask.path.strip("/").split("/"):
        case ["s", handle]:
            return _preview(_channel(world, handle), number, handle, ask)
        case [handle, post] if post.isdecimal():
            return _post(_channel(world, handle), number, handle, int(post), ask)
        case [handle] if handle and "." not in handle:
            return _landing(_channel(world, handle), number, handle)
    return NOT_FOUND


def news_host(world: World, ask: Ask) -> Reply:
    """The news site: feed, articles and robots.txt."""
    site = world.news
    if ask.path == "/rss.xml":
        return Reply(news.feed(site, ask.base), kind="application/rss+xml; charset=utf-8")
    if ask.path == "/robots.txt":
        return Reply(news.robots(), kind="text/plain; charset=utf-8")
    found = next((a for a in site.article if a.path == ask.path), None)
    return Reply(news.article_page(site, found, ask.base)) if found else NOT_FOUND


def _channel(world: World, handle: str) -> Channel | None:
    return next((c for c in world.channels if c.handle.lower() == handle.lower()), None)


def _preview(channel: Channel | None, number: int, handle: str, ask: Ask) -> Reply:
    if channel is None or number in channel.refused_by:
        # One and the same answer to a closed preview, a group, a bot and a name that nobody has.
        return moved(f"{ask.base}/{handle}")
    sheet = pages.sheet(channel.history, ask.number("before"), ask.number("after"))
    return Reply(pages.preview_page(channel.face, channel.history, sheet))


def _post(channel: Channel | None, number: int, handle: str, post: int, ask: Ask) -> Reply:
    if "embed" not in ask.query:
        return _landing(channel, number, handle)
    if channel is None:
        return Reply(pages.refusal_page(f"Channel with username @{handle} not found"))
    if number in channel.refused_by:
        return Reply(pages.refusal_page(pages.NOT_SHOWN))
    return Reply(pages.embed_page(channel.face, channel.history, post))


def _landing(channel: Channel | None, number: int, handle: str) -> Reply:
    shown = channel is not None and number not in channel.refused_by
    return Reply(pages.landing_page(handle, channel.face if channel else None, shown))

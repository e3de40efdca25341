"""Scrapy in this process: many sources, side by side where they share no host, stopped gracefully by a signal."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Protocol

from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.settings import Settings
from scrapy.utils.reactor import install_reactor, is_reactor_installed

from polon.session import Session, Tally
from polon.sources import Kind, Source
from spiders.base import SourceSpider
from spiders.guard import Resolver
from spiders.news import NewsSpider
from spiders.telegram import TelegramSpider

SPIDERS: dict[Kind, type[SourceSpider]] = {Kind.TELEGRAM: TelegramSpider, Kind.NEWS: NewsSpider}
SIDE_BY_SIDE = 8
SIGNALS = (signal.SIGINT, signal.SIGTERM)
REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"


class Watcher(Protocol):
    """Who is told how a run goes on."""

    def tick(self) -> None:
        """Comes several times a second."""

    def ended(self, tally: Tally) -> None:
        """A source has ended."""


def crawl_sources(
    sources: Sequence[Source],
    session: Session,
    settings: Mapping[str, Any],
    watcher: Watcher,
    *,
    history: bool = False,
) -> signal.Signals | None:
    """Crawls sources into a session, whose tallies tell how each ended; gives the signal that stopped it, if one did.

    `settings` are Scrapy's, above the project's; `history` reads channels from their beginning. May be called again in
    the same process: Scrapy's own runner starts the reactor, which cannot be started twice; here only its event loop
    runs, which can.
    """
    project = Settings()
    project.setmodule("spiders.settings")
    project.setdict(dict(settings), "cmdline")
    if not is_reactor_installed():
        install_reactor(REACTOR)
    from twisted.internet import reactor  # noqa: PLC0415 (importing it would install another one)

    crawl = _Crawl(session, AsyncCrawlerRunner(project), watcher, history=history)
    Resolver(reactor, project.getfloat("DNS_TIMEOUT")).install_on_reactor()
    loop: asyncio.AbstractEventLoop = reactor._asyncioEventloop
    with _logging(project["LOG_LEVEL"]), _signals(loop, crawl.stop):
        _run(loop, crawl, sources)
    for source in sources:
        session.tally(source.name).interrupt()
    return crawl.stopped_by


def groups_of(sources: Sequence[Source]) -> list[list[Source]]:
    """Sources that share a network host, directly or through others, in one group, each in the order given."""
    groups: list[tuple[set[str], list[Source]]] = []
    for source in sources:
        hosts = set(source.network_hosts())
        joined = [group for group in groups if group[0] & hosts]
        groups = [group for group in groups if not group[0] & hosts]
        members = [member for group in joined for member in group[1]]
        groups.append((hosts.union(*(group[0] for group in joined)), [*members, source]))
    return [members for _, members in groups]


class _Crawl:
    def __init__(self, session: Session, runner: AsyncCrawlerRunner, watcher: Watcher, *, history: bool):
        self.session, self.runner, self.watcher = session, runner, watcher
        self.history = history
        self.places = asyncio.Semaphore(SIDE_BY_SIDE)
        self.stopped_by: signal.Signals | None = None
        self.main: asyncio.Task[None] | None = None
        self.stops: list[asyncio.Task[None]] = []

    async def all(self, sources: Sequence[Source]) -> None:
        """Every source; groups side by side."""
        self.main = asyncio.current_task()
        ticking = asyncio.ensure_future(self._tick())
        try:
            await asyncio.gather(*(self._group(group) for group in groups_of(sources)))
        finally:
            ticking.cancel()

    def stop(self, number: signal.Signals) -> None:
        """The first signal lets each source finish the page it is at; the second ends the run at once."""
        if self.stopped_by is not None and self.main is not None:
            self.main.cancel()
            return
        self.stopped_by = number
        for crawler in self.runner.crawlers:
            if isinstance(crawler.spider, SourceSpider):
                crawler.spider.tally.interrupt()  # whatever its last requests come to
            self.stops.append(asyncio.ensure_future(_stop(crawler)))

    async def _tick(self) -> None:
        while True:
            self.watcher.tick()
            await asyncio.sleep(0.2)

    async def _group(self, sources: Sequence[Source]) -> None:
        async with self.places:
            for source in sources:
                if self.stopped_by is None:
                    await self._one(source)

    async def _one(self, source: Source) -> None:
        tally = self.session.tally(source.name)
        try:
            await self.runner.crawl(SPIDERS[source.kind], source=source, session=self.session, history=self.history)
        except Exception as error:  # a spider that cannot be built is a source that failed
            tally.error("exception", f"{type(error).__name__}: {error}")
            tally.fail(f"exception: {type(error).__name__}: {error}")
        tally.fail("exception: the spider ended without saying how")
        self.watcher.ended(tally)


async def _stop(crawler: Crawler) -> None:
    with suppress(RuntimeError):  # one that has no engine yet has nothing to stop
        await crawler.stop_async()


def _run(loop: asyncio.AbstractEventLoop, crawl: _Crawl, sources: Sequence[Source]) -> None:
    with suppress(asyncio.CancelledError):
        loop.run_until_complete(crawl.all(sources))
    loop.run_until_complete(_cancel_the_rest())


async def _cancel_the_rest() -> None:
    """Nothing of a run may go on in the next one, or be torn down with the process."""
    left = asyncio.all_tasks() - {asyncio.current_task()}
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)


@contextmanager
def _signals(loop: asyncio.AbstractEventLoop, stop: Any) -> Iterator[None]:
    """Ctrl-C and SIGTERM go to `stop`; where we are not the main thread they stay with who is."""
    installed = []
    for number in SIGNALS:
        with suppress(ValueError, RuntimeError):
            loop.add_signal_handler(number, stop, number)
            installed.append(number)
    try:
        yield
    finally:
        for number in installed:
            loop.remove_signal_handler(number)


@contextmanager
def _logging(level: str) -> Iterator[None]:
    """Scrapy's log from `level` upwards on standard error, for as long as the run lasts."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setLevel(level)
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    root, before = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(min(before, handler.level))
    try:
        yield
    finally:
        root.removeHandler(handler)
        root.setLevel(before)

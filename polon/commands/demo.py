"""`polon demo`: a small invented world on this machine, crawled as any other source is."""

# ruff: noqa: PLC0415 (what is heavy to import is imported when the command is called)

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from polon.commands.options import ALL_FAILED, LOCKED, USAGE, fail

if TYPE_CHECKING:
    from polon.records import Run
    from polon.store.query import Row

FOLDER = Path("demo-data")

SETTINGS = {"DOWNLOAD_DELAY": 0, "DOWNLOAD_TIMEOUT": 20, "CLOSESPIDER_TIMEOUT": 120, "HTTPPROXY_ENABLED": True}
"""Scrapy's, for a server on this machine: no politeness is owed to oneself."""

INTRODUCTION = """\
A small world on this machine, every text in it invented: a brigade's channel,
a channel that one mirror refuses, a news site in three languages.
"""


def demo(
    data: Annotated[
        Path, typer.Option("--data", help="Folder of the demonstration's own store.", file_okay=False)
    ] = FOLDER,
    edit: Annotated[
        bool, typer.Option("--edit", help="The world a day later: a post corrected, one deleted, one added.")
    ] = False,
) -> None:
    """Crawl a small invented world on this machine and show its claims.

    Run it twice: the second run finds nothing new. Then run it with --edit. Nothing is written but the data folder,
    nothing goes over the network. Exit status as of `polon crawl`.
    """
    from polon.commands.crawl import Foreign
    from polon.commands.progress import table
    from polon.session import NotKept
    from polon.store import Locked, StoreError

    typer.echo(INTRODUCTION)
    try:
        _refuse_others(data)
        before = _kept(data)
        run = _crawl(data, edit)
        _show(before, _kept(data))
    except Foreign as error:
        fail(str(error), USAGE)
    except Locked as error:
        fail(str(error), LOCKED)
    except (NotKept, StoreError) as error:
        fail(str(error), ALL_FAILED)
    typer.echo("\n".join(table(run)) + f"\n\n{_news(run)}\n\nTry next:")
    for command, what in _hints(data, edit):
        typer.echo(f"  {command:<52} {what}")
    raise typer.Exit(run.exit_status)


def _refuse_others(data: Path) -> None:
    """Leaves where the folder holds documents of real sources: invented numbers must not come among them."""
    from polon.demo.sources import NAMES
    from polon.store.disk import lines, segments

    for path in segments(data, "documents"):
        for _, _, line in lines(path):
            name = _source_of(line)
            if name and name not in NAMES:
                fail(f"{data} holds documents of {name}; the demo's are invented: give it another folder with --data")


def _source_of(line: bytes) -> str | None:
    """The source that a document's line names; None for a damaged line, which the store will report."""
    import msgspec

    try:
        name = msgspec.json.decode(line, type=dict[str, object]).get("source")
    except msgspec.MsgspecError:
        return None
    return name if isinstance(name, str) else None


def _kept(data: Path) -> dict[str, Row]:
    """Every claim that was ever kept, by its id, the newest first."""
    from polon.store import Nothing
    from polon.store.query import Filters, claims

    try:
        return {row.claim.id: row for row in claims(data, Filters(withdrawn=True))}
    except Nothing:
        return {}


def _crawl(data: Path, edit: bool) -> Run:
    from polon.commands.crawl import run
    from polon.demo.server import serve
    from polon.demo.sources import demo_sources
    from polon.demo.world import load_world

    world = load_world().edited() if edit else load_world()
    with serve(world) as addresses, _through(addresses.proxy):
        return run(demo_sources(addresses), data, settings=SETTINGS, quiet=not sys.stderr.isatty())


@contextmanager
def _through(proxy: str) -> Iterator[None]:
    """Sends plain HTTP to the demonstration's server, whatever proxy the environment names or exempts."""
    before = {name: os.environ.get(name) for name in ("http_proxy", "no_proxy")}
    os.environ.update(http_proxy=proxy, no_proxy="")
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name)
            os.environ.update({} if value is None else {name: value})


def _show(before: dict[str, Row], after: dict[str, Row]) -> None:
    """Prints the claims that are new since `before`, then those that were withdrawn since."""
    from rich.console import Console

    from polon.commands import listing

    console = Console(markup=False, highlight=False, emoji=False)
    held = {key for key, row in before.items() if row.claim.withdrawn is None}
    new = [row for key, row in after.items() if row.claim.withdrawn is None and key not in held]
    gone = [row for key, row in after.items() if row.claim.withdrawn is not None and key in held]
    for rows in (new, gone):
        if rows:
            listing.table(rows, console)
            typer.echo()


def _news(run: Run) -> str:
    """What the run changed, in a sentence."""
    kinds = ("new", "changed", "deleted", "claims", "withdrawn")
    new, changed, deleted, claims, withdrawn = (sum(getattr(s, kind) for s in run.sources) for kind in kinds)
    if not any((new, changed, deleted, claims, withdrawn)):
        return "Nothing new: every post and article stands as it was kept."
    documents = f"{new} new, {changed} changed, {deleted} deleted"
    return f"Posts and articles: {documents}. Claims: {claims} new, {withdrawn} withdrawn."


def _hints(data: Path, edit: bool) -> Iterator[tuple[str, str]]:
    """Commands that are worth a try now, each with what it shows."""
    folder = shlex.quote(str(data))
    same = "" if data == FOLDER else f" --data {folder}"
    if edit:
        yield f"polon claims --data {folder} --all", "withdrawn claims too"
        yield f"polon demo{same}", "the world as it was"
    else:
        yield f"polon demo{same}", "again: nothing new"
        yield f"polon demo{same} --edit", "the world a day later"
    yield f"polon claims --data {folder} --event held", "who is still there"
    yield f"polon claims --data {folder} --format csv", "for a spreadsheet"

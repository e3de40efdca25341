"""`polon crawl`: one run over the sources, as cron would start it."""

# ruff: noqa: PLC0415 (what is heavy to import is imported when the command is called)

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from polon.commands.options import ALL_FAILED, LOCKED, SOME_FAILED, USAGE, DataFolder, SourcesFolder, fail

if TYPE_CHECKING:
    from polon.commands.progress import Silent
    from polon.records import Run
    from polon.session import Clock, Session
    from polon.sources import Source


class Foreign(RuntimeError):  # noqa: N818 (it says what is there, not what went wrong)
    """Another project's `spiders` or `pipelines` stands before ours on the import path."""


def crawl(
    names: Annotated[list[str] | None, typer.Argument(metavar="[SOURCE]...", help="Sources to crawl; all.")] = None,
    data: DataFolder = Path("data"),
    folder: SourcesFolder = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print the summary only.")] = False,
    history: Annotated[
        bool, typer.Option("--history", help="Read the channels named from their beginning; goes on where it stopped.")
    ] = False,
) -> None:
    """Fetch what is new at the sources, extract its claims, keep both.

    Exit status: 0 all sources well, 1 some failed, 2 usage or configuration, 3 another run is writing to the data
    folder, 4 all failed, 130 or 143 stopped by Ctrl-C or SIGTERM.
    """
    from polon.commands.progress import table
    from polon.session import NotKept
    from polon.store import Locked, StoreError

    chosen = choose(names or [], folder)
    if history:
        _check_history(names or [], chosen)
    _check_settings()
    try:
        run_ = run(chosen, data, quiet=quiet, history=history)
    except Foreign as error:
        fail(str(error), USAGE)
    except Locked as error:
        fail(str(error), LOCKED)
    except NotKept as error:
        typer.echo("\n".join(table(error.run)))
        fail(str(error), ALL_FAILED if error.run.exit_status == ALL_FAILED else SOME_FAILED)
    except StoreError as error:
        fail(str(error), ALL_FAILED)
    typer.echo("\n".join(table(run_)))
    raise typer.Exit(run_.exit_status)


SETTINGS = {
    "POLON_RECHECK_HOURS": (r"\d{1,6}(\.\d+)?", "a number of hours"),
    "POLON_REVISIT_HOURS": (r"|\d{1,5}(\.\d{1,3})?(\s*,\s*\d{1,5}(\.\d{1,3})?)*", "hours, such as 1,6,24"),
    "POLON_GAP_LOOKS": (r"\d{1,5}", "a whole number"),
    "POLON_CANARY": (r"[A-Za-z][A-Za-z0-9_]{3,31}", "a channel's handle without @"),
}
"""The environment's settings of a crawl: the form of each, and the form in words."""


def _check_settings() -> None:
    for name, (form, words) in SETTINGS.items():
        text = os.environ.get(name)
        if text is not None and not re.fullmatch(form, text.strip()):
            fail(f"{name}: {words}, not {text!r}")


def _check_history(names: Sequence[str], chosen: Sequence[Source]) -> None:
    if not names:
        fail("--history: name the channels whose history is to be read; it is long")
    for source in chosen:
        if source.kind.value != "telegram":
            fail(f"--history: {source.name} is a news site, which shows no history; name channels only")


def choose(names: Sequence[str], folder: Path | None) -> list[Source]:
    """The sources of these names, or all, from the folder of source files; leaves with status 2 where it cannot."""
    from polon.sources import SourceError, default_folder, load_sources

    where = folder or default_folder()
    try:
        sources = load_sources(where)
    except SourceError as error:
        fail(str(error))
    for name in names:
        if name not in sources:
            close = get_close_matches(name, sources, n=3)
            fail(f"no source {name!r} in {where}" + (f"; did you mean {', '.join(close)}?" if close else ""))
    return [sources[name] for name in dict.fromkeys(names)] or list(sources.values())


def run(
    sources: Iterable[Source],
    data: Path,
    *,
    settings: Mapping[str, Any] | None = None,
    quiet: bool = False,
    clock: Clock | None = None,
    history: bool = False,
) -> Run:
    """Crawls `sources` into the store in `data` and gives the run as it was kept; prints its progress on stderr.

    `settings` are Scrapy's, above the project's own (a test's DOWNLOAD_DELAY); `clock` gives the time with its offset;
    `history` reads channels from their beginning, for as long as that takes.
    Raises Locked, and has changed nothing; StoreError where the store cannot be opened; NotKept where the run's line
    cannot be written; Foreign.
    """
    _own_packages()
    from polon.session import Session, exit_status_of
    from spiders.runner import crawl_sources

    chosen = list(sources)
    session = Session.open(data, clock)
    try:
        _print(session.notes)
        with _watcher(session, quiet) as watcher:
            own = {"CLOSESPIDER_TIMEOUT": 0} if history else {}
            stopped_by = crawl_sources(chosen, session, own | dict(settings or {}), watcher, history=history)
        lines = [session.tally(source.name).line() for source in chosen]
        status = 128 + stopped_by if stopped_by is not None else exit_status_of(lines)
        return session.finish(status)
    finally:
        session.store.close()


def _watcher(session: Session, quiet: bool) -> Silent:
    from polon.commands.progress import Bars, Lines, Silent

    if quiet:
        return Silent()
    return Bars(session, sys.stderr) if sys.stderr.isatty() else Lines(sys.stderr)


def _print(notes: Iterable[str]) -> None:
    for note in notes:
        typer.echo(f"polon: {note}", err=True)


def _own_packages() -> None:
    from importlib.util import find_spec

    home = Path(__file__).resolve().parents[2]
    for name in ("spiders", "pipelines"):
        spec = find_spec(name)
        found = Path(spec.origin).resolve().parent if spec and spec.origin else None
        if found != home / name:
            raise Foreign(f"the package {name!r} of {found or 'nowhere'} hides Polon's own; run from another folder")

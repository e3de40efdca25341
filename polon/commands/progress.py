"""What a crawl shows while it goes on, and the table of how it ended."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from contextlib import AbstractContextManager
from types import TracebackType
from typing import TextIO

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from polon.records import Outcome, Run, SourceRun
from polon.session import Session, Tally
from polon.store import Change

WIDTH = 80
COUNTS = ("pages", "new", "changed", "deleted", "claims", "withdrawn")
HEADS = dict(zip(COUNTS, ("pages", "new", "chgd", "del", "claims", "wdrn"), strict=True))
NAME = 28
WARNINGS = 5
"""Of one source, in the table."""


class Silent(AbstractContextManager["Silent"]):
    """Shows nothing."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Nothing was begun."""

    def tick(self) -> None:
        """Comes several times a second."""

    def ended(self, tally: Tally) -> None:
        """A source has ended."""


class Lines(Silent):
    """One line a source, when it has ended: for cron."""

    def __init__(self, stream: TextIO):
        self.stream = stream

    def ended(self, tally: Tally) -> None:
        """Prints the source's line."""
        print(one_line(tally.line()), file=self.stream, flush=True)


class Bars(Silent):
    """A line a source that moves, on a terminal."""

    def __init__(self, session: Session, stream: TextIO):
        self.session = session
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            TimeElapsedColumn(),
            TextColumn("{task.fields[seen]}"),
        )
        self.progress = Progress(*columns, console=Console(file=stream), transient=True)
        self.rows: dict[str, TaskID] = {}

    def __enter__(self) -> Bars:
        self.progress.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Leaves the terminal as it was."""
        self.progress.stop()

    def tick(self) -> None:
        """Brings the lines up to date."""
        for name, tally in self.session.tallies.items():
            if name not in self.rows:
                self.rows[name] = self.progress.add_task(name, total=1, seen="")
            self.progress.update(self.rows[name], seen=_seen(tally))

    def ended(self, tally: Tally) -> None:
        """Ticks the source off."""
        self.tick()
        self.progress.update(self.rows[tally.source], completed=1)


def one_line(source: SourceRun) -> str:
    """A source's end in one line: outcome, counts that are not 0, reason."""
    counts = ", ".join(f"{count} {getattr(source, count)}" for count in COUNTS if getattr(source, count))
    reason = f" ({_clean(source.reason)})" if source.reason else ""
    return f"{source.source}: {source.outcome}{reason}{f': {counts}' if counts else ''}"


def table(run: Run) -> Iterator[str]:
    """The summary of a run, a line a source, at most 80 columns wide; reasons and warnings below their source."""
    yield f"{'source':<{NAME}}" + "".join(f"{HEADS[count]:>7}" for count in COUNTS) + "  outcome"
    for source in run.sources:
        name = source.source if len(source.source) <= NAME else source.source[: NAME - 1] + "…"
        yield f"{name:<{NAME}}" + "".join(f"{getattr(source, count):>7}" for count in COUNTS) + f"  {source.outcome}"
        yield from _notes(source)
    failed = sum(source.outcome is not Outcome.OK for source in run.sources)
    claims = sum(source.claims for source in run.sources)
    yield f"{_count(len(run.sources), 'source')}, {failed} not well; {_count(claims, 'new claim')}"


def _notes(source: SourceRun) -> Iterator[str]:
    warnings = [f"! {warning}" for warning in source.warnings if warning != source.reason]
    if len(warnings) > WARNINGS:
        warnings[WARNINGS:] = [f"! and {len(warnings) - WARNINGS} more, in the run's line of the store"]
    for note in ([source.reason] if source.reason else []) + warnings:
        yield from textwrap.wrap(_clean(note), WIDTH, initial_indent="  ", subsequent_indent="    ")


def _seen(tally: Tally) -> str:
    outcome = f"{tally.outcome}: " if tally.outcome else ""
    return f"{outcome}pages {tally.pages}, new {tally.changes[Change.NEW]}, claims {tally.claims}"


def _clean(text: str) -> str:
    """Text that may come from a server, without what a terminal would obey."""
    return "".join(char if char.isprintable() else " " for char in text)


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"

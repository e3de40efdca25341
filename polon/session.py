"""One run of the crawler over one store: what it has seen of each source, and the line that tells it afterwards.

Knows nothing of Scrapy: a spider, a test or another crawler fills the tallies.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from platform import python_version
from typing import Self

from polon import __version__
from polon.extract import available, extractor
from polon.records import Outcome, Run, SourceRun
from polon.store import Change, Store, StoreError, Written
from polon.store.evidence import Archive

Clock = Callable[[], datetime]

MAX_WARNINGS = 50
"""Warnings of one source that a run's line holds; the rest are counted."""


class NotKept(StoreError):  # noqa: N818 (as the store's own)
    """The line of a run could not be written; `run` is what it would have told."""

    def __init__(self, run: Run, error: StoreError):
        super().__init__(f"{error} (what the run had written before stands)")
        self.run = run


@dataclass(slots=True)
class Tally:
    """What a run has seen of one source so far. The first failure stays the reason."""

    source: str
    outcome: Outcome | None = None
    reason: str | None = None
    pages: int = 0
    changes: Counter[Change] = field(default_factory=Counter)
    claims: int = 0
    withdrawn: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    warnings: list[str] = field(default_factory=list)
    newest: int | None = None
    looked: datetime | None = None
    via: str | None = None
    channel: int | None = None
    unseen: int = 0
    history: int | None = None

    def fail(self, reason: str) -> None:
        """The source has failed, for this reason, unless it had already ended for another."""
        if self.outcome is None:
            self.outcome, self.reason = Outcome.FAILED, _one_line(reason)

    def interrupt(self) -> None:
        """The source was stopped in the middle, unless it had ended by then."""
        if self.outcome is None:
            self.outcome, self.reason = Outcome.INTERRUPTED, "stopped before the end"

    def succeed(self) -> None:
        """The source was read to its end, unless it had failed by then."""
        if self.outcome is None:
            self.outcome = Outcome.OK

    def error(self, kind: str, message: str) -> None:
        """Counts an error of a kind and keeps its message as a warning."""
        self.errors[kind] += 1
        self.warn(f"{kind}: {message}")

    def warn(self, message: str) -> None:
        """Keeps a warning, once, on one line."""
        line = _one_line(message)
        if line not in self.warnings:
            self.warnings.append(line)

    def wrote(self, written: Written) -> None:
        """Counts what a write to the store changed."""
        self.changes[written.change] += 1
        self.claims += written.claims_new
        self.withdrawn += written.claims_withdrawn

    def line(self) -> SourceRun:
        """The source's part of the run's record; what has no outcome yet was interrupted."""
        warnings = self.warnings[:MAX_WARNINGS]
        if len(self.warnings) > MAX_WARNINGS:
            warnings = [*warnings, f"and {len(self.warnings) - MAX_WARNINGS} more"]
        return SourceRun(
            source=self.source,
            outcome=self.outcome or Outcome.INTERRUPTED,
            reason=self.reason,
            pages=self.pages,
            new=self.changes[Change.NEW],
            changed=self.changes[Change.CHANGED],
            unchanged=self.changes[Change.UNCHANGED],
            deleted=self.changes[Change.DELETED],
            claims=self.claims,
            withdrawn=self.withdrawn,
            errors=dict(sorted(self.errors.items())),
            warnings=tuple(warnings),
            newest=self.newest,
            looked=self.looked,
            via=self.via,
            channel=self.channel,
            unseen=self.unseen,
            history=self.history,
        )


@dataclass(slots=True)
class Session:
    """An open store with its archive of pages, and a tally for each source. Not for two threads at once."""

    store: Store
    archive: Archive
    run_id: str
    started: datetime
    clock: Clock
    versions: dict[str, str]
    command: str = "crawl"
    tallies: dict[str, Tally] = field(default_factory=dict)

    @classmethod
    def open(
        cls, data: Path, clock: Clock | None = None, versions: dict[str, str] | None = None, command: str = "crawl"
    ) -> Self:
        """Opens the store of a folder for one run of a command.

        Raises `Locked` or `StoreError`, and then has changed nothing.
        """
        now = clock or (lambda: datetime.now(UTC))
        started = now()
        run_id = f"{started.astimezone(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"
        store = Store.open(data, clock=now)
        try:
            archive = Archive(data, run_id, started)
        except BaseException:
            store.close()
            raise
        return cls(store, archive, run_id, started, now, versions or versions_here(), command)

    @property
    def notes(self) -> tuple[str, ...]:
        """What was found broken, and mended, when the store was opened: the traces of a killed run."""
        cut = (f"{seal.file}: evidence of a run that was killed, sealed as cut" for seal in self.archive.sealed)
        return (*map(str, self.store.repairs + self.archive.repairs), *cut)

    def tally(self, source: str) -> Tally:
        """The tally of a source; a new one carries what the last complete crawl had read and looked at again."""
        if source not in self.tallies:
            newest, looked = self.store.newest(source), self.store.looked(source)
            self.tallies[source] = Tally(source, newest=newest, looked=looked)
        return self.tallies[source]

    def finish(self, exit_status: int | None = None) -> Run:
        """Writes the run's line, closes archive and store and returns the run.

        `exit_status` is what the process will end with, by default what the outcomes say. Raises NotKept where the
        line cannot be written; the store is closed even so.
        """
        lines = tuple(tally.line() for tally in self.tallies.values())
        status = exit_status_of(lines) if exit_status is None else exit_status
        run = Run(
            id=self.run_id,
            started=self.started,
            ended=self.clock(),
            exit_status=status,
            sources=lines,
            versions=self.versions,
            command=self.command,
        )
        try:
            self.archive.close()
            self.store.finish(run)
        except StoreError as error:
            raise NotKept(run, error) from error
        finally:
            self.store.close()
        return run


def _one_line(text: str) -> str:
    return " ".join(text.split())[:300]


def exit_status_of(lines: Iterable[SourceRun]) -> int:
    """0 when every source is well, 4 when none is, 1 when some are (the README tells users so)."""
    well = [line.outcome is Outcome.OK for line in lines]
    if all(well):
        return 0
    return 1 if any(well) else 4


def versions_here() -> dict[str, str]:
    """The versions that a run's record names: Polon's, its parts', and the extractor's with its data, by language."""
    parts = {name: version(name) for name in ("scrapy", "trafilatura")}
    extractors = {f"extractor {code}": extractor(code) for code in available()}
    return {"polon": __version__, "python": python_version(), **parts, **extractors}

"""Posts from a file into the store: the steps of a crawl, without the network. Imported when it is needed."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import msgspec
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from polon.extract import claims_of
from polon.pages import PageError
from polon.pages.names import withhold, without_names
from polon.pages.telegram.export import Reason, Skipped, WrongExport, read_export
from polon.records import Claim, Document, Evidence
from polon.session import Session
from polon.sources import Source
from polon.store import Change, Known, Refused, Store

BATCH = 200
"""Documents that are written at once."""

NAMED = 20
"""Posts that the summary names of those that differ."""

_LOOKED_THROUGH = 1_000
"""Documents and visits of a source that are asked for its channel's number."""

_ROWS = (
    ("new", "posts that were not kept before"),
    ("kept", "posts that are kept already"),
    ("differing", "of these, posts whose letters or digits differ"),
    ("deleted", "posts that are kept as deleted, and stay so"),
    ("withheld", "posts that are kept without their text, a list of names"),
    ("undated", "posts without a time, which are not kept"),
    (Reason.TEXTLESS.value, "messages without text"),
    (Reason.SERVICE.value, "service messages"),
    (Reason.UNSUPPORTED.value, "messages that Telegram Desktop could not export"),
    (Reason.UNREADABLE.value, "messages that could not be read"),
)


class Intake:
    """What an import does with each post, and how often; `counts` by the names of the summary's rows."""

    def __init__(self, source: Source, session: Session, digest: str) -> None:
        """`digest` is the SHA-256 of the file, which each Document from it has as its evidence."""
        self.store = session.store
        self.tally = session.tally(source.name)
        number = source.channel_id or channel_of(session.store, source.name)
        self.source = msgspec.structs.replace(source, channel_id=number)
        self.known = session.store.known(source.name)
        self.evidence = Evidence(sha256=digest)
        self.counts: Counter[str] = Counter()
        self.differing: list[int] = []
        self.messages = 0
        self.batch: dict[str, tuple[Document, tuple[Claim, ...]]] = {}

    def read(self, stream: BinaryIO, tick: Callable[[], None]) -> None:
        """Brings in what the file has, and calls `tick` after each message. Raises PageError, StoreError."""
        try:
            for each in read_export(stream, source=self.source):
                if isinstance(each, Skipped):
                    self.skip(each)
                else:
                    self.take(each)
                self.messages += 1
                tick()
        except PageError:
            self.write()  # what was read before the file broke off
            raise
        self.write()
        self.tally.succeed()

    def skip(self, skipped: Skipped) -> None:
        """Counts a message that is no post; one that could not be read is named."""
        self.counts[skipped.reason.value] += 1
        if skipped.reason is not Reason.UNREADABLE:
            return
        if self.counts[skipped.reason.value] <= NAMED:
            self.tally.error("unreadable", f"message {skipped.number or 'without id'}: {skipped.words}")
        else:
            self.tally.errors["unreadable"] += 1

    def take(self, document: Document) -> None:
        """A post: into the next batch if it is new, else compared with what is kept."""
        if self.tally.channel is None and document.channel is not None:
            self._identify(document.channel)
        known = self.known.get(document.id)
        if known is not None or document.id in self.batch:
            self._compare(document, known)
            return
        if document.published is None:  # its «yesterday» would have no day, and the store would keep it so
            self.counts["undated"] += 1
            self.tally.errors["undated"] += 1
            return
        try:
            claims = tuple(claims_of(document))
        except Exception as error:
            self.tally.error("extraction", f"{document.id}: {type(error).__name__}: {error}")
            return
        kept = withhold(replace(document, evidence=self.evidence))
        if kept.withheld:
            claims = tuple(map(without_names, claims))
        self.batch[kept.id] = kept, claims
        if len(self.batch) >= BATCH:
            self.write()

    def write(self) -> None:
        """Keeps the batch. Raises StoreError."""
        batch, self.batch = list(self.batch.values()), {}
        for result in self.store.write_page(batch, None) if batch else ():
            if isinstance(result, Refused):
                self.tally.error("exception", f"Refused: {result}")
            else:
                self.tally.wrote(result)
                self.counts["new"] += 1

    def close(self) -> None:
        """Puts what the whole file has shown into the tally."""
        if self.differing:
            named = ", ".join(map(str, self.differing))
            left = self.counts["differing"] - len(self.differing)
            more = f" and {left} more" if left else ""
            self.tally.warn(f"posts that the file has in other words than the store, which stay as kept: {named}{more}")
        if self.counts["undated"]:
            self.tally.warn(
                "posts without a time are not kept: exports of 2021 and before have none with its zone; export anew"
            )

    def _identify(self, channel: int) -> None:
        other = self.store.reader_of(channel)
        if other not in (None, self.source.name):
            raise WrongExport(f"it is of the channel {channel}, which is the source {other}")
        self.tally.channel = channel

    def _compare(self, document: Document, known: Known | None) -> None:
        if known is not None and known.deleted:
            self.counts["deleted"] += 1
            return
        self.counts["kept"] += 1
        self.tally.changes[Change.UNCHANGED] += 1
        if known is not None and known.revision == document.revision:
            return
        kept = self.batch[document.id][0] if known is None else self.store.document(document.source, document.id)
        if kept is not None and kept.withheld:
            self.counts["withheld"] += 1
        elif kept is not None and _bare(kept.text) != _bare(document.text):
            self.counts["differing"] += 1
            if len(self.differing) < NAMED:
                self.differing.append(int(document.id.rpartition("/")[2]))


def _bare(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def channel_of(store: Store, source: str) -> int | None:
    """The number of the channel that a source's documents, or pages, were of; None where none tells it."""
    for visit in islice(store.visits(source), _LOOKED_THROUGH):
        if visit.channel is not None:
            return visit.channel
    for document in islice(store.known(source), _LOOKED_THROUGH):
        kept = store.document(source, document)
        if kept is not None and kept.channel is not None:
            return kept.channel
    return None


def summary(name: str, intake: Intake) -> Iterator[str]:
    """What an import did, a line a count; counts of 0 are left out, but not that of new posts."""
    number = intake.tally.channel or intake.source.channel_id
    yield f"{name}: {intake.messages} messages of {intake.source.name} (channel {number or 'unknown'})"
    for key, words in _ROWS:
        if intake.counts[key] or key == "new":
            yield f"{intake.counts[key]:>9}  {words}"
    yield f"{intake.tally.claims:>9}  new claims"
    for warning in intake.tally.warnings[:NAMED]:
        yield f"  ! {''.join(c if c.isprintable() else ' ' for c in warning)}"
    if len(intake.tally.warnings) > NAMED:
        yield f"  ! and {len(intake.tally.warnings) - NAMED} more, in the run's line of the store"


@contextmanager
def progress(stream: BinaryIO, file: Path, intake: Intake, *, quiet: bool) -> Iterator[Callable[[], None]]:
    """What to call after each message: on a terminal it moves a bar."""
    if quiet or not sys.stderr.isatty():
        yield lambda: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), TextColumn("{task.fields[seen]}"))
    with Progress(*columns, console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task(file.name, total=file.stat().st_size, seen="")

        def tick() -> None:
            if intake.messages % 50 == 0:
                bar.update(task, completed=stream.tell(), seen=f"{intake.messages} messages")

        yield tick

"""What a writer must know of the lines on disk: for each document its revision, for each claim where its lines are.

All of it comes from the segments and lies in a file of its own beside them, so that opening a store reads only what is
new, and writing takes no more memory for many documents than for few. Texts stay in the segments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from polon.records import Claim, Document, Fetch, Run, Visit
from polon.store.database import Database, discard, keep, make, reopen
from polon.store.disk import line_at
from polon.store.errors import StoreError, Unfit
from polon.store.intake import Intake, microseconds, moment_of, short, unpacked
from polon.store.known import Kept, Known
from polon.store.lines import R, moved, read_at

FILE = "index.sqlite"

_LARGEST = 2**63 - 1
_CHUNK = 1000


class KnownDocuments(Mapping[str, Known]):
    """A live view of one source's documents, by id; it may be iterated while documents are written."""

    def __init__(self, index: Index, source: str) -> None:
        self._index, self._source = index, source

    def __getitem__(self, document: str) -> Known:
        kept = self._index.kept(self._source, document)
        if kept is None:
            raise KeyError(document)
        return Known(kept.revision, kept.deleted, kept.via, kept.published)

    def __iter__(self) -> Iterator[str]:
        return self._index.names(self._source)

    def __len__(self) -> int:
        return self._index.count(self._source)


class Index:
    """The places of the lines on disk, kept up to date by the writer, who alone may have it open."""

    def __init__(self, folder: Path) -> None:
        """Opens the index below `folder` and reads the lines that it has not; makes it anew where it does not fit.

        Raises StoreError, which names the first damaged line, or says why the file cannot be written.
        """
        self._folder, self._path = folder, folder / FILE
        self._closed = False
        self._intake: Intake | None = None
        self._database: Database | None = None
        try:
            with suppress(Unfit):
                self._database = reopen(self._path)
            self._fit()
        except BaseException:
            self._drop()
            raise

    def close(self) -> None:
        """Closes the file, so that the next run finds it whole. May be called twice."""
        if self._database:
            self._database.close()
        self._closed, self._database, self._intake = True, None, None

    def forget(self, failure: StoreError) -> None:
        """After a failed write: the next call drops what was noted for it and reads the segments' ends."""
        self._intake = None
        if isinstance(failure, Unfit):
            self._drop()

    # What is asked

    def of_source(self, source: str) -> Mapping[str, Known]:
        """The documents of a source, by id."""
        return KnownDocuments(self, source)

    def kept(self, source: str, document: str) -> Kept | None:
        """The last line of a document, if there is one."""
        for name, revision, deleted, withheld, via, published, segment, offset in self._ask(
            "SELECT id, revision, deleted, withheld, via, published, segment, offset FROM document"
            " WHERE source = ? AND id = ?",
            (source, document),
        ):
            time = moment_of(published)
            return Kept(name, unpacked(revision), bool(deleted), withheld, via, time, segment, offset)
        return None

    def names(self, source: str) -> Iterator[str]:
        """The ids of a source's documents, in order; some of those that are written meanwhile may be among them."""
        last, name = self._ask("SELECT max(id) FROM document WHERE source = ?", (source,))[0][0], ""
        found = [] if last is None else [("",)]
        while found:
            found = self._ask(
                "SELECT id FROM document WHERE source = ? AND id > ? AND id <= ? ORDER BY id LIMIT ?",
                (source, name, last, _CHUNK),
            )
            for (name,) in found:
                yield name

    def count(self, source: str) -> int:
        """How many documents are kept of a source."""
        return int(self._ask("SELECT count(*) FROM document WHERE source = ?", (source,))[0][0])

    def document(self, kept: Kept) -> Document:
        """The document as its last line tells it."""
        return self._read(
            Document, kept.segment, kept.offset, lambda line: (line.id, line.revision), (kept.id, kept.revision)
        )

    def claims(self, document: str) -> dict[str, tuple[Claim, bytes]]:
        """The last line of each claim of a document, withdrawn ones too, by id: the claim and its bytes."""
        found: dict[str, tuple[Claim, bytes]] = {}
        for segment, offset in self._ask(
            "SELECT segment, offset FROM claim WHERE document = ? ORDER BY segment, offset", (document,)
        ):
            claim = self._read(Claim, segment, offset, lambda line: line.document, document)
            found[claim.id] = (claim, line_at(self._ready().path(segment), offset))
        return found

    def visits(self, source: str) -> Iterator[Visit]:
        """The visits of a source, in the order of their writing."""
        segment, offset = 0, -1
        while found := self._ask(
            "SELECT segment, offset FROM visit WHERE source = ? AND (segment, offset) > (?, ?)"
            " ORDER BY segment, offset LIMIT ?",
            (source, segment, offset, _CHUNK),
        ):
            for segment, offset in found:
                yield self._read(Visit, segment, offset, lambda line: line.source, source)

    def last_visit(self, source: str) -> Visit | None:
        """The visit of a source that was written last."""
        found = self._ask(
            "SELECT segment, offset FROM visit WHERE source = ? ORDER BY segment DESC, offset DESC LIMIT 1", (source,)
        )
        for segment, offset in found:
            return self._read(Visit, segment, offset, lambda line: line.source, source)
        return None

    def fetch(self, source: str, url: str) -> Fetch | None:
        """What an address of a source gave when it was last asked, if it was."""
        for segment, offset in self._ask(
            "SELECT segment, offset FROM fetch WHERE source = ? AND url = ?", (source, short(url))
        ):
            return self._read(Fetch, segment, offset, lambda line: (line.source, line.url), (source, url))
        return None

    def reader_of(self, channel: int) -> str | None:
        """The source that the first document of a channel is of, or else its first visit."""
        found = self._ask("SELECT source FROM channel WHERE number = ? ORDER BY kind", (_bounded(channel),))
        return found[0][0] if found else None

    def posts(self, source: str, first: int, last: int) -> list[int]:
        """The numbers of a source's documents, from `first` to `last`, that are not deleted, in order."""
        found = self._ask(
            "SELECT number FROM document WHERE source = ? AND number BETWEEN ? AND ? AND number IS NOT NULL"
            " AND deleted = 0 ORDER BY number",
            (source, _bounded(first), _bounded(last)),
        )
        return [number for (number,) in found]

    def published_between(self, source: str, start: datetime, end: datetime) -> list[int]:
        """The numbers of a source's documents published after `start`, up to `end`, deleted ones too, in order."""
        found = self._ask(
            "SELECT number FROM document WHERE source = ? AND published > ? AND published <= ?"
            " AND published IS NOT NULL AND number IS NOT NULL ORDER BY number",
            (source, microseconds(start), microseconds(end)),
        )
        return [number for (number,) in found]

    def count_between(self, source: str, start: datetime, end: datetime) -> int:
        """How many documents of a source, not deleted, were published after `start`, up to `end`."""
        found = self._ask(
            "SELECT count(*) FROM document WHERE source = ? AND published > ? AND published <= ? AND deleted = 0",
            (source, microseconds(start), microseconds(end)),
        )
        return int(found[0][0])

    def newest(self, source: str) -> int | None:
        """`newest` of the last complete crawl that has it."""
        found = self._ask("SELECT newest FROM crawled WHERE source = ?", (source,))
        return found[0][0] if found else None

    def looked(self, source: str) -> datetime | None:
        """`looked` of the last complete crawl that has it."""
        found = self._ask("SELECT looked FROM crawled WHERE source = ?", (source,))
        return moment_of(found[0][0]) if found else None

    # What is noted of lines that have been written, the first of them at `offset`

    def add_documents(self, path: Path, offset: int, written: Sequence[tuple[Document, bytes]]) -> None:
        """Notes document lines."""
        self._ready().documents(path, offset, written)

    def add_claims(self, path: Path, offset: int, written: Sequence[tuple[str, bytes]]) -> None:
        """Notes claim lines, each with the id of its document."""
        self._ready().claims(path, offset, written)

    def add_visit(self, path: Path, offset: int, visit: Visit, line: bytes) -> None:
        """Notes a visit's line."""
        self._ready().visit(path, offset, visit, line)

    def add_fetch(self, path: Path, offset: int, fetch: Fetch, line: bytes) -> None:
        """Notes a fetch's line."""
        self._ready().fetch(path, offset, fetch, line)

    def add_run(self, path: Path, offset: int, run: Run, line: bytes) -> None:
        """Notes a run's line: of each source that a crawl has read completely, its newest post and second looks.

        Commits it. Where that fails, the line is read when the index is needed next: a run may tell of its own failure.
        """
        if self._intake:
            try:
                self._intake.run(path, offset, run, line)
                self._intake.commit()
            except StoreError as error:
                self.forget(error)

    def commit(self) -> None:
        """Makes what was noted stand."""
        self._ready().commit()

    # How it is made to fit

    def _ready(self) -> Intake:
        if self._closed:
            raise StoreError(f"{self._folder}: the store is closed")
        return self._intake or self._fit()

    def _ask(self, statement: str, values: Sequence[Any]) -> list[Any]:
        try:
            return self._ready().ask(statement, values)
        except Unfit:
            self._drop()
            return self._ready().ask(statement, values)

    def _fit(self) -> Intake:
        """Brings the index up to the segments, or makes it anew from them. Raises StoreError."""
        since = self._touched()
        if self._database:
            try:
                intake = Intake(self._database, self._folder)
                intake.catch_up(since)
            except Unfit:
                self._drop()
            else:
                self._intake = intake
                return intake
        new = make(self._path)
        try:
            Intake(new, self._folder).catch_up(since)
            self._database = keep(new, self._path)
        except BaseException:
            discard(new)
            raise
        self._intake = Intake(self._database, self._folder)
        return self._intake

    def _touched(self) -> int | None:
        """When this process took the lock, by the clock of the file system: what is older was written before."""
        try:
            return (self._folder / "lock").stat().st_ctime_ns
        except OSError:
            return None

    def _drop(self) -> None:
        if self._database:
            self._database.abandon()
        self._database = self._intake = None

    def _read(self, kind: type[R], segment: int, offset: int, told: Callable[[R], object], expected: object) -> R:
        path = self._ready().path(segment)
        try:
            found = read_at(path, offset, kind)
            if told(found) != expected:
                raise moved(path)
        except Unfit:
            self._drop()
            raise
        return found


def _bounded(number: int) -> int:
    return max(-_LARGEST, min(number, _LARGEST))

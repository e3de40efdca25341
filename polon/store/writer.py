"""The one writer of a data folder.

What is written when matters for a kill between two files: claims first, then their document. The document line is
the commit mark: without it the next run takes the document for new or changed, and writes what is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from polon.records import Claim, Document, Fetch, Run, Visit
from polon.store.changes import Change, Plan, Written, change_of, plan
from polon.store.checks import line_of
from polon.store.disk import (
    KINDS,
    Appender,
    Repair,
    join,
    last_line,
    lock,
    make_folder,
    seal,
    segment,
    segments,
    unlock,
)
from polon.store.errors import Refused, StoreError
from polon.store.index import Index
from polon.store.known import Known

Clock = Callable[[], datetime]


class Store:
    """A data folder opened for writing. Not for use from several threads.

    `repairs` are the torn last lines that `open` has moved out of the way.
    """

    def __init__(self, folder: Path, held: int, clock: Clock) -> None:
        """For `open`; `held` is the file descriptor of the lock."""
        self._folder = folder
        self._held: int | None = held
        self._clock = clock
        self._appender = Appender()
        self._interrupted = False
        found = (seal(path) for kind in KINDS for path in segments(folder, kind))
        self.repairs: tuple[Repair, ...] = tuple(repair for repair in found if repair)
        self._index = Index(folder)
        self._days = {kind: date.fromisoformat(last.stem) for kind in KINDS for last in segments(folder, kind)[-1:]}

    @classmethod
    def open(cls, folder: Path, *, clock: Clock) -> Store:
        """Opens the store in `folder`, made if need be; `clock` gives the time with its offset.

        Takes the lock, seals torn last lines and reads what is kept. Raises Locked where another process holds the
        lock, StoreError (file, line, what to do) where a line is damaged or the folder cannot be used.
        """
        make_folder(folder)
        held = lock(folder)
        try:
            return cls(folder, held, clock)
        except BaseException:
            unlock(held)
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Closes the index and frees the lock; nothing can be written any more. May be called twice."""
        if self._held is not None:
            try:
                self._index.close()
            finally:
                unlock(self._held)
                self._held = None

    def known(self, source: str) -> Mapping[str, Known]:
        """The documents that are kept of a source, by id: a live view, empty for a source never read."""
        return self._index.of_source(source)

    def document(self, source: str, document: str) -> Document | None:
        """A document as its last line tells it; None where nothing of it is kept. Raises StoreError."""
        kept = self._index.kept(source, document)
        return self._index.document(kept) if kept else None

    def newest(self, source: str) -> int | None:
        """`SourceRun.newest` of the last crawl that read the source completely and found a post, else None."""
        return self._index.newest(source)

    def looked(self, source: str) -> datetime | None:
        """`SourceRun.looked` of the last crawl that read the source completely and has it, else None."""
        return self._index.looked(source)

    def visits(self, source: str) -> Iterator[Visit]:
        """What pages told of a source's posts, in the order of writing."""
        return self._index.visits(source)

    def fetch_of(self, source: str, url: str) -> Fetch | None:
        """What an address of a source gave when it was last asked; None where it never was. Raises StoreError."""
        return self._index.fetch(source, url)

    def reader_of(self, channel: int) -> str | None:
        """The source whose documents, or else visits, were the first to have this channel's number; None if none."""
        return self._index.reader_of(channel)

    def posts(self, source: str, first: int, last: int) -> list[int]:
        """The numbers of a source's posts, from `first` to `last`, that are kept and not deleted, in order."""
        return self._index.posts(source, first, last)

    def published_between(self, source: str, start: datetime, end: datetime) -> list[int]:
        """The numbers of a source's posts published after `start`, up to `end`, deleted ones too, in order."""
        return self._index.published_between(source, start, end)

    def count_between(self, source: str, start: datetime, end: datetime) -> int:
        """How many documents of a source, not deleted, were published after `start`, up to `end`."""
        return self._index.count_between(source, start, end)

    def change_of(self, document: Document) -> Change:
        """What `document` is, measured by what is kept.

        Title, text and `withheld` decide; times, addresses and evidence do not. A deleted document of which nothing
        is kept is `unchanged`: there is nothing to take back.
        """
        return change_of(document, self._index.kept(document.source, document.id))

    def write(self, document: Document, claims: Sequence[Claim]) -> Written:
        """Keeps a document and the whole list of claims that it makes now; gives what that changed.

        Claims kept before and not in the list are withdrawn: `edited` where the document has changed, `extractor`
        where only the reading of the same words has, `deleted` where the document is gone (the list is then not
        looked at, and title, text and times stay as they were kept). `previous` is set here. What is kept already is
        not written again. Raises Refused, with nothing written, where a claim does not fit its document; StoreError
        where the disk fails.
        """
        (result,) = self.write_page([(document, claims)], None)
        if isinstance(result, Refused):
            raise result
        return result

    def write_page(
        self,
        entries: Sequence[tuple[Document, Sequence[Claim]]],
        told: Visit | Fetch | None,
    ) -> list[Written | Refused]:
        """Keeps what a page gave, as `write_pages` does; gives what came of each entry."""
        (results,) = self.write_pages([(entries, told)])
        return results

    def write_pages(
        self, pages: Sequence[tuple[Sequence[tuple[Document, Sequence[Claim]]], Visit | Fetch | None]]
    ) -> list[list[Written | Refused]]:
        """Keeps what pages gave: each document with the whole list of its claims, as `write` does, then the visit
        of its channel or the fetch of its address.

        All claims go in one piece, then all documents, then the rest; a kill in between leaves no document without
        its claims, no visit and no fetch without its documents. What is refused is given back in its place, nothing
        of it is written, and its page's visit or fetch is not either: the page is then not read. A visit that tells
        the same as the source's last one is not written again, nor a fetch that tells the same as the last of its
        address; a power cut may lose the last ones: their pages are read again. Raises Refused, with nothing written,
        for a visit or a fetch; StoreError where the disk fails.
        """
        self._ready()
        lines = [line_of(told) if told else None for _, told in pages]
        results: list[Written | Refused] = []
        for batch in _batches([entry for entries, _ in pages for entry in entries]):
            results += self._write_batch(batch)
        found, start = [], 0
        for (entries, told), line in zip(pages, lines, strict=True):
            found.append(results[start : start + len(entries)])
            start += len(entries)
            if told and line and not any(isinstance(result, Refused) for result in found[-1]):
                self._write_told(told, line)
        return found

    def finish(self, run: Run) -> None:
        """Keeps the line of a run, durably; the same line twice in a row is kept once. Raises StoreError."""
        if self._held is None:
            raise StoreError(f"{self._folder}: the store is closed")
        line = line_of(run)
        before = segments(self._folder, "runs")
        if before and line == last_line(before[-1]):
            return
        path, offset = self._append("runs", line + b"\n")
        self._index.add_run(path, offset, run, line)

    def _ready(self) -> None:
        if self._held is None:
            raise StoreError(f"{self._folder}: the store is closed")
        if self._interrupted:
            raise StoreError(f"{self._folder}: the last write was interrupted; open the store again")

    @contextmanager
    def _writing(self) -> Iterator[None]:
        # Anything but a StoreError (Ctrl-C) may come between a write and its note in the index.
        self._interrupted = True
        try:
            yield
            self._index.commit()
        except StoreError as error:
            self._index.forget(error)
            self._interrupted = False
            raise
        self._interrupted = False

    def _day(self, kind: str) -> date:
        now = self._clock()
        if now.tzinfo is None:
            raise ValueError("the store's clock must give a time with its offset")
        today = now.astimezone(UTC).date()
        # A clock that was set back must not put a later line before an earlier one: the last line of an id counts.
        self._days[kind] = max(today, self._days.get(kind, today))
        return self._days[kind]

    def _write_batch(self, entries: Sequence[tuple[Document, Sequence[Claim]]]) -> list[Written | Refused]:
        plans: list[Plan | Refused] = []
        for document, claims in entries:
            try:
                plans.append(plan(self._index, document, claims))
            except Refused as refused:
                plans.append(refused)
        good = [each for each in plans if isinstance(each, Plan)]
        with self._writing():
            self._put_claims([each for each in good if each.claims])
            self._put_documents([(each.document, each.line) for each in good if each.line])
        return [each.written if isinstance(each, Plan) else each for each in plans]

    def _write_told(self, told: Visit | Fetch, line: bytes) -> None:
        if isinstance(told, Visit):
            self._write_visit(told, line)
        else:
            self._write_fetch(told, line)

    def _write_visit(self, visit: Visit, line: bytes) -> None:
        last = self._index.last_visit(visit.source)
        if last and replace(last, run=visit.run) == visit:
            return
        with self._writing():
            path, offset = self._append("visits", line + b"\n", durable=False)
            self._index.add_visit(path, offset, visit, line)

    def _write_fetch(self, fetch: Fetch, line: bytes) -> None:
        if self._index.fetch(fetch.source, fetch.url) != fetch:
            with self._writing():
                path, offset = self._append("fetches", line + b"\n", durable=False)
                self._index.add_fetch(path, offset, fetch, line)

    def _put_claims(self, plans: Sequence[Plan]) -> None:
        if plans:
            written = [(each.document.id, line) for each in plans for line in each.claims]
            self._index.add_claims(*self._append("claims", join([line for _, line in written])), written)

    def _put_documents(self, written: Sequence[tuple[Document, bytes]]) -> None:
        if written:
            self._index.add_documents(*self._append("documents", join([line for _, line in written])), written)

    def _append(self, kind: str, data: bytes, *, durable: bool = True) -> tuple[Path, int]:
        path = segment(self._folder, kind, self._day(kind))
        return path, self._appender.append(path, data, f"write {kind}", durable=durable)


def _batches(
    entries: Sequence[tuple[Document, Sequence[Claim]]],
) -> Iterator[Sequence[tuple[Document, Sequence[Claim]]]]:
    """The entries in pieces in which no document comes twice: the second is measured by what is kept of the first."""
    start, ids = 0, set[str]()
    for position, (document, _) in enumerate(entries):
        if document.id in ids:
            yield entries[start:position]
            start, ids = position, set()
        ids.add(document.id)
    yield entries[start:]

"""The one writer of a data folder.

What is written when matters for a kill between two files: claims first, then their document. The document line is
the commit mark: without it the next run takes the document for new or changed, and writes what is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from polon.records import Claim, Decision, Document, Record, Run, Visit, Withdrawal, encode
from polon.store.disk import (
    KINDS,
    LONGEST_LINE,
    Appender,
    Repair,
    join,
    lock,
    make_folder,
    seal,
    segment,
    segments,
    unlock,
)
from polon.store.errors import Refused, StoreError
from polon.store.index import Index, Kept, Known

Clock = Callable[[], datetime]
_INT64 = 2**63


class Change(StrEnum):
    """What a document is, measured by what is kept of it. One that was gone and is back is `changed`."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Written:
    """What one write did: the document's change, how many claims are new, how many were withdrawn."""

    change: Change
    claims_new: int
    claims_withdrawn: int


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
        """Frees the lock; nothing can be written any more. May be called twice."""
        if self._held is not None:
            unlock(self._held)
            self._held = None

    def known(self, source: str) -> Mapping[str, Known]:
        """The documents that are kept of a source, by id: a live view, empty for a source never read."""
        return self._index.of_source(source)

    def newest(self, source: str) -> int | None:
        """`SourceRun.newest` of the last run that read the source completely and found a post, else None."""
        return self._index.newest.get(source)

    def change_of(self, document: Document) -> Change:
        """What `document` is, measured by what is kept.

        Title, text and `withheld` decide; times, addresses and evidence do not. A deleted document of which nothing
        is kept is `unchanged`: there is nothing to take back.
        """
        kept = self._index.kept(document.source, document.id)
        if document.deleted:
            return Change.UNCHANGED if kept is None or kept.deleted else Change.DELETED
        if kept is None:
            return Change.NEW
        same = (kept.revision, kept.deleted, kept.withheld) == (document.revision, False, document.withheld)
        return Change.UNCHANGED if same else Change.CHANGED

    def write(self, document: Document, claims: Sequence[Claim]) -> Written:
        """Keeps a document and the whole list of claims that it makes now; gives what that changed.

        Claims kept before and not in the list are withdrawn: `edited` where the document has changed, `extractor`
        where only the reading of the same words has, `deleted` where the document is gone (the list is then not
        looked at, and title, text and times stay as they were kept). `previous` is set here. What is kept already is
        not written again. Raises Refused, with nothing written, where a claim does not fit its document; StoreError
        where the disk fails.
        """
        self._ready()
        change, kept = self.change_of(document), self._index.kept(document.source, document.id)
        if document.deleted and kept is None:
            return Written(change, 0, 0)
        if document.deleted and kept is not None:
            document, claims = self._gone(document, kept), ()
        else:
            document = self._succeeding(document, kept)
            _check(document, claims)
        line = _line(document)
        written, result = self._compare(document, claims, change, kept)
        with self._writing():
            self._put_claims(document.id, written)
            if change is not Change.UNCHANGED:
                path = segment(self._folder, "documents", self._day("documents"))
                self._index.add_document(document, path, self._appender.append(path, line + b"\n", "write documents"))
        return result

    def finish(self, run: Run) -> None:
        """Keeps the line of a run, durably; the same line twice in a row is kept once. Raises StoreError."""
        if self._held is None:
            raise StoreError(f"{self._folder}: the store is closed")
        line = _line(run)
        if line == self._index.last_run:
            return
        self._appender.append(segment(self._folder, "runs", self._day("runs")), line + b"\n", "write the run")
        self._index.add_run(run, line)

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
        except StoreError:
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

    def _gone(self, document: Document, kept: Kept) -> Document:
        last = self._index.document(kept)
        return replace(last, deleted=True, evidence=document.evidence or last.evidence)

    def _succeeding(self, document: Document, kept: Kept | None) -> Document:
        if kept is None:
            return replace(document, previous=None)
        if kept.revision != document.revision:
            return replace(document, previous=kept.revision)
        return replace(document, previous=self._index.document(kept).previous)

    def _compare(
        self, document: Document, claims: Sequence[Claim], change: Change, kept: Kept | None
    ) -> tuple[list[bytes], Written]:
        before = self._index.claims(document.id)
        lines = [line for claim in claims if (line := _line(claim)) != before.get(claim.id, (None, b""))[1]]
        now = {claim.id for claim in claims}
        stale = [claim for claim, _ in before.values() if claim.id not in now and claim.withdrawn is None]
        lines += [_line(replace(claim, withdrawn=_reason(claim, document))) for claim in stale]
        # A claim of this revision whose document line is missing was written by a run that was killed: still new.
        held = {c.id for c, _ in before.values() if c.withdrawn is None and kept and c.revision == kept.revision}
        return lines, Written(change, len(now - held), len(stale))

    def _put_claims(self, document: str, written: list[bytes]) -> None:
        if written:
            path = segment(self._folder, "claims", self._day("claims"))
            offset = self._appender.append(path, join(written), "write claims")
            self._index.add_claims(document, path, offset, written)


def _reason(claim: Claim, document: Document) -> Withdrawal:
    if document.deleted:
        return Withdrawal.DELETED
    return Withdrawal.EXTRACTOR if claim.revision == document.revision else Withdrawal.EDITED


def _check(document: Document, claims: Sequence[Claim]) -> None:
    ids: set[str] = set()
    for claim in claims:
        where = f"{document.id}: claim {claim.id}"
        if (claim.document, claim.revision) != (document.id, document.revision):
            raise Refused(f"{where} is of {claim.document}, revision {claim.revision}: give it with its own document")
        if claim.withdrawn is not None:
            raise Refused(f"{where} is withdrawn: leave it out, the store withdraws what is missing")
        if claim.id in ids:
            raise Refused(f"{where} comes twice: two mentions need two ids")
        if document.withheld is None and not _stands(claim, document.text):
            found = document.text[max(0, claim.start) : max(0, claim.end)][:80]
            raise Refused(f"{where}: text[{claim.start}:{claim.end}] is {found!r}, not its surface {claim.surface!r}")
        if any(n is not None and abs(n) >= _INT64 for n in (claim.value, claim.value_back, claim.value_max)):
            raise Refused(f"{where}: a number beyond 64 bits ({claim.surface[:40]!r})")
        ids.add(claim.id)


def _stands(claim: Claim, text: str) -> bool:
    return 0 <= claim.start < claim.end <= len(text) and text[claim.start : claim.end] == claim.surface


def _line(record: Record) -> bytes:
    """A record's bytes, in the one form that every reader will get the same record from. Raises Refused."""
    name = f"{type(record).__name__} {_name(record)}"
    try:
        line = encode(msgspec.json.decode(encode(record), type=type(record)))
    except (msgspec.MsgspecError, UnicodeError, TypeError, ValueError) as error:
        raise Refused(f"{name}: cannot be kept: {error}") from error
    if len(line) > LONGEST_LINE:
        raise Refused(f"{name}: {len(line)} bytes are more than a line may have")
    return line


def _name(record: Record) -> str:
    if isinstance(record, Decision):
        return record.claim
    return f"of {record.source}" if isinstance(record, Visit) else record.id

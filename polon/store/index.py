"""What a writer must know of the lines on disk, and no more: for each document its revision and where its lines are.

Texts and claims stay on disk; a claim costs the writer 8 bytes, a document some 300.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import msgspec

from polon.records import SCHEMA, Claim, Document, Moment, Outcome, Run, Visit, decode
from polon.store.disk import line_at, lines, segments
from polon.store.errors import StoreError

CRAWL = "crawl"
"""The command whose runs move what the next crawl begins with; an import reads no channel."""

_NUMBER = re.compile(r"[1-9][0-9]{0,17}")  # fits 64 bits
_OFFSET_BITS = 40  # one terabyte a segment; the number of the segment stands above


@dataclass(frozen=True, slots=True)
class Known:
    """What the last line of a document says: its revision, whether it is gone, by which mirror it came, its time."""

    revision: str
    deleted: bool
    via: str | None = None
    published: datetime | None = None


@dataclass(slots=True)
class Kept:
    """The last line of a document: what decides whether it changed, and where it is."""

    revision: str
    deleted: bool
    withheld: str | None
    place: int
    via: str | None = None
    published: datetime | None = None


class _DocumentLine(msgspec.Struct, gc=False):
    id: str
    source: str
    revision: str
    deleted: bool = False
    withheld: str | None = None
    via: str | None = None
    published: Moment | None = None
    channel: int | None = None
    schema: int = SCHEMA


class _ClaimLine(msgspec.Struct, gc=False):
    id: str
    document: str
    schema: int = SCHEMA


class _VisitLine(msgspec.Struct, gc=False):
    source: str
    channel: int | None = None
    schema: int = SCHEMA


class _SourceLine(msgspec.Struct):
    source: str
    outcome: Outcome
    newest: int | None = None
    looked: Moment | None = None


class _RunLine(msgspec.Struct):
    id: str
    sources: tuple[_SourceLine, ...]
    command: str = "crawl"
    schema: int = SCHEMA


L = TypeVar("L", _DocumentLine, _ClaimLine, _VisitLine, _RunLine)


class KnownDocuments(Mapping[str, Known]):
    """A live view of one source's documents, by id; it may be iterated while documents are written."""

    def __init__(self, kept: dict[str, Kept]) -> None:
        self._kept = kept

    def __getitem__(self, document: str) -> Known:
        kept = self._kept[document]
        return Known(kept.revision, kept.deleted, kept.via, kept.published)

    def __iter__(self) -> Iterator[str]:
        return iter(tuple(self._kept))

    def __len__(self) -> int:
        return len(self._kept)


class Index:
    """The places of the lines on disk, kept up to date by the writer."""

    def __init__(self, folder: Path) -> None:
        """Reads every segment below `folder` once. Raises StoreError, which names the first damaged line."""
        self._paths: list[Path] = []
        self._numbers: dict[Path, int] = {}
        self._documents: dict[str, dict[str, Kept]] = {}
        self._claims: dict[str, array[int]] = {}
        self._visits: dict[str, array[int]] = {}
        self._readers: tuple[dict[int, str], dict[int, str]] = ({}, {})
        self.newest: dict[str, int] = {}
        self.looked: dict[str, datetime] = {}
        self.last_run: bytes | None = None
        for path in segments(folder, "documents"):
            for offset, document in _records(path, _DocumentLine):
                self._put_document(document, self.place(path, offset))
        for path in segments(folder, "claims"):
            for offset, claim in _records(path, _ClaimLine):
                self._put_claim(claim.document, self.place(path, offset))
        for path in segments(folder, "visits"):
            for offset, visit in _records(path, _VisitLine):
                self._put_visit(visit, self.place(path, offset))
        for path in segments(folder, "runs"):
            self._read_runs(path)

    def of_source(self, source: str) -> Mapping[str, Known]:
        """The documents of a source, by id."""
        return KnownDocuments(self._documents.setdefault(source, {}))

    def kept(self, source: str, document: str) -> Kept | None:
        """The last line of a document, if there is one."""
        return self._documents.get(source, {}).get(document)

    def document(self, kept: Kept) -> Document:
        """The document as its last line tells it."""
        return _read(self._line(kept.place), Document, self._path(kept.place))

    def claims(self, document: str) -> dict[str, tuple[Claim, bytes]]:
        """The last line of each claim of a document, withdrawn ones too, by id: the claim and its bytes."""
        found: dict[str, tuple[Claim, bytes]] = {}
        for place in self._claims.get(document, ()):
            line = self._line(place)
            claim = _read(line, Claim, self._path(place))
            found[claim.id] = (claim, line)
        return found

    def visits(self, source: str) -> Iterator[Visit]:
        """The visits of a source, in the order of their writing."""
        for place in tuple(self._visits.get(source, ())):
            yield _read(self._line(place), Visit, self._path(place))

    def last_visit(self, source: str) -> Visit | None:
        """The visit of a source that was written last."""
        places = self._visits.get(source)
        return _read(self._line(places[-1]), Visit, self._path(places[-1])) if places else None

    def reader_of(self, channel: int) -> str | None:
        """The source that the first document of a channel is of, or else its first visit."""
        documents, visits = self._readers
        return documents.get(channel) or visits.get(channel)

    def posts(self, source: str, first: int, last: int) -> list[int]:
        """The numbers of a source's documents, from `first` to `last`, that are not deleted, in order."""
        return sorted(n for n, _ in self._live(source) if first <= n <= last)

    def published_between(self, source: str, start: datetime, end: datetime) -> list[int]:
        """The numbers of a source's documents published after `start`, up to `end`, that are not deleted, in order."""
        return sorted(n for n, kept in self._live(source) if kept.published and start < kept.published <= end)

    def _live(self, source: str) -> Iterator[tuple[int, Kept]]:
        for name, kept in self._documents.get(source, {}).items():
            number = number_of(source, name)
            if number is not None and not kept.deleted:
                yield number, kept

    def add_document(self, document: Document, path: Path, offset: int) -> None:
        """Notes a document line that has been written."""
        line = _DocumentLine(
            document.id,
            document.source,
            document.revision,
            document.deleted,
            document.withheld,
            document.via,
            document.published,
            document.channel,
        )
        self._put_document(line, self.place(path, offset))

    def add_visit(self, visit: Visit, path: Path, offset: int) -> None:
        """Notes a visit's line that has been written."""
        self._put_visit(_VisitLine(visit.source, visit.channel), self.place(path, offset))

    def add_claims(self, document: str, path: Path, offset: int, written: list[bytes]) -> None:
        """Notes claim lines that have been written, the first of them at `offset`."""
        for line in written:
            self._put_claim(document, self.place(path, offset))
            offset += len(line) + 1

    def add_run(self, run: Run | _RunLine, line: bytes) -> None:
        """Notes a run's line: of each source that a crawl has read completely, its newest post and second looks."""
        self.last_run = line
        if run.command != CRAWL:
            return
        for source in run.sources:
            if source.outcome is Outcome.OK and source.newest is not None:
                self.newest[source.source] = source.newest
            if source.outcome is Outcome.OK and source.looked is not None:
                self.looked[source.source] = source.looked

    def place(self, path: Path, offset: int) -> int:
        """A line's place as one number."""
        if path not in self._numbers:
            self._numbers[path] = len(self._paths)
            self._paths.append(path)
        return self._numbers[path] << _OFFSET_BITS | offset

    def _path(self, place: int) -> Path:
        return self._paths[place >> _OFFSET_BITS]

    def _line(self, place: int) -> bytes:
        return line_at(self._path(place), place & ((1 << _OFFSET_BITS) - 1))

    def _put_document(self, line: _DocumentLine, place: int) -> None:
        documents = self._documents.setdefault(line.source, {})
        documents[line.id] = Kept(line.revision, line.deleted, line.withheld, place, line.via, line.published)
        if line.channel is not None:
            self._readers[0].setdefault(line.channel, line.source)

    def _put_claim(self, document: str, place: int) -> None:
        self._claims.setdefault(document, array("Q")).append(place)

    def _put_visit(self, line: _VisitLine, place: int) -> None:
        self._visits.setdefault(line.source, array("Q")).append(place)
        if line.channel is not None:
            self._readers[1].setdefault(line.channel, line.source)

    def _read_runs(self, path: Path) -> None:
        for number, _, line in lines(path):
            self.add_run(_parse(line, _RunLine, path, number), line)


def _records(path: Path, kind: type[L]) -> Iterator[tuple[int, L]]:
    for number, offset, line in lines(path):
        yield offset, _parse(line, kind, path, number)


def _parse(line: bytes, kind: type[L], path: Path, number: int) -> L:
    try:
        # The decoder skips what it does not keep without looking at its encoding: a flipped byte in a text is damage.
        record = msgspec.json.decode(line.decode("utf-8"), type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise damaged(path, number, error) from error
    check_schema(record.schema, f"{path}, line {number}")
    return record


R = TypeVar("R", Document, Claim, Visit)


def _read(line: bytes, kind: type[R], path: Path) -> R:
    try:
        return decode(line, kind)
    except msgspec.MsgspecError as error:
        number = next((n for n, _, other in lines(path) if other == line), 0)
        raise damaged(path, number, error) from error


def number_of(source: str, document: str) -> int | None:
    """The number of a post, by the id of its document; None for what is no post's."""
    native = document.removeprefix(f"{source}/")
    return int(native) if _NUMBER.fullmatch(native) else None


def damaged(path: Path, number: int, error: Exception) -> StoreError:
    """The StoreError for a line that is not a record."""
    return StoreError(
        f"{path}, line {number}: not a whole record ({error}); nothing was changed. Restore the file from a backup,"
        f" or look at the line (sed -n {number}p) and take it out by hand, then run again"
    )


def check_schema(schema: int, where: str) -> None:
    """Refuses a record of a newer shape than this version knows. Raises StoreError."""
    if schema > SCHEMA:
        raise StoreError(f"{where}: written by a newer polon (schema {schema}, known {SCHEMA}); install that version")

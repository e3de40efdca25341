"""What a writer must know of the lines on disk, and no more: for each document its revision and where its lines are.

Texts and claims stay on disk; a claim costs the writer 8 bytes, a document some 300.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import msgspec

from polon.records import SCHEMA, Claim, Document, Outcome, Run, decode
from polon.store.disk import line_at, lines, segments
from polon.store.errors import StoreError

_OFFSET_BITS = 40  # one terabyte a segment; the number of the segment stands above


@dataclass(frozen=True, slots=True)
class Known:
    """What is kept of a document: the revision of its last line, and whether that line says that it is gone."""

    revision: str
    deleted: bool


@dataclass(slots=True)
class Kept:
    """The last line of a document: what decides whether it changed, and where it is."""

    revision: str
    deleted: bool
    withheld: str | None
    place: int


class _DocumentLine(msgspec.Struct, gc=False):
    id: str
    source: str
    revision: str
    deleted: bool = False
    withheld: str | None = None
    schema: int = SCHEMA


class _ClaimLine(msgspec.Struct, gc=False):
    id: str
    document: str
    schema: int = SCHEMA


class _SourceLine(msgspec.Struct):
    source: str
    outcome: Outcome
    newest: int | None = None


class _RunLine(msgspec.Struct):
    id: str
    sources: tuple[_SourceLine, ...]
    schema: int = SCHEMA


L = TypeVar("L", _DocumentLine, _ClaimLine, _RunLine)


class KnownDocuments(Mapping[str, Known]):
    """A live view of one source's documents, by id; it may be iterated while documents are written."""

    def __init__(self, kept: dict[str, Kept]) -> None:
        self._kept = kept

    def __getitem__(self, document: str) -> Known:
        kept = self._kept[document]
        return Known(kept.revision, kept.deleted)

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
        self.newest: dict[str, int] = {}
        self.last_run: bytes | None = None
        for path in segments(folder, "documents"):
            for offset, document in _records(path, _DocumentLine):
                self._put_document(document, self.place(path, offset))
        for path in segments(folder, "claims"):
            for offset, claim in _records(path, _ClaimLine):
                self._put_claim(claim.document, self.place(path, offset))
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

    def add_document(self, document: Document, path: Path, offset: int) -> None:
        """Notes a document line that has been written."""
        line = _DocumentLine(document.id, document.source, document.revision, document.deleted, document.withheld)
        self._put_document(line, self.place(path, offset))

    def add_claims(self, document: str, path: Path, offset: int, written: list[bytes]) -> None:
        """Notes claim lines that have been written, the first of them at `offset`."""
        for line in written:
            self._put_claim(document, self.place(path, offset))
            offset += len(line) + 1

    def add_run(self, run: Run | _RunLine, line: bytes) -> None:
        """Notes a run's line: the newest post of each source that this run has read completely."""
        self.last_run = line
        for source in run.sources:
            if source.outcome is Outcome.OK and source.newest is not None:
                self.newest[source.source] = source.newest

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
        documents[line.id] = Kept(line.revision, line.deleted, line.withheld, place)

    def _put_claim(self, document: str, place: int) -> None:
        self._claims.setdefault(document, array("Q")).append(place)

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


R = TypeVar("R", Document, Claim)


def _read(line: bytes, kind: type[R], path: Path) -> R:
    try:
        return decode(line, kind)
    except msgspec.MsgspecError as error:
        number = next((n for n, _, other in lines(path) if other == line), 0)
        raise damaged(path, number, error) from error


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

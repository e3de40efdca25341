"""From lines to the tables of the index: what was written before, read from the segments, and what is written now."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from polon.records import Document, Fetch, Outcome, Run, Visit
from polon.store.database import Database
from polon.store.disk import segments
from polon.store.errors import Unfit, failed
from polon.store.lines import CRAWL, ClaimLine, DocumentLine, FetchLine, RunLine, VisitLine, number_of, parse
from polon.store.marks import Mark, in_order, state_of, tail

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LARGEST = 2**63 - 1
_HEX_OF_SHA256 = 64

_PUT_DOCUMENT = """
INSERT INTO document VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
    revision = excluded.revision, deleted = excluded.deleted, withheld = excluded.withheld, via = excluded.via,
    published = excluded.published, number = excluded.number, segment = excluded.segment, offset = excluded.offset"""
_PUT_CLAIM = "INSERT INTO claim VALUES (?, ?, ?)"
_PUT_VISIT = "INSERT INTO visit VALUES (?, ?, ?)"
_PUT_FETCH = "INSERT OR REPLACE INTO fetch VALUES (?, ?, ?, ?)"
_PUT_CHANNEL = "INSERT OR IGNORE INTO channel VALUES (?, ?, ?)"
_PUT_CRAWLED = """
INSERT INTO crawled VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET
    newest = coalesce(excluded.newest, newest), looked = coalesce(excluded.looked, looked)"""
_PUT_SEGMENT = "INSERT OR REPLACE INTO segment VALUES (?, ?, ?, ?, ?, ?)"

Place = tuple[int, int]
"""A line's place: the number of its segment, and the offset there."""


class Intake:
    """Puts lines into the tables, and keeps how far each segment has been read. `commit` makes it stand."""

    def __init__(self, database: Database, folder: Path) -> None:
        """Of an open database; what was put into it and not committed is dropped. Raises Unfit, StoreError."""
        database.rollback()
        self._database, self._folder = database, folder
        self._touched: set[int] = set()
        rows = database.execute("SELECT number, path, size, lines, digest, state FROM segment ORDER BY number")
        self._marks = {row[0]: Mark(row[0], folder / row[1], *row[2:]) for row in rows}
        self._numbers = {mark.path: mark.number for mark in self._marks.values()}
        self._readers: dict[str, Callable[[Path, Iterable[tuple[int, Place, bytes]]], None]] = {
            "documents": self._read_documents,
            "claims": self._read_claims,
            "visits": self._read_visits,
            "fetches": self._read_fetches,
            "runs": self._read_runs,
        }

    def ask(self, statement: str, values: Sequence[Any]) -> list[Any]:
        """The rows that a question gives. Raises Unfit, StoreError."""
        return self._database.execute(statement, values)

    def path(self, number: int) -> Path:
        """The segment of a number. Raises Unfit."""
        if number not in self._marks:
            raise Unfit(f"{self._database.path}: names a segment that it has not; run again: it is made anew")
        return self._marks[number].path

    def catch_up(self, since: int | None) -> None:
        """Reads what is new in the segments, and commits it; `since` is as `state_of` takes it.

        Raises Unfit where the segments are not those that were read before; StoreError, which names a damaged line.
        """
        for kind, read in self._readers.items():
            marked, found = [mark.path for mark in self._of_kind(kind)], segments(self._folder, kind)
            if not in_order(marked, found):
                raise Unfit(f"{self._folder / kind}: segments have gone or come between others")
            for position, path in enumerate(found):
                self._catch_up_with(path, read, since, may_grow=position >= len(marked) - 1)
        self.commit()

    def documents(self, path: Path, offset: int, written: Sequence[tuple[Document, bytes]]) -> None:
        """Notes document lines that have been written, the first of them at `offset`. Raises Unfit, StoreError."""
        places = self._advance(path, offset, [line for _, line in written])
        self._database.put(_PUT_DOCUMENT, (_row(one, place) for (one, _), place in zip(written, places, strict=True)))
        self._put_channels(0, {one.channel: one.source for one, _ in reversed(written)})

    def claims(self, path: Path, offset: int, written: Sequence[tuple[str, bytes]]) -> None:
        """Notes claim lines that have been written, each with the id of its document. Raises Unfit, StoreError."""
        places = self._advance(path, offset, [line for _, line in written])
        self._database.put(_PUT_CLAIM, ((name, *place) for (name, _), place in zip(written, places, strict=True)))

    def visit(self, path: Path, offset: int, visit: Visit, line: bytes) -> None:
        """Notes a visit's line that has been written. Raises Unfit, StoreError."""
        (place,) = self._advance(path, offset, [line])
        self._database.put(_PUT_VISIT, [(visit.source, *place)])
        self._put_channels(1, {visit.channel: visit.source})

    def fetch(self, path: Path, offset: int, fetch: Fetch, line: bytes) -> None:
        """Notes a fetch's line that has been written. Raises Unfit, StoreError."""
        (place,) = self._advance(path, offset, [line])
        self._database.put(_PUT_FETCH, [(fetch.source, short(fetch.url), *place)])

    def run(self, path: Path, offset: int, run: Run, line: bytes) -> None:
        """Notes a run's line that has been written. Raises Unfit, StoreError."""
        self._advance(path, offset, [line])
        self._put_run(run)

    def commit(self) -> None:
        """Makes what was noted stand, with how far each segment has been read. Raises Unfit, StoreError."""
        if not self._touched:
            return
        marks = [self._marks[number] for number in sorted(self._touched)]
        names = (mark.path.relative_to(self._folder).as_posix() for mark in marks)
        self._database.put(
            _PUT_SEGMENT,
            [(m.number, name, m.size, m.lines, m.digest, m.state) for m, name in zip(marks, names, strict=True)],
        )
        self._database.commit()
        self._touched.clear()

    def _of_kind(self, kind: str) -> list[Mark]:
        home = self._folder / kind
        return sorted((m for m in self._marks.values() if home in m.path.parents), key=lambda mark: mark.path)

    def _mark(self, path: Path) -> Mark:
        if path not in self._numbers:
            self._numbers[path] = max(self._marks, default=0) + 1
            self._marks[self._numbers[path]] = Mark(self._numbers[path], path)
        return self._marks[self._numbers[path]]

    def _advance(self, path: Path, offset: int, written: Sequence[bytes]) -> list[Place]:
        mark = self._mark(path)
        if offset != mark.size:
            raise Unfit(f"{path}: another program has written here while this run did; run again")
        mark.state = None  # to be read again once: only the next run can tell that nobody else touched it
        self._touched.add(mark.number)
        return [(mark.number, mark.advance(line)) for line in written]

    def _catch_up_with(
        self,
        path: Path,
        read: Callable[[Path, Iterable[tuple[int, Place, bytes]]], None],
        since: int | None,
        *,
        may_grow: bool,
    ) -> None:
        try:
            state = state_of(path, since)
        except OSError as error:
            raise failed("read", path, error) from error
        mark = self._mark(path)
        if state is not None and state == mark.state:
            return
        new = tail(mark, path, may_grow=may_grow)
        read(path, ((number, (mark.number, offset), line) for number, offset, line in new))
        mark.state = state  # of before the reading
        self._touched.add(mark.number)

    def _read_documents(self, path: Path, new: Iterable[tuple[int, Place, bytes]]) -> None:
        channels: dict[int | None, str] = {}

        def rows() -> Iterator[Sequence[Any]]:
            for number, place, line in new:
                one = parse(line, DocumentLine, path, number)
                channels.setdefault(one.channel, one.source)
                yield _row(one, place)

        self._database.put(_PUT_DOCUMENT, rows())
        self._put_channels(0, channels)

    def _read_claims(self, path: Path, new: Iterable[tuple[int, Place, bytes]]) -> None:
        found = ((parse(line, ClaimLine, path, number).document, *place) for number, place, line in new)
        self._database.put(_PUT_CLAIM, found)

    def _read_visits(self, path: Path, new: Iterable[tuple[int, Place, bytes]]) -> None:
        channels: dict[int | None, str] = {}

        def rows() -> Iterator[Sequence[Any]]:
            for number, place, line in new:
                one = parse(line, VisitLine, path, number)
                channels.setdefault(one.channel, one.source)
                yield (one.source, *place)

        self._database.put(_PUT_VISIT, rows())
        self._put_channels(1, channels)

    def _read_fetches(self, path: Path, new: Iterable[tuple[int, Place, bytes]]) -> None:
        found = ((parse(line, FetchLine, path, number), place) for number, place, line in new)
        self._database.put(_PUT_FETCH, ((one.source, short(one.url), *place) for one, place in found))

    def _read_runs(self, path: Path, new: Iterable[tuple[int, Place, bytes]]) -> None:
        for number, _, line in new:
            self._put_run(parse(line, RunLine, path, number))

    def _put_run(self, run: Run | RunLine) -> None:
        if run.command == CRAWL:
            rows = [
                (source.source, _number(source.newest), microseconds(source.looked))
                for source in run.sources
                if source.outcome is Outcome.OK
            ]
            self._database.put(_PUT_CRAWLED, rows)

    def _put_channels(self, kind: int, channels: dict[int | None, str]) -> None:
        found = ((channel, source) for channel, source in channels.items() if _number(channel) is not None)
        self._database.put(_PUT_CHANNEL, ((channel, kind, source) for channel, source in found))


def _row(line: Document | DocumentLine, place: Place) -> Sequence[Any]:
    number = number_of(line.source, line.id)
    time = microseconds(line.published)
    return (line.source, line.id, packed(line.revision), line.deleted, line.withheld, line.via, time, number, *place)


def short(url: str) -> bytes:
    """An address as the index keeps it: a digest, which is a fraction of its letters."""
    return hashlib.blake2b(url.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def packed(revision: str) -> str | bytes:
    """A revision as the index keeps it: the bytes of a digest, which are half its letters."""
    if len(revision) != _HEX_OF_SHA256:
        return revision
    try:
        digest = bytes.fromhex(revision)
    except ValueError:
        return revision
    return digest if digest.hex() == revision else revision


def unpacked(revision: str | bytes) -> str:
    """The revision that `packed` took."""
    return revision if isinstance(revision, str) else revision.hex()


def microseconds(moment: datetime | None) -> int | None:
    """A moment as a whole number, since 1970."""
    return None if moment is None else (moment - _EPOCH) // timedelta(microseconds=1)


def moment_of(number: int | None) -> datetime | None:
    """The moment that `microseconds` took, in UTC."""
    return None if number is None else _EPOCH + timedelta(microseconds=number)


def _number(value: int | None) -> int | None:
    """A number that fits a column; what a damaged line says beyond that is no number of a post or channel."""
    return value if value is not None and 0 <= value <= _LARGEST else None

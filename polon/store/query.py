"""The reading side, for people's commands: DuckDB over the segments as they lie, without the writer's lock.

A reader sees whole lines only. A segment with a torn end is read up to its last line end, from a copy; one that grew
while it was read is read again, the same way. Documents are looked at before claims, and a claim counts only if the
document line of its revision is there: what a run has half written, or was killed in, does not show.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import msgspec

from polon.records import Claim, Document, Event, Status
from polon.store.disk import KINDS, copy_bytes, lines, segments, sound_end
from polon.store.errors import Nothing, StoreError, failed
from polon.store.lines import check_schema, damaged

CLAIM_COLUMNS = {
    "id": "VARCHAR", "document": "VARCHAR", "revision": "VARCHAR", "start": "BIGINT", "end": "BIGINT",
    "surface": "VARCHAR", "value": "BIGINT", "value_back": "BIGINT", "value_max": "BIGINT", "qualifier": "VARCHAR",
    "event": "VARCHAR", "side": "VARCHAR", "who": "VARCHAR", "group": "VARCHAR[]", "date": "VARCHAR",
    "attribution": "VARCHAR", "status": "VARCHAR", "part_of": "BIGINT", "optional": "BOOLEAN", "quote": "VARCHAR",
    "prefix": "VARCHAR", "suffix": "VARCHAR", "date_text": "VARCHAR", "date_rule": "VARCHAR", "whole": "VARCHAR",
    "trace": "JSON", "confidence": "DOUBLE", "extractor": "VARCHAR", "withdrawn": "VARCHAR", "schema": "BIGINT",
}  # fmt: skip
"""A claim's fields as DuckDB is to read them: `date` is EDTF, which guessing takes for DATE until an interval comes."""

DOCUMENT_COLUMNS = {
    "id": "VARCHAR", "source": "VARCHAR", "url": "VARCHAR", "lang": "VARCHAR", "published": "VARCHAR",
    "revision": "VARCHAR",
}  # fmt: skip

_CHUNK = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which claims to list; an empty tuple or None lets all pass, several values of one filter are alternatives.

    `since` and `until` are compared to the day for which a claim holds: the last day of its date, or of its interval;
    the day of publication where it has no date. A claim whose interval is open (`2022-02-24/..`) still holds on any
    later day; for `until` it counts from the day of its publication. What has no day at all passes no bound.
    """

    since: date | None = None
    until: date | None = None
    events: tuple[Event, ...] = ()
    sides: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    langs: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = ()
    withdrawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A claim as it last stood, with what its document says of source, language, time and address.

    `day` is what `since` and `until` were compared to.
    """

    claim: Claim
    source: str
    lang: str
    published: datetime | None
    url: str
    day: date | None


def claims(folder: Path, filters: Filters | None = None) -> Iterator[Row]:
    """The claims below a data folder that pass the filters, the newest first.

    Raises Nothing where there is no store; while it is read, StoreError for a damaged line (file, line, what to do).
    """
    if not any(segments(folder, kind) for kind in KINDS):
        raise Nothing(f"{folder}: nothing is there yet; fetch the sources with `polon crawl --data {folder}`")
    return _read(folder, filters or Filters())


@dataclass(slots=True)
class _Snapshot:
    """Files to read, and the state in which those that are read in place were found."""

    files: dict[str, list[str]] = field(default_factory=dict)
    origins: dict[str, Path] = field(default_factory=dict)
    states: dict[Path, tuple[int, int]] = field(default_factory=dict)

    def moved(self) -> set[Path]:
        """The files read in place that are no longer as they were found."""
        return {path for path, state in self.states.items() if _state(path) != state}


def _read(folder: Path, filters: Filters) -> Iterator[Row]:
    with tempfile.TemporaryDirectory(prefix="polon-") as scratch, _connection(scratch) as connection:
        rows, snapshot = _first_rows(connection, folder, Path(scratch), filters)
        names = [column[0] for column in connection.description or ()]
        while rows:
            for row in rows:
                yield _row(dict(zip(names, row, strict=True)), snapshot)
            rows = connection.fetchmany(_CHUNK)


def _first_rows(
    connection: duckdb.DuckDBPyConnection, folder: Path, scratch: Path, filters: Filters
) -> tuple[list[tuple[Any, ...]], _Snapshot]:
    copied: set[Path] = set()
    while True:  # each turn copies a segment more, so there are no more turns than segments
        snapshot = _snapshot(folder, scratch, copied)
        rows: list[tuple[Any, ...]] = []
        trouble: duckdb.Error | None = None
        try:
            if all(snapshot.files.values()):
                # The sorting reads every file to its end before the first row comes out.
                rows = connection.execute(_sql(filters), snapshot.files | _asked(filters)).fetchmany(_CHUNK)
        except duckdb.Error as error:
            trouble = error
        if moved := snapshot.moved():
            copied |= moved
        elif trouble:
            raise _explained(trouble, snapshot) from trouble
        else:
            return rows, snapshot


def _connection(scratch: str) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(
        ":memory:",
        config={
            "memory_limit": "500MB",  # a million claims in order, in 9 s; without it 1.6 GB and 6 s
            "temp_directory": scratch,  # where the rest goes: not to `.tmp` in the working folder
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        },
    )


def _snapshot(folder: Path, scratch: Path, copied: set[Path]) -> _Snapshot:
    snapshot = _Snapshot()
    for kind in ("documents", "claims"):  # in this order: see the top of this module
        snapshot.files[kind] = []
        for path in segments(folder, kind):
            copy = scratch / f"{kind}-{path.name}"
            try:
                read = _take(path, copy, snapshot, always_copy=path in copied)
            except OSError as error:
                raise failed("read", path, error) from error
            if read:
                snapshot.files[kind].append(str(read))
                snapshot.origins[str(read)] = path
    return snapshot


def _take(path: Path, copy: Path, snapshot: _Snapshot, *, always_copy: bool) -> Path | None:
    """The file to read for a segment: itself, a copy of its whole lines, or none where it has no whole line."""
    state = _state(path)
    with path.open("rb") as file:
        end = sound_end(file, state[0])
        if end == state[0] and not always_copy:
            snapshot.states[path] = state
            return path if end else None
        copy.unlink(missing_ok=True)
        copy_bytes(file, 0, end, copy)
    return copy if end else None


def _state(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except FileNotFoundError:
        return (-1, 0)
    return (status.st_size, status.st_mtime_ns)


def _lines_of(kind: str, columns: dict[str, str], required: tuple[str, ...]) -> str:
    """SQL for the lines of a kind, numbered in the order in which they were written."""
    shape = ", ".join(f"'{name}': '{type_}'" for name, type_ in columns.items())
    # An object without our fields reads as a row of nulls, which joins would drop: that is damage, not a row to skip.
    checked = ", ".join(f"coalesce({name}, error('no {name}')) AS {name}" for name in required)
    read = f"read_json(${kind}, columns={{{shape}}}, format='newline_delimited')"
    return f"SELECT row_number() OVER () AS n, * REPLACE ({checked}) FROM {read}"  # noqa: S608 (constants only)


_LAST_DAY = r"""
    CASE WHEN regexp_full_match(tail, '\d{4}-\d\d-\d\d') THEN try_cast(tail AS DATE)
         WHEN regexp_full_match(tail, '\d{4}-\d\d') THEN last_day(try_cast(tail || '-01' AS DATE))
         WHEN regexp_full_match(tail, '\d{4}') THEN try_cast(tail || '-12-31' AS DATE) END"""

_QUERY = f"""
WITH document_lines AS NOT MATERIALIZED (
    {_lines_of("documents", DOCUMENT_COLUMNS, ("id", "source", "url", "lang", "revision"))}
), documents AS (
    SELECT id, arg_max({{'source': source, 'lang': lang, 'url': url, 'published': published}}, n) AS last
    FROM document_lines GROUP BY id
), claim_lines AS NOT MATERIALIZED (
    {_lines_of("claims", CLAIM_COLUMNS, ("id", "document", "revision"))}
), latest AS (
    SELECT max(claim.n) AS n FROM claim_lines AS claim
    SEMI JOIN document_lines AS line ON line.id = claim.document AND line.revision = claim.revision
    GROUP BY claim.id
), tails AS (
    SELECT claim.*, documents.last, regexp_extract("date", '[^/]*$').rtrim('?~%') AS tail,
        try_cast(documents.last.published[:10] AS DATE) AS printed
    FROM claim_lines AS claim SEMI JOIN latest USING (n) JOIN documents ON documents.id = claim.document
), found AS (
    SELECT *, last.source AS source, last.lang AS lang, last.url AS url, last.published AS published,
        tail IS NOT DISTINCT FROM '..' AS still, coalesce({_LAST_DAY}, printed) AS "day"
    FROM tails
)
SELECT * EXCLUDE (n, last, tail, printed, still) FROM found WHERE CONDITIONS
ORDER BY "day" DESC NULLS LAST, try_cast(published AS TIMESTAMPTZ) DESC NULLS LAST, document, "start", id
"""  # noqa: S608 (constants only)

_CONDITIONS = {
    "since": '(still OR "day" >= $since)',
    "until": '"day" <= $until',
    "events": "list_contains($events, event)",
    "sides": "list_contains($sides, side)",
    "groups": 'list_has_any($groups, "group")',
    "sources": "list_contains($sources, source)",
    "langs": "list_contains($langs, lang)",
    "statuses": "list_contains($statuses, status)",
}


def _asked(filters: Filters) -> dict[str, Any]:
    values = {name: getattr(filters, name) for name in _CONDITIONS}
    return {name: list(v) if isinstance(v, tuple) else v for name, v in values.items() if v not in (None, ())}


def _sql(filters: Filters) -> str:
    conditions = [_CONDITIONS[name] for name in _asked(filters)]
    if not filters.withdrawn:
        conditions.append("withdrawn IS NULL")
    return _QUERY.replace("CONDITIONS", " AND ".join(conditions) or "true")


def _row(values: dict[str, Any], snapshot: _Snapshot) -> Row:
    place = {name: values.pop(name) for name in ("source", "lang", "published", "url", "day")}
    try:
        values["trace"] = msgspec.json.decode(values["trace"] or b"null")
        claim = msgspec.convert(values, Claim)
        published = msgspec.convert(place.pop("published"), datetime | None)
    except msgspec.MsgspecError as error:
        raise _explained(error, snapshot) from error
    check_schema(claim.schema, f"claim {claim.id}")
    return Row(claim=claim, published=published, **place)


def _explained(trouble: Exception, snapshot: _Snapshot) -> StoreError:
    """The damaged line behind an error; DuckDB's own count of lines is not to be relied on."""
    for read, path in snapshot.origins.items():
        kind = Document if read in snapshot.files["documents"] else Claim
        for number, _, line in lines(Path(read)):
            try:
                msgspec.json.decode(line.decode("utf-8"), type=kind)
            except (msgspec.MsgspecError, UnicodeDecodeError) as error:
                return damaged(path, number, error)
    return StoreError(f"the claims cannot be read: {str(trouble).splitlines()[0]}")

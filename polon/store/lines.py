"""What a writer reads of each line on disk, no more; and how a line that is no record is told of."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TypeVar

import msgspec

from polon.records import SCHEMA, Claim, Document, Fetch, Moment, Outcome, Run, Visit, decode
from polon.store.disk import line_at, lines
from polon.store.errors import StoreError, Unfit

CRAWL = "crawl"
"""The command whose runs move what the next crawl begins with; an import reads no channel."""

_NUMBER = re.compile(r"[1-9][0-9]{0,17}")  # fits 64 bits


class DocumentLine(msgspec.Struct, gc=False):
    """What decides whether a document changed, and what is asked of a channel's posts."""

    id: str
    source: str
    revision: str
    deleted: bool = False
    withheld: str | None = None
    via: str | None = None
    published: Moment | None = None
    channel: int | None = None
    schema: int = SCHEMA


class ClaimLine(msgspec.Struct, gc=False):
    """Whose claim it is."""

    id: str
    document: str
    schema: int = SCHEMA


class VisitLine(msgspec.Struct, gc=False):
    """Whose visit it is, and of which channel."""

    source: str
    channel: int | None = None
    schema: int = SCHEMA


class FetchLine(msgspec.Struct, gc=False):
    """Which address of which source it is of."""

    source: str
    url: str
    schema: int = SCHEMA


class SourceLine(msgspec.Struct):
    """How far a run has read a source."""

    source: str
    outcome: Outcome
    newest: int | None = None
    looked: Moment | None = None


class RunLine(msgspec.Struct):
    """How far a run has read its sources."""

    id: str
    sources: tuple[SourceLine, ...]
    command: str = CRAWL
    schema: int = SCHEMA


Line = DocumentLine | ClaimLine | VisitLine | FetchLine | RunLine
L = TypeVar("L", DocumentLine, ClaimLine, VisitLine, FetchLine, RunLine)
R = TypeVar("R", Document, Claim, Visit, Fetch, Run)


def parse(line: bytes, kind: type[L], path: Path, number: int) -> L:
    """What a writer reads of a line. Raises StoreError, which names the line."""
    try:
        # The decoder skips what it does not keep without looking at its encoding: a flipped byte in a text is damage.
        record = msgspec.json.decode(line.decode("utf-8"), type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise damaged(path, number, error) from error
    check_schema(record.schema, f"{path}, line {number}")
    return record


def read_at(path: Path, offset: int, kind: type[R]) -> R:
    """The record whose line begins at an offset. Raises Unfit where none begins there, StoreError for a damaged one."""
    line = line_at(path, offset)
    try:
        return decode(line, kind)
    except msgspec.MsgspecError as error:
        number = next((n for n, start, _ in lines(path) if start == offset), None)
        raise damaged(path, number, error) if number else moved(path) from error


def moved(path: Path) -> Unfit:
    """The error for a line that is no longer where it was."""
    return Unfit(f"{path}: another program has changed it while this run was at work; run again")


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

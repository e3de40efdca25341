"""Files given on the command line, as Documents: lines of JSON, plain text, saved pages."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Annotated, BinaryIO

import msgspec

from polon.extract import available
from polon.pages import PageError
from polon.pages.article import read_article
from polon.pages.language import language_of
from polon.records import Document, decode, revision_of
from polon.sources import Kind, Source

MAX_BYTES = 64 * 1024 * 1024
"""A text or page larger than this is refused; files of JSON lines are read line by line and may be of any size."""


class InputError(ValueError):
    """An input that could not be read; the message names file and line and what to do."""


class _Line(msgspec.Struct):
    """A line of docs.jsonl: what others' tools write. Further keys are passed over."""

    id: Annotated[str, msgspec.Meta(min_length=1)]
    text: str
    lang: str | None = None
    url: str | None = None
    published: str | None = None
    title: str | None = None


def read_inputs(files: Sequence[str], published: date | None, lang: str | None) -> Iterator[Document | InputError]:
    """Every document of the files, in order; an InputError in the place of what could not be read."""
    for name in files:
        try:
            yield from _read(name, published, lang)
        except (OSError, PageError, UnicodeDecodeError, InputError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            yield error if isinstance(error, InputError) else InputError(f"{name}: {reason}")


def _read(name: str, published: date | None, lang: str | None) -> Iterator[Document | InputError]:
    if name == "-":
        yield from _standard_input(published, lang)
        return
    path = Path(name)
    if path.suffix.lower() in (".jsonl", ".ndjson", ".json"):
        with path.open("rb") as file:
            yield from _lines(file, name, published, lang)
    elif path.suffix.lower() in (".html", ".htm"):
        yield _page(_whole(path), name, published, lang)
    else:
        yield _text(_whole(path).decode("utf-8-sig"), name, published, lang)


def _whole(path: Path) -> bytes:
    if path.stat().st_size > MAX_BYTES:
        raise InputError(f"{path}: larger than {MAX_BYTES >> 20} MiB; split it, or write it as lines of JSON")
    return path.read_bytes()


def _standard_input(published: date | None, lang: str | None) -> Iterator[Document | InputError]:
    """Lines of JSON where the first character is a brace, a page where it is «<», else text."""
    stream = sys.stdin.buffer
    head = stream.readline(MAX_BYTES)
    while head and not head.strip():
        head = stream.readline(MAX_BYTES)
    if head.lstrip().startswith(b"{"):
        yield from _lines(_Chained(head, stream), "standard input", published, lang)
        return
    body = head + stream.read(MAX_BYTES)
    if len(body) > MAX_BYTES:
        raise InputError(f"standard input: larger than {MAX_BYTES >> 20} MiB; split it, or write it as lines of JSON")
    if head.lstrip().startswith(b"<"):
        yield _page(body, "standard input", published, lang)
    elif body.strip():
        yield _text(body.decode("utf-8-sig"), "standard input", published, lang)


class _Chained(io.RawIOBase):
    """A stream whose first line has been read already."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self.head: bytes | None = head
        self.rest = rest

    def readline(self, size: int | None = -1, /) -> bytes:
        """The next line."""
        head, self.head = self.head, None
        return head if head is not None else self.rest.readline(-1 if size is None else size)


def _lines(
    file: BinaryIO | io.RawIOBase, name: str, published: date | None, lang: str | None
) -> Iterator[Document | InputError]:
    number = 0
    while line := file.readline():
        number += 1
        if line.strip():
            try:
                yield _document(line, name, published, lang)
            except (msgspec.DecodeError, InputError, ValueError) as error:
                yield InputError(f"{name}, line {number}: {error}")


def _document(line: bytes, name: str, published: date | None, lang: str | None) -> Document:
    """A line as Polon's own Document, or as `{"id", "lang", "url", "published", "title", "text"}`."""
    if b'"revision"' in line:
        document = decode(line, Document)
        moment = document.published or _midnight(published)
        return replace(document, lang=lang or document.lang, published=moment)
    fields = msgspec.json.decode(line, type=_Line)
    return _made(
        fields.id,
        fields.text,
        _moment(fields.published) or _midnight(published),
        _language(fields.text, lang or fields.lang),
        title=fields.title,
        url=fields.url or "",
        source=Path(name).name,
    )


def _text(text: str, name: str, published: date | None, lang: str | None) -> Document:
    return _made(name, text, _midnight(published), _language(text, lang), source=Path(name).name)


def _page(body: bytes, name: str, published: date | None, lang: str | None) -> Document:
    source = Source(
        name="file", title=name, kind=Kind.NEWS, lang=lang or "en", timezone="UTC", verified=False, evidence="a file"
    )
    document = read_article(body, "file:///page.html", source=source, charset=None)
    moment = document.published or _midnight(published)
    return replace(document, id=name, source=Path(name).name, published=moment, lang=lang or document.lang)


def _made(
    name: str,
    text: str,
    published: datetime | None,
    lang: str,
    *,
    source: str,
    title: str | None = None,
    url: str = "",
) -> Document:
    return Document(
        id=name,
        source=source,
        url=url,
        lang=lang,
        title=title,
        text=text,
        published=published,
        revision=revision_of(title, text),
    )


def _language(text: str, named: str | None) -> str:
    if named is not None:
        if named not in available():
            raise InputError(f"there is no language file for {named!r}; there are {', '.join(available())}")
        return named
    return language_of(text, "en")


def _moment(text: str | None) -> datetime | None:
    """A day or an RFC 3339 time. Raises InputError."""
    if text is None:
        return None
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"published: {text!r} is neither YYYY-MM-DD nor a time in RFC 3339") from error
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), UTC) if day is not None else None

"""Saved pages against what a person says stands on them: the work of `polon sources test`."""

from __future__ import annotations

import gzip
import tomllib
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import msgspec

from polon.pages import PageError
from polon.pages.article import inspect_article
from polon.records import Document
from polon.sources import Kind, Selectors, Source, SourceError, check_source

MAX_BYTES = 16 * 1024 * 1024
"""A larger page is not read; it may be a small file that grows without end."""

PAGES = (".html.gz", ".html")
SHOWN = 120
"""So many characters of a value are shown where it is not as expected."""


class Expected(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands on a page, by hand. A key that is not given is not checked; `paragraphs` are without the headline."""

    fetched: str
    source: str | None = None
    zone: str = "UTC"
    charset: str | None = None
    selectors: Selectors = Selectors()
    lang: Annotated[str, msgspec.Meta(pattern=r"^[a-z]{2}\Z")] | None = None
    url: str | None = None
    title: str | None = None
    paragraphs: tuple[str, ...] | None = None
    first: str | None = None
    last: str | None = None
    published: str | None = None
    modified: str | None = None
    authors: tuple[str, ...] | None = None
    twins: tuple[str, ...] | None = None
    access: str | None = None
    warnings: tuple[str, ...] | None = None


FIELDS = ("title", "paragraphs", "first", "last", "published", "modified", "lang", "url", "authors", "twins", "access")
"""The keys that are compared with what is read; `warnings` besides."""


class PageTestError(Exception):
    """Pages or expectations that cannot be used; the message names the file and says what to do."""


@dataclass(frozen=True, slots=True)
class Result:
    """A page, and each thing that was read otherwise than expected, in words; none where all is as expected."""

    name: str
    faults: tuple[str, ...]


def run_pages(folder: Path, sources: Mapping[str, Source], wanted: str | None) -> Iterator[Result]:
    """Reads the pages of a folder, in the order of names; with `wanted`, those of one name or source.

    Raises PageTestError where there is none, or expectations are missing or wrong.
    """
    pages = {file.name.removesuffix(end): file for end in PAGES for file in sorted(folder.glob(f"*{end}"))}
    if not pages:
        raise PageTestError(f"{folder}: holds no saved pages (*.html.gz, *.html); name a folder with --pages")
    told = {name: _expected(folder / f"{name}.toml") for name in sorted(pages)}
    chosen = {name: one for name, one in told.items() if wanted in (None, name, one.source)}
    if not chosen:
        raise PageTestError(f"{folder}: no page is named {wanted!r} or is of that source")
    for name, expected in chosen.items():
        yield Result(name, tuple(_compare(_page(pages[name]), expected, _source(name, expected, sources))))


def _expected(file: Path) -> Expected:
    try:
        expected = msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8-sig")), Expected)
    except FileNotFoundError as error:
        raise PageTestError(f"{file}: is missing: write beside each page what stands on it") from error
    except (OSError, ValueError) as error:  # ValueError: not UTF-8, no TOML, other keys
        raise PageTestError(f"{file}: {error}") from error
    if expected.warnings is None and all(getattr(expected, key) is None for key in FIELDS):
        raise PageTestError(f"{file}: expects nothing; give one of {', '.join(FIELDS)}")
    return expected


def _page(file: Path) -> bytes:
    try:
        with gzip.open(file) if file.name.endswith(".gz") else file.open("rb") as stream:
            body = stream.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise PageTestError(f"{file}: cannot be read: {error}") from error
    if len(body) > MAX_BYTES:
        raise PageTestError(f"{file}: larger than {MAX_BYTES / 2**20:g} MB")
    return body


def _source(name: str, expected: Expected, sources: Mapping[str, Source]) -> Source:
    """The source that the page is of, else one that has nothing but a zone, a language and selectors."""
    if expected.source is not None:
        if expected.source not in sources:
            raise PageTestError(f"{name}.toml: no source named {expected.source!r}")
        return sources[expected.source]
    source = Source(
        name="page",
        title=name,
        kind=Kind.NEWS,
        lang=expected.lang or "en",
        timezone=expected.zone,
        pages=(expected.fetched,),
        selectors=expected.selectors,
        verified=False,
        evidence="A saved page.",
    )
    try:
        check_source(source, f"{name}.toml")
    except SourceError as error:
        raise PageTestError(str(error)) from error
    return source


def _compare(page: bytes, expected: Expected, source: Source) -> Iterator[str]:
    try:
        read = inspect_article(page, expected.fetched, source=source, charset=expected.charset)
    except PageError as error:
        yield f"cannot be read: {error}"
        return
    found = _found(read.document)
    for key in FIELDS:
        wanted = getattr(expected, key)
        if wanted is not None and found[key] != wanted:
            yield f"{key}: is {_shown(found[key], wanted)}, expected {_shown(wanted, found[key])}"
    if expected.warnings is not None:
        yield from _warnings(read.warnings, expected.warnings)


def _found(document: Document) -> dict[str, object]:
    paragraphs = tuple(document.text.split("\n\n"))[1 if document.title else 0 :]
    return {
        "title": document.title,
        "paragraphs": paragraphs,
        "first": paragraphs[0] if paragraphs else None,
        "last": paragraphs[-1] if paragraphs else None,
        "published": document.published.isoformat() if document.published else None,
        "modified": document.modified.isoformat() if document.modified else None,
        "lang": document.lang,
        "url": document.url,
        "authors": document.authors,
        "twins": document.twins,
        "access": document.access,
    }


def _warnings(found: tuple[str, ...], wanted: tuple[str, ...]) -> Iterator[str]:
    for words in wanted:
        if not any(words in warning for warning in found):
            yield f"warnings: none has the words {words!r}"
    if len(found) > len(wanted):
        yield f"warnings: {len(found)}, expected {len(wanted)}: {_shown(found, wanted)}"


def _shown(value: object, other: object) -> str:
    """A value as one line; of two lists of paragraphs, the first in which they differ."""
    if isinstance(value, tuple) and isinstance(other, tuple):
        shared = min(len(value), len(other))
        place = next((i for i in range(shared) if value[i] != other[i]), shared)
        value = f"[{place}] {value[place]}" if place < len(value) else f"{len(value)} of them"
    text = "nothing" if value is None else str(value)
    return f"«{text[:SHOWN]}{'…' * (len(text) > SHOWN)}»"

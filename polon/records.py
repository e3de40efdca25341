"""The records that Polon keeps: Document, Claim, Decision, Visit, Fetch, Run, and their JSON form.

One object a line, UTF-8, keys in the order of the fields below, times in RFC 3339 with an offset. A record is never
changed in place: a later line with the same id replaces it. Times of a run live in the run's line, never in an id or
a compared field, so that the same input twice gives the same lines.
"""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any, TypeVar

import msgspec

from polon.vocabulary import Access, Came, Event, Outcome, Qualifier, Status, Verdict, Who, Withdrawal

__all__ = [
    "SCHEMA",
    "Access",
    "Came",
    "Claim",
    "Decision",
    "Document",
    "Event",
    "Evidence",
    "Fetch",
    "Forward",
    "Moment",
    "Outcome",
    "Qualifier",
    "R",
    "Record",
    "Run",
    "SourceRun",
    "Status",
    "Verdict",
    "Visit",
    "Who",
    "Withdrawal",
    "claim_id",
    "decode",
    "encode",
    "json_schema",
    "revision_of",
]

SCHEMA = 1
"""Version of the shape of every record in this module."""

Moment = Annotated[datetime, msgspec.Meta(tz=True)]
"""A point in time that carries its offset from UTC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Where the raw bytes of a document lie: their SHA-256 and the archive file below the data folder, if kept."""

    sha256: str
    file: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Forward:
    """Whose post a post passes on: a channel's or a person's name as shown, its address, the signature, if any."""

    name: str
    url: str | None = None
    author: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One post or article as its source showed it.

    `id` is `<source>/<native id>`. The title of an article is also the first paragraph of `text`. `published` has the
    offset of the source's own zone, so that its date is the day its readers saw. `revision` is the SHA-256 of title
    and text, `previous` the revision before. `withheld` says why the text is not kept (see `polon.pages.names`).

    Of a post also: `edited` where Telegram marks it so, `author` the signature under it, `forwarded` whose words it
    passes on, `channel` the channel's own number, which outlives its handle, and `via` the kind of mirror that it was
    read through, None for Telegram's own preview. Of an article: `authors` as printed, `twins` the addresses of the
    same article in other languages, `access` where the page says that not everybody may read it.
    """

    id: str
    source: str
    url: str
    lang: str
    title: str | None
    text: str
    published: Moment | None
    modified: Moment | None = None
    edited: bool = False
    author: str | None = None
    authors: tuple[str, ...] = ()
    twins: tuple[str, ...] = ()
    access: Access | None = None
    forwarded: Forward | None = None
    channel: int | None = None
    via: str | None = None
    revision: str
    previous: str | None = None
    deleted: bool = False
    withheld: str | None = None
    evidence: Evidence | None = None
    schema: int = SCHEMA


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One number mention that counts prisoners, with every slot of the guide (docs/claims.md) and its words.

    `start` and `end` are offsets into the document's text (`text[start:end] == surface`); `quote` is the sentence
    around them, `prefix` and `suffix` up to 32 characters on either side (W3C Web Annotation, TextQuoteSelector).
    `date` is EDTF (ISO 8601-2); `date_text` are the words that gave it and `date_rule` how. `part_of` is the index
    of the whole among this document's claims, `whole` its id. `trace` names for each slot the rule and the words.
    """

    id: str
    document: str
    revision: str
    start: int
    end: int
    surface: str
    value: int
    value_back: int | None
    value_max: int | None
    qualifier: Qualifier
    event: Event
    side: str | None
    who: Who | None
    group: tuple[str, ...]
    date: str | None
    attribution: str | None
    status: Status
    part_of: int | None
    optional: bool
    quote: str
    prefix: str
    suffix: str
    date_text: str | None
    date_rule: str | None
    whole: str | None
    trace: dict[str, str]
    confidence: float
    extractor: str
    withdrawn: Withdrawal | None = None
    schema: int = SCHEMA


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a reviewer decided of a claim; the claim itself stays as it was extracted."""

    claim: str
    verdict: Verdict
    changes: dict[str, Any] = field(default_factory=dict)
    reviewer: str
    at: Moment
    note: str | None = None
    schema: int = SCHEMA


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What one page told of a channel's posts: every id from `first` to `last` that is not in `seen` was not there.

    `seen` are ranges of ids, both ends in them: posts, service messages, each part of an album. `alone` says that the
    page was a single post's own. A line is kept where it tells something that earlier ones did not.
    """

    source: str
    run: str
    channel: int | None
    first: int
    last: int
    seen: tuple[tuple[int, int], ...]
    alone: bool = False
    schema: int = SCHEMA


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """What an address of a news site gave when it was last asked, and how to ask whether that has changed.

    `url` is the address as the site's feed or list names it, `final` where its redirects led. `etag` and
    `last_modified` are what the server gave for the page, to be sent back to it; None where it gave none, or where the
    page is to be read again whatever the server says. `document` is the id of the article that was read there, if any.
    The last line of a source and `url` is the one that counts; one that tells the same is not written again.
    """

    source: str
    url: str
    final: str
    etag: str | None
    last_modified: str | None
    document: str | None
    came: Came
    schema: int = SCHEMA


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRun:
    """What one run saw of one source.

    `errors` counts by kind (`timeout`, `http_404`, `robots`, …). `reason` says why the source failed. Of a channel:
    `newest` is the id of the newest post that a complete crawl has read, to which the next run pages back; `looked` is
    when the recent posts were last looked at again; `via` which mirror gave the posts; `channel` the channel's own
    number; `unseen` how many ids among those read have never shown a post; `history` up to which id all is read.
    """

    source: str
    outcome: Outcome
    reason: str | None = None
    pages: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    deleted: int = 0
    claims: int = 0
    withdrawn: int = 0
    errors: dict[str, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    newest: int | None = None
    looked: Moment | None = None
    via: str | None = None
    channel: int | None = None
    unseen: int = 0
    history: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run: by which command, when, over which sources, with what outcome, by which versions."""

    id: str
    started: Moment
    ended: Moment
    exit_status: int
    sources: tuple[SourceRun, ...]
    versions: dict[str, str]
    command: str = "crawl"
    schema: int = SCHEMA


Record = Document | Claim | Decision | Visit | Fetch | Run
R = TypeVar("R", Document, Claim, Decision, Visit, Fetch, Run)


def encode(record: Record) -> bytes:
    """One line of JSON Lines, without the line end; keys in the order of the fields."""
    return msgspec.json.encode(record)


def decode(line: bytes | str, kind: type[R]) -> R:
    """The record on a line. Raises `msgspec.ValidationError`, which names the field, or `msgspec.DecodeError`."""
    return msgspec.json.decode(line, type=kind)


def json_schema(kind: type[Record]) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a record type."""
    return msgspec.json.schema(kind)


def revision_of(title: str | None, text: str) -> str:
    """SHA-256, in hex, of a document's title and text: equal exactly where both are equal."""
    return hashlib.sha256(f"{title or ''}\x00{text}".encode()).hexdigest()


def claim_id(document: str, quote: str, surface: str, occurrence: int) -> str:
    """A claim's id: 16 hex digits of SHA-256 over document id, quoted sentence, surface and occurrence.

    White space is folded, so that the id survives edits elsewhere in the text; `occurrence` counts, from 0, the same
    surface in equal sentences of the document.
    """
    folded = " ".join(unicodedata.normalize("NFC", quote).split())
    return hashlib.sha256("\x00".join((document, folded, surface, str(occurrence))).encode()).hexdigest()[:16]

"""Feeds: RSS, Atom and RDF by feedparser, JSON Feed by its own shape. What is no feed is an error, not an empty one."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import feedparser
import msgspec

from polon.pages import PageError
from polon.pages.addresses import resolve
from polon.pages.markup import check_tags
from polon.pages.metadata import plain
from polon.pages.times import parse_stamp

MAX_BYTES = 5_000_000
"""A longer feed is refused."""

MAX_ENTRIES = 5_000
MAX_TAGS = 200_000
_MAX_OPEN = 1_000
_ENTITIES = re.compile(rb"<!DOCTYPE[^>\[]{0,500}\[|<!ENTITY", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One link of a feed. Its times carry their zone; a time without one is None, the article's page will say."""

    url: str
    title: str | None
    published: datetime | None
    updated: datetime | None


class _Item(msgspec.Struct):
    url: str | None = None
    external_url: str | None = None
    title: str | None = None
    date_published: str | None = None
    date_modified: str | None = None


class _JsonFeed(msgspec.Struct):
    version: str
    items: list[_Item]


def read_feed(body: bytes, url: str) -> tuple[Entry, ...]:
    """The entries of a feed fetched from `url`, in its order, each address once, http(s) only.

    A feed that is cut off gives the entries whose link is whole. Raises PageError where the bytes are no feed, a broken
    one without entries, or declare entities of their own.
    """
    text = body.strip(b"\xef\xbb\xbf \t\r\n\x00")
    if not text:
        raise PageError("the feed is empty: no bytes")
    if len(body) > MAX_BYTES:
        raise PageError(f"the feed has {len(body)} bytes; at most {MAX_BYTES} are read")
    entries = _from_json(text, url) if text.startswith(b"{") else _from_xml(body, url)
    unique: dict[str, Entry] = {}
    for entry in entries:
        unique.setdefault(entry.url, entry)
    return tuple(unique.values())[:MAX_ENTRIES]


def _from_json(text: bytes, url: str) -> list[Entry]:
    try:
        feed = msgspec.json.decode(text, type=_JsonFeed)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise PageError(f"not a feed: JSON, but no JSON Feed ({error})") from error
    if not feed.version.startswith(("https://jsonfeed.org/version/", "http://jsonfeed.org/version/")):
        raise PageError(f"not a feed: JSON of version {feed.version[:60]!r}")
    found = [_entry(i.url or i.external_url, i.title, i.date_published, i.date_modified, url) for i in feed.items]
    return [entry for entry in found if entry]


def _from_xml(body: bytes, url: str) -> list[Entry]:
    _check(body)
    feed = _parse(body, url)
    if not feed.get("version"):
        raise PageError("not a feed: neither RSS nor Atom, RDF or JSON Feed")
    items = feed.get("entries") or []
    broken = feed.get("bozo") and not isinstance(feed.get("bozo_exception"), feedparser.CharacterEncodingOverride)
    found = [_entry(_raw(i, "link"), _raw(i, "title"), _raw(i, "published"), _raw(i, "updated"), url) for i in items]
    entries = [entry for entry in found if entry]
    if broken and not entries:
        raise PageError(f"the feed is broken and gives no entry: {feed.get('bozo_exception')}")
    return entries


def _check(body: bytes) -> None:
    """Refuses what feedparser would take long over, or expand."""
    if _ENTITIES.search(body[:100_000].replace(b"\x00", b"")):
        raise PageError("the feed declares entities of its own; it is not read")
    if body.count(b"<") - body.count(b">") > _MAX_OPEN:
        raise PageError(f"the feed is broken: more than {_MAX_OPEN} of its tags do not end")
    check_tags(body.decode("latin-1"), MAX_TAGS)


def _parse(body: bytes, url: str) -> Any:
    """feedparser's result. Only a file object is safe to give: it takes other bytes for the name of a file to open."""
    headers = {"content-location": url, "content-type": "application/xml"}
    try:
        return feedparser.parse(
            io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as error:  # a third party's parser on whatever a server sent
        raise PageError(f"not a feed: its parser stopped at {type(error).__name__}: {error}") from error


def _entry(link: str | None, title: str | None, published: str | None, updated: str | None, url: str) -> Entry | None:
    address = resolve(link, url)
    return Entry(address, plain(title or ""), _time(published), _time(updated)) if address else None


def _raw(entry: dict[str, Any], key: str) -> str | None:
    """A field as it stands: feedparser's own look-up takes one time for another, and warns."""
    value = dict.get(entry, key)
    return value if isinstance(value, str) else None


def _time(text: str | None) -> datetime | None:
    stamp = parse_stamp(text) if text else None
    return stamp.moment if stamp and stamp.moment.tzinfo is not None else None

"""Sitemaps (sitemaps.org) and news sitemaps: XML or plain text, packed or not, and the index files that name others."""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from lxml import etree

from polon.pages import PageError
from polon.pages.addresses import resolve
from polon.pages.feed import Entry
from polon.pages.metadata import plain
from polon.pages.times import parse_stamp

MAX_BYTES = 50_000_000
"""The protocol's own limit, unpacked; a longer sitemap is refused."""

MAX_ENTRIES = 50_000
_ENTITIES = re.compile(rb"<!DOCTYPE|<!ENTITY", re.IGNORECASE)
_PACKED = b"\x1f\x8b"
_GZIP = 31
_ROOTS = {"urlset": "url", "sitemapindex": "sitemap"}


@dataclass(frozen=True, slots=True)
class Child:
    """A sitemap that an index names, and when it was last changed, as far as the index says."""

    url: str
    changed: datetime | None


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What a sitemap names: pages, or further sitemaps. A page's `updated` is its `lastmod`."""

    entries: tuple[Entry, ...] = ()
    children: tuple[Child, ...] = ()


def read_sitemap(body: bytes, url: str) -> Sitemap:
    """What the sitemap fetched from `url` names, in its order, each address once, http(s) only.

    One that is cut off gives what is whole. A day without an hour counts to its end, since nobody says in which zone.
    Raises PageError where the bytes are no sitemap, too many, or declare entities of their own.
    """
    data = _unpacked(body).strip(b"\xef\xbb\xbf \t\r\n\x00")
    if not data:
        raise PageError("the sitemap is empty: no bytes")
    if data.startswith((b"http://", b"https://")):
        return Sitemap(entries=_from_text(data, url))
    if _ENTITIES.search(data[:100_000].replace(b"\x00", b"")):
        raise PageError("the sitemap declares a document type, as only web pages do, or entities; it is not read")
    return _from_xml(data, url)


def _unpacked(body: bytes) -> bytes:
    if len(body) > MAX_BYTES:
        raise PageError(f"the sitemap has {len(body)} bytes; at most {MAX_BYTES} are read")
    if not body.startswith(_PACKED):
        return body
    unpacking = zlib.decompressobj(_GZIP)
    try:
        data = unpacking.decompress(body, MAX_BYTES)
    except zlib.error as error:
        raise PageError(f"the sitemap is packed, and cannot be unpacked: {error}") from error
    if unpacking.unconsumed_tail:
        raise PageError(f"the sitemap has more than {MAX_BYTES} bytes, unpacked; no more are read")
    return data


def _from_text(data: bytes, url: str) -> tuple[Entry, ...]:
    lines = data.decode("utf-8", "replace").splitlines()[:MAX_ENTRIES]
    found = dict.fromkeys(address for line in lines if (address := resolve(line, url)))
    return tuple(Entry(address, None, None, None) for address in found)


def _from_xml(data: bytes, url: str) -> Sitemap:
    pages: dict[str, Entry] = {}
    children: dict[str, Child] = {}
    walk = etree.iterparse(
        io.BytesIO(data), events=("start", "end"), recover=True, resolve_entities=False, no_network=True, load_dtd=False
    )
    root = None
    try:
        for event, element in walk:
            if root is None:
                root = element
                if _name(root) not in _ROOTS:
                    raise PageError(f"not a sitemap: its root is <{_name(root)[:60]}>")
            if event == "end" and element.getparent() is root and _name(element) == _ROOTS[_name(root)]:
                _take(_fields(element), url, pages, children, index=_name(root) == "sitemapindex")
                root.remove(element)  # what has been read need not stay
            if len(pages) + len(children) >= MAX_ENTRIES:
                break
    except etree.XMLSyntaxError as error:
        if not pages and not children:
            raise PageError(f"not a sitemap: {error}") from error
    if root is None:
        raise PageError("not a sitemap: no element in it")
    return Sitemap(tuple(pages.values()), tuple(children.values()))


def _take(
    fields: dict[str, str], url: str, pages: dict[str, Entry], children: dict[str, Child], *, index: bool
) -> None:
    address = resolve(fields.get("loc"), url)
    if address is None:
        return
    changed = _moment(fields.get("lastmod"))
    if index:
        children.setdefault(address, Child(address, changed))
        return
    title, published = plain(fields.get("title", "")), _moment(fields.get("publication_date"))
    pages.setdefault(address, Entry(address, title, published, changed))


def _fields(element: Any) -> dict[str, str]:
    """The texts of an entry by the names of their elements, those of the news extension too; the first of each."""
    found: dict[str, str] = {}
    for child in element:
        for one in child if _name(child) == "news" else (child,):
            if isinstance(one.text, str):
                found.setdefault(_name(one), one.text.strip())
    return found


def _name(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _moment(text: str | None) -> datetime | None:
    stamp = parse_stamp(text) if text else None
    if stamp is None or stamp.moment.tzinfo is not None:
        return stamp.moment if stamp else None
    return stamp.moment.replace(tzinfo=UTC) + timedelta(days=1)

"""Field by field: what a page gave of an article, and by which way. For people who set up a source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup

from polon.pages.addresses import resolve
from polon.pages.article import inspect_article
from polon.pages.markup import attribute, load, one_line, text_of, tree
from polon.pages.metadata import Node, item_property, linked_articles, meta, plain, text_value
from polon.pages.times import MODIFIED_META, in_zone, parse_stamp, read_times
from polon.records import Document
from polon.sources import Source


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an article: its value in words, None where nothing was found, and the place that gave it."""

    name: str
    value: str | None
    way: str | None = None


@dataclass(frozen=True, slots=True)
class Fields:
    """An article with its fields, and the warnings of the reader."""

    document: Document
    fields: tuple[Field, ...]
    warnings: tuple[str, ...]


def read_fields(body: bytes, url: str, *, source: Source, charset: str | None) -> Fields:
    """The fields of an article's page, fetched from `url`. Raises PageError where no article can be read.

    The ways are found from the result: the first place, in the reader's order, that holds the value.
    """
    read = inspect_article(body, url, source=source, charset=charset)
    soup = tree(load(body, charset))
    nodes, document = linked_articles(soup, url), read.document
    fields = (
        Field("title", document.title, _title(soup, nodes, source, document)),
        _published(soup, nodes, source, document, url),
        _modified(soup, nodes, source, document),
        Field("language", document.lang, _language(soup, nodes, document)),
        Field("authors", ", ".join(document.authors) or None, _authors(soup, nodes, document)),
        Field("canonical", document.url, "its own address" if document.url == resolve(url, url) else "link canonical"),
        Field("length", f"{len(document.text)} characters", _text(source, read.warnings)),
    )
    return Fields(document, fields, read.warnings)


def _title(soup: BeautifulSoup, nodes: tuple[Node, ...], source: Source, document: Document) -> str | None:
    places: list[tuple[str, str | None]] = []
    if selector := source.selectors.title:
        tag = soup.select_one(selector)
        places.append(("selector", one_line(text_of(tag)) if tag is not None else None))
    places.append(("JSON-LD", text_value(nodes[0], "headline") if nodes else None))
    places.append(("meta og:title", plain(meta(soup, "og:title", "twitter:title") or "")))
    places += [("h1", one_line(text_of(tag))) for tag in soup.find_all("h1")]
    places.append(("title element", one_line(soup.title.get_text()) if soup.title else None))
    title = document.title
    return next((place for place, value in places if title and value and value.startswith(title)), None)


def _published(soup: BeautifulSoup, nodes: tuple[Node, ...], source: Source, document: Document, url: str) -> Field:
    if document.published is None:
        return Field("published", None)
    times = read_times(soup, nodes=nodes, source=source, lang=document.lang, url=url)
    rule = times.rule or ""
    written = None
    if rule == "JSON-LD":
        written = text_value(nodes[0], "datePublished")
    elif rule == "microdata":
        written = item_property(soup, "datePublished")
    elif rule.startswith("meta "):
        written = meta(soup, rule.removeprefix("meta "))
    stamp = parse_stamp(written) if written else None
    zoned = stamp is not None and stamp.moment.tzinfo is not None
    told = f"{rule}, with its zone" if zoned else f"{rule}, read in the zone of the file" if stamp else rule
    return Field("published", document.published.isoformat(), told or None)


def _modified(soup: BeautifulSoup, nodes: tuple[Node, ...], source: Source, document: Document) -> Field:
    if document.modified is None:
        return Field("modified", None)
    places = [("JSON-LD", text_value(node, "dateModified")) for node in nodes[:1]]
    places += [(f"meta {name}", meta(soup, name)) for name in MODIFIED_META]
    places.append(("microdata", item_property(soup, "dateModified")))
    for place, value in places:
        stamp = parse_stamp(value) if value else None
        if stamp and in_zone(stamp.moment, source.zone) == document.modified:
            return Field("modified", document.modified.isoformat(), place)
    return Field("modified", document.modified.isoformat())


def _language(soup: BeautifulSoup, nodes: tuple[Node, ...], document: Document) -> str:
    declared = (
        ("html lang", attribute(soup.select_one("html"), "lang")),
        ("JSON-LD", text_value(nodes[0], "inLanguage") if nodes else None),
    )
    for place, value in declared:
        if value and re.split(r"[-_]", value.lower())[0] in {document.lang, {"uk": "ua"}.get(document.lang)}:
            return place
    return "the text's letters, the address, or the file"


def _authors(soup: BeautifulSoup, nodes: tuple[Node, ...], document: Document) -> str | None:
    if not document.authors:
        return None
    first = document.authors[0].casefold()
    linked = " ".join(_texts(nodes[0].get("author"))) if nodes else ""
    for place, value in (("JSON-LD", linked), ("meta author", meta(soup, "author", "article:author") or "")):
        if first in one_line(value).casefold():
            return place
    return "the byline"


def _texts(value: object, depth: int = 0) -> Iterator[str]:
    """The texts of a piece of JSON, three levels deep."""
    if isinstance(value, str):
        yield value
    elif depth < 3:
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        for one in inner:
            yield from _texts(one, depth + 1)


def _text(source: Source, warnings: tuple[str, ...]) -> str:
    chosen = source.selectors.text and not any(warning.startswith("text: selector") for warning in warnings)
    return "selector" if chosen else "main text of the page"

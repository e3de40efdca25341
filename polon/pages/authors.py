"""Who wrote an article, as the page prints it, and whether the page says that its text is not free."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag

from polon.pages.boxes import folded
from polon.pages.markup import attribute, one_line, text_of
from polon.pages.metadata import Node, meta, metas, plain
from polon.records import Access

_MOST, _LONGEST = 10, 120
_META = (
    "article:author",
    "author",
    "cXenseParse:author",
    "parsely-author",
    "og:author",
    "mediator_author",
    "dc.creator",
)
_LABEL = re.compile(
    r"\W*(?:(?:автор(?:ы|и|ка)?|текст|журналіст(?:ка)?|корр?еспондент|by|authors?|written by)\b\s*:?\s*)?",
    re.IGNORECASE,
)
_CLASS = re.compile(
    r"(?:^|\s)(?:[\w-]*[_-])?(?:authors?|byline|blogger|contributors?)(?:[_-]{1,2}(?:name|link|data-item|title|details))?(?:\s|$)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"(?:^|/)(?:authors?|avtor|avtory|autor|blogger|bloggers|profile/author|journalists?)/[^/]", re.IGNORECASE
)
_ELSEWHERE = frozenset(("aside", "nav", "footer"))
_JOINED = re.compile(r"\s*(?:[;,]|\s(?:and|та|і|й|и)\s)\s*")
_PERSON = re.compile(
    r"(?!(?:фото|photo|image|зображення|ілюстрація|коллаж|колаж)\b)[^\W\d_][^\d@<>{}|/\\]{1,79}", re.IGNORECASE
)


def authors_of(soup: BeautifulSoup, nodes: tuple[Node, ...], url: str) -> tuple[str, ...]:
    """The names of an article's authors, in the page's order; () where it names none but the outlet itself.

    Tried in this order: JSON-LD's author, meta elements, elements that their name or address calls an author. The
    first of these counts whose names the page shows to its readers; else the first that gives names at all.
    """
    outlets = _outlets(soup, nodes, url)
    shown = f" {folded(text_of(soup.body or soup))} "
    first: tuple[str, ...] = ()
    ways: tuple[Callable[[], list[str]], ...] = (
        lambda: _linked(nodes),
        lambda: _described(soup),
        lambda: list(_marked(soup)),
    )
    for way in ways:
        names = _clean(way(), outlets)
        if names and all(f" {folded(name)} " in shown for name in names):
            return names
        first = first or names
    return first


def access_of(soup: BeautifulSoup, nodes: tuple[Node, ...]) -> Access | None:
    """PAYWALL where JSON-LD's isAccessibleForFree is false, or the page's content tier is `locked`; else None."""
    told = [node.get("isAccessibleForFree") for node in nodes]
    paid = any(value is False or (isinstance(value, str) and value.strip().lower() == "false") for value in told)
    locked = (meta(soup, "article:content_tier") or "").lower() == "locked"
    return Access.PAYWALL if paid or locked else None


def without_signature(paragraphs: list[str], authors: tuple[str, ...]) -> list[str]:
    """The paragraphs less those at either end that are nothing but the authors' names."""
    names = {folded(name) for name in authors}
    whole = folded(" ".join(authors))
    for end in (0, -1):
        while len(paragraphs) > 1 and names and _is_signature(paragraphs[end], names, whole):
            paragraphs = paragraphs[1:] if end == 0 else paragraphs[:-1]
    return paragraphs


def _is_signature(paragraph: str, names: set[str], whole: str) -> bool:
    if len(paragraph) > _MOST * _LONGEST:
        return False
    words = folded(_LABEL.sub("", paragraph, count=1))
    return words == whole or words in names


def _linked(nodes: tuple[Node, ...]) -> list[str]:
    value = nodes[0].get("author") if nodes else None
    names: list[str] = []
    for one in value[: _MOST * 2] if isinstance(value, list) else [value]:
        name = one.get("name") if isinstance(one, dict) else one
        for text in name[:_MOST] if isinstance(name, list) else [name]:
            names += [line] if isinstance(text, str) and (line := plain(text)) else []
    return names


def _described(soup: BeautifulSoup) -> list[str]:
    for name in _META:
        named = [text for content in metas(soup, name) if "://" not in content and (text := plain(content))]
        if named:
            return [part for text in named for part in _JOINED.split(text)]
    return []


def _marked(soup: BeautifulSoup) -> Iterator[str]:
    """The texts of elements that call themselves an author: microdata, `rel`, a class, an address of authors' pages."""
    ways = (
        soup.find_all(itemprop="author", limit=50),
        [
            tag
            for tag in soup.find_all(("a", "link"), rel=True, limit=500)
            if "author" in (attribute(tag, "rel") or "").split()
        ],
        soup.find_all(class_=_CLASS, limit=50),
        soup.find_all("a", href=_ADDRESS, limit=50),
    )
    for tags in ways:
        names = [name for tag in tags if _is_here(tag) and (name := _name(tag))]
        if names:
            yield from names
            return


def _is_here(tag: Tag) -> bool:
    return not any(parent.name in _ELSEWHERE for parent in tag.parents)


def _name(tag: Tag) -> str | None:
    inner = tag.find(itemprop="name")
    text = (
        one_line(text_of(inner if isinstance(inner, Tag) else tag))
        or attribute(inner if isinstance(inner, Tag) else tag, "content")
        or ""
    )
    return text if len(text) <= _LONGEST else None


def _clean(names: list[str], outlets: set[str]) -> tuple[str, ...]:
    kept: dict[str, str] = {}
    for text in names:
        name = _LABEL.sub("", text, count=1).strip(" ,.;:–—-")
        if _PERSON.fullmatch(name) and folded(name) not in outlets and "://" not in name:
            kept.setdefault(folded(name), name)
    return tuple(kept.values())[:_MOST]


def _outlets(soup: BeautifulSoup, nodes: tuple[Node, ...], url: str) -> set[str]:
    """What the outlet calls itself: its publisher's names, the site's name, the parts of its host."""
    names = [meta(soup, "og:site_name", "application-name") or ""]
    for node in nodes:
        publisher = node.get("publisher")
        name = publisher.get("name") if isinstance(publisher, dict) else None
        names += [name] if isinstance(name, str) else []
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    return {folded(name) for name in (*names, host, *host.split(".")[:-1])}

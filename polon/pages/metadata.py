"""What a page says of itself to machines: JSON-LD of schema.org, meta elements, microdata."""

from __future__ import annotations

import html
import json
import re
from collections import deque
from urllib.parse import urlsplit
from weakref import ref

from bs4 import BeautifulSoup, Tag

from polon.pages.markup import attribute, one_line

Node = dict[str, object]
"""One object of JSON-LD."""

_ARTICLES = frozenset(("BlogPosting", "LiveBlogPosting", "Report"))
_FIELDS = ("headline", "datePublished", "dateModified", "inLanguage")
_WRAPPING = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*.{0,20}\*/)|(?:-->|//\s*\]\]>|\]\]>|;)\s*$")
_COMMA = re.compile(r",\s{0,99}([}\]])")
_TYPE = re.compile(r'"@type"\s{0,9}:\s{0,9}\[?\s{0,9}"([^"]{1,60})"')
_ELEMENT = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
_MAX_NODES = 500
_LAST: deque[tuple[ref[BeautifulSoup], dict[str, list[str]]]] = deque(maxlen=1)


def linked_articles(soup: BeautifulSoup, url: str) -> tuple[Node, ...]:
    """The article objects of a page's JSON-LD; first those that name `url` as their own address, then the dated.

    Reads lists and `@graph`. A block that is no JSON is mended (comments, trailing commas, raw line ends); what cannot
    be mended still gives its dates and headline when its first type is an article.
    """
    found: list[Node] = []
    for script in soup.find_all("script", type=re.compile(r"^\s*application/ld\+json", re.IGNORECASE)):
        found += [node for node in _nodes(_read(script.get_text())) if _is_article(node)]
    path = urlsplit(url).path
    return tuple(sorted(found, key=lambda node: (path not in _paths(node), "datePublished" not in node)))


def text_value(node: Node, key: str) -> str | None:
    """A text property as one line, unescaped twice (many sites escape inside JSON as well) and without markup."""
    value = node.get(key)
    value = value[0] if isinstance(value, list) and value else value
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return plain(str(value))


def plain(text: str) -> str | None:
    """A line of a page's metadata as plain text: unescaped twice, without elements; None where nothing is left."""
    return one_line(_ELEMENT.sub("", html.unescape(html.unescape(text[:5_000])))) or None


def meta(soup: BeautifulSoup, *names: str) -> str | None:
    """The content of the first meta element that has one of the names as property, name or itemprop, in their order."""
    return next((found[0] for name in names if (found := metas(soup, name))), None)


def metas(soup: BeautifulSoup, name: str) -> list[str]:
    """The contents of all meta elements that have `name` as property, name or itemprop, in the page's order."""
    return _contents(soup).get(name.lower(), [])


def _contents(soup: BeautifulSoup) -> dict[str, list[str]]:
    """Every name of the page's meta elements with its contents.

    A page is asked some twenty times for one or the other, and each walk through its tree takes milliseconds: what the
    last page had is remembered as long as that page is there.
    """
    for page, contents in tuple(_LAST):
        if page() is soup:
            return contents
    found: dict[str, list[str]] = {}
    for tag in soup.find_all("meta", content=True):
        content = attribute(tag, "content")
        for name in {(attribute(tag, key) or "").lower() for key in ("property", "name", "itemprop")} - {""}:
            if content:
                found.setdefault(name, []).append(content)
    _LAST.append((ref(soup), found))
    return found


def item_property(soup: Tag, name: str) -> str | None:
    """The value of the first microdata property `name`: its content or datetime attribute."""
    for tag in soup.find_all(itemprop=name):
        if value := attribute(tag, "content") or attribute(tag, "datetime"):
            return value
    return None


def _read(block: str) -> object:
    mended = _WRAPPING.sub("", _WRAPPING.sub("", block))
    for text in (block, _COMMA.sub(r"\1", mended)):
        try:
            return json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
    kind = _TYPE.search(block)
    if not kind:
        return None
    return {"@type": kind[1]} | {field: value for field in _FIELDS if (value := _field(block, field))}


def _field(block: str, name: str) -> str | None:
    found = re.search(rf'"{name}"\s{{0,9}}:\s{{0,9}}"((?:[^"\\]|\\.){{1,500}})"', block)
    if not found:
        return None
    try:
        value = json.loads(f'"{found[1]}"', strict=False)
    except ValueError:
        return None
    return value if isinstance(value, str) else None


def _nodes(data: object) -> list[Node]:
    waiting: list[object] = [data]
    found: list[Node] = []
    while waiting and len(found) < _MAX_NODES:
        one = waiting.pop(0)
        if isinstance(one, list):
            waiting = one[:_MAX_NODES] + waiting
        elif isinstance(one, dict):
            found.append(one)
            waiting += [one[key] for key in ("@graph", "mainEntity") if key in one]
    return found


def _is_article(node: Node) -> bool:
    kinds = node.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    last = [name.rsplit("/", 1)[-1] for name in names if isinstance(name, str)]
    return any(name.endswith("Article") or name in _ARTICLES for name in last)


def _paths(node: Node) -> set[str]:
    page = node.get("mainEntityOfPage")
    values = [node.get("url"), node.get("@id"), page, page.get("@id") if isinstance(page, dict) else None]
    paths = set()
    for value in values:
        if isinstance(value, str):
            try:
                paths.add(urlsplit(value).path)
            except ValueError:
                continue
    return paths

"""The lead of an article: what stands between the headline and the text, where guesses at the main text do not look."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup

from polon.pages.boxes import folded
from polon.pages.markup import attribute, text_of
from polon.pages.metadata import Node, meta, plain, text_value

_LENGTH = 60
_CLASS = re.compile(r"(?:^|[\s_-])(?:sub-?title|lead|lede|standfirst|anons|announce|deck)(?:$|[\s_-])", re.IGNORECASE)


def with_lead(paragraphs: list[str], soup: BeautifulSoup, nodes: tuple[Node, ...]) -> list[str]:
    """The paragraphs with the article's lead before them, if the way to the main text has lost it.

    A lead is what the page shows word for word as it describes itself to machines, and what stands under the headline
    in an element of that name.
    """
    for lead in (_described(soup, nodes, paragraphs), _named(soup)) if paragraphs else ():
        if lead and not any(folded(lead)[:_LENGTH] in folded(text) for text in paragraphs):
            paragraphs = [lead, *paragraphs]
    return paragraphs


def _described(soup: BeautifulSoup, nodes: tuple[Node, ...], paragraphs: list[str]) -> str | None:
    told = " ".join(map(folded, paragraphs))
    descriptions = [meta(soup, "og:description", "description"), text_value(nodes[0], "description") if nodes else None]
    starts = [folded(plain(text) or "")[:_LENGTH] for text in descriptions if text]
    starts = [start for start in starts if len(start) >= _LENGTH // 2 and start not in told]
    for tag in soup.find_all(("p", "div", "h2", "h3")) if starts else ():
        shown = _lines(text_of(tag)) if tag.find(("p", "div", "article")) is None else []
        if len(shown) == 1 and any(folded(shown[0]).startswith(start) for start in starts):
            return shown[0]
    return None


def _named(soup: BeautifulSoup) -> str | None:
    heading = soup.select_one("h1")
    for tag in heading.find_next_siblings(("p", "div", "h2", "h3"), limit=3) if heading is not None else ():
        shown = _lines(text_of(tag)) if _CLASS.search(attribute(tag, "class") or "") else []
        if len(shown) == 1 and len(shown[0]) >= _LENGTH // 3:
            return shown[0]
    return None


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line]

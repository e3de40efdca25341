"""The same article in other languages, as its page links them."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from bs4 import BeautifulSoup

from polon.pages.addresses import is_front, resolve
from polon.pages.markup import attribute

_MOST = 20


def twins_of(soup: BeautifulSoup, url: str, address: str, lang: str) -> tuple[str, ...]:
    """The addresses of `<link rel=alternate hreflang>` in other languages than `lang`, each once, in the page's order.

    Left out are the article's own address, other editions in its own language (`en-gb`), `x-default`, and front pages:
    some outlets link those of their editions from every article.
    """
    found: dict[str, None] = {}
    for link in soup.find_all("link", hreflang=True, href=True, limit=200):
        code = re.match(r"[A-Za-z]{2,3}(?![A-Za-z])", attribute(link, "hreflang") or "")
        if (
            code is None
            or _same(code[0].lower(), lang)
            or "alternate" not in (attribute(link, "rel") or "").lower().split()
        ):
            continue
        twin = resolve(attribute(link, "href"), url)
        if twin and twin != address and not is_front(urlsplit(twin).path):
            found[twin] = None
    return tuple(found)[:_MOST]


def _same(code: str, lang: str) -> bool:
    return {"ua": "uk", "ukr": "uk", "rus": "ru", "eng": "en"}.get(code, code) == lang

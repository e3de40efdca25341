"""Bytes to a tree, and a tree to plain text: what every reader of markup shares."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from bs4 import BeautifulSoup, CData, Tag
from bs4.element import NavigableString, PageElement
from bs4.exceptions import ParserRejectedMarkup

from polon.pages import EmptyPageError, PageError
from polon.pages.charsets import decode

MAX_BYTES = 20_000_000
"""A longer page is refused: no article or preview comes near it."""

MAX_TAGS, MAX_DEPTH = 20_000, 1_000
"""Elements of a page, and elements open at once; real pages come to 3,000 and 60, and every step over a tree costs."""

# A tag of an element that nests: neither void, nor one whose end tag HTML lets an author leave out.
_NESTING = re.compile(
    r"<(/?)(?!(?:area|b(?:ase|r)|c(?:ircle|ol)|d[dt]|embed|hr|i(?:mg|nput)|li(?:nk)?|meta|option|p(?:aram|ath)?|source"
    r"|t(?:[dhr]|rack)|wbr)(?![a-z0-9-]))[a-z]",
    re.IGNORECASE | re.ASCII,
)
_OPENING = re.compile("<[a-zA-Z]")
_HTML = re.compile(r"<(?:!doctype html|html|head|body|title|meta|main|article|section|div|span|h1|p|a|b|br)\b", re.I)
_OTHER = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(rss|feed|rdf:RDF|urlset|sitemapindex)\b", re.I | re.S)
DECLARATION = re.compile(r"<\?xml[^>]*>", re.I)
"""What XHTML pages begin with: it says nothing, and parsers of text stumble over it."""

BLOCKS = frozenset(("address", "article", "aside", "blockquote", "dd", "div", "dl", "dt", "figcaption", "figure"))
BLOCKS |= {"footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "li", "main", "ol", "p", "pre", "section"}
BLOCKS |= {"table", "tr", "ul"}
SILENT = frozenset(("script", "style", "noscript", "template", "iframe", "svg", "video", "audio", "object"))
"""Elements that begin a line of their own, and those whose text nobody sees."""

FOLDED = re.compile(r"[ \t\r\n\f\v]{2,}|[\t\r\n\f\v]")
"""White space that a browser shows as one blank, and is not one already."""
# Soft hyphen, zero-width space and word joiner, marks of direction: nobody sees them, and they split words.
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff]")
_LINE_END, _BLANKS, _EMPTY_LINES = (re.compile(p) for p in ("[\u2028\u2029\x85]|\r\n?", "[ \t\f\v]+", "\n{3,}"))
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")


def load(body: bytes, charset: str | None = None) -> str:
    """The markup of an HTML page as text; `charset` is what the HTTP header said.

    Raises EmptyPageError where there are no bytes, and PageError where they are too many, no HTML, or too deep or many
    elements.
    """
    if not body.strip(b" \t\r\n\x00"):
        raise EmptyPageError("the page is empty")
    if len(body) > MAX_BYTES:
        raise PageError(f"the page has {len(body)} bytes; at most {MAX_BYTES} are read")
    markup = _CONTROL.sub("", decode(body, charset))  # XML has no place for them: trafilatura gives such a page up
    if other := _OTHER.match(markup[:2000]):
        raise PageError(f"not an HTML page: its root is <{other[1]}>")
    if not _HTML.search(markup):
        raise PageError("not an HTML page: no HTML tag in it")
    check_tags(markup)
    return markup


def tree(markup: str) -> BeautifulSoup:
    """The tree of a page that `load` gave. Raises PageError where the parser refuses it."""
    try:
        # BeautifulSoup warns on XHTML's declaration; it means nothing here.
        return BeautifulSoup(DECLARATION.sub("", markup), "lxml")
    except (ParserRejectedMarkup, ValueError, AssertionError) as error:
        raise PageError(f"the page cannot be parsed: {error}") from error


def text_of(root: Tag, skip: Callable[[Tag], bool] = lambda _: False) -> str:
    """The text of an element as lines: `<br>` and block elements break the line, inline elements never do.

    White space is folded as a browser folds it, except in `<pre>`; subtrees for which `skip` is true are left out, as
    are scripts. The walk keeps its own stack: a page cannot nest it to death.
    """
    parts: list[str] = []
    stack: list[tuple[PageElement | None, bool]] = [(root, False)]
    while stack:
        node, literal = stack.pop()
        if node is None:
            parts.append("\n")
        elif isinstance(node, Tag):
            if node.name == "br":
                parts.append("\n")
            elif node is root or not (node.name in SILENT or skip(node)):
                _push(node, literal, stack)
        elif type(node) in (NavigableString, CData):
            parts.append(_words(node, literal))
    return tidy("".join(parts))


def tidy(text: str) -> str:
    """Text in NFC without control, invisible and direction characters; lines stripped, at most one blank between.

    No-break and thin spaces stay: they stand inside numbers. So do the joiners that make up emoji.
    """
    if not text.replace("\n", "").isprintable():  # all that goes is not: most texts need none of these
        text = _INVISIBLE.sub("", _CONTROL.sub("", _LINE_END.sub("\n", text)))
        text = _BLANKS.sub(" ", text)
    elif "  " in text:
        text = _BLANKS.sub(" ", text)
    text = "\n".join([line.strip() for line in unicodedata.normalize("NFC", text).split("\n")]).strip()
    return _EMPTY_LINES.sub("\n\n", text) if "\n\n\n" in text else text


def one_line(text: str) -> str:
    """Tidy text with every run of white space but the no-break kinds folded to one space."""
    return " ".join(part for part in re.split(r"[ \n]+", tidy(text)) if part)


def attribute(tag: Tag | None, name: str) -> str | None:
    """An attribute's text, stripped; None where tag or attribute is missing or empty."""
    value = tag.get(name) if tag is not None else None
    text = " ".join(value) if isinstance(value, list) else value
    return text.strip() or None if text else None


def classes(tag: Tag) -> frozenset[str]:
    """The classes of an element."""
    return frozenset((attribute(tag, "class") or "").split())


def check_tags(markup: str, most: int = MAX_TAGS) -> None:
    """Raises PageError where more than `most` elements begin or more than `MAX_DEPTH` are open at once.

    A count of the tags, before any parser builds a tree of them.
    """
    depth = 0
    for closing in _NESTING.findall(markup):
        if closing:
            depth -= depth > 0
        elif depth == MAX_DEPTH:
            raise PageError(f"the page nests more than {MAX_DEPTH} elements")
        else:
            depth += 1
    if markup.count("<") > most and len(_OPENING.findall(markup)) > most:
        raise PageError(f"the page has more than {most} elements")


def _push(node: Tag, literal: bool, stack: list[tuple[PageElement | None, bool]]) -> None:
    literal = literal or node.name == "pre"
    block = node.name in BLOCKS
    if block:
        stack.append((None, literal))
    stack.extend((child, literal) for child in reversed(node.contents))
    if block:
        stack.append((None, literal))


def _words(node: PageElement, literal: bool) -> str:
    text = str(node)
    if "&amp;" in text and node.parent is not None and node.parent.get("onclick"):
        text = text.replace("&amp;", "&")  # Telegram escapes outward links twice
    return text if literal else FOLDED.sub(" ", text)

"""Bytes to an lxml tree, and an lxml element to plain text: for pages that come by the thousand.

The text is the same as `polon.pages.markup` gives, by the same rules; without BeautifulSoup between, a page is read
seven times as fast.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from lxml import etree

from polon.pages import PageError
from polon.pages.markup import BLOCKS, DECLARATION, FOLDED, MAX_BYTES, SILENT, load, one_line, tidy

Element = etree._Element

# The depth that libxml2 allows by itself is lower than `markup.MAX_DEPTH`, which has been checked by then.
_PARSER = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, no_network=True)


def read(body: bytes) -> Element:
    """The root of an HTML page, or of the HTML in a JSON string, as Telegram answers its own script.

    Raises PageError where the bytes are no HTML, or too large, too deep, too many elements (see `markup.load`).
    """
    return parse(load(_quoted(body), "utf-8") if is_quoted(body) else load(body))


def is_quoted(body: bytes) -> bool:
    """Whether the bytes begin as a JSON string does."""
    return body[:16].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b'"')


def parse(markup: str) -> Element:
    """The root of a page whose markup `load` has let pass. Raises PageError where libxml2 finds no element in it."""
    try:
        root = etree.fromstring(DECLARATION.sub("", markup).encode("utf-8", "replace"), _PARSER)
    except (etree.LxmlError, ValueError) as error:
        raise PageError(f"the page cannot be parsed: {error}") from error
    if root is None:
        raise PageError("the page cannot be parsed: no element in it")
    return root


def text_of(root: Element, skip: Callable[[Element], bool] = lambda _: False) -> str:
    """The text of an element as lines: `<br>` and block elements break the line, inline elements never do.

    White space is folded as a browser folds it, except in `<pre>`; subtrees for which `skip` is true are left out, as
    are scripts. The walk keeps its own stack: a page cannot nest it to death.
    """
    parts: list[str] = [_words(root.text, root, literal=root.tag == "pre")]
    # Elements that are open: each with the children still to come, and whether its white space counts.
    stack = [(root, root.iterchildren(), root.tag == "pre")]
    while stack:
        parent, children, literal = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            if stack:
                parts.append(_after(parent, stack[-1][0], literal=stack[-1][2]))
            continue
        tag = child.tag
        if tag == "br":
            parts.append("\n")
        elif isinstance(tag, str) and tag not in SILENT and not skip(child):
            literal = literal or tag == "pre"
            if tag in BLOCKS:
                parts.append("\n")
            parts.append(_words(child.text, child, literal=literal))
            stack.append((child, child.iterchildren(), literal))
            continue
        parts.append(_words(child.tail, parent, literal=literal))
    return tidy("".join(parts))


def line_of(root: Element) -> str:
    """The text of an element on one line."""
    return one_line(text_of(root))


def _after(element: Element, parent: Element, *, literal: bool) -> str:
    words = _words(element.tail, parent, literal=literal)
    return "\n" + words if element.tag in BLOCKS else words


def _words(text: str | None, parent: Element, *, literal: bool) -> str:
    if not text:
        return ""
    if "&amp;" in text and parent.get("onclick"):
        text = text.replace("&amp;", "&")  # Telegram escapes outward links twice
    # Blanks and tabs are folded by `tidy`; only the ends of lines would be taken for the text's own.
    return FOLDED.sub(" ", text) if not literal and ("\n" in text or "\r" in text) else text


def _quoted(body: bytes) -> bytes:
    if len(body) > MAX_BYTES:
        raise PageError(f"the page has {len(body)} bytes; at most {MAX_BYTES} are read")
    try:
        markup = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise PageError(f"not an HTML page: a JSON string that cannot be read: {error}") from error
    if not isinstance(markup, str):
        raise PageError("not an HTML page: JSON, but no string")
    return markup.encode("utf-8", "replace")

"""Pieces of HTML that feeds and interfaces carry, as elements; and plain text in the form that pages give."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from copy import deepcopy

from lxml import etree

from polon.pages import PageError
from polon.pages.elements import Element, parse
from polon.pages.markup import check_tags, tidy

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_TAG = re.compile(r"<(/?)(p|address|blockquote|center|div|dl|figure|h[1-6]|hr|ol|pre|section|table|ul)\b[^>]*>", re.I)
_BLANKS = re.compile("[ \t\r\f\v]+")
_BEFORE_BLOCK = re.compile(r"<br ?/?>\s*(<(?:blockquote|pre)\b)", re.I)
_AFTER_BLOCK = re.compile(r"(</(?:blockquote|pre)>)\s*<br ?/?>", re.I)


def body_of(html: str) -> Element:
    """The element whose children a piece of HTML is. Raises PageError where it is too deep or too large."""
    html = _CONTROL.sub("", html)
    check_tags(html)
    body = parse(f"<html><body>{html}</body></html>").find("body")
    if body is None:
        raise PageError("a piece of HTML without a body")
    return body


def with_whole_paragraphs(html: str) -> str:
    """The HTML with an empty paragraph where a `</p>` closes none, as browsers read it.

    A block ends the paragraph that it stands in, so that this mark alone tells where the author's paragraph ends.
    """
    is_open = False

    def whole(tag: re.Match[str]) -> str:
        nonlocal is_open
        closing, is_paragraph = bool(tag[1]), tag[2].lower() == "p"
        stray = closing and is_paragraph and not is_open
        is_open = is_paragraph and not closing
        return f"<p>{tag[0]}" if stray else tag[0]

    return _TAG.sub(whole, html)


def joined(elements: Sequence[Element]) -> Element:
    """One element around copies of some, each with the words behind it; paragraphs break no lines in it."""
    around = etree.Element("div")
    for element in elements:
        copy = deepcopy(element)
        copy.tag = "span" if copy.tag == "p" else copy.tag
        around.append(copy)
    return around


def lines_of(pieces: Iterable[tuple[str, bool]]) -> str:
    """Plain text in pieces, each with whether it is a block (a quotation, a listing), as a page's text reads.

    A block has lines of its own; the line ends around it are in the text already, as its author set them.
    """
    parts: list[str] = []
    after_block = False
    for text, block in pieces:
        if not text:
            continue
        if (block or after_block) and parts and not (parts[-1].endswith("\n") or text.startswith("\n")):
            parts.append("\n")
        parts.append(text)
        after_block = block
    return tidy(_BLANKS.sub(" ", "".join(parts)))


def without_double_breaks(html: str) -> str:
    """HTML made of a text with its line ends, as the preview has it: there a block's edge is the line end beside it."""
    return _AFTER_BLOCK.sub(r"\1", _BEFORE_BLOCK.sub(r"\1", html))


def once(texts: Iterable[str]) -> str:
    """Several texts of one post as one, each once."""
    return "\n\n".join(dict.fromkeys(text for text in texts if text))

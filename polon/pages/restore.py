"""Paragraphs that guesses at the main text lose: those that stand in a row with what was found, in the same form.

trafilatura, set for precision, leaves out paragraphs with styles of their own and short last ones with a link in
them. What was found tells where the article stands: its other paragraphs have the same tag and classes, lie in an
element of the same tag and classes, and that in the same element.
"""

from __future__ import annotations

from collections import Counter

from bs4 import BeautifulSoup, Tag

from polon.pages.boxes import folded, is_pointer
from polon.pages.markup import attribute, one_line, text_of

_PARAGRAPHS = ("p", "h2", "h3", "div")
_MAX_PARAGRAPHS = 3_000
_ENOUGH = {"p": 2, "div": 2, "h2": 1, "h3": 1}

_Form = tuple[int, str, str, str, str]


def restored(paragraphs: list[str], soup: BeautifulSoup, boxes: frozenset[str]) -> list[str]:
    """The paragraphs with those of the page that stand among or after them in the same form, in the page's order.

    A form counts from two paragraphs on, or one heading. Boxes, and what was found already, are not put in.
    """
    places = {folded(text): place for place, text in enumerate(paragraphs)}
    shown = [(tag, text) for tag in soup.find_all(_PARAGRAPHS, limit=_MAX_PARAGRAPHS) if (text := _line(tag))]
    forms = Counter(_form(tag) for tag, text in shown if folded(text) in places)
    told = " ".join(places)
    lost = Counter(_form(tag) for tag, text in shown if folded(text) not in places)
    place, added = -1, [list[str]() for _ in paragraphs]
    for tag, text in shown:
        known = places.get(folded(text))
        if known is not None:
            place = max(place, known)
        elif (
            place >= 0 and forms[_form(tag)] >= max(_ENOUGH[tag.name], lost[_form(tag)]) and _is_lost(text, told, boxes)
        ):
            added[place].append(text)
    whole = [[text, *after] for text, after in zip(paragraphs, added, strict=True)]
    return _without_last_headings([line for part in whole for line in part], set(paragraphs), shown)


def _line(tag: Tag) -> str | None:
    """The text of a paragraph that is one line and has none inside it; a `<div>` is one only with a class."""
    if tag.find(("p", "div")) is not None or (tag.name == "div" and not attribute(tag, "class")):
        return None
    text = text_of(tag)
    return one_line(text) if "\n" not in text else None


def _form(tag: Tag) -> _Form:
    parent = tag.parent
    around = parent.parent if parent is not None else None
    name = parent.name if parent is not None else ""
    return id(around), name, attribute(parent, "class") or "", tag.name, attribute(tag, "class") or ""


def _is_lost(text: str, told: str, boxes: frozenset[str]) -> bool:
    words = folded(text)
    return bool(words) and words not in told and words not in boxes and not is_pointer(text)


def _without_last_headings(lines: list[str], found: set[str], shown: list[tuple[Tag, str]]) -> list[str]:
    """The lines less headings at the end that were put in: a heading with no text after it heads something else."""
    headings = {text for tag, text in shown if tag.name in ("h2", "h3")}
    while lines and lines[-1] in headings and lines[-1] not in found:
        lines = lines[:-1]
    return lines

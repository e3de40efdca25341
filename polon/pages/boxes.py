"""Background boxes inside an article: links to other articles, whose headlines make claims that are not this text's.

A box is known by its links: nothing but links, and words that say so («Read also», «Читайте також», «До теми»), a
list of nothing but links, or an element whose class says so. A sentence that only holds links is no box, and neither
is a paragraph of background («Нагадаємо, …») in the article's own words.
"""

from __future__ import annotations

import re
from itertools import islice

from bs4 import BeautifulSoup, Tag

from polon.pages.markup import BLOCKS, attribute, one_line, text_of

_MAX_LINKS = 2_000
_MAX_INSIDE = 200
_LONGEST = 1_000
_LIST = frozenset(("ul", "ol"))
_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6", "p", "div", "strong", "b"))

_HEADINGS_OF_CARDS = frozenset(("h2", "h3", "h4", "h5"))
_CARD = re.compile(r"(?:^|[\s_-])(?:card|teaser|promo|preview|media-block)(?:$|[\s_-])", re.IGNORECASE)

_WORDS = (
    r"(?:чита(?:йте|ти|ть)|дивіться|смотрите|слухайте|слушайте)(?: (?:також|також у|также|ще|ещё|еще|больше|більше"
    r"|на цю тему|по теме|материал|матеріал|про це))?"
    r"|(?:також|также) (?:читайте|за темою|по теме)|до теми|(?:по|на|за) (?:цю )?тем[еиуі]|зверніть увагу"
    r"|обратите внимание|(?:читайте )?(?:подробнее|детальніше|докладніше)(?: про це| об этом| тут)?"
    r"|подробности|подробиці|(?:матеріали|материалы|новини|новости) (?:по|за) тем(?:і|е|ою)|схожі новини"
    r"|нагада(?:ємо|ем)|нагадуємо|напомн(?:им|ю)|раніше|ранее|контекст|довідка|вопрос-ответ"
    r"|(?:більше|больше) (?:про|о) .{1,40}"
    r"|пов['’ʼ]язані (?:новини|матеріали)|связанные (?:новости|материалы)|сюжет|актуально|рекомендуємо|рекомендуем"
    r"|(?:read|see|watch|listen)(?: (?:also|more|next|on|more about.{0,40}))?|also read"
    r"|more(?: on| about)?(?: this| this story)?"
    r"|related(?: (?:coverage|stories|story|articles|news|topics|content))?|background|recommended"
    r"|further reading|our standards"
    r"|more on this story|you might also like|don['’]t miss|in case you missed it"
)
_CUE = re.compile(rf"\W*(?:{_WORDS})\W*", re.IGNORECASE)
# What stands before a colon, in a paragraph that lost its link on the way to the text.
_SPOKEN = re.compile(
    r"\W*(?:чита(?:йте|ти) (?:також|также|ще|ещё|еще)|также читайте|також читайте|дивіться також|смотрите также"
    r"|read also|also read|see also|read more)(?:\s*[:—–|-]|\s*$)",
    re.IGNORECASE,
)
# Notes to the reader that stand where paragraphs do.
_NOTE = re.compile(
    r"\W*(?:(?:чита(?:ть|ти|йте)|read)(?: (?:эту|цю|this))?"
    r"(?: (?:новость|новину|статью|статтю|материал|матеріал|story))?"
    r" (?:на русском|на украинском|по-русски|російською|українською|англійською|in english|in russian).{0,40}"
    r"|.{0,120}(?:помилк|ошибк|mistake|typo).{0,120}\bctrl\s?\+\s?enter.{0,60})",
    re.IGNORECASE,
)
_PICTURES = re.compile(r"carousel|slideshow|gallery|(?:^|[\s_-])caption(?:$|[\s_-])", re.IGNORECASE)
_CLASS = re.compile(
    r"(?:^|[\s_-])(?:read[_-]?(?:also|more|too|next)|also[_-]?read|readalso|see[_-]?also|related|recommend\w*|inj_link_box"
    r"|incut[_-]?link|more[_-]?link|card[_-]?headline|promo\w*)(?:$|[\s_-])",
    re.IGNORECASE,
)


def folded(text: str) -> str:
    """A text for comparison: its words in small letters, one blank between them."""
    return re.sub(r"\W+", " ", text).strip().casefold()


def box_lines(soup: BeautifulSoup) -> frozenset[str]:
    """The lines of the page's background boxes and of its pictures, folded: a box's whole text, and each line of it."""
    found: set[str] = set()
    done: set[int] = set()
    lists: dict[int, bool] = {}
    for link in soup.find_all("a", href=True, limit=_MAX_LINKS):
        block = next((parent for parent in link.parents if parent.name in BLOCKS), None)
        if block is None or id(block) in done:
            continue
        done.add(id(block))
        if (text := _box(block, lists)) is not None:
            found |= {folded(one_line(text)), *map(folded, text.split("\n"))}
            found |= _heading_before(block)
        if (card := _card(block)) is not None:
            found |= set(map(folded, text_of(card).split("\n")))
    for tag in soup.find_all(class_=_PICTURES, limit=_MAX_LINKS):
        text = text_of(tag) if tag.name not in ("body", "main", "article") and _small(tag) else ""
        if 0 < len(text) <= _LONGEST and tag.find("h1") is None:
            found |= {folded(one_line(text)), *map(folded, text.split("\n"))}
    return frozenset(found - {""})


def is_pointer(paragraph: str) -> bool:
    """Whether a paragraph only points to another article («Читайте також: …») or edition, or on reporting slips."""
    return len(paragraph) <= _LONGEST and bool(_SPOKEN.match(paragraph) or _NOTE.fullmatch(paragraph))


def without_boxes(paragraphs: list[str], boxes: frozenset[str]) -> list[str]:
    """The paragraphs that are the article's own: neither lines of boxes nor mere pointers to other articles."""
    return [text for text in paragraphs if folded(text) not in boxes and not is_pointer(text)]


def _small(tag: Tag) -> bool:
    """Whether an element holds so little that it can be a box; a page may nest thousands, so that is asked first."""
    return next(islice(tag.descendants, _MAX_INSIDE, None), None) is None


def _box(block: Tag, lists: dict[int, bool]) -> str | None:
    """The text of a block that is a box; None where it is not. `lists` remembers which lists hold nothing but links."""
    text = text_of(block) if _small(block) else ""
    if not 0 < len(text) <= _LONGEST:
        return None
    rest = _without_links(block)
    if _CUE.fullmatch(rest):
        return text
    if re.search(r"\w", rest):
        return text if len(rest) * 5 <= len(text) and _classed(block) else None
    return text if _classed(block) or _in_list(block, lists) or _heading_before(block) else None


def _card(block: Tag) -> Tag | None:
    """The card that a heading of nothing but a link belongs to: another article's headline with its first words."""
    if block.name not in _HEADINGS_OF_CARDS or not _small(block) or re.search(r"\w", _without_links(block)):
        return None
    for parent in list(block.parents)[:4]:
        if parent.name == "li" or _CARD.search(attribute(parent, "class") or ""):
            return parent if _small(parent) and len(text_of(parent)) <= _LONGEST and parent.find("h1") is None else None
    return None


def _without_links(block: Tag) -> str:
    return one_line(text_of(block, skip=lambda inner: inner.name == "a" and inner.has_attr("href")))


def _classed(block: Tag) -> bool:
    around = [block, *list(block.parents)[:2]]
    return any(_CLASS.search(attribute(tag, "class") or "") for tag in around if tag.name not in ("body", "html"))


def _in_list(block: Tag, lists: dict[int, bool]) -> bool:
    """Whether the block is an item of a list of nothing but links."""
    around = block.parent
    if block.name != "li" or around is None or around.name not in _LIST:
        return False
    if id(around) not in lists:
        items = around.find_all("li", recursive=False, limit=50)
        lists[id(around)] = all(_small(item) and not re.search(r"\w", _without_links(item)) for item in items)
    return lists[id(around)]


def _heading_before(block: Tag) -> set[str]:
    """The heading of a box («До теми»), folded: right before the block, or before the list that holds it."""
    for tag in (block, block.parent):
        before = tag.find_previous_sibling() if tag is not None else None
        if before is not None and before.name in _HEADINGS and _small(before):
            text = one_line(text_of(before))
            if len(text) <= 80 and _CUE.fullmatch(text):
                return {folded(text)}
    return set()

"""One walk over a message's element: which of the elements in it say something."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from polon.pages.elements import Element, text_of
from polon.pages.markup import SILENT, one_line, tidy
from polon.pages.telegram.parts import Part, part_of

POST = re.compile(r"([A-Za-z][A-Za-z0-9_]{1,63})/(\d{1,15})", re.ASCII)
"""A post's address without its host, as `data-post` has it."""

LONGEST_ADDRESS = 2_000
"""Characters of an address that is read; Telegram's own limit is lower."""

_FOREIGN = frozenset((Part.NOTICE, Part.OTHER, Part.POLL, Part.ASIDE))
_NOT_TEXT = _FOREIGN | {Part.FORWARD, Part.ABOUT}
_CONTAINERS = frozenset((Part.SUPPORTED, Part.UNSUPPORTED))
_IN_LOOKS, _IN_SUPPORTED, _IN_UNSUPPORTED, _IN_MEDIA = 1, 2, 4, 8
_ENTERED = {
    Part.LOOKS: _IN_LOOKS,
    Part.SUPPORTED: _IN_SUPPORTED,
    Part.UNSUPPORTED: _IN_UNSUPPORTED,
    Part.MEDIA: _IN_MEDIA,
}
SERVICE_NOTICE = "service message"
"""How Telegram's notice begins where a single post's page shows no service message; it has no class there."""
_SINGLE = re.compile(r"\?(?:\w+&)*single\b", re.ASCII)


@dataclass(slots=True)
class Found:
    """The elements of a message that say something: of each kind the first, but of texts and dates all.

    `parts` are the ids of an album's parts, `notice` is Telegram's own words in the place of the post's; `media` says
    that it shows a picture, a file, a poll, and `views` that it tells how often it was seen.
    """

    handle: str
    texts: list[tuple[Element, int]] = field(default_factory=list)
    looks: list[tuple[Element, int]] = field(default_factory=list)
    dates: list[Element] = field(default_factory=list)
    parts: list[int] = field(default_factory=list)
    single: dict[Part, Element] = field(default_factory=dict)
    notice: Element | None = None
    media: bool = False
    views: bool = False

    def walk(self, message: Element) -> None:
        """Looks at each element once; neither into texts nor into what is another's."""
        stack = [(child, 0) for child in message.iterchildren(reversed=True)]
        while stack:
            element, state = stack.pop()
            part = part_of(element.get("class"))
            if element.tag == "a" and part not in _FOREIGN and not state & _IN_LOOKS:
                self.album_part(element.get("href", ""))
            if part is None:
                if element.tag not in SILENT:
                    stack.extend([(child, state) for child in element.iterchildren(reversed=True)])
            elif self.enter(part, element, state):
                state |= _ENTERED.get(part, 0)
                stack.extend([(child, state) for child in element.iterchildren(reversed=True)])

    def enter(self, part: Part, element: Element, state: int) -> bool:
        """Takes a known element; says whether to look into it."""
        if part is Part.TEXT:
            self.texts.append((element, state))
            return False
        if part is Part.LOOKS:
            if not state & _IN_LOOKS:
                self.looks.append((element, state))
        elif part in _FOREIGN:
            if part is Part.NOTICE and self.notice is None and not state & (_IN_MEDIA | _IN_LOOKS):
                self.notice = element
            self.media |= part is Part.POLL
            return False
        elif part is Part.DATE:
            self.dates.append(element)
        else:
            self.media |= part is Part.MEDIA
            self.views |= part is Part.VIEWS
            self.single.setdefault(part, element)
        return True

    def notice_words(self) -> str:
        """What Telegram says in the place of the post, in small letters."""
        return one_line(text_of(self.notice, _is_others)).casefold() if self.notice is not None else ""

    def album_part(self, href: str) -> None:
        """Takes the id of an album's part from the link to it, `…/<id>?single`."""
        if "single" not in href or len(href) > LONGEST_ADDRESS or not _SINGLE.search(href):
            return
        try:
            match = POST.fullmatch(urlsplit(href).path.strip("/").removeprefix("s/"))
        except ValueError:  # an address that is none
            return
        if match and match[1].lower() == self.handle.lower():
            self.parts.append(int(match[2]))

    def text(self) -> str:
        """The post's own words: the full copy where there is one for old browsers too."""
        nodes = self.texts or self.looks
        full = [(node, state) for node, state in nodes if not state & _IN_UNSUPPORTED] or nodes
        read = [(text_of(node, is_foreign), bool(state & _IN_SUPPORTED)) for node, state in full]
        whole = " ".join(text for text, supported in read if supported)
        # Beside a copy that is marked as the full one, what repeats a part of it is the other copy.
        kept = (text for text, supported in read if text and (supported or text not in whole))
        return "\n\n".join(dict.fromkeys(kept))


def is_foreign(element: Element) -> bool:
    """Whether the words of an element inside a text are not the post's own."""
    part = part_of(element.get("class"))
    return part is not None and part in _NOT_TEXT


def _is_others(element: Element) -> bool:
    return part_of(element.get("class")) is Part.OTHER


def unexplained(message: Element) -> bool:
    """Whether a message has words in elements that nothing is known of."""
    stack: list[Element] = [message]
    while stack:
        element = stack.pop()
        children = list(element.iterchildren())
        if any(_has_words(text) for text in (element.text, *(child.tail for child in children))):
            return True
        stack.extend(child for child in children if child.tag not in SILENT and _is_open(child))
    return False


def _is_open(element: Element) -> bool:
    part = part_of(element.get("class"))
    return part is None or part in _CONTAINERS


def _has_words(text: str | None) -> bool:
    return text is not None and not text.isspace() and bool(tidy(text))

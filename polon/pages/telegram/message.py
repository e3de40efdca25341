"""One message of Telegram's preview: what its element says, in one walk over it."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from polon.pages.elements import Element, text_of
from polon.pages.language import language_of
from polon.pages.markup import SILENT, one_line, tidy
from polon.pages.telegram.parts import KINDS_OF_MESSAGE, SERVICE, Part, part_of
from polon.pages.times import in_zone, parse_stamp
from polon.records import Document, Forward, revision_of
from polon.sources import Source

POST = re.compile(r"([A-Za-z][A-Za-z0-9_]{1,63})/(\d{1,15})", re.ASCII)
"""A post's address without its host, as `data-post` has it."""

LONGEST_NAME, LONGEST_ADDRESS = 300, 2_000
"""Characters of a name or address that is kept beside a post; Telegram's own limits are lower."""

_FOREIGN = frozenset((Part.NOTICE, Part.OTHER, Part.POLL))
_NOT_TEXT = _FOREIGN | {Part.FORWARD, Part.ABOUT}
_CONTAINERS = frozenset((Part.SUPPORTED, Part.UNSUPPORTED))
_IN_LOOKS, _IN_SUPPORTED, _IN_UNSUPPORTED, _IN_MEDIA = 1, 2, 4, 8
_ENTERED = {
    Part.LOOKS: _IN_LOOKS,
    Part.SUPPORTED: _IN_SUPPORTED,
    Part.UNSUPPORTED: _IN_UNSUPPORTED,
    Part.MEDIA: _IN_MEDIA,
}
_SERVICE_NOTICE = "service message"
"""How Telegram's notice begins where a single post's page shows no service message; it has no class there."""
_SINGLE = re.compile(r"\?(?:\w+&)*single\b", re.ASCII)
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Message:
    """What one message's element says.

    `ids` are its id and those of an album's other parts. `orphan` is true where it shows only Telegram's request to
    open the application; `unread` where it has words in places that are not known, and no text could be read. `strange`
    are classes and words met where every one is known; `views` says whether it tells how often it was seen.
    """

    handle: str
    number: int
    ids: frozenset[int]
    channel: int | None
    service: bool
    text: str
    published: datetime | None
    edited: bool
    author: str | None
    forwarded: Forward | None
    orphan: bool
    unread: bool
    views: bool
    odd: bool
    strange: frozenset[str]


def read_message(element: Element, zone: ZoneInfo) -> Message:
    """Reads an element whose `data-post` is an address (see `POST`)."""
    match = POST.fullmatch(element.get("data-post", ""))
    if match is None:
        raise ValueError("a message without its id")
    found = _Found(match[1])
    found.walk(element)
    text = found.text()
    meta, words = _meta(found)
    forwarded, odd = _forwarded(found)
    notice = (
        one_line(text_of(found.notice, _is_others)).casefold()
        if found.notice is not None and not (text or found.media)
        else ""
    )
    service = SERVICE in element.get("class", "").split() or notice.startswith(_SERVICE_NOTICE)
    unread = not text and not service and _unexplained(element)
    kinds = frozenset(_unknown(element.get("class")))
    return Message(
        handle=match[1],
        number=int(match[2]),
        ids=frozenset((int(match[2]), *found.parts)),
        channel=channel_number(element.get("data-view")),
        service=service,
        text=text,
        published=_published(found, zone),
        edited="edited" in words,
        author=(_line(found.signature)[:LONGEST_NAME] or None) if found.signature is not None else None,
        forwarded=forwarded,
        orphan=bool(notice) and not (service or unread),
        unread=unread,
        views=found.views,
        odd=bool(kinds),
        strange=frozenset((*kinds, *meta, *(words - {"edited"}), *odd)),
    )


def document_of(message: Message, source: Source, channel: int | None) -> Document:
    """The document of a message with text; `channel` is the page's number, for a message that does not say its own."""
    return Document(
        id=f"{source.name}/{message.number}",
        source=source.name,
        url=f"https://t.me/{message.handle}/{message.number}",
        lang=language_of(message.text, source.lang),
        title=None,
        text=message.text,
        published=message.published,
        edited=message.edited,
        author=message.author,
        forwarded=message.forwarded,
        channel=message.channel or channel,
        revision=revision_of(None, message.text),
    )


def channel_number(view: str | None) -> int | None:
    """The channel's own number from `data-view` (base64url of JSON, without padding), which has it negative as `c`."""
    if not view or len(view) > 1_000:
        return None
    try:
        number = json.loads(base64.urlsafe_b64decode(view + "=" * (-len(view) % 4)))["c"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return -number if type(number) is int and -(10**15) < number < 0 else None


@dataclass(slots=True)
class _Found:
    """The elements of a message that say something, each the first of its kind but texts and dates."""

    handle: str
    texts: list[tuple[Element, int]] = field(default_factory=list)
    looks: list[tuple[Element, int]] = field(default_factory=list)
    dates: list[Element] = field(default_factory=list)
    parts: list[int] = field(default_factory=list)
    single: dict[Part, Element] = field(default_factory=dict)
    notice: Element | None = None
    media: bool = False
    views: bool = False

    @property
    def signature(self) -> Element | None:
        return self.single.get(Part.SIGNATURE)

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

    def album_part(self, href: str) -> None:
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
        read = [(text_of(node, _is_foreign), bool(state & _IN_SUPPORTED)) for node, state in full]
        whole = " ".join(text for text, supported in read if supported)
        # Beside a copy that is marked as the full one, what repeats a part of it is the other copy.
        kept = (text for text, supported in read if text and (supported or text not in whole))
        return "\n\n".join(dict.fromkeys(kept))


def _is_foreign(element: Element) -> bool:
    part = part_of(element.get("class"))
    return part is not None and part in _NOT_TEXT


def _is_others(element: Element) -> bool:
    return part_of(element.get("class")) is Part.OTHER


def _line(element: Element) -> str:
    return one_line(text_of(element, _is_foreign))


def _published(found: _Found, zone: ZoneInfo) -> datetime | None:
    """The time under the post's own link: a video's length is a `<time>` as well, and comes first."""
    for link in found.dates:
        for time in link.iter("time"):
            stamp = parse_stamp(time.get("datetime", ""))
            if stamp and stamp.moment.tzinfo is not None:
                return in_zone(stamp.moment, zone)
    return None


def _meta(found: _Found) -> tuple[list[str], set[str]]:
    """Unknown classes in the line under the post, and its own words, which a signature has no part in."""
    line = found.dates[0].getparent() if found.dates else found.single.get(Part.META)
    if line is None:
        return [], set()
    own = " ".join((line.text or "", *(child.tail or "" for child in line)))
    odd = [name for child in line for name in _unknown(child.get("class")) if _line(child)]
    return odd, {word.casefold() for word in _WORD.findall(own[:LONGEST_NAME])}


def _forwarded(found: _Found) -> tuple[Forward | None, list[str]]:
    """Whose post is passed on, and unknown classes where it is told."""
    block, name = found.single.get(Part.FORWARD), found.single.get(Part.FORWARD_NAME)
    odd: list[str] = []
    if block is not None:
        children = [child for child in block if part_of(child.get("class")) is None and _line(child)]
        odd = [unknown for child in children for unknown in _unknown(child.get("class"))]
        name = name if name is not None else next(iter(children), block)
    if name is None:
        return None, odd
    author = found.single.get(Part.FORWARD_AUTHOR)
    shown = _line(name).removeprefix("Forwarded from").strip()[:LONGEST_NAME]
    signature = _line(author)[:LONGEST_NAME] if author is not None else ""
    return (Forward(name=shown, url=_address(name.get("href")), author=signature or None) if shown else None), odd


def _address(href: str | None) -> str | None:
    """An address of Telegram's or another site's, whole; None for what cannot be followed."""
    if href and href.startswith("/") and not href.startswith("//"):
        href = f"https://t.me{href}"
    followed = href and href.startswith(("https://", "http://")) and len(href) <= LONGEST_ADDRESS
    return tidy(href) if href and followed else None


def _unknown(classes: str | None) -> Iterator[str]:
    for name in (classes or "").split():
        if name not in KINDS_OF_MESSAGE and part_of(name) is None:
            yield name[:LONGEST_NAME]


def _unexplained(message: Element) -> bool:
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


def strange_among(messages: Iterable[Message]) -> tuple[str, ...]:
    """What is strange in any of the messages, each once, in the order of the alphabet."""
    return tuple(sorted({name for message in messages for name in message.strange}))

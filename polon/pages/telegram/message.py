"""One message of Telegram's preview: what its element says, in one walk over it."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from polon.pages.elements import Element, text_of
from polon.pages.language import language_of
from polon.pages.markup import one_line, tidy
from polon.pages.telegram.found import LONGEST_ADDRESS, POST, SERVICE_NOTICE, Found, is_foreign, unexplained
from polon.pages.telegram.parts import KINDS_OF_MESSAGE, SERVICE, Part, part_of
from polon.pages.times import in_zone, parse_stamp
from polon.records import Document, Forward, revision_of
from polon.sources import Source

LONGEST_NAME = 300
"""Characters of a name that is kept beside a post; Telegram's own limit is lower."""

MOST_STRANGE = 20
"""So many strange things of a page are told."""

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Message:
    """What one message's element says.

    `ids` are its id and those of an album's other parts. `orphan` is true where it shows only Telegram's request to
    open the application; `unread` where it has words in places that are not known, and no text could be read. `strange`
    are classes and words met where every one is known, and `odd` says that one of them is the element's own; `views`
    says whether it tells how often it was seen.
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
    found = Found(match[1])
    found.walk(element)
    text = found.text()
    meta, words = _meta(found)
    forwarded, odd = _forwarded(found)
    notice = "" if text or found.media else found.notice_words()
    service = SERVICE in element.get("class", "").split() or notice.startswith(SERVICE_NOTICE)
    unread = not text and not service and unexplained(element)
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
        author=_name(found.single.get(Part.SIGNATURE)),
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


def _name(element: Element | None) -> str | None:
    """A name on one line, cut where no name is so long; None where nobody is named."""
    return one_line(text_of(element, is_foreign))[:LONGEST_NAME] or None if element is not None else None


def _published(found: Found, zone: ZoneInfo) -> datetime | None:
    """The time under the post's own link: a video's length is a `<time>` as well, and comes first."""
    for link in found.dates:
        for time in link.iter("time"):
            stamp = parse_stamp(time.get("datetime", ""))
            if stamp and stamp.moment.tzinfo is not None:
                return in_zone(stamp.moment, zone)
    return None


def _meta(found: Found) -> tuple[list[str], set[str]]:
    """Unknown classes in the line under the post, and its own words, which a signature has no part in."""
    line = found.dates[0].getparent() if found.dates else found.single.get(Part.META)
    if line is None:
        return [], set()
    own = " ".join((line.text or "", *(child.tail or "" for child in line)))
    odd = [name for child in line for name in _unknown(child.get("class")) if _name(child)]
    return odd, {word.casefold() for word in _WORD.findall(own[:LONGEST_NAME])}


def _forwarded(found: Found) -> tuple[Forward | None, list[str]]:
    """Whose post is passed on, and unknown classes where it is told."""
    block, name = found.single.get(Part.FORWARD), found.single.get(Part.FORWARD_NAME)
    odd: list[str] = []
    if block is not None:
        children = [child for child in block if part_of(child.get("class")) is None and _name(child)]
        odd = [unknown for child in children for unknown in _unknown(child.get("class"))]
        name = name if name is not None else next(iter(children), block)
    if name is None:
        return None, odd
    shown = (_name(name) or "").removeprefix("Forwarded from").strip()
    author = _name(found.single.get(Part.FORWARD_AUTHOR))
    return (Forward(name=shown, url=_address(name.get("href")), author=author) if shown else None), odd


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


def strange_among(messages: Iterable[Message]) -> tuple[str, ...]:
    """What is strange in any of the messages, each once, in the order of the alphabet; the first `MOST_STRANGE`."""
    return tuple(sorted({name for message in messages for name in message.strange}))[:MOST_STRANGE]

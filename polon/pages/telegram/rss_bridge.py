"""RSS-Bridge's TelegramBridge, as Atom: the newest page of the preview, the markup of each text as Telegram wrote it.

The form is that of bridges/TelegramBridge.php and formats/AtomFormat.php of 2020 to 2026. It has no sign for Telegram's
own notices («Channel created»), which are known by their words here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from polon.pages import PageError
from polon.pages.elements import Element, line_of, text_of
from polon.pages.telegram.feeds import FeedItem, read_items
from polon.pages.telegram.fragments import body_of, once
from polon.pages.telegram.parts import Part, part_of
from polon.pages.telegram.rsshub import address
from polon.pages.telegram.ways import Sheet, check_form, name, place_of, post, refusal, sheet_of
from polon.records import Document, Forward
from polon.sources import MirrorKind, Source

_FAILED = re.compile(r"Bridge returned error \d+", re.IGNORECASE)
_FOREIGN = frozenset((Part.NOTICE, Part.OTHER, Part.POLL, Part.FORWARD, Part.ASIDE, Part.ABOUT))
_NOTICES = re.compile(
    r"Channel created|Channel photo (?:updated|removed)|Channel name was changed to «.*»|Live stream (?:started"
    r"|finished \(.{1,40}\)|scheduled for .{1,60})"
)
_PINNED = re.compile(
    r"(?P<who>.{1,300}?) pinned (?:«.*»|an? (?:photo|video|file|poll|voice message|sticker|audio|GIF)\b.*)"
)


@dataclass(frozen=True, slots=True)
class RssBridge:
    """An RSS-Bridge at a base URL."""

    base: str
    kind: MirrorKind = MirrorKind.RSS_BRIDGE

    def newest(self, channel: str) -> str:
        """The address of a channel's newest posts."""
        return f"{self.base}/?action=display&bridge=TelegramBridge&username={quote(channel, safe='')}&format=Atom"

    def older(self, sheet: Sheet, channel: str) -> str | None:
        """None: there is one page."""
        return None

    def read(self, body: bytes, *, source: Source) -> Sheet:
        """The posts of its feed. Raises PageError, MirrorRefusal."""
        feed = read_items(body)
        channel = feed.title.rpartition(" (@")[0].strip()
        documents: dict[int, Document] = {}
        ids: set[int] = set()
        odd: list[str] = []
        worded = 0
        for item in feed.items:
            place = place_of(item.link)
            if place is None:
                if _FAILED.match(item.title):
                    raise refusal(f"{item.title}: {line_of(body_of(item.html))}")
                odd.append(f"an item that leads to no post: {item.link[:80]!r}")
                continue
            ids.add(place[1])
            try:
                read = body_of(item.html)
                worded += bool(line_of(read))
                document = _document(item, read, place, channel, source)
            except PageError as error:
                odd.append(f"{item.link}: {error}")
                continue
            if document is not None:
                documents.setdefault(place[1], document)
        if not ids:
            raise refusal("a feed without posts")
        check_form(documents, worded)
        return sheet_of(documents, ids, None, odd)


def _document(item: FeedItem, body: Element, place: tuple[str, int], channel: str, source: Source) -> Document | None:
    text = once(text_of(element, _is_foreign) for element in _texts(body))
    if not text or _is_notice(text, channel):
        return None
    return post(
        source,
        place[1],
        text,
        via=MirrorKind.RSS_BRIDGE.value,
        handle=place[0],
        published=item.time,
        forwarded=_forwarded(body),
    )


def _texts(body: Element) -> list[Element]:
    """The outermost elements of the class that a post's own text has; a quoted reply stands in a quotation, bare."""
    found: list[Element] = []
    stack = list(body.iterchildren(reversed=True))
    while stack:
        element = stack.pop()
        part = part_of(element.get("class"))
        if part is Part.TEXT:
            found.append(element)
        elif part not in _FOREIGN and element.tag != "blockquote":
            stack.extend(element.iterchildren(reversed=True))
    return found


def _is_foreign(element: Element) -> bool:
    return part_of(element.get("class")) in _FOREIGN


def _is_notice(text: str, channel: str) -> bool:
    if "\n" in text:
        text = " ".join(text.split())
    pinned = _PINNED.fullmatch(text)
    return _NOTICES.fullmatch(text) is not None or (pinned is not None and pinned["who"] == channel)


def _forwarded(body: Element) -> Forward | None:
    """Whose post is passed on; its elements stand at the very beginning, with Telegram's classes."""
    named: dict[Part, Element] = {}
    for element in body.iter("a", "span"):
        part = part_of(element.get("class"))
        if part in (Part.FORWARD_NAME, Part.FORWARD_AUTHOR):
            named.setdefault(part, element)
    shown, author = named.get(Part.FORWARD_NAME), named.get(Part.FORWARD_AUTHOR)
    whose = name(line_of(shown)) if shown is not None else None
    if shown is None or whose is None:
        return None
    signature = name(line_of(author)) if author is not None else None
    return Forward(name=whose, url=address(shown.get("href")), author=signature)

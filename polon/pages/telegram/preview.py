"""A page of a channel in Telegram's public web preview, `t.me/s/<channel>`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from lxml import etree

from polon.pages.elements import Element, is_quoted, line_of, read, text_of
from polon.pages.markup import tidy
from polon.pages.telegram.found import POST
from polon.pages.telegram.message import Message, document_of, read_message, strange_among
from polon.pages.telegram.parts import NO_POSTS, WRAP
from polon.records import Document
from polon.sources import Source

INFO = "tgme_channel_info"

_HANDLE = re.compile(r"[A-Za-z][A-Za-z0-9_]{1,63}", re.ASCII)
_NUMBER = re.compile(r"\d{1,15}", re.ASCII)
_POSTS = etree.XPath("//*[@data-post]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """One page of a channel.

    `posts` have text and are no service messages; oldest first. `ids` are all message ids on the page, ascending,
    with those of service messages, of posts without text and of each part of an album: what is missing between them
    was deleted or never there. `before` and `after` are the cursors to the older and the newer page, as the page gives
    them; in the middle of the history it sometimes gives none. `wraps` counts the message elements. `is_channel` is
    false where the page is no channel's preview (Telegram's contact page, a redirect's target); `empty` is true where
    a channel's page says that it has no posts here.

    `channel` is the handle as shown, `channel_id` the channel's own number, which outlives it.

    What could not be read shows: `unread` are ids of posts with words in unknown places and no text, `undated` of
    posts without a readable time, `orphans` of posts that show only the request to open Telegram; `strange` are classes
    and words in places where every one is known.
    """

    channel: str | None
    channel_id: int | None
    title: str | None
    description: str | None
    is_channel: bool
    posts: tuple[Document, ...]
    ids: tuple[int, ...]
    before: int | None
    after: int | None
    wraps: int
    empty: bool
    unread: tuple[int, ...] = ()
    undated: tuple[int, ...] = ()
    orphans: tuple[int, ...] = ()
    strange: tuple[str, ...] = ()


def read_preview(body: bytes, *, source: Source) -> Preview:
    """Reads a page of `t.me/s/<channel>`, or the JSON string of HTML that its own script gets for `?before=`.

    Raises PageError where the bytes are no HTML at all.
    """
    root = read(body)
    page = _Page.of(root)
    found = [read_message(element, source.zone) for element in messages_in(root)]
    messages = _each_once(found)
    unread = _unread(messages)
    posts = [m for m in messages if m.text and not m.service and m.number not in unread]
    number = _commonest(messages)
    ids = sorted({number for message in found for number in message.ids})
    return Preview(
        channel=_channel(root, page, messages),
        channel_id=number,
        title=_said(page.said.get("header_title"), _property(root, "og:title")),
        description=_said(page.said.get("description"), _property(root, "og:description")),
        is_channel=page.info or (bool(messages) and is_quoted(body)),
        posts=tuple(document_of(message, source, number) for message in posts),
        ids=tuple(ids),
        before=_cursor(root, "before", "prev"),
        after=_cursor(root, "after", "next"),
        wraps=page.wraps or len(messages),
        empty=page.no_posts and not ids,
        unread=tuple(sorted(unread)),
        undated=tuple(message.number for message in posts if message.published is None),
        orphans=tuple(message.number for message in messages if message.orphan),
        strange=strange_among(messages),
    )


def messages_in(root: Element) -> Iterator[Element]:
    """The elements of a page that are messages with a usable id, in its order."""
    found = _POSTS(root)
    for element in found if isinstance(found, list) else ():
        if isinstance(element, etree._Element) and POST.fullmatch(element.get("data-post", "")):
            yield element


@dataclass(slots=True)
class _Page:
    """What the page says around its messages."""

    info: bool = False
    no_posts: bool = False
    wraps: int = 0
    said: dict[str, Element] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Element) -> _Page:
        page = cls()
        for element in root.iter("div"):
            classes = element.get("class", "")
            if WRAP in classes:
                page.wraps += WRAP in classes.split()
            elif INFO in classes or NO_POSTS in classes:
                page.take(element, classes.split())
        return page

    def take(self, element: Element, names: list[str]) -> None:
        """Takes an element that says something of the channel, or that it has no posts; that is in a wrap as well."""
        self.info |= INFO in names
        if NO_POSTS in names and not self.no_posts:
            self.no_posts = True
            self.wraps -= any(WRAP in parent.get("class", "").split() for parent in element.iterancestors())
        for name in ("header_title", "header_username", "description"):
            if f"{INFO}_{name}" in names:
                self.said.setdefault(name, element)


def _each_once(messages: Sequence[Message]) -> list[Message]:
    """Each id's first message, with text if one has any; in the order of the ids."""
    first: dict[int, Message] = {}
    for message in sorted(messages, key=lambda message: not message.text):
        first.setdefault(message.number, message)
    return [first[number] for number in sorted(first)]


def _unread(messages: Sequence[Message]) -> set[int]:
    """Posts whose words are lost, and messages of an unknown kind that nobody counts the views of.

    A service message has a class that says so, and no views. Where it has no views among posts that have some, and a
    class never seen, that class may be the new name for it.
    """
    seen = any(message.views for message in messages)
    return {m.number for m in messages if m.unread or (seen and m.text and not m.views and not m.service and m.odd)}


def _commonest(messages: Sequence[Message]) -> int | None:
    numbers = Counter(message.channel for message in messages if message.channel is not None)
    return numbers.most_common(1)[0][0] if numbers else None


def _channel(root: Element, page: _Page, messages: Sequence[Message]) -> str | None:
    """The handle as shown: in the channel's description, else in the page's own address, else in its posts."""
    username = page.said.get("header_username")
    names = [line_of(username) if username is not None else ""]
    names += [main.get("data-url", "") for main in root.iter("main")]
    names += [message.handle for message in messages[:1]]
    handles = (name.strip().lstrip("@/") for name in names)
    return next((handle for handle in handles if _HANDLE.fullmatch(handle)), None)


def _said(element: Element | None, instead: str) -> str | None:
    return (text_of(element) if element is not None else "") or tidy(instead) or None


def _property(root: Element, name: str) -> str:
    return next((m.get("content", "") for m in root.iter("meta") if m.get("property") == name), "")


def _cursor(root: Element, name: str, relation: str) -> int | None:
    links = (link for link in root.iter("link") if relation in link.get("rel", "").split())
    values = [_query_number(link.get("href", ""), name) for link in links]
    values += [_positive(value) for link in root.iter("a") if (value := link.get(f"data-{name}"))]
    return next((value for value in values if value), None)


def _query_number(href: str, name: str) -> int | None:
    try:
        return _positive(parse_qs(urlsplit(href).query).get(name, [""])[0])
    except ValueError:
        return None


def _positive(text: str) -> int | None:
    return int(text) if _NUMBER.fullmatch(text) else None

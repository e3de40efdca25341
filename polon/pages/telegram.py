"""The public web preview of Telegram: a page of a channel (`t.me/s/<channel>`) and one post (`?embed=1`).

The markup is Telegram's own of 2020 to 2026. Classes beginning with `js-` name what an element is for; others only how
it looks, and a quoted reply looks like the post itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

from bs4 import BeautifulSoup, Tag

from polon.pages import PageError
from polon.pages.language import language_of
from polon.pages.markup import attribute, classes, load, one_line, text_of, tree
from polon.pages.times import in_zone, parse_stamp
from polon.records import Document, revision_of
from polon.sources import Source

FULL_PAGE = 20
"""Messages on a full page, each part of an album counted."""

_POST = re.compile(r"([A-Za-z][A-Za-z0-9_]{1,63})/(\d{1,15})")
_NUMBER = re.compile(r"\d{1,15}")
_WRAP = "tgme_widget_message_wrap"
_MESSAGE = "tgme_widget_message"
_NO_POSTS = "tme_no_messages_found"
_SUPPORTED, _UNSUPPORTED = "media_supported_cont", "media_not_supported_cont"
# Inside a message and not its own words: what it answers, other people's pages, polls, notices of the web player.
_FOREIGN = frozenset(
    (
        "tgme_widget_message_reply",
        "js-message_reply_text",
        "tgme_widget_message_link_preview",
        "tgme_widget_message_poll",
        "tgme_widget_message_forwarded_from",
        "tgme_widget_message_reactions",
        "tgme_widget_message_footer",
        "tgme_widget_message_inline_keyboard",
        "message_media_not_supported_wrap",
        _WRAP,
        _MESSAGE,
    )
)


@dataclass(frozen=True, slots=True)
class Preview:
    """One page of a channel.

    `posts` have text and are no service messages; oldest first. `ids` are all message ids on the page, ascending,
    with those of service messages, of posts without text and of each part of an album: what is missing between them
    was deleted or never there. `before` and `after` are the cursors to the older and the newer page. `wraps` counts
    the message elements. `is_channel` is false where the page is no channel's preview (Telegram's contact page, a
    redirect's target); `empty` is true where a channel's page says that it has no posts here.
    """

    channel: str | None
    is_channel: bool
    posts: tuple[Document, ...]
    ids: tuple[int, ...]
    before: int | None
    after: int | None
    wraps: int
    empty: bool


@dataclass(frozen=True, slots=True)
class Embed:
    """One post by its own address.

    `found` is true where the post is there; `post` is None if it then has no text or is a service message. `ids` are
    its ids (an album has several, and shows under its first). `missing` is true where Telegram says that there is no
    such post; `refusal` is what it says whenever it shows none.
    """

    found: bool
    post: Document | None
    ids: tuple[int, ...]
    missing: bool
    refusal: str | None


def read_preview(body: bytes, *, source: Source) -> Preview:
    """Reads a page of `t.me/s/<channel>`. Raises PageError where the bytes are no HTML page at all."""
    soup = tree(load(body))
    messages = list(_messages(soup))
    ids = sorted({number for message in messages for number in _ids(message)})
    posts: dict[int, Document] = {}
    for message in messages:
        if post := _document(message, source):
            posts.setdefault(_post_id(message)[1], post)
    no_posts = soup.find(class_=_NO_POSTS) is not None
    wraps = [wrap for wrap in soup.find_all(class_=_WRAP) if wrap.find(class_=_NO_POSTS) is None]
    return Preview(
        channel=_channel(soup, messages),
        is_channel=soup.find(class_="tgme_channel_info") is not None,
        posts=tuple(posts[number] for number in sorted(posts)),
        ids=tuple(ids),
        before=_cursor(soup, "before", "prev") or _below_full_page(ids),
        after=_cursor(soup, "after", "next"),
        wraps=len(wraps),
        empty=no_posts and not ids,
    )


def read_embed(body: bytes, *, source: Source) -> Embed:
    """Reads `t.me/<channel>/<id>?embed=1`. Raises PageError where the page holds neither a post nor a refusal."""
    soup = tree(load(body))
    message = next(_messages(soup), None)
    if message is not None:
        return Embed(True, _document(message, source), tuple(sorted(_ids(message))), False, None)
    error = soup.select_one(f".tgme_widget_message_error, .{_NO_POSTS}")
    if error is None:
        raise PageError("the page holds neither a post nor Telegram's reason for showing none")
    refusal = one_line(text_of(error)) or "no reason given"
    return Embed(False, None, (), refusal.casefold().rstrip(".") == "post not found", refusal)


def _messages(soup: BeautifulSoup) -> Iterator[Tag]:
    for tag in soup.find_all(True, class_=_MESSAGE, attrs={"data-post": True}):
        if _POST.fullmatch(attribute(tag, "data-post") or ""):
            yield tag


def _post_id(message: Tag) -> tuple[str, int]:
    match = _POST.fullmatch(attribute(message, "data-post") or "")
    if match is None:
        raise PageError("a message without its id")  # _messages yields none such
    return match[1], int(match[2])


def _ids(message: Tag) -> set[int]:
    """The message's id and those of an album's parts, which stand only in its links `…/<id>?single`."""
    channel, number = _post_id(message)
    ids = {number}
    for link in message.find_all("a", href=re.compile(r"\?(?:\w+&)*single\b")):
        if not _foreign(link, message) and not _in_text(link, message):
            match = _POST.fullmatch(urlsplit(attribute(link, "href") or "").path.strip("/").removeprefix("s/"))
            if match and match[1].lower() == channel.lower():
                ids.add(int(match[2]))
    return ids


def _document(message: Tag, source: Source) -> Document | None:
    if "service_message" in classes(message):
        return None
    text = _text(message)
    if not text:
        return None
    channel, number = _post_id(message)
    return Document(
        id=f"{source.name}/{number}",
        source=source.name,
        url=f"https://t.me/{channel}/{number}",
        lang=language_of(text, source.lang),
        title=None,
        text=text,
        published=_published(message, source),
        revision=revision_of(None, text),
    )


def _text(message: Tag) -> str:
    nodes = _text_nodes(message, "js-message_text") or _text_nodes(message, "tgme_widget_message_text")
    # A post that old browsers cannot show holds a copy for them: the full one is the other.
    copies = [node for node in nodes if not _within(node, message, _UNSUPPORTED)]
    if any(_within(node, message, _SUPPORTED) for node in nodes):
        nodes = copies
    texts = [text_of(node, skip=lambda tag: bool(classes(tag) & _FOREIGN)) for node in nodes]
    return "\n\n".join(dict.fromkeys(text for text in texts if text))


def _text_nodes(message: Tag, name: str) -> list[Tag]:
    """The outermost elements of a class that are the message's own words (an album nests its caption twice)."""
    found = [tag for tag in message.find_all(class_=name) if not _foreign(tag, message)]
    return [tag for tag in found if not _within(tag, message, name)]


def _foreign(tag: Tag, message: Tag) -> bool:
    return bool(classes(tag) & _FOREIGN) or any(classes(parent) & _FOREIGN for parent in _between(tag, message))


def _within(tag: Tag, message: Tag, name: str) -> bool:
    return any(name in classes(parent) for parent in _between(tag, message))


def _in_text(tag: Tag, message: Tag) -> bool:
    return _within(tag, message, "tgme_widget_message_text")


def _between(tag: Tag, message: Tag) -> Iterator[Tag]:
    for parent in tag.parents:
        if parent is message:
            return
        yield parent


def _published(message: Tag, source: Source) -> datetime | None:
    """The time under the post's own link: a video's length is a `<time>` as well, and comes first."""
    for link in message.find_all(class_="tgme_widget_message_date"):
        time = link.find("time", datetime=True)
        if time is None or any(classes(parent) & {_WRAP, _MESSAGE} for parent in _between(link, message)):
            continue
        stamp = parse_stamp(attribute(time, "datetime") or "")
        if stamp and stamp.moment.tzinfo is not None:
            return in_zone(stamp.moment, source.zone)
    return None


def _channel(soup: BeautifulSoup, messages: list[Tag]) -> str | None:
    """The handle as shown: in the channel's description, else in the page's own address, else in its posts."""
    shown = soup.select_one(".tgme_channel_info_header_username a")
    main = soup.select_one("main[data-url]")
    names = [shown.get_text() if shown else "", attribute(main, "data-url") or ""]
    names += [_post_id(message)[0] for message in messages[:1]]
    handles = (name.strip().lstrip("@/") for name in names)
    return next((handle for handle in handles if re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{1,63}", handle)), None)


def _cursor(soup: BeautifulSoup, name: str, relation: str) -> int | None:
    values = [_query_number(attribute(link, "href"), name) for link in soup.find_all("link", rel=relation)]
    for link in soup.find_all("a", attrs={f"data-{name}": True}):
        value = attribute(link, f"data-{name}") or ""
        values.append(int(value) if _NUMBER.fullmatch(value) else None)
    return next((value for value in values if value), None)


def _query_number(href: str | None, name: str) -> int | None:
    try:
        value = parse_qs(urlsplit(href or "").query).get(name, [""])[0]
    except ValueError:
        return None
    return int(value) if _NUMBER.fullmatch(value) else None


def _below_full_page(ids: list[int]) -> int | None:
    """Telegram sometimes leaves the link out in the middle of the history; a page that is not full is its start."""
    return ids[0] if len(ids) >= FULL_PAGE and ids[0] > 1 else None

"""One post by its own address, `t.me/<channel>/<id>?embed=1`, and what Telegram says in the place of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from polon.pages import PageError
from polon.pages.elements import Element, line_of, read
from polon.pages.telegram.message import document_of, read_message, strange_among
from polon.pages.telegram.parts import NO_POSTS
from polon.pages.telegram.preview import messages_in
from polon.records import Document
from polon.sources import Source

_ERROR = "tgme_widget_message_error"
_ERRORS = etree.XPath(
    f"//*[contains(@class, '{_ERROR}') or contains(@class, '{NO_POSTS}') or contains(@class, 'err_message')]"
)
_RESTRICTIONS = ("couldn't be displayed", "can't be displayed", "unavailable due to", "violated local laws")


@dataclass(frozen=True, slots=True, kw_only=True)
class Embed:
    """One post by its own address.

    `found` is true where the post is there; `post` is None if it then has no text or is a service message. `ids` are
    its ids (an album has several, and shows under its first). `orphan`, `unread` and `strange` are as in a Preview.

    `refusal` is what Telegram says whenever it shows none: `missing` is true where there is no such post, `no_channel`
    where there is no channel of that name, `restricted` where Telegram shows nothing of the channel.
    """

    found: bool
    post: Document | None = None
    ids: tuple[int, ...] = ()
    channel: int | None = None
    published: datetime | None = None
    missing: bool = False
    refusal: str | None = None
    restricted: bool = False
    no_channel: bool = False
    orphan: bool = False
    unread: bool = False
    strange: tuple[str, ...] = ()


def read_embed(body: bytes, *, source: Source) -> Embed:
    """Reads `t.me/<channel>/<id>?embed=1`. Raises PageError where the page holds neither a post nor a refusal."""
    root = read(body)
    element = next(messages_in(root), None)
    if element is not None:
        return _found(element, source)
    refusal = _refusal(root)
    if refusal is None:
        raise PageError("the page holds neither a post nor Telegram's reason for showing none")
    words = refusal.casefold().replace("’", "'").rstrip(".")
    return Embed(
        found=False,
        refusal=refusal,
        missing=words == "post not found",
        restricted=any(words_of in words for words_of in _RESTRICTIONS),
        no_channel=words.startswith("channel with username") and words.endswith("not found"),
    )


def _found(element: Element, source: Source) -> Embed:
    message = read_message(element, source.zone)
    has_text = message.text and not message.service
    return Embed(
        found=True,
        post=document_of(message, source, None) if has_text else None,
        ids=tuple(sorted(message.ids)),
        channel=message.channel,
        published=message.published,
        orphan=message.orphan,
        unread=message.unread,
        strange=strange_among([message]),
    )


def _refusal(root: Element) -> str | None:
    errors = _ERRORS(root)
    elements = [e for e in errors if isinstance(e, etree._Element)] if isinstance(errors, list) else []
    words = [line_of(element) for element in elements]
    return next(filter(None, words), "no reason given") if elements else None

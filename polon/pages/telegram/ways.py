"""What every way to a channel's posts but the preview gives: a sheet of Documents, or the mirror's own refusal."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from urllib.parse import urlsplit

from polon.pages import PageError
from polon.pages.language import language_of
from polon.pages.markup import one_line
from polon.pages.telegram.found import LONGEST_ADDRESS, POST
from polon.pages.telegram.message import LONGEST_NAME
from polon.pages.times import in_zone
from polon.records import Document, Forward, revision_of
from polon.sources import MirrorKind, Source

EXPORT = "export"
"""`Document.via` of a post from a file that Telegram Desktop made."""

HOSTS = frozenset(("t.me", "telegram.me", "telegram.dog", "www.t.me", "www.telegram.me"))

WORDED = 5
"""Items with words and without a post's text that may come together: files, polls, notices."""

_REASONS = (
    ("http_429", "time to unlock access|too many requests|flood_wait|rate ?limit"),
    ("preview_off", "unable to fetch message feed|unable to find channel"),
    ("private", "channel_private|not a public channel|channel_invalid"),
    ("bot", "bots not allowed"),
    ("nonexistent", "username_not_occupied|username_invalid|not present in the internal peer database|wrong name"),
)


class MirrorRefusal(Exception):  # noqa: N818 (it is the mirror that refuses)
    """A mirror's own notice that it has no posts to show.

    `kind` is one of `http_429` (asked too often), `preview_off` (it saw no preview: turned off, no channel, blocked),
    `private`, `bot`, `nonexistent`, and `mirror_error` for everything else; `words` are the mirror's, on one line.
    None of them shows that a channel is gone: a mirror errs, and is refused itself.
    """

    def __init__(self, kind: str, words: str):
        super().__init__(words)
        self.kind, self.words = kind, words


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The posts of one answer of a mirror.

    `posts` have text and are no service messages, oldest first, `via` set; `ids` are all ids that the answer names,
    ascending, each part of an album where the mirror tells them. What is missing between them may be there: only the
    preview tells that. `channel_id` is the channel's own number, None where the mirror does not tell it. `odd` says
    in words what could not be read. A sheet without ids: the end of the history, or a mirror that fails in silence.
    """

    channel_id: int | None
    posts: tuple[Document, ...]
    ids: tuple[int, ...]
    odd: tuple[str, ...] = ()


class Way(Protocol):
    """One kind of mirror: which addresses to ask, and how to read what comes."""

    @property
    def kind(self) -> MirrorKind:
        """What answers."""

    def newest(self, channel: str) -> str:
        """The address of a channel's newest posts."""

    def older(self, sheet: Sheet, channel: str) -> str | None:
        """The address of the posts before those of a sheet; None at the beginning, and where the mirror has none."""

    def read(self, body: bytes, *, source: Source) -> Sheet:
        """The posts of an answer. Raises PageError where it is unreadable, MirrorRefusal where it says why not."""


def refusal(words: str) -> MirrorRefusal:
    """The refusal that a mirror's words are."""
    words = one_line(words)[:LONGEST_NAME]
    kinds = (kind for kind, pattern in _REASONS if re.search(pattern, words, re.IGNORECASE))
    return MirrorRefusal(next(kinds, "mirror_error"), words or "no reason given")


def place_of(url: str | None) -> tuple[str, int] | None:
    """Handle and number of the post at an address of Telegram's, `?single` and the like left out; None for others."""
    if not url or len(url) > LONGEST_ADDRESS:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    match = POST.fullmatch(parts.path.strip("/").removeprefix("s/"))
    if match is None or parts.netloc.lower() not in HOSTS or parts.scheme not in ("https", "http") or int(match[2]) < 1:
        return None
    return match[1], int(match[2])


def post(
    source: Source,
    number: int,
    text: str,
    *,
    via: str,
    published: datetime | None,
    handle: str | None = None,
    modified: datetime | None = None,
    edited: bool = False,
    author: str | None = None,
    forwarded: Forward | None = None,
    channel: int | None = None,
) -> Document:
    """The Document of a post that came another way than the preview; its times get the zone of the source."""
    return Document(
        id=f"{source.name}/{number}",
        source=source.name,
        url=f"https://t.me/{handle or source.channel}/{number}",
        lang=language_of(text, source.lang),
        title=None,
        text=text,
        published=in_zone(published, source.zone) if published else None,
        modified=in_zone(modified, source.zone) if modified else None,
        edited=edited,
        author=author,
        forwarded=forwarded,
        channel=channel,
        via=via,
        revision=revision_of(None, text),
    )


def name(text: str | None) -> str | None:
    """A name as it is kept beside a post: on one line, not too long; None for an empty one."""
    return one_line(text or "")[:LONGEST_NAME].strip() or None


def check_form(documents: dict[int, Document], worded: int) -> None:
    """Raises PageError where a feed has words in many items and a post's text in none: its form has changed."""
    if not documents and worded >= WORDED:
        raise PageError(f"no text of a post in any of {worded} items with words: the form of the feed is not known")


def sheet_of(documents: dict[int, Document], ids: set[int], channel: int | None, odd: list[str]) -> Sheet:
    """A sheet of posts by number, in order."""
    posts = tuple(documents[number] for number in sorted(documents))
    return Sheet(channel_id=channel, posts=posts, ids=tuple(sorted(ids)), odd=tuple(dict.fromkeys(odd)))

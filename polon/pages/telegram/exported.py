"""One message of Telegram Desktop's export: its text from pieces, its times, whose it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any, TypeVar

import msgspec

from polon.pages.telegram.events import MAX_EVENTS, TOO_LARGE
from polon.pages.telegram.fragments import lines_of
from polon.pages.telegram.ways import EXPORT, name, post
from polon.pages.times import parse_stamp
from polon.records import Document, Forward
from polon.sources import Source

BLOCKS = frozenset(("blockquote", "pre"))
"""Types of pieces that stand on lines of their own; all the others run on."""

ALBUM = 10
"""Parts that an album has at most."""

_TYPES = ("message", "service", "unsupported")
_NEVER = "1970"
"""How the time of the edit begins of a message that never was, in exports of 2018 to 2021."""

Seconds = Annotated[int, msgspec.Meta(ge=0, lt=10**11)] | str | None


class Piece(msgspec.Struct):
    """A stretch of text with its type: bold, link, custom_emoji, blockquote and some twenty others."""

    text: str
    type: str = "plain"


class Exported(msgspec.Struct):
    """A message as far as Polon reads it; the file names further keys, for media, polls, reactions and so on."""

    id: Annotated[int, msgspec.Meta(ge=1, lt=10**15)]
    type: str = "message"
    date_unixtime: Seconds = None
    edited_unixtime: Seconds = None
    edited: str | None = None
    text: str | list[str | Piece] = ""
    text_entities: list[Piece] = []
    author: str | None = None
    forwarded_from: str | None = None
    forwarded_from_id: str | int | None = None
    photo: Any = None
    file: Any = None
    media_type: str | None = None

    @property
    def words(self) -> str:
        """Its text, in the form of a page's."""
        pieces = [self.text] if isinstance(self.text, str) and self.text else self.text or self.text_entities
        return lines_of(
            (piece, False) if isinstance(piece, str) else (piece.text, piece.type in BLOCKS) for piece in pieces
        )


def exported(value: object) -> Exported | str:
    """A message from what stands in the file, or what is wrong with it."""
    if value == TOO_LARGE:
        return f"a message of more than {MAX_EVENTS} parts"
    if not isinstance(value, dict):
        return "no object in the place of a message"
    try:
        message = msgspec.convert(value, Exported)
    except (msgspec.ValidationError, ValueError, OverflowError) as error:
        return str(error)[:200]
    if message.type not in _TYPES:
        return f"a message of an unknown type: {message.type[:40]!r}"
    return message


T = TypeVar("T")


def albums(messages: Iterator[Exported | T]) -> Iterator[tuple[Exported, ...] | T]:
    """Messages as posts: each alone, or the parts of an album; what is no message comes through as it is.

    Parts have ids in a row, one time, and a picture or file each. Where exactly one of them has a text they are taken
    for one post: it then stands under the first id, as Telegram shows it.
    """
    parts: list[Exported] = []
    for message in messages:
        if isinstance(message, Exported):
            if parts and not (len(parts) < ALBUM and _follows(message, parts[-1])):
                yield from _posts(parts)
                parts = []
            parts.append(message)
        else:
            yield from _posts(parts)
            parts = []
            yield message
    yield from _posts(parts)


def _follows(message: Exported, before: Exported) -> bool:
    return (
        message.id == before.id + 1
        and message.date_unixtime is not None
        and message.date_unixtime == before.date_unixtime
        and _has_media(message)
        and _has_media(before)
        and message.forwarded_from == before.forwarded_from
    )


def _has_media(message: Exported) -> bool:
    return (message.photo is not None or message.file is not None) and message.media_type not in (
        "sticker",
        "voice_message",
        "video_message",
    )


def _posts(parts: list[Exported]) -> Iterator[tuple[Exported, ...]]:
    if sum(bool(part.words) for part in parts) == 1:
        yield tuple(parts)
    else:
        yield from ((part,) for part in parts)


def document_of(parts: tuple[Exported, ...], source: Source, channel: int | None) -> Document | None:
    """The Document of a post; None without text. Raises nothing: what is odd in a message is None in the Document."""
    spoken = next((part for part in parts if part.words), None)
    if spoken is None:
        return None
    old = spoken.date_unixtime is None and spoken.edited is not None and not spoken.edited.startswith(_NEVER)
    modified = _time(spoken.edited_unixtime)
    return post(
        source,
        parts[0].id,
        spoken.words,
        via=EXPORT,
        published=_time(parts[0].date_unixtime),
        modified=modified,
        edited=modified is not None or old,
        author=name(spoken.author),
        forwarded=_forwarded(spoken),
        channel=channel,
    )


def _time(seconds: int | str | None) -> datetime | None:
    """A time from seconds since 1970; `date` beside them is a clock of whoever made the file, in an unknown zone."""
    stamp = parse_stamp(str(seconds)) if seconds and str(seconds).isdecimal() else None
    return stamp.moment if stamp else None


def _forwarded(message: Exported) -> Forward | None:
    """Whose post is passed on; a name that is gone leaves the number, as in `channel1234567890`."""
    origin = message.forwarded_from_id
    whose = name(message.forwarded_from) or name(str(origin) if origin is not None else None)
    return Forward(name=whose) if whose else None

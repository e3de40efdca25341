"""The machine-readable file that Telegram Desktop makes of a channel («Export chat history», format JSON).

The form is that of its export_output_json.cpp of 2018 to 2026: one chat as `{"name", "type", "id", "messages": […]}`,
or a whole account with the chats in `chats.list` and `left_chats.list`. It is read as a stream of events, a message in
memory at a time, whatever its size.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO

from polon.pages import PageError
from polon.pages.telegram.events import Chat, chats_in
from polon.pages.telegram.exported import Exported, albums, document_of, exported
from polon.records import Document
from polon.sources import Source

CHANNELS = ("public_channel", "private_channel")
"""Types of chats that are channels."""

_OLD = 2 << 32
"""What Telegram Desktop added to a channel's number until 2021."""


class Reason(StrEnum):
    """Why a message of an export gives no Document."""

    SERVICE = "service"
    TEXTLESS = "textless"
    UNSUPPORTED = "unsupported"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A message that gives no Document: its id where it has one, why, and what is wrong with an unreadable one."""

    reason: Reason
    number: int | None = None
    words: str = ""


class WrongExport(PageError):  # noqa: N818 (it says which file it is)
    """An export that is well, but not of this channel; the message says of what it is."""


def read_export(stream: BinaryIO, *, source: Source) -> Iterator[Document | Skipped]:
    """The posts of the source's channel in a `result.json`, in its order, `via` set to `export`.

    An album is told by its parts' ids and times, for the file does not say which messages are one. Raises WrongExport
    where the channel's number is not `source.channel_id`, or, without one, where the file holds a whole account;
    PageError where the file is none or breaks off: what came before is whole.
    """
    seen, found = 0, False
    for chat in chats_in(stream):
        seen += 1
        if found or not _is_meant(chat, source):
            continue
        number = source.channel_id or (chat.id if chat.id and not _is_shifted(chat.id) else None)
        for part in albums(_messages(chat)):
            if isinstance(part, Skipped):
                yield part
            else:
                yield from _posts(part, source, number)
        found = True
        if not chat.alone:
            return  # the rest of the account is nothing to us
    if found:
        return
    if not seen:
        raise PageError("no export of Telegram Desktop: no chat in it (it must be made as JSON, not as HTML)")
    raise WrongExport(f"none of its {seen} chats is the channel {source.channel_id}")


def _is_meant(chat: Chat, source: Source) -> bool:
    """Whether a chat is the source's channel. Raises WrongExport where that is sure not to be, or cannot be told."""
    shown = f"{(chat.name or 'no name')[:60]!r} ({chat.type or 'no type'}, id {chat.id})"
    if chat.alone and chat.type not in CHANNELS:
        raise WrongExport(f"it is of {shown}, which is no channel")
    if source.channel_id is None:
        if not chat.alone:
            raise WrongExport(
                "it holds a whole account, and which chat is the channel's cannot be told; put channel_id into the"
                " source's file, or export the channel alone"
            )
        return True
    same = chat.id is not None and source.channel_id in (chat.id, chat.id - _OLD)
    if chat.alone and not same:
        raise WrongExport(f"it is of {shown}, not of the channel {source.channel_id} that the source {source.name} is")
    return same and chat.type in CHANNELS


def _is_shifted(number: int) -> bool:
    """Whether a channel's number may be one of the old form: then nobody knows which it is."""
    return _OLD < number < _OLD + (1 << 32)


def _messages(chat: Chat) -> Iterator[Exported | Skipped]:
    for value in chat.messages():
        message = exported(value)
        if isinstance(message, str):
            number = value.get("id") if isinstance(value, dict) else None
            yield Skipped(Reason.UNREADABLE, number if type(number) is int else None, message)
        elif message.type == "service":
            yield Skipped(Reason.SERVICE, message.id)
        elif message.type == "unsupported":
            yield Skipped(Reason.UNSUPPORTED, message.id)
        else:
            yield message


def _posts(parts: tuple[Exported, ...], source: Source, channel: int | None) -> Iterator[Document | Skipped]:
    document = document_of(parts, source, channel)
    yield document if document is not None else Skipped(Reason.TEXTLESS, parts[0].id)
    for part in parts[1:]:
        yield Skipped(Reason.TEXTLESS, part.id)

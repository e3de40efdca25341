"""TelegramRSS (the program behind tg.i-c-a.su) as JSON: Telegram's answer itself, its text turned into HTML.

The form is that of app/Controller/JsonController.php over MadelineProto's messages.getHistory. It has the times of
publication and of edits, the parts of albums, and the channel's own number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from urllib.parse import quote

import msgspec

from polon.pages import PageError
from polon.pages.elements import text_of
from polon.pages.telegram.feeds import MAX_BYTES, notice, read_items
from polon.pages.telegram.fragments import body_of, once, without_double_breaks
from polon.pages.telegram.tgrss import LIMIT, before
from polon.pages.telegram.ways import Sheet, name, post, sheet_of
from polon.pages.times import parse_stamp
from polon.records import Document, Forward
from polon.sources import MirrorKind, Source

Number = Annotated[int, msgspec.Meta(ge=1, lt=10**15)]
_CHANNELS = -(10**12)
"""MadelineProto's numbers of channels are below: -100 before the channel's own number of ten digits."""


class _Forwarded(msgspec.Struct):
    from_id: msgspec.Raw = msgspec.Raw(b"null")
    from_name: str | None = None
    channel_post: Number | None = None
    post_author: str | None = None


class _Message(msgspec.Struct):
    id: Number
    kind: str = msgspec.field(name="_")
    message: str | None = None
    date: int | None = None
    edit_date: int | None = None
    edit_hide: bool = False
    grouped_id: int | str | None = None
    fwd_from: _Forwarded | None = None
    post_author: str | None = None
    peer_id: msgspec.Raw = msgspec.Raw(b"null")


class _Chat(msgspec.Struct):
    id: int
    title: str | None = None
    username: str | None = None


class _Peer(msgspec.Struct):
    channel_id: int


class _History(msgspec.Struct):
    messages: list[msgspec.Raw]
    chats: list[msgspec.Raw] = []


@dataclass(frozen=True, slots=True)
class TelegramJson:
    """A TelegramRSS at a base URL, asked for JSON."""

    base: str
    kind: MirrorKind = MirrorKind.TGJSON

    def newest(self, channel: str) -> str:
        """The address of a channel's newest posts."""
        return f"{self.base}/json/{quote(channel, safe='')}?limit={LIMIT}"

    def older(self, sheet: Sheet, channel: str) -> str | None:
        """The address of the posts before those of a sheet."""
        return before(f"{self.base}/json", sheet, channel)

    def read(self, body: bytes, *, source: Source) -> Sheet:
        """The posts of an answer, the parts of an album as one. Raises PageError, MirrorRefusal."""
        history = _history(body)
        odd: list[str] = []
        messages = {message.id: message for message in reversed(list(_messages(history, odd)))}
        chats = {number: chat for chat in _chats(history) if (number := _channel(chat.id))}
        numbers = Counter(number for m in messages.values() if (number := _peer(m.peer_id)))
        channel = numbers.most_common(1)[0][0] if numbers else None
        documents: dict[int, Document] = {}
        posts = _albums(messages.values())
        if len(posts) > 1 and posts[0][0].grouped_id:
            # Its first parts may be in the next answer, and with them the id under which it is shown.
            for part in posts.pop(0):
                del messages[part.id]
        for parts in posts:
            try:
                if document := _document(parts, chats, channel, source):
                    documents[parts[0].id] = document
            except PageError as error:
                odd.append(f"message {parts[0].id}: {error}")
        ids = {number for number, message in messages.items() if message.kind != "messageEmpty"}
        return sheet_of(documents, ids, channel, odd)


def _history(body: bytes) -> _History:
    if len(body) > MAX_BYTES:
        raise PageError(f"the answer has {len(body)} bytes; at most {MAX_BYTES} are read")
    body = body.strip(b"\xef\xbb\xbf \t\r\n\x00").decode("utf-8", "replace").encode("utf-8")
    if not body.startswith(b"{"):
        read_items(body)  # raises what an error page says
        raise PageError("not JSON: a feed; is the mirror's kind 'tgrss'?")
    try:
        return msgspec.json.decode(body, type=_History)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise notice(body) from error


def _messages(history: _History, odd: list[str]) -> Iterable[_Message]:
    for raw in history.messages:
        try:
            yield msgspec.json.decode(raw, type=_Message)
        except (msgspec.MsgspecError, RecursionError) as error:
            odd.append(f"a message that cannot be read: {error}")


def _chats(history: _History) -> Iterable[_Chat]:
    for raw in history.chats:
        try:
            yield msgspec.json.decode(raw, type=_Chat)
        except (msgspec.MsgspecError, RecursionError):
            continue  # a chat only lends its name to a post that is passed on


def _albums(messages: Iterable[_Message]) -> list[list[_Message]]:
    """Messages as posts: alone, or with the other parts of their album, the lowest id first."""
    posts: dict[object, list[_Message]] = {}
    for message in sorted(messages, key=lambda message: message.id):
        album = ("album", str(message.grouped_id)) if message.grouped_id else message.id
        posts.setdefault(album, []).append(message)
    return list(posts.values())


def _document(parts: list[_Message], chats: dict[int, _Chat], channel: int | None, source: Source) -> Document | None:
    shown = [part for part in parts if part.kind == "message"]
    text = once(text_of(body_of(without_double_breaks(part.message or ""))) for part in shown)
    if not text:
        return None
    first = shown[0]
    edits = [part.edit_date for part in shown if part.edit_date and not part.edit_hide]
    return post(
        source,
        first.id,
        text,
        via=MirrorKind.TGJSON.value,
        published=_time(first.date),
        modified=_time(max(edits, default=None)),
        edited=bool(edits),
        author=name(first.post_author),
        forwarded=_forwarded(first.fwd_from, chats),
        channel=channel,
    )


def _forwarded(origin: _Forwarded | None, chats: dict[int, _Chat]) -> Forward | None:
    if origin is None:
        return None
    number = _peer(origin.from_id)
    chat = chats.get(number) if number else None
    whose = (name(chat.title) or name(chat.username) if chat else None) or name(origin.from_name)
    if whose is None:
        whose = f"channel {number}" if number else None
    handle = name(chat.username) if chat else None
    url = f"https://t.me/{quote(handle, safe='')}/{origin.channel_post}" if handle and origin.channel_post else None
    return Forward(name=whose, url=url, author=name(origin.post_author)) if whose else None


def _peer(raw: msgspec.Raw) -> int | None:
    """A channel's own number from `-100…`, as newer versions of MadelineProto write it, or `{"channel_id": …}`."""
    try:
        peer = msgspec.json.decode(raw, type=int | _Peer | None)
    except (msgspec.MsgspecError, RecursionError):
        return None
    return _channel(peer.channel_id if isinstance(peer, _Peer) else peer) if peer is not None else None


def _channel(number: int) -> int | None:
    if number < 0:
        number = _CHANNELS - number
    return number if 0 < number < 10**13 else None


def _time(seconds: int | None) -> datetime | None:
    stamp = parse_stamp(str(seconds)) if seconds else None
    return stamp.moment if stamp else None

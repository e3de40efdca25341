"""A large JSON file as a stream of events: the chats of an export, a message in memory at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import ijson

from polon.pages import PageError

MAX_DEPTH = 64
MAX_EVENTS = 200_000
"""Objects, lists, keys and values in one message; real ones have some hundreds."""

MAX_PIECE = 16 * 1024 * 1024
"""Bytes of one text, number or stretch of white space."""

MAX_DIGITS = 4_100
"""Digits in a row, more than fit into a post; Python turns no more than 4300 into a number, and ijson crashes there."""

_BLOCK = 64 * 1024
_STEP = MAX_DIGITS // 2
_FIGURES = b"0123456789"
# Telegram Desktop writes control characters in this form, which is no JSON.
_ESCAPE = re.compile(rb"\\(?:x[0-9A-Fa-f]{2}|.)", re.DOTALL)
_SCALARS = frozenset(("string", "number", "boolean", "null"))
_HEADER = ("name", "type", "id")

Event = tuple[str, Any]


class _Mended:
    """A stream without the escapes that are no JSON; counts the bytes that were read since the last event."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.held = b""
        self.digits = 0
        self.unused = 0
        self.begun = self.ended = False

    def read(self, size: int) -> bytes:
        """The next bytes, none at the end. Raises PageError where one piece of the file takes too many."""
        if size <= 0:
            return b""
        while True:
            block = self.stream.read(_BLOCK)
            self.unused += len(block)
            self.ended = not block
            if self.unused > MAX_PIECE:
                raise PageError(f"one value of the file has more than {MAX_PIECE >> 20} MiB")
            data, self.held = self.held + block, b""
            if not self.begun:
                data, self.begun = data.removeprefix(b"\xef\xbb\xbf"), True
            if block:
                data = self.hold(data)
            self.count_digits(data)
            if data or not block:
                return _ESCAPE.sub(_mended, data) if b"\\x" in data else data

    def hold(self, data: bytes) -> bytes:
        """Keeps an escape that is not whole at the end for the next time."""
        end = len(data)
        for tail in (2, 1):
            if data[len(data) - tail : len(data) - tail + 1] == b"x":
                end = len(data) - tail
                break
        slashes = end - len(data[:end].rstrip(b"\\"))
        if slashes % 2:
            data, self.held = data[: end - 1], data[end - 1 :]
        return data

    def count_digits(self, data: bytes) -> None:
        """Refuses a number that is too long, wherever it begins and ends."""
        inner = data.lstrip(_FIGURES)
        self.digits += len(data) - len(inner)
        longest = self.digits
        # A run that lies within covers one of these places.
        for at in range(_STEP, len(inner), _STEP):
            if inner[at : at + 1].isdigit():
                run = (
                    len(inner[:at])
                    - len(inner[:at].rstrip(_FIGURES))
                    + len(inner[at:])
                    - len(inner[at:].lstrip(_FIGURES))
                )
                longest = max(longest, run)
        if longest > MAX_DIGITS:
            raise PageError(f"a number of more than {MAX_DIGITS} digits")
        if inner:
            self.digits = len(inner) - len(inner.rstrip(_FIGURES))


def _mended(escape: re.Match[bytes]) -> bytes:
    return b" " if escape[0][1:2] == b"x" else escape[0]


class _Events:
    """The events of a JSON file, in order. Raises PageError: no JSON, cut off, too deep, too large."""

    def __init__(self, stream: BinaryIO) -> None:
        self.source = _Mended(stream)
        self.events: Iterator[Event] = iter(ijson.basic_parse(self.source, buf_size=_BLOCK))
        self.depth = 0
        self.begun = False

    def next(self) -> Event:
        """The next event."""
        try:
            event, value = next(self.events)
        except StopIteration:
            raise PageError("the file breaks off") from None
        except ijson.IncompleteJSONError as error:
            cut = "premature EOF" in str(error) or "Incomplete" in str(error) or (self.begun and self.source.ended)
            raise PageError("the file breaks off" if cut else f"not JSON: {_line(error)}") from error
        except (ijson.JSONError, ValueError, OverflowError) as error:
            if isinstance(error, PageError):
                raise
            raise PageError(f"not JSON: {_line(error)}") from error
        self.source.unused, self.begun = 0, True
        if event in ("start_map", "start_array"):
            self.depth += 1
            if self.depth > MAX_DEPTH:
                raise PageError(f"the file nests more than {MAX_DEPTH} lists and objects")
        elif event in ("end_map", "end_array"):
            self.depth -= 1
        return event, value

    def skip(self, event: str) -> None:
        """Reads on to the end of the value that began with an event."""
        if event in _SCALARS:
            return
        within = self.depth
        while self.depth >= within:
            self.next()

    def value(self, event: str, value: Any) -> Any:
        """The whole value that began with an event; `TOO_LARGE` for one of too many parts, read to its end."""
        if event in _SCALARS:
            return value
        builder = ijson.ObjectBuilder()
        builder.event(event, value)
        within, count = self.depth, 0
        while self.depth >= within:
            event, value = self.next()
            count += 1
            if count <= MAX_EVENTS:
                builder.event(event, value)
        return builder.value if count <= MAX_EVENTS else TOO_LARGE


TOO_LARGE = "too_large"
"""Stands for a message of more than `MAX_EVENTS` parts."""


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:120]


@dataclass(slots=True)
class Chat:
    """One chat of an export, as far as its head tells; `alone` where the file is of this chat only."""

    name: str | None
    type: str | None
    id: int | None
    alone: bool
    _events: _Events = field(repr=False)
    _ended: bool = False

    def messages(self) -> Iterator[Any]:
        """Each message as it stands, whatever that is; to be read before the next chat. Raises PageError."""
        while not self._ended:
            event, value = self._events.next()
            if event == "end_array":
                self._ended = True
            else:
                yield self._events.value(event, value)

    def skip(self) -> None:
        """Reads on to the end of the messages."""
        while not self._ended:
            event, _ = self._events.next()
            self._ended = event == "end_array"
            self._events.skip(event) if not self._ended else None


def chats_in(stream: BinaryIO) -> Iterator[Chat]:
    """The chats of a `result.json`, each when its messages are to come. Raises PageError."""
    events = _Events(stream)
    event, _ = events.next()
    if event != "start_map":
        raise PageError("no export of Telegram Desktop: JSON, but no object")
    yield from _chats(events, alone=True)


def _chats(events: _Events, *, alone: bool) -> Iterator[Chat]:
    """The chats in an object: itself where it has messages, those in its lists `chats` and `left_chats`."""
    head: dict[str, Any] = {}
    while (step := events.next())[0] != "end_map":
        key = str(step[1])
        event, value = events.next()
        if key in _HEADER and event in _SCALARS:
            head.setdefault(key, value)
        elif key == "messages" and event == "start_array":
            chat = _chat(head, events, alone=alone)
            yield chat
            chat.skip()
        elif alone and key in ("chats", "left_chats") and event == "start_map":
            yield from _listed(events)
        else:
            events.skip(event)


def _listed(events: _Events) -> Iterator[Chat]:
    while (step := events.next())[0] != "end_map":
        event, _ = events.next()
        if step[1] != "list" or event != "start_array":
            events.skip(event)
            continue
        while (inner := events.next()[0]) != "end_array":
            if inner == "start_map":
                yield from _chats(events, alone=False)
            else:
                events.skip(inner)


def _chat(head: dict[str, Any], events: _Events, *, alone: bool) -> Chat:
    name, kind, number = (head.get(key) for key in _HEADER)
    return Chat(
        name=name if isinstance(name, str) else None,
        type=kind if isinstance(kind, str) else None,
        id=number if type(number) is int and 0 < number < 10**15 else None,
        alone=alone,
        _events=events,
    )

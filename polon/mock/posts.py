"""What a channel holds: messages as their author wrote them, and the order in which they are read."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal, Protocol

import msgspec

Number = Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1)]
Kind = Literal["channel", "group", "bot", "user"]
Media = Literal["sticker", "voice", "roundvideo", "location", "contact", "big_video"]


class Forward(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whose post is passed on; `author` is the signature under it."""

    name: str
    url: str | None = None
    author: str | None = None


class Preview(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The box under a post that shows a linked page: other people's words."""

    site: str
    title: str
    description: str
    url: str


class Poll(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A poll: its options with their per cent."""

    question: str
    votes: str
    options: tuple[tuple[str, int], ...]


class Post(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One message of a channel. An album of n photos takes n ids, of which `id` is the first."""

    id: Number
    at: datetime
    kind: Literal["post", "service"] = "post"
    text: str = ""
    views: str | None = None
    photos: Annotated[int, msgspec.Meta(ge=0, le=10)] = 0
    video: str | None = None
    file: str | None = None
    media: Media | None = None
    reply: int | None = None
    forwarded: Forward | None = None
    preview: Preview | None = None
    poll: Poll | None = None
    buttons: tuple[str, ...] = ()
    edited: bool = False
    signed: str | None = None
    orphan: bool = False

    @property
    def ids(self) -> range:
        """The ids that the message takes in its channel."""
        return range(self.id, self.id + max(1, self.photos))


@dataclass(frozen=True, slots=True)
class Face:
    """What a channel shows of itself; `number` is its own and stays the same whatever it is called."""

    handle: str
    title: str
    number: int
    subscribers: str = "1"
    description: str = ""
    kind: Kind = "channel"
    markup: Literal["2026", "2020"] = "2026"


class History(Protocol):
    """The messages of a channel in the order of their ids."""

    def before(self, number: int | None) -> Iterator[Post]:
        """Messages whose id is below `number`, newest first; all where it is None."""
        ...

    def after(self, number: int) -> Iterator[Post]:
        """Messages whose id is above `number`, oldest first."""
        ...

    def find(self, number: int) -> Post | None:
        """The message that has this id, an album for each of its own; None where there is none."""
        ...


class Listed:
    """A history that is all in memory."""

    def __init__(self, posts: Iterable[Post]) -> None:
        self._posts = sorted(posts, key=lambda post: post.id)
        self._ids = [post.id for post in self._posts]

    def before(self, number: int | None) -> Iterator[Post]:
        """As History says."""
        end = len(self._ids) if number is None else bisect_left(self._ids, number)
        return (self._posts[at] for at in range(end - 1, -1, -1))

    def after(self, number: int) -> Iterator[Post]:
        """As History says."""
        return (self._posts[at] for at in range(bisect_right(self._ids, number), len(self._ids)))

    def find(self, number: int) -> Post | None:
        """As History says."""
        at = bisect_right(self._ids, number) - 1
        return self._posts[at] if at >= 0 and number in self._posts[at].ids else None

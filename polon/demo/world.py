"""The demonstration's world: two channels and a news site, all invented, read from the package's own TOML files."""

from __future__ import annotations

import tomllib
from datetime import datetime
from importlib.resources import files
from typing import Literal

import msgspec
from msgspec.structs import replace

from polon.mock.posts import Face, Listed, Post


class Change(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words of a post that an edit replaces."""

    id: int
    old: str
    new: str


class Edit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What happens to a channel between two visits."""

    delete: tuple[int, ...] = ()
    change: tuple[Change, ...] = ()
    add: tuple[Post, ...] = ()


class Channel(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A Telegram channel; `refused_by` are the preview hosts, counted from 1, that do not show it."""

    handle: str
    title: str
    number: int
    subscribers: str
    description: str
    refused_by: tuple[int, ...] = ()
    post: tuple[Post, ...]
    edit: Edit = Edit()

    @property
    def face(self) -> Face:
        """What the channel shows of itself."""
        return Face(self.handle, self.title, -self.number, self.subscribers, self.description.strip())

    @property
    def history(self) -> Listed:
        """Its messages, to be paged through."""
        return Listed(self.post)

    def edited(self) -> Channel:
        """The channel after its edit. Raises KeyError where the edit names a post or words that are not there."""
        posts = {p.id: p for p in self.post}
        for change in self.edit.change:
            text = posts[change.id].text
            if change.old not in text:
                raise KeyError(f"{self.handle}/{change.id}: {change.old!r} is not in the post")
            posts[change.id] = replace(posts[change.id], text=text.replace(change.old, change.new), edited=True)
        for gone in self.edit.delete:
            del posts[gone]
        posts |= {p.id: p for p in self.edit.add}
        return replace(self, post=tuple(posts[i] for i in sorted(posts)), edit=Edit())


class Article(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One article; `meta` says in which of the ways of real sites its page gives the publication time."""

    path: str
    lang: Literal["en", "uk", "ru"]
    published: datetime
    author: str
    meta: Literal["jsonld", "graph", "meta", "time"]
    related: tuple[str, ...]
    title: str
    text: str

    @property
    def paragraphs(self) -> list[str]:
        """The paragraphs of the body, without the title."""
        return self.text.strip().split("\n\n")


class NewsSite(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A news site with a feed."""

    name: str
    description: str
    read_also: dict[str, str]
    article: tuple[Article, ...]


class World(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that the loopback server shows."""

    channels: tuple[Channel, ...]
    news: NewsSite

    def edited(self) -> World:
        """The world a day later: a post corrected, one deleted, one added."""
        return replace(self, channels=tuple(c.edited() for c in self.channels))


def load_world() -> World:
    """The world bundled with the package. Raises `msgspec.ValidationError` where a file is not in its form."""
    channels = tuple(msgspec.convert(_read(name), Channel) for name in ("demo_brigade", "demo_monitor"))
    return World(channels=channels, news=msgspec.convert(_read("demo_news"), NewsSite))


def _read(name: str) -> dict[str, object]:
    return tomllib.loads((files("polon.demo") / "world" / f"{name}.toml").read_text("utf-8"))

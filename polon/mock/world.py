"""How everything stands at one moment: accounts, what they hold, and what goes wrong at which host.

A world is never changed; a step of a scenario makes a new one. Whoever reads one while a scene is played reads the old.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from heapq import merge
from typing import Literal

from polon.mock.generated import Generated, Made
from polon.mock.markup import words
from polon.mock.pages import post_summary
from polon.mock.posts import Face, History, Listed, Post
from polon.mock.troubles import Trouble


class BrokenStepError(ValueError):
    """A step that does not fit the world; the message says why."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with pages that show one of the messages `at`, or with all pages where it is empty."""

    kind: Literal["no_anchors", "loop", "empty"]
    at: tuple[int, ...]


class Merged:
    """A made-up history with written messages in it, some of either gone."""

    def __init__(self, own: Listed, made: Made | None, gone: frozenset[int]) -> None:
        self._own, self._made, self._gone = own, made, gone

    def before(self, number: int | None) -> Iterator[Post]:
        """As History says."""
        made = self._made.before(number) if self._made else iter(())
        return self._left(merge(self._own.before(number), made, key=lambda post: -post.id))

    def after(self, number: int) -> Iterator[Post]:
        """As History says."""
        made = self._made.after(number) if self._made else iter(())
        return self._left(merge(self._own.after(number), made, key=lambda post: post.id))

    def find(self, number: int) -> Post | None:
        """As History says."""
        found = self._own.find(number) or (self._made.find(number) if self._made else None)
        return None if found is None or found.id in self._gone else self._own.find(found.id) or found

    def _left(self, posts: Iterable[Post]) -> Iterator[Post]:
        """Without what is gone, and of two messages with one id the written one, which comes first."""
        last = 0
        for post in posts:
            if post.id != last and post.id not in self._gone:
                yield post
            last = post.id


@dataclass(frozen=True)
class Account:
    """A channel, group, bot or user; `opening` is its handle when the scenario began."""

    opening: str
    face: Face
    preview: bool = True
    restricted: str | None = None
    exists: bool = True
    plan: Generated | None = None
    own: Mapping[int, Post] = field(default_factory=dict)
    gone: frozenset[int] = frozenset()
    hidden: frozenset[int] = frozenset()
    faults: tuple[Fault, ...] = ()
    former: frozenset[str] = frozenset()

    @cached_property
    def history(self) -> History:
        """All messages that there are."""
        return self._without(self.gone)

    @cached_property
    def shown(self) -> History:
        """The messages that pages show."""
        return self._without(self.gone | self.hidden)

    @property
    def open(self) -> bool:
        """Whether there is a preview to be seen."""
        return self.exists and self.face.kind == "channel" and self.preview and self.restricted is None

    @property
    def last(self) -> int:
        """The highest id that was ever taken."""
        newest = next(self._without(frozenset()).before(None), None)
        return newest.ids[-1] if newest else 0

    def answers_to(self, handle: str) -> bool:
        """Whether the account is reached by this name, which may be one that it had."""
        return self.exists and (handle.lower() == self.face.handle.lower() or handle.lower() in self.former)

    def _without(self, gone: frozenset[int]) -> Merged:
        return Merged(Listed(self.own.values()), Made(self.plan) if self.plan else None, gone)


@dataclass(frozen=True)
class World:
    """All at one moment. `stale` has the world that a host still shows, `robots` its robots.txt with the status."""

    accounts: tuple[Account, ...]
    troubles: tuple[Trouble, ...] = ()
    stale: Mapping[str, World] = field(default_factory=dict)
    classes: Mapping[str, str] = field(default_factory=dict)
    robots: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    ads: tuple[str, ...] = ()

    def account(self, name: str) -> Account:
        """The account of this handle, of now or of the opening. Raises BrokenStepError where there is none."""
        for found in self.accounts:
            if name.lower() == found.face.handle.lower():
                return found
        for found in self.accounts:
            if name.lower() == found.opening.lower():
                return found
        names = ", ".join(account.face.handle for account in self.accounts)
        raise BrokenStepError(f"no channel {name!r}; there are: {names}")

    def named(self, handle: str) -> Account | None:
        """Who answers to a name; its owner of now goes before one who had it."""
        found = [account for account in self.accounts if account.answers_to(handle)]
        return min(found, key=lambda account: account.face.handle.lower() != handle.lower(), default=None)

    def seen_by(self, host: str) -> World:
        """The world that a host shows, which may be an old one."""
        return self.stale.get(host, self)

    def with_account(self, account: Account) -> World:
        """The world with this account in the place of what it was."""
        rest = (account if old.opening == account.opening else old for old in self.accounts)
        return replace(self, accounts=tuple(rest))


def open_world(accounts: Iterable[Account]) -> World:
    """The world in which nothing has happened yet."""
    return World(tuple(accounts))


def kept_text(account: Account, post: Post) -> str | None:
    """The text of a post that a perfect reader keeps; None where it keeps none."""
    if post.kind == "service" or not post.text.strip():
        return None
    if not post.orphan:
        return words(post.text)
    # Only the post's landing page tells of it, and says what the channel is where it does not.
    text = post_summary(post)
    if text == words(account.face.description):
        return None
    return _whole_words(text) if text.endswith("…") else text


def _whole_words(text: str) -> str | None:
    """A text that was cut off, without what may be a piece of a word, nor the numbers before it."""
    whole = re.sub(r"\s+\S*\Z", "", text)
    whole = re.sub(r"(?:[^\S\n]+\S*\d\S*)+\Z", "", whole)
    return f"{whole.rstrip()} …" if whole and whole != text else None

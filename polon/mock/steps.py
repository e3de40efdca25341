"""What can happen in a scene: each step makes a new world of the old one."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

import msgspec
from msgspec.structs import replace as with_values

from polon.mock.posts import Number, Post
from polon.mock.troubles import HOSTS, MIRRORS, OF_PREVIEWS, PREVIEWS, Host, Trouble, TroubleKind
from polon.mock.world import Account, BrokenStepError, Fault, World

Ids = Annotated[tuple[Number, ...], msgspec.Meta(min_length=1)]


class _Step(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="do", tag=str.lower):
    def play(self, world: World) -> World:
        """The world after the step. Raises BrokenStepError where it does not fit."""
        raise NotImplementedError


class _OfChannel(_Step, frozen=True, kw_only=True):
    channel: str

    def play(self, world: World) -> World:
        """The world after the step. Raises BrokenStepError where there is no such channel, or it does not fit."""
        return world.with_account(self.change(world.account(self.channel)))

    def change(self, account: Account) -> Account:
        """The account after the step. Raises BrokenStepError where it does not fit."""
        raise NotImplementedError


class Edit(_OfChannel, frozen=True, kw_only=True):
    """The author changes a post: the whole text, or the words `old` in it to `new`."""

    id: Number
    text: str | None = None
    old: str | None = None
    new: str | None = None
    edited: bool = True

    def change(self, account: Account) -> Account:
        """See the class."""
        post = _message(account, self.id)
        if (self.text is None) == (self.old is None or self.new is None):
            raise BrokenStepError("an edit has either 'text', or 'old' and 'new'")
        if self.old is not None and self.old not in post.text:
            raise BrokenStepError(f"post {self.id} has no words {self.old!r}")
        text = self.text if self.text is not None else post.text.replace(self.old or "", self.new or "")
        changed = with_values(post, text=text, edited=self.edited)
        return replace(account, own={**account.own, post.id: changed})


class Delete(_OfChannel, frozen=True, kw_only=True):
    """Messages are deleted."""

    ids: Ids

    def change(self, account: Account) -> Account:
        """See the class."""
        return replace(account, gone=account.gone | {_message(account, number).id for number in self.ids})


class Restore(_OfChannel, frozen=True, kw_only=True):
    """Deleted messages are there again."""

    ids: Ids

    def change(self, account: Account) -> Account:
        """See the class."""
        if missing := set(self.ids) - account.gone:
            raise BrokenStepError(f"message {min(missing)} was not deleted")
        return replace(account, gone=account.gone - set(self.ids))


class Add(_OfChannel, frozen=True, kw_only=True):
    """The channel goes on: posts written here, and `more` of the generated ones."""

    posts: tuple[Post, ...] = ()
    more: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)] = 0

    def change(self, account: Account) -> Account:
        """See the class."""
        if self.more and account.plan is None:
            raise BrokenStepError("'more' needs a channel that is generated")
        plan = with_values(account.plan, count=account.plan.count + self.more) if account.plan else None
        account = replace(account, plan=plan)
        for post in self.posts:
            if post.at.tzinfo is None:
                raise BrokenStepError(f"post {post.id}: 'at' needs a zone, such as Z")
            if any(account.history.find(number) for number in post.ids):
                raise BrokenStepError(f"post {post.id}: the channel has this id already")
            account = replace(account, own={**account.own, post.id: post}, gone=account.gone - {post.id})
        return account


class Rename(_OfChannel, frozen=True, kw_only=True):
    """The channel takes another handle; `follows`: the old one still leads to it."""

    handle: Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z][A-Za-z0-9_]{3,31}\Z")]
    title: str | None = None
    follows: bool = False

    def play(self, world: World) -> World:
        """See the class."""
        if any(self.handle.lower() == other.face.handle.lower() for other in world.accounts):
            raise BrokenStepError(f"handle {self.handle!r} is taken")
        return super().play(world)

    def change(self, account: Account) -> Account:
        """See the class."""
        face = replace(account.face, handle=self.handle, title=self.title or account.face.title)
        former = account.former | {account.face.handle.lower()} if self.follows else frozenset[str]()
        return replace(account, face=face, former=former)


class Preview(_OfChannel, frozen=True, kw_only=True):
    """The channel's preview is closed or opened."""

    open: bool

    def change(self, account: Account) -> Account:
        """See the class."""
        return replace(account, preview=self.open)


class Restrict(_OfChannel, frozen=True, kw_only=True):
    """Telegram restricts the channel, in these words; without words it no longer does."""

    words: str | None = None

    def change(self, account: Account) -> Account:
        """See the class."""
        return replace(account, restricted=self.words)


class Remove(_OfChannel, frozen=True, kw_only=True):
    """The account is gone: nobody has its name."""

    def change(self, account: Account) -> Account:
        """See the class."""
        return replace(account, exists=False)


class Return(_OfChannel, frozen=True, kw_only=True):
    """The account is there again."""

    def change(self, account: Account) -> Account:
        """See the class."""
        return replace(account, exists=True)


class Hide(_OfChannel, frozen=True, kw_only=True):
    """Pages leave messages out that are still there."""

    ids: Ids

    def change(self, account: Account) -> Account:
        """See the class."""
        return replace(account, hidden=account.hidden | {_message(account, number).id for number in self.ids})


class Show(_OfChannel, frozen=True, kw_only=True):
    """Pages show all messages again."""

    def change(self, account: Account) -> Account:
        """See the class."""
        return replace(account, hidden=frozenset())


class Fail(_OfChannel, frozen=True, kw_only=True):
    """Pages that show one of the messages `at`, or all where there are none, have a fault."""

    fault: Literal["no_anchors", "loop", "empty"]
    at: tuple[Number, ...] = ()

    def change(self, account: Account) -> Account:
        """See the class."""
        return replace(account, faults=(*account.faults, Fault(self.fault, self.at)))


class Mend(_OfChannel, frozen=True, kw_only=True):
    """The channel's pages have no faults any more."""

    def change(self, account: Account) -> Account:
        """See the class."""
        return replace(account, faults=())


class Disturb(_Step, frozen=True, kw_only=True):
    """Hosts get into trouble, from the `first` question on, for `count` questions."""

    kind: TroubleKind
    hosts: tuple[Host, ...] = PREVIEWS
    channel: str | None = None
    first: Annotated[int, msgspec.Meta(ge=1)] = 1
    count: Annotated[int, msgspec.Meta(ge=1)] | None = None
    retry_after: Annotated[int, msgspec.Meta(ge=0)] | None = None
    seconds: Annotated[float, msgspec.Meta(ge=0, le=600)] = 0.0

    def play(self, world: World) -> World:
        """See the class."""
        if self.channel is not None:
            world.account(self.channel)
        if self.kind in OF_PREVIEWS and set(self.hosts) & set(MIRRORS):
            raise BrokenStepError(f"only a host of the preview can have the trouble {self.kind!r}")
        if self.kind == "slow" and not self.seconds:
            raise BrokenStepError("'slow' needs 'seconds'")
        values = (self.kind, self.hosts, self.channel, self.first, self.count, self.retry_after, self.seconds)
        return replace(world, troubles=(*world.troubles, Trouble(*values)))


class Calm(_Step, frozen=True, kw_only=True):
    """Hosts have no trouble any more, and show everything as it is."""

    hosts: tuple[Host, ...] = HOSTS

    def play(self, world: World) -> World:
        """See the class."""
        calmed = set(self.hosts)
        troubles = tuple(
            replace(trouble, hosts=left) for trouble in world.troubles if (left := _rest(trouble.hosts, calmed))
        )
        stale = {host: old for host, old in world.stale.items() if host not in calmed}
        return replace(world, troubles=troubles, stale=stale)


class Freeze(_Step, frozen=True, kw_only=True):
    """Hosts go on showing everything as it was at this step."""

    hosts: tuple[Host, ...]

    def play(self, world: World) -> World:
        """See the class."""
        now = replace(world, stale={})
        return replace(world, stale={**world.stale, **{host: world.stale.get(host, now) for host in self.hosts}})


class Layout(_Step, frozen=True, kw_only=True):
    """Telegram changes its markup: classes get other names. Without any, they have their own again."""

    classes: dict[str, str] = {}

    def play(self, world: World) -> World:
        """See the class."""
        return replace(world, classes=self.classes)


class Advertise(_Step, frozen=True, kw_only=True):
    """Telegram sells advertisements, which tg.i-c-a.su mixes in. Without texts, it no longer does."""

    texts: tuple[str, ...] = ()

    def play(self, world: World) -> World:
        """See the class."""
        return replace(world, ads=self.texts)


class Robots(_Step, frozen=True, kw_only=True):
    """Hosts have another robots.txt."""

    text: str = ""
    status: Annotated[int, msgspec.Meta(ge=200, le=599)] = 200
    hosts: tuple[Host, ...] = HOSTS

    def play(self, world: World) -> World:
        """See the class."""
        return replace(world, robots={**world.robots, **dict.fromkeys(self.hosts, (self.status, self.text))})


OfChannel = Edit | Delete | Restore | Add | Rename | Preview | Restrict | Remove | Return | Hide | Show | Fail | Mend
Step = OfChannel | Disturb | Calm | Freeze | Layout | Advertise | Robots


def _message(account: Account, number: int) -> Post:
    found = account.history.find(number)
    if found is None or found.id != number:
        hint = f"; it belongs to the album {found.id}" if found else ""
        raise BrokenStepError(f"channel {account.face.handle} has no message {number}{hint}")
    return found


def _rest(hosts: tuple[Host, ...], without: set[Host]) -> tuple[Host, ...]:
    return tuple(host for host in hosts if host not in without)

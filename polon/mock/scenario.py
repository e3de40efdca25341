"""Scenario files: which accounts there are, what they hold, and what happens to them scene by scene.

docs/mock.md explains every key.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from polon.mock.generated import Generated
from polon.mock.posts import Face, Kind, Post
from polon.mock.steps import Step
from polon.mock.world import Account, BrokenStepError, World, kept_text, open_world

Handle = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z][A-Za-z0-9_]{3,31}\Z")]


class ScenarioError(ValueError):
    """A scenario that cannot be played; the message names file and key and says what to do."""


class Channel(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A channel, or another account, as a scenario begins."""

    handle: Handle
    number: Annotated[int, msgspec.Meta(ge=1)]
    title: str
    description: str = ""
    type: Kind = "channel"
    subscribers: str = "1.2K"
    preview: bool = True
    restricted: str | None = None
    markup: Literal["2026", "2020"] = "2026"
    posts: tuple[Post, ...] = ()
    generated: Generated | None = None


class Scene(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What happens when the scene of this name is played, step by step."""

    name: Annotated[str, msgspec.Meta(pattern=r"\S")]
    steps: tuple[Step, ...]


class Script(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A scenario file."""

    channels: Annotated[tuple[Channel, ...], msgspec.Meta(min_length=1)]
    scenes: tuple[Scene, ...] = ()


class Scenario:
    """A script and the point that it has come to: `world` is how everything stands now."""

    def __init__(self, script: Script, where: str = "scenario") -> None:
        """Opens the first scene. Raises ScenarioError where the script cannot be played to its end."""
        self.script = script
        self._where = where
        self._check()
        self.world = self._opening()
        self._rehearse()

    @classmethod
    def load(cls, path: Path | str) -> Scenario:
        """Reads a scenario file. Raises ScenarioError."""
        try:
            data = Path(path).read_bytes().decode("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise ScenarioError(f"{path}: cannot be read: {error}") from error
        return cls.parse(data, str(path))

    @classmethod
    def parse(cls, text: str, where: str = "scenario") -> Scenario:
        """Reads a scenario from TOML; `where` names it in errors. Raises ScenarioError."""
        try:
            script = msgspec.convert(tomllib.loads(text), Script)
        except tomllib.TOMLDecodeError as error:
            raise ScenarioError(f"{where}: not TOML: {error}") from error
        except msgspec.ValidationError as error:
            raise ScenarioError(f"{where}: {error}; docs/mock.md has the keys") from error
        return cls(script, where)

    @property
    def scenes(self) -> tuple[str, ...]:
        """The names of the scenes, in the order of the file."""
        return tuple(scene.name for scene in self.script.scenes)

    def go(self, name: str) -> None:
        """Plays a scene. Raises ScenarioError where there is none of the name, or it does not fit what came before."""
        self.world = self._after(self.world, name)

    def restart(self) -> None:
        """Goes back to the opening."""
        self.world = self._opening()

    def texts(self, channel: str) -> Iterator[tuple[int, str]]:
        """Id and text of each post that a perfect reader keeps now, oldest first. Raises ScenarioError.

        The text comes from the script's own words, not from a page. Service messages and posts without text are not
        kept; of a post that only Telegram itself shows, as much as its landing page tells. `channel` is a handle, of
        now or of the opening.
        """
        try:
            account = self.world.account(channel)
        except BrokenStepError as error:
            raise ScenarioError(f"{self._where}: {error}") from error
        return ((post.id, text) for post in account.history.after(0) if (text := kept_text(account, post)))

    def expected(self, channel: str) -> dict[int, str]:
        """What `texts` gives, as a dictionary."""
        return dict(self.texts(channel))

    def _opening(self) -> World:
        return open_world(_account(channel) for channel in self.script.channels)

    def _after(self, world: World, name: str) -> World:
        scene = next((s for s in self.script.scenes if s.name == name), None)
        if scene is None:
            raise ScenarioError(f"{self._where}: no scene {name!r}; there are: {', '.join(self.scenes) or 'none'}")
        for at, step in enumerate(scene.steps, start=1):
            try:
                world = step.play(world)
            except BrokenStepError as error:
                raise ScenarioError(f"{self._where}: scene {name!r}, step {at}: {error}") from error
        return world

    def _check(self) -> None:
        for key in ("handle", "number"):
            self._unique(f"channels: key {key!r}", [str(getattr(c, key)).lower() for c in self.script.channels])
        self._unique("scenes: key 'name'", [scene.name for scene in self.script.scenes])
        for channel in self.script.channels:
            self._posts(channel)

    def _posts(self, channel: Channel) -> None:
        ids = [number for post in channel.posts for number in post.ids]
        self._unique(f"channel {channel.handle}: posts: key 'id'", ids)
        naive = [post.id for post in channel.posts if post.at.tzinfo is None]
        if naive:
            raise ScenarioError(
                f"{self._where}: channel {channel.handle}: post {naive[0]}: 'at' needs a zone, such as Z"
            )
        if channel.generated is not None and channel.generated.start.tzinfo is None:
            raise ScenarioError(f"{self._where}: channel {channel.handle}: generated: 'start' needs a zone, such as Z")

    def _unique(self, what: str, values: Iterable[str | int]) -> None:
        value, times = next(iter(Counter(values).most_common(1)), ("", 0))
        if times > 1:
            raise ScenarioError(f"{self._where}: {what}: {value} stands there twice")

    def _rehearse(self) -> None:
        """Plays each scene after those before it, or else alone, so that a broken one shows on reading."""
        world = self.world
        for name in self.scenes:
            try:
                world = self._after(world, name)
            except ScenarioError:
                self._after(self.world, name)


def _account(channel: Channel) -> Account:
    face = Face(
        channel.handle,
        channel.title,
        channel.number,
        channel.subscribers,
        channel.description.strip(),
        channel.type,
        channel.markup,
    )
    return Account(
        opening=channel.handle,
        face=face,
        preview=channel.preview,
        restricted=channel.restricted,
        plan=channel.generated,
        own={post.id: post for post in channel.posts},
    )

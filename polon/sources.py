"""Sources as data: one TOML file a source, checked on reading.

A source is a Telegram channel, read through public preview hosts, or a news site, read through its feeds or a list of
its pages. The file's stem is the source's name.
"""

from __future__ import annotations

import re
import tomllib
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import msgspec

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")
CHANNEL = re.compile(r"[A-Za-z][A-Za-z0-9_]{3,31}")
PREVIEW_HOSTS = ("t.me", "telegram.me", "telegram.dog")

Text = Annotated[str, msgspec.Meta(min_length=1)]
Count = Annotated[int, msgspec.Meta(ge=1, le=100_000)]


class SourceError(ValueError):
    """A source file that cannot be used; the message names file and key and says what to do."""


class Kind(StrEnum):
    """How a source is read."""

    TELEGRAM = "telegram"
    NEWS = "news"


class Selectors(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """CSS selectors of a news source, for what its pages do not say in metadata."""

    title: Text | None = None
    text: Text | None = None
    published: Text | None = None


class Source(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One source, as its file describes it. docs/sources.md explains each key."""

    name: Text
    title: Text
    kind: Kind
    lang: Annotated[str, msgspec.Meta(pattern=r"^[a-z]{2}$")]
    timezone: Text
    side: Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{2}$")] | None = None
    owner: Text | None = None
    channel: Text | None = None
    hosts: tuple[Text, ...] = ()
    feeds: tuple[Text, ...] = ()
    pages: tuple[Text, ...] = ()
    selectors: Selectors = Selectors()
    limit: Count = 200
    verified: bool
    evidence: Text

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which the source's readers live."""
        return ZoneInfo(self.timezone)

    def addresses(self) -> tuple[str, ...]:
        """The base URLs of a channel's hosts, or a news source's feeds and pages, in order of preference."""
        if self.kind is Kind.TELEGRAM:
            return tuple(h if "://" in h else f"https://{h}" for h in self.hosts or PREVIEW_HOSTS)
        return self.feeds + self.pages

    def network_hosts(self) -> frozenset[str]:
        """Host and port of every address: sources that share one are crawled one after the other."""
        return frozenset(urlsplit(a).netloc.lower() for a in self.addresses())


def parse_source(name: str, data: bytes, where: str) -> Source:
    """Reads the source `name` from TOML bytes; `where` names the file in errors. Raises SourceError."""
    if not NAME.fullmatch(name):
        raise SourceError(f"{where}: a source's name is lower-case letters, digits, _ and -, not {name!r}")
    try:
        table = tomllib.loads(data.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SourceError(f"{where}: not TOML in UTF-8: {error}") from error
    if "name" in table:
        raise SourceError(f"{where}: key 'name': the name is the file's own; take the key out")
    try:
        source = msgspec.convert({**table, "name": name}, Source)
    except msgspec.ValidationError as error:
        raise SourceError(f"{where}: {_readable(error, table)}") from error
    _check(source, where)
    return source


def load_sources(folder: Path) -> dict[str, Source]:
    """Every `*.toml` of a folder, by name, in the order of names. Raises SourceError: file, key, what to do."""
    if not folder.is_dir():
        raise SourceError(f"{folder}: no such folder of sources; name one with --sources")
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise SourceError(f"{folder}: holds no source (*.toml)")
    return {f.stem: parse_source(f.stem, f.read_bytes(), str(f)) for f in files}


def default_folder() -> Path:
    """`sources/` of the working folder, else of the repository that holds this file, else the packaged catalogue."""
    package = Path(__file__).resolve().parent
    for folder in (Path("sources"), package.parent / "sources"):
        if any(folder.glob("*.toml")):
            return folder
    return package / "catalogue"


def _readable(error: msgspec.ValidationError, table: dict[str, object]) -> str:
    message = str(error)
    if unknown := re.search(r"unknown field `(.+?)`", message):
        inside = re.search(r"at `\$\.(\w+)`", message)
        key = f"{inside[1]}.{unknown[1]}" if inside else unknown[1]
        known = Selectors.__struct_fields__ if inside else Source.__struct_fields__[1:]
        return f"unknown key '{key}'; the keys are {', '.join(known)}"
    if missing := re.search(r"missing required field `(.+?)`", message):
        return f"key '{missing[1]}' is missing"
    if place := re.search(r" - at `\$\.(.+?)`$", message):
        key = place[1]
        return f"key '{key}': {message[: place.start()]}, not {table.get(key.split('[')[0].split('.')[0])!r}"
    return message


def _check(source: Source, where: str) -> None:
    try:
        source.zone  # noqa: B018 (its failure is the answer)
    except (KeyError, ValueError, OSError) as error:
        raise SourceError(f"{where}: key 'timezone': no zone {source.timezone!r} in the IANA database") from error
    if source.kind is Kind.TELEGRAM:
        if source.channel is None or not CHANNEL.fullmatch(source.channel):
            raise SourceError(f"{where}: key 'channel': a channel's handle without @, not {source.channel!r}")
        _reject(source, where, ("feeds", "pages"))
    else:
        if not source.feeds + source.pages:
            raise SourceError(f"{where}: key 'feeds': a news source needs 'feeds' or 'pages'")
        _reject(source, where, ("channel", "hosts"))
    for address in source.addresses():
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            key = "hosts" if source.kind is Kind.TELEGRAM else "feeds" if address in source.feeds else "pages"
            raise SourceError(f"{where}: key '{key}': not an http(s) address: {address!r}")


def _reject(source: Source, where: str, keys: tuple[str, ...]) -> None:
    for key in keys:
        if getattr(source, key):
            raise SourceError(f"{where}: key '{key}' has no meaning for kind = {source.kind.value!r}")

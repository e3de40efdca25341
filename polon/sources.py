"""Sources as data: one TOML file a source, checked on reading.

A source is a Telegram channel, read through public preview hosts, or a news site, read through its feeds or a list of
its pages. The file's stem is the source's name.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import msgspec

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")
CHANNEL = re.compile(r"[A-Za-z][A-Za-z0-9_]{3,31}")
PREVIEW_HOSTS = ("t.me", "telegram.me", "telegram.dog")
PORTS = {"http": 80, "https": 443}

FORMS = {
    "title": "a text that is not empty",
    "kind": "'telegram' or 'news'",
    "lang": "two small letters of ISO 639-1, such as 'uk'",
    "timezone": "a zone of the IANA database by area and city, such as 'Europe/Kyiv', or 'UTC'",
    "side": "two capital letters of ISO 3166-1, such as 'UA'; leave the key out if there is no side",
    "owner": "a text that is not empty",
    "channel": "a channel's handle without @",
    "hosts": "a list of host names",
    "feeds": "a list of addresses",
    "pages": "a list of addresses",
    "selectors": "a table of CSS selectors",
    "limit": "a whole number from 1 to 100000",
    "verified": "true or false",
    "evidence": "a text that is not empty",
}
"""What each key of a source file holds, in the words of an error."""

Text = Annotated[str, msgspec.Meta(pattern=r"\S")]
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
    lang: Annotated[str, msgspec.Meta(pattern=r"^[a-z]{2}\Z")]
    timezone: Text
    side: Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{2}\Z")] | None = None
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
            return tuple(_with_scheme(h) for h in self.hosts or PREVIEW_HOSTS)
        return self.feeds + self.pages

    def network_hosts(self) -> frozenset[str]:
        """Host and port of every address: sources that share one are crawled one after the other."""
        return frozenset(_host_and_port(a) for a in self.addresses())


def parse_source(name: str, data: bytes, where: str) -> Source:
    """Reads the source `name` from TOML bytes; `where` names the file in errors. Raises SourceError."""
    if not NAME.fullmatch(name):
        raise SourceError(f"{where}: a source's name is small letters, digits, _ and -, not {name!r}")
    try:
        table = tomllib.loads(data.decode("utf-8-sig"))  # some editors put a byte order mark first
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
    """Every `*.toml` of a folder, by name, in the order of names. Raises SourceError: file, key, what to do.

    Hidden files are left out: editors keep locks and copies of open files under such names.
    """
    if not folder.is_dir():
        raise SourceError(f"{folder}: no such folder of sources; name one with --sources")
    files = sorted((f for f in folder.glob("*.toml") if not f.name.startswith(".")), key=lambda f: f.stem)
    if not files:
        raise SourceError(f"{folder}: holds no source (*.toml)")
    sources = {f.stem: parse_source(f.stem, _read(f), str(f)) for f in files}
    _check_apart(sources.values(), folder)
    return sources


def default_folder() -> Path:
    """`sources/` of the working folder, else of the repository that holds this file, else the packaged catalogue."""
    package = Path(__file__).resolve().parent
    for folder in (Path("sources"), package.parent / "sources"):
        if any(folder.glob("*.toml")):
            return folder
    return package / "catalogue"


def _with_scheme(host: str) -> str:
    return host if "://" in host else f"https://{host}"


def _host_and_port(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.hostname}:{parts.port or PORTS[parts.scheme]}"


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise SourceError(f"{file}: cannot be read: {error.strerror}") from error


def _readable(error: msgspec.ValidationError, table: dict[str, object]) -> str:
    message = str(error)
    place = re.search(r" - at `\$\.(\w+)(?:\.(\w+))?", message)
    if unknown := re.search(r"unknown field `(.+?)`", message):
        key = f"{place[1]}.{unknown[1]}" if place else unknown[1]
        known = Selectors.__struct_fields__ if place else Source.__struct_fields__[1:]
        return f"unknown key '{key}'; the keys are {', '.join(known)}"
    if missing := re.search(r"missing required field `(.+?)`", message):
        return f"key '{missing[1]}' is missing: {FORMS[missing[1]]}"
    if place is None:
        return message
    value = table[place[1]]
    if place[2] and isinstance(value, dict):
        return f"key '{place[1]}.{place[2]}': a CSS selector, not {value[place[2]]!r}"
    return f"key '{place[1]}': {FORMS[place[1]]}, not {value!r}"


def _check(source: Source, where: str) -> None:
    _check_zone(source.timezone, where)
    if source.kind is Kind.TELEGRAM:
        if source.channel is None or not CHANNEL.fullmatch(source.channel):
            raise SourceError(f"{where}: key 'channel': {FORMS['channel']}, not {source.channel!r}")
        _reject(source, where, ("feeds", "pages", "selectors"))
    else:
        if not source.feeds + source.pages:
            raise SourceError(f"{where}: key 'feeds': a news source needs 'feeds' or 'pages'")
        _reject(source, where, ("channel", "hosts"))
        _check_selectors(source.selectors, where)
    for key in ("hosts", "feeds", "pages"):
        _check_addresses(getattr(source, key), key, where)


def _check_zone(name: str, where: str) -> None:
    try:
        if "/" not in name and name != "UTC":  # «localtime» and «EST» depend on the machine or know no summer time
            raise ValueError(name)
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise SourceError(f"{where}: key 'timezone': {FORMS['timezone']}, not {name!r}") from error


def _reject(source: Source, where: str, keys: tuple[str, ...]) -> None:
    for key in keys:
        if getattr(source, key) not in ((), None, Selectors()):
            raise SourceError(f"{where}: key '{key}' has no meaning for kind = '{source.kind.value}'")


def _check_selectors(selectors: Selectors, where: str) -> None:
    if selectors == Selectors():
        return
    import soupsieve  # noqa: PLC0415 (a tenth of a second, and few sources need it)

    for key in Selectors.__struct_fields__:
        if (selector := getattr(selectors, key)) is None:
            continue
        try:
            soupsieve.compile(selector)
        except soupsieve.SelectorSyntaxError as error:
            reason = str(error).partition("\n")[0]
            raise SourceError(f"{where}: key 'selectors.{key}': not a CSS selector: {reason}") from error


def _check_addresses(addresses: tuple[str, ...], key: str, where: str) -> None:
    for number, address in enumerate(addresses):
        if fault := _fault(_with_scheme(address) if key == "hosts" else address, bare=key == "hosts"):
            raise SourceError(f"{where}: key '{key}': {fault}: {address!r}")
        if address in addresses[:number]:
            raise SourceError(f"{where}: key '{key}': stands twice: {address!r}")


def _fault(address: str, *, bare: bool) -> str | None:
    """What is wrong with an address; `bare`: it names a host and nothing below it."""
    if re.search(r"[\s\x00-\x1f\x7f]", address):  # urlsplit would drop some of them in silence
        return "white space in an address"
    try:
        parts = urlsplit(address)
        known = parts.scheme in PORTS and bool(parts.hostname) and parts.port != 0
    except ValueError:
        known = False
    if not known:
        return "not an http(s) address"
    if "@" in parts.netloc:
        return "no user name or password in an address"
    if bare and (parts.path or parts.query or parts.fragment):
        return "a host without a path"
    return None


def _check_apart(sources: Iterable[Source], folder: Path) -> None:
    """No two sources read the same channel, feed or page: its claims would count twice."""
    seen: dict[tuple[str, str], str] = {}
    for source in sources:
        keys = [("channel", source.channel.lower())] if source.channel else []
        keys += [("feeds", f) for f in source.feeds] + [("pages", p) for p in source.pages]
        for key, value in keys:
            if other := seen.get((key, value)):
                raise SourceError(f"{folder}: key '{key}': {other}.toml and {source.name}.toml both read {value!r}")
            seen[key, value] = source.name

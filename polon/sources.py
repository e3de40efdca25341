"""Sources as data: one TOML file a source, checked on reading.

A source is a Telegram channel, read through public preview hosts, or a news site, read through its feeds, its sitemaps
or a list of its pages. The file's stem is the source's name.
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

from polon.source_forms import FORMS, PORTS, fault, readable, with_scheme

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")
CHANNEL = re.compile(r"[A-Za-z][A-Za-z0-9_]{3,31}")
PREVIEW_HOSTS = ("t.me", "telegram.me", "telegram.dog")

Text = Annotated[str, msgspec.Meta(pattern=r"\S")]
Count = Annotated[int, msgspec.Meta(ge=1, le=100_000)]


class SourceError(ValueError):
    """A source file that cannot be used; the message names file and key and says what to do."""


class Kind(StrEnum):
    """How a source is read."""

    TELEGRAM = "telegram"
    NEWS = "news"


class Publisher(StrEnum):
    """What kind of body stands behind a source; it says nothing about whose side it is on, or whether it is right."""

    STATE = "state"
    AGENCY = "agency"
    MEDIA = "media"
    INTERNATIONAL = "international"
    ASSOCIATION = "association"


class MirrorKind(StrEnum):
    """What answers at a mirror's address."""

    PREVIEW = "preview"
    RSSHUB = "rsshub"
    RSS_BRIDGE = "rss-bridge"
    TGRSS = "tgrss"
    TGJSON = "tgjson"


class Mirror(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One way to a channel's posts: a host of the preview, or another program at its base URL."""

    kind: MirrorKind
    address: Text


class Selectors(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """CSS selectors of a news source, for what its pages do not say in metadata."""

    title: Text | None = None
    text: Text | None = None
    published: Text | None = None


class Expect(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many documents a source gives in so many days, if all is well."""

    days: Count
    min: Count | None = None
    max: Count | None = None


class Source(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One source, as its file describes it. docs/sources.md explains each key."""

    name: Text
    title: Text
    kind: Kind
    lang: Annotated[str, msgspec.Meta(pattern=r"^[a-z]{2}\Z")]
    timezone: Text
    side: Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{2}\Z")] | None = None
    owner: Text | None = None
    publisher: Publisher | None = None
    channel: Text | None = None
    channel_id: Annotated[int, msgspec.Meta(ge=1)] | None = None
    hosts: tuple[Text, ...] = ()
    mirrors: tuple[Mirror, ...] = ()
    feeds: tuple[Text, ...] = ()
    sitemaps: tuple[Text, ...] = ()
    pages: tuple[Text, ...] = ()
    include: tuple[Text, ...] = ()
    exclude: tuple[Text, ...] = ()
    days: Count | None = None
    selectors: Selectors = Selectors()
    expect: Expect | None = None
    limit: Count = 200
    verified: bool
    evidence: Text

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which the source's readers live."""
        return ZoneInfo(self.timezone)

    def ways(self) -> tuple[Mirror, ...]:
        """A channel's mirrors in order of preference, each with its base URL: hosts of the preview, then the others."""
        named = any(mirror.kind is MirrorKind.PREVIEW for mirror in self.mirrors)
        hosts = self.hosts or (() if named else PREVIEW_HOSTS)
        previews = tuple(Mirror(MirrorKind.PREVIEW, host) for host in hosts)
        return tuple(Mirror(way.kind, with_scheme(way.address).rstrip("/")) for way in previews + self.mirrors)

    def addresses(self) -> tuple[str, ...]:
        """The base URLs of a channel's mirrors, or a news source's lists and pages, in order of preference."""
        if self.kind is Kind.TELEGRAM:
            return tuple(way.address for way in self.ways())
        return self.feeds + self.sitemaps + self.pages

    def first_page(self) -> str:
        """The address that a crawl asks first, as a reader's browser would open it."""
        address = self.addresses()[0]
        return f"{address}/s/{self.channel}" if self.kind is Kind.TELEGRAM else address

    def network_hosts(self) -> frozenset[str]:
        """Host and port of every address: sources that share one are crawled one after the other."""
        return frozenset(_host_and_port(a) for a in self.addresses())


NOT_FOR = {
    Kind.TELEGRAM: ("feeds", "sitemaps", "pages", "include", "exclude", "days", "selectors"),
    Kind.NEWS: ("channel", "channel_id", "hosts", "mirrors"),
}
"""The keys that have no meaning for a kind of source."""

STARTS = ("feeds", "sitemaps", "pages")
"""Where the reading of a news source can start: it needs one of these keys."""

KEYS = {
    None: Source.__struct_fields__[1:],
    "expect": Expect.__struct_fields__,
    "mirrors": Mirror.__struct_fields__,
    "selectors": Selectors.__struct_fields__,
}
"""The keys of a source file, and those of its tables."""


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
        raise SourceError(f"{where}: {readable(error, table, KEYS)}") from error
    check_source(source, where)
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
    check_apart(sources.values(), folder)
    return sources


def default_folder() -> Path:
    """`sources/` of the working folder, else of the repository that holds this file, else the packaged catalogue."""
    package = Path(__file__).resolve().parent
    for folder in (Path("sources"), package.parent / "sources"):
        if any(folder.glob("*.toml")):
            return folder
    return package / "catalogue"


def _host_and_port(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.hostname}:{parts.port or PORTS[parts.scheme]}"


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise SourceError(f"{file}: cannot be read: {error.strerror}") from error


def check_source(source: Source, where: str) -> None:
    """What a struct alone cannot say: zone, addresses, selectors, keys of the other kind. Raises SourceError."""
    _check_zone(source.timezone, where)
    _check_expect(source.expect, where)
    _reject(source, where, NOT_FOR[source.kind])
    if source.kind is Kind.TELEGRAM:
        if source.channel is None or not CHANNEL.fullmatch(source.channel):
            raise SourceError(f"{where}: key 'channel': {FORMS['channel']}, not {source.channel!r}")
        _check_mirrors(source, where)
    else:
        if not any(getattr(source, key) for key in STARTS):
            raise SourceError(f"{where}: key 'feeds': a news source needs 'feeds', 'sitemaps' or 'pages'")
        _check_selectors(source.selectors, where)
    for key in ("hosts", "feeds", "sitemaps", "pages"):
        _check_addresses(getattr(source, key), key, where)


def _check_zone(name: str, where: str) -> None:
    try:
        if "/" not in name and name != "UTC":  # «localtime» and «EST» depend on the machine or know no summer time
            raise ValueError(name)
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise SourceError(f"{where}: key 'timezone': {FORMS['timezone']}, not {name!r}") from error


def _check_expect(expect: Expect | None, where: str) -> None:
    if expect is None:
        return
    if expect.min is None and expect.max is None:
        raise SourceError(f"{where}: key 'expect': {FORMS['expect']}: neither 'min' nor 'max' is there")
    if expect.min is not None and expect.max is not None and expect.min > expect.max:
        raise SourceError(f"{where}: key 'expect': 'min' is {expect.min}, above 'max', {expect.max}")


def _reject(source: Source, where: str, keys: tuple[str, ...]) -> None:
    for key in keys:
        if getattr(source, key) not in ((), None, Selectors()):
            raise SourceError(f"{where}: key '{key}' has no meaning for kind = '{source.kind.value}'")


def _check_mirrors(source: Source, where: str) -> None:
    addresses = tuple(mirror.address for mirror in source.mirrors)
    for mirror in source.mirrors:
        if wrong := fault(with_scheme(mirror.address), bare=mirror.kind is MirrorKind.PREVIEW):
            raise SourceError(f"{where}: key 'mirrors.address': {wrong}: {mirror.address!r}")
        if addresses.count(mirror.address) > 1 or mirror.address in source.hosts:
            raise SourceError(f"{where}: key 'mirrors.address': stands twice: {mirror.address!r}")


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
        if wrong := fault(with_scheme(address) if key == "hosts" else address, bare=key == "hosts"):
            raise SourceError(f"{where}: key '{key}': {wrong}: {address!r}")
        if address in addresses[:number]:
            raise SourceError(f"{where}: key '{key}': stands twice: {address!r}")


def check_apart(sources: Iterable[Source], folder: Path) -> None:
    """Raises SourceError where two sources read the same channel, feed or page: its claims would count twice."""
    seen: dict[tuple[str, str], str] = {}
    for source in sources:
        keys = [("channel", source.channel.lower())] if source.channel else []
        keys += [(key, each) for key in ("feeds", "sitemaps", "pages") for each in getattr(source, key)]
        for key, value in keys:
            if other := seen.get((key, value)):
                raise SourceError(f"{folder}: key '{key}': {other}.toml and {source.name}.toml both read {value!r}")
            seen[key, value] = source.name

"""When a page was published and last modified, by what the page says; never by a clock.

Order of trust: a time with its zone before one without, a full time before a mere day; within each JSON-LD, then meta
elements and microdata, then the `<time>` beside the headline; then what the page prints where the source's selector
points; then the day in the page's address. A page that says nothing gets None.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import dateparser
from bs4 import BeautifulSoup, Tag

from polon.pages.markup import attribute, one_line, text_of
from polon.pages.metadata import Node, item_property, meta, text_value
from polon.sources import Source

EARLIEST, LATEST = 1990, 2100
"""Years outside are typing errors, not times of web pages."""

_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ]{1,3}(\d\d):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?\s?(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?",
    re.IGNORECASE,
)
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")
_ADDRESS_DAY = re.compile(r"/(20\d\d)(?:/(\d\d?)/(\d\d?)|(\d\d)(\d\d))/")
_PUBLISHED_META = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "date.available",
    "datePublished",
    "cXenseParse:publishtime",
    "parsely-pub-date",
    "mediator_published_time",
    "pubdate",
    "publish-date",
    "publish_date",
    "dc.date.issued",
)
MODIFIED_META = (
    "article:modified_time",
    "og:article:modified_time",
    "date.modified",
    "dateModified",
    "og:updated_time",
)
_BASES = (datetime(1991, 1, 1), datetime(1993, 10, 17, 7, 47))  # noqa: DTZ001 (dateparser wants them naive)
_ELSEWHERE = frozenset(("a", "aside", "nav", "footer", "li"))
_CHANGED = re.compile("modif|updat|edit|онов|обнов|змін|измен", re.IGNORECASE)
_LABEL = re.compile(r"\D{1,40}:\s+(?=\S)")  # «Published: 14 August 2025»


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time as written: naive where it names no zone; `day_only` where it names no hour."""

    moment: datetime
    day_only: bool = False


@dataclass(frozen=True, slots=True)
class Times:
    """Publication and modification in the source's zone, the place that gave the first, and what is amiss."""

    published: datetime | None
    modified: datetime | None
    rule: str | None
    warnings: tuple[str, ...] = ()


def read_times(soup: BeautifulSoup, *, nodes: tuple[Node, ...], source: Source, lang: str, url: str) -> Times:
    """The times of an article page; `nodes` are its JSON-LD articles, `lang` the language of its printed dates.

    Warns where two places differ by whole hours (a clock labelled with the wrong zone), where only the day is known,
    and where the selector's text is no date. Raises soupsieve's error on a bad selector of the source.
    """
    warnings: list[str] = []
    stamps = _published_stamps(soup, nodes)
    if not stamps:
        stamps = _last_resorts(soup, source, lang, url, warnings)
    ordered = sorted(stamps, key=lambda item: (item[1].day_only, item[1].moment.tzinfo is None))
    known = [(place, s, at) for place, s in ordered if (at := in_zone(s.moment, source.zone))]
    if not known:
        return Times(None, None, None, tuple(warnings))
    rule, stamp, published = known[0]
    if stamp.day_only:
        warnings.append(f"published: {rule} gives only the day")
    others = {at: place for place, s, at in reversed(known[1:]) if not s.day_only}  # one warning for a time, not two
    warnings += [text for at, place in others.items() if (text := _conflict(rule, published, place, at))]
    modified = _modified(soup, nodes, source.zone)
    later = modified if modified and modified > published else None
    return Times(published, later, rule, tuple(warnings))


def parse_stamp(text: str) -> Stamp | None:
    """A time as machines write it: ISO 8601 and its common slips, seconds since 1970, RFC 2822; None for anything else.

    Fractions of a second are cut.
    """
    text = text.strip()
    if len(text) > 60:
        return None
    try:
        if match := _ISO.fullmatch(text):
            return _iso(match)
        if _EPOCH.fullmatch(text):
            return _sane(datetime.fromtimestamp(int(text[:10]), UTC))
        return _sane(parsedate_to_datetime(text)) if ":" in text else None
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def in_zone(moment: datetime, zone: ZoneInfo) -> datetime | None:
    """The moment with the fixed offset that `zone` had then; a naive one is read as a clock of the zone."""
    aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)
    offset = aware.astimezone(zone).utcoffset()
    if offset is None:
        return None
    return aware.astimezone(timezone(offset))


def printed_time(text: str, *, lang: str, zone: str) -> datetime | None:
    """A date and time as people print it, in language `lang`; None where it depends on today or on the reader.

    dateparser fills what is missing from a base date and reads 03/04 by a preferred order; so each text is read
    with two bases, and with both orders, and an answer counts only where all agree.
    """
    text = one_line(text)
    label = _LABEL.match(text)
    if not 0 < len(text) <= 100 or not re.search(r"\d", text) or (label and _CHANGED.search(label[0])):
        return None
    text = text[label.end() :] if label else text
    answers = {_dateparser(text, lang, zone, base, order) for base in _BASES for order in _orders(lang)}
    answer = answers.pop() if len(answers) == 1 else None
    return answer if answer and EARLIEST <= answer.year <= LATEST else None


def _orders(lang: str) -> tuple[str, ...]:
    return ("DMY", "MDY") if lang == "en" else ("DMY",)


def _dateparser(text: str, lang: str, zone: str, base: datetime, order: str) -> datetime | None:
    settings = {
        "TIMEZONE": zone,
        "RETURN_AS_TIMEZONE_AWARE": True,
        "RELATIVE_BASE": base,
        "DATE_ORDER": order,
    }
    try:
        found = dateparser.parse(text, languages=[lang], settings=settings)
    except (ValueError, OverflowError, TypeError, AttributeError):  # an unknown language, or text it trips over
        return None
    return found if isinstance(found, datetime) else None


def _published_stamps(soup: BeautifulSoup, nodes: tuple[Node, ...]) -> list[tuple[str, Stamp]]:
    values = [("JSON-LD", text_value(node, "datePublished")) for node in nodes[:1]]
    values += [(f"meta {name}", meta(soup, name)) for name in _PUBLISHED_META]
    values.append(("microdata", item_property(soup, "datePublished")))
    values.append(("<time>", _time_element(soup)))
    return [(place, stamp) for place, value in values if value and (stamp := parse_stamp(value))]


def _last_resorts(
    soup: BeautifulSoup, source: Source, lang: str, url: str, warnings: list[str]
) -> list[tuple[str, Stamp]]:
    selector = source.selectors.published
    tag = soup.select_one(selector) if selector else None
    if tag is not None:
        written = parse_stamp(attribute(tag, "datetime") or attribute(tag, "content") or "")
        text = one_line(text_of(tag))
        printed = printed_time(text, lang=lang, zone=source.timezone)
        if stamp := written or (Stamp(printed, day_only=":" not in text) if printed else None):
            return [("the page's text", stamp)]
        warnings.append(f"published: selector {selector!r} gives {text[:60]!r}, which is no date that stands by itself")
    elif selector:
        warnings.append(f"published: selector {selector!r} finds nothing")
    return _day_of_address(url)


def _day_of_address(url: str) -> list[tuple[str, Stamp]]:
    match = _ADDRESS_DAY.search(urlsplit(url).path)
    if not match:
        return []
    year, month, day = (int(group) for group in match.groups() if group)
    try:
        return [("the address", Stamp(datetime(year, month, day), day_only=True))]  # noqa: DTZ001 (a naive day)
    except ValueError:
        return []


def _time_element(soup: BeautifulSoup) -> str | None:
    """The first `<time datetime>` in the smallest element that holds the headline and one, at most five levels up."""
    heading = soup.select_one("h1")
    if heading is None:
        return None
    for parent in list(heading.parents)[:5]:
        if parent.name in ("body", "html", "[document]"):
            return None
        for tag in parent.find_all("time", datetime=True):
            value = attribute(tag, "datetime")
            if value and parse_stamp(value) and _beside(tag, heading):
                return value
    return None


def _beside(tag: Tag, heading: Tag) -> bool:
    if _CHANGED.search(" ".join(attribute(tag, key) or "" for key in ("itemprop", "class"))):
        return False
    around = set(map(id, heading.parents))
    for parent in tag.parents:
        if id(parent) in around:
            return True
        if parent.name in _ELSEWHERE or parent.name == "article":
            return False
    return False


def _modified(soup: BeautifulSoup, nodes: tuple[Node, ...], zone: ZoneInfo) -> datetime | None:
    values = [text_value(node, "dateModified") for node in nodes[:1]]
    values += [meta(soup, name) for name in MODIFIED_META]
    values.append(item_property(soup, "dateModified"))
    stamps = [stamp for value in values if value and (stamp := parse_stamp(value)) and not stamp.day_only]
    stamps.sort(key=lambda stamp: stamp.moment.tzinfo is None)
    return in_zone(stamps[0].moment, zone) if stamps else None


def _conflict(rule: str, chosen: datetime, place: str, other: datetime) -> str | None:
    seconds = abs((other - chosen).total_seconds())
    hours = round(seconds / 3600)
    if not 1 <= hours <= 14 or abs(seconds - hours * 3600) > 60:
        return None
    return f"published: {rule} says {chosen.isoformat()}, {place} says {other.isoformat()}: {hours} whole hours apart"


def _iso(match: re.Match[str]) -> Stamp | None:
    year, month, day, hour, minute, second, zone = match.groups()
    moment = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0))  # noqa: DTZ001
    if zone:
        moment = moment.replace(tzinfo=_offset(zone.upper()))
    return _sane(moment, day_only=hour is None)


def _offset(zone: str) -> timezone:
    if zone in ("Z", "UTC", "GMT"):
        return UTC
    digits = zone[1:].replace(":", "").ljust(4, "0")
    span = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if span > timedelta(hours=14):
        raise ValueError(f"no zone is {zone} from UTC")
    return timezone(-span if zone[0] == "-" else span)


def _sane(moment: datetime, *, day_only: bool = False) -> Stamp | None:
    return Stamp(moment, day_only) if EARLIEST <= moment.year <= LATEST else None

"""Which of the addresses that a site names are worth asking for: by its patterns, and by how old they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatchcase
from urllib.parse import urlsplit

from polon.pages.feed import Entry
from polon.pages.sitemap import Child
from polon.sources import Source

SITEMAP_DAYS = 30
"""The window of a sitemap where the source names none: most reach back to the site's beginning."""

_PERIOD = re.compile(r"(?<!\d)(20\d\d)(?:([-_/]?)(0[1-9]|1[0-2])(?:\2(0[1-9]|[12]\d|3[01]))?)?(?!\d)")


def is_in_scope(entry: Entry, source: Source, since: datetime | None) -> bool:
    """Whether an entry fits the source's patterns and is not older than `since`, as far as anything tells its age."""
    if not matches(entry.url, source.include, source.exclude):
        return False
    stamp = max((time for time in (entry.updated, entry.published) if time), default=None)
    return since is None or (stamp or _end_of_day(entry.url) or since) >= since


def matches(url: str, include: Sequence[str], exclude: Sequence[str]) -> bool:
    """Whether an address is wanted: by one of `include`, where there are any, and by none of `exclude`.

    Patterns are globs, `*` for anything; one that begins with `/` is of the path and what follows it.
    """
    parts = urlsplit(url)
    path = parts.path + (f"?{parts.query}" if parts.query else "")

    def fits(pattern: str) -> bool:
        return fnmatchcase(path if pattern.startswith("/") else url, pattern)

    return (not include or any(map(fits, include))) and not any(map(fits, exclude))


def worth_following(children: Sequence[Child], since: datetime) -> list[Child]:
    """The sitemaps of an index that may name pages younger than `since`, the newest first, those of no date last.

    Where the index gives no time of change, a year, month or day in the name tells (`sitemap-2019-05.xml`).
    """
    found = [child for child in children if (child.changed or _end_of_period(child.url) or since) >= since]
    return sorted(found, key=lambda child: (child.changed is None, -child.changed.timestamp() if child.changed else 0))


def _end_of_period(url: str) -> datetime | None:
    """When the last year, month or day that an address names is over everywhere."""
    found = list(_PERIOD.finditer(urlsplit(url).path))
    if not found:
        return None
    year, _, month, day = found[-1].groups()
    try:
        start = datetime(int(year), int(month or 12), int(day or 1), tzinfo=UTC)
    except ValueError:  # the 31st of a short month: no date
        return None
    return start + timedelta(days=2 if day else 33)


def _end_of_day(url: str) -> datetime | None:
    """When the day that an article's address names is over everywhere; a year or a month alone says too little."""
    found = [match for match in _PERIOD.finditer(urlsplit(url).path) if match[4] and match[2]]
    return _end_of_period("/" + found[-1][0]) if found else None

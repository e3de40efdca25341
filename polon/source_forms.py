"""What may stand in a source file, in words for its author, and what is wrong with an address."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

import msgspec

PORTS = {"http": 80, "https": 443}

FORMS = {
    "title": "a text that is not empty",
    "kind": "'telegram' or 'news'",
    "lang": "two small letters of ISO 639-1, such as 'uk'",
    "timezone": "a zone of the IANA database by area and city, such as 'Europe/Kyiv', or 'UTC'",
    "side": "two capital letters of ISO 3166-1, such as 'UA'; leave the key out if there is no side",
    "owner": "a text that is not empty",
    "publisher": "'state', 'agency', 'media', 'international' or 'association'",
    "channel": "a channel's handle without @",
    "channel_id": "the channel's own number, above 0",
    "hosts": "a list of host names",
    "mirrors": "a list of tables with 'kind' and 'address'",
    "feeds": "a list of addresses",
    "sitemaps": "a list of addresses",
    "pages": "a list of addresses",
    "include": "a list of patterns, such as '/news/*'",
    "exclude": "a list of patterns, such as '*/sport/*'",
    "days": "a whole number of days from 1 to 100000",
    "mirrors.kind": "'preview', 'rsshub', 'rss-bridge', 'tgrss' or 'tgjson'",
    "mirrors.address": "the base URL of the mirror",
    "selectors": "a table of CSS selectors",
    "expect": "a table with 'days' and 'min', 'max' or both, all whole numbers from 1 to 100000",
    "expect.min": "a whole number from 1 to 100000",
    "expect.max": "a whole number from 1 to 100000",
    "expect.days": "a whole number of days from 1 to 100000",
    "limit": "a whole number from 1 to 100000",
    "verified": "true or false",
    "evidence": "a text that is not empty",
}
"""What each key of a source file holds, in the words of an error."""


def with_scheme(host: str) -> str:
    """An address; a bare host gets https."""
    return host if "://" in host else f"https://{host}"


def fault(address: str, *, bare: bool) -> str | None:
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


def readable(error: msgspec.ValidationError, table: dict[str, object], keys: Mapping[str | None, Sequence[str]]) -> str:
    """What is wrong with a `table`, in words for its author; `keys` are the known ones, and those of inner tables."""
    message = str(error)
    place = re.search(r" - at `\$\.(\w+)(?:\[(?:\.\.\.|\d+)\])?(?:\.(\w+))?", message)
    if unknown := re.search(r"unknown field `(.+?)`", message):
        key = f"{place[1]}.{unknown[1]}" if place else unknown[1]
        known = keys.get(place[1], ()) if place else keys[None]
        return f"unknown key '{key}'; the keys are {', '.join(known)}"
    if missing := re.search(r"missing required field `(.+?)`", message):
        key = f"{place[1]}.{missing[1]}" if place else missing[1]
        return f"key '{key}' is missing: {FORMS[key]}"
    if place is None:
        return message
    value = table[place[1]]
    if place[2] and isinstance(value, dict):
        key = f"{place[1]}.{place[2]}"
        return f"key '{key}': {FORMS.get(key, 'a CSS selector')}, not {value[place[2]]!r}"
    key = f"{place[1]}.{place[2]}" if place[2] in keys.get(place[1], ()) else place[1]
    return f"key '{key}': {FORMS[key]}, not {value!r}"

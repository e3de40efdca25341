"""Addresses of pages: resolved, without tracking, and one for each article."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from bs4 import BeautifulSoup
from tldextract import TLDExtract

from polon.pages.markup import attribute

MAX_LENGTH = 2_000
_TRACKING = re.compile(r"utm_\w*|fbclid|gclid|yclid")
_ROOT = re.compile(r"/*(?:(?:uk|ua|ru|rus|en|eng|ukr)/*)?(?:index\.\w+)?", re.IGNORECASE)
_DEFAULT_PORTS = {"http": 80, "https": 443}


def resolve(link: str | None, base: str) -> str | None:
    """`link` as an absolute http(s) address seen from `base`: without fragment and tracking; None where it is none."""
    if not link:
        return None
    try:
        parts = urlsplit(urljoin(base, link.strip()))
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not host or parts.username is not None:
        return None
    host = f"[{host}]" if ":" in host else host
    netloc = host if port in (None, _DEFAULT_PORTS[parts.scheme]) else f"{host}:{port}"
    address = urlunsplit((parts.scheme, netloc, parts.path or "/", _without_tracking(parts.query), ""))
    return address if len(address) <= MAX_LENGTH and address.isprintable() and " " not in address else None


def canonical_of(soup: BeautifulSoup, url: str) -> str:
    """The address of the article on a page fetched from `url`: what `<link rel=canonical>` says, if it can be meant.

    That is an http(s) address on a host of the same registrable domain, and not the front page; else `url` itself,
    without fragment and tracking.
    """
    own = resolve(url, url) or url
    for link in soup.find_all("link", href=True):
        if "canonical" in (attribute(link, "rel") or "").lower().split():
            named = resolve(attribute(link, "href"), own)
            if named and _same_family(named, own) and not is_front(urlsplit(named).path):
                return named
    return own


def is_front(path: str) -> bool:
    """Whether the path of an address is a site's front page, or that of one of its languages."""
    return _ROOT.fullmatch(path) is not None


def document_id(source: str, address: str) -> str:
    """A document's id from the address of its article: the source's name and 16 hex digits of SHA-256."""
    return f"{source}/{hashlib.sha256(address.encode()).hexdigest()[:16]}"


def _without_tracking(query: str) -> str:
    if not _TRACKING.search(query):
        return query  # untouched: taking a query apart and putting it together again may change its escapes
    pairs = parse_qsl(query, keep_blank_values=True)
    return urlencode([(key, value) for key, value in pairs if not _TRACKING.fullmatch(key)])


def _same_family(one: str, other: str) -> bool:
    first, second = urlsplit(one), urlsplit(other)
    if first.netloc == second.netloc:
        return True
    domain = _registrable(first.hostname or "")
    return bool(domain) and domain == _registrable(second.hostname or "")


@cache
def _suffixes() -> TLDExtract:
    # The Public Suffix List in the package itself: no address to fetch a newer one from, no cache on the disk.
    return TLDExtract(cache_dir=None, suffix_list_urls=(), fallback_to_snapshot=True, include_psl_private_domains=True)


def _registrable(host: str) -> str:
    parts = _suffixes()(host)
    if parts.suffix or parts.ipv4 or parts.ipv6:
        return parts.top_domain_under_public_suffix
    # A suffix that the list does not know is one label: the list's own rule for such.
    return ".".join(host.split(".")[-2:]) if "." in host else ""

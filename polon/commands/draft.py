"""A source file drafted by looking at a site or channel: the work of `polon sources new`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from bs4 import BeautifulSoup

from polon.commands.check import Report, charset_of, check_source, newest_of, sitemap_entries
from polon.commands.fetch import Answer, Client, FetchError
from polon.commands.listing import plain
from polon.pages import PageError
from polon.pages.addresses import resolve
from polon.pages.article import inspect_article
from polon.pages.feed import Entry, read_feed
from polon.pages.language import language_of
from polon.pages.markup import attribute, load, tree
from polon.pages.metadata import meta
from polon.pages.telegram import read_preview
from polon.sources import CHANNEL, NAME, PREVIEW_HOSTS, Kind, Source

FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json")
MOST_FEEDS = 3
"""So many of the feeds that a page names are looked at."""

ZONES = {"uk": "Europe/Kyiv", "ru": "Europe/Moscow"}
ENDINGS = {".ua": "Europe/Kyiv", ".ru": "Europe/Moscow", ".su": "Europe/Moscow"}
PLAIN = frozenset(("www", "rss", "feed", "feeds", "com", "co", "gov", "org", "net"))
"""Parts of a host that name no publisher."""

GUESS = "en"
"""The language of a text whose letters tell none."""

CHECKS = (
    "owner, side, publisher: who stands behind it, and whose side that is; a page does not say it in a form to rely on",
    "evidence: whether the publisher itself names this address",
)
"""What a person must look at in every new file."""


class DraftError(Exception):
    """Nothing could be drafted; the message says why."""


@dataclass(slots=True)
class Draft:
    """A source as found, what the check of it says, and what a person must look at before it is used."""

    source: Source
    report: Report
    doubts: tuple[str, ...]

    def toml(self) -> str:
        """The source's file."""
        keys = ("title", "kind", "lang", "timezone", "channel", "channel_id", "hosts", "feeds", "sitemaps", "pages")
        lines = [f"{key} = {_toml(value)}" for key in keys if (value := getattr(self.source, key))]
        return "\n".join([*lines, "verified = false", f"evidence = {_toml(self.source.evidence)}", ""])


@dataclass(slots=True)
class Remembering(Client):
    """A client that asks for each page once: the draft and its check look at the same ones."""

    answers: dict[tuple[str, bool], Answer] = field(default_factory=dict)

    def get(self, url: str, *, follow: bool = True) -> Answer:
        """As Client.get; a page that came is not asked for again."""
        key = (url, follow)
        if key not in self.answers:
            self.answers[key] = Client.get(self, url, follow=follow)  # slots: super() has no cell here
        return self.answers[key]


def draft(url: str, name: str | None, client: Remembering, now: Callable[[], datetime]) -> Draft:
    """Looks at `url`, a channel, a feed or any page of a site, and drafts its source. Raises DraftError, FetchError."""
    handle = _handle(url)
    source = _channel(url, handle, name, client, now) if handle else _site(url, name, client, now)
    report = check_source(source, client, now, article=True)
    doubts = [f"timezone: {source.timezone} is taken from the language or the address", *CHECKS]
    if source.pages:
        doubts.insert(0, "pages: no feed or sitemap was found; the page itself is read as an article in every run")
    elif source.feeds and (more := client.sitemaps(source.feeds[0])):
        doubts.append(f"sitemaps: robots.txt names {plain(more[0])}; add it where the feed is too short")
    return Draft(source, report, tuple(doubts))


def _handle(url: str) -> str | None:
    """The channel that an address names: on a host of Telegram's, or anywhere below /s/."""
    parts = urlsplit(url)
    words = [word for word in parts.path.split("/") if word]
    shown = words[:1] == ["s"]
    if not shown and parts.hostname not in PREVIEW_HOSTS:
        return None
    handle = words[1 if shown else 0] if len(words) > shown else ""
    if not CHANNEL.fullmatch(handle):
        raise DraftError(f"{url}: names no channel; a channel's address is https://t.me/s/HANDLE")
    return handle


def _channel(url: str, handle: str, name: str | None, client: Remembering, now: Callable[[], datetime]) -> Source:
    parts = urlsplit(url)
    known = parts.hostname in PREVIEW_HOSTS
    base = f"https://{PREVIEW_HOSTS[0]}" if known else f"{parts.scheme}://{parts.netloc}"
    page = f"{base}/s/{handle}"
    first = _source(name or handle.lower(), handle, Kind.TELEGRAM, channel=handle, hosts=() if known else (base,))
    answer = client.get(page, follow=False)
    if answer.status != 200:
        raise DraftError(f"{page}: HTTP {answer.status}: the channel shows no preview")
    try:
        preview = read_preview(answer.body, source=first)
    except PageError as error:
        raise DraftError(f"{page}: {error}") from error
    if not preview.is_channel:
        raise DraftError(f"{page}: not a channel's page")
    lang = language_of("\n".join(post.text for post in preview.posts), GUESS)
    return _source(
        first.name,
        plain(preview.title or "") or handle,
        Kind.TELEGRAM,
        channel=preview.channel or handle,
        channel_id=preview.channel_id,
        hosts=first.hosts,
        lang=lang,
        timezone=ZONES.get(lang, "UTC"),
        evidence=f"Seen on {now().date()}: its preview shows {len(preview.posts)} posts with text; not checked yet.",
    )


def _site(url: str, name: str | None, client: Remembering, now: Callable[[], datetime]) -> Source:
    answer = client.get(url)
    if answer.status != 200:
        raise DraftError(f"{url}: HTTP {answer.status}")
    feed, entries = _feed(answer, client) or (None, ())
    sitemap, named_there = (None, ()) if feed else _sitemap(answer.url, client) or (None, ())
    soup = None if feed == answer.url else _tree(answer)
    title = plain((meta(soup, "og:site_name") or (soup.title.get_text() if soup.title else "")) if soup else "")
    host = urlsplit(answer.url).hostname or ""
    lang = _language(answer, entries or named_there, client)
    seen = f"a feed of {len(entries)} entries" if feed else "a page without a feed"
    named = ", which the page names" if feed and feed != answer.url else ""
    named = f", and a sitemap of {len(named_there)} pages, which robots.txt names" if sitemap else named
    return _source(
        name or name_of(host),
        title or host,
        Kind.NEWS,
        feeds=(feed,) if feed else (),
        sitemaps=(sitemap,) if sitemap else (),
        pages=() if feed or sitemap else (answer.url,),
        lang=lang,
        timezone=next((zone for end, zone in ENDINGS.items() if host.endswith(end)), ZONES.get(lang, "UTC")),
        evidence=f"Seen on {now().date()}: {seen}{named}; not checked yet.",
    )


def _feed(answer: Answer, client: Remembering) -> tuple[str, tuple[Entry, ...]] | None:
    """The page itself where it is a feed, else the first feed it names that has entries."""
    try:
        return answer.url, read_feed(answer.body, answer.url)
    except PageError:
        pass
    for url in _declared(_tree(answer), answer.url)[:MOST_FEEDS]:
        try:
            if entries := read_feed(client.get(url).body, url):
                return url, entries
        except (FetchError, PageError):
            continue  # a page may name feeds that are no more
    return None


def _sitemap(url: str, client: Remembering) -> tuple[str, tuple[Entry, ...]] | None:
    """The first sitemap of robots.txt that names pages, one of news before others."""
    named = [address for one in client.sitemaps(url) if (address := resolve(one, url))]
    for sitemap in sorted(named, key=lambda address: "news" not in address)[:MOST_FEEDS]:
        try:
            if entries := sitemap_entries(sitemap, client):
                return sitemap, entries
        except (FetchError, PageError):
            continue  # as with feeds
    return None


def _tree(answer: Answer) -> BeautifulSoup:
    try:
        return tree(load(answer.body, charset_of(answer)))
    except PageError as error:
        raise DraftError(f"{answer.url}: {error}") from error


def _declared(soup: BeautifulSoup, base: str) -> list[str]:
    """The feeds that a page declares (`<link rel=alternate>`), in its order; those of comments are left out."""
    found = []
    for link in soup.find_all("link", href=True):
        kind = (attribute(link, "type") or "").partition(";")[0].strip().lower()
        relation = (attribute(link, "rel") or "").lower().split()
        address = resolve(attribute(link, "href"), base)
        if "alternate" in relation and kind in FEED_TYPES and address and "comments" not in address:
            found.append(address)
    return list(dict.fromkeys(found))


def _language(answer: Answer, entries: tuple[Entry, ...], client: Remembering) -> str:
    """The language of the newest article, else of the feed's titles."""
    page = newest_of(entries).url if entries else answer.url
    probe = _source("probe", "probe", Kind.NEWS, pages=(page,))
    titles = " ".join(entry.title or "" for entry in entries)
    try:
        article = client.get(page)
        read = inspect_article(article.body, article.url, source=probe, charset=charset_of(article))
    except (FetchError, PageError):
        return language_of(titles, GUESS)
    return read.document.lang


def name_of(host: str) -> str:
    """A name from a host, without its ending and words that say nothing. Raises DraftError where none is left."""
    labels = host.lower().split(".")
    words = [word for word in labels[:-1] or labels if word not in PLAIN]
    name = re.sub(r"[^a-z0-9]+", "_", "_".join(words)).strip("_")[:63]
    if not NAME.fullmatch(name):
        raise DraftError(f"{host}: gives no name for the file; choose one with --name")
    return name


def _source(name: str, title: str, kind: Kind, **keys: object) -> Source:
    given: dict[str, object] = {"lang": GUESS, "timezone": "UTC", "evidence": "Drafted.", **keys}
    return Source(name=name, title=title, kind=kind, verified=False, **given)  # type: ignore[arg-type]


def _toml(value: object) -> str:
    """A value as TOML: JSON's texts, numbers and lists of texts are written alike."""
    return json.dumps(value, ensure_ascii=False)

"""What Polon would take from one page of a source, and what is amiss there: the work of `polon sources check`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlsplit

from polon.commands.fetch import Answer, Client, FetchError, ForbiddenError
from polon.commands.listing import plain
from polon.extract import available
from polon.pages import PageError
from polon.pages.discovery import worth_following
from polon.pages.feed import Entry, read_feed
from polon.pages.fields import read_fields
from polon.pages.language import language_of
from polon.pages.names import withhold
from polon.pages.sitemap import read_sitemap
from polon.pages.telegram import Account, Preview, read_landing, read_preview
from polon.records import Document
from polon.sources import Kind, MirrorKind, Source

SHORT = 200
"""Characters: an article's text below this is more likely a teaser, or a page that the reader did not understand."""

STALE_DAYS = 60

NAMES = 5
"""So many strange things of a page are named."""

WORDS = 20
"""So many first words of a text are shown."""


@dataclass(slots=True)
class Report:
    """What was found, as pairs of a name and a value; what is amiss; and notes, which are no fault of the source."""

    facts: list[tuple[str, str]] = field(default_factory=list)
    amiss: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def fact(self, name: str, value: object) -> None:
        """Adds a fact; control characters of the page become blanks, for they could change the terminal."""
        self.facts.append((name, plain(str(value))))


def check_source(source: Source, client: Client, now: Callable[[], datetime], *, article: bool = False) -> Report:
    """Fetches one page of the source and reports; with `article`, the newest article of its feed as well."""
    report = Report()
    if source.lang not in available():
        report.amiss.append(f"Polon has no language data for lang = '{source.lang}'")
    if source.kind is Kind.TELEGRAM:
        _check_channel(source, client, now, report)
    else:
        client.languages = f"{source.lang},en;q=0.5"  # some sites send readers of English to another edition
        _check_site(source, client, now, report, article=article)
    return report


def _check_channel(source: Source, client: Client, now: Callable[[], datetime], report: Report) -> None:
    """Asks the hosts in order until one shows the channel; a host's robots.txt is the channel's last word."""
    failures: list[str] = []
    for base in (way.address for way in source.ways() if way.kind is MirrorKind.PREVIEW):
        url = f"{base}/s/{source.channel}"
        try:
            preview = _preview(client.get(url, follow=False), source)
        except ForbiddenError as error:
            report.amiss.append(str(error))
            break
        except (FetchError, PageError) as error:
            failures.append(_about(url, error))
            if isinstance(error, PageError) and not report.facts:
                _describe_name(f"{base}/{source.channel}", client, report)
            continue
        report.notes += failures
        _describe_channel(url, preview, source, now, report)
        return
    report.amiss += failures


def _describe_name(url: str, client: Client, report: Report) -> None:
    """Whose the name is, by its landing page; nothing where that cannot be had either."""
    try:
        answer = client.get(url)
        landing = read_landing(answer.body) if answer.status == 200 else None
    except (FetchError, PageError):
        return
    if landing is not None and landing.who is not Account.UNKNOWN:
        title = f", «{landing.title}»" if landing.title else ""
        report.fact("name", f"{landing.who.value}{title}")


def _preview(answer: Answer, source: Source) -> Preview:
    if answer.status != 200:
        where = answer.headers.get("location")
        leads = f", which leads to {plain(where)}: the channel shows no preview" if where else ""
        raise PageError(f"HTTP {answer.status}{leads}")
    preview = read_preview(answer.body, source=source)
    if not preview.is_channel:
        raise PageError("not a channel's page")
    return preview


def _describe_channel(url: str, preview: Preview, source: Source, now: Callable[[], datetime], report: Report) -> None:
    report.fact("page", url)
    report.fact("channel", preview.channel or "not named")
    report.fact("number", preview.channel_id or "not shown")
    report.fact("posts", f"{len(preview.posts)} with text, of {preview.wraps} on the page")
    if preview.channel and preview.channel.lower() != (source.channel or "").lower():
        report.amiss.append(f"the page is of the channel {plain(preview.channel)}: renamed?")
    if source.channel_id and preview.channel_id and preview.channel_id != source.channel_id:
        report.amiss.append(f"the page's channel has the number {preview.channel_id}, the file says another")
    _describe_markup(preview, report)
    if not preview.posts:
        report.amiss.append("no posts here" if preview.empty else "no post with text")
        return
    if missing := sum(post.published is None for post in preview.posts):
        report.amiss.append(f"{missing} of {len(preview.posts)} posts have no time with a zone")
    _describe_newest([post.published for post in preview.posts], source, now, report)
    _describe_text(preview.posts[-1], report)
    _describe_language(preview.posts[-1].lang, source, report)


def _describe_markup(preview: Preview, report: Report) -> None:
    """What the reader does not understand of a channel's page: Telegram changes its markup without a word."""
    if preview.unread:
        report.amiss.append(f"{len(preview.unread)} of {preview.wraps} posts have words that could not be read")
    if preview.strange:
        names = ", ".join(plain(name) for name in preview.strange[:NAMES])
        report.notes.append(f"markup never seen before: {names}")
    if preview.orphans:
        report.notes.append(f"{len(preview.orphans)} of {preview.wraps} posts are shown in Telegram alone")


def _check_site(source: Source, client: Client, now: Callable[[], datetime], report: Report, *, article: bool) -> None:
    if source.feeds:
        _check_feed(source, client, now, report, article=article)
    elif source.sitemaps:
        _check_sitemap(source, client, now, report, article=article)
    else:
        _check_article(source, source.pages[0], client, report)
    if rest := len(source.addresses()) - 1:
        report.notes.append(f"{rest} more address{'es' if rest > 1 else ''} of this source not asked")


def _check_feed(source: Source, client: Client, now: Callable[[], datetime], report: Report, *, article: bool) -> None:
    url = source.feeds[0]
    try:
        entries = read_feed(_page(client, url, report).body, url)
    except (FetchError, PageError) as error:
        report.amiss.append(_about(url, error))
        return
    report.fact("feed", url)
    report.fact("entries", len(entries))
    if not entries:
        report.amiss.append("the feed has no entries")
        return
    if missing := sum(entry.published is None for entry in entries):
        report.amiss.append(f"{missing} of {len(entries)} entries have no time with a zone")
    _describe_newest([entry.published for entry in entries], source, now, report)
    newest = newest_of(entries)
    report.fact("title", newest.title or "none")
    report.fact("article", newest.url)
    _describe_language(language_of(" ".join(entry.title or "" for entry in entries), source.lang), source, report)
    if article:
        _check_article(source, newest.url, client, report)


def _check_sitemap(
    source: Source, client: Client, now: Callable[[], datetime], report: Report, *, article: bool
) -> None:
    url = source.sitemaps[0]
    try:
        entries = sitemap_entries(url, client)
    except (FetchError, PageError) as error:
        report.amiss.append(_about(url, error))
        return
    report.fact("sitemap", url)
    report.fact("entries", len(entries))
    if not entries:
        report.amiss.append("the sitemap names no pages")
        return
    _describe_newest([entry.published or entry.updated for entry in entries], source, now, report)
    newest = newest_of(entries)
    report.fact("article", newest.url)
    if article:
        _check_article(source, newest.url, client, report)


def sitemap_entries(url: str, client: Client) -> tuple[Entry, ...]:
    """The pages that a sitemap names; of an index, those of the one that changed last. Raises FetchError, PageError."""
    found = read_sitemap(_body(client, url), url)
    if found.entries or not found.children:
        return found.entries
    children = worth_following(found.children, datetime.min.replace(tzinfo=UTC))
    return read_sitemap(_body(client, children[0].url), children[0].url).entries if children else ()


def _body(client: Client, url: str) -> bytes:
    answer = client.get(url)
    if answer.status != 200:
        raise PageError(f"{url}: HTTP {answer.status}")
    return answer.body


def newest_of(entries: tuple[Entry, ...]) -> Entry:
    """The entry of the last time; the first one where none has a time. There is at least one."""
    dated = [(time, -rank) for rank, entry in enumerate(entries) if (time := entry.published or entry.updated)]
    return entries[-max(dated)[1]] if dated else entries[0]


def _check_article(source: Source, url: str, client: Client, report: Report) -> None:
    try:
        answer = _page(client, url, report)
        if _is_front(answer.url) and not _is_front(url):
            raise PageError("leads to the front page")
        read = read_fields(answer.body, answer.url, source=source, charset=charset_of(answer))
    except (FetchError, PageError) as error:
        report.amiss.append(_about(url, error))
        return
    document = read.document
    report.fact("page", answer.url)
    for one in read.fields:
        report.fact(one.name, f"{one.value or 'not found'}{f' ({one.way})' if one.way else ''}")
    _describe_text(document, report)
    _compare_language(document.lang, source, report)
    if document.published is None:
        report.amiss.append("the page does not say when it was published")
    if len(document.text) < SHORT:
        report.amiss.append(f"a text of {len(document.text)} characters is too short for an article")
    report.amiss += [plain(warning) for warning in read.warnings]


def _page(client: Client, url: str, report: Report) -> Answer:
    answer = client.get(url)
    if answer.status != 200:
        raise PageError(f"HTTP {answer.status}")
    if answer.url != url:
        report.notes.append(f"{url} leads to {answer.url}")
    return answer


def _describe_newest(times: list[datetime | None], source: Source, now: Callable[[], datetime], report: Report) -> None:
    known = [time for time in times if time is not None]
    if not known:
        report.fact("newest", "not said")
        return
    newest = max(known)
    report.fact("newest", newest.astimezone(source.zone).isoformat(timespec="seconds"))
    if (days := (now() - newest).days) > STALE_DAYS:
        report.amiss.append(f"the newest is {days} days old")
    elif days < -1:
        report.amiss.append(f"the newest is {-days} days in the future")


def _describe_text(document: Document, report: Report) -> None:
    words = document.text.split()
    reason = withhold(document).withheld
    report.fact("text", f"withheld: {reason}" if reason else " ".join(words[:WORDS]) + " …" * (len(words) > WORDS))


def _describe_language(read: str, source: Source, report: Report) -> None:
    report.fact("language", read)
    _compare_language(read, source, report)


def _compare_language(read: str, source: Source, report: Report) -> None:
    if read != source.lang:
        report.amiss.append(f"reads as {read!r}, the file says lang = {source.lang!r}")


def _is_front(url: str) -> bool:
    return urlsplit(url).path in ("", "/")


def charset_of(answer: Answer) -> str | None:
    """The charset that a Content-Type header names."""
    match = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", answer.headers.get("content-type", ""), re.IGNORECASE)
    return match[1] if match else None


def _about(url: str, error: Exception) -> str:
    message = plain(str(error))
    return message if url in message else f"{url}: {message}"

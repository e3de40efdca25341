"""TelegramRSS (the program behind tg.i-c-a.su) as RSS: Telegram's own interface, with advertisements among the posts.

The form is that of app/RSS/Feed.php and app/RSS/Messages.php. What it calls the date of publication of a post that was
edited is the time of the edit, and nothing says which it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from polon.pages import PageError
from polon.pages.elements import text_of
from polon.pages.telegram.feeds import FeedItem, read_items
from polon.pages.telegram.fragments import body_of, without_double_breaks
from polon.pages.telegram.rsshub import address
from polon.pages.telegram.ways import Sheet, name, place_of, post, sheet_of
from polon.records import Document, Forward
from polon.sources import MirrorKind, Source

LIMIT = 100
"""Posts that one answer may hold at most."""

_PAGE_LINKED = re.compile(r'<br/><br/><blockquote (?:cite="[^"]*")?>')


@dataclass(frozen=True, slots=True)
class TelegramRss:
    """A TelegramRSS at a base URL, asked for RSS."""

    base: str
    kind: MirrorKind = MirrorKind.TGRSS

    def newest(self, channel: str) -> str:
        """The address of a channel's newest posts."""
        return f"{self.base}/rss/{quote(channel, safe='')}?limit={LIMIT}"

    def older(self, sheet: Sheet, channel: str) -> str | None:
        """The address of the posts before those of a sheet."""
        return before(f"{self.base}/rss", sheet, channel)

    def read(self, body: bytes, *, source: Source) -> Sheet:
        """The posts of its feed, advertisements left out. Raises PageError, MirrorRefusal."""
        placed: dict[int, FeedItem] = {}
        for item in read_items(body).items:
            place = place_of(item.link) or place_of(item.guid)
            # An advertisement leads to another channel or site; one for this very channel has its title.
            if place and place[0].lower() == str(source.channel).lower() and not _is_sponsored(item):
                placed.setdefault(place[1], item)
        moved = _moved(placed)
        documents: dict[int, Document] = {}
        odd: list[str] = []
        for number, item in placed.items():
            try:
                if document := _document(item, number, source, dated=number not in moved):
                    documents[number] = document
            except PageError as error:
                odd.append(f"{item.link}: {error}")
        return sheet_of(documents, set(placed), None, odd)


def before(base: str, sheet: Sheet, channel: str) -> str | None:
    """The address of the posts before those of a sheet; by their ids: numbers of pages move with each new post."""
    if not sheet.ids or sheet.ids[0] <= 1:
        return None
    return f"{base}/{quote(channel, safe='')}?id={sheet.ids[0] - 1}&limit={LIMIT}"


def _is_sponsored(item: FeedItem) -> bool:
    mark = "[Sponsored]"
    return item.title.startswith(mark) and not re.match(rf"(?:<[^>]*>|\s)*{re.escape(mark)}", item.html)


def _moved(placed: dict[int, FeedItem]) -> set[int]:
    """Posts whose date is later than a newer post's: they were edited since, so that it is no date of publication."""
    earliest, moved = None, set()
    for number in sorted(placed, reverse=True):
        time = placed[number].time
        if time is not None and earliest is not None and time > earliest:
            moved.add(number)
        elif time is not None:
            earliest = time
    return moved


def _document(item: FeedItem, number: int, source: Source, *, dated: bool) -> Document | None:
    linked = [match.start() for match in _PAGE_LINKED.finditer(item.html)]
    html = item.html[: linked[-1]] if linked else item.html
    text = text_of(body_of(without_double_breaks(html)))
    if not text:
        return None
    place = place_of(item.link) or place_of(item.guid)
    return post(
        source,
        number,
        text,
        via=MirrorKind.TGRSS.value,
        handle=place[0] if place else None,
        published=item.time if dated else None,
        edited=not dated,
        forwarded=_forwarded(item),
    )


def _forwarded(item: FeedItem) -> Forward | None:
    if item.source is None:
        return None
    title, url = item.source
    place = place_of(url)
    whose = name(title) or (place[0] if place else None)
    return Forward(name=whose, url=address(url) if place else None) if whose else None

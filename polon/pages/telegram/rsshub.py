"""RSSHub's `/telegram/channel/<channel>`: the newest page of the preview, or of Telegram's own interface, as RSS.

Which of the two depends on whether its owner has given it an account; the second works where the preview is off. The
forms are those of lib/routes/telegram/channel.ts and tglib/channel.ts of 2019 to 2026. Around the text of a post stand,
all as HTML of one level, whose post it passes on, what it answers, polls, files, and pages that it links to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from polon.pages import PageError
from polon.pages.elements import Element, line_of, text_of
from polon.pages.markup import one_line
from polon.pages.telegram.feeds import FeedItem, read_items
from polon.pages.telegram.fragments import body_of, joined, once, with_whole_paragraphs, without_double_breaks
from polon.pages.telegram.ways import Sheet, check_form, name, place_of, post, refusal, sheet_of
from polon.records import Document, Forward
from polon.sources import MirrorKind, Source

_TITLE = " - Telegram Channel"
# Marks that RSSHub puts before a title, as emoji or as words: what kind of message it is.
_KINDS = {
    "🔧": "service",
    "[Service]": "service",
    "📊": "poll",
    "[Poll]": "poll",
    "📱": "contact",
    "[Contact]": "contact",
}
_MARKS = re.compile(
    r"(?:🔧|📊|📱|↩️|🔁|🤖|🎬|🖼|🎙|🎵|📄|📍|🚫"
    r"|\[(?:Reply|Forwarded|Service|Via bot|Video|GIF|Photo|Poll|Voice|Music|Document|Location|Contact|Sticker"
    r"|Animated Sticker|Video Sticker|Unsupported)\])+"
)
_VOICE = re.compile(r"(?:🎙|\[Voice\])(?: \(\d{1,3}(?::\d\d){1,2}\))?")


@dataclass(frozen=True, slots=True)
class RssHub:
    """An RSSHub at a base URL."""

    base: str
    kind: MirrorKind = MirrorKind.RSSHUB

    def newest(self, channel: str) -> str:
        """The address of a channel's newest posts."""
        return f"{self.base}/telegram/channel/{quote(channel, safe='')}"

    def older(self, sheet: Sheet, channel: str) -> str | None:
        """None: there is one page."""
        return None

    def read(self, body: bytes, *, source: Source) -> Sheet:
        """The posts of its feed. Raises PageError, MirrorRefusal."""
        feed = read_items(body)
        title = one_line(feed.title)
        from_account, channel = not title.endswith(_TITLE), title.removesuffix(_TITLE)
        documents: dict[int, Document] = {}
        ids: set[int] = set()
        odd: list[str] = []
        worded = 0
        for item in feed.items:
            place = place_of(item.link) or place_of(item.guid)
            if place is None:
                odd.append(f"an item that leads to no post: {item.link[:80]!r}")
                continue
            ids.add(place[1])
            try:
                html = without_double_breaks(item.html) if from_account else item.html
                read = body_of(with_whole_paragraphs(html))
                worded += bool(line_of(read))
                document = _document(item, read, place, channel, source)
            except PageError as error:
                odd.append(f"{item.link}: {error}")
                continue
            if document is not None:
                documents.setdefault(place[1], document)
        if not ids:
            raise refusal("a feed without posts")
        check_form(documents, worded)
        return sheet_of(documents, ids, None, odd)


def _document(item: FeedItem, body: Element, place: tuple[str, int], channel: str, source: Source) -> Document | None:
    text = _text(body)
    if not text and any((words or "").strip() for words in (body.text, *(child.tail for child in body))):
        raise PageError("words that stand in no paragraph")
    if not text or _kinds(item.title, text) & {"service", "poll", "contact"}:
        return None
    author = name(item.author)
    return post(
        source,
        place[1],
        text,
        via=MirrorKind.RSSHUB.value,
        handle=place[0],
        published=item.time,
        author=None if author == channel else author,
        forwarded=_forwarded(body),
    )


def _kinds(title: str, text: str) -> set[str]:
    """What the marks before a title say, which a blank ends; those that the text begins with itself say nothing."""
    marks = _MARKS.match(one_line(title))
    if marks is None or text.startswith(marks[0]):
        return set()
    return {kind for mark, kind in _KINDS.items() if mark in marks[0]}


def _text(body: Element) -> str:
    """The paragraphs that are the post's own; a text with blocks in it runs to the empty paragraph behind them."""
    children = list(body)
    own = [at for at, child in enumerate(children) if child.tag == "p" and not _is_about(child)]
    ends = [at for at in own if not len(children[at]) and not (children[at].text or "").strip()]
    if own and ends and ends[-1] > own[0]:
        return text_of(joined(children[own[0] : ends[-1]]))
    return once(text_of(children[at]) for at in own)


def _is_about(paragraph: Element) -> bool:
    """Whether a paragraph tells something about the post: whose it is, by which bot, how long its voice is."""
    said = (paragraph.text or "").strip()
    tags = [child.tag for child in paragraph]
    if _forward_name(paragraph) is not None:
        return True
    if said == "via" and tags == ["b"] and not (paragraph[0].tail or "").strip():
        return True
    return not said and tags == ["b"] and _VOICE.fullmatch(line_of(paragraph)) is not None


def _forward_name(paragraph: Element) -> Element | None:
    said = (paragraph.text or "").strip()
    tags = [child.tag for child in paragraph]
    return paragraph[0] if said == "Forwarded From" and tags == ["b"] and paragraph.getprevious() is None else None


def _forwarded(body: Element) -> Forward | None:
    shown = next((found for child in body if child.tag == "p" and (found := _forward_name(child)) is not None), None)
    whose = name(line_of(shown)) if shown is not None else None
    if shown is None or whose is None:
        return None
    link = shown.find("a")
    signature = (shown.tail or "").strip()
    author = name(signature[1:-1]) if signature.startswith("(") and signature.endswith(")") else None
    return Forward(name=whose, url=address(link.get("href")) if link is not None else None, author=author)


def address(href: str | None) -> str | None:
    """An address that can be followed, else None."""
    return href.strip() if href and href.startswith(("https://", "http://")) and len(href) <= 2_000 else None

"""The feeds of three programs that make RSS or Atom of a channel: their items, or the notice that they gave instead."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

import msgspec
from lxml import etree

from polon.pages import PageError
from polon.pages.elements import Element, text_of
from polon.pages.telegram.fragments import body_of
from polon.pages.telegram.ways import MirrorRefusal, refusal
from polon.pages.times import parse_stamp

MAX_BYTES = 20_000_000
"""A longer answer is refused; a hundred posts come to a fiftieth of it."""

MAX_ITEMS = 2_000

_PARSER = etree.XMLParser(
    resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
)
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,200}\?>", re.IGNORECASE)
_ENTITIES = re.compile("<!DOCTYPE|<!ENTITY", re.IGNORECASE)
_PAGE = re.compile(r"\s*(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html|head|body|div|h1|p)\b", re.I | re.S)
# What XML has no place for, written out or as a reference: programs in PHP write it all the same.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(r"&#(?:x([0-9a-f]{1,6})|([0-9]{1,7}));", re.IGNORECASE)
_NAMES = {
    "title": "title",
    "link": "link",
    "guid": "guid",
    "id": "guid",
    "pubDate": "published",
    "published": "published",
    "description": "html",
    "content": "html",
    "author": "author",
    "source": "source",
}
_OTHER_NAMESPACES = re.compile(r"\{http://(?:www\.w3\.org/2005/Atom|purl\.org/rss/1\.0/modules/content/)\}")


@dataclass(slots=True)
class FeedItem:
    """One entry of a feed; `source` is title and address of what a post passes on."""

    title: str = ""
    link: str = ""
    guid: str = ""
    published: str = ""
    html: str = ""
    author: str = ""
    source: tuple[str, str] | None = None

    @property
    def time(self) -> datetime | None:
        """When it was published, with its zone."""
        stamp = parse_stamp(self.published)
        return stamp.moment if stamp and stamp.moment.tzinfo is not None else None


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed's title and its items."""

    title: str
    items: tuple[FeedItem, ...]


def read_items(body: bytes) -> Feed:
    """The items of a feed. Raises MirrorRefusal where there is a notice in its place, PageError where it is neither.

    A feed that breaks off is not read at all: the text of its last post might be cut.
    """
    if len(body) > MAX_BYTES:
        raise PageError(f"the feed has {len(body)} bytes; at most {MAX_BYTES} are read")
    text = _CONTROL.sub("", body.decode("utf-8-sig", "replace")).strip()
    text = _REFERENCE.sub(_possible, text)
    if not text:
        raise PageError("the feed is empty: no bytes")
    if text.startswith("{"):
        raise notice(text.encode("utf-8", "replace"))
    if _PAGE.match(text):
        raise refusal(text_of(body_of(text)))
    root = _root(text)
    if _local(root) not in ("rss", "feed"):
        raise PageError(f"not a feed: its root is <{_local(root)[:40]}>")
    entries = [element for element in root.iter() if _local(element) in ("item", "entry")]
    head = root if _local(root) == "feed" else next((e for e in root if _local(e) == "channel"), root)
    title = next((_text(element) for element in head if _local(element) == "title"), "")
    return Feed(title, tuple(_item(entry) for entry in entries[:MAX_ITEMS]))


def _possible(reference: re.Match[str]) -> str:
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    return "" if code > 0x10FFFF or _CONTROL.match(chr(code)) else reference[0]


def notice(body: bytes) -> MirrorRefusal | PageError:
    """What a JSON object says in the place of posts: `errors` of TelegramRSS, `error.message` of RSSHub."""
    try:
        answer = msgspec.json.decode(body)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        return PageError(f"neither posts nor a notice: JSON that cannot be read ({error})")
    said = answer if isinstance(answer, dict) else {}
    words = " ".join(_words(said.get(key)) for key in ("errors", "error", "message") if said.get(key))
    return refusal(words) if words else PageError("neither posts nor a notice: JSON of an unknown shape")


def _words(said: object, depth: int = 3) -> str:
    if isinstance(said, str):
        return said
    inner: list[object] = list(said.values()) if isinstance(said, dict) else said if isinstance(said, list) else []
    return " ".join(filter(None, (_words(part, depth - 1) for part in inner[:20]))) if depth else ""


def _root(text: str) -> Element:
    text = _DECLARATION.sub("", text, count=1)
    if _ENTITIES.search(text, 0, 100_000):
        raise PageError("the feed declares entities of its own; it is not read")
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), _PARSER)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise PageError(f"the feed is broken or cut off: {str(error)[:200]}") from error
    return root


def _item(entry: Element) -> FeedItem:
    item = FeedItem()
    for element in entry:
        tag = element.tag if isinstance(element.tag, str) else ""
        local = _OTHER_NAMESPACES.sub("", tag)
        name = "html" if local == "encoded" else _NAMES.get(local)
        if name == "source":
            item.source = (_text(element), element.get("url", ""))
        elif name == "link":
            item.link = item.link or _link(element)
        elif name is not None and not getattr(item, name):
            setattr(item, name, _text(element) if name == "html" else _text(element).strip())
    return item


def _link(element: Element) -> str:
    if element.get("rel", "alternate") != "alternate":
        return ""
    return (element.get("href") or _text(element)).strip()


def _text(element: Element) -> str:
    return "".join(str(part) for part in element.itertext())


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""

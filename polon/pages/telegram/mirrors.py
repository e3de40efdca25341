"""Ways to a channel's posts that are no preview of Telegram's own: which class reads which kind of mirror."""

from __future__ import annotations

from polon.pages.telegram.rss_bridge import RssBridge
from polon.pages.telegram.rsshub import RssHub
from polon.pages.telegram.tgjson import TelegramJson
from polon.pages.telegram.tgrss import TelegramRss
from polon.pages.telegram.ways import MirrorRefusal, Sheet, Way
from polon.sources import Mirror, MirrorKind

__all__ = ["MirrorRefusal", "Sheet", "Way", "way_of"]

_WAYS: dict[MirrorKind, type[RssHub | RssBridge | TelegramRss | TelegramJson]] = {
    MirrorKind.RSSHUB: RssHub,
    MirrorKind.RSS_BRIDGE: RssBridge,
    MirrorKind.TGRSS: TelegramRss,
    MirrorKind.TGJSON: TelegramJson,
}


def way_of(mirror: Mirror) -> Way:
    """How a mirror of `Source.ways()` is asked and read. Raises ValueError for the preview, which has more to tell."""
    if mirror.kind not in _WAYS:
        raise ValueError(f"{mirror.kind.value}: read it with read_preview")
    base = mirror.address if "://" in mirror.address else f"https://{mirror.address}"
    return _WAYS[mirror.kind](base.rstrip("/"))

"""The sources that crawl the demonstration's world."""

from __future__ import annotations

from polon.demo.server import NEWS_NAME, Addresses
from polon.sources import Kind, Source

NAMES = frozenset(("demo_brigade", "demo_monitor", "demo_news"))

_EVIDENCE = "Served on loopback by polon demo; every text is invented."


def demo_sources(addresses: Addresses) -> tuple[Source, ...]:
    """The two channels, through both preview hosts in order of preference, and the news site, through its feed."""
    return (
        _channel("demo_brigade", "An invented brigade's channel", "uk", addresses),
        _channel("demo_monitor", "An invented channel about exchanges", "ru", addresses),
        Source(
            name="demo_news",
            title="An invented news site",
            kind=Kind.NEWS,
            lang="en",
            timezone="Europe/Kyiv",
            feeds=(f"http://{NEWS_NAME}/rss.xml",),
            verified=True,
            evidence=_EVIDENCE,
        ),
    )


def _channel(name: str, title: str, lang: str, addresses: Addresses) -> Source:
    return Source(
        name=name,
        title=title,
        kind=Kind.TELEGRAM,
        lang=lang,
        timezone="Europe/Kyiv",
        channel=name,
        hosts=addresses.telegram,
        verified=True,
        evidence=_EVIDENCE,
    )

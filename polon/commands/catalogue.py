"""The catalogue of sources as a page: by side, and within a side by the kind of body that publishes."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from polon.sources import Kind, Publisher, Source

SIDES = {"UA": "Ukraine", "RU": "Russia", None: "Neither side"}
"""The sides in the order of the page; others follow by their code."""

PUBLISHERS = {
    Publisher.STATE: "Officials, authorities, forces",
    Publisher.AGENCY: "News agencies",
    Publisher.MEDIA: "Media",
    Publisher.INTERNATIONAL: "International organisations",
    Publisher.ASSOCIATION: "Families' associations and civic groups",
    None: "Publisher not known",
}

HEAD = """# The catalogue

Sources: {count}, in {langs}. News sites: {news}. Telegram channels: {channels}. Verified by a live crawl: {seen}.

A source stands under the side of its owner; international bodies and media in exile stand under neither. The side says
where a statement comes from and nothing about its truth. What the columns mean: [sources](sources.md#the-keys).

This page is made from the files in `sources/` by `polon sources catalogue`.
"""

LANGUAGES = {"en": "English", "ru": "Russian", "uk": "Ukrainian"}
COLUMNS = ("name", "title", "language", "zone", "address", "verified", "evidence")


def catalogue(sources: Iterable[Source]) -> str:
    """The page, in Markdown: a heading for each side, below it a table for each kind of publisher."""
    ordered = sorted(sources, key=_place)
    parts = [_head(ordered)]
    for side, of_side in groupby(ordered, key=lambda source: source.side):
        parts.append(f"## {SIDES.get(side, side)}\n")
        for publisher, group in groupby(of_side, key=lambda source: source.publisher):
            rows = [COLUMNS, tuple("---" for _ in COLUMNS), *(_cells(source) for source in group)]
            table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
            parts.append(f"### {PUBLISHERS[publisher]}\n\n{table}\n")
    return "\n".join(parts)


def _place(source: Source) -> tuple[int, str, int, str]:
    sides, publishers = list(SIDES), list(PUBLISHERS)
    side = sides.index(source.side) if source.side in sides else len(sides)
    return side, source.side or "", publishers.index(source.publisher), source.name


def _head(sources: list[Source]) -> str:
    codes = sorted({source.lang for source in sources}, key=lambda code: LANGUAGES.get(code, code))
    *rest, last = [LANGUAGES.get(code, code) for code in codes] or ["no language"]
    return HEAD.format(
        count=len(sources),
        news=sum(source.kind is Kind.NEWS for source in sources),
        channels=sum(source.kind is Kind.TELEGRAM for source in sources),
        langs=f"{', '.join(rest)} and {last}" if rest else last,
        seen=sum(source.verified for source in sources),
    )


def _cells(source: Source) -> tuple[str, ...]:
    address = f"`{source.first_page()}`"
    seen = "yes" if source.verified else "no"
    cells = (f"`{source.name}`", source.title, source.lang, source.timezone, address, seen, source.evidence)
    return tuple(cell.replace("|", "\\|").replace("\n", " ") for cell in cells)

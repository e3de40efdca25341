"""The day of the one event that a piece of news is about, named once for all that it tells."""

from __future__ import annotations

from datetime import timedelta

from polon.extract.mention import Found, Reading
from polon.extract.scene import Scene
from polon.extract.spans import Dated, Span
from polon.records import Event, Status

_HEAD = 5
"""Among so many sentences at the head of a text the day of its event is named."""
_FRESH = timedelta(days=4)
_UNSAID = "day of the news"


def date_by_main_day(reading: Reading) -> None:
    """«On Monday both sides exchanged prisoners» at the head: releases told without a day are that exchange's."""
    published = reading.page.published
    if published is None:
        return
    span = _main_day(reading)
    if span is None or not timedelta(0) < published - span.high <= _FRESH:
        return
    for found in reading.found:
        if found.date.rule == _UNSAID and _released(found) and not found.scene.of("background"):
            found.date = Dated(span.edtf(), None, "the day of the news' event", own=False)
            found.trace["date"] = found.date.rule
    for found in reading.found:
        whole = found.whole
        if whole is not None and found.date.rule == "as the whole" and whole.date.rule == "the day of the news' event":
            found.date = Dated(whole.date.edtf, None, "as the whole", own=False)


def _released(found: Found) -> bool:
    return found.event in (Event.RELEASED, Event.EXCHANGED) and found.status is Status.FACTUAL


def _main_day(reading: Reading) -> Span | None:
    """The one day on which the head of the text says that people were freed or exchanged."""
    days = {}
    for scene in reading.page.scenes[:_HEAD]:
        planned = any(c.tag.val == "planned" for c in scene.of("status"))  # «more are due on Saturday»
        if not _tells(scene) or planned or scene.of("background") or scene.of("recent"):
            continue
        for when in scene.whens:
            if when.role == "at" and when.span is not None and when.span.grain == "day":
                days[when.span.edtf()] = when.span
    return next(iter(days.values())) if len(days) == 1 else None


def _tells(scene: Scene) -> bool:
    return any(c.tag.val.startswith(("released", "exchanged")) for c in scene.of("event")) or any(
        c.tag.val == "exchange" for c in scene.of("trap")
    )

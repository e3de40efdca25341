"""Dates that only several sentences together tell: a deal by its rounds, a sum by its parts, an act dated later."""

from __future__ import annotations

from datetime import date

from polon.extract.mention import Found, Reading
from polon.extract.spans import Dated
from polon.records import Event, Status

_AHEAD = 4
_TWO = 2
_MOST, _ROUNDED = 0.6, 1.05
"""What share of a deal its rounds must make up, and how far they may go beyond it."""
_DAY = len("2025-05-23")


def date_rounds(reading: Reading) -> None:
    """«The deal is 1000 for 1000. On Friday 390 came, on Saturday 307, on Sunday 303»: it lasted three days."""
    for at, deal in enumerate(reading.found):
        if deal.status is not Status.FACTUAL or "/" in (deal.date.edtf or ""):
            continue
        if deal.event is Event.EXCHANGED:
            days = _rounds(deal, reading.found[at + 1 :])
        elif deal.scene.of("total") and not deal.date.rule.startswith("since"):
            days = _summands(deal, reading.found[:at])
        else:
            continue
        if len(days) >= _TWO:
            edtf = f"{min(days)}/{max(days)}"
            deal.date = Dated(edtf, deal.date.words, "the days of its rounds", own=True)
            deal.trace["date"] = deal.date.rule


def _rounds(deal: Found, later: list[Found]) -> set[str]:
    """The days of the releases that follow a formula, as long as they stay within it."""
    counted: dict[str, int] = {}
    for found in later:
        if found.mention.index - deal.mention.index > _AHEAD or found.event is Event.EXCHANGED:
            break
        edtf = found.date.edtf or ""
        if found.event is not Event.RELEASED or found.whole is not None or len(edtf) != _DAY or not found.date.own:
            continue
        counted[edtf] = max(counted.get(edtf, 0), found.number.value)
    if not _MOST * deal.number.value < sum(counted.values()) <= _ROUNDED * deal.number.value:
        return set()
    own = deal.date.edtf or ""
    return set(counted) | ({own} if deal.date.own and len(own) == _DAY else set())


def _summands(deal: Found, earlier: list[Found]) -> set[str]:
    """The days of the claims before that add up to a sum: «Friday 351, Saturday 268. Together 619»."""
    total, days = 0, set()
    for found in reversed(earlier):
        if found.event is not deal.event or deal.mention.index - found.mention.index > _AHEAD:
            break
        total += found.number.value
        if len(found.date.edtf or "") == _DAY:
            days.add(found.date.edtf or "")
        if total >= deal.number.value:
            break
    return days if total == deal.number.value else set()


def follow(reading: Reading) -> None:
    """What was dated by a later sentence takes its parts and those told after it along."""
    published = reading.page.published
    for at, found in enumerate(reading.found):
        source = found.whole if found.whole is not None and found.date.rule == "as the whole" else None
        last = reading.found[at - 1] if at else None
        told = last is not None and found.mention.index - last.mention.index <= _TWO and last.event is found.event
        if source is None and found.date.rule == "day of the news" and told and last is not None:
            source = last if last.date.rule == "dated in a later sentence" else None
        if source is None or source.date.edtf == found.date.edtf or source.event is not found.event:
            continue
        if found.date.edtf in (None, _iso(published)):
            found.date = Dated(source.date.edtf, source.date.words, "as the whole", own=False)
            found.trace["date"] = found.date.rule


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None

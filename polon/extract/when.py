"""When a number holds: the date of its clause, an interval for a running total, the whole's date, the day of the news."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from polon.extract.dates import Span, When, day
from polon.extract.events import Attached
from polon.extract.nouns import Head
from polon.extract.numbers import Number
from polon.extract.scene import Scene
from polon.records import Event, Status

FULL_SCALE_INVASION = date(2022, 2, 24)
_NEAR = 2.6
_FLOWS = frozenset({Event.RELEASED, Event.CAPTURED, Event.DIED, Event.SENTENCED, Event.EXCHANGED})


@dataclass(frozen=True, slots=True)
class Dated:
    """EDTF date, the words that gave it, the rule, and whether the text itself named it."""

    edtf: str | None
    words: str | None
    rule: str
    own: bool


def date_of(
    number: Number, head: Head, attached: Attached, scene: Scene, published: date | None, status: Status
) -> Dated | None:
    """The date that the number's own sentence gives; None where it is silent."""
    end = max(number.j, head.j)
    total = _running_total(number, end, attached, scene, published)
    if total is not None:
        return total
    best = _nearest(number, end, attached, scene)
    if best is not None:
        words = scene.words(best.i, best.j)
        if best.span is None:
            return Dated(None, words, f"{best.rule}, no year", own=True)
        span = best.span
        if attached.event is Event.HELD and best.role == "since":
            return Dated(published.isoformat() if published else None, words, "held since", own=True)
        return Dated(span.edtf(), words, best.rule, own=True)
    return None


def default_date(attached: Attached, scene: Scene, published: date | None, status: Status) -> Dated:
    """What holds where nothing names a date: the day of the news, or nothing."""
    if status is Status.PLANNED or published is None:
        return Dated(None, None, "no date stated", own=False)
    if scene.of("recent") and attached.event in _FLOWS:
        return Dated(None, scene.words(scene.of("recent")[0].i, scene.of("recent")[0].j), "undated past", own=True)
    if attached.event in (Event.CAPTURED, Event.DIED):
        return Dated(None, None, "no date stated", own=False)
    return Dated(published.isoformat(), None, "day of the news", own=False)


def _running_total(
    number: Number, end: int, attached: Attached, scene: Scene, published: date | None
) -> Dated | None:
    if attached.event not in _FLOWS and attached.event is not Event.OTHER:
        return None
    stop = published.isoformat() if published else ".."
    as_of = [w for w in scene.whens if w.role == "as_of" and w.span is not None]
    if as_of and as_of[0].span is not None:
        stop = as_of[0].span.high.isoformat()
    for when in scene.whens:
        if when.role == "since" and when.span is not None and scene.gap(when.i, when.j, number.i, end) < 4.5:
            start = when.span
            named = start.edtf() if start.grain in ("day", "month") else start.low.isoformat()
            if start.grain == "month" and start.low.day == 1 and published and (start.low.year, start.low.month) == (
                published.year,
                published.month,
            ):
                named = start.low.isoformat()
            return Dated(f"{named}/{stop}", scene.words(when.i, when.j), "since a date", own=True)
    total = [c for c in scene.of("total") if scene.gap(c.i, c.j, number.i, end) < 2.2]
    for cue in scene.of("invasion"):
        since = [s for s in scene.of("since") if -1 <= cue.i - s.j <= 2 and s.i < cue.j]
        if (since or total) and scene.gap(cue.i, cue.j, number.i, end) < 4.5:
            start_text = "2022-02-24" if cue.tag.val == "full" else _start_of(scene.words(cue.i, cue.j), published)
            return Dated(f"{start_text}/{stop}", scene.words(cue.i, cue.j), "since the invasion", own=True)
    if total and not any(w.span is not None and scene.gap(w.i, w.j, number.i, end) < _NEAR for w in scene.whens):
        return Dated(f"../{stop}", scene.words(total[0].i, total[0].j), "running total", own=True)
    return _this_year(number, end, scene, published)


def _start_of(words: str, published: date | None) -> str:
    if published is not None and words.endswith("year"):
        return f"{published.year}-01-01"
    if published is not None and words.endswith("month"):
        return f"{published:%Y-%m}-01"
    return ".."


def _this_year(number: Number, end: int, scene: Scene, published: date | None) -> Dated | None:
    for when in scene.whens:
        if when.span is None or published is None or scene.gap(when.i, when.j, number.i, end) >= _NEAR:
            continue
        if when.span.grain == "year" and when.span.low.year == published.year and scene.starting("year", when.i):
            return Dated(f"{published.year}-01-01/{published}", scene.words(when.i, when.j), "this year", own=True)
    return None


def _nearest(number: Number, end: int, attached: Attached, scene: Scene) -> When | None:
    best: tuple[float, When] | None = None
    for when in scene.whens:
        if when.role == "since" and attached.event is not Event.HELD:
            continue
        distance = scene.gap(when.i, when.j, number.i, end)
        if attached.cue is not None and scene.holds(attached.cue):
            cue_distance = scene.gap(when.i, when.j, attached.cue.i, attached.cue.j)
            distance = min(distance, cue_distance + 0.3)
        if when.i <= scene.first + 4:
            distance -= 0.8  # a date at the head of the sentence frames it all
        if when.role == "as_of":
            distance -= 1.5
        if distance < _NEAR and (best is None or distance < best[0]):
            best = distance, when
    return best[1] if best else None


__all__ = ["Dated", "Span", "date_of", "day", "default_date"]

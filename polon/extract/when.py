"""When a number holds: the date of its clause, an interval for a running total, or the day of the news."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from polon.extract.clauses import crosses, of_participle, of_relative, other_verbs
from polon.extract.events import Attached
from polon.extract.head import Head
from polon.extract.joins import When
from polon.extract.numbers import Number
from polon.extract.scene import Scene
from polon.extract.spans import Span, make_day, month
from polon.records import Event, Status

FULL_SCALE_INVASION = date(2022, 2, 24)
_NEAR = 2.6
_ALONE = 3.0
_SINCE = 3.2
_BESIDE = 0.5
_OTHERS_DATE = 1.2
_TALLY = 30
"""Deaths in captivity: no single incident that news reports without its day has counted so many."""
_FLOWS = frozenset({Event.RELEASED, Event.CAPTURED, Event.DIED, Event.SENTENCED})
"""What adds up; a formula is one exchange and never does."""


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
    if status is Status.PLANNED and total is None:
        return _planned(number, end, attached, scene, published)
    best = _nearest(number, end, attached, scene)
    if total is not None and not (best is not None and _beside(best, number, end, scene, total[0])):
        return total[1]
    if best is None:
        return None
    words = scene.said(best.i, best.j)
    if best.span is None:
        return Dated(None, words, f"{best.rule}, no year", own=True)
    if attached.event is Event.HELD and best.role == "since":
        return Dated(published.isoformat() if published else None, words, "held since", own=True)
    return Dated(best.span.edtf(), words, best.rule, own=True)


def _beside(when: When, number: Number, end: int, scene: Scene, total: float) -> bool:
    """«407 this year: 230 in January»: a date right beside the number is its own, not the total's."""
    near = scene.gap(when.i, when.j, number.i, end)
    return when.role == "at" and near < min(_BESIDE, total) and not crosses(when, number, scene)


def _planned(number: Number, end: int, attached: Attached, scene: Scene, published: date | None) -> Dated:
    """A plan has a date only where the text names a day to come."""
    best = _nearest(number, end, attached, scene)
    if best is None or best.span is None or published is None:
        return Dated(None, None, "planned, no day stated", own=False)
    span = ahead(best, published)
    if span is None:
        return Dated(None, None, "planned, no day stated", own=False)
    return Dated(span.edtf(), scene.said(best.i, best.j), f"planned, {best.rule}", own=True)


def ahead(when: When, published: date) -> Span | None:
    """The day or month that a plan names: without a year the next one, not the last; None where it has passed."""
    span = when.span
    if span is not None and span.high < published and when.floating and when.rule in ("month", "day", "weekday"):
        dated = when.rule != "weekday" or published - span.low > timedelta(days=7)  # «on Tuesday, 13 October»
        span = _next(span) if dated else span
    if span is None or span.high < published or (span.low == published and when.rule == "weekday"):
        return None
    return span


def _next(span: Span) -> Span | None:
    if span.grain == "month":
        return month(span.low.year + 1, span.low.month)
    return make_day(span.low.year + 1, span.low.month, span.low.day)


def default_date(
    number: Number,
    attached: Attached,
    scene: Scene,
    published: date | None,
    status: Status,
    stated: When | None = None,
) -> Dated:
    """What holds where nothing names a date: the day of the statement or of the news, or nothing."""
    if status is Status.PLANNED or published is None:
        return Dated(None, None, "no date stated", own=False)
    if scene.of("recent") and (attached.event in _FLOWS or attached.event is Event.EXCHANGED):
        return Dated(None, scene.said(scene.of("recent")[0].i, scene.of("recent")[0].j), "undated past", own=True)
    if attached.event in (Event.CAPTURED, Event.DIED):
        return _tally(number, attached, scene, published)
    if attached.role == "other.visit":
        return Dated(None, None, "no date stated", own=False)
    if _so_far(attached, scene):
        return Dated(f"../{published}", None, "so far", own=False)
    if stated is not None and stated.span is not None and stated.span.grain == "day":
        return Dated(stated.span.edtf(), None, "day of the statement", own=False)
    return Dated(published.isoformat(), None, "day of the news", own=False)


def _so_far(attached: Attached, scene: Scene) -> bool:
    """«has convicted 290», «515 have returned and 487 remain»: what has happened up to now, beside what is left."""
    cue = attached.cue
    if cue is None or not scene.holds(cue) or attached.event not in (Event.SENTENCED, Event.RELEASED):
        return False
    perfect = any(scene.starting("perfect", k) is not None for k in range(cue.i - 4, cue.i + 1))
    left = any(c.tag.val == "held.be" and c.i != cue.i for c in scene.of("event")) and len(scene.numbers) > 1
    return perfect and (left or attached.event is Event.SENTENCED)


def _tally(number: Number, attached: Attached, scene: Scene, published: date) -> Dated:
    """Undated captures and deaths: a count kept so far is a running total, one incident has no date."""
    for cue in scene.of("already"):
        if scene.gap(cue.i, cue.j, number.i, number.j) < _NEAR:
            return Dated(f"../{published}", scene.said(cue.i, cue.j), "so far", own=False)
    if attached.event is Event.DIED and number.value >= _TALLY:
        return Dated(f"../{published}", None, "a tally", own=False)
    return Dated(None, None, "no date stated", own=False)


def stated(scene: Scene) -> When | None:
    """The day on which the sentence's words were said."""
    for when in scene.whens:
        if when.role == "said" and when.span is not None and (when.rule != "ago" or when.i <= scene.first + 1):
            return when
    return None


def _running_total(
    number: Number, end: int, attached: Attached, scene: Scene, published: date | None
) -> tuple[float, Dated] | None:
    """An interval for a number that has been adding up (since a date, this year, so far), and how far its words are."""
    if attached.event not in _FLOWS and attached.event is not Event.OTHER:
        return None
    as_of = next((w for w in scene.whens if w.role == "as_of" and w.span is not None), None)
    stop = _stop(scene, as_of, published)
    starts = [
        start
        for start in (*_since_dates(scene, stop, published), *_since_wars(scene, stop, published))
        if not _counts_events(start[0], scene)
    ]
    near = [(scene.gap(i, j, number.i, end) * (0.5 if i <= scene.first + 4 else 1.0), d) for i, j, d in starts]
    near = [pair for pair in near if pair[0] < _SINCE and not _backwards(pair[1])]
    if near:
        return min(near, key=lambda pair: pair[0])
    if as_of is not None and attached.event in _FLOWS and scene.gap(as_of.i, as_of.j, number.i, end) < 3.5:
        return 9.0, Dated(f"../{stop}", scene.said(as_of.i, as_of.j), "running total, as of", own=True)
    total = [c for c in scene.of("total") if scene.gap(c.i, c.j, number.i, end) < 2.2]
    if total and not any(w.span is not None and w.role != "said" for w in scene.whens):
        return 9.0, Dated(f"../{stop}", scene.said(total[0].i, total[0].j), "running total", own=True)
    return _this_year(number, end, scene, published)


def _counts_events(i: int, scene: Scene) -> bool:
    """«the 70th exchange since the invasion»: what adds up are exchanges, not people."""
    ordinals = [n for n in scene.numbers if n.ordinal]
    trades = [c.j for c in scene.of("trap") if c.tag.val == "exchange"]
    return any(-1 <= i - n.j <= 1 for n in ordinals) or any(
        0 <= i - j <= 2 and any(n.j < j <= n.j + 3 for n in ordinals) for j in trades
    )


def _backwards(dated: Dated) -> bool:
    """Whether an interval would end before it begins: the phrase was misread, or the day of publication is wrong."""
    start, _, stop = (dated.edtf or "").partition("/")
    return start[:1].isdigit() and stop[:1].isdigit() and stop < start[: len(stop)]


def _stop(scene: Scene, as_of: When | None, published: date | None) -> str:
    """The day on which a running total ends: as of which, else on which it was stated, else of the news."""
    said = stated(scene)
    if as_of is not None and as_of.span is not None:
        return as_of.span.high.isoformat()
    if said is not None and said.span is not None:
        return said.span.high.isoformat()
    return published.isoformat() if published else ".."


def _since_dates(scene: Scene, stop: str, published: date | None) -> list[tuple[int, int, Dated]]:
    found = []
    for when in scene.whens:
        if when.role == "since" and when.span is not None:
            opening = any(
                c.j - c.i > 1 and 0 <= when.i - c.j <= 2 for c in scene.of("since")
            )  # «since the start of July»
            whole = opening or scene.starting("year", when.i) is not None
            start = when.span.low.isoformat() if whole else when.span.edtf().split("/")[0]
            found.append(
                (when.i, when.j, Dated(f"{start}/{stop}", scene.said(when.i, when.j), "since a date", own=True))
            )
    return found


def _since_wars(scene: Scene, stop: str, published: date | None) -> list[tuple[int, int, Dated]]:
    """«since the start of the full-scale invasion», «in total during the war», with «to April 10» where it stands."""
    found = []
    until = [w for w in scene.whens if w.span is not None and scene.starting("to", w.i - 1) is not None]
    for cue in scene.of("invasion"):
        since = [s for s in scene.of("since") if -1 <= cue.i - s.j <= 5 and s.i < cue.j]
        if not since and not any(scene.gap(c.i, c.j, cue.i, cue.j) < 4.5 for c in scene.of("total")):
            continue
        ends = [w.span for w in until if cue.j <= w.i <= cue.j + 3 and w.span is not None]
        start = "2022-02-24" if cue.tag.val == "full" else _start_of(scene.words(cue.i, cue.j), published)
        words, last = scene.said(cue.i, cue.j), ends[0].high.isoformat() if ends else stop
        i = min((s.i for s in since), default=cue.i)
        found.append((i, cue.j, Dated(f"{start}/{last}", words, "since the invasion", own=True)))
    return found


def _start_of(words: str, published: date | None) -> str:
    if published is not None and words.endswith("year"):
        return f"{published.year}-01-01"
    if published is not None and words.endswith("month"):
        return f"{published:%Y-%m}-01"
    return ".."


def _this_year(number: Number, end: int, scene: Scene, published: date | None) -> tuple[float, Dated] | None:
    for when in scene.whens:
        near = scene.gap(when.i, when.j, number.i, end)
        if when.span is None or published is None or near >= _NEAR:
            continue
        if when.span.grain == "year" and when.span.low.year == published.year and scene.starting("year", when.i):
            words = scene.said(when.i, when.j)
            return near, Dated(f"{published.year}-01-01/{published}", words, "this year", own=True)
    return None


def _nearest(number: Number, end: int, attached: Attached, scene: Scene) -> When | None:
    best: tuple[float, When] | None = None
    events = [
        w for w in scene.whens if w.role in ("at", "as_of") or (w.role == "since" and attached.event is Event.HELD)
    ]
    reach = _NEAR if len(events) > 1 else _ALONE
    for when in events:
        distance = scene.gap(when.i, when.j, number.i, end)
        if scene.holds(attached.cue) and attached.cue is not None:
            cue_distance = scene.gap(when.i, when.j, attached.cue.i, attached.cue.j)
            distance = min(distance, cue_distance + 0.3)
        if of_participle(when, number, attached, scene) or of_relative(when, number, attached, scene):
            continue
        if crosses(when, number, scene) or other_verbs(when, attached, scene):
            distance += _OTHERS_DATE
        later = any(when.j <= w.i < number.i for w in events)
        if when.i <= scene.first + 4 and when.j <= number.i and not later:
            distance *= 0.5  # a date at the head of the sentence frames it all
        if when.role == "as_of":
            distance -= 1.5
        if distance < reach and (best is None or distance < best[0]):
            best = distance, when
    return best[1] if best else None


__all__ = ["Dated", "ahead", "date_of", "default_date", "stated"]

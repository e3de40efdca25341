"""When a number holds: the date of its clause, an interval for a running total, or the day of the news."""

from __future__ import annotations

from datetime import date, timedelta

from polon.extract.clauses import (
    asides,
    beside,
    crosses,
    joined,
    of_description,
    of_participle,
    of_some,
    opens,
    other_verbs,
)
from polon.extract.events import Attached
from polon.extract.head import Head
from polon.extract.joins import When
from polon.extract.lexicon import Cue
from polon.extract.numbers import Number
from polon.extract.scene import Scene
from polon.extract.spans import Dated, Span, day, join, make_day, month
from polon.extract.totals import FLOWS, NEAR, OVER_ANOTHER, running_total, stated
from polon.records import Event, Status

_ALONE = 3.0
_FAR = 200
"""Plans of news are near: what lies less far back, in days, has passed rather than is to come again next year."""
_BESIDE = 0.5
_OF_PART = 1.5
_TO_COME = 0.9
_OTHERS_DATE = 1.2
_TALLY = 30
"""Deaths in captivity: no single incident that news reports without its day has counted so many."""


def date_of(
    number: Number, head: Head, attached: Attached, scene: Scene, published: date | None, status: Status
) -> Dated | None:
    """The date that the number's own sentence gives; None where it is silent."""
    end = max(number.j, head.j)
    if status is Status.PLANNED:
        return _planned(number, end, attached, scene, published)
    total = running_total(number, end, attached, scene, published)
    best = _nearest(number, end, attached, scene, factual=True)
    own = best is not None and not _same(best, total, scene) and _beside(best, number, end, scene, total)
    if total is not None and not own:
        return total[1]
    if best is None or (attached.event is Event.HELD and best.role != "as_of" and _now(best, number, end, scene)):
        return None
    words = scene.said(best.i, best.j)
    if best.span is None:
        return Dated(None, words, f"{best.rule}, no year", own=True)
    if attached.event is Event.HELD and best.role == "since":
        return Dated(published.isoformat() if published else None, words, "held since", own=True)
    return Dated(best.span.edtf(), words, best.rule, own=True)


def _now(when: When, number: Number, end: int, scene: Scene) -> bool:
    """«200 are there now, last spring there were 300»: «now» is nearer than the date."""
    near = scene.gap(when.i, when.j, number.i, end)
    return when.role == "at" and any(scene.gap(c.i, c.j, number.i, end) < near for c in scene.of("now"))


def _same(when: When, total: tuple[float, Dated] | None, scene: Scene) -> bool:
    """Whether the total starts with that very date: «this year»."""
    return total is None or scene.said(when.i, when.j) in (total[1].words or "")


def _beside(when: When, number: Number, end: int, scene: Scene, total: tuple[float, Dated] | None) -> bool:
    """«407 this year: 230 in January»: a date right beside the number is its own, not the total's."""
    if when.role == "at" and (joined(when.i, when.j, number, scene) or _segment(when, number, scene)):
        return True
    reach = min(_BESIDE, total[0]) if total is not None else 0.0
    if total is not None and total[0] >= OVER_ANOTHER:
        reach = _OF_PART  # «1,863 since the invasion, 101 of them in the exchange of 16 February»
    near = scene.gap(when.i, when.j, number.i, end)
    return when.role == "at" and near < reach and not crosses(when.i, when.j, number, scene)


def _segment(when: When, number: Number, scene: Scene) -> bool:
    """«Since May 27 were led out; two died on Thursday»: the date and the number stand alone behind a semicolon."""
    cut = max((k for k in range(scene.first, number.i) if scene.norm(k) == ";"), default=None)
    return cut is not None and when.i > cut and not any(cut < n.i for n in scene.numbers if n.i != number.i)


def _planned(number: Number, end: int, attached: Attached, scene: Scene, published: date | None) -> Dated:
    """A plan has a date only where the text names a day to come."""
    best = _nearest(number, end, attached, scene)
    span = None
    if best is not None and published is not None and not of_pledge(best, attached, scene):
        weekday = best.rule == "weekday" and _told_of_another(best, number, scene)
        span = None if weekday else ahead(best, published)  # «90 came on Friday, another 50 will follow»
    if span is None or best is None:
        return Dated(None, None, "planned, no day stated", own=False)
    return Dated(span.edtf(), scene.said(best.i, best.j), f"planned, {best.rule}", own=True)


def _told_of_another(when: When, number: Number, scene: Scene) -> bool:
    """Whether a number stands before the date or between: the date is of its sentence, not of the plan."""
    return any(n.i < number.i and (n.i < when.i < number.i or when.j <= n.i) for n in scene.numbers)


def of_pledge(when: When, attached: Attached, scene: Scene) -> bool:
    """«agreed on Friday to swap 200», «in March he promised …»: the day of the promise, not of what is promised."""
    cue = attached.cue
    own = scene.gap(when.i, when.j, cue.i, cue.j) if cue is not None and scene.holds(cue) else _ALONE
    pledges = [c for c in scene.of("pledge") if c is not cue]
    if cue is not None and any(c.i < when.i < cue.i for c in pledges):
        return True
    return any(scene.gap(when.i, when.j, c.i, c.j) <= own for c in pledges)


def ahead(when: When, published: date) -> Span | None:
    """The day or month that a plan names: without a year the next one, not the last; None where it has passed."""
    span = when.span
    if span is None or when.rule in ("stretch", "span", "ago"):
        return None  # «within six weeks» names no day
    if when.rule == "weekday" and when.floating and timedelta(0) < published - span.low <= timedelta(days=7):
        return day(span.low + timedelta(days=7))
    if span.high < published and when.floating and when.rule in ("month", "day", "season", "weekday"):
        span = _next(span) if (published - span.low).days > _FAR else None
    return None if span is None or span.high < published else span


def _next(span: Span) -> Span | None:
    if span.grain == "month":
        return month(span.low.year + 1, span.low.month)
    if span.grain == "months":
        return join(month(span.low.year + 1, span.low.month), month(span.high.year + 1, span.high.month))
    return make_day(span.low.year + 1, span.low.month, span.low.day)


def recent(number: Number, scene: Scene) -> list[Cue]:
    """«earlier», «recently» where the claim's own clause says so: not «from the list published earlier»."""
    inside, endings = asides(scene), scene.lexicon.participle_endings
    return [
        c
        for c in scene.of("recent")
        if not any(i <= c.i < j and not i <= number.i < j for i, j in inside)
        and not (endings and scene.norm(c.j).endswith(endings))
    ]


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
    past = recent(number, scene)
    told = any(c.i <= scene.first + 1 for c in past) and bool(scene.of("speech"))  # «Earlier X reported»
    if past and (attached.event in FLOWS or attached.event is Event.EXCHANGED or told):
        return Dated(None, scene.said(past[0].i, past[0].j), "undated past", own=True)
    if attached.event in (Event.CAPTURED, Event.DIED):
        return _tally(number, attached, scene, published)
    if attached.role in ("other.visit", "other.hurt") and not _present(attached, scene):
        return Dated(None, None, "no date stated", own=False)
    if _so_far(number, attached, scene):
        return Dated(f"../{published}", None, "so far", own=False)
    if attached.event is Event.HELD and _past(attached, scene):
        return Dated(None, None, "held in the past", own=False)
    if stated is not None and stated.span is not None and stated.span.grain in ("day", "month"):
        return Dated(stated.span.edtf(), None, "day of the statement", own=False)
    return Dated(published.isoformat(), None, "day of the news", own=False)


def _present(attached: Attached, scene: Scene) -> bool:
    """«fourteen are being treated»: a state that lasts is told as of the day."""
    cue, endings = attached.cue, scene.lexicon.present_endings
    if cue is None or not scene.holds(cue):
        return False
    if scene.norm(cue.i).endswith(endings or ("\0",)):
        return True
    return scene.opens_in(cue.i - 2, cue.j, "present")


def _past(attached: Attached, scene: Scene) -> bool:
    """«these 13 were held in one of the rooms»: a stay that is over, and no day of it is told."""
    cue = attached.cue
    if cue is None or not scene.holds(cue) or any(scene.of(cls) for cls in ("now", "already", "speech")):
        return False
    return any(scene.starting("past", k) is not None for k in (cue.i - 1, cue.i))


def _so_far(number: Number, attached: Attached, scene: Scene) -> bool:
    """«has convicted 290», «515 have returned and 487 remain»: what has happened up to now, beside what is left."""
    cue = attached.cue
    if cue is None or not scene.holds(cue) or attached.event not in (Event.SENTENCED, Event.RELEASED):
        return False
    perfect = scene.opens_in(cue.i - 4, cue.i + 1, "perfect")
    reduced = {c.j for c in scene.of("people")}  # «110 captives held by Ukraine»: nobody is said to be left
    left = any(c.tag.val == "held.be" and c.i != cue.i and c.i not in reduced for c in scene.of("event"))
    many = attached.event is Event.SENTENCED and number.value >= _TALLY  # one trial is the news of a day
    return perfect and ((left and len(scene.numbers) > 1) or many)


def _tally(number: Number, attached: Attached, scene: Scene, published: date) -> Dated:
    """Undated captures and deaths: a count kept so far is a running total, one incident has no date."""
    for cue in scene.of("already"):
        if scene.gap(cue.i, cue.j, number.i, number.j) < NEAR:
            return Dated(f"../{published}", scene.said(cue.i, cue.j), "so far", own=False)
    if attached.event is Event.DIED and number.value >= _TALLY and not _blown_up(scene):
        return Dated(f"../{published}", None, "a tally", own=False)
    return Dated(None, None, "no date stated", own=False)


def _to_come(when: When, attached: Attached, scene: Scene) -> bool:
    """«270 were released, with more due to be released on Saturday»: the date of what is still to come."""
    own = attached.cue
    near = scene.gap(when.i, when.j, own.i, own.j) if own is not None and scene.holds(own) else NEAR
    return any(
        scene.gap(when.i, when.j, c.i, c.j) < min(near, _TO_COME)
        for c in scene.of("status")
        if c.tag.val == "planned" and not scene.starting("day", c.i) and not scene.starting("pledge", c.i)
    )


def _blown_up(scene: Scene) -> bool:
    """Whether they died in one incident that the sentence names: a blast, an attack."""
    return any(c.tag.val == "blast" for c in scene.of("incident"))


def _nearest(number: Number, end: int, attached: Attached, scene: Scene, *, factual: bool = False) -> When | None:
    best: tuple[float, When] | None = None
    events = [
        w for w in scene.whens if w.role in ("at", "as_of") or (w.role == "since" and attached.event is Event.HELD)
    ]
    reach = NEAR if len(events) > 1 else _ALONE
    for when in events:
        distance = scene.gap(when.i, when.j, number.i, end)
        if scene.holds(attached.cue) and attached.cue is not None:
            cue_distance = scene.gap(when.i, when.j, attached.cue.i, attached.cue.j)
            distance = min(distance, cue_distance + 0.3)
        if factual and _to_come(when, attached, scene):
            continue
        if of_participle(when, number, attached, scene) or beside(when.i, number, attached, scene):
            continue
        if of_some(when, number, attached, scene) or of_description(when, number, attached, scene):
            continue
        if joined(when.i, when.j, number, scene) or opens(when.i, when.j, number, scene):
            distance = 0.0
        elif crosses(when.i, when.j, number, scene) or other_verbs(when.i, when.j, attached, scene):
            distance += _OTHERS_DATE
        later = any(when.j <= w.i < number.i for w in events)
        if when.i <= scene.first + 4 and when.j <= number.i and not later:
            distance *= 0.5  # a date at the head of the sentence frames it all
        if when.role == "as_of":
            distance -= 1.5
        if distance < reach and (best is None or distance < best[0]):
            best = distance, when
    return best[1] if best else None


__all__ = ["Dated", "ahead", "date_of", "default_date", "of_pledge", "recent", "stated"]

"""The time that a passage is about: what its sentences leave undated has the date that the passage was given.

A passage has a frame (a stretch or a day at the head of a sentence: «In November the corps took …»), may tell one event
in several sentences («Yesterday 50 came home. Russia got 50 too»), and may point back («in the same period», «then»).
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice

from polon.extract.clauses import asides
from polon.extract.joins import When
from polon.extract.mention import LOOK_BACK, Found, Mention, Reading
from polon.extract.scene import Scene
from polon.extract.spans import Dated, Span, day
from polon.records import Event, Status

_POINTED = 6
"""How many sentences back «then» may point."""
_FRAMED = 3
_HEAD = 7
"""How many tokens from the start of a sentence a date still frames it."""
_TRADES = frozenset({Event.RELEASED, Event.EXCHANGED})
_OUTGROWN = 4
"""A number so many times greater than what was told is no part of that event."""
_MANY = 500
_NAMED = 2
_ROUNDS = timedelta(days=6)
_BESIDE_IT = 2.0


def near_by(earlier: Scene, scene: Scene) -> bool:
    """Whether two sentences speak in one breath: of one paragraph, or of two that follow each other."""
    return scene.sentence.paragraph - earlier.sentence.paragraph <= 1


def before(mention: Mention, reading: Reading, count: int) -> list[Scene]:
    """The sentences before a mention in its paragraph, at most `count`."""
    scenes = reading.page.scenes[max(0, mention.index - count) : mention.index]
    return [s for s in scenes if near_by(s, mention.scene)]


def told_before(found: Found, reading: Reading) -> Dated | None:
    """A trade told in several sentences has one date, whichever side counts; its first claim there gives it."""
    best: Found | None = None
    seen = found.mention.index
    for earlier in islice(reversed(reading.found), LOOK_BACK):
        if not near_by(earlier.scene, found.scene) or (best is not None and earlier.scene is not best.scene):
            break
        if earlier.scene is not found.scene:
            if _moved_on(reading.page.scenes[earlier.mention.index + 1 : seen]):
                break
            seen = earlier.mention.index + 1
        if _same_trade(earlier, found):
            best = earlier if best is None or earlier.scene is not found.scene else best
    return None if best is None else Dated(best.date.edtf, best.date.words, "told before", own=False)


def _same_trade(earlier: Found, found: Found) -> bool:
    """Whether a claim may be of the event that an earlier one dates."""
    same = earlier.event is found.event if found.event not in _TRADES else earlier.event in _TRADES
    again = found.event in _TRADES or earlier.number.value == found.number.value
    known = earlier.date.own or earlier.date.rule == "the event told before"
    greater = found.status is Status.PLANNED and found.number.value > earlier.number.value
    if (
        not (same and again and known)
        or greater
        or earlier.status is not found.status
        or _long(earlier.date.edtf or "")
    ):
        return False
    return earlier.scene is found.scene or not _outgrown(found, earlier)


def _outgrown(found: Found, earlier: Found) -> bool:
    return found.number.value >= max(_MANY, _OUTGROWN * earlier.number.value)


def _long(edtf: str) -> bool:
    """Whether an interval is more than the few days of one exchange."""
    start, mark, stop = edtf.partition("/")
    if not mark:
        return False
    known = len(start) == len(stop) == len("2025-05-23")
    return not known or date.fromisoformat(stop) - date.fromisoformat(start) > _ROUNDS


def event_day(found: Found, reading: Reading) -> Dated | None:
    """«Yesterday an exchange took place. 108 women were freed»: the day of the event that the sentence before names."""
    if found.event not in _TRADES or found.status is not Status.FACTUAL:
        return None
    if any(_outgrown(found, f) for f in reading.near(found.mention.index - 1, _NAMED - 1)):
        return None
    in_return = any(c.tag.val == "none.link" for c in found.scene.of("event"))
    for scene in reversed(before(found.mention, reading, _NAMED)):
        told = (
            in_return
            or any(c.tag.val.startswith("released") for c in scene.of("event"))
            or any(c.tag.val == "exchange" for c in scene.of("trap"))
        )
        grains = ("day", "month") if any(c.tag.val == "exchange" for c in scene.of("trap")) else ("day",)
        days = [w for w in _main(scene) if w.role == "at" and w.span is not None and w.span.grain in grains]
        if told and len(days) == 1 and days[0].span is not None:
            return Dated(days[0].span.edtf(), scene.said(days[0].i, days[0].j), "the event told before", own=False)
        if scene.of("total") or scene.of("recent"):
            return None
    return None


def befell(found: Found, reading: Reading) -> Dated | None:
    """«Soldiers surrendered on Sunday. The army captured dozens»: the day on which that had befallen some."""
    if found.event not in (Event.CAPTURED, Event.DIED) or found.status is not Status.FACTUAL:
        return None
    for scene in reversed(before(found.mention, reading, 1)):
        if scene.numbers or scene.of("background") or scene.of("recent"):
            return None
        days = [w for w in _main(scene) if w.role == "at" and w.span is not None and w.span.grain in ("day", "month")]
        told = [c for c in scene.of("event") if c.tag.val.split(".")[0] == found.event]
        near = any(scene.gap(w.i, w.j, c.i, c.j) < _BESIDE_IT for w in days for c in told)
        if len(days) == 1 and days[0].span is not None and scene.of("people") and near:
            return Dated(days[0].span.edtf(), scene.said(days[0].i, days[0].j), "when it befell them", own=False)
    return None


def _moved_on(between: list[Scene]) -> bool:
    """«Since then it has …»: between two claims the text has gone on to another time."""
    return any(s.of("total") or s.of("recent") for s in between)


def pointed(found: Found, reading: Reading) -> Dated | None:
    """«then», «on the first day», «in the same period»: the date that was named before, or the edge of a stretch."""
    scene = found.scene
    if found.status is Status.PLANNED:
        return None  # «then they agreed to swap 500»: when it was agreed
    cues = [c for c in scene.of("then") if c.tag.val == "since" and c.i <= scene.first + 1]
    cues = cues or [c for cls in ("then", "edge") for c in scene.of(cls) if found.mention.bare(c) < 3]
    if not cues or any(w.role == "at" and w.i > cues[0].i for w in scene.whens):
        return None
    here = [w for w in scene.whens if w.role == "at" and w.j <= cues[0].i and w.span is not None]
    if here and here[-1].span is not None:
        return Dated(here[-1].span.edtf(), scene.said(here[-1].i, here[-1].j), "pointed at", own=True)
    words, wide = scene.said(cues[0].i, cues[0].j), cues[0].tag.cls == "edge" or cues[0].tag.val == "period"
    scenes = before(found.mention, reading, _POINTED)
    if cues[0].tag.cls == "edge" and (edge := _edge(cues[0].tag.val, scenes)) is not None:
        return Dated(edge.edtf(), words, "pointed at", own=True)
    headed = [h for s in scenes if wide and (h := _heading(s, s.last)) is not None]
    for when in reversed(headed or [w for s in scenes for w in _main(s)]):
        span = when.span
        if span is None or (when.role == "said" and wide) or (wide and span.low == span.high and when.role != "since"):
            continue
        if cues[0].tag.cls == "edge":
            span = day(span.low if cues[0].tag.val == "first" else span.high)
        elif cues[0].tag.val == "since":
            return Dated(f"{span.low}/{reading.page.published or '..'}", words, "since then", own=True)
        elif cues[0].tag.val == "next":
            span = day(span.high + timedelta(days=1))
        return Dated(_edtf(when, span, reading), words, "pointed at", own=True)
    return None


def _main(scene: Scene) -> list[When]:
    """The dates of a sentence, without those of its relative clauses where it has others."""
    inside = asides(scene)
    main = [w for w in scene.whens if not any(i <= w.i < j for i, j in inside)]
    return main or scene.whens


def _edge(which: str, scenes: list[Scene]) -> Span | None:
    """The first or last of the days that a sentence names: «it began on Friday and went on until Sunday»."""
    for scene in reversed(scenes):
        spans = [w.span for w in scene.whens if w.span is not None and w.role != "said"]
        if len({s.low for s in spans}) > 1 and all(s.grain == "day" for s in spans):
            return min(spans, key=lambda s: s.low) if which == "first" else max(spans, key=lambda s: s.low)
        if spans:
            return None
    return None


def _edtf(when: When, span: Span, reading: Reading) -> str:
    published = reading.page.published
    return f"{span.edtf()}/{published or '..'}" if when.role == "since" else span.edtf()


def framed(found: Found, reading: Reading) -> Dated | None:
    """«In November the corps destroyed 64 vehicles. Twenty Russians were taken»: the date heads the passage."""
    if found.event in _TRADES or found.event is Event.HELD or _after_capture(found):
        return None
    if found.status is not Status.FACTUAL:
        return None
    mention, scene = found.mention, found.scene
    if (when := _heading(scene, mention.number.i)) is None:
        if any(w.span is not None and w.i < mention.number.i for w in scene.whens) or _credited(found, reading):
            return None
        for earlier in reversed(before(mention, reading, _FRAMED)):
            if earlier.sentence.paragraph != scene.sentence.paragraph:
                return None
            if any(w.span is not None for w in earlier.whens):
                scene, when = earlier, _heading(earlier, earlier.last)
                break
    if when is None or when.span is None:
        return None
    return Dated(_edtf(when, when.span, reading), scene.said(when.i, when.j), "frame of the passage", own=False)


def _after_capture(found: Found) -> bool:
    """«Forty were seized over the winter. Two of them died»: they did so later."""
    return found.whole is not None and found.whole.event is Event.CAPTURED and found.event is not Event.CAPTURED


def _heading(scene: Scene, end: int) -> When | None:
    """The one date of a sentence where it stands at its head, before any event: it holds for all that follows."""
    dates = [w for w in scene.whens if w.span is not None and w.i < end]
    if len(dates) != 1 or dates[0].i > scene.first + _HEAD or dates[0].role not in ("at", "since"):
        return None
    when = dates[0]
    told = any(c.i < when.i and c.tag.val != "none.other" for c in scene.of("event"))
    planned = any(c.tag.val == "planned" for c in scene.of("status"))
    return None if told or planned or any(i <= when.i < j for i, j in asides(scene)) else when


def _credited(found: Found, reading: Reading) -> bool:
    """Whether somebody is quoted for the number («Historians reckon …») who does not count the same event."""
    number = found.number
    if not any(c.i < number.i for cls in ("speech", "relay") for c in found.scene.of(cls)):
        return False
    last = reading.previous(found.mention)
    return last is None or last.event is not found.event or _outgrown(found, last)


__all__ = ["befell", "before", "event_day", "framed", "near_by", "pointed", "told_before"]

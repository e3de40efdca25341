"""The date of a claim: its sentence's, the whole's, one that was named before, the day of the statement or the news."""

from __future__ import annotations

from polon.extract.joins import When
from polon.extract.mention import Found, Mention, Reading
from polon.extract.scene import Scene
from polon.extract.spans import Span, day
from polon.extract.when import Dated, ahead, date_of, default_date, stated
from polon.records import Event, Status

_POINTED = 6
"""How many sentences back «then» may point."""
_UNDATED = Dated(None, None, "no date stated", own=False)


def date_slot(found: Found, reading: Reading, inherits: Found | None) -> Dated:
    """The date of a claim and how it was found; `inherits` is the whole or the claim that it goes on from."""
    mention, published = found.mention, reading.page.published
    if found.origin:
        return _UNDATED
    if (undated := _undated(found)) is not None:
        return undated
    if (pointed := _pointed(found, reading)) is not None:
        return pointed
    own = date_of(mention.number, mention.head, found.attached, mention.scene, published, found.status)
    if own is not None and not (own.edtf is None and own.rule.startswith("planned")):
        return own
    if inherits is not None and inherits.event is found.event and inherits.status is found.status:
        return Dated(inherits.date.edtf, inherits.date.words, "as the whole", own=False)
    if (told := _told_before(found, reading)) is not None:
        return told
    if mention.head.more and found.event is Event.CAPTURED and (frame := _frame(reading, mention)) is not None:
        return Dated(frame.edtf(), None, "frame of the paragraph", own=False)
    if found.status is Status.PLANNED and (day_ahead := _planned_before(found, reading)) is not None:
        return day_ahead
    if (happened := _event_day(found, reading)) is not None:
        return happened
    return default_date(
        mention.number, found.attached, mention.scene, published, found.status, _statement(reading, mention)
    )


def _undated(found: Found) -> Dated | None:
    """«Recently - another 8»: a past that the text does not date."""
    for cue in found.scene.of("recent"):
        if found.mention.bare(cue) < 1.5 and not found.scene.whens:
            return Dated(None, found.scene.said(cue.i, cue.j), "undated past", own=True)
    return None


def _told_before(found: Found, reading: Reading) -> Dated | None:
    """A fact told again in the paragraph has the date it had there."""
    for earlier in reversed(reading.found):
        if not near_by(earlier.scene, found.scene):
            return None
        same = earlier.event is found.event or {earlier.event, found.event} == {Event.RELEASED, Event.EXCHANGED}
        known = earlier.date.own or earlier.date.rule == "the event told before"
        if not same or not known or earlier.status is not found.status:
            continue
        if "/" not in (earlier.date.edtf or ""):
            return Dated(earlier.date.edtf, earlier.date.words, "told before", own=False)
    return None


def _pointed(found: Found, reading: Reading) -> Dated | None:
    """«then», «on the first day»: the date or the edge of the interval that was named before."""
    scene = found.scene
    cues = [c for cls in ("then", "edge") for c in scene.of(cls) if found.mention.bare(c) < 3]
    if not cues or any(w.role == "at" and w.i > cues[0].i for w in scene.whens):
        return None
    here = [w for w in scene.whens if w.role == "at" and w.j <= cues[0].i and w.span is not None]
    if here and here[-1].span is not None:
        return Dated(here[-1].span.edtf(), scene.said(here[-1].i, here[-1].j), "pointed at", own=True)
    spans = [w.span for s in _before(found.mention, reading, _POINTED) for w in s.whens if w.span and w.role != "said"]
    if not spans:
        return None
    span = spans[-1]
    if cues[0].tag.cls == "edge":
        wide = [s for s in spans if s.low != s.high]
        if not wide:
            return None
        span = day(wide[-1].low if cues[0].tag.val == "first" else wide[-1].high)
    return Dated(span.edtf(), scene.said(cues[0].i, cues[0].j), "pointed at", own=True)


def _event_day(found: Found, reading: Reading) -> Dated | None:
    """«Yesterday an exchange took place. 108 women were freed»: the day of the event that the sentence before names."""
    if found.event not in (Event.RELEASED, Event.EXCHANGED) or found.status is not Status.FACTUAL:
        return None
    for scene in reversed(_before(found.mention, reading, 2)):
        told = any(c.tag.val.startswith("released") for c in scene.of("event")) or any(
            c.tag.val == "exchange" for c in scene.of("trap")
        )
        days = [w for w in scene.whens if w.role == "at" and w.span is not None and w.span.grain == "day"]
        if told and len(days) == 1 and days[0].span is not None:
            return Dated(days[0].span.edtf(), scene.said(days[0].i, days[0].j), "the event told before", own=False)
    return None


def _planned_before(found: Found, reading: Reading) -> Dated | None:
    """«On 13 October an exchange is to take place. About 200 will return»: the day of the sentence before."""
    published = reading.page.published
    if published is None:
        return None
    for scene in reversed(_before(found.mention, reading, 2)):
        days = [w for w in scene.whens if w.role == "at" and w.span is not None]
        if len(days) == 1 and (span := ahead(days[0], published)) is not None:
            if span.high == published and not _tells(scene):
                return None  # a dateline
            return Dated(span.edtf(), scene.said(days[0].i, days[0].j), "planned before", own=False)
    return None


def _tells(scene: Scene) -> bool:
    return bool(scene.of("event") or scene.of("status")) or any(c.tag.val == "exchange" for c in scene.of("trap"))


def _before(mention: Mention, reading: Reading, count: int) -> list[Scene]:
    """The sentences before a mention in its paragraph, at most `count`."""
    scenes = reading.page.scenes[max(0, mention.index - count) : mention.index]
    return [s for s in scenes if near_by(s, mention.scene)]


def near_by(earlier: Scene, scene: Scene) -> bool:
    """Whether two sentences speak in one breath: of one paragraph, or of two that follow each other."""
    return scene.sentence.paragraph - earlier.sentence.paragraph <= 1


def _frame(reading: Reading, mention: Mention) -> Span | None:
    """The stretch of time at the head of the sentence before: «Over the month (August 13 - September 13) …»."""
    before = reading.page.scenes[mention.index - 1] if mention.index else None
    if before is None or before.sentence.paragraph != mention.scene.sentence.paragraph:
        return None
    spans = [w.span for w in before.whens if w.span is not None and w.i <= before.first + 8 and w.role == "at"]
    return spans[0] if spans and spans[0].low != spans[0].high else None


def _statement(reading: Reading, mention: Mention) -> When | None:
    """The day of the words that the paragraph relays."""
    for earlier in reversed(reading.page.scenes[max(0, mention.index - 3) : mention.index + 1]):
        if near_by(earlier, mention.scene) and (when := stated(earlier)) is not None:
            return when
    return None

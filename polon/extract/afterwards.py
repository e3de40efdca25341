"""Dates that stand behind the claim: a headline or lead leaves the day to the text below, a crime is dated last."""

from __future__ import annotations

from datetime import date, timedelta

from polon.extract.joins import When
from polon.extract.mention import Found, Reading
from polon.extract.scene import Scene
from polon.extract.spans import Dated
from polon.extract.when import ahead
from polon.records import Event, Status

_UNSAID = frozenset({"no date stated", "day of the news", "day of the statement"})
_GUESSED = frozenset({"a tally", "so many so far"})
_STOPS = frozenset({".", "!", "?", "…"})
_ACT, _BODY = 1.2, 2.2
_LEAD = 3
"""The first sentences of a text tell its news, which those below it date."""
_BELOW = 5
_YEARS = 4
_CLAIMS = 200
"""Among how many claims of a text that of its headline is sought again."""
_NEWS = timedelta(days=4)
"""How old news may be."""
_TRADES = frozenset({Event.RELEASED, Event.EXCHANGED})


def date_later(found: Found, reading: Reading) -> None:
    """Dates a claim that its own sentence and those before it leave undated by the sentences behind it."""
    if found.status is Status.PLANNED and found.date.edtf is None and found.event in _TRADES:
        _plan(found, reading)
    guessed = found.date.rule in _GUESSED
    if guessed and (full := _in_full(found, reading) or _before(found, reading)) is not None:
        found.date, found.trace["date"] = full, full.rule
    if found.date.rule not in _UNSAID or found.origin or found.status is not Status.FACTUAL:
        return
    later = _after(found, reading) or _in_full(found, reading) or _in_body(found, reading)
    if later is not None:
        found.date, found.trace["date"] = later, later.rule


def _plan(found: Found, reading: Reading) -> None:
    """«Kyiv is to hand over 87. … The exchange will take place on 29 December»: the day that the text below names."""
    published = reading.page.published
    for scene in reading.page.scenes[found.mention.index + 1 : found.mention.index + _BELOW]:
        trade = any(c.tag.val == "exchange" for c in scene.of("trap"))
        planned = any(c.tag.val == "planned" for c in scene.of("status"))
        if published is None or not (trade and planned) or scene.of("pledge"):
            continue
        days = [w for w in scene.whens if w.role == "at" and w.rule in ("day", "relative", "weekday", "numeric")]
        spans = [span for w in days if (span := ahead(w, published)) is not None and span.low > published]
        if len(spans) == 1 and spans[0].grain == "day":
            found.date = Dated(spans[0].edtf(), None, "planned, dated below", own=False)
            found.trace["date"] = found.date.rule
            return


def _after(found: Found, reading: Reading) -> Dated | None:
    """«Three prisoners were shot. The crime took place on 3 May»: the date stands in a sentence behind."""
    reach = 4 if found.event in (Event.DIED, Event.CAPTURED) else 2
    for scene in reading.page.scenes[found.mention.index + 1 : found.mention.index + reach]:
        when = _told(found, scene)
        spans = [w for w in scene.whens if w.span is not None and w.role == "at"]
        if when is None and scene.of("happened") and spans:
            when = spans[0]
        if when is not None and when.span is not None:
            return Dated(when.span.edtf(), scene.said(when.i, when.j), "dated in a later sentence", own=True)
    return None


def _told(found: Found, scene: Scene) -> When | None:
    """«The Red Cross said on Friday it had helped to free ten. They walked free on Monday»."""
    if any(not n.ordinal for n in scene.numbers):
        return None
    days = [w for w in scene.whens if w.role == "at" and w.span is not None and w.span.grain == "day"]
    for cue in scene.of("event"):
        same = cue.tag.val.split(".")[0] == found.event
        subject = "fixed_order" not in scene.lexicon.grammar and found.event is Event.SENTENCED
        subject = subject or any(c.i < cue.i for cls in ("definite", "pronoun") for c in scene.of(cls))
        if same and subject and len(days) == 1 and scene.gap(days[0].i, days[0].j, cue.i, cue.j) < _ACT:
            return days[0]
    return None


def _in_full(found: Found, reading: Reading) -> Dated | None:
    """A headline or lead leaves the day to the text below it, which tells the same number again."""
    if found.mention.index >= _LEAD:
        return None
    headline = not found.mention.index and found.scene.norm(found.scene.last - 1) not in _STOPS
    for later in reading.found[:_CLAIMS]:
        same = later.event is found.event and later.number.value == found.number.value
        if not same or later.mention.index <= found.mention.index or later.status is not found.status:
            continue
        near = later.mention.index <= 1 or _is_news(later.date.edtf, reading.page.published)
        if later.date.own and (
            (headline and _recent(later.date.edtf, reading.page.published)) or (near and found.event in _TRADES)
        ):
            return Dated(later.date.edtf, later.date.words, "told again in full", own=False)
    return None


def _before(found: Found, reading: Reading) -> Dated | None:
    """«54 were shot since the invasion. … We are talking of 54 defenders»: one tally, told with its start before."""
    for earlier in reading.by_value.get(found.number.value, ()):
        if earlier is found:
            return None
        same = earlier.event is found.event and earlier.side == found.side and found.whole is None
        if same and earlier.date.rule.startswith("since"):
            return Dated(earlier.date.edtf, earlier.date.words, "told before in full", own=False)
    return None


def _in_body(found: Found, reading: Reading) -> Dated | None:
    """«Three captives were freed. … They were freed and flown home late on Wednesday»: the lead's own act, dated."""
    if found.mention.index >= _LEAD or found.event not in _TRADES:
        return None
    for scene in reading.page.scenes[found.mention.index + 1 : found.mention.index + _BELOW]:
        values = {n.value for n in scene.numbers if not n.ordinal}
        if scene.of("recent") or scene.of("background") or values - {found.number.value}:
            continue  # «Similarly, 14 others were freed on Monday»
        for cue in scene.of("event"):
            if cue.tag.val.split(".")[0] != "released":
                continue
            for when in scene.whens:
                near = scene.gap(when.i, when.j, cue.i, cue.j) < _BODY and when.role == "at" and when.span is not None
                if near and when.span is not None and _is_news(when.span.edtf(), reading.page.published):
                    return Dated(when.span.edtf(), scene.said(when.i, when.j), "dated in the body", own=False)
    return None


def _recent(edtf: str | None, published: date | None) -> bool:
    """Whether a headline can be about a time: not about a day of long ago, as a date of birth is."""
    start = (edtf or "")[:4]
    return published is None or not start.isdigit() or int(start) >= published.year - _YEARS


def _is_news(edtf: str | None, published: date | None) -> bool:
    """Whether a day lies close enough before the publication to be the day of the news."""
    if edtf is None or published is None or len(edtf) != len("2025-05-23"):
        return False
    return timedelta(0) < published - date.fromisoformat(edtf) <= _NEWS

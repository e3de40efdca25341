"""What one sentence tells for those behind it: the year and the day that it names, and a quotation that it opens.

Sentences are read in order, but only as far as somebody asks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from polon.extract import distance
from polon.extract.dates import Dater
from polon.extract.joins import When
from polon.extract.lexicon import Lexicon
from polon.extract.openers import dates_may_start
from polon.extract.spans import Span, day
from polon.extract.tokens import Token

if TYPE_CHECKING:
    from polon.extract.scene import Scene

_HEAD = 7
_CONTINUED = 2
"""How many sentences on a stretch of time may be spoken of."""
_NAME_A_YEAR = ("day", "month", "year", "iso", "numeric", "interval", "night")


@dataclass(slots=True)
class Course:
    """How far the dates and quotations of a text have been read, and what holds there.

    `frame`: the stretch of time that the sentences right before speak of; `inside`: whether a quotation is open.
    """

    tokens: list[Token]
    lexicon: Lexicon
    published: date | None
    year: int | None = None
    base: Span | None = None
    named: dict[tuple[int, int], int] = field(default_factory=dict)
    frame: Span | None = None
    framed: int = 0
    inside: bool = False

    def dates(self, scene: Scene) -> list[When]:
        """The dates of the next sentence. A year or a day that one names may hold for those behind it."""
        if not dates_may_start(scene.starts):
            return []
        dater = Dater(self.tokens, scene.starts, self.lexicon, self.published)
        dater.named = self.named
        dater.frame = self.frame if scene.sentence.index - self.framed < _CONTINUED else None
        whens = _said_today(dater.read(scene.first, scene.last, self.year, self.base), scene)
        for when in whens:
            if when.span is not None:
                self._goes_on(when, when.span, scene)
        return whens

    def _goes_on(self, when: When, span: Span, scene: Scene) -> None:
        """What a date tells for those behind it."""
        self.base = span
        if not when.floating and span.low == span.high:
            self.named[span.low.month, span.low.day] = span.low.year
        headed = when.role == "at" and when.i <= scene.first + _HEAD
        if headed and when.rule in ("year", "month", "season", "part"):
            self.frame, self.framed = span, scene.sentence.index + 1
        elif when.rule not in ("span", "stretch"):
            self.frame = None
        if when.rule in _NAME_A_YEAR:
            older = self.published is None and self.year is not None  # an undated text speaks of its last year
            self.year = max(self.year or 0, span.high.year) if older else span.high.year

    def quotations(self, scene: Scene) -> list[bool]:
        """Which tokens of the next sentence are quoted. A quotation may run over several."""
        if not self.inside and scene.marks.isdisjoint(distance.QUOTATION):
            return [False] * (scene.last - scene.first)
        flags, self.inside = distance.quoted(self.tokens, scene.first, scene.last, self.inside)
        return flags


def _said_today(whens: list[When], scene: Scene) -> list[When]:
    """«today» in a quotation is the day on which it was said; so is «yesterday» in what somebody said that day."""
    days = scene.starts["day"] if whens else None
    said = next((w for w in whens if w.role == "said" and w.span is not None), None) if days else None
    if not days or said is None or said.span is None:
        return whens
    low = said.span.low
    return [
        When(w.i, w.j, day(low + timedelta(days=int(days[w.i].tag.val))), w.role, w.rule, w.floating)
        if w.i in days and w is not said and (scene.quoted[w.i - scene.first] or _before(w, said))
        else w
        for w in whens
    ]


def _before(when: When, said: When) -> bool:
    """«said on Wednesday that yesterday …»: the day before Wednesday, where the news is of Wednesday or later."""
    assert said.span is not None  # noqa: S101 (the caller has seen to it)
    return said.j <= when.i and when.span is not None and when.span.low == said.span.low

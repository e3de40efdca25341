"""A sentence as the rules see it: tokens, cues by class, dates, numbers, quotations, and how far apart two places are.

Distance is what attachment is decided by: words count a little, clause boundaries much. So a number prefers the verb
of its own clause to one that stands nearer beyond a comma.

Dates, numbers, quotations and distances are read when they are first asked for: most sentences are never asked.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from polon.extract import distance
from polon.extract.cues import NO_KINDS, Starts, read_cues
from polon.extract.dates import Dater
from polon.extract.joins import When
from polon.extract.lexicon import Cue, Lexicon
from polon.extract.numbers import Number, Reader
from polon.extract.openers import dates_may_start, numbers_may_start
from polon.extract.sieve import may_hold, worth_reading
from polon.extract.spans import Span, day
from polon.extract.tokens import NUMBER, WORD, Sentence, Token, sentences, tokenise

_WORD_COST = 0.08
_MOST_NUMBERS = 40
"""Numbers that are read in one sentence: authors write ten at most, and the work grows with their square."""
_NONE: list[Cue] = []


class Scene:
    """One sentence with all that was read in it: tokens `first` (included) to `last` (excluded)."""

    __slots__ = (
        "_cost",
        "_covers",
        "_numbers",
        "_quoted",
        "_whens",
        "asides",
        "cues",
        "first",
        "kinds",
        "last",
        "lexicon",
        "page",
        "sentence",
        "starts",
        "text",
        "tokens",
    )  # fmt: skip

    def __init__(self, page: Page, sentence: Sentence, starts: Starts) -> None:
        self.page = page
        self.tokens = page.tokens
        self.text = page.text
        self.lexicon = page.lexicon
        self.sentence = sentence
        self.first = sentence.first
        self.last = sentence.last
        self.cues = starts.cues
        self.starts = starts
        self.kinds = starts.kinds
        self._covers: dict[int, frozenset[str]] | None = None
        self._whens: list[When] | None = None
        self._numbers: list[Number] | None = None
        self._quoted: list[bool] | None = None
        self._cost: list[float] | None = None
        self.asides: list[tuple[int, int]] | None = None
        """Relative clauses and participles, once `clauses.asides` has looked for them."""

    @property
    def whens(self) -> list[When]:
        """The dates; each may count from one in a sentence before."""
        while self._whens is None:
            self.page.date_next()
        return self._whens

    @property
    def numbers(self) -> list[Number]:
        """The numbers that are no part of a date."""
        if self._numbers is None:
            starts = numbers_may_start(self.starts)
            self._numbers = self._read_numbers(starts)[:_MOST_NUMBERS] if starts else []
        return self._numbers

    def _read_numbers(self, starts: set[int]) -> list[Number]:
        taken = {k for when in self.whens for k in range(when.i, when.j)}
        return Reader(self.tokens, self.starts, self.lexicon).read(self.first, self.last, starts, taken)

    @property
    def quoted(self) -> list[bool]:
        """For each token whether it stands in a quotation."""
        while self._quoted is None:
            self.page.quote_next()
        return self._quoted

    @property
    def cost(self) -> list[float]:
        """Running sum of what the tokens add as boundaries."""
        if self._cost is None:
            self._cost = distance.costs(self)
        return self._cost

    def of(self, cls: str) -> list[Cue]:
        """The cues of a class, in order."""
        return self.cues.get(cls, _NONE)

    def starting(self, cls: str, i: int) -> Cue | None:
        """The cue of a class that starts at token `i`."""
        return self.starts[cls][i] if cls in self.kinds.get(i, NO_KINDS) else None

    def opens(self, i: int, *classes: str) -> bool:
        """Whether a cue of one of these classes starts at token `i`."""
        return not self.kinds.get(i, NO_KINDS).isdisjoint(classes)

    def at(self, cls: str, i: int) -> Cue | None:
        """The cue of a class that covers token `i`."""
        if self._covers is None:
            self._covers = self.starts.covers()
        return self.starts.covering(cls, i) if cls in self._covers.get(i, NO_KINDS) else None

    def covers(self, i: int, *classes: str) -> bool:
        """Whether a cue of one of these classes covers token `i`."""
        if self._covers is None:
            self._covers = self.starts.covers()
        return not self._covers.get(i, NO_KINDS).isdisjoint(classes)

    def holds(self, cue: Cue | None) -> bool:
        """Whether a cue stands in this sentence (a claim may have taken its event from another)."""
        return cue is not None and self.first <= cue.i < self.last

    def between(self, a: int, b: int) -> float:
        """Distance of two tokens: clause boundaries between them, and a little for each word."""
        low, high = (a, b) if a <= b else (b, a)
        return abs(self.cost[high - self.first] - self.cost[low - self.first]) + _WORD_COST * (high - low)

    def gap(self, i: int, j: int, k: int, m: int) -> float:
        """Distance of two runs of tokens, 0 where they overlap."""
        if j <= k:
            return self.between(j - 1, k)
        if m <= i:
            return self.between(m - 1, i)
        return 0.0

    def norm(self, i: int) -> str:
        """The normal form of a token of this sentence, empty outside it."""
        return self.tokens[i].norm if self.first <= i < self.last else ""

    def said(self, i: int, j: int) -> str:
        """The words from token `i` to `j` as they stand in the text."""
        return self.text[self.tokens[i].start : self.tokens[j - 1].end]

    def words(self, i: int, j: int) -> str:
        """The words from token `i` to `j` in their normal form, for traces."""
        return " ".join(t.norm for t in self.tokens[i:j])


@dataclass(slots=True)
class Page:
    """A whole text: its tokens and its sentences, and how far their dates and quotations have been read."""

    text: str
    tokens: list[Token]
    lexicon: Lexicon
    published: date | None
    scenes: list[Scene] = field(default_factory=list)
    topics: frozenset[str] = field(default_factory=frozenset)
    _dated: int = 0
    _year: int | None = None
    _base: Span | None = None
    _named: dict[tuple[int, int], int] = field(default_factory=dict)
    _frame: Span | None = None
    _framed: int = 0
    _quoted: int = 0
    _inside: bool = False

    def date_next(self) -> None:
        """Reads the dates of the next sentence. A year or a day that one names may hold for those behind it."""
        scene = self.scenes[self._dated]
        self._dated += 1
        if not dates_may_start(scene.starts):
            scene._whens = []
            return
        dater = Dater(self.tokens, scene.starts, self.lexicon, self.published)
        dater.named = self._named
        dater.frame = self._frame if self._dated - self._framed <= _CONTINUED else None
        whens = _said_today(dater.read(scene.first, scene.last, self._year, self._base), scene)
        for when in whens:
            if when.span is not None:
                self._base = when.span
                if not when.floating and when.span.low == when.span.high:
                    self._named[when.span.low.month, when.span.low.day] = when.span.low.year
                headed = when.role == "at" and when.i <= scene.first + _HEAD
                if headed and when.rule in ("year", "month", "season", "part"):
                    self._frame, self._framed = when.span, self._dated
                elif when.rule not in ("span", "stretch"):
                    self._frame = None
                if when.rule in _NAME_A_YEAR:
                    older = self.published is None and self._year is not None  # an undated text speaks of its last year
                    self._year = max(self._year or 0, when.span.high.year) if older else when.span.high.year
        scene._whens = whens

    def quote_next(self) -> None:
        """Tells what is quoted in the next sentence. A quotation may run over several."""
        scene = self.scenes[self._quoted]
        self._quoted += 1
        flags, self._inside = distance.quoted(self.tokens, scene.first, scene.last, self._inside)
        scene._quoted = flags


_HEAD = 7
_CONTINUED = 2
"""How many sentences on a stretch of time may be spoken of."""
_NAME_A_YEAR = ("day", "month", "year", "iso", "numeric", "interval", "night")


def read_page(text: str, lexicon: Lexicon, published: date | None, *, whole: bool = True) -> Page:
    """Tokens, sentences and what stands in each of them.

    Without `whole` a text that cannot hold a claim is not read.
    """
    if not (whole or may_hold(text, lexicon)):
        return Page(text, [], lexicon, published)
    tokens = tokenise(text)
    page = Page(text, tokens, lexicon, published)
    if not (whole or worth_reading(tokens, lexicon)):
        return page
    for sentence in sentences(tokens, text, lexicon.of_class("abbreviation")):
        starts = read_cues(tokens, sentence.first, sentence.last, lexicon)
        if "stop" in starts.cues:  # «а також»: it joins, whatever its first word does alone
            starts.drop("stop", {k for cue in starts.cues.get("and", ()) for k in range(cue.i, cue.j)})
        page.scenes.append(Scene(page, sentence, starts))
    return page


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


__all__ = ["NUMBER", "WORD", "Page", "Scene", "read_page"]

"""A sentence as the rules see it: tokens, cues by class, dates, numbers, quotations, and how far apart two places are.

Distance is what attachment is decided by: words count a little, clause boundaries much. So a number prefers the verb
of its own clause to one that stands nearer beyond a comma.

Dates, numbers, quotations and distances are read when they are first asked for: most sentences are never asked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from polon.extract import distance
from polon.extract.course import Course
from polon.extract.cues import NO_KINDS, Starts, read_cues
from polon.extract.joins import When
from polon.extract.lexicon import Cue, Lexicon
from polon.extract.numbers import Number, Reader
from polon.extract.openers import numbers_may_start
from polon.extract.sieve import may_hold, worth_reading
from polon.extract.tokens import MARK, NUMBER, WORD, Sentence, Token, sentences, tokenise

_WORD_COST = 0.08
_MOST_NUMBERS = 40
"""Numbers that are read in one sentence: authors write ten at most, and the work grows with their square."""
_NONE: list[Cue] = []


class Scene:
    """One sentence with all that was read in it: tokens `first` (included) to `last` (excluded)."""

    __slots__ = (
        "_cost",
        "_covers",
        "_marks",
        "_numbered",
        "_numbers",
        "_quoted",
        "_whens",
        "asides",
        "before",
        "course",
        "cues",
        "first",
        "kinds",
        "last",
        "lexicon",
        "sentence",
        "starts",
        "text",
        "tokens",
    )  # fmt: skip

    def __init__(self, page: Page, sentence: Sentence, starts: Starts, course: Course) -> None:
        self.before = page.scenes[-1] if page.scenes else None
        self.course = course
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
        self._marks: frozenset[str] | None = None
        self._whens: list[When] | None = None
        self._numbers: list[Number] | None = None
        self._numbered: dict[int, Number] | None = None
        self._quoted: list[bool] | None = None
        self._cost: list[float] | None = None
        self.asides: list[tuple[int, int]] | None = None
        """Relative clauses and participles, once `clauses.asides` has looked for them."""

    @property
    def whens(self) -> list[When]:
        """The dates; each may count from one in a sentence before."""
        if self._whens is None:
            for scene in self._since(lambda scene: scene._whens is None):
                scene._whens = whens = self.course.dates(scene)
            return whens
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
        if self._quoted is None:
            for scene in self._since(lambda scene: scene._quoted is None):
                scene._quoted = quoted = self.course.quotations(scene)
            return quoted
        return self._quoted

    def _since(self, unread: Callable[[Scene], bool]) -> list[Scene]:
        """The sentences up to this one that have not been read: what they say may hold for those behind them."""
        scenes = [self]
        while (before := scenes[-1].before) is not None and unread(before):
            scenes.append(before)
        return scenes[::-1]

    @property
    def cost(self) -> list[float]:
        """Running sum of what the tokens add as boundaries."""
        if self._cost is None:
            self._cost = distance.costs(self)
        return self._cost

    def of(self, cls: str) -> list[Cue]:
        """The cues of a class, in order."""
        return self.cues.get(cls, _NONE)

    @property
    def marks(self) -> frozenset[str]:
        """The punctuation of the sentence, each mark once."""
        if self._marks is None:
            self._marks = frozenset([t.norm for t in self.tokens[self.first : self.last] if t.kind == MARK])
        return self._marks

    def has(self, *classes: str) -> bool:
        """Whether the sentence has a cue of one of these classes."""
        return not self.cues.keys().isdisjoint(classes)

    def number_at(self, i: int) -> Number | None:
        """The number that starts at token `i`."""
        if self._numbered is None:
            self._numbered = {number.i: number for number in self.numbers}
        return self._numbered.get(i)

    def starting(self, cls: str, i: int) -> Cue | None:
        """The cue of a class that starts at token `i`."""
        return self.starts[cls][i] if cls in self.kinds.get(i, NO_KINDS) else None

    def opens(self, i: int, *classes: str) -> bool:
        """Whether a cue of one of these classes starts at token `i`."""
        return not self.kinds.get(i, NO_KINDS).isdisjoint(classes)

    def opens_in(self, i: int, j: int, *classes: str) -> bool:
        """Whether a cue of one of these classes starts at one of the tokens `i` to `j`."""
        return _any_in(self.kinds, i, j, classes)

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

    def covers_in(self, i: int, j: int, *classes: str) -> bool:
        """Whether a cue of one of these classes covers one of the tokens `i` to `j`."""
        if self._covers is None:
            self._covers = self.starts.covers()
        return _any_in(self._covers, i, j, classes)

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
        return " ".join([t.norm for t in self.tokens[i:j]])


def _any_in(kinds: dict[int, frozenset[str]], i: int, j: int, classes: tuple[str, ...]) -> bool:
    for k in range(i, j):  # noqa: SIM110 (asked for more often than any other: any() would take three times as long)
        if k in kinds and not kinds[k].isdisjoint(classes):
            return True
    return False


@dataclass(slots=True)
class Page:
    """A whole text: its tokens and its sentences."""

    text: str
    tokens: list[Token]
    lexicon: Lexicon
    published: date | None
    scenes: list[Scene] = field(default_factory=list)
    topics: frozenset[str] = field(default_factory=frozenset)


def read_page(text: str, lexicon: Lexicon, published: date | None, *, whole: bool = True) -> Page:
    """Tokens, sentences and what stands in each of them.

    Without `whole` a text that cannot hold a claim is not read.
    """
    if not (whole or may_hold(text, lexicon)):
        return Page(text, [], lexicon, published)
    tokens = tokenise(text)
    page, course = Page(text, tokens, lexicon, published), Course(tokens, lexicon, published)
    if not (whole or worth_reading(tokens, lexicon)):
        return page
    for sentence in sentences(tokens, text, lexicon.of_class("abbreviation")):
        starts = read_cues(tokens, sentence.first, sentence.last, lexicon)
        if "stop" in starts.cues:  # «а також»: it joins, whatever its first word does alone
            starts.drop("stop", {k for cue in starts.cues.get("and", ()) for k in range(cue.i, cue.j)})
        page.scenes.append(Scene(page, sentence, starts, course))
    return page


__all__ = ["NUMBER", "WORD", "Page", "Scene", "read_page"]

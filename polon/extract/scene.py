"""A sentence as the rules see it: tokens, cues by class, dates, numbers, quotations, and how far apart two places are.

Distance is what attachment is decided by: words count a little, clause boundaries much. So a number prefers the verb
of its own clause to one that stands nearer beyond a comma.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from polon.extract.dates import Dater
from polon.extract.joins import When
from polon.extract.lexicon import Cue, Lexicon
from polon.extract.numbers import Number, Reader
from polon.extract.spans import Span, day
from polon.extract.tokens import CODE, MARK, NUMBER, WORD, Sentence, Token, sentences, tokenise

_COST = {",": 0.7, ";": 3.0, ":": 1.0, "(": 1.0, ")": 1.0, "—": 0.8, "–": 0.8, "-": 0.8}
_WORD_COST = 0.08
_CONJUNCTION_COST = 1.6
_COMPLEMENT_COST = 0.3
_AND_COST = 0.15
_INSERTED = 9


@dataclass(slots=True)
class Scene:
    """One sentence with all that was read in it."""

    tokens: list[Token]
    sentence: Sentence
    cues: dict[str, list[Cue]]
    whens: list[When]
    numbers: list[Number]
    cost: list[float]
    quoted: list[bool]
    lexicon: Lexicon
    text: str = ""
    starts: dict[str, dict[int, Cue]] = field(default_factory=dict)

    @property
    def first(self) -> int:
        """The sentence's first token."""
        return self.sentence.first

    @property
    def last(self) -> int:
        """The token behind the sentence's last."""
        return self.sentence.last

    def of(self, cls: str) -> list[Cue]:
        """The cues of a class, in order."""
        return self.cues.get(cls, [])

    def starting(self, cls: str, i: int) -> Cue | None:
        """The cue of a class that starts at token `i`."""
        found = self.starts.get(cls)
        return found.get(i) if found else None

    def at(self, cls: str, i: int) -> Cue | None:
        """The cue of a class that covers token `i`."""
        for cue in self.cues.get(cls, ()):
            if cue.i <= i < cue.j:
                return cue
        return None

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
    """A whole text: its tokens and its sentences."""

    text: str
    tokens: list[Token]
    scenes: list[Scene]
    lexicon: Lexicon
    published: date | None
    topics: frozenset[str] = field(default_factory=frozenset)


def read_page(text: str, lexicon: Lexicon, published: date | None, *, whole: bool = True) -> Page:
    """Tokens, sentences and everything that stands in each of them.

    Without `whole` a text that cannot hold a claim is left at its tokens.
    """
    tokens = tokenise(text)
    page = Page(text, tokens, [], lexicon, published)
    if not (whole or _worth_reading(tokens, lexicon)):
        return page
    abbreviations = lexicon.of_class("abbreviation")
    year: int | None = None
    base: Span | None = None
    inside = False
    named: dict[tuple[int, int], int] = {}
    for sentence in sentences(tokens, text, abbreviations):
        scene, inside = _scene(tokens, sentence, lexicon, published, (year, base, named), inside)
        scene.text = text
        for when in scene.whens:
            if when.span is not None:
                base = when.span
                if not when.floating and when.span.low == when.span.high:
                    named[when.span.low.month, when.span.low.day] = when.span.low.year
                if when.rule in ("day", "month", "year", "iso", "numeric", "interval", "night"):
                    year = when.span.high.year
        page.scenes.append(scene)
    return page


_NUMBERS = frozenset({"numeral", "vague", "zero", "dozen", "half", "multiplier"})
_TOPIC = frozenset({"war", "nation"})


def _worth_reading(tokens: list[Token], lexicon: Lexicon) -> bool:
    """Whether a text has a number at all and a word that `settle.topic` could go by: most texts end here."""
    number = topic = False
    for token in tokens:
        if token.kind == NUMBER:
            number = True
        elif token.kind in (WORD, CODE):
            classes = lexicon.may_start(token.norm)
            number = number or not _NUMBERS.isdisjoint(classes) or "-" in token.norm
            topic = topic or not _TOPIC.isdisjoint(classes)
        if number and topic:
            return True
    return False


def _scene(
    tokens: list[Token],
    sentence: Sentence,
    lexicon: Lexicon,
    published: date | None,
    so_far: tuple[int | None, Span | None, dict[tuple[int, int], int]],
    inside: bool,
) -> tuple[Scene, bool]:
    first, last = sentence.first, sentence.last
    cues = lexicon.cues(tokens, first, last)
    by_class: dict[str, list[Cue]] = {}
    for cue in cues:
        if (known := by_class.get(cue.tag.cls)) is not None:
            known.append(cue)
        else:
            by_class[cue.tag.cls] = [cue]
    joints = {k for cue in by_class.get("and", ()) for k in range(cue.i, cue.j)}
    if joints and "stop" in by_class:  # «а також»: it joins, whatever its first word does alone
        by_class["stop"] = [cue for cue in by_class["stop"] if cue.i not in joints]
    starts = {cls: {cue.i: cue for cue in found} for cls, found in by_class.items()}
    dater = Dater(tokens, starts, lexicon, published)
    year, base, dater.named = so_far
    whens = dater.read(first, last, year, base)
    taken = {k for when in whens for k in range(when.i, when.j)}
    numbers = Reader(tokens, starts, lexicon, taken).read(first, last)
    quoted, inside = _quoted(tokens, first, last, inside)
    whens = [_said_today(when, by_class, whens, quoted, first) for when in whens]
    scene = Scene(tokens, sentence, by_class, whens, numbers, [], quoted, lexicon, starts=starts)
    scene.cost = _costs(scene)
    return scene, inside


def _said_today(when: When, cues: dict[str, list[Cue]], whens: list[When], quoted: list[bool], first: int) -> When:
    """«today» in a quotation is the day on which it was said."""
    offset = next((int(c.tag.val) for c in cues.get("day", []) if c.i == when.i), None)
    said = next((w for w in whens if w.role == "said" and w.span is not None), None)
    if offset is None or said is None or said.span is None or said is when or not quoted[when.i - first]:
        return when
    return When(when.i, when.j, day(said.span.low + timedelta(days=offset)), when.role, when.rule, when.floating)


def _costs(scene: Scene) -> list[float]:
    """Running sum of boundary costs; what is inserted (brackets, a pair of dashes, «X said», «who …») is paid back."""
    first, last = scene.first, scene.last
    steps = [0.0] * (last - first + 1)
    numbers = {n.i for n in scene.numbers}
    after_number = {n.j for n in scene.numbers}
    for i in range(first, last):
        token = scene.tokens[i]
        if token.kind == MARK:
            steps[i - first] = 0.4 if token.norm == "," and i + 1 in numbers else _COST.get(token.norm, 0.2)
    for cue in (*scene.of("stop"), *scene.of("relative")):
        if (exact := scene.at("qualifier", cue.i)) is not None and exact.j > cue.j:
            continue  # «as many as», «как минимум»: a word of the number's
        said = any(c.j <= cue.i <= c.j + 3 for cls in ("speech", "status") for c in scene.of(cls))
        steps[cue.i - first] += _COMPLEMENT_COST if said else _CONJUNCTION_COST
    for cue in scene.of("and"):
        steps[cue.i - first] += _AND_COST
    _pay_back_marks(scene, steps, after_number)
    _pay_back_credits(scene, steps)
    _pay_back_relatives(scene, steps)
    total, costs = 0.0, []
    for step in steps:
        total += step
        costs.append(total)
    return costs


def _pay_back_marks(scene: Scene, steps: list[float], after_number: set[int]) -> None:
    first = scene.first
    opened: list[int] = []
    dashes = []
    for i in range(first, scene.last):
        norm = scene.tokens[i].norm
        if norm == "(":
            opened.append(i)
        elif norm == ")" and opened:
            steps[i - first] = 0.1 - steps[opened.pop() - first]
        elif norm in ("—", "–", "-") and scene.tokens[i].kind == MARK and i not in after_number:
            dashes.append(i)
    if len(dashes) == 2:
        steps[dashes[1] - first] = 0.1 - steps[dashes[0] - first]


def _pay_back_credits(scene: Scene, steps: list[float]) -> None:
    """«…, he added, …»: both commas together are no boundary."""
    first = scene.first
    for cue in (*scene.of("speech"), *scene.of("relay")):
        left = _comma(scene, range(cue.i - 1, max(first - 1, cue.i - _INSERTED), -1))
        right = _comma(scene, range(cue.j, min(scene.last, cue.j + _INSERTED)))
        if left is not None and right is not None and steps[left - first] > 0:
            steps[right - first] = 0.05 - steps[left - first]


def _comma(scene: Scene, places: range) -> int | None:
    for i in places:
        if scene.norm(i) == ",":
            return i
        if any(n.i <= i < n.j for n in scene.numbers) or scene.starting("event", i):
            return None
    return None


def _pay_back_relatives(scene: Scene, steps: list[float]) -> None:
    """A clause of «, who …» or «, some of whom …» ends at the next comma, or where a second finite verb starts."""
    first = scene.first
    for cue in scene.of("relative"):
        verb = next((c for c in scene.of("event") if c.i >= cue.j), None)
        comma_before = next((k for k in range(cue.i - 1, cue.i - 4, -1) if scene.norm(k) == ","), None)
        paid = steps[cue.i - first] + (steps[comma_before - first] if comma_before is not None else 0.0)
        after = verb.j if verb is not None else cue.j
        comma = next((i for i in range(cue.j, scene.last) if scene.norm(i) == ","), None)
        if comma_before is not None and comma is not None and scene.starting("relative", comma + 1) is None:
            steps[comma - first] = 0.3 - paid
            continue
        for i in range(after, scene.last):
            finite = scene.starting("auxiliary", i) is not None or scene.starting("copula", i) is not None
            if scene.norm(i) == "," or (verb is not None and finite):
                steps[i - first] = 0.3 - paid
                break


def _quoted(tokens: list[Token], first: int, last: int, inside: bool) -> tuple[list[bool], bool]:
    """Which tokens stand inside a quotation of more than a name; a quotation may run over several sentences."""
    flags = []
    depth = 1 if inside else 0
    for i in range(first, last):
        norm = tokens[i].norm
        if tokens[i].kind == MARK:
            if norm in "«“„":
                depth += 1
            elif norm in "»”" and depth:
                depth -= 1
            elif norm == '"':
                depth = 0 if depth else 1
        flags.append(depth > 0)
    return flags, depth > 0


__all__ = ["NUMBER", "WORD", "Page", "Scene", "read_page"]

"""What the steps of the engine hand on: a number with noun phrase and sentence, and the claim that grows from it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, field

from polon.extract.events import Attached
from polon.extract.head import Head
from polon.extract.lexicon import Cue
from polon.extract.numbers import Number
from polon.extract.scene import Page, Scene
from polon.extract.tokens import MARK, QUOTES
from polon.extract.when import Dated
from polon.records import Event, Status, Who

LOOK_BACK = 50
"""Claims or sentences that a rule looks back on at most: the work on a claim must not grow with those before it."""
_REMEMBERED = 50
_PRONOUN = 5
"""Tokens before a number in which a pronoun may say what it counts."""


@dataclass(slots=True, eq=False)
class Mention:
    """A number, the noun phrase it counts, and the sentence in which both stand.

    `end`: the token behind the noun phrase; `index`: the sentence's place in the text.
    """

    number: Number
    head: Head
    scene: Scene
    end: int = field(init=False)
    index: int = field(init=False)

    def __post_init__(self) -> None:
        of = self.head.ofthem
        right_behind = of is not None and of.i == self.number.j  # «12 of whom»
        self.end = max(self.number.j, self.head.j, of.j if of is not None and right_behind else 0)
        self.index = self.scene.sentence.index

    def far(self, i: int, j: int) -> float:
        """Distance of tokens `i` to `j` from the number with its noun phrase."""
        return self.scene.gap(i, j, self.number.i, self.end)

    def bare(self, cue: Cue) -> float:
        """Distance of a cue from the number alone."""
        return self.scene.gap(cue.i, cue.j, self.number.i, self.number.j)

    @property
    def counted(self) -> bool:
        """«нас було дев'ятеро», «there were 20 of them»: a pronoun beside it is what the number counts."""
        scene, number = self.scene, self.number
        if not scene.has("counted"):
            return False
        low = max(scene.first, number.i - _PRONOUN)
        cues = [c for k in range(low, number.i) if (c := scene.starting("counted", k)) is not None]
        return any(all(scene.tokens[k].kind != MARK for k in range(c.j, number.i)) for c in cues)

    @property
    def noted(self) -> bool:
        """«men (225)», «those who were listed (48 people)»: it stands in brackets behind what it counts."""
        return self.scene.norm(self.number.i - 1) == "(" and self.scene.norm(self.end) == ")"


@dataclass(slots=True, eq=False)
class Found:
    """A claim while it is read; slots as docs/claims.md tells. `origin`: the whole that others are «out of».

    `number`, `head` and `scene` are those of the mention.
    """

    mention: Mention
    attached: Attached
    event: Event
    side: str | None = None
    who: Who | None = None
    group: list[str] = field(default_factory=list)
    date: Dated = field(default_factory=lambda: Dated(None, None, "", own=False))
    attribution: str | None = None
    status: Status = Status.FACTUAL
    whole: Found | None = None
    optional: bool = False
    origin: bool = False
    trace: dict[str, str] = field(default_factory=dict)
    number: Number = field(init=False)
    head: Head = field(init=False)
    scene: Scene = field(init=False)

    def __post_init__(self) -> None:
        self.number, self.head, self.scene = self.mention.number, self.mention.head, self.mention.scene

    @property
    def root(self) -> Found:
        """The whole of a part, the claim itself where it is none."""
        return self.whole if self.whole is not None else self

    @property
    def quoted(self) -> bool:
        """Whether the number stands in a quotation; a formula alone in quotation marks is none."""
        number, scene = self.number, self.scene
        if number.back is not None and scene.norm(number.i - 1) in QUOTES and scene.norm(number.j) in QUOTES:
            return False
        return self.scene.quoted[self.number.i - self.scene.first]


def _index(found: Found) -> int:
    return found.mention.index


@dataclass(slots=True)
class Reading:
    """All that was read in a text: the claims, the numbers refused with the reason, and what the text is about.

    `topical`: it surely speaks of prisoners; `voice`: the side that says «our»; `arena`: the country where the text is
    about another war than Russia's against Ukraine; `war`: it names a side of that war; `by_value`: the first claims of
    each number; `named`: the sides that the noun phrases of an event name, once all claims are found; `people`: what
    the text says of people anywhere, once somebody has asked.
    """

    page: Page
    found: list[Found] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    refused: list[tuple[Number, str]] = field(default_factory=list)
    topical: bool = False
    voice: str | None = None
    arena: str | None = None
    war: bool = True
    by_value: dict[int, list[Found]] = field(default_factory=dict)
    named: dict[Event, frozenset[str | None]] = field(default_factory=dict)
    people: Counter[tuple[str, str]] | None = None

    def spoken_of(self) -> Counter[tuple[str, str]]:
        """The nouns and the groups of people that the text names, each with the number of sentences that do."""
        if self.people is None:
            self.people = Counter()
            for scene in self.page.scenes:
                tags = [cue.tag for cue in scene.of("people")]
                nouns = {("noun", tag.val) for tag in tags}
                self.people.update(nouns | {("group", g) for tag in tags for g in (tag.group or "").split(",") if g})
        return self.people

    def near(self, index: int, back: int = 0, ahead: int = 0) -> list[Found]:
        """The claims of a sentence, of so many before it and of so many behind it, in order."""
        low = bisect_left(self.found, index - back, key=_index)
        return self.found[low : bisect_right(self.found, index + ahead, lo=low, key=_index)]

    def before(self, found: Found, back: int) -> list[Found]:
        """The claims before one, down to so many sentences before its own."""
        near = self.near(found.mention.index, back)
        return near[: near.index(found)]

    def add(self, found: Found) -> None:
        """Takes in the next claim of the text."""
        self.found.append(found)
        same = self.by_value.setdefault(found.number.value, [])
        if len(same) < _REMEMBERED:
            same.append(found)

    def previous(self, mention: Mention) -> Found | None:
        """The claim before, where it stands in the same sentence or the one before."""
        last = self.found[-1] if self.found else None
        return last if last is not None and mention.index - last.mention.index <= 1 else None

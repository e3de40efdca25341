"""How far claims agree with an annotator's: found, whole records, slot by slot, confusions, calibration. Pure.

Claims are matched to annotations by the characters that their numbers share, the largest overlap first, each used
once. An annotation marked `optional` counts neither way. Precision, recall and F1 are micro-averaged over claims.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields

from polon.records import Claim, Event, Qualifier, Status, Who

RECORD = ("value", "value_max", "value_back", "qualifier", "event", "side", "date", "status")
"""The slots that must all be right for a record to be right."""
SLOTS = (*RECORD, "who", "group", "attribution", "part_of")
_STEM = 5
"""Letters by which two words of a name are the same: names are inflected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """A claim as docs/claims.md lets a person or a tool write it; `part_of` is an index in the document's list."""

    start: int
    end: int
    surface: str = ""
    value: int
    value_back: int | None = None
    value_max: int | None = None
    qualifier: Qualifier = Qualifier.EXACT
    event: Event
    side: str | None = None
    who: Who | None = None
    group: tuple[str, ...] = ()
    date: str | None = None
    attribution: str | None = None
    status: Status = Status.FACTUAL
    part_of: int | None = None
    optional: bool = False
    confidence: float | None = None
    trace: dict[str, str] = field(default_factory=dict)


def annotation_of(claim: Claim) -> Annotation:
    """What a claim says of its number, without the rest of its record."""
    return Annotation(**{f.name: getattr(claim, f.name) for f in fields(Annotation)})


@dataclass(frozen=True, slots=True)
class Pair:
    """An annotation of the gold and the claim found for it; `wrong` names the slots that differ, in order."""

    gold: Annotation
    claim: Annotation
    wrong: tuple[str, ...]

    @property
    def record(self) -> bool:
        """Whether the whole record is right."""
        return not set(self.wrong) & set(RECORD)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One document: what was found, what was missed, and what is a claim to nobody else."""

    document: str
    pairs: tuple[Pair, ...]
    missed: tuple[Annotation, ...]
    spurious: tuple[Annotation, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and their harmonic mean, each 0 where nothing was asked or given."""

    right: int
    given: int
    asked: int

    @property
    def precision(self) -> float:
        """Share of what was given that is right."""
        return self.right / self.given if self.given else 0.0

    @property
    def recall(self) -> float:
        """Share of what was asked that is right."""
        return self.right / self.asked if self.asked else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / (self.given + self.asked) if self.right else 0.0


@dataclass(frozen=True, slots=True)
class Bin:
    """Claims whose confidence lies in one stretch: how many, their mean confidence, and the share that is right."""

    low: float
    high: float
    claims: int
    confidence: float
    right: float


def compare(document: str, gold: Sequence[Annotation], claims: Sequence[Annotation]) -> Comparison:
    """Matches the claims of a document to its annotations."""
    matched = _match(gold, claims)
    counterpart = dict(matched)
    pairs = []
    for i, j in sorted(matched):
        if not gold[i].optional:
            wrong = tuple(slot for slot in SLOTS if not _right(slot, gold[i], claims[j], counterpart))
            pairs.append(Pair(gold[i], claims[j], wrong))
    used = {j for _, j in matched}
    return Comparison(
        document,
        tuple(pairs),
        tuple(g for i, g in enumerate(gold) if i not in counterpart and not g.optional),
        tuple(c for j, c in enumerate(claims) if j not in used),
    )


def _match(gold: Sequence[Annotation], claims: Sequence[Annotation]) -> list[tuple[int, int]]:
    overlaps = []
    for i, asked in enumerate(gold):
        for j, given in enumerate(claims):
            shared = min(asked.end, given.end) - max(asked.start, given.start)
            if shared > 0:
                overlaps.append((-shared, i, j))
    pairs: dict[int, int] = {}
    for _, i, j in sorted(overlaps):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return list(pairs.items())


def _right(slot: str, gold: Annotation, claim: Annotation, counterpart: dict[int, int]) -> bool:
    if slot == "attribution":
        asked, given = _stems(gold.attribution), _stems(claim.attribution)
        return bool(asked & given) if asked and given else asked == given
    if slot == "group":
        return set(gold.group) == set(claim.group)
    if slot == "part_of":
        whole = None if gold.part_of is None else counterpart.get(gold.part_of, -1)
        return whole == claim.part_of
    return bool(getattr(gold, slot) == getattr(claim, slot))


def _stems(name: str | None) -> set[str]:
    kept = "".join(c.lower() if c.isalnum() else " " for c in name or "")
    return {word[:_STEM] for word in kept.split()}


def found(comparisons: Iterable[Comparison]) -> Score:
    """How many of the mentions were found: is this number a prisoner claim?"""
    return _score(comparisons, records=False)


def records(comparisons: Iterable[Comparison]) -> Score:
    """How many records are right as a whole."""
    return _score(comparisons, records=True)


def _score(comparisons: Iterable[Comparison], *, records: bool) -> Score:
    right = given = asked = 0
    for c in comparisons:
        right += sum(pair.record for pair in c.pairs) if records else len(c.pairs)
        given += len(c.pairs) + len(c.spurious)
        asked += len(c.pairs) + len(c.missed)
    return Score(right, given, asked)


def slots(comparisons: Iterable[Comparison]) -> dict[str, tuple[int, int]]:
    """For each slot: of how many claims found it is right, and how many were found."""
    pairs = [pair for c in comparisons for pair in c.pairs]
    return {slot: (sum(slot not in pair.wrong for pair in pairs), len(pairs)) for slot in SLOTS}


def confusions(comparisons: Iterable[Comparison]) -> Counter[tuple[str, str, str]]:
    """How often a slot was one thing in the gold and another in the claim; values as text."""
    counted: Counter[tuple[str, str, str]] = Counter()
    for pair in (pair for c in comparisons for pair in c.pairs):
        for slot in pair.wrong:
            asked, given = _said(pair.gold, slot), _said(pair.claim, slot)
            counted[slot, asked, f"another {given.removeprefix('a ')}" if asked == given else given] += 1
    return counted


def _said(annotation: Annotation, slot: str) -> str:
    value = getattr(annotation, slot)
    if slot == "part_of":
        return "no part" if value is None else "a part"
    if slot == "date":
        return _shape(value)
    if slot == "attribution":
        return "nobody" if value is None else "a name"
    if slot == "group":
        return " ".join(sorted(value)) or "none"
    return "none" if value is None else str(value)


def _shape(date: str | None) -> str:
    """What kind of date it is: which one, a reader looks up in the misses."""
    if date is None:
        return "none"
    if "/" in date:
        low, _, high = date.partition("/")
        return "running total" if low == ".." or high == ".." else "interval"
    return {4: "year", 7: "month", 10: "day"}.get(len(date), "other")


def reliability(comparisons: Iterable[Comparison], bins: int = 10) -> list[Bin]:
    """Claims by confidence, in `bins` stretches of equal width, empty ones left out.

    A claim is right where its whole record is; one that is in nobody's gold is wrong. Optional ones are left out.
    """
    by_bin: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for c in comparisons:
        judged = [(pair.claim, pair.record) for pair in c.pairs] + [(claim, False) for claim in c.spurious]
        for claim, right in judged:
            if claim.confidence is not None:
                at = min(int(claim.confidence * bins + 1e-9), bins - 1)
                by_bin[at].append((claim.confidence, right))
    return [
        Bin(
            at / bins,
            (at + 1) / bins,
            len(held),
            sum(confidence for confidence, _ in held) / len(held),
            sum(right for _, right in held) / len(held),
        )
        for at, held in sorted(by_bin.items())
    ]


def calibration_error(bins: Sequence[Bin]) -> float:
    """Expected calibration error: the mean distance of confidence and share right, weighed by the claims of a bin.

    Naeini, Cooper and Hauskrecht, «Obtaining well calibrated probabilities using Bayesian binning», AAAI 2015.
    """
    total = sum(b.claims for b in bins)
    return sum(b.claims * abs(b.confidence - b.right) for b in bins) / total if total else 0.0

"""Fits the weights of `confidence`, and says how well they hold on documents that they were not fitted to.

    python benchmarks/calibrate.py           what five-fold cross-validation gives
    python benchmarks/calibrate.py --write   the same, and writes polon/extract/confidence.json from all documents

A claim is right where its whole record is; one that no annotator has is wrong; optional ones are left out. The folds
are by document: claims of one text stand or fall together. Logistic regression with an L2 penalty, by gradient descent.
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec
from accuracy import ROOT, sets, table

from polon import evaluate
from polon.evaluate import Annotation, Comparison, annotation_of, compare
from polon.extract import claims_from, read_text
from polon.extract.confidence import features

FOLDS = 5
PENALTY = 0.6
STEPS = 400
SELDOM = 8
"""A feature of fewer claims than this has no weight: it would be fitted to them."""

Example = tuple[list[str], bool]


def examples() -> list[tuple[Comparison, dict[int, list[str]]]]:
    """Every document of every set, compared; with the features of each claim by where its number starts."""
    found = []
    for folder in sets().values():
        gold = {entry["id"]: entry["claims"] for entry in _lines(folder / "gold.jsonl")}
        for document in _lines(folder / "docs.jsonl"):
            published = date.fromisoformat(document["published"]) if document["published"] else None
            reading = read_text(document["text"], document["lang"], published)
            claims = [annotation_of(c) for c in claims_from(reading, document["id"], "")]
            known = {f.number.start: features(f) for f in reading.found}
            asked = msgspec.convert(gold[document["id"]], list[Annotation])
            found.append((compare(document["id"], asked, claims), known))
    return found


def _lines(path: Path) -> list[dict]:  # type: ignore[type-arg]
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def judged(comparison: Comparison, known: dict[int, list[str]]) -> list[Example]:
    """The claims of a document with what they are judged to be."""
    right = [(known[pair.claim.start], pair.record) for pair in comparison.pairs]
    return right + [(known[claim.start], False) for claim in comparison.spurious]


def fit(data: list[Example]) -> dict[str, float]:
    """Weights by feature, `bias` among them."""
    often = Counter(feature for held, _ in data for feature in held)
    kept = {feature for feature, count in often.items() if count >= SELDOM}
    rows = [(["bias", *(f for f in held if f in kept)], right) for held, right in data]
    weights: dict[str, float] = defaultdict(float)
    for step in range(STEPS):
        slope: dict[str, float] = defaultdict(float)
        for held, right in rows:
            wrong_by = sigmoid(sum(weights[f] for f in held)) - right
            for feature in held:
                slope[feature] += wrong_by
        pace = 12.0 / (1 + step / 50)
        for feature, value in slope.items():
            pull = 0.0 if feature == "bias" else PENALTY * weights[feature]
            weights[feature] -= pace * (value + pull) / len(rows)
    return {feature: round(weight, 3) for feature, weight in sorted(weights.items()) if round(weight, 3)}


def sigmoid(total: float) -> float:
    """From a sum of weights to a share."""
    return 1 / (1 + math.exp(-total))


def with_confidence(comparison: Comparison, known: dict[int, list[str]], weights: dict[str, float]) -> Comparison:
    """A comparison whose claims have the confidence that the weights give."""

    def sure(claim: Annotation) -> Annotation:
        total = sum(weights.get(feature, 0.0) for feature in ("bias", *known[claim.start]))
        return replace(claim, confidence=round(sigmoid(total), 2))

    pairs = tuple(replace(pair, claim=sure(pair.claim)) for pair in comparison.pairs)
    return replace(comparison, pairs=pairs, spurious=tuple(map(sure, comparison.spurious)))


def main() -> None:
    """Prints the reliability by cross-validation; with --write, writes the weights of all."""
    data = examples()
    held_out = []
    for fold in range(FOLDS):
        rest = [example for at, document in enumerate(data) if at % FOLDS != fold for example in judged(*document)]
        weights = fit(rest)
        held_out += [with_confidence(*document, weights) for at, document in enumerate(data) if at % FOLDS == fold]
    bins = evaluate.reliability(held_out)
    rows = [(f"{b.low:.1f} to {b.high:.1f}", b.claims, f"{b.confidence:.3f}", f"{b.right:.3f}") for b in bins]
    table(("confidence", "claims", "mean confidence", "records right"), rows)
    print(f"Expected calibration error by {FOLDS}-fold cross-validation: {evaluate.calibration_error(bins):.3f}")
    if "--write" in sys.argv[1:]:
        weights = fit([example for document in data for example in judged(*document)])
        path = ROOT / "polon" / "extract" / "confidence.json"
        path.write_text(json.dumps(weights, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        print(f"{len(weights)} weights written to {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()

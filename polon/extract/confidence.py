"""How sure the engine is of a claim: the share of like claims whose whole record was right on annotated texts.

A logistic regression over the rules that gave the slots: `confidence.json` holds a weight for each rule, and the sum of
a claim's weights, squashed, is its confidence. `benchmarks/calibrate.py` fits the weights; docs/accuracy.md shows how
far confidence and share right agree. A rule that the fit has not seen weighs nothing.
"""

from __future__ import annotations

import json
import math
from functools import cache
from importlib import resources

from polon.extract.mention import Found

_SHORT, _LONG = 12, 40
_FEW = 3
WEAK, STRONG = 1.0, 2.2
"""Scores of an attached event below and above which a verb stands far from, and close to, its number."""


def confidence_of(found: Found) -> float:
    """Confidence in a claim, between 0 and 1, two decimals."""
    known = weights()
    total = sum([known.get(feature, 0.0) for feature in ("bias", *features(found))])
    return round(1 / (1 + math.exp(-total)), 2)


def features(found: Found) -> list[str]:
    """What is known of a claim when all its slots are filled: its rules, and how crowded its sentence is."""
    trace, scene = found.trace, found.scene
    numbers = sum([not n.ordinal for n in scene.numbers])
    words = scene.last - scene.first
    score = found.attached.score
    return [
        f"event {found.event}",
        f"event by {_rule(trace.get('event'))}",
        f"side by {_rule(trace.get('side')) or 'nothing'}",
        f"date by {_rule(trace.get('date')) or 'nothing'}",
        f"number by {_rule(trace.get('value'))}",
        f"status {found.status}",
        "a part" if found.whole is not None else "no part",
        "credited" if found.attribution else "the outlet's own voice",
        f"verb {'far' if score < WEAK else 'close' if score >= STRONG else 'near'}",
        f"{numbers if numbers < _FEW else 'many'} numbers in the sentence",
        f"{'short' if words < _SHORT else 'long' if words > _LONG else 'middling'} sentence",
        "optional" if found.optional else "plain",
    ]


def _rule(trace: str | None) -> str:
    """The rule of a trace, without its words."""
    return (trace or "").partition(":")[0]


@cache
def weights() -> dict[str, float]:
    """The fitted weights."""
    return dict(json.loads(weights_file()))


@cache
def weights_file() -> bytes:
    """The file of the weights as it stands, for the extractor's digest."""
    return (resources.files("polon.extract") / "confidence.json").read_bytes()

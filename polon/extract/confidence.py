"""How sure the engine is of a claim: a plain sum over the rules that gave its slots, between 0 and 1.

Not calibrated: the weights order claims for a reviewer, they are no probabilities.
"""

from __future__ import annotations

from polon.extract.mention import Found
from polon.extract.sides import EACH
from polon.records import Event

_START = 0.95
_BY_EVENT = {"goes on": 0.12, "the noun": 0.2, "part of the whole": 0.04, "in captivity": 0.05}
_BY_SIDE = {"the speaker's, by default": 0.12, "the text's country": 0.1, "agent": 0.03, "as the whole": 0.03}
_BY_DATE = {"told before": 0.12, "day of the news": 0.06, "no date stated": 0.08, "as the whole": 0.03}


def confidence_of(found: Found) -> float:
    """Confidence in a claim, two decimals."""
    score = _START
    score -= _BY_EVENT.get(found.attached.rule, 0.0)
    score -= _BY_SIDE.get(found.trace.get("side", ""), 0.0)
    score -= _BY_DATE.get(found.date.rule, 0.0)
    if found.attached.score < 1.5:
        score -= 0.12
    if found.side is None and found.event is not Event.EXCHANGED and found.trace.get("side") != EACH:
        score -= 0.1
    if found.optional:
        score -= 0.15
    return round(max(score, 0.05), 2)

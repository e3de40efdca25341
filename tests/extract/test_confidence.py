"""Confidence is a share between 0 and 1 that follows from the rules, and its weights are plain data."""

from __future__ import annotations

import json
import math
from datetime import date

import pytest

from polon.extract import read_text
from polon.extract.confidence import confidence_of, features, weights, weights_file
from tests.extract.reading import claims

CLEAR = "On 16 May 2026 Ukraine brought home 45 Ukrainian soldiers from Russian captivity."
SHAKY = (
    "Among the prisoners were also some hundred others, whose return had been announced for the spring, it was heard."
)


def test_the_weights_are_readable_and_finite() -> None:
    held = json.loads(weights_file())
    assert held == weights()
    assert "bias" in held
    assert all(isinstance(w, float | int) and math.isfinite(w) and abs(w) < 10 for w in held.values())


def test_the_confidence_of_a_claim_is_the_squashed_sum_of_its_weights() -> None:
    found = read_text(CLEAR, "en", date(2026, 5, 20)).found[0]
    named = features(found)
    assert {"event released", "event by verb", "side by noun phrase", "date by day", "no part"} <= set(named)
    total = sum(weights().get(name, 0.0) for name in ["bias", *named])
    assert confidence_of(found) == round(1 / (1 + math.exp(-total)), 2)


def test_what_is_spelt_out_is_surer_than_what_is_taken_from_around() -> None:
    plain = claims(CLEAR)[0].confidence
    assert plain >= 0.85
    for claim in claims(SHAKY):
        assert claim.confidence < plain


@pytest.mark.parametrize("lang", ["en", "uk", "ru"])
def test_every_rule_of_a_clear_claim_has_been_seen_by_the_fit(lang: str) -> None:
    text = {
        "en": CLEAR,
        "uk": "16 травня 2026 року Україна повернула з російського полону 45 українських військових.",
        "ru": "16 мая 2026 года Украина вернула из российского плена 45 украинских военных.",
    }[lang]
    found = read_text(text, lang, date(2026, 5, 20)).found[0]
    unknown = [name for name in features(found) if name not in weights()]
    assert len(unknown) <= 1, unknown

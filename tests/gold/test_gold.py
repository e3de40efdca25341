"""The gold examples are sound, and the extractor finds no fewer of their claims than it has found before."""

from __future__ import annotations

import json
import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from polon import evaluate
from polon.records import Event, Qualifier, Status, Who
from tests.gold import gate

LANGUAGES = gate.LANGUAGES
DATE = re.compile(r"(?:\d{4}(?:-\d{2}){0,2})(?:/(?:\d{4}(?:-\d{2}){0,2}|\.\.))?|\.\./\d{4}(?:-\d{2}){0,2}")


@cache
def examples(lang: str) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    folder = Path(__file__).parent / lang
    docs, gold = (
        [json.loads(line) for line in (folder / name).read_text("utf-8").splitlines()]
        for name in ("docs.jsonl", "gold.jsonl")
    )
    assert [d["id"] for d in docs] == [g["id"] for g in gold]
    return [(d, g["claims"]) for d, g in zip(docs, gold, strict=True)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_gold_claim_points_into_its_text_and_uses_the_words_of_the_codebook(lang: str) -> None:
    assert len({d["id"] for d, _ in examples(lang)}) == len(examples(lang)) == 150
    for document, claims in examples(lang):
        for index, claim in enumerate(claims):
            assert document["text"][claim["start"] : claim["end"]] == claim["surface"], document["id"]
            assert claim["event"] in set(Event), document["id"]
            assert claim["qualifier"] in set(Qualifier), document["id"]
            assert claim["status"] in set(Status), document["id"]
            assert claim["who"] is None or claim["who"] in set(Who), document["id"]
            assert claim["part_of"] is None or 0 <= claim["part_of"] < len(claims), document["id"]
            assert claim["part_of"] != index, document["id"]
            assert claim["date"] is None or DATE.fullmatch(claim["date"]), document["id"]
        starts = [claim["start"] for claim in claims]
        assert starts == sorted(set(starts)), document["id"]


# The gate


def test_no_floor_was_lowered_in_silence() -> None:
    """An old entry cannot be changed, and one that lowers a floor says why."""
    held = gate.entries()
    for before, after in pairwise(held):
        assert after["after"] == gate.digest(before), f"the entry before «{after['why']}» was changed"
        fallen = gate.lowered(before["floors"], after["floors"])
        assert not fallen or "lowered because" in after["why"], f"{fallen}: say «lowered because …»"
    for entry in held:
        assert len(entry["why"]) >= 20
        assert set(entry["floors"]) == set(LANGUAGES)
        assert all(set(floors) == set(gate.MEASURES) for floors in entry["floors"].values())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_figure_falls_under_its_floor(lang: str) -> None:
    floors = gate.entries()[-1]["floors"][lang]
    found = gate.measured(lang)
    assert {name: round(found[name], 3) for name, floor in floors.items() if found[name] < floor} == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_floors_are_raised_with_what_is_gained(lang: str) -> None:
    floors = gate.entries()[-1]["floors"][lang]
    found = gate.measured(lang)
    far = {name: round(found[name], 3) for name, floor in floors.items() if found[name] > floor + gate.LAG}
    assert far == {}, "raise the floors: python tests/gold/gate.py with a reason"


def test_a_changed_entry_and_a_lower_floor_are_seen() -> None:
    floors = {lang: dict.fromkeys(gate.MEASURES, 0.8) for lang in LANGUAGES}
    entry = {"why": "the first floors of all", "floors": floors, "after": ""}
    low = {**floors, "uk": {**floors["uk"], "date": 0.79}}
    assert gate.lowered(floors, floors) == []
    assert gate.lowered(floors, low) == ["uk date"]
    assert gate.lowered(floors, {"en": floors["en"], "ru": floors["ru"]}) == [f"uk {name}" for name in gate.MEASURES]
    assert gate.digest(entry) != gate.digest({**entry, "floors": low})


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_document_says_what_is_measured(lang: str) -> None:
    """`python benchmarks/accuracy.py --write` brings docs/accuracy.md up to date."""
    text = (Path(__file__).resolve().parents[2] / "docs" / "accuracy.md").read_text("utf-8")
    row = re.search(rf"^\| tests/gold/{lang} \| (.+) \|$", text, re.MULTILINE)
    assert row is not None
    documents, claims, *_, found, record = row[1].split(" | ")
    figures = gate.measured(lang)
    asked = evaluate.found(gate.comparisons(lang)).asked
    assert (documents, claims) == ("150", str(asked))
    assert (found, record) == (f"{figures['found']:.3f}", f"{figures['record']:.3f}")

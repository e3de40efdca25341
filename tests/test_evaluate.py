"""The measures of quality, by examples whose figures are worked out by hand."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import pytest

from polon import evaluate
from polon.evaluate import Annotation, Bin, Comparison, compare
from polon.extract import claims_of
from polon.records import Event
from tests.extract.reading import document

SHARED = Path(__file__).resolve().parents[2] / "shared" / "gold"


def said(start: int, end: int, **slots: Any) -> Annotation:
    return Annotation(start=start, end=end, **({"value": 45, "event": Event.RELEASED} | slots))


def one(gold: dict[str, Any], claim: dict[str, Any]) -> tuple[str, ...]:
    """The slots that differ between one annotation and one claim."""
    return compare("a", [said(0, 2, **gold)], [said(0, 2, **claim)]).pairs[0].wrong


@pytest.mark.parametrize(
    ("gold", "claim", "wrong"),
    [
        ({}, {}, ()),
        ({"value": 45}, {"value": 46}, ("value",)),
        ({"date": "2026-05"}, {"date": "2026-05-01"}, ("date",)),
        ({"side": "UA", "who": "military"}, {"side": None, "who": None}, ("side", "who")),
        ({"group": ("women", "azov")}, {"group": ("azov", "women")}, ()),
        ({"group": ("women",)}, {"group": ()}, ("group",)),
        # names are inflected, and a part of one is enough
        ({"attribution": "Координаційного штабу"}, {"attribution": "Координаційний штаб"}, ()),
        ({"attribution": "Olena Verba"}, {"attribution": "Verba"}, ()),
        ({"attribution": "Olena Verba"}, {"attribution": "Oleh Duda"}, ("attribution",)),
        ({"attribution": "Verba"}, {}, ("attribution",)),
        ({}, {"attribution": "Verba"}, ("attribution",)),
        ({"attribution": ""}, {}, ()),
        ({"part_of": 0}, {}, ("part_of",)),
    ],
)
def test_slots_that_differ(gold: dict[str, Any], claim: dict[str, Any], wrong: tuple[str, ...]) -> None:
    assert one(gold, claim) == wrong


def test_claims_are_matched_by_the_most_shared_characters_each_used_once() -> None:
    gold = [said(0, 10, value=1), said(10, 14, value=2), said(30, 32, value=3)]
    claims = [said(8, 14, value=2), said(0, 9, value=1), said(40, 42, value=4), said(12, 14, value=9)]
    found = compare("a", gold, claims)
    assert [(pair.gold.value, pair.claim.value) for pair in found.pairs] == [(1, 1), (2, 2)]
    assert [g.value for g in found.missed] == [3]
    assert [c.value for c in found.spurious] == [4, 9]


def test_numbers_that_only_touch_are_not_the_same() -> None:
    found = compare("a", [said(0, 2)], [said(2, 4)])
    assert (len(found.pairs), len(found.missed), len(found.spurious)) == (0, 1, 1)


def test_an_optional_annotation_counts_neither_way() -> None:
    gold = [said(0, 2, optional=True), said(10, 12, optional=True), said(20, 22)]
    found = compare("a", gold, [said(0, 2), said(20, 22)])
    assert (len(found.pairs), found.missed, found.spurious) == (1, (), ())


def test_a_part_is_right_where_its_whole_is_the_claim_found_for_the_annotators_whole() -> None:
    gold = [said(0, 2), said(10, 12, part_of=0), said(20, 22, part_of=0)]
    claims = [said(5, 7), said(0, 2), said(10, 12, part_of=1), said(20, 22, part_of=0)]
    assert [pair.wrong for pair in compare("a", gold, claims).pairs] == [(), (), ("part_of",)]


THREE = [
    compare("a", [said(0, 2), said(10, 12, side="UA")], [said(0, 2), said(10, 12)]),
    compare("b", [said(0, 2, attribution="Verba")], [said(0, 2), said(30, 32)]),
    compare("c", [said(0, 2)], []),
]
"""Three of four found, of four given; two records right (who says so is no part of a record)."""


def test_scores() -> None:
    found, record = evaluate.found(THREE), evaluate.records(THREE)
    assert (found.precision, found.recall, found.f1) == (0.75, 0.75, 0.75)
    assert (record.right, record.precision, record.recall, record.f1) == (2, 0.5, 0.5, 0.5)
    assert evaluate.slots(THREE)["side"] == (2, 3)
    assert evaluate.slots(THREE)["attribution"] == (2, 3)
    assert evaluate.slots(THREE)["value"] == (3, 3)


def test_scores_of_nothing_are_zero() -> None:
    nothing: list[Comparison] = [compare("a", [], [])]
    score = evaluate.found(nothing)
    assert (score.precision, score.recall, score.f1) == (0.0, 0.0, 0.0)
    assert evaluate.calibration_error(evaluate.reliability(nothing)) == 0.0


def test_confusions_are_told_in_words() -> None:
    pairs = [
        compare("a", [said(0, 2, date="2026-05-01")], [said(0, 2, date="../2026-05-01")]),
        compare("b", [said(0, 2, date="2026-05-01")], [said(0, 2, date="2026-05-02", side="UA")]),
        compare("c", [said(0, 2, attribution="Verba", group=("men",))], [said(0, 2, attribution="Duda")]),
    ]
    assert evaluate.confusions(pairs) == {
        ("date", "day", "running total"): 1,
        ("date", "day", "another day"): 1,
        ("side", "none", "UA"): 1,
        ("group", "men", "none"): 1,
        ("attribution", "a name", "another name"): 1,
    }


def test_reliability_counts_whole_records_by_confidence() -> None:
    sure = [said(10 * at, 10 * at + 2, confidence=0.9) for at in range(4)]
    gold = [said(0, 2), said(10, 12), said(20, 22, side="UA"), said(50, 52, optional=True)]
    unsure = said(40, 42, confidence=0.25)
    passed_over = said(50, 52, confidence=0.25)
    bins = evaluate.reliability([compare("a", gold, [*sure, unsure, passed_over])])
    assert bins == [Bin(0.2, 0.3, 1, 0.25, 0.0), Bin(0.9, 1.0, 4, 0.9, 0.5)]
    assert evaluate.calibration_error(bins) == pytest.approx((0.25 + 4 * 0.4) / 5)


def test_a_confidence_of_one_lies_in_the_last_bin() -> None:
    bins = evaluate.reliability([compare("a", [said(0, 2)], [said(0, 2, confidence=1.0)])])
    assert bins == [Bin(0.9, 1.0, 1, 1.0, 1.0)]


def test_a_claim_of_polon_is_an_annotation() -> None:
    claim = claims_of(document("Yesterday Ukraine brought home 45 soldiers from captivity."))[0]
    assert one({}, {}) == ()
    said_of_it = evaluate.annotation_of(claim)
    assert (said_of_it.value, said_of_it.surface, said_of_it.date) == (45, "45", "2026-05-19")
    assert said_of_it.trace == claim.trace


# The scorer of the annotation guide, where it lies beside the project, is the oracle.


def scorer() -> ModuleType:
    path = SHARED / "score.py"
    if not path.is_file():
        pytest.skip("the annotation guide's scorer does not lie beside the project")
    spec = importlib.util.spec_from_file_location("score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["en-news", "uk-telegram", "ru-telegram"])
def test_the_figures_are_those_of_the_guides_own_scorer(name: str) -> None:
    oracle = scorer()
    folder = SHARED / "dev" / name
    docs = [json.loads(line) for line in (folder / "docs.jsonl").read_text("utf-8").splitlines()]
    gold = [json.loads(line) for line in (folder / "gold.jsonl").read_text("utf-8").splitlines()]
    claims = {
        d["id"]: [evaluate.annotation_of(c) for c in claims_of(document(d["text"], d["lang"], d["published"], d["id"]))]
        for d in docs
    }
    compared = [compare(g["id"], msgspec.convert(g["claims"], list[Annotation]), claims[g["id"]]) for g in gold]
    asked, given, right = 0, 0, dict.fromkeys(oracle.SLOTS, 0)
    both = records = 0
    for g in gold:
        theirs = [msgspec.to_builtins(c) for c in claims[g["id"]]]
        pairs = oracle.match(g["claims"], theirs)
        kept = [(g["claims"][i], theirs[j]) for i, j in pairs if not g["claims"][i].get("optional")]
        asked += sum(not c.get("optional") for c in g["claims"])
        given += len(theirs) - (len(pairs) - len(kept))
        both += len(kept)
        records += sum(all(oracle.right(s, a, b) for s in oracle.RECORD) for a, b in kept)
        for slot in oracle.SLOTS:
            right[slot] += sum(oracle.right(slot, a, b) for a, b in kept)
    found, record = evaluate.found(compared), evaluate.records(compared)
    assert (found.right, found.given, found.asked) == (both, given, asked)
    assert record.right == records > 0
    assert {slot: evaluate.slots(compared)[slot][0] for slot in oracle.SLOTS} == right

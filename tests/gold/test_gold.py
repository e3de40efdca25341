"""The gold examples are sound, and the extractor finds no fewer of their claims than it has found before."""

from __future__ import annotations

import json
import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from polon.extract import read_text
from polon.records import Event, Qualifier, Status, Who

LANGUAGES = ("en", "uk", "ru")
FLOORS = {"en": 0.87, "uk": 0.83, "ru": 0.83}
"""Found F1, a little below what is measured: a change of the engine that costs more must say why."""
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


def found(lang: str) -> tuple[int, int, int]:
    """Claims of the gold, claims of the extractor, and those that meet: optional ones count on neither side."""
    asked = given = both = 0
    for document, claims in examples(lang):
        published = date.fromisoformat(document["published"]) if document["published"] else None
        spans = [(f.number.start, f.number.end) for f in read_text(document["text"], lang, published).found]
        for claim in claims:
            met = next((s for s in spans if s[0] < claim["end"] and claim["start"] < s[1]), None)
            if met is not None:
                spans.remove(met)
            if not claim["optional"]:
                asked += 1
                both += met is not None
        given += len(spans)
    return asked, given + both, both


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_fewer_are_found_than_before(lang: str) -> None:
    asked, given, both = found(lang)
    f1 = 2 * both / (asked + given)
    assert f1 >= FLOORS[lang], f"{lang}: {both} of {asked} found, {given} given, F1 {f1:.3f}"

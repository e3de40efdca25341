"""The claims that the demonstration keeps, against expected.toml, where a reader has written down what they must be."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from polon.extract import claims_of
from polon.records import Document, revision_of
from tests.demo.running import Json, Ran

EXPECTED = tomllib.loads((Path(__file__).parent / "expected.toml").read_text("utf-8"))
Runs = tuple[Ran, Ran, Ran, Path]

COMMON: Json = {"qualifier": "exact", "status": "factual", "group": []}
SLOTS = ("value", "value_back", "value_max", "qualifier", "event", "side", "who", "group", "date", "status")


KNOWN: dict[str, str] = {
    "demo_brigade/38": "«was 29» in the month before: a bare number behind a copula goes on only in its own sentence",
    "demo_brigade/46": "a headline's «From the report of X» names X in full; the shorter name wins",
    "demo_monitor/8": "«195 handed over to Ukraine»: a destination behind a participle; a second source",
    "/uk/2026/10/02/obmin-185": "parts of a formula do not become parts of the exchange",
    "/uk/2026/11/11/zvit-misii": "parts that share the verb of the sentence before are not seen as its parts",
    "/ru/2026/10/14/posle-obmena": "a title takes the day of the news, not the day that the text names",
    "/ru/2026/10/23/prigovor": "a title takes the day of the news; «three of the convicted» are not seen as a part",
}
"""Texts in which the extractor still errs, each with why: a strict xfail, so that a mended one must leave the list."""

SAMPLES = {
    "en": "Ukraine brought home 146 soldiers from Russian captivity on Tuesday.",
    "uk": "Сьогодні з російського полону повернулися 146 українських військових.",
    "ru": "Сегодня из российского плена вернулись 146 украинских военных.",
}


def reads(lang: str) -> bool:
    """Whether the extractor reads a language at all."""
    text = SAMPLES[lang]
    sample = Document(
        id="s/1",
        source="s",
        url="https://s.example/1",
        lang=lang,
        title=None,
        text=text,
        published=datetime(2026, 9, 22, 18, tzinfo=UTC),
        revision=revision_of(None, text),
    )
    return bool(claims_of(sample))


UNREAD = {lang: f"polon.extract does not read {lang} yet" for lang in SAMPLES if not reads(lang)}
needs_any = pytest.mark.xfail(len(UNREAD) == len(SAMPLES), reason="polon.extract reads nothing yet", strict=True)
needs_uk = pytest.mark.xfail("uk" in UNREAD, reason="polon.extract does not read uk yet", strict=True)


def lang_of(key: str) -> str:
    return {"demo_brigade": "uk", "demo_monitor": "ru"}.get(key.partition("/")[0]) or key.split("/")[1]


def keys(part: str) -> list[Any]:
    """The texts of a part of expected.toml as parameters, with what is known to fail marked so."""
    marked = []
    for key, wanted in EXPECTED[part].items():
        reason = KNOWN.get(key) or (UNREAD.get(lang_of(key)) if wanted else None)
        marked.append(pytest.param(key, marks=[pytest.mark.xfail(reason=reason, strict=True)] if reason else []))
    return marked


def claims(ran: Ran) -> dict[str, list[Json]]:
    """The claims that hold, in the order of the text, by the key that expected.toml gives their document."""
    urls = {d["id"]: d["url"] for d in ran.documents}
    latest = {c["id"]: c for c in ran.claims}
    found: dict[str, list[Json]] = {}
    for claim in sorted(latest.values(), key=lambda c: c["start"]):
        if claim["withdrawn"] is None:
            name = claim["document"]
            key = urls[name].removeprefix("http://localhost") if name.startswith("demo_news/") else name
            found.setdefault(key, []).append(claim)
    return found


def stems(text: str | None) -> set[str]:
    words = "".join(c.lower() if c.isalnum() else " " for c in text or "")
    return {word[:5] for word in words.split()}


def differences(text: str, expected: list[Json], found: list[Json]) -> list[str]:
    """What is missing, wrong or too much among the claims of a text, a line each."""
    places = [text.index(e["in"]) + e["in"].index(e["surface"]) for e in expected]
    by_start = {claim["start"]: claim for claim in found}
    told = [f"not expected: {c['surface']!r} in {c['quote']!r}" for c in found if c["start"] not in places]
    for place, wanted in zip(places, expected, strict=True):
        claim = by_start.get(place)
        if claim is None or claim["surface"] != wanted["surface"]:
            told.append(f"missing: {wanted['surface']!r} in {wanted['in']!r}")
            continue
        told += [f"{wanted['in']!r}: {line}" for line in wrong(wanted, claim, places, found)]
    return told


def wrong(wanted: Json, claim: Json, places: list[int], found: list[Json]) -> list[str]:
    lines = []
    for slot in SLOTS:
        right = wanted.get(slot, COMMON.get(slot))
        given = claim[slot]
        if (sorted(given) != sorted(right)) if slot == "group" else (given != right):
            lines.append(f"{slot} is {given!r}, not {right!r}")
    whole = None if claim["part_of"] is None else by_order(found, claim["part_of"])
    right_whole = places[wanted["part_of"]] if "part_of" in wanted else None
    if whole != right_whole:
        lines.append(f"part_of is {claim['part_of']!r}, not {wanted.get('part_of')!r}")
    if "attribution" in wanted and not stems(wanted["attribution"]) & stems(claim["attribution"]):
        lines.append(f"attribution is {claim['attribution']!r}, not {wanted['attribution']!r}")
    return lines


def by_order(found: list[Json], index: int) -> int | None:
    return found[index]["start"] if index < len(found) else None


def text_of(ran: Ran, key: str) -> str:
    text: str = ran.document(key)["text"]
    return text


def test_the_comparison_sees_what_is_wrong() -> None:
    text = "Сьогодні повернулися 80 військових, з них 10 офіцерів."
    right: Json = {"surface": "80", "in": "80 військових", "value": 80, "event": "released", "date": "2026-11-03"}
    part: Json = {"surface": "10", "in": "10 офіцерів", "value": 10, "event": "released", "part_of": 0}
    empty = dict.fromkeys(SLOTS) | COMMON | {"attribution": None, "part_of": None, "quote": text}
    found: list[Json] = [
        empty | {"start": 21, "surface": "80", "value": 80, "event": "released", "date": "2026-11-03"},
        empty | {"start": 42, "surface": "10", "value": 10, "event": "released", "part_of": 0},
    ]
    assert differences(text, [right, part], found) == []
    assert differences(text, [right], found) == [f"not expected: '10' in {text!r}"]
    assert differences(text, [right, part], found[:1]) == ["missing: '10' in '10 офіцерів'"]
    assert differences(text, [right | {"side": "UA"}, part], found) == ["'80 військових': side is None, not 'UA'"]
    assert differences(text, [right, part | {"group": ["officers"]}], found) == [
        "'10 офіцерів': group is [], not ['officers']"
    ]
    alone = part | {}
    del alone["part_of"]
    assert differences(text, [right, alone], found) == ["'10 офіцерів': part_of is 0, not None"]
    assert differences(text, [right | {"attribution": "штаб"}, part], found) == [
        "'80 військових': attribution is None, not 'штаб'"
    ]


@needs_any
def test_every_claim_stands_in_its_text(runs: Runs) -> None:
    texts = {(d["id"], d["revision"]): d["text"] for d in runs[2].documents}
    assert runs[2].claims
    for claim in runs[2].claims:
        text = texts[claim["document"], claim["revision"]]
        assert text[claim["start"] : claim["end"]] == claim["surface"]
        assert claim["surface"] in claim["quote"]


@pytest.mark.parametrize("key", keys("documents"))
def test_claims_are_what_a_careful_reader_takes(key: str, runs: Runs) -> None:
    found = claims(runs[0]).get(key, [])
    assert differences(text_of(runs[0], key), EXPECTED["documents"][key], found) == []


def test_other_texts_make_no_claim(runs: Runs) -> None:
    found = claims(runs[0])
    assert {key: [c["quote"] for c in found[key]] for key in found if key not in EXPECTED["documents"]} == {}


@pytest.mark.parametrize("key", keys("edited"))
def test_claims_after_the_edit(key: str, runs: Runs) -> None:
    found = claims(runs[2]).get(key, [])
    assert differences(text_of(runs[2], key), EXPECTED["edited"][key], found) == []


@needs_any
def test_the_edit_leaves_other_claims_alone(runs: Runs) -> None:
    before, after = claims(runs[1]), claims(runs[2])
    assert before
    assert {k: v for k, v in before.items() if k not in EXPECTED["edited"]} == {
        k: v for k, v in after.items() if k not in EXPECTED["edited"]
    }


@needs_uk
def test_the_edit_withdraws_what_no_longer_stands(runs: Runs) -> None:
    latest: dict[str, Any] = {c["id"]: c for c in runs[2].claims}
    gone = sorted((c["surface"], c["withdrawn"]) for c in latest.values() if c["withdrawn"])
    assert gone == [("169", "edited"), ("300", "deleted")]
    assert runs[2].counts("demo_brigade", "claims", "withdrawn") == [4, 2]
    assert "Claims: 4 new, 2 withdrawn." in runs[2].printed

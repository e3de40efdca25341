from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polon.records import (
    Claim,
    Decision,
    Document,
    Event,
    Evidence,
    Outcome,
    Qualifier,
    Status,
    Verdict,
    Withdrawal,
    claim_id,
    decode,
    revision_of,
)
from polon.store import Change, Known, Nothing, Refused, Store, StoreError, Written
from polon.store.index import Index
from tests.store.examples import KYIV, NOON, TEXT, at, claim, contents, document, opened, run

DAY = "2026/03/2026-03-04.jsonl"


def lines(folder: Path, kind: str, day: str = DAY) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / kind / day).read_text("utf-8").splitlines()]


def test_a_document_and_its_claims_are_one_line_each(tmp_path: Path) -> None:
    one = document()
    with opened(tmp_path / "a" / "data") as store:
        written = store.write(one, [claim(one), claim(one, "3", 3)])
    assert written == Written(Change.NEW, 2, 0)
    assert [c["surface"] for c in lines(tmp_path / "a/data", "claims")] == ["25", "3"]
    (line,) = lines(tmp_path / "a/data", "documents")
    assert (line["id"], line["text"], line["previous"]) == ("birch/1", TEXT, None)


@pytest.mark.parametrize(
    ("moment", "path"),
    [
        (datetime(2026, 3, 5, 1, 30, tzinfo=timezone(timedelta(hours=2))), "documents/2026/03/2026-03-04.jsonl"),
        (datetime(2025, 12, 31, 22, 0, tzinfo=timezone(-timedelta(hours=3))), "documents/2026/01/2026-01-01.jsonl"),
    ],
)
def test_segments_are_of_the_utc_day(tmp_path: Path, moment: datetime, path: str) -> None:
    with opened(tmp_path, moment) as store:
        store.write(document(), [])
    assert list(contents(tmp_path)) == [path]


def test_a_clock_set_back_does_not_put_a_later_line_before_an_earlier_one(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.write(document(), [])
    with opened(tmp_path, NOON - timedelta(days=3)) as store:
        store.write(document(text="Nothing now."), [])
    assert [d["text"] for d in lines(tmp_path, "documents")] == [TEXT, "Nothing now."]


def test_a_clock_without_an_offset_is_an_error(tmp_path: Path) -> None:
    with Store.open(tmp_path, clock=at(datetime(2026, 3, 4))) as store, pytest.raises(ValueError, match="offset"):  # noqa: DTZ001
        store.write(document(), [])


KEPT, GONE = document(), document(deleted=True)
OTHER = document(text="Another text.")
HIDDEN = document(text="", revision=KEPT.revision, withheld="names")


@pytest.mark.parametrize(
    ("before", "now", "change"),
    [
        ([], KEPT, Change.NEW),
        ([], GONE, Change.UNCHANGED),
        ([KEPT], KEPT, Change.UNCHANGED),
        ([KEPT], replace(KEPT, url="https://mirror.example/1", evidence=Evidence(sha256="0")), Change.UNCHANGED),
        ([KEPT], OTHER, Change.CHANGED),
        ([KEPT], document(title="A headline"), Change.CHANGED),
        ([KEPT], HIDDEN, Change.CHANGED),
        ([HIDDEN], HIDDEN, Change.UNCHANGED),
        ([KEPT], GONE, Change.DELETED),
        ([KEPT, GONE], GONE, Change.UNCHANGED),
        ([KEPT, GONE], KEPT, Change.CHANGED),
        ([KEPT, OTHER], KEPT, Change.CHANGED),
    ],
)
def test_change_of(tmp_path: Path, before: list[Document], now: Document, change: Change) -> None:
    with opened(tmp_path) as store:
        for each in before:
            store.write(each, [])
        assert store.change_of(now) is change
    with opened(tmp_path) as store:
        assert store.change_of(now) is change
        assert store.write(now, []).change is change
        assert store.write(now, []).change is Change.UNCHANGED


def test_the_same_input_twice_leaves_the_files_as_they_are(tmp_path: Path) -> None:
    one, two = document(), document("2", "Some 40 are held.")
    for round_ in range(3):
        with opened(tmp_path, NOON + timedelta(days=round_)) as store:
            store.write(one, [claim(one), claim(one, "3", 3)])
            store.write(two, [claim(two, "40", 40)])
            store.write(replace(document("3"), deleted=True), [])
        if not round_:
            first = contents(tmp_path)
    assert contents(tmp_path) == first


def test_an_edit_withdraws_what_is_gone_and_writes_anew_what_has_moved(tmp_path: Path) -> None:
    old = document(text="We have 25 here. They hold 40 there.")
    new = document(text="As of now: we have 25 here. They hold 41 there.")
    here = claim(old, quote="We have 25 here.", id="here")
    moved = claim(new, quote="We have 25 here.", id="here")
    with opened(tmp_path) as store:
        store.write(old, [here, claim(old, "40", 40, id="forty")])
        assert store.write(new, [moved, claim(new, "41", 41, id="forty-one")]) == Written(Change.CHANGED, 1, 1)
    written = [(c["id"], c["start"], c["revision"], c["withdrawn"]) for c in lines(tmp_path, "claims")]
    assert written == [
        ("here", 8, old.revision, None),
        ("forty", 27, old.revision, None),
        ("here", 19, new.revision, None),
        ("forty-one", 38, new.revision, None),
        ("forty", 27, old.revision, "edited"),
    ]
    assert [d["previous"] for d in lines(tmp_path, "documents")] == [None, old.revision]


def test_a_withdrawn_claim_is_not_withdrawn_again(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.write(document(), [claim(document())])
        assert store.write(OTHER, []).claims_withdrawn == 1
        assert store.write(document(text="A third text."), []).claims_withdrawn == 0
    assert len(lines(tmp_path, "claims")) == 2


def test_a_deleted_document_keeps_its_words_and_loses_its_claims(tmp_path: Path) -> None:
    one = document(title="Home", text=f"Home\n\n{TEXT}", evidence=Evidence(sha256="ab", file="evidence/x.warc.gz"))
    bare = Document(
        id=one.id, source=one.source, url="https://other.example", lang="uk", title=None, text="", published=None,
        revision="?", deleted=True, evidence=Evidence(sha256="cd"),
    )  # fmt: skip
    with opened(tmp_path) as store:
        store.write(one, [claim(one)])
        assert store.write(bare, [claim(one)]) == Written(Change.DELETED, 0, 1)
        assert store.known("birch")[one.id] == Known(one.revision, deleted=True, via=None, published=one.published)
    last = (tmp_path / "documents" / DAY).read_bytes().splitlines()[-1]
    assert decode(last, Document) == replace(one, deleted=True, evidence=Evidence(sha256="cd"))
    assert lines(tmp_path, "claims")[-1]["withdrawn"] == "deleted"


def test_a_document_that_is_back_has_its_claims_back(tmp_path: Path) -> None:
    one = document()
    with opened(tmp_path) as store:
        store.write(one, [claim(one)])
        store.write(replace(one, deleted=True), [])
        assert store.write(one, [claim(one)]) == Written(Change.CHANGED, 1, 0)
    assert [c["withdrawn"] for c in lines(tmp_path, "claims")] == [None, "deleted", None]
    assert [(d["deleted"], d["previous"]) for d in lines(tmp_path, "documents")] == [
        (False, None),
        (True, None),
        (False, None),
    ]


def test_previous_is_the_revision_before_whatever_the_caller_says(tmp_path: Path) -> None:
    first, second = document(), document(text="Another.")
    with opened(tmp_path) as store:
        for each in (replace(first, previous="made up"), second, replace(second, deleted=True), second, first):
            store.write(each, [])
    previous = [d["previous"] for d in lines(tmp_path, "documents")]
    assert previous == [None, first.revision, first.revision, first.revision, second.revision]


def test_a_new_reading_of_the_same_words_withdraws_by_extractor(tmp_path: Path) -> None:
    one = document()
    with opened(tmp_path) as store:
        store.write(one, [claim(one), claim(one, "3", 3)])
        again = claim(one, event=Event.HELD, extractor="2+def")
        assert store.write(one, [again]) == Written(Change.UNCHANGED, 0, 1)
    assert [(c["surface"], c["event"], c["withdrawn"]) for c in lines(tmp_path, "claims")[2:]] == [
        ("25", "held", None),
        ("3", "released", "extractor"),
    ]
    assert len(lines(tmp_path, "documents")) == 1


def test_what_python_takes_for_equal_is_written_in_one_form(tmp_path: Path) -> None:
    one = document()
    with opened(tmp_path) as store:
        store.write(one, [claim(one, confidence=1, group=["azov"])])
        before = contents(tmp_path)
        store.write(one, [claim(one, confidence=1.0, group=("azov",))])
    assert contents(tmp_path) == before
    assert b'"confidence":1.0,' in before[f"claims/{DAY}"]


ONE = document()
BAD_CLAIMS: list[tuple[str, list[Claim]]] = [
    ("not its surface '26'", [claim(ONE, surface="25", id="x"), replace(claim(ONE), surface="26")]),
    ("not its surface", [replace(claim(ONE), start=5)]),
    ("not its surface", [replace(claim(ONE, "."), start=-1, end=len(TEXT))]),
    ("not its surface", [replace(claim(ONE, "."), end=len(TEXT) + 1)]),
    ("not its surface", [replace(claim(ONE), start=4, end=4, surface="")]),
    ("with its own document", [replace(claim(ONE), document="birch/2")]),
    ("with its own document", [replace(claim(ONE), revision="other")]),
    ("comes twice", [claim(ONE), replace(claim(ONE), value=26)]),
    ("is withdrawn", [replace(claim(ONE), withdrawn=Withdrawal.EDITED)]),
    ("beyond 64 bits", [replace(claim(ONE), value=2**63)]),
    ("beyond 64 bits", [replace(claim(ONE), value_back=10**30)]),
    ("cannot be kept", [replace(claim(ONE), confidence=float("nan"))]),
    ("cannot be kept", [replace(claim(ONE), event="escaped")]),  # type: ignore[arg-type]
    ("cannot be kept", [replace(claim(ONE), quote="\ud800")]),
    ("cannot be kept", [replace(claim(ONE), trace={"event": {1, 2}})]),  # type: ignore[dict-item]
]


@pytest.mark.parametrize(("message", "claims"), BAD_CLAIMS)
def test_a_claim_that_does_not_fit_is_refused_and_nothing_written(
    tmp_path: Path, message: str, claims: list[Claim]
) -> None:
    with opened(tmp_path) as store:
        with pytest.raises(Refused, match=message) as caught:
            store.write(ONE, claims)
        assert ONE.id in str(caught.value) or claims[-1].id in str(caught.value)
        assert contents(tmp_path) == {}
        assert store.write(ONE, [claim(ONE)]) == Written(Change.NEW, 1, 0)


@pytest.mark.parametrize(
    ("message", "bad"),
    [
        ("cannot be kept", replace(ONE, text="\ud800")),
        ("cannot be kept", replace(ONE, published=datetime(2026, 3, 4))),  # noqa: DTZ001
        ("more than a line", replace(ONE, text="a" * 17_000_000)),
    ],
)
def test_a_document_that_cannot_be_read_again_is_refused(tmp_path: Path, message: str, bad: Document) -> None:
    with opened(tmp_path) as store, pytest.raises(Refused, match=message):
        store.write(bad, [])
    assert contents(tmp_path) == {}


def test_words_of_a_withheld_document_are_not_there_to_be_checked(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        assert store.write(HIDDEN, [claim(ONE)]) == Written(Change.NEW, 1, 0)


def test_known_is_a_live_view_of_one_source(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        view = store.known("birch")
        assert (len(view), view.get("birch/1")) == (0, None)
        one = document(via="rsshub", published=datetime(2026, 3, 4, 0, 30, 0, 7, KYIV))
        store.write(one, [])
        store.write(document(source="alder"), [])
        assert dict(view) == {"birch/1": Known(one.revision, False, "rsshub", one.published)}
        for name in view:
            store.write(document(f"{name}-next"), [])
        assert len(view) == 2


def test_newest_is_that_of_the_last_complete_crawl(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        assert store.newest("birch") is None
        for name, newest, outcome in (
            ("1", 7, Outcome.OK),
            ("2", 99, Outcome.FAILED),
            ("3", None, Outcome.OK),
            ("4", 98, Outcome.INTERRUPTED),
        ):
            store.finish(run(newest, outcome, name))
            assert store.newest("birch") == 7
        store.finish(run(5, source="alder", name="5"))
    with opened(tmp_path, NOON + timedelta(days=1)) as store:
        assert (store.newest("birch"), store.newest("alder"), store.newest("rowan")) == (7, 5, None)
        store.finish(run(12, name="6"))
        assert store.newest("birch") == 12
    with opened(tmp_path) as store:
        assert store.newest("birch") == 12


def test_the_line_of_a_run_is_kept_once(tmp_path: Path) -> None:
    for _ in range(2):
        with opened(tmp_path) as store:
            store.finish(run())
            store.finish(run())
    assert [r["id"] for r in lines(tmp_path, "runs")] == ["r1"]


def test_a_closed_store_writes_nothing(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.write(document(), [])
    with pytest.raises(StoreError, match="closed"):
        store.finish(run())


def test_every_refusal_is_a_store_error() -> None:
    assert issubclass(Refused, StoreError)
    assert issubclass(Nothing, StoreError)


def test_decisions_lie_beside_and_are_sealed_with_the_rest(tmp_path: Path) -> None:
    assert decode(
        b'{"claim":"x","verdict":"accepted","reviewer":"r","at":"2026-03-04T12:00:00Z"}', Decision
    ) == Decision(claim="x", verdict=Verdict.ACCEPTED, reviewer="r", at=NOON)
    decisions = tmp_path / "decisions" / DAY
    decisions.parent.mkdir(parents=True)
    decisions.write_bytes(b'{"claim":"x"}\n{"cla')
    with opened(tmp_path) as store:
        (repair,) = store.repairs
    assert (repair.file, repair.size) == (decisions, 5)
    assert decisions.read_bytes() == b'{"claim":"x"}\n'


texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40)
moments = st.datetimes(
    datetime(1990, 1, 1),  # noqa: DTZ001 (hypothesis wants bounds without a zone)
    datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=5.5))]),
)


@given(
    native=texts, before=texts, surface=texts, after=texts, title=st.none() | texts,
    published=st.none() | moments, value=st.integers(-(2**63) + 1, 2**63 - 1), group=st.lists(texts, max_size=3),
    trace=st.dictionaries(texts, texts, max_size=3), status=st.sampled_from(Status),
    qualifier=st.sampled_from(Qualifier), confidence=st.floats(allow_nan=False, allow_infinity=False),
)  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_what_is_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, native: str, before: str, surface: str, after: str, title: str | None,
    published: datetime | None, value: int, group: list[str], trace: dict[str, str], status: Status,
    qualifier: Qualifier, confidence: float,
) -> None:  # fmt: skip
    folder = tmp_path_factory.mktemp("data")
    text = before + surface + after
    one = document(native, text, title=title, published=published, revision=revision_of(title, text))
    start = len(before)
    said = replace(
        claim(replace(one, text=f"0{text}"), "0", 0),
        id=claim_id(one.id, text, surface, 0), start=start, end=start + len(surface), surface=surface, value=value,
        group=tuple(group), trace=trace, status=status, qualifier=qualifier, confidence=confidence,
    )  # fmt: skip
    with opened(folder) as store:
        store.write(one, [said])
    index = Index(folder)
    kept = index.kept(one.source, one.id)
    assert kept is not None
    assert index.document(kept) == one
    assert [c for c, _ in index.claims(one.id).values()] == [said]
    index.close()
    with opened(folder) as store:
        assert store.write(one, [said]) == Written(Change.UNCHANGED, 0, 0)

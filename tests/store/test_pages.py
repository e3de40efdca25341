"""Whole pages of posts: what one write keeps, what a kill in the middle of it leaves, what is told of a channel."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from polon.records import Claim, Document, Outcome, SourceRun, Visit
from polon.store import Change, Refused, Store, StoreError, Written
from tests.store.examples import KYIV, NOON, TEXT, claim, contents, document, opened, run, torn
from tests.store.killing import Killed, killing

DAY = "2026/03/2026-03-04.jsonl"
Entry = tuple[Document, Sequence[Claim]]


def visit(first: int = 1, last: int = 20, source: str = "birch", **slots: Any) -> Visit:
    given = Visit(source=source, run="r1", channel=1234567890, first=first, last=last, seen=((first, last),))
    return replace(given, **slots)


def said(native: str, text: str = TEXT, **slots: Any) -> Entry:
    one = document(native, text, **slots)
    return one, [claim(one), claim(one, "3", 3)]


def ids(folder: Path, kind: str, field: str = "id") -> list[str]:
    path = folder / kind / DAY
    return [json.loads(line)[field] for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def test_a_page_is_one_write_for_each_kind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(tmp_path) as store, killing(monkeypatch, 0, 0) as made:
        results = store.write_page([said("1"), (document("2", "Nothing."), []), said("3")], visit())
    assert results == [Written(Change.NEW, 2, 0), Written(Change.NEW, 0, 0), Written(Change.NEW, 2, 0)]
    assert made.count("write") == 3
    assert ids(tmp_path, "documents") == ["birch/1", "birch/2", "birch/3"]
    assert ids(tmp_path, "claims", "document") == ["birch/1", "birch/1", "birch/3", "birch/3"]
    (line,) = (tmp_path / "visits" / DAY).read_bytes().splitlines()
    assert json.loads(line) == {
        "source": "birch", "run": "r1", "channel": 1234567890, "first": 1, "last": 20, "seen": [[1, 20]],
        "alone": False, "schema": 1,
    }  # fmt: skip


def test_a_page_is_what_its_documents_would_be_one_by_one(tmp_path: Path) -> None:
    page: list[Entry] = [said("1"), said("2"), (document("3", "Nothing."), [])]
    later: list[Entry] = [(document("1", deleted=True), []), said("2", f"Update. {TEXT}"), said("4")]
    for name in ("at once", "one by one"):
        with opened(tmp_path / name) as store:
            for entries in (page, later, later):
                if name == "at once":
                    found = store.write_page(entries, None)
                else:
                    found = [store.write(*entry) for entry in entries]
            assert found == [Written(Change.UNCHANGED, 0, 0)] * 3
    assert contents(tmp_path / "at once") == contents(tmp_path / "one by one")


def test_what_is_refused_is_given_back_and_the_page_not_called_read(tmp_path: Path) -> None:
    bad = replace(claim(document("2")), start=5)
    with opened(tmp_path) as store:
        one, two, three = store.write_page([said("1"), (document("2"), [bad]), said("3")], visit())
        assert (one, three) == (Written(Change.NEW, 2, 0), Written(Change.NEW, 2, 0))
        assert isinstance(two, Refused)
        assert "birch/2" in str(two)
        assert ids(tmp_path, "documents") == ["birch/1", "birch/3"]
        assert list(store.visits("birch")) == []
        store.write_page([said("2")], visit())
        assert list(store.visits("birch")) == [visit()]


def test_a_visit_that_cannot_be_kept_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with opened(tmp_path) as store, pytest.raises(Refused, match="Visit of birch"):
        store.write_page([said("1")], visit(run="\ud800"))
    assert contents(tmp_path) == {}


@pytest.mark.parametrize("channel", [0, -5, 2**63, 10**40])
def test_a_channel_whose_number_is_none_is_refused(tmp_path: Path, channel: int) -> None:
    with opened(tmp_path) as store:
        (result,) = store.write_page([said("1", channel=channel)], None)
        assert isinstance(result, Refused)
        with pytest.raises(Refused, match="no number of a channel"):
            store.write_page([], visit(channel=channel))
    assert contents(tmp_path) == {}


def test_a_document_that_comes_twice_on_a_page_is_measured_by_itself(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        found = store.write_page([said("1"), said("2"), said("1"), said("1", f"Update. {TEXT}")], visit())
    assert [each.change for each in found if isinstance(each, Written)] == ["new", "new", "unchanged", "changed"]
    assert ids(tmp_path, "documents") == ["birch/1", "birch/2", "birch/1"]
    assert ids(tmp_path, "documents", "previous") == [None, None, document().revision]


def test_an_empty_page_keeps_its_visit(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        assert store.write_page([], None) == []
        assert contents(tmp_path) == {}
        assert store.write_page([], visit(7, 9, seen=())) == []
        assert list(store.visits("birch")) == [visit(7, 9, seen=())]


def test_visits_come_in_the_order_of_their_writing(tmp_path: Path) -> None:
    told = [visit(21, 40), visit(1, 20), visit(5, 5, seen=(), alone=True), visit(21, 40)]
    for days, each in enumerate(told):
        with opened(tmp_path, NOON + timedelta(days=40 * days)) as store:
            store.write_page([], each)
            store.write_page([], visit(source="alder"))
            assert list(store.visits("birch")) == told[: days + 1]
    with opened(tmp_path) as store:
        assert list(store.visits("birch")) == told
        assert list(store.visits("alder")) == [visit(source="alder")]
        assert list(store.visits("rowan")) == []


def test_a_visit_that_tells_what_the_last_one_told_is_kept_once(tmp_path: Path) -> None:
    for _ in range(2):
        with opened(tmp_path) as store:
            store.write_page([], visit())
            store.write_page([], visit(source="alder"))
            store.write_page([], visit(run="r2"))
    assert ids(tmp_path, "visits", "source") == ["birch", "alder"]


# --- what is asked of a channel ---------------------------------------------------------------------------------------


def test_the_reader_of_a_channel_is_the_source_that_had_it_first(tmp_path: Path) -> None:
    for days in range(2):
        with opened(tmp_path, NOON + timedelta(days=days)) as store:
            if not days:
                assert store.reader_of(77) is None
                store.write_page([], visit(source="alder", channel=77))
                assert store.reader_of(77) == "alder"
                store.write_page([], visit(source="rowan", channel=77))
                assert store.reader_of(77) == "alder"
                store.write_page([said("1", channel=77), said("1", source="rowan", channel=77), said("2")], None)
            assert store.reader_of(77) == "birch", "documents count before visits"
            assert store.reader_of(78) is None
            assert store.reader_of(10**40) is None


def test_the_live_posts_of_a_range(tmp_path: Path) -> None:
    names = ("9", "10", "11", "100", "007", "0", "1x", "-3", "٣", "9" * 18, "9" * 40)
    for again in range(2):
        with opened(tmp_path) as store:
            if not again:
                store.write_page([said(name) for name in names], None)
                store.write(document("11", deleted=True), [])
                store.write(*said("12", source="alder"))
            assert store.posts("birch", 0, 10**17) == [9, 10, 100]
            assert store.posts("birch", 10, 100) == [10, 100]
            assert store.posts("birch", 11, 99) == []
            assert store.posts("birch", -(10**30), 10**30) == [9, 10, 100, 10**18 - 1]
            assert store.posts("alder", 1, 99) == [12]
            assert store.posts("rowan", 1, 99) == []


def test_the_posts_of_a_stretch_of_time_deleted_ones_too(tmp_path: Path) -> None:
    times = {
        "1": NOON - timedelta(hours=2),
        "2": NOON,
        "3": (NOON + timedelta(hours=1)).astimezone(KYIV),
        "4": NOON + timedelta(hours=1, microseconds=1),
        "5": None,
        "6": NOON,
    }
    for again in range(2):
        with opened(tmp_path) as store:
            if not again:
                store.write_page([said(name, published=time) for name, time in times.items()], None)
                store.write(document("6", deleted=True), [])
            hour = timedelta(hours=1)
            assert store.published_between("birch", NOON - hour, NOON) == [2, 6]
            assert store.published_between("birch", NOON, NOON + hour) == [3]
            assert store.published_between("birch", NOON - 3 * hour, NOON + 2 * hour) == [1, 2, 3, 4, 6]
            far = (datetime.min.replace(tzinfo=KYIV), datetime.max.replace(tzinfo=UTC))
            assert store.published_between("birch", *far) == [1, 2, 3, 4, 6]
            assert store.published_between("rowan", *far) == []


def test_what_the_next_crawl_begins_with_comes_from_complete_crawls_only(tmp_path: Path) -> None:
    def line(name: str, outcome: Outcome, looked: datetime | None, newest: int | None, command: str) -> None:
        source = SourceRun(source="birch", outcome=outcome, newest=newest, looked=looked)
        store.finish(replace(run(name=name), sources=(source,), command=command))

    with opened(tmp_path) as store:
        assert store.looked("birch") is None
        line("1", Outcome.OK, NOON, 7, "crawl")
        line("2", Outcome.FAILED, NOON + timedelta(days=1), 8, "crawl")
        line("3", Outcome.OK, NOON + timedelta(days=2), 9, "import")
        line("4", Outcome.OK, None, None, "crawl")
        assert (store.looked("birch"), store.newest("birch")) == (NOON, 7)
    with opened(tmp_path) as store:
        assert (store.looked("birch"), store.newest("birch")) == (NOON, 7)
        line("5", Outcome.OK, NOON + timedelta(days=3), None, "crawl")
        assert (store.looked("birch"), store.newest("birch")) == (NOON + timedelta(days=3), 7)
        assert (store.looked("alder"), store.newest("alder")) == (None, None)


# --- kills and faults -------------------------------------------------------------------------------------------------


def base(folder: Path) -> Path:
    with opened(folder, NOON - timedelta(days=1)) as store:
        store.write_page([said(name) for name in "345"], visit(3, 5))
    return folder


def work(store: Store) -> None:
    edited, gone = said("4", f"Update. {TEXT}"), document("5", deleted=True)
    store.write_page(
        [said("3"), edited, (gone, []), said("6"), (document("7", "Nothing."), []), said("8")], visit(3, 8)
    )
    store.write_page([said("9"), said("10")], visit(9, 10))


@pytest.mark.parametrize("part", [0, 0.2, 0.5, 0.8, 1])
def test_a_kill_within_a_page_loses_and_doubles_nothing(
    quick_path: Path, monkeypatch: pytest.MonkeyPatch, part: float
) -> None:
    template = base(quick_path / "base")
    undisturbed = Path(shutil.copytree(template, quick_path / "undisturbed"))
    with killing(monkeypatch, 0, 0) as made, opened(undisturbed) as store:
        work(store)
    assert made.count("write") == 6
    for call in range(1, len(made) + 1):
        folder = Path(shutil.copytree(template, quick_path / str(call)))
        with killing(monkeypatch, call, part), pytest.raises(Killed), opened(folder) as store:
            work(store)
        with opened(folder) as store:
            for told in store.visits("birch"):
                assert store.posts("birch", told.first, told.last) != [], "a visit before its documents"
            work(store)
        if made[call - 1] == "write" and 0 < part < 1:
            assert len(torn(folder)) <= 1  # none where the write ended between two lines
        assert ids(folder, "documents") == ids(undisturbed, "documents")
        assert sorted(ids(folder, "claims")) == sorted(ids(undisturbed, "claims"))
        assert contents(folder)[f"documents/{DAY}"] == contents(undisturbed)[f"documents/{DAY}"]


@pytest.mark.parametrize("call", [1, 2, 3])
def test_a_page_whose_write_fails_is_written_again_without_doubles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: int
) -> None:
    page = [said("1"), said("2")]
    with opened(tmp_path) as store:
        with monkeypatch.context() as patched:
            real, made = Store._append, []

            def failing(self: Store, kind: str, data: bytes, **how: bool) -> Any:
                made.append(kind)
                if len(made) == call:
                    raise StoreError("the disk is full")
                return real(self, kind, data, **how)

            patched.setattr(Store, "_append", failing)
            with pytest.raises(StoreError, match="the disk is full"):
                store.write_page(page, visit())
        assert list(store.visits("birch")) == []
        store.write_page(page, visit())
        assert list(store.visits("birch")) == [visit()]
    assert ids(tmp_path, "documents") == ["birch/1", "birch/2"]
    assert len(ids(tmp_path, "claims")) == 4

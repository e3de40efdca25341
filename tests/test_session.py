"""A run without Scrapy: what a tally counts, which outcome stands, what the run's line says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from polon.commands.options import ALL_FAILED, OK, SOME_FAILED
from polon.records import Outcome, SourceRun
from polon.session import NotKept, Session, Tally, exit_status_of
from polon.store import Change, Locked, Store, StoreError, Written
from tests.worlds import lines, runs

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)


def ended(*outcomes: Outcome) -> list[SourceRun]:
    return [SourceRun(source=f"s{i}", outcome=outcome) for i, outcome in enumerate(outcomes)]


@pytest.mark.parametrize(
    ("outcomes", "status"),
    [
        ([], OK),
        ([Outcome.OK], OK),
        ([Outcome.OK, Outcome.OK], OK),
        ([Outcome.OK, Outcome.FAILED], SOME_FAILED),
        ([Outcome.OK, Outcome.INTERRUPTED], SOME_FAILED),
        ([Outcome.FAILED], ALL_FAILED),
        ([Outcome.FAILED, Outcome.INTERRUPTED], ALL_FAILED),
    ],
)
def test_exit_status(outcomes: list[Outcome], status: int) -> None:
    assert exit_status_of(ended(*outcomes)) == status


def test_the_first_outcome_and_the_first_reason_stand() -> None:
    tally = Tally("harbour")
    tally.fail("robots: no")
    tally.fail("timeout: later")
    tally.succeed()
    tally.interrupt()
    assert (tally.line().outcome, tally.line().reason) == (Outcome.FAILED, "robots: no")
    assert Tally("never begun").line().outcome is Outcome.INTERRUPTED


def test_counts() -> None:
    tally = Tally("harbour", pages=2)
    tally.wrote(Written(Change.NEW, 3, 0))
    tally.wrote(Written(Change.CHANGED, 1, 2))
    tally.wrote(Written(Change.DELETED, 0, 4))
    tally.error("timeout", "one")
    tally.error("timeout", "two\nlines")
    tally.error("http_404", "x" * 1000)
    tally.warn("timeout: one")
    tally.looked, tally.via, tally.channel, tally.unseen, tally.history = NOW, "https://t.me", 77, 4, 90
    tally.succeed()
    assert tally.line() == SourceRun(
        source="harbour",
        outcome=Outcome.OK,
        pages=2,
        new=1,
        changed=1,
        deleted=1,
        claims=4,
        withdrawn=6,
        errors={"http_404": 1, "timeout": 2},
        warnings=("timeout: one", "timeout: two lines", "http_404: " + "x" * 290),
        looked=NOW,
        via="https://t.me",
        channel=77,
        unseen=4,
        history=90,
    )


def test_a_run_line_holds_so_many_warnings_and_no_more() -> None:
    tally = Tally("harbour")
    for number in range(53):
        tally.warn(f"warning {number}")
    warnings = tally.line().warnings
    assert (len(warnings), warnings[49], warnings[50]) == (51, "warning 49", "and 3 more")


def test_a_run_is_kept_and_the_store_freed(tmp_path: Path) -> None:
    ticks = (NOW + timedelta(seconds=second) for second in count())
    session = Session.open(tmp_path, lambda: next(ticks), {"polon": "1"})
    session.tally("harbour").succeed()
    with pytest.raises(Locked):
        Session.open(tmp_path, lambda: NOW)
    run = session.finish()
    assert runs(tmp_path) == [run]
    assert run.started == NOW < run.ended
    assert (run.exit_status, run.versions) == (0, {"polon": "1"})
    assert run.id.startswith("20260520T120000Z-")
    again = Session.open(tmp_path, lambda: NOW)
    assert again.run_id != run.id, "two runs in one second"
    assert {"polon", "scrapy", "python", "extractor en", "extractor uk", "extractor ru"} <= set(again.versions)
    again.store.close()


def test_a_tally_begins_with_the_newest_post_of_the_last_complete_crawl(tmp_path: Path) -> None:
    for newest, outcome, command in ((7, Outcome.OK, "crawl"), (9, Outcome.FAILED, "crawl"), (8, Outcome.OK, "import")):
        session = Session.open(tmp_path, lambda: NOW, command=command)
        tally = session.tally("harbour")
        tally.outcome, tally.newest, tally.looked = outcome, newest, NOW + timedelta(days=newest)
        session.finish()
    assert [run.command for run in runs(tmp_path)] == ["crawl", "crawl", "import"]
    session = Session.open(tmp_path, lambda: NOW)
    assert session.tally("harbour").newest == 7
    assert session.tally("harbour").looked == NOW + timedelta(days=7)
    assert session.tally("harbour") is session.tally("harbour")
    session.store.close()


def test_a_run_that_cannot_be_kept_says_what_it_would_have_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StoreError("data/runs/x.jsonl: the disk is full")

    session = Session.open(tmp_path, lambda: NOW)
    session.tally("harbour").succeed()
    monkeypatch.setattr(Store, "finish", full)
    with pytest.raises(NotKept, match=r"the disk is full") as caught:
        session.finish()
    assert caught.value.run.sources[0].outcome is Outcome.OK
    Session.open(tmp_path, lambda: NOW).store.close()


def test_a_second_session_changes_nothing(tmp_path: Path) -> None:
    session = Session.open(tmp_path, lambda: NOW)
    before = lines(tmp_path)
    with pytest.raises(Locked):
        Session.open(tmp_path, lambda: NOW)
    assert lines(tmp_path) == before
    session.finish()


def test_what_a_killed_run_left_is_noted(tmp_path: Path) -> None:
    session = Session.open(tmp_path, lambda: NOW)
    session.archive.add("https://t.me/s/harbour", 200, [], b"page", NOW)
    session.tally("harbour")
    session.finish()
    (line,) = (tmp_path / "runs").rglob("*.jsonl")
    line.write_bytes(line.read_bytes() + b'{"id": "torn')
    (warc,) = (tmp_path / "evidence").rglob("*.warc.gz")
    warc.rename(f"{warc}.open")
    (tmp_path / "evidence" / "manifest.jsonl").unlink()
    again = Session.open(tmp_path, lambda: NOW)
    assert len(again.notes) == 2
    assert "12 bytes of a torn last line" in again.notes[0]
    assert "evidence of a run that was killed, sealed as cut" in again.notes[1]
    again.store.close()

"""The state of a source by what runs have told: tables of runs, the newest first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from polon.health import Health, health, word_of
from polon.records import Outcome, Run, SourceRun

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)
OK = ("ok", None)
TIMEOUT = ("failed", "timeout at t.me, timeout at telegram.me")
CLOSED = ("failed", "preview_off at t.me")
GONE = ("failed", "other_channel: @harbour is now channel 8, not 7")
STOPPED = ("interrupted", "stopped before the end")


def run(hours: int, outcome: str, reason: str | None, command: str = "crawl", **line: object) -> Run:
    started = NOW - timedelta(hours=hours)
    told = SourceRun(source="harbour", outcome=Outcome(outcome), reason=reason, **line)  # type: ignore[arg-type]
    ended = started + timedelta(minutes=1)
    return Run(id="r", started=started, ended=ended, exit_status=0, sources=(told,), versions={}, command=command)


def of(*runs: tuple[str, str | None], **line: object) -> Health:
    return health(["harbour"], [run(hours, *told, **line) for hours, told in enumerate(runs, start=1)], NOW)[0]


@pytest.mark.parametrize(
    ("runs", "state", "failures", "alarm", "since", "read"),
    [
        ([], "never", 0, False, None, None),
        ([OK, OK, TIMEOUT], "ok", 0, False, 2, 1),
        ([TIMEOUT, OK], "timeout", 1, False, 1, 2),
        ([TIMEOUT, TIMEOUT, OK], "timeout", 2, False, 2, 3),
        ([TIMEOUT, TIMEOUT, TIMEOUT, OK], "timeout", 3, True, 3, 4),
        ([CLOSED, TIMEOUT, TIMEOUT], "preview_off", 3, True, 1, None),
        ([CLOSED, OK], "preview_off", 1, True, 1, 2),
        ([GONE, OK], "other_channel", 1, True, 1, 2),
        ([STOPPED, CLOSED], "preview_off", 1, True, 2, None),
        ([STOPPED], "interrupted", 0, False, 1, None),
        ([OK, GONE], "ok", 0, False, 1, 1),
    ],
)
def test_the_state_of_a_source(
    runs: list[tuple[str, str | None]], state: str, failures: int, alarm: bool, since: int | None, read: int | None
) -> None:
    found = of(*runs)
    assert (found.state, found.failures, found.alarm) == (state, failures, alarm)
    assert found.since == (None if since is None else NOW - timedelta(hours=since))
    assert found.read == (None if read is None else NOW - timedelta(hours=read) + timedelta(minutes=1))


def test_counts_are_of_seven_days_and_imports_are_no_crawls() -> None:
    runs = [run(hours, *OK, new=2, claims=1) for hours in (1, 24, 24 * 7, 24 * 8)]
    found = health(["harbour"], [run(0, *CLOSED, command="import"), *runs], NOW)[0]
    assert (found.state, found.new, found.claims) == ("ok", 4, 2)


def test_alarms_stand_first_and_unknown_sources_are_left_out() -> None:
    found = health(["alder", "harbour", "willow"], [run(1, *CLOSED)], NOW)
    assert [one.source for one in found] == ["harbour", "alder", "willow"]


@pytest.mark.parametrize(
    ("reason", "word"),
    [("time_limit: the crawl took longer", "time_limit"), ("http_429 at t.me", "http_429"), (None, "failed")],
)
def test_the_word_is_the_first_of_the_reason(reason: str | None, word: str) -> None:
    assert word_of(SourceRun(source="x", outcome=Outcome.FAILED, reason=reason)) == word


def test_a_closed_preview_is_noted_where_a_mirror_gave_the_posts() -> None:
    found = of(OK, errors={"preview_off": 3, "timeout": 1})
    assert (found.state, found.alarm, found.noted) == ("ok", False, ("preview_off",))
    assert of(CLOSED, errors={"preview_off": 3}).noted == (), "it is the state"

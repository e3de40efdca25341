"""`polon status` as a user runs it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from polon.cli import app
from polon.commands.status import screen
from polon.health import health
from polon.records import Outcome, Run, SourceRun, encode
from polon.store.disk import segment

NOW = datetime.now(UTC).replace(microsecond=0)
SOURCE = """title = "{name}"
kind = "telegram"
lang = "uk"
timezone = "Europe/Kyiv"
channel = "{name}"
verified = false
evidence = "Written for a test."
"""


def run(hours: int, **lines: SourceRun) -> Run:
    started = NOW - timedelta(hours=hours)
    return Run(
        id=f"r{hours}",
        started=started,
        ended=started + timedelta(minutes=2),
        exit_status=0,
        sources=tuple(lines.values()),
        versions={},
    )


def ok(source: str, **counts: int) -> SourceRun:
    return SourceRun(source=source, outcome=Outcome.OK, **counts)  # type: ignore[arg-type]


RUNS = [
    run(50, harbour=ok("harbour", new=3), willow=ok("willow", new=40, unseen=12)),
    run(
        5,
        harbour=SourceRun(source="harbour", outcome=Outcome.FAILED, reason="preview_off at t.me"),
        willow=ok("willow", new=2, unseen=12),
    ),
]


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    folder.mkdir()
    for name in ("harbour", "willow", "alder"):
        (folder / f"{name}.toml").write_text(SOURCE.format(name=name))
    return folder


def kept(data: Path, runs: list[Run]) -> Path:
    for one in runs:
        file = segment(data, "runs", one.started.date())
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes((file.read_bytes() if file.exists() else b"") + encode(one) + b"\n")
    return data


def invoke(*args: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["status", *map(str, args)])
    return result.exit_code, result.output


def test_the_screen_puts_alarms_first_and_fits_eighty_columns() -> None:
    lines = screen(health(["alder", "harbour", "willow"], reversed(RUNS), NOW), NOW)
    assert lines == [
        "3 sources, 1 alarm, 1 not crawled in 30 days; last run 4 h ago",
        "",
        "source   state              since     read   new 7d   unseen",
        "harbour  preview_off          5 h      2 d        3        0",
        "  ! preview_off at t.me",
        "willow   ok                   2 d      4 h       42       12",
    ]
    assert max(map(len, lines)) <= 80


def test_an_alarm_is_status_one(tmp_path: Path, sources: Path) -> None:
    data = kept(tmp_path / "data", RUNS)
    assert invoke("--data", data, "--sources", sources)[0] == 1
    assert invoke("willow", "--data", data, "--sources", sources)[0] == 0


def test_json_tells_every_source(tmp_path: Path, sources: Path) -> None:
    status, output = invoke("--json", "--data", kept(tmp_path / "data", RUNS), "--sources", sources)
    found = {one["source"]: one for one in map(json.loads, output.splitlines())}
    assert status == 1
    assert {name: one["state"] for name, one in found.items()} == {
        "alder": "never",
        "harbour": "preview_off",
        "willow": "ok",
    }
    assert (found["harbour"]["alarm"], found["harbour"]["reason"]) == (True, "preview_off at t.me")


def test_without_a_store_nothing_was_crawled(tmp_path: Path, sources: Path) -> None:
    status, output = invoke("--data", tmp_path / "none", "--sources", sources)
    assert (status, output.splitlines()[0]) == (0, "3 sources, 0 alarms, 3 not crawled in 30 days; last run never")


def test_a_damaged_line_is_named(tmp_path: Path, sources: Path) -> None:
    data = kept(tmp_path / "data", RUNS)
    file = segment(data, "runs", RUNS[1].started.date())
    file.write_bytes(b"{]\n" + file.read_bytes())
    status, output = invoke("--data", data, "--sources", sources)
    assert status == 4
    assert f"{file}, line 1: not a whole record" in output


def test_long_reasons_and_what_a_good_run_met_fit_eighty_columns() -> None:
    runs = [
        run(1, harbour=SourceRun(source="harbour", outcome=Outcome.FAILED, reason="store: " + "no space " * 30)),
        run(1, willow=SourceRun(source="willow", outcome=Outcome.OK, errors={"preview_off": 3}, via="http://rss.test")),
    ]
    lines = screen(health(["harbour", "willow"], runs, NOW), NOW)
    assert max(map(len, lines)) <= 80
    assert lines[-1] == "  ~ preview_off; read through http://rss.test"

"""`polon crawl` as a user and as cron run it: its own process, its exit status, its lines."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import pytest
from typer.testing import CliRunner

from polon.cli import app
from polon.commands.progress import Bars, one_line, table
from polon.records import Claim, Document, Outcome, Run, SourceRun
from polon.session import Tally
from polon.store import Change, Store, StoreError, Written
from spiders.addon import SOFT
from tests import worlds
from tests.servers import Answer, Answers, Site, dead_address, serving
from tests.worlds import NOW, Channel, claims, documents, lines, numbered, runs

ROOT = Path(__file__).resolve().parents[2]

POLON = "import spiders.addon as a; a.SOFT['DOWNLOAD_DELAY'] = 0; from polon.cli import main; main()"
"""The command line with no delay between requests."""

SCRAPY = (sys.executable, "-m", "scrapy", "crawl", "telegram")

CHANNEL = """
title = "Harbour watch"
kind = "telegram"
lang = "en"
timezone = "Europe/Kyiv"
channel = "{name}"
hosts = ["{address}"]
verified = true
evidence = "Written for a test."
"""


class Place:
    """A folder with sources and a data folder, and the commands in it."""

    def __init__(self, folder: Path) -> None:
        self.sources, self.data = folder / "sources", folder / "data"
        self.sources.mkdir()

    def add(self, name: str, address: str) -> None:
        (self.sources / f"{name}.toml").write_text(CHANNEL.format(name=name, address=address), encoding="utf-8")

    @property
    def environment(self) -> dict[str, str]:
        return {"POLON_DATA": str(self.data), "POLON_SOURCES": str(self.sources)}

    def command(self, *names: str, data: Path | None = None) -> list[str]:
        options = ["--sources", str(self.sources), "--data", str(data or self.data)]
        return [sys.executable, "-c", POLON, "crawl", *names, *options]

    def crawl(self, *names: str, data: Path | None = None) -> Ended:
        """The command in this process, which saves starting one."""
        result = CliRunner().invoke(app, self.command(*names, data=data)[3:])
        return Ended(result.exit_code, result.stdout, result.stderr)

    def start(self) -> subprocess.Popen[str]:
        return subprocess.Popen(self.command(), cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


class Ended(NamedTuple):
    """How a command ended."""

    status: int
    out: str
    error: str


def process(*command: str, **environment: str) -> Ended:
    """A command as a process of its own, in the project's folder."""
    # A test that takes the disk away must not take it from the measurement of coverage, too.
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    result = subprocess.run(
        command, cwd=ROOT, env=inherited | environment, capture_output=True, text=True, check=False, timeout=60
    )
    return Ended(result.returncode, result.stdout, result.stderr)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.setitem(SOFT, "DOWNLOAD_DELAY", 0)
    return Place(tmp_path)


class Gate:
    """Answers that stop at a path until they are let go on."""

    def __init__(self, answers: Answers, at: str) -> None:
        self.answers, self.at = answers, at
        self.reached, self.open = threading.Event(), threading.Event()

    def __call__(self, path: str) -> Answer | None:
        if path == self.at:
            self.reached.set()
            self.open.wait(30)
        return self.answers(path)


@contextmanager
def gated(answers: Answers, at: str) -> Iterator[tuple[Site, Gate]]:
    gate = Gate(answers, at)
    with serving(gate) as site:
        try:
            yield site, gate
        finally:
            gate.open.set()


def kept(data: Path) -> tuple[dict[str, Document], dict[str, Claim]]:
    """What a store holds, apart from which run's archive has the page and which extractor read it."""
    documents_ = {key: replace(document, evidence=None) for key, document in documents(data).items()}
    return documents_, {key: replace(claim, extractor="") for key, claim in claims(data).items()}


def test_all_well(place: Place) -> None:
    with serving(Channel(posts=numbered(1, 30))) as site:
        place.add("harbour", site.address)
        first, second = process(*place.command()), place.crawl()
    assert (first.status, second.status) == (0, 0)
    assert first.out.splitlines()[1].split() == ["harbour", "2", "30", "0", "0", "30", "0", "ok"]
    assert second.out.splitlines()[1].split() == ["harbour", "1", "0", "0", "0", "0", "0", "ok"]
    assert first.error == "harbour: ok: pages 2, new 30, claims 30\n"
    assert [run.exit_status for run in runs(place.data)] == [0, 0]


def test_one_dead_source(place: Place) -> None:
    with serving(Channel("alive", numbered(1, 3))) as site:
        place.add("alive", site.address)
        place.add("dead", dead_address())
        result = place.crawl()
    assert result.status == 1
    assert {claim.document for claim in claims(place.data).values()} == {"alive/1", "alive/2", "alive/3"}
    assert "dead: failed (refused at 127.0.0.1:" in result.error
    assert [run.exit_status for run in runs(place.data)] == [1]


def test_named_sources_only(place: Place) -> None:
    with serving(Channel("alive", numbered(1, 3))) as site:
        place.add("alive", site.address)
        place.add("dead", dead_address())
        result = place.crawl("alive", "alive")
    assert result.status == 0
    assert [source.source for source in runs(place.data)[0].sources] == ["alive"]


def test_all_dead(place: Place) -> None:
    place.add("dead", dead_address())
    result = place.crawl()
    assert result.status == 4
    assert documents(place.data) == {}
    assert [run.exit_status for run in runs(place.data)] == [4]


def test_a_typo_in_a_source_file(place: Place) -> None:
    place.add("harbour", dead_address())
    file = place.sources / "harbour.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("channel =", "chanel ="), encoding="utf-8")
    result = place.crawl()
    assert result.status == 2
    assert str(file) in result.error
    assert "unknown key 'chanel'" in result.error
    assert not place.data.exists()


@pytest.mark.parametrize(
    ("name", "message"),
    [("harbor", "no source 'harbor'"), ("harbor", "did you mean harbour?"), ("zzz", "no source 'zzz'")],
)
def test_an_unknown_source(place: Place, name: str, message: str) -> None:
    place.add("harbour", dead_address())
    result = place.crawl(name)
    assert (result.status, result.out) == (2, "")
    assert message in result.error
    assert "Traceback" not in result.error
    assert not place.data.exists()


@pytest.mark.parametrize("hours", ["two", "-1", "", "nan", "1e9"])
def test_a_bad_number_of_hours(place: Place, monkeypatch: pytest.MonkeyPatch, hours: str) -> None:
    monkeypatch.setenv("POLON_RECHECK_HOURS", hours)
    place.add("harbour", dead_address())
    result = place.crawl()
    assert (result.status, result.out) == (2, "")
    assert "POLON_RECHECK_HOURS" in result.error
    assert not place.data.exists()


def test_two_runs_at_once(place: Place) -> None:
    channel = Channel(posts=numbered(1, 30))
    with gated(channel, "/s/harbour?before=11") as (site, gate):
        place.add("harbour", site.address)
        first = place.start()
        assert gate.reached.wait(30)
        before = lines(place.data)
        second = place.crawl()
        assert lines(place.data) == before
        gate.open.set()
        first.communicate(timeout=30)
    assert (first.returncode, second.status) == (0, 3)
    assert f"process {first.pid}" in second.error
    assert second.out == ""
    assert len(documents(place.data)) == 30
    assert len(runs(place.data)) == 1


def test_a_run_that_is_killed_in_the_middle_of_paging_hides_nothing(place: Place, tmp_path: Path) -> None:
    channel = Channel(posts=numbered(1, 70))
    with gated(channel, "/s/harbour?before=31") as (site, gate):
        place.add("harbour", site.address)
        killed = place.start()
        assert gate.reached.wait(30)
        killed.kill()
        killed.communicate()
        partial = len(documents(place.data))
        gate.open.set()
        again = place.crawl()
        undisturbed = place.crawl(data=tmp_path / "undisturbed")
    assert 0 < partial < 70
    assert (killed.returncode, again.status, undisturbed.status) == (-signal.SIGKILL, 0, 0)
    assert kept(place.data) == kept(tmp_path / "undisturbed")
    assert len(documents(place.data)) == 70
    assert [run.sources[0].newest for run in runs(place.data)] == [70]


def interrupted(place: Place, number: int) -> tuple[subprocess.Popen[str], str, float]:
    """A run that gets a signal while a page is on its way, which comes half a second later."""
    channel = Channel(posts=numbered(1, 60))
    with gated(channel, "/s/harbour?before=41") as (site, gate):
        place.add("harbour", site.address)
        place.add("later", site.address)
        process = place.start()
        assert gate.reached.wait(30)
        os.kill(process.pid, number)
        started = time.monotonic()
        threading.Timer(0.5, gate.open.set).start()
        _, error = process.communicate(timeout=30)
    return process, error, time.monotonic() - started


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_the_run_gracefully(place: Place, number: int, status: int) -> None:
    process, error, took = interrupted(place, number)
    assert process.returncode == status
    assert took < 10
    assert "Traceback" not in error
    (run,) = runs(place.data)
    assert run.exit_status == status
    assert [(source.source, source.outcome) for source in run.sources] == [
        ("harbour", Outcome.INTERRUPTED),
        ("later", Outcome.INTERRUPTED),
    ]
    assert run.sources[0].newest is None
    assert len(documents(place.data)) >= 20
    with Store.open(place.data, clock=lambda: NOW) as store:
        assert store.repairs == ()


def test_a_second_signal_ends_it_at_once(place: Place) -> None:
    with gated(Channel(posts=numbered(1, 60)), "/s/harbour?before=41") as (site, gate):
        place.add("harbour", site.address)
        process = place.start()
        assert gate.reached.wait(30)
        started = time.monotonic()
        os.kill(process.pid, signal.SIGINT)
        time.sleep(0.3)
        os.kill(process.pid, signal.SIGINT)
        _, error = process.communicate(timeout=20)
        took = time.monotonic() - started
    assert (process.returncode, took < 5) == (130, True)
    assert "Traceback" not in error
    assert [run.sources[0].outcome for run in runs(place.data)] == [Outcome.INTERRUPTED]


def test_a_signal_does_not_wait_for_a_host_that_has_asked_for_time(tmp_path: Path) -> None:
    def busy(path: str) -> Answer | None:
        if path == "/robots.txt":
            return None
        threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGTERM)).start()
        return Answer(b"later", 429, {"Retry-After": "60"})

    started = time.monotonic()
    with serving(busy) as site:
        result = worlds.run(tmp_path, worlds.telegram(site.address))
    assert time.monotonic() - started < 5
    assert (result.exit_status, result.sources[0].outcome) == (143, Outcome.INTERRUPTED)


def test_a_run_whose_line_cannot_be_written_still_tells_what_it_did(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StoreError("runs/x.jsonl: the disk is full")

    monkeypatch.setattr(Store, "finish", full)
    with serving(Channel(posts=numbered(1, 3))) as site:
        place.add("harbour", site.address)
        result = place.crawl()
    assert result.status == 1
    assert result.out.splitlines()[1].split() == ["harbour", "1", "3", "0", "0", "3", "0", "ok"]
    assert "the disk is full (what the run had written before stands)" in result.error


def test_a_folder_that_cannot_be_used(place: Place, tmp_path: Path) -> None:
    place.add("harbour", dead_address())
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    result = place.crawl(data=tmp_path / "file" / "data")
    assert result.status == 4
    assert "a file stands where a folder should be" in result.error
    assert "Traceback" not in result.error


def test_a_disk_that_fills_up(place: Place) -> None:
    with serving(Channel(posts=numbered(1, 60))) as site:
        place.add("harbour", site.address)
        limited = ("/bin/sh", "-c", 'ulimit -f "$0" && exec "$@"', "180")  # blocks of 512 bytes
        full = process(*limited, *place.command())
        after = place.crawl()
    assert full.status == 4
    assert "free some space and run again" in " ".join(full.out.split())
    assert "Traceback" not in full.error
    assert (after.status, len(documents(place.data))) == (0, 60)


def test_scrapy_itself_crawls_into_the_same_store(place: Place) -> None:
    with serving(Channel(posts=numbered(1, 30))) as site:
        place.add("harbour", site.address)
        result = process(*SCRAPY, "-a", "source=harbour", "-s", "DOWNLOAD_DELAY=0", **place.environment)
        after = place.crawl()
    assert (result.status, result.error) == (0, "")
    assert after.out.splitlines()[1].split()[:4] == ["harbour", "1", "0", "0"]
    assert len(documents(place.data)) == 30
    assert [run.sources[0].outcome for run in runs(place.data)] == [Outcome.OK, Outcome.OK]


@pytest.mark.parametrize(
    ("argument", "message"),
    [("source=nobody", "no source named 'nobody'"), ("", "say -a source=NAME")],
)
def test_scrapy_is_told_which_source_is_missing(place: Place, argument: str, message: str) -> None:
    place.add("harbour", dead_address())
    result = process(*SCRAPY, *(["-a", argument] if argument else []), **place.environment)
    assert result.status == 1
    assert message in result.error
    assert not place.data.exists()


RUN = Run(
    id="r",
    started=NOW,
    ended=NOW,
    exit_status=1,
    versions={},
    sources=(
        SourceRun(source="harbour", outcome=Outcome.OK, pages=3, new=40, changed=1, deleted=2, claims=17, withdrawn=3),
        SourceRun(
            source="a_source_with_a_name_that_is_far_too_long",
            outcome=Outcome.FAILED,
            reason="timeout at t.me, dns_failure at telegram.me",
            pages=100_000,
            warnings=("something \x1b[31mred\x1b[0m " + "and long " * 12,),
        ),
    ),
)


def test_the_table_is_aligned_and_fits_80_columns() -> None:
    assert "\n".join(table(RUN)) == (
        "source                        pages    new   chgd    del claims   wdrn  outcome\n"
        "harbour                           3     40      1      2     17      3  ok\n"
        "a_source_with_a_name_that_i… 100000      0      0      0      0      0  failed\n"
        "  timeout at t.me, dns_failure at telegram.me\n"
        "  ! something  [31mred [0m and long and long and long and long and long and long\n"
        "    and long and long and long and long and long and long\n"
        "2 sources, 1 not well; 17 new claims"
    )
    assert max(map(len, table(RUN))) <= 80


def test_the_table_shows_a_few_warnings_and_counts_the_rest() -> None:
    warned = SourceRun(source="x", outcome=Outcome.FAILED, reason="w 0", warnings=tuple(f"w {i}" for i in range(9)))
    shown = list(table(replace(RUN, sources=(warned,))))
    assert shown[2:9] == [
        "  w 0",
        *(f"  ! w {i}" for i in range(1, 6)),
        "  ! and 3 more, in the run's line of the store",
    ]


def test_the_bars_of_a_terminal_follow_the_tallies() -> None:
    tally = Tally("harbour", pages=2)
    session = SimpleNamespace(tallies={"harbour": tally})
    screen = StringIO()
    with Bars(session, screen) as bars:  # type: ignore[arg-type]
        bars.tick()
        tally.wrote(Written(Change.NEW, 3, 0))
        tally.succeed()
        bars.ended(tally)
        (task,) = bars.progress.tasks
        assert (task.description, task.finished) == ("harbour", True)
        assert task.fields["seen"] == "ok: pages 2, new 1, claims 3"


def test_the_line_of_a_source() -> None:
    first, second = RUN.sources
    assert one_line(first) == "harbour: ok: pages 3, new 40, changed 1, deleted 2, claims 17, withdrawn 3"
    assert one_line(second).endswith("failed (timeout at t.me, dns_failure at telegram.me): pages 100000")
    assert one_line(SourceRun(source="x", outcome=Outcome.OK)) == "x: ok"

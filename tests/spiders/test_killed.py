"""Kill -9 in the middle of a history: the next runs go on, and what is kept in the end is what a quiet run keeps."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from polon import mock
from polon.records import Outcome
from tests.worlds import claims, documents, lines, runs

ROOT = Path(__file__).resolve().parents[2]
KILLS = 8
HANDLE = "harbour_watch"
SCENARIO = """
[[channels]]
handle = "harbour_watch"
number = 1700000011
title = "Harbour watch"

[channels.generated]
count = 600
seed = 11
gaps = 0.1
albums = 0.1
service = 0.06
"""
CRAWL = """
import sys
from pathlib import Path
from polon.commands import crawl
from polon.sources import Kind, Source
host, data = sys.argv[1:]
source = Source(name="harbour", title="Harbour", kind=Kind.TELEGRAM, lang="uk", timezone="Europe/Kyiv",
    channel="harbour_watch", hosts=(host,), verified=True, evidence="Written for a test.")
settings = {"DOWNLOAD_DELAY": 0, "RETRY_TIMES": 0}
sys.exit(crawl.run([source], Path(data), settings=settings, quiet=True, history=True).exit_status)
"""


@contextmanager
def served(scenario: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "polon.mock", str(scenario)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        try:
            assert process.stdout is not None
            yield json.loads(process.stdout.readline())["t.me"]
        finally:
            process.terminate()


def crawl(host: str, data: Path, seconds: float | None = None) -> int:
    """A run in a process of its own, killed after some seconds; its exit status, or minus the signal."""
    command = [sys.executable, "-W", "ignore", "-c", CRAWL, host, str(data)]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL) as process:
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            return process.wait()


def test_a_history_that_is_killed_again_and_again_ends_as_a_quiet_one(tmp_path: Path) -> None:
    scenario = tmp_path / "scenario.toml"
    scenario.write_text(SCENARIO, encoding="utf-8")
    expected = mock.Scenario.parse(SCENARIO).expected(HANDLE)
    chance = random.Random(5)
    with served(scenario) as host:
        assert crawl(host, tmp_path / "quiet") == 0
        ended = [crawl(host, tmp_path / "killed", chance.uniform(0.9, 2.2)) for _ in range(KILLS)]
        assert crawl(host, tmp_path / "killed") == 0
    assert -signal.SIGKILL in ended
    assert set(ended) <= {0, -signal.SIGKILL}
    kept = documents(tmp_path / "killed")
    assert {key: document.text for key, document in kept.items()} == {f"harbour/{i}": t for i, t in expected.items()}
    assert runs(tmp_path / "killed")[-1].sources[0].outcome is Outcome.OK
    for kind in ("documents", "claims"):
        quiet, killed = records(tmp_path / "quiet", kind), records(tmp_path / "killed", kind)
        assert killed == quiet, "none lost, none double"
    assert claims(tmp_path / "killed")


def records(data: Path, kind: str) -> list[str]:
    """The lines of a kind, sorted, without where a page's bytes lie, which names the run."""
    found = []
    for file, content in lines(data).items():
        for line in content.splitlines() if file.startswith(kind) else ():
            record = json.loads(line)
            record.pop("evidence", None)
            found.append(json.dumps(record, sort_keys=True))
    return sorted(found)

"""`python -m polon.mock` as a process of its own."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

from tests.mock.play import ask, ids

SCRIPT = """
[[channels]]
handle = "mock_front"
number = 1900000601
title = "F"
generated = { count = 3 }
"""


def test_it_prints_its_addresses_and_serves_until_it_is_ended(tmp_path: Path) -> None:
    file = tmp_path / "play.toml"
    file.write_text(SCRIPT, encoding="utf-8")
    command = [sys.executable, "-m", "polon.mock", str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        bases = json.loads(process.stdout.readline())
        assert list(bases) == ["t.me", "telegram.me", "telegram.dog", "rsshub", "rss-bridge", "tgrss"]
        assert ids(ask(bases["telegram.me"], "/s/mock_front")[1]) == [1, 2, 3]
        assert json.loads(ask(bases["t.me"], "/-/asked")[1]) == [["telegram.me", "/s/mock_front"]]
        process.send_signal(signal.SIGTERM)
        assert process.communicate(timeout=10) == ("", "")
    assert process.returncode == 0


def test_a_faulty_scenario_and_a_bad_port_are_usage_errors(tmp_path: Path) -> None:
    file = tmp_path / "play.toml"
    file.write_text(SCRIPT, encoding="utf-8")
    for arguments, words in (([str(tmp_path / "no.toml")], "cannot be read"), ([str(file), "--port", "70000"], "port")):
        command = [sys.executable, "-m", "polon.mock", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
        assert (done.returncode, done.stdout) == (2, "")
        assert words in done.stderr
        assert "Traceback" not in done.stderr

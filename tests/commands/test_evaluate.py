from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from polon.cli import app

TEXT = "Yesterday Ukraine brought home 45 soldiers from captivity, said Olena Verba. Rain fell on 12 villages."
GOLD = {
    "start": 31, "end": 33, "surface": "45", "value": 45, "value_back": None, "value_max": None, "qualifier": "exact",
    "event": "released", "side": "UA", "who": "military", "group": [], "date": "2026-05-19",
    "attribution": "Olena Verba", "status": "factual", "part_of": None, "optional": False,
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "docs.jsonl", {"id": "a", "lang": "en", "published": "2026-05-20", "text": TEXT})
    write(tmp_path / "gold.jsonl", {"id": "a", "claims": [GOLD]})
    return tmp_path


def write(path: Path, *lines: object) -> None:
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")


def ran(folder: Path, *options: str) -> tuple[int, str, str]:
    arguments = ["evaluate", str(folder / "docs.jsonl"), str(folder / "gold.jsonl"), *options]
    done = CliRunner().invoke(app, arguments, env={"COLUMNS": "80"})
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    return done.exit_code, done.stdout, " ".join(done.stderr.replace("│", " ").split())


def figures(folder: Path, *options: str) -> dict[str, Any]:
    status, out, error = ran(folder, "--json", *options)
    assert (status, error) == (0, "")
    return dict(json.loads(out))


def test_all_right(folder: Path) -> None:
    found = figures(folder)
    assert (found["documents"], found["gold"], found["claims"]) == (1, 1, 1)
    assert found["found"] == found["record"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    assert set(found["slots"].values()) == {1.0}
    assert ran(folder)[1].startswith("1 documents, 1 claims in the gold, 1 extracted")


def test_a_wrong_slot_is_shown_with_its_rule_and_its_words(folder: Path) -> None:
    write(folder / "gold.jsonl", {"id": "a", "claims": [GOLD | {"date": "2026-05", "attribution": None}]})
    status, out, _ = ran(folder)
    assert status == 0
    assert "wrong    a: date 2026-05-19 for 2026-05 (" in out
    assert "attribution Olena Verba for none" in out
    assert "Yesterday Ukraine brought home 45 soldiers" in out
    assert "record      0.000   0.000  0.000" in out
    assert "   1  date         month   day" in out
    assert ran(folder, "--slot", "date")[1].count("attribution Olena") == 0
    assert "wrong" not in ran(folder, "--misses", "0")[1]


def test_missed_and_spurious(folder: Path) -> None:
    other = {"start": 90, "end": 92, "surface": "12", "value": 12, "event": "held"}
    write(folder / "gold.jsonl", {"id": "a", "claims": [other]})
    out = ran(folder)[1]
    assert "missed   a: held\n" in out
    assert "spurious a: " in out
    assert "spurious" not in ran(folder, "--slot", "missed")[1]
    few = ran(folder, "--misses", "1")[1]
    assert "and 1 more; --misses 2 shows all" in few


def test_claims_of_another_tool(folder: Path) -> None:
    theirs = [GOLD | {"document": "a", "side": "RU"}, GOLD | {"document": "a", "start": 90, "end": 92}]
    write(folder / "theirs.jsonl", *theirs)
    found = figures(folder, "--claims", str(folder / "theirs.jsonl"))
    assert (found["claims"], found["found"]["precision"], found["record"]["f1"]) == (2, 0.5, 0.0)
    assert found["calibration_error"] is None


def test_reliability(folder: Path) -> None:
    out = ran(folder, "--reliability")[1]
    assert "Whole records right, by confidence" in out
    assert "expected calibration error 0." in out


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"id": "b", "claims": []}', "no document 'b'"),
        ('{"id": "a", "claims": [{"start": 0, "end": 2, "surface": "45", "value": 45, "event": "held"}]}', "'45' does"),
        ('{"id": "a", "claims": [{"start": 31}]}', "missing required field"),
        ('{"id": "a", "claims": [{"event": "freed"}]}', "freed"),
        ('{"id": "a", "cla', "line 2"),
    ],
)
def test_a_line_that_cannot_be_used_is_told_and_the_others_count(folder: Path, line: str, said: str) -> None:
    with (folder / "gold.jsonl").open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    status, out, error = ran(folder)
    assert status == 1
    assert "gold.jsonl, line 2: " in error
    assert said in error
    assert "1 documents, 1 claims in the gold, 1 extracted" in out


def test_what_cannot_be_compared_is_bad_usage(folder: Path) -> None:
    assert ran(folder, "--slot", "colour")[0] == 2
    assert ran(folder, "--claims", str(folder / "none.jsonl"))[0] == 2
    write(folder / "gold.jsonl", {"id": "b", "claims": []})
    status, _, error = ran(folder)
    assert status == 2
    assert "no document of it is in" in error
    (folder / "docs.jsonl").unlink()
    status, _, error = ran(folder)
    assert (status, "docs.jsonl: No such file" in error) == (2, True)


def test_a_text_cannot_steer_the_terminal(folder: Path) -> None:
    write(folder / "docs.jsonl", {"id": "a\x1b[2J", "lang": "en", "text": f"\x1b]0;owned\x07 {TEXT}\x1b[31m"})
    write(folder / "gold.jsonl", {"id": "a\x1b[2J", "claims": []})
    status, out, _ = ran(folder)
    assert status == 0
    assert "45 soldiers" in out
    assert "\x1b]" not in out
    assert "\x1b[2J" not in out

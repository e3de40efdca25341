"""docs/store.md names every field with the type that the reader declares, and its examples run."""

from __future__ import annotations

import dataclasses
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from polon.records import Claim, Decision, Document, Event, Evidence, Fetch, Run, SourceRun, Status, Visit
from polon.store.disk import KINDS
from polon.store.evidence import Seal
from polon.store.query import CLAIM_COLUMNS, DOCUMENT_COLUMNS
from tests.store.examples import claim, document, opened

ROOT = Path(__file__).resolve().parents[2]
TABLES = [
    ("### `documents`", Document),
    ("### `claims`", Claim),
    ("### `decisions`", Decision),
    ("### `visits`", Visit),
    ("### `fetches`", Fetch),
    ("### `runs`", Run),
]
TEXT = (ROOT / "docs" / "store.md").read_text("utf-8")


def part(heading: str) -> str:
    found = re.search(rf"^{re.escape(heading)}$(.*?)(?=^##|\Z)", TEXT, re.MULTILINE | re.DOTALL)
    assert found, heading
    return found[1]


def rows(heading: str) -> dict[str, str]:
    """The fields of a table, each with the last cell of its row."""
    cells = [line.split("|")[1:-1] for line in part(heading).splitlines() if line.startswith("| `")]
    return {field: row[-1].strip() for row in cells for field in re.findall(r"`(\w+)`", row[0])}


def fields(record: Any) -> set[str]:
    return {field.name for field in dataclasses.fields(record)}


@pytest.mark.parametrize(("heading", "record"), TABLES)
def test_every_field_of_a_record_has_its_place_in_a_table(heading: str, record: Any) -> None:
    assert set(rows(heading)) == fields(record)


def test_the_columns_are_those_that_the_reader_declares() -> None:
    assert {name: column.strip("`") for name, column in rows("### `claims`").items()} == CLAIM_COLUMNS
    told = rows("### `documents`")
    assert all(told[name].startswith(f"`{column}`") for name, column in DOCUMENT_COLUMNS.items())


def test_fields_within_fields_are_named() -> None:
    assert fields(SourceRun) <= set(re.findall(r"`(\w+)`", part("### `runs`")))
    assert fields(Evidence) <= set(re.findall(r"`(\w+)`", part("### `documents`")))
    assert set(rows("### `evidence/manifest.jsonl`")) == set(Seal.__struct_fields__)


@pytest.mark.parametrize(("heading", "record"), TABLES)
def test_a_star_marks_what_may_be_null(heading: str, record: Any) -> None:
    starred = set(
        re.findall(r"`(\w+)`\\\*", "\n".join(line.split("|")[1] for line in part(heading).splitlines() if "|" in line))
    )
    assert starred == {f.name for f in dataclasses.fields(record) if "None" in str(f.type)}


def test_every_kind_of_segment_is_named() -> None:
    assert all(f"`{kind}/YYYY/MM/YYYY-MM-DD.jsonl`" in part("## Where things lie") for kind in KINDS)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    one, two, old = document("1"), document("2", "Yesterday 7 came."), document("2", "Yesterday 9 came.")
    with opened(tmp_path / "data") as store:
        store.write(one, [claim(one), claim(one, "3", 3, part_of=0)])
        store.write(old, [claim(old, "9", 9)])
        store.write(two, [claim(two, "7", 7, date="2026-02-28/2026-03-01")])
        three = document("3", "Next, 99. Now 5.")
        store.write(three, [claim(three, "99", 99, status=Status.PLANNED), claim(three, "5", 5, event=Event.HELD)])
    return tmp_path


def examples(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


def test_the_examples_for_the_shell_run(folder: Path) -> None:
    if not shutil.which("jq"):
        pytest.skip("jq is not installed")
    polon = f"{sys.executable} -m polon"
    printed = []
    for example in examples("sh"):
        program = f"set -o pipefail; {example.replace('polon claims', f'{polon} claims')}"
        environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
        done = subprocess.run(
            ["bash", "-c", program], cwd=folder, env=environment, capture_output=True, text=True, check=True
        )
        printed.append(sorted(line.strip() for line in done.stdout.splitlines()))
    assert printed == [
        [
            "2026-02-28/2026-03-01\treleased\t7\tUA\thttps://t.example/birch/2",
            "2026-03-04\theld\t5\tUA\thttps://t.example/birch/3",
            "2026-03-04\treleased\t25\tUA\thttps://t.example/birch/1",
            "2026-03-04\treleased\t3\tUA\thttps://t.example/birch/1",
            "2026-03-04\treleased\t99\tUA\thttps://t.example/birch/3",
        ],
        [
            '{"date":"2026-02-28/2026-03-01","event":"released","value":7,"side":"UA"}',
            '{"date":"2026-03-04","event":"held","value":5,"side":"UA"}',
            '{"date":"2026-03-04","event":"released","value":25,"side":"UA"}',
            '{"date":"2026-03-04","event":"released","value":3,"side":"UA"}',
            '{"date":"2026-03-04","event":"released","value":99,"side":"UA"}',
        ],
        ["1 birch/2"],
    ]


def test_the_example_for_duckdb_runs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    (example,) = examples("sql")
    with duckdb.connect() as connection:
        assert connection.execute(example).fetchall() == [("birch", "2026-02", 1, 7), ("birch", "2026-03", 1, 25)]

"""The lines of the runs, for those who look back."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from polon.store import StoreError
from polon.store.runs import runs
from tests.store.examples import NOON, opened, run

DAY = "2026/03/2026-03-04.jsonl"


def names(folder: Path, since: date = date(2026, 1, 1)) -> list[str]:
    return [each.id for each in runs(folder, since)]


def kept(folder: Path) -> Path:
    for name, days in (("r1", -30), ("r2", 0), ("r3", 0)):
        with opened(folder, NOON + timedelta(days=days)) as store:
            store.finish(run(name=name))
    return folder


def test_the_newest_come_first_down_to_a_day(tmp_path: Path) -> None:
    assert names(tmp_path / "nothing") == []
    kept(tmp_path)
    assert names(tmp_path) == ["r3", "r2", "r1"]
    assert names(tmp_path, NOON.date()) == ["r3", "r2"]
    assert names(tmp_path, NOON.date() + timedelta(days=1)) == []


@pytest.mark.parametrize("tail", [b'{"id":"r4"', b"\0" * 9, b'{"id":"r4"\0\0}\n'])
def test_a_torn_last_line_is_left_out_and_left_alone(tmp_path: Path, tail: bytes) -> None:
    path = kept(tmp_path) / "runs" / DAY
    path.write_bytes(path.read_bytes() + tail)
    assert names(tmp_path) == ["r3", "r2", "r1"]
    assert path.read_bytes().endswith(tail)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (b'"id":"r2"', b'"id":2', "line 1: not a whole record"),
        (b'"schema":1', b'"schema":2', "line [12]: written by a newer polon"),
    ],
)
def test_a_damaged_line_is_named(tmp_path: Path, old: bytes, new: bytes, message: str) -> None:
    path = kept(tmp_path) / "runs" / DAY
    path.write_bytes(path.read_bytes().replace(old, new))
    with pytest.raises(StoreError, match=message) as caught:
        names(tmp_path)
    assert str(caught.value).startswith(str(path))

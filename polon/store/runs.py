"""The lines of the runs, for those who look back: the newest first."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec

from polon.records import Run, decode
from polon.store.disk import lines, segments, sound_end
from polon.store.errors import failed
from polon.store.lines import check_schema, damaged


def runs(folder: Path, since: date) -> Iterator[Run]:
    """The runs kept below a data folder that were written on the day `since` or later, the newest first.

    None where there is no store. A last line that is cut, or being written, is left out. Raises StoreError for a
    damaged line: file, line, what to do.
    """
    for path in reversed(segments(folder, "runs")):
        if date.fromisoformat(path.stem) < since:
            return
        for number, line in reversed(_whole(path)):
            try:
                run = decode(line, Run)
            except msgspec.MsgspecError as error:
                raise damaged(path, number, error) from error
            check_schema(run.schema, f"{path}, line {number}")
            yield run


def _whole(path: Path) -> list[tuple[int, bytes]]:
    try:
        with path.open("rb") as file:
            end = sound_end(file, os.fstat(file.fileno()).st_size)
    except OSError as error:
        raise failed("read", path, error) from error
    return [(number, line) for number, offset, line in lines(path) if offset < end]

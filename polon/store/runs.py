"""The lines of the runs, for those who look back: the newest first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec

from polon.records import Run, decode
from polon.store.disk import lines, segments
from polon.store.lines import check_schema, damaged


def runs(folder: Path, since: date) -> Iterator[Run]:
    """The runs kept below a data folder that were written on the day `since` or later, the newest first.

    None where there is no store. Raises StoreError for a damaged line: file, line, what to do.
    """
    for path in reversed(segments(folder, "runs")):
        if date.fromisoformat(path.stem) < since:
            return
        for number, _, line in reversed(list(lines(path))):
            try:
                run = decode(line, Run)
            except msgspec.MsgspecError as error:
                raise damaged(path, number, error) from error
            check_schema(run.schema, f"{path}, line {number}")
            yield run

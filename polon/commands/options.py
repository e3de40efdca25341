"""Options and ways out that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NoReturn

import typer

OK, SOME_FAILED, USAGE, LOCKED, ALL_FAILED = range(5)
"""Exit statuses; the README tells users what each means."""

INTERRUPTED = 130
"""Exit status after Ctrl-C, as shells expect it."""

DataFolder = Annotated[Path, typer.Option("--data", envvar="POLON_DATA", help="Folder of the store.", file_okay=False)]
SourcesFolder = Annotated[
    Path | None, typer.Option("--sources", envvar="POLON_SOURCES", help="Folder of source files (*.toml).")
]


def fail(message: str, status: int = USAGE) -> NoReturn:
    """Prints `polon: message` on standard error and leaves with `status`."""
    typer.echo(f"polon: {message}", err=True)
    raise typer.Exit(status)

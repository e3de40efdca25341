"""`polon import`: posts from files instead of the network."""

# ruff: noqa: PLC0415 (what is heavy to import is imported when the command is called)

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from polon.commands.crawl import choose
from polon.commands.options import (
    ALL_FAILED,
    INTERRUPTED,
    LOCKED,
    OK,
    SOME_FAILED,
    USAGE,
    DataFolder,
    SourcesFolder,
    fail,
)

if TYPE_CHECKING:
    from polon.commands.intake import Intake
    from polon.session import Session
    from polon.sources import Source

app = typer.Typer(help="Bring in posts from files.", no_args_is_help=True)


@app.callback()
def import_() -> None:
    """Bring in posts from files."""


@app.command("export")
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The result.json that Telegram Desktop wrote.")],
    channel: Annotated[str, typer.Option("--channel", metavar="NAME", help="The source whose channel it is.")],
    data: DataFolder = Path("data"),
    folder: SourcesFolder = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print the summary only.")] = False,
) -> None:
    """Bring in a channel's posts from an export of Telegram Desktop, and extract their claims.

    What is kept already stays as it is. Exit status: 0 all was read, 1 not all of it, 2 usage, no export, or another
    channel's, 3 another run is writing to the data folder, 4 it cannot be written to, 130 stopped by Ctrl-C.
    """
    from polon.session import Session
    from polon.store import Locked, StoreError

    source = choose([channel], folder)[0]
    if source.kind.value != "telegram":
        fail(f"{source.name} is a news site; name the source of a Telegram channel with --channel")
    try:
        stream = file.open("rb")
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        stream.seek(0)
    except OSError as error:
        fail(f"{file}: cannot be read: {error.strerror or error}")
    with stream:
        try:
            session = Session.open(data, command="import")
        except Locked as error:
            fail(str(error), LOCKED)
        except StoreError as error:
            fail(str(error), ALL_FAILED)
        try:
            _bring_in(stream, file, digest, source, session, quiet=quiet)
        finally:
            session.store.close()


def _bring_in(stream: BinaryIO, file: Path, digest: str, source: Source, session: Session, *, quiet: bool) -> None:
    from polon.commands.intake import Intake, progress
    from polon.pages import PageError
    from polon.pages.telegram.export import WrongExport
    from polon.store import StoreError

    for note in session.notes:
        typer.echo(f"polon: {note}", err=True)
    intake = Intake(source, session, digest)
    status = OK
    try:
        with progress(stream, file, intake, quiet=quiet) as tick:
            intake.read(stream, tick)
    except PageError as error:
        if not intake.messages or isinstance(error, WrongExport):
            fail(f"{file}: {error}; nothing was imported", USAGE)
        session.tally(source.name).fail(f"{file.name}, after {intake.messages} messages: {error}")
        status = SOME_FAILED
    except KeyboardInterrupt:
        session.tally(source.name).interrupt()
        status = INTERRUPTED
    except StoreError as error:
        session.tally(source.name).fail(f"store: {error}")
        status = ALL_FAILED
    _finish(session, file, intake, status)


def _finish(session: Session, file: Path, intake: Intake, status: int) -> None:
    """Writes the run's line, prints the summary and leaves with the status."""
    from polon.commands.intake import summary
    from polon.session import NotKept
    from polon.store import StoreError

    intake.close()
    if status == OK and intake.tally.errors:
        status = SOME_FAILED
    try:
        run = session.finish(status)
    except (NotKept, StoreError) as error:
        typer.echo("\n".join(summary(file.name, intake)))
        fail(str(error), ALL_FAILED)
    typer.echo("\n".join(summary(file.name, intake)))
    for source in run.sources:
        if source.reason:
            typer.echo(f"polon: {source.reason}", err=True)
    raise typer.Exit(status)

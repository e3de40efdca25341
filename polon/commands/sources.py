"""`polon sources`: list the sources, check one."""

# ruff: noqa: PLC0415 (what is heavy to import is imported when the command is called)

from __future__ import annotations

from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from polon.commands.options import OK, SOME_FAILED, SourcesFolder, fail
from polon.sources import Source, SourceError, default_folder, load_sources

app = typer.Typer(help="List the sources; check one against its live page.", invoke_without_command=True)

COLUMNS = ("name", "kind", "lang", "side", "verified", "address")

AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line, with every key.")]


@app.callback()
def sources(ctx: typer.Context, json: AsJson = False, folder: SourcesFolder = None) -> None:
    """List the sources; check one against its live page."""
    if ctx.invoked_subcommand is None:
        show(folder, json=json)
        return
    for name, option in (("json", "--json"), ("folder", "--sources")):
        given = ctx.get_parameter_source(name)
        if given is not None and given.name == "COMMANDLINE":
            fail(f"put {option} after '{ctx.invoked_subcommand}'")


@app.command("list")
def list_(json: AsJson = False, folder: SourcesFolder = None) -> None:
    """List the sources by name."""
    show(folder, json=json)


@app.command()
def catalogue(folder: SourcesFolder = None) -> None:
    """Print the sources by side and kind of publisher, as a page in Markdown."""
    from polon.commands.catalogue import catalogue as page

    typer.echo(page(load(folder).values()), nl=False)


@app.command()
def schema() -> None:
    """Print the JSON Schema of a source file."""
    from polon.commands.schema import schema as told

    typer.echo(msgspec.json.format(msgspec.json.encode(told()), indent=2).decode())


@app.command()
def check(
    name: Annotated[str, typer.Argument(help="Name of the source: its file without .toml.")],
    folder: SourcesFolder = None,
    article: Annotated[bool, typer.Option("--article", help="Also read the newest article of a feed.")] = False,
    contact: Annotated[
        str | None,
        typer.Option("--contact", envvar="POLON_CONTACT", help="Address or URL at which a site can reach you."),
    ] = None,
) -> None:
    """Fetch one page of a source; print what Polon would take from it and what is amiss.

    Exit status: 0 nothing amiss, 1 something amiss, 2 no such source or a bad file.
    """
    source = chosen(load(folder), name)
    from polon.agent import user_agent
    from polon.commands.check import check_source
    from polon.commands.fetch import Client
    from polon.commands.listing import plain

    report = check_source(source, Client(user_agent(contact)), lambda: datetime.now(UTC), article=article)
    typer.echo(f"{source.title} ({source.name}): {source.kind.value}, verified {yes(source.verified)}")
    for key, value in report.facts:
        typer.echo(f"  {key:<10}{value}")
    for kind, lines in (("note", report.notes), ("amiss", report.amiss)):
        for line in lines:
            typer.echo(f"  {kind:<10}{plain(line)}")
    if not report.amiss:
        typer.echo("  nothing amiss")
    raise typer.Exit(SOME_FAILED if report.amiss else OK)


def show(folder: Path | None, *, json: bool) -> None:
    """Prints the sources by name, as a table or as JSON Lines."""
    found = load(folder).values()
    if json:
        for source in found:
            typer.echo(msgspec.json.encode(source).decode())
        return
    rows = [COLUMNS, *(row_of(source) for source in found)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(COLUMNS) - 1)]
    for row in rows:
        typer.echo("  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]))


def row_of(source: Source) -> tuple[str, ...]:
    """A source's cells, in the order of COLUMNS; the address is the first one that a crawl asks."""
    return (source.name, source.kind.value, source.lang, source.side or "-", yes(source.verified), source.first_page())


def yes(value: bool) -> str:
    """`yes` or `no`."""
    return "yes" if value else "no"


def load(folder: Path | None) -> dict[str, Source]:
    """The sources of a folder; a fault in a file ends the command, with its words."""
    try:
        return load_sources(folder or default_folder())
    except SourceError as error:
        fail(str(error))


def chosen(found: dict[str, Source], name: str) -> Source:
    """The source of a name; without it the command ends and says which names are near."""
    if name not in found:
        near = ", ".join(get_close_matches(name, found, n=3))
        fail(f"no source named '{name}'; " + (f"did you mean {near}?" if near else "`polon sources` lists them"))
    return found[name]

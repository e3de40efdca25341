"""`polon sources`: list the sources, check one."""

# ruff: noqa: PLC0415 (what is heavy to import is imported when the command is called)

from __future__ import annotations

from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from polon.commands.options import OK, SOME_FAILED, SourcesFolder, fail
from polon.source_forms import fault
from polon.sources import NAME, Source, SourceError, check_apart, default_folder, load_sources, parse_source

if TYPE_CHECKING:
    from polon.commands.check import Report

app = typer.Typer(help="List the sources; check one against its live page.", invoke_without_command=True)

COLUMNS = ("name", "kind", "lang", "side", "verified", "address")

Contact = Annotated[
    str | None,
    typer.Option("--contact", envvar="POLON_CONTACT", help="Address or URL at which a site can reach you."),
]
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
def new(
    url: Annotated[str, typer.Argument(help="A channel (https://t.me/s/HANDLE), a feed, or a page of a site.")],
    name: Annotated[
        str | None, typer.Option("--name", help="Name of the source; without it, from the address.")
    ] = None,
    folder: SourcesFolder = None,
    contact: Contact = None,
) -> None:
    """Write a source file by looking at a site or channel, and say what a person must check.

    Exit status: 0 written, 1 nothing could be found at the address, 2 bad usage or the source is there already.
    """
    home = folder or default_folder()
    if wrong := fault(url, bare=False):
        fail(f"{url!r}: {wrong}")
    if name is not None and not NAME.fullmatch(name):
        fail(f"--name {name!r}: a source's name is small letters, digits, _ and -")
    from polon.agent import user_agent
    from polon.commands.draft import DraftError, Remembering, draft
    from polon.commands.fetch import FetchError

    try:
        drafted = draft(url, name, Remembering(user_agent(contact)), lambda: datetime.now(UTC))
    except (DraftError, FetchError) as error:
        fail(str(error), SOME_FAILED)
    file = add(drafted.source, drafted.toml(), home)
    typer.echo(f"{file} written, verified = false")
    tell(drafted.report)
    for doubt in drafted.doubts:
        typer.echo(f"  {'check':<10}{doubt}")


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
    contact: Contact = None,
) -> None:
    """Fetch one page of a source; print what Polon would take from it and what is amiss.

    Exit status: 0 nothing amiss, 1 something amiss, 2 no such source or a bad file.
    """
    source = chosen(load(folder), name)
    from polon.agent import user_agent
    from polon.commands.check import check_source
    from polon.commands.fetch import Client

    report = check_source(source, Client(user_agent(contact)), lambda: datetime.now(UTC), article=article)
    typer.echo(f"{source.title} ({source.name}): {source.kind.value}, verified {yes(source.verified)}")
    tell(report)
    raise typer.Exit(SOME_FAILED if report.amiss else OK)


@app.command("test")
def compare(
    name: Annotated[str | None, typer.Argument(help="Only the page of this name, or the pages of this source.")] = None,
    pages: Annotated[
        Path, typer.Option("--pages", help="Folder of saved pages, each with its expectations beside it.")
    ] = Path("tests/pages/outlets"),
    folder: SourcesFolder = None,
) -> None:
    """Read saved pages and compare each with what a person says stands on it. Nothing is fetched.

    Exit status: 0 all as expected, 1 some are read otherwise, 2 no pages, or expectations that cannot be used.
    """
    from polon.commands.listing import plain
    from polon.commands.pagetests import PageTestError, run_pages

    bad = total = 0
    try:
        for result in run_pages(pages, load(folder), name):
            total += 1
            bad += bool(result.faults)
            typer.echo(f"{'other' if result.faults else 'ok':<6}{plain(result.name)}")
            for fault_ in result.faults:
                typer.echo(f"      {plain(fault_)}")
    except PageTestError as error:
        fail(str(error))
    typer.echo(f"{total} pages read, {bad} otherwise than expected")
    raise typer.Exit(SOME_FAILED if bad else OK)


def tell(report: Report) -> None:
    """Prints a check's facts, its notes, and what is amiss."""
    from polon.commands.listing import plain

    for key, value in report.facts:
        typer.echo(f"  {key:<10}{value}")
    for kind, lines in (("note", report.notes), ("amiss", report.amiss)):
        for line in lines:
            typer.echo(f"  {kind:<10}{plain(line)}")
    if not report.amiss:
        typer.echo("  nothing amiss")


def add(source: Source, text: str, folder: Path) -> Path:
    """Writes the file of a new source; ends the command where it is bad, or where a source reads the same already."""
    file = folder / f"{source.name}.toml"
    try:
        found = load_sources(folder) if any(folder.glob("*.toml")) else {}
        check_apart([*found.values(), parse_source(source.name, text.encode(), str(file))], folder)
        if source.name in found:
            raise SourceError(f"{file}: is there already; choose another name with --name")
        with file.open("x", encoding="utf-8") as out:
            out.write(text)
    except SourceError as error:
        fail(str(error))
    except OSError as error:
        fail(f"{file}: cannot be written: {error.strerror}")
    return file


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

"""`polon claims`: list what is kept, filtered."""
# ruff: noqa: PLC0415 (heavy imports wait until the command is called; typer calls with keywords)

from __future__ import annotations

import re
import sys
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from polon.commands.options import SOME_FAILED, USAGE, DataFolder, fail
from polon.records import Event, Status

if TYPE_CHECKING:
    from polon.store.query import Filters


class Format(StrEnum):
    """How the claims are printed."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"


def _day(text: str) -> date:
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise typer.BadParameter(f"{text!r} is no day; a day is written YYYY-MM-DD, such as 2025-05-29")


def _side(text: str) -> str:
    if re.fullmatch(r"[A-Za-z]{2}", text):
        return text.upper()
    raise typer.BadParameter(f"{text!r} is no side; a side is a country's two letters of ISO 3166, such as UA or RU")


def _group(text: str) -> str:
    if re.fullmatch(r"[a-z0-9_]+", text.lower()):
        return text.lower()
    raise typer.BadParameter(f"{text!r} is no group; a group is small letters, digits and _, such as azov or women")


def _source(text: str) -> str:
    if re.fullmatch(r"[a-z0-9][a-z0-9_-]*", text):
        return text
    raise typer.BadParameter(f"{text!r} is no source; `polon sources` lists the names of the sources")


def _lang(text: str) -> str:
    if re.fullmatch(r"[A-Za-z]{2}", text):
        return text.lower()
    raise typer.BadParameter(f"{text!r} is no language; a language is its two letters of ISO 639-1: en, uk, ru, …")


def claims(
    since: Annotated[
        date | None,
        typer.Option(parser=_day, metavar="DAY", help="Claims that hold on this day (YYYY-MM-DD) or later."),
    ] = None,
    until: Annotated[
        date | None, typer.Option(parser=_day, metavar="DAY", help="Claims that hold on this day or earlier.")
    ] = None,
    event: Annotated[
        list[Event] | None, typer.Option(metavar="EVENT", help=f"What is counted: {', '.join(Event)}.")
    ] = None,
    side: Annotated[
        list[str] | None, typer.Option(parser=_side, metavar="CODE", help="Whose people they are: UA, RU, …")
    ] = None,
    group: Annotated[
        list[str] | None, typer.Option(parser=_group, metavar="GROUP", help="A narrower group: azov, women, …")
    ] = None,
    source: Annotated[
        list[str] | None, typer.Option(parser=_source, metavar="NAME", help="Where it was published.")
    ] = None,
    lang: Annotated[
        list[str] | None, typer.Option(parser=_lang, metavar="CODE", help="Language of the text: en, uk, ru.")
    ] = None,
    status: Annotated[
        list[Status] | None, typer.Option(metavar="STATUS", help=f"How it is told: {', '.join(Status)}.")
    ] = None,
    all: Annotated[bool, typer.Option("--all", help="Withdrawn claims too.")] = False,
    format: Annotated[
        Format | None, typer.Option(help="Form of the list.", show_default="table on a terminal, else jsonl")
    ] = None,
    data: DataFolder = Path("data"),
) -> None:
    """List the claims that are kept, the newest first.

    An option given more than once lets each of its values pass.

    --since and --until look at the day for which a claim holds: the last
    day of its date or interval, or the day of publication where it has no
    date. A claim that is open to the end still holds.
    """
    if since and until and since > until:
        fail(f"--since {since} is later than --until {until}: nothing can lie between; swap them")
    from polon.store import Nothing, StoreError
    from polon.store.query import Filters

    filters = Filters(
        since=since,
        until=until,
        events=tuple(event or ()),
        sides=tuple(side or ()),
        groups=tuple(group or ()),
        sources=tuple(source or ()),
        langs=tuple(lang or ()),
        statuses=tuple(status or ()),
        withdrawn=all,
    )
    try:
        found = _print(data, filters, format or (Format.TABLE if sys.stdout.isatty() else Format.JSONL))
    except Nothing as error:
        fail(str(error), USAGE)
    except StoreError as error:
        fail(str(error), SOME_FAILED)
    if not found:
        typer.echo("polon: no claim matches; drop a filter to see more.", err=True)


def _print(data: Path, filters: Filters, form: Format) -> int:
    from polon.commands import listing
    from polon.store.query import claims as kept

    rows = kept(data, filters)
    if form is Format.TABLE:
        from rich.console import Console

        return listing.table(rows, Console(markup=False, highlight=False, emoji=False))
    write = listing.json_lines if form is Format.JSONL else listing.spreadsheet
    count = write(rows, sys.stdout.buffer)
    sys.stdout.buffer.flush()
    return count

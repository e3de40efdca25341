"""`polon extract`: the claims of files or standard input, without a store."""
# ruff: noqa: PLC0415 (heavy imports wait until the command is called)

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from polon.commands.options import SOME_FAILED, fail

if TYPE_CHECKING:
    from polon.records import Claim, Document


class Format(StrEnum):
    """How the claims are printed."""

    TABLE = "table"
    JSONL = "jsonl"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is no day; a day is written YYYY-MM-DD, such as 2025-05-29") from error


def extract(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE…|-", help="docs.jsonl, .txt or .html files; - is standard input.")
    ],
    published: Annotated[
        date | None,
        typer.Option(parser=_day, metavar="DAY", help="Day of publication, for files that do not say it (YYYY-MM-DD)."),
    ] = None,
    lang: Annotated[
        str | None,
        typer.Option(
            metavar="CODE", help="Language (en, uk, ru; pl is experimental) instead of the one the letters tell."
        ),
    ] = None,
    format: Annotated[
        Format | None, typer.Option(help="table on a terminal, else jsonl, unless it is named here.")
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show for each claim which rule and which words gave each slot.")
    ] = False,
) -> None:
    """Extract the claims of files: one JSON line a claim, or a table on a terminal.

    Exit status: 0 all read, 1 some input could not be read (the rest was), 2 usage.
    """
    from polon.commands.inputs import InputError, read_inputs
    from polon.extract import available, claims_of, experimental
    from polon.records import encode

    if lang is not None and lang not in available():
        fail(f"--lang {lang}: there is no language file for it; there are {', '.join(available())}")
    if explain and format is not None:
        fail("--explain prints for people; leave out --format")
    as_table = format is Format.TABLE or (format is None and sys.stdout.isatty())
    failed = False
    warned: set[str] = set()
    rows: list[tuple[Document, Claim]] = []
    show = _explainer() if explain else None
    for item in read_inputs(files, published, lang):
        if isinstance(item, InputError):
            typer.echo(f"polon: {item}", err=True)
            failed = True
            continue
        if item.lang not in warned and experimental(item.lang):
            warned.add(item.lang)
            typer.echo(f"polon: {item.lang} is experimental: how often it errs has not been measured", err=True)
        if show is not None:
            show(item)
            continue
        for claim in claims_of(item):
            if as_table:
                rows.append((item, claim))
            else:
                sys.stdout.buffer.write(encode(claim) + b"\n")
    if as_table and show is None:
        _print_table(rows)
    sys.stdout.flush()
    if failed:
        raise typer.Exit(SOME_FAILED)


def _explainer() -> Callable[[Document], object]:
    from rich.console import Console

    from polon.commands.explaining import explain

    console = Console(highlight=False, markup=False)
    return lambda document: explain(document, console)


def _print_table(rows: list[tuple[Document, Claim]]) -> None:
    from rich.console import Console

    from polon.commands.listing import table
    from polon.store.query import Row

    shown = [
        Row(
            claim=claim,
            source=document.source,
            lang=document.lang,
            published=document.published,
            url=document.url,
            day=document.published.date() if document.published else None,
        )
        for document, claim in rows
    ]
    if table(shown, Console(highlight=False, markup=False), newest_first=False) == 0:
        typer.echo("No claims.", err=True)

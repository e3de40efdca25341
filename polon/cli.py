"""The command line. Each command is a module of `polon.commands`; what is heavy to import they import when called."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from polon import __version__
from polon.commands import claims, crawl, demo, evaluate, extract, importing, sources, status
from polon.commands.options import INTERRUPTED

app = typer.Typer(
    help="Numeric claims about prisoners, from Telegram channels and news sites, each with its words.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def polon(version: Annotated[bool, typer.Option("--version", help="Print the version and leave.")] = False) -> None:
    """Numeric claims about prisoners, from Telegram channels and news sites, each with its words."""
    if version:
        typer.echo(f"polon {__version__}")
        raise typer.Exit


app.command("crawl")(crawl.crawl)
app.command("extract")(extract.extract)
app.command("evaluate")(evaluate.evaluate)
app.command("claims")(claims.claims)
app.command("status")(status.status)
app.command("demo")(demo.demo)
app.add_typer(importing.app, name="import")
app.add_typer(sources.app, name="sources")


def main() -> None:
    """Runs the command line; a closed pipe and Ctrl-C end it without a traceback."""
    try:
        app()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)

"""`polon sources`: list the sources, check one."""

import typer

app = typer.Typer(help="List the sources; check one against its live page.")

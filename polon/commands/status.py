"""`polon status`: one screen that says how each source does, alarms first."""

# ruff: noqa: PLC0415 (what is heavy to import is imported when the command is called)

from __future__ import annotations

import textwrap
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from polon.commands.options import ALL_FAILED, SOME_FAILED, DataFolder, SourcesFolder, fail

if TYPE_CHECKING:
    from polon.health import Health

MONTH = timedelta(days=30)
"""Of runs that are looked at."""

HEADS = ("source", "state", "since", "read", "new 7d", "unseen")


def status(
    names: Annotated[list[str] | None, typer.Argument(metavar="[SOURCE]...", help="Sources to show; all.")] = None,
    data: DataFolder = Path("data"),
    folder: SourcesFolder = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object a source.")] = False,
) -> None:
    """Show how each source does, by the runs of the last 30 days.

    Exit status: 0 no alarm, 1 an alarm, 2 usage or configuration, 4 the store cannot be read.
    """
    import msgspec

    from polon.commands.crawl import choose
    from polon.health import health
    from polon.store import StoreError
    from polon.store.runs import runs

    chosen = [source.name for source in choose(names or [], folder)]
    now = datetime.now(UTC)
    try:
        found = health(chosen, runs(data, (now - MONTH).date()), now)
    except StoreError as error:
        fail(str(error), ALL_FAILED)
    if json:
        typer.echo(b"\n".join(msgspec.json.encode(one) for one in found).decode())
    else:
        typer.echo("\n".join(screen(found, now)))
    raise typer.Exit(SOME_FAILED if any(one.alarm for one in found) else 0)


def screen(found: list[Health], now: datetime) -> list[str]:
    """The lines of the screen: a sentence, a row a source, below the row of an alarm its reason, and what a run met."""
    alarms = sum(one.alarm for one in found)
    never = sum(one.state == "never" for one in found)
    ended = max((one.ended for one in found if one.ended), default=None)
    head = f"{len(found)} source{'s' * (len(found) != 1)}, {alarms} alarm{'s' * (alarms != 1)}"
    lines = [head + (f", {never} not crawled in 30 days" if never else "") + f"; last run {_last(ended, now)}", ""]
    width = max([len(one.source) for one in found if one.state != "never"] + [len(HEADS[0])])
    width = min(width, 28)
    lines.append(_row(HEADS, width))
    for one in found:
        if one.state == "never":
            continue
        row = (one.source, one.state, _ago(one.since, now), _ago(one.read, now), str(one.new), str(one.unseen))
        lines.append(_row(row, width))
        if one.alarm and one.reason:
            lines += _wrapped(f"! {one.reason[:160]}")
        if one.noted:
            lines += _wrapped(f"~ {', '.join(one.noted)}; read through {one.via}"[:160])
    return lines


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, 80, initial_indent="  ", subsequent_indent="    ")


def _row(cells: tuple[str, ...], width: int) -> str:
    source, state, *rest = cells
    return f"{source[:width]:<{width}}  {state:<15}" + "".join(f"{cell:>9}" for cell in rest)


def _last(moment: datetime | None, now: datetime) -> str:
    return "never" if moment is None else f"{_ago(moment, now)} ago"


def _ago(moment: datetime | None, now: datetime) -> str:
    """How long ago, in the largest unit that fits: `3 min`, `5 h`, `12 d`; nothing for None."""
    if moment is None:
        return ""
    minutes = max(0, int((now - moment).total_seconds() // 60))
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // 1440} d"

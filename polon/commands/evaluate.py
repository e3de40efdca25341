"""`polon evaluate`: how far the extractor, or another tool, agrees with an annotated set."""
# ruff: noqa: PLC0415 (heavy imports wait until the command is called)

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from polon.commands.options import SOME_FAILED, fail

if TYPE_CHECKING:
    from rich.console import Console

    from polon.commands.goldset import GoldSet
    from polon.evaluate import Comparison


def evaluate(
    docs: Annotated[Path, typer.Argument(metavar="DOCS", help="docs.jsonl: a document a line.")],
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="gold.jsonl: the annotated claims of each document.")],
    claims: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Judge these claims (JSON Lines) instead of Polon's own.")
    ] = None,
    misses: Annotated[int, typer.Option(metavar="N", min=0, help="Show at most N misses in context.")] = 20,
    slot: Annotated[
        str | None, typer.Option(metavar="SLOT", help="Show only the misses of a slot, or `missed`, or `spurious`.")
    ] = None,
    reliability: Annotated[
        bool, typer.Option("--reliability", help="Show how often claims of each confidence are right.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object with the figures instead of tables.")
    ] = False,
) -> None:
    """Compare claims with an annotated set: found and record F1, slots, confusions, the misses in context.

    Exit status: 0 all read, 1 some lines could not be used (the rest was), 2 usage.
    """
    from rich.console import Console

    from polon import evaluate as measure
    from polon.commands.goldset import read_set

    if slot is not None and slot not in (*measure.SLOTS, "missed", "spurious"):
        fail(f"--slot {slot}: there are {', '.join(measure.SLOTS)}, missed and spurious")
    try:
        read = read_set(docs, gold, claims)
    except OSError as error:
        fail(f"{error.filename}: {error.strerror}")
    if not read.comparisons:
        for problem in read.problems:
            typer.echo(f"polon: {problem}", err=True)
        fail(f"{gold}: no document of it is in {docs}")
    if as_json:
        typer.echo(json.dumps(_figures(read.comparisons), ensure_ascii=False))
    else:
        console = Console(highlight=False, markup=False)
        _show(read, console, misses, slot, reliability=reliability)
    for problem in read.problems:
        typer.echo(f"polon: {problem}", err=True)
    if read.problems:
        raise typer.Exit(SOME_FAILED)


def _figures(comparisons: list[Comparison]) -> dict[str, object]:
    from polon import evaluate as measure

    scores = {"found": measure.found(comparisons), "record": measure.records(comparisons)}
    bins = measure.reliability(comparisons)
    return {
        "documents": len(comparisons),
        "gold": scores["found"].asked,
        "claims": scores["found"].given,
        **{name: {"precision": s.precision, "recall": s.recall, "f1": s.f1} for name, s in scores.items()},
        "slots": {name: right / of if of else None for name, (right, of) in measure.slots(comparisons).items()},
        "calibration_error": measure.calibration_error(bins) if bins else None,
    }


def _show(read: GoldSet, console: Console, misses: int, slot: str | None, *, reliability: bool) -> None:
    from polon.commands import report

    if misses or slot:
        report.print_misses(read, console, misses, slot)
    report.print_scores(read.comparisons, console)
    report.print_slots(read.comparisons, console)
    report.print_confusions(read.comparisons, console)
    if reliability:
        report.print_reliability(read.comparisons, console)

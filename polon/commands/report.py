"""The tables of `polon evaluate`, and its misses in context. Imported when it is needed."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.table import Table
from rich.text import Text

from polon import evaluate
from polon.commands.goldset import GoldSet
from polon.commands.listing import flat, plain
from polon.evaluate import Annotation, Comparison, Pair

_AROUND = 90
_CONFUSIONS = 15


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for at, name in enumerate(columns):
        numeric = name.startswith("#")
        table.add_column(name.lstrip("#"), justify="right" if numeric else "left", no_wrap=numeric or at == 0)
    return table


def print_scores(comparisons: list[Comparison], console: Console) -> None:
    """Found and record: precision, recall, F1."""
    found, record = evaluate.found(comparisons), evaluate.records(comparisons)
    console.print(f"{len(comparisons)} documents, {found.asked} claims in the gold, {found.given} extracted\n")
    table = _table("", "#precision", "#recall", "#F1")
    for name, score in (("found", found), ("record", record)):
        table.add_row(name, *(f"{share:.3f}" for share in (score.precision, score.recall, score.f1)))
    console.print(table)


def print_slots(comparisons: list[Comparison], console: Console) -> None:
    """How often each slot is right, of the claims that were found."""
    table = _table("slot", "#right", "#of", "#share")
    for slot, (right, of) in evaluate.slots(comparisons).items():
        table.add_row(slot, str(right), str(of), f"{right / of:.3f}" if of else "—")
    console.print("")
    console.print(table)


def print_confusions(comparisons: list[Comparison], console: Console) -> None:
    """What is most often taken for what."""
    counted = evaluate.confusions(comparisons).most_common(_CONFUSIONS)
    if not counted:
        return
    table = _table("#times", "slot", "gold", "extracted")
    for (slot, gold, claim), times in counted:
        table.add_row(str(times), slot, plain(gold), plain(claim))
    console.print("\nMost often confused")
    console.print(table)


def print_reliability(comparisons: list[Comparison], console: Console) -> None:
    """How often a claim of a confidence is right."""
    bins = evaluate.reliability(comparisons)
    table = _table("confidence", "#claims", "#mean", "#right", "")
    for b in bins:
        bar = "█" * round(b.right * 20)
        table.add_row(f"{b.low:.1f} to {b.high:.1f}", str(b.claims), f"{b.confidence:.3f}", f"{b.right:.3f}", bar)
    console.print("\nWhole records right, by confidence")
    console.print(table)
    console.print(f"expected calibration error {evaluate.calibration_error(bins):.3f}")


def print_misses(read: GoldSet, console: Console, most: int, slot: str | None) -> None:
    """What was missed, what is spurious, and what is wrong, each with its words; at most `most`."""
    every = [miss for c in read.comparisons for miss in _misses(c, read.texts[c.document], slot)]
    for miss in every[:most]:
        console.print(miss, soft_wrap=True)
    if len(every) > most > 0:
        console.print(f"… and {len(every) - most} more; --misses {len(every)} shows all.", style="dim")
    if every[:most]:
        console.print("")


def _misses(comparison: Comparison, text: str, slot: str | None) -> Iterator[Text]:
    name = plain(comparison.document)
    if slot in (None, "missed"):
        for gold in comparison.missed:
            yield _miss("missed", name, gold.event.value, gold, text)
    for pair in comparison.pairs:
        shown = [s for s in pair.wrong if slot in (None, s)]
        if shown:
            yield _miss("wrong", name, "; ".join(_difference(s, pair) for s in shown), pair.gold, text)
    if slot in (None, "spurious"):
        for claim in comparison.spurious:
            yield _miss("spurious", name, claim.trace.get("event", claim.event.value), claim, text)


def _difference(slot: str, pair: Pair) -> str:
    gold, claim = getattr(pair.gold, slot), getattr(pair.claim, slot)
    rule = pair.claim.trace.get(slot)
    return f"{slot} {_word(claim)} for {_word(gold)}" + (f" ({rule})" if rule else "")


def _word(value: object) -> str:
    if isinstance(value, tuple):
        return " ".join(sorted(value)) or "none"
    return "none" if value is None else str(value)


def _miss(kind: str, name: str, what: str, claim: Annotation, text: str) -> Text:
    before, after = text[max(0, claim.start - _AROUND) : claim.start], text[claim.end : claim.end + _AROUND]
    line = Text(f"{kind:8} ", style="bold")
    line.append(f"{name}: {plain(what)}\n         ", style="not bold")
    line.append(f"{'…' if claim.start > _AROUND else ''}{flat(before)}", style="not bold dim")
    line.append(plain(text[claim.start : claim.end]), style="bold")
    line.append(f"{flat(after)}{'…' if claim.end + _AROUND < len(text) else ''}", style="not bold dim")
    return line

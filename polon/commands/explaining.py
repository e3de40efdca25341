"""What `polon extract --explain` prints: each claim slot by slot with its rule and words, and what was not counted."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from polon.commands.listing import flat, number, plain
from polon.extract import claims_from, read_text
from polon.records import Claim, Document

_SLOTS = ("value", "qualifier", "event", "side", "who", "group", "date", "attribution", "status", "part_of")
_SILENT = {
    "side": "the text does not tell",
    "who": "the text does not tell",
    "group": "",
    "date": "a reader cannot tell",
    "attribution": "the outlet's own voice",
    "part_of": "",
}
_AROUND = 28


def explain(document: Document, console: Console) -> int:
    """Prints why a document's claims say what they say, and why its other numbers are none. Gives how many claims."""
    published = document.published.date() if document.published else None
    reading = read_text(document.text, document.lang, published)
    claims = claims_from(reading, document.id, document.revision)
    day = f"published {published}" if published else "day of publication unknown"
    console.print(Text(f"{plain(document.id)} · {document.lang} · {day}", style="bold"))
    if not claims and not reading.refused:
        console.print("  No sentence counts prisoners.")
    for at, claim in enumerate(claims):
        console.print("")
        _print_claim(at, claim, claims, console)
    refused = [(n.start, n.end, reason) for n, reason in reading.refused]
    if refused:
        console.print("\n  Not counted")
        console.print(
            _refusals([(plain(reason), _around(document.text, start, end)) for start, end, reason in refused])
        )
    console.print("")
    return len(claims)


def _print_claim(at: int, claim: Claim, claims: tuple[Claim, ...], console: Console) -> None:
    head = Text(f"  {at + 1}  {number(claim)} {claim.event.value}", style="bold")
    head.append(f"   confidence {claim.confidence:.2f}", style="not bold dim")
    console.print(head)
    console.print(Padding(_quote(claim), (0, 0, 0, 5)))
    rows = []
    for slot in _SLOTS:
        value = getattr(claim, slot)
        if slot == "part_of" and value is not None:
            value = f"{value + 1} ({number(claims[value])})"
        empty = value is None or value == ()
        if (empty and slot == "part_of") or (slot == "qualifier" and not claim.trace.get(slot)):
            continue
        rule = _SILENT[slot] if empty and not claim.trace.get(slot) else claim.trace.get(slot, "")
        rows.append((Text(slot, style="dim"), _value(slot, value, claim), Text(plain(rule))))
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(width=13)
    grid.add_column(min_width=12, max_width=28, overflow="fold")
    grid.add_column(overflow="fold")
    for row in rows:
        grid.add_row(*row)
    console.print(Padding(grid, (0, 0, 0, 5)))


def _value(slot: str, value: object, claim: Claim) -> Text:
    if value is None or value == ():
        return Text("—")
    if slot == "value":
        return Text(number(claim))
    return Text(plain(" ".join(value) if isinstance(value, tuple) else str(value)))


def _quote(claim: Claim) -> Text:
    at = claim.quote.find(claim.surface) if claim.surface in claim.quote else 0
    before, after = claim.quote[:at], claim.quote[at + len(claim.surface) :]
    return Text.assemble(("«", "dim"), (flat(before), "dim"), plain(claim.surface), (flat(after), "dim"), ("»", "dim"))


def _around(text: str, start: int, end: int) -> Text:
    """A number with whole words on either side, in one line."""
    before = flat(text[max(0, start - _AROUND) : start])
    after = flat(text[end : end + _AROUND])
    if start > _AROUND:
        before = f"…{before.partition(' ')[2]}"
    if end + _AROUND < len(text):
        after = f"{after.rpartition(' ')[0]}…"
    return Text.assemble((before, "dim"), plain(text[start:end]), (after, "dim"))


def _refusals(rows: list[tuple[str, Text]]) -> Padding:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(min_width=max(len(reason) for reason, _ in rows), max_width=28, overflow="fold")
    grid.add_column(overflow="fold")
    for reason, words in rows:
        grid.add_row(Text(reason, style="dim"), words)
    return Padding(grid, (0, 0, 0, 5))

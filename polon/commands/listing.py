"""Claims as people and programs read them: a table on a terminal, JSON Lines, CSV. Imported when it is needed.

All text in a claim comes from outside. Nothing here lets it steer a terminal, a spreadsheet or Rich's markup.
"""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections.abc import Iterable
from typing import BinaryIO

import msgspec
from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from polon.records import Claim, Qualifier, Status
from polon.store.query import Row

SIGNS = {Qualifier.EXACT: "", Qualifier.ABOUT: "≈", Qualifier.OVER: ">", Qualifier.UNDER: "<"}
CSV_FIELDS = (
    "date", "event", "value", "value_back", "value_max", "qualifier", "side", "who", "group", "status", "attribution",
    "source", "lang", "published", "url", "quote", "surface", "date_text", "date_rule", "optional", "whole", "part_of",
    "withdrawn", "confidence", "prefix", "suffix", "start", "end", "id", "document", "revision", "extractor",
)  # fmt: skip
"""The columns of the CSV form: every field of a claim but `trace` and `schema`, with its document's."""

_QUOTE = 150  # characters of a quotation in the table
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0", "＝", "＋", "－", "＠")  # the full-width signs start formulas too
_UNSEEN = re.compile(
    "[\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


def plain(text: str) -> str:
    """A text from outside as one line: no control, bidi or other unseen characters, white space folded."""
    kept = (c for c in text if unicodedata.category(c) not in ("Cf", "Cs"))
    return " ".join("".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in kept).split())


def flat(text: str) -> str:
    """`plain`, but a piece of a text keeps the space at its ends."""
    lead, tail = " " * text[:1].isspace(), " " * text[-1:].isspace()
    return f"{lead}{plain(text)}{tail}" if text.strip() else lead


def number(claim: Claim) -> str:
    """A claim's number with its qualifier's sign: `≈800`, `>1000`, `23–25`, `1000:1000`; a vague one as written."""
    if claim.qualifier is Qualifier.VAGUE:
        return plain(claim.surface)
    if claim.qualifier is Qualifier.RANGE:
        return f"{claim.value}–{'?' if claim.value_max is None else claim.value_max}"
    back = "" if claim.value_back is None else f":{claim.value_back}"
    return f"{SIGNS[claim.qualifier]}{claim.value}{back}"


def table(rows: Iterable[Row], console: Console, *, newest_first: bool = True) -> int:
    """Prints claims as a table, two rows each: the slots, then who says it in which words. Gives how many."""
    count = 0
    sources: set[str] = set()
    days: set[str] = set()
    for row in rows:
        if not count:
            _print_slots(("date", "event", "number", "side", "group", "source"), console, "bold")
        _print_slots(_slots(row), console)
        console.print(Padding(_words(row), (0, 0, 0, 2)))
        count += 1
        sources.add(row.source)
        days.update([row.day.isoformat()] if row.day else [])
    if count:
        span = f", {min(days)} to {max(days)}; the newest first" if days and newest_first else ""
        console.print(f"\n{_several(count, 'claim')} of {_several(len(sources), 'source')}{span}.")
    return count


def json_lines(rows: Iterable[Row], out: BinaryIO) -> int:
    """Writes each claim's record, with its document's source, lang, published and url, as a line of JSON.

    Unseen characters are written as escapes: the same data, and harmless on a terminal. Gives how many there were.
    """
    count = 0
    for count, row in enumerate(rows, 1):  # noqa: B007 (it is the result)
        out.write(f"{_visible(_encoded(row))}\n".encode())
    return count


def spreadsheet(rows: Iterable[Row], out: BinaryIO) -> int:
    """Writes claims as CSV (RFC 4180, UTF-8), a header first; no cell is taken for a formula. Gives how many."""
    count = 0
    writer = csv.writer(_Utf8(out))
    writer.writerow(CSV_FIELDS)
    for count, row in enumerate(rows, 1):  # noqa: B007 (it is the result)
        values = json.loads(_encoded(row))
        writer.writerow([cell(values[name]) for name in CSV_FIELDS])
    return count


def cell(value: object) -> str | int | float:
    """A value for a cell of a spreadsheet; text that would start a formula gets an apostrophe (ASVS 1.2.10)."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return value
    if isinstance(value, list):
        value = " ".join(value)
    text = "" if value is None else plain(str(value))
    return f"'{text}" if text.startswith(_FORMULA) else text


class _Utf8:
    def __init__(self, out: BinaryIO) -> None:
        self._out = out

    def write(self, text: str) -> int:
        return self._out.write(text.encode())


def _encoded(row: Row) -> bytes:
    document = {"source": row.source, "lang": row.lang, "published": row.published, "url": row.url}
    return msgspec.json.encode(msgspec.to_builtins(row.claim) | document)


def _visible(line: bytes) -> str:
    return _UNSEEN.sub(lambda found: json.dumps(found[0])[1:-1], line.decode())


def _print_slots(cells: tuple[str, ...], console: Console, style: str = "") -> None:
    spare = max(0, console.width - 80)
    # Half a number is another number: rather than fold or cut it, the row grows beyond the edge.
    widths = (21, 9, max(9, cell_len(cells[2])), 4, 14 + spare // 2, 13 + spare - spare // 2)
    grid = Table.grid(padding=(0, 2, 0, 0))
    for at, width in enumerate(widths):
        grid.add_column(width=width, min_width=width, justify="right" if at == 2 else "left", overflow="fold")
    grid.add_row(*(Text(text, style=style) for text in cells))
    grid.width = sum(widths) + 2 * (len(widths) - 1)
    console.print(grid, crop=False)


def _slots(row: Row) -> tuple[str, ...]:
    claim = row.claim
    group = ", ".join(plain(g) for g in claim.group)
    date = plain(claim.date) if claim.date else "—"
    return date, claim.event.value, number(claim), plain(claim.side or "—"), group or "—", plain(row.source)


def _words(row: Row) -> Text:
    claim = row.claim
    said = Text()
    if claim.status is not Status.FACTUAL:
        said.append(f"{claim.status.value} ", style="bold yellow")
    if claim.withdrawn is not None:
        said.append(f"withdrawn: {claim.withdrawn.value} ", style="bold red")
    if claim.date is None and row.published:
        said.append(f"published {row.published:%Y-%m-%d} ")
    if claim.attribution:
        said.append(f"{plain(claim.attribution)}: ")
    return said.append(_quote(claim))


def _quote(claim: Claim) -> Text:
    quote, surface = plain(claim.quote), plain(claim.surface)
    found = re.search(rf"(?<![^\W_]){re.escape(surface)}(?![^\W_])", quote) or re.search(re.escape(surface), quote)
    at = found.start() if found else 0
    start = max(0, min(at - _QUOTE // 2, len(quote) - _QUOTE))
    end = start + _QUOTE
    shown = Text(("«…" if start else "«") + quote[start:end] + ("…»" if end < len(quote) else "»"), style="dim")
    if surface and found:
        begin = at - start + (2 if start else 1)
        shown.stylize("not dim bold", begin, begin + len(surface))
    return shown


def _several(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"

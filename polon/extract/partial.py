"""Dates that name a part of one: «on the 20th», «the first quarter», «six months of 2025», «the last day of March»."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polon.extract.spans import Span, day, join, make_day, month
from polon.extract.tokens import MARK, NUMBER, WORD

if TYPE_CHECKING:
    from polon.extract.dates import Dater

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "і": 1, "іі": 2, "ііі": 3}
_MONTHS = {"quarter": 3, "half": 6}

Read = tuple[int, Span | None] | None


def bare_day(dater: Dater, i: int) -> Read:
    """«on the 20th»: a day of the month that was named before, else the last such day."""
    token = dater.tokens[i]
    if token.kind != NUMBER or token.suffix not in dater.lexicon.ordinal_suffixes or not token.norm.isdigit():
        return None
    d = int(token.norm)
    if not 1 <= d <= 31 or not _stands_alone(dater, i):
        return None
    origin = dater.base.high if dater.base is not None and dater.base.low.month == dater.base.high.month else None
    named = make_day(origin.year, origin.month, d) if origin is not None else None
    if named is not None and (dater.anchor is None or named.low <= dater.anchor):
        return i + 1, named
    if dater.anchor is None:
        return None
    y, m = dater.anchor.year, dater.anchor.month
    if d > dater.anchor.day:
        y, m = (y, m - 1) if m > 1 else (y - 1, 12)
    return i + 1, make_day(y, m, d)


def _stands_alone(dater: Dater, i: int) -> bool:
    """No noun behind it: «the 20th Brigade», «the 70th exchange» are no days. English needs «on the» before it."""
    fixed = "month_first" in dater.lexicon.grammar
    if fixed and not (dater.cue("in", i - 2) is not None and dater.tokens[i - 1].kind == WORD):
        return False
    after = dater.tokens[i + 1] if i + 1 < dater.last else None
    if after is None:
        return fixed or dater.base is not None
    if after.kind == MARK:
        return after.norm not in "-%№/" and (fixed or dater.base is not None)
    if not fixed or after.kind != WORD or after.capital:
        return False
    return not any(_noun(dater, k) for k in (i + 1, i + 2))


def _noun(dater: Dater, k: int) -> bool:
    """Whether the ordinal counts what stands at token `k`; an adjective of soldiers may follow a day."""
    if dater.cue("month", k) is not None or dater.cue("of", k) is not None:
        return True
    return dater.cue("trap", k) is not None and dater.cue("people", k + 1) is None


def part_of_year(dater: Dater, i: int) -> Read:
    """«the first quarter of 2025», «II півріччя»; «за шесть месяцев 2024 года» are January to June."""
    if (months := _months(dater, i)) is not None:
        return months
    n = dater.ordinal(i) or ((_ROMAN[dater.tokens[i].norm], i + 1) if dater.tokens[i].norm in _ROMAN else None)
    part = dater.cue("part", n[1]) if n is not None and n[1] < dater.last else None
    if n is None or part is None or not 1 <= n[0] * _MONTHS[part.tag.val] <= 12:
        return None
    j, y = dater.year_behind(part.j)
    length = _MONTHS[part.tag.val]
    first = (n[0] - 1) * length + 1
    if y is None:
        if dater.anchor is None:
            return j, None
        y = dater.anchor.year - (first > dater.anchor.month)
    return j, join(month(y, first), month(y, first + length - 1))


def _months(dater: Dater, i: int) -> Read:
    if dater.cue("period", i) is None or dater.cue("period", i).tag.val != "month":  # type: ignore[union-attr]
        return None
    before = dater.tokens[i - 1] if i else None
    numeral = next((c for c in dater.at.get("numeral", {}).values() if c.j == i), None)
    digits = before is not None and before.kind == NUMBER and before.norm.isdigit()
    n = int(numeral.tag.val) if numeral is not None else int(before.norm) if digits and before is not None else 0
    j, y = dater.year_behind(i + 1)
    return (j, join(month(y, 1), month(y, n))) if y is not None and 1 < n < 12 else None


def edge_of_month(dater: Dater, i: int) -> Read:
    """«on the last day of March»"""
    edge = dater.cue("edge", i)
    if edge is None or (inner := dater.month_behind(edge.j)) is None:
        return None
    j, span = inner
    return j, span if span is None else day(span.low if edge.tag.val == "first" else span.high)


def anniversary(dater: Dater, i: int) -> Read:
    """«on the third anniversary of the blast»: the month, so many years before the news."""
    n = dater.ordinal(i)
    mark = next((c for k in (n[1], n[1] + 1) if (c := dater.cue("anniversary", k)) is not None), None) if n else None
    if n is None or mark is None:
        return None
    return mark.j, month(dater.anchor.year - n[0], dater.anchor.month) if dater.anchor is not None else None

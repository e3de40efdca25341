"""Stretches of days, their EDTF form and the date of a claim (ISO 8601-2, levels 0 and 1)."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

FIRST_YEAR, LAST_YEAR = 1900, 2100
SEASONS = {"winter": (12, 2), "spring": (3, 5), "summer": (6, 8), "autumn": (9, 11)}


@dataclass(frozen=True, slots=True)
class Span:
    """Days `low` to `high`, both included, and how finely the text names them (day, month, year, interval)."""

    low: date
    high: date
    grain: str

    def edtf(self) -> str:
        """The span as EDTF."""
        if self.grain == "day":
            return self.low.isoformat()
        if self.grain == "month":
            return f"{self.low:%Y-%m}"
        if self.grain == "year":
            return f"{self.low:%Y}"
        if self.grain == "months":
            return f"{self.low:%Y-%m}/{self.high:%Y-%m}"
        if self.grain == "years":
            return f"{self.low:%Y}/{self.high:%Y}"
        return f"{self.low.isoformat()}/{self.high.isoformat()}"


@dataclass(frozen=True, slots=True)
class Dated:
    """EDTF date, the words that gave it, the rule, and whether the text itself named it."""

    edtf: str | None
    words: str | None
    rule: str
    own: bool


def day(d: date) -> Span:
    """One day."""
    return Span(d, d, "day")


def month(year: int, number: int) -> Span:
    """One month."""
    return Span(date(year, number, 1), date(year, number, monthrange(year, number)[1]), "month")


def year(number: int) -> Span:
    """One year."""
    return Span(date(number, 1, 1), date(number, 12, 31), "year")


def join(a: Span, b: Span) -> Span | None:
    """From the start of `a` to the end of `b`; None where that runs backwards."""
    if a.low > b.high:
        return None
    grain = {("month", "month"): "months", ("year", "year"): "years"}.get((a.grain, b.grain), "interval")
    return Span(a.low, b.high, grain)


def make_day(y: int, m: int, d: int) -> Span | None:
    """A day, None where the calendar has none such."""
    try:
        return day(date(y, m, d))
    except ValueError:
        return None


def with_year(span: Span, y: int) -> Span | None:
    """The same month or day in year `y`; None where it has no such day."""
    return month(y, span.low.month) if span.grain == "month" else make_day(y, span.low.month, span.low.day)


def year_back(span: Span) -> Span:
    """The same month or day a year before."""
    if span.grain == "month":
        return month(span.low.year - 1, span.low.month)
    shifted = make_day(span.low.year - 1, span.low.month, span.low.day)
    return shifted if shifted is not None else span


def back(origin: date, unit: str, n: int) -> Span | None:
    """The day, month or year that lies `n` units before `origin` (after it where `n` is negative)."""
    if unit in ("day", "week"):
        return day(origin - timedelta(days=n * (7 if unit == "week" else 1)))
    if unit == "half":
        unit, n = "month", n * 6
    if unit == "month":
        total = origin.year * 12 + origin.month - 1 - n
        return month(total // 12, total % 12 + 1) if FIRST_YEAR * 12 <= total < LAST_YEAR * 12 else None
    if unit == "year" and FIRST_YEAR <= origin.year - n <= LAST_YEAR:
        return year(origin.year - n)
    return None


def moment(name: str, anchor: date) -> Span | None:
    """A named stretch of time: `week -1` is the calendar week before, `past week` the seven days up to the anchor."""
    word, _, rest = name.partition(" ")
    if word == "past" and rest in ("year", "half"):
        return stretch(anchor, rest, 1)
    if word == "past":
        days = {"day": 1, "week": 6, "weekday": 7, "month": 29}[rest]  # seven days, the last of them the anchor
        return Span(anchor - timedelta(days=days), anchor, "interval")
    shift = int(rest or 0)
    if word == "week":
        monday = anchor - timedelta(days=anchor.weekday() - 7 * shift)
        return Span(monday, monday + timedelta(days=6) if shift else anchor, "interval")
    if word == "weekend":
        saturday = anchor - timedelta(days=(anchor.weekday() - 5) % 7)
        return Span(saturday, saturday + timedelta(days=1), "interval")
    if word in ("month", "year"):
        return back(anchor, word, -shift)
    return None


def stretch(anchor: date, unit: str, n: int) -> Span | None:
    """The `n` units of time that end on `anchor`: two weeks are fourteen days, the last of them the anchor."""
    if unit in ("day", "week"):
        return Span(anchor - timedelta(days=n * (7 if unit == "week" else 1) - 1), anchor, "interval")
    months = n * {"year": 12, "half": 6}.get(unit, 1)
    total = anchor.year * 12 + anchor.month - 1 - months
    if total < FIRST_YEAR * 12:
        return None
    y, m = total // 12, total % 12 + 1
    return Span(date(y, m, min(anchor.day, monthrange(y, m)[1])), anchor, "interval")


def span_of(edtf: str) -> tuple[date, date] | None:
    """First and last day of a day, month, year or closed interval as EDTF; None where an end is open."""
    first, _, last = edtf.partition("/")
    if ".." in (first, last):
        return None
    low, high = _piece(first), _piece(last or first)
    return low.low, high.high


def _piece(text: str) -> Span:
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 1:
        return year(parts[0])
    return month(parts[0], parts[1]) if len(parts) == 2 else day(date(*parts))

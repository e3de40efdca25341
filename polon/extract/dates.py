"""Date phrases to EDTF (ISO 8601-2), resolved against the publication date; None rather than a guess.

The grammar works on cues, so it is the same for every language; a language file says which words are months, weekdays,
«ago» and so on. A phrase consumes its tokens, so that its digits are no counts.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from polon.extract.lexicon import Cue, Lexicon
from polon.extract.tokens import NUMBER, WORD, Token

_DASHES = frozenset({"-", "–", "—"})
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
class When:
    """A date phrase: tokens `i` to `j`, what it means, and whether it is a start («since»), a state («as of»)…"""

    i: int
    j: int
    span: Span | None
    role: str = "at"
    rule: str = ""
    floating: bool = False


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


class Dater:
    """Reads the date phrases of one sentence. `anchor` is the publication date, `year` the year the text last named."""

    def __init__(self, tokens: list[Token], cues: list[Cue], lexicon: Lexicon, anchor: date | None) -> None:
        self.tokens = tokens
        self.lexicon = lexicon
        self.anchor = anchor
        self.at: dict[str, dict[int, Cue]] = {}
        for cue in cues:
            self.at.setdefault(cue.tag.cls, {})[cue.i] = cue
        self.year_hint: int | None = None
        self.base: Span | None = None

    def cue(self, cls: str, i: int) -> Cue | None:
        """The cue of a class that starts at token `i`."""
        return self.at.get(cls, {}).get(i)

    def read(self, first: int, last: int, year_hint: int | None = None, base: Span | None = None) -> list[When]:
        """Every date phrase among the tokens, in order. `base` is the date that «two days later» counts from."""
        self.year_hint, self.base, self.last = year_hint, base, last
        found: list[When] = []
        i = first
        while i < last:
            when = self._phrase(i)
            if when is None:
                i += 1
                continue
            found.append(when)
            self.base = when.span if when.span is not None and when.span.grain == "day" else self.base
            i = max(when.j, i + 1)
        return self._roles(self._intervals(found), first)

    # single phrases

    def _phrase(self, i: int) -> When | None:
        for rule, reader in (
            ("iso", self._iso), ("numeric", self._numeric), ("night", self._night), ("day", self._day_month),
            ("day", self._month_day), ("month", self._month), ("ago", self._ago), ("relative", self._relative),
            ("weekday", self._weekday), ("season", self._season), ("year", self._year), ("span", self._span),
            ("holiday", self._holiday),
        ):  # fmt: skip
            result = reader(i)
            if result is not None:
                j, span = result
                floating = not any(self._number(k, FIRST_YEAR, LAST_YEAR) for k in range(i, j))
                return When(i, j, span, rule=rule, floating=floating)
        return None

    def _number(self, i: int, low: int, high: int) -> int | None:
        if i >= self.last:
            return None
        token = self.tokens[i]
        if token.kind == NUMBER and token.norm.isdigit() and low <= int(token.norm) <= high:
            return int(token.norm)
        if token.kind == WORD:
            for tag in self.lexicon.tags(token.norm):
                if tag.cls == "ordinal" and tag.val.isdigit() and low <= int(tag.val) <= high:
                    return int(tag.val)
        return None

    def _norm(self, i: int) -> str:
        return self.tokens[i].norm if i < self.last else ""

    def _iso(self, i: int) -> tuple[int, Span | None] | None:
        y = self._number(i, FIRST_YEAR, LAST_YEAR)
        if y is None or i + 4 >= self.last or self._norm(i + 1) != "-" or self._norm(i + 3) != "-":
            return None
        m, d = self._number(i + 2, 1, 12), self._number(i + 4, 1, 31)
        return None if m is None or d is None else (i + 5, make_day(y, m, d))

    def _numeric(self, i: int) -> tuple[int, Span | None] | None:
        """24.02.2022, 24.02"""
        token = self.tokens[i]
        if token.kind != NUMBER or "." not in token.norm:
            return None
        d, m = (int(p) for p in token.norm.split(".", 1)) if token.norm.count(".") == 1 else (0, 0)
        if not (1 <= d <= 31 and 1 <= m <= 12 and len(token.norm.split(".")[1]) == 2):
            return None
        if self._norm(i + 1) == "." and (y := self._number(i + 2, FIRST_YEAR, LAST_YEAR)) is not None:
            return i + 3, make_day(y, m, d)
        return None

    def _year_after(self, j: int) -> tuple[int, int | None]:
        """A year behind a day or month, with «року» or «г.» behind it."""
        k = j + 1 if self._norm(j) == "," else j
        y = self._number(k, FIRST_YEAR, LAST_YEAR)
        if y is not None and not self._counts(k + 1):
            return self._year_word(k + 1), y
        k = j + 1 if self._norm(j) == "of" else j
        if (cue := self.cue("year", k)) is not None and cue.tag.val in ("0", "-1") and self.anchor is not None:
            return cue.j, self.anchor.year + int(cue.tag.val)
        return j, None

    def _counts(self, k: int) -> bool:
        """Whether the number before token `k` counts people: «in March 2000 soldiers»."""
        return k < self.last and self.cue("people", k) is not None

    def _year_word(self, k: int) -> int:
        cue = self.cue("year", k)
        if cue is None or cue.tag.val != "word":
            return k
        return cue.j + 1 if self._norm(cue.j) == "." and len(self._norm(cue.j - 1)) <= 2 else cue.j

    def _month_at(self, i: int) -> tuple[int, int] | None:
        cue = self.cue("month", i) if i < self.last else None
        if cue is None or (self.lexicon.code == "en" and not self.tokens[i].capital):
            return None
        j = cue.j
        if self._norm(j) == "." and len(self._norm(j - 1)) <= 4 and self.tokens[j].start == self.tokens[j - 1].end:
            j += 1
        return j, int(cue.tag.val)

    def _resolve(self, m: int, d: int | None, y: int | None) -> Span | None:
        """A day or month; without a year the last one not after the publication date."""
        if y is None and self.year_hint is not None and self.anchor is None:
            y = self.year_hint
        if y is None:
            if self.anchor is None:
                return None
            y = self.anchor.year
            later = (m, d or 1) > (self.anchor.month, self.anchor.day)
            if later:
                y -= 1
        return month(y, m) if d is None else make_day(y, m, d)

    def _day_month(self, i: int) -> tuple[int, Span | None] | None:
        d = self._number(i, 1, 31)
        if d is None:
            return None
        j = i + 1
        first: int | None = None
        if (self._norm(j) in _DASHES and (later := self._number(j + 1, 1, 31)) is not None) or (self.cue("and", j) and (later := self._number(j + 1, 1, 31)) is not None and self._month_at(j + 2)):
            first, d, j = d, later, j + 2
        j += self._norm(j) == "of"
        at = self._month_at(j)
        if at is None:
            return None
        j, y = self._year_after(at[0])
        span = self._resolve(at[1], d, y)
        if first is not None and span is not None:
            start = make_day(span.low.year, at[1], first)
            span = join(start, span) if start else span
        return j, span

    def _month_day(self, i: int) -> tuple[int, Span | None] | None:
        at = self._month_at(i)
        if at is None:
            return None
        d = self._number(at[0], 1, 31)
        if d is None or self._counts(at[0] + 1) or self.lexicon.code != "en":
            return None
        j = at[0] + 1
        last_day = None
        if (self._norm(j) in _DASHES and (last_day := self._number(j + 1, 1, 31)) is not None) or (self.cue("to", j) and (last_day := self._number(j + 1, 1, 31)) is not None and not self._counts(j + 2)):
            j += 2
        j, y = self._year_after(j)
        span = self._resolve(at[1], last_day or d, y)
        if last_day and span is not None:
            start = make_day(span.low.year, at[1], d)
            span = join(start, span) if start else span
        return j, span

    def _month(self, i: int) -> tuple[int, Span | None] | None:
        at = self._month_at(i)
        if at is None:
            return None
        j, y = self._year_after(at[0])
        return j, self._resolve(at[1], None, y)

    def _night(self, i: int) -> tuple[int, Span | None] | None:
        """«the night of May 16 to 17», «з 28 на 29 липня»: the day on which the night ends."""
        d = self._number(i, 1, 31)
        if d is None or i + 2 >= self.last or self.cue("for", i + 1) is None:
            return None
        inner = self._day_month(i + 2)
        return inner if inner is not None and self._number(i + 2, 1, 31) is not None else None

    def _ago(self, i: int) -> tuple[int, Span | None] | None:
        """«two years ago», «three days earlier»"""
        n: int | None = None
        j = i
        token = self.tokens[i]
        if token.kind == NUMBER and token.norm.isdigit() and int(token.norm) < 400:
            n, j = int(token.norm), i + 1
        elif (cue := self.cue("numeral", i)) is not None and int(cue.tag.val) < 100:
            n, j = int(cue.tag.val), cue.j
        elif self.cue("period", i) is not None or (self.lexicon.code == "en" and token.norm in ("a", "an")):
            n, j = 1, i + (self.cue("period", i) is None)
        unit = self.cue("period", j) if n is not None and j < self.last else None
        if n is None or unit is None or (ago := self.cue("ago", unit.j)) is None:
            return None
        origin = self.anchor if ago.tag.val == "ago" else self.base.low if self.base else None
        if origin is None:
            return ago.j, None
        n = -n if ago.tag.val == "later" else n
        return ago.j, _back(origin, unit.tag.val, n)

    def _relative(self, i: int) -> tuple[int, Span | None] | None:
        for cls in ("day", "moment"):
            cue = self.cue(cls, i)
            if cue is None:
                continue
            if self.anchor is None:
                return cue.j, None
            if cls == "day":
                return cue.j, day(self.anchor + timedelta(days=int(cue.tag.val)))
            return cue.j, _moment(cue.tag.val, self.anchor)
        return None

    def _weekday(self, i: int) -> tuple[int, Span | None] | None:
        cue = self.cue("weekday", i)
        if cue is None or (self.lexicon.code == "en" and not self.tokens[i].capital):
            return None
        j = cue.j
        if self._norm(j) == "," and self._number(j + 1, 1, 31) is not None and (exact := self._day_month(j + 1)):
            return exact
        if self._norm(j) == "," and (exact := self._month_day(j + 1)) is not None:
            return exact
        if self.anchor is None:
            return j, None
        back = (self.anchor.weekday() - int(cue.tag.val)) % 7
        if back == 0 and any(c.j == i for c in self.at.get("last", {}).values()):
            back = 7  # «last Sunday» in Sunday's news
        return j, day(self.anchor - timedelta(days=back))

    def _season(self, i: int) -> tuple[int, Span | None] | None:
        cue = self.cue("season", i)
        if cue is None:
            return None
        name, _, shift = cue.tag.val.partition(" ")
        j, y = self._year_after(cue.j)
        first, last = SEASONS[name]
        if y is None:
            if self.anchor is None:
                return j, None
            y = self.anchor.year + int(shift or 0)
            if not shift and date(y, last if first < last else 12, 28) > self.anchor and first > self.anchor.month:
                y -= 1
        start = month(y - 1 if first > last else y, first)
        return j, join(start, month(y, last))

    def _holiday(self, i: int) -> tuple[int, Span | None] | None:
        """A feast with a fixed day: the last one not after publication."""
        cue = self.cue("holiday", i)
        if cue is None:
            return None
        m, d = (int(part) for part in cue.tag.val.split("-"))
        return cue.j, self._resolve(m, d, None)

    def _year(self, i: int) -> tuple[int, Span | None] | None:
        """A bare year counts only behind a preposition or before «року»."""
        if (cue := self.cue("year", i)) is not None and cue.tag.val.lstrip("-").isdigit():
            return (cue.j, year(self.anchor.year + int(cue.tag.val))) if self.anchor is not None else (cue.j, None)
        y = self._number(i, FIRST_YEAR, LAST_YEAR)
        if y is None or self.tokens[i].kind != NUMBER:
            return None
        j = self._year_word(i + 1)
        behind = j > i + 1
        before = i > 0 and any(t.cls in ("in", "since", "to", "from", "of") for t in self._before(i))
        dashed = self._norm(i + 1) in _DASHES and self._number(i + 2, FIRST_YEAR, LAST_YEAR) is not None
        if dashed:
            end = self._number(i + 2, FIRST_YEAR, LAST_YEAR) or y
            return self._year_word(i + 3), join(year(y), year(end))
        if not (behind or before or self.tokens[i].suffix) or self._counts(i + 1):
            return None
        return j, year(y)

    def _before(self, i: int) -> list[object]:
        return [c.tag for cls in self.at.values() for c in cls.values() if c.j == i]

    def _span(self, i: int) -> tuple[int, Span | None] | None:
        """«over the past week», «за минулу добу»: an interval that ends at publication."""
        cue = self.cue("span", i)
        if cue is None or self.anchor is None:
            return (cue.j, None) if cue is not None else None
        return cue.j, _moment(cue.tag.val, self.anchor)

    # phrases joined, and what they are for

    def _intervals(self, found: list[When]) -> list[When]:
        result: list[When] = []
        for when in found:
            if result and (joined := self._interval(result[-1], when)) is not None:
                result[-1] = joined
            else:
                result.append(when)
        return result

    def _interval(self, a: When, b: When) -> When | None:
        gap = self.tokens[a.j : b.i]
        if a.span is None or b.span is None or len(gap) > 3:
            return None
        norms = [t.norm for t in gap]
        if any(t.cls == "to" for k in range(a.j, b.i) if (c := self.cue("to", k)) for t in (c.tag,)) or (
            norms and norms[0] in _DASHES
        ):
            joined = join(a.span, b.span)
            if joined is None and a.span.low.year == b.span.high.year:
                joined = join(_year_back(a.span), b.span)
            return When(a.i, b.j, joined, rule="interval") if joined else None
        if gap and self.cue("and", a.j) is not None and a.span.grain == b.span.grain and self._both(a):
            joined = join(a.span, b.span)
            return When(a.i, b.j, joined, rule="interval") if joined else None
        if not gap or norms in ([","], ["of"], [",", "in"]) or self._thin(a.j, b.i):
            return self._narrower(a, b)
        return None

    def _both(self, a: When) -> bool:
        """«in August and September», «between Friday and Sunday»: but two days joined by «and» are two days."""
        assert a.span is not None  # noqa: S101 (the caller has seen to it)
        before = [c for c in self.at.get("qualifier", {}).values() if c.tag.val == "between" and c.j == a.i]
        return bool(before) or a.span.grain == "month"

    def _thin(self, i: int, j: int) -> bool:
        return j - i <= 2 and all(any(self.cue(c, k) for c in ("in", "of")) or self._norm(k) in ",(" for k in range(i, j))

    def _narrower(self, a: When, b: When) -> When | None:
        """«on Tuesday, May 6», «Вчора, 11 червня»: two names of one day; the one with figures holds."""
        assert a.span is not None and b.span is not None  # noqa: S101, PT018 (the caller has seen to it)
        if a.span.grain == b.span.grain == "day":
            if a.span != b.span and "day" not in (a.rule, b.rule):
                return None  # «on Friday, on Sunday another six»
            return When(a.i, b.j, b.span if b.rule in ("day", "iso", "numeric") else a.span, rule=b.rule)
        if b.span.grain == "year" and a.span.grain in ("day", "month") and b.rule in ("year", "relative"):
            moved = _with_year(a.span, b.span.low.year)
            return When(a.i, b.j, moved, rule=a.rule) if moved else None
        if a.span.low <= b.span.low and b.span.high <= a.span.high and a.rule == "year":
            return When(a.i, b.j, b.span, rule=b.rule)
        return None

    def _roles(self, found: list[When], first: int) -> list[When]:
        result = []
        for when in found:
            role = "at"
            when = self._end_of_night(when)  # noqa: PLW2901
            for cls, name in (("since", "since"), ("as_of", "as_of")):
                near = [c for c in self.at.get(cls, {}).values() if first <= c.i and 0 <= when.i - c.j <= 2]
                if near and not any(w.i < when.i and w.i >= near[-1].j for w in found):
                    role = name
            if role == "at" and self._stated(when):
                role = "said"
            result.append(When(when.i, when.j, when.span, role, when.rule, when.floating))
        return result

    def _end_of_night(self, when: When) -> When:
        """A night has the day on which it ends."""
        night = any(0 <= when.i - c.j <= 2 for c in self.at.get("night", {}).values())
        if not night or when.span is None or (when.span.high - when.span.low).days != 1:
            return when
        return When(when.i, when.j, day(when.span.high), rule="night", floating=when.floating)

    def _stated(self, when: When) -> bool:
        """«said in parliament on Wednesday»: the day of the words, not of the event."""
        for cue in self.at.get("speech", {}).values():
            if cue.i in self.at.get("event", {}):
                continue
            gap = range(cue.j, when.i) if cue.j <= when.i else range(when.j, cue.i)
            if len(gap) <= 4 and not any(
                self._norm(k) == "," or self.cue("event", k) or self.cue("numeral", k) or self.tokens[k].kind == NUMBER
                for k in gap
            ):
                return True
        return False


def _with_year(span: Span, y: int) -> Span | None:
    return month(y, span.low.month) if span.grain == "month" else make_day(y, span.low.month, span.low.day)


def _year_back(span: Span) -> Span:
    if span.grain == "month":
        return month(span.low.year - 1, span.low.month)
    shifted = make_day(span.low.year - 1, span.low.month, span.low.day)
    return shifted if shifted is not None else span


def _back(origin: date, unit: str, n: int) -> Span | None:
    """The day, month or year that lies `n` units before `origin` (after it where `n` is negative)."""
    if unit in ("day", "week"):
        return day(origin - timedelta(days=n * (7 if unit == "week" else 1)))
    if unit == "month":
        total = origin.year * 12 + origin.month - 1 - n
        return month(total // 12, total % 12 + 1) if FIRST_YEAR * 12 <= total < LAST_YEAR * 12 else None
    if unit == "year" and FIRST_YEAR <= origin.year - n <= LAST_YEAR:
        return year(origin.year - n)
    return None


def _moment(name: str, anchor: date) -> Span | None:
    """A named stretch of time: `week -1` is the calendar week before, `past week` the seven days up to the anchor."""
    word, _, rest = name.partition(" ")
    if word == "past":
        days = {"day": 1, "week": 7, "month": 30}[rest]
        return Span(anchor - timedelta(days=days), anchor, "interval") if days > 1 else day(anchor - timedelta(days=1))
    shift = int(rest or 0)
    if word == "week":
        monday = anchor - timedelta(days=anchor.weekday() - 7 * shift)
        return Span(monday, monday + timedelta(days=6) if shift else anchor, "interval")
    if word == "weekend":
        saturday = anchor - timedelta(days=(anchor.weekday() - 5) % 7)
        return Span(saturday, saturday + timedelta(days=1), "interval")
    if word in ("month", "year"):
        return _back(anchor, word, -shift)
    return None

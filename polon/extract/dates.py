"""Date phrases resolved against the publication date; None rather than a guess.

The grammar works on cues, so it is the same for every language; a language file says which words are months, weekdays,
«ago» and so on. A phrase consumes its tokens, so that its digits are no counts.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import lru_cache

from polon.extract.joins import DASHES as _DASHES
from polon.extract.joins import Joiner, When
from polon.extract.openers import DAY, FEW, POINTED, ROMAN, YEAR, figures_and_words
from polon.extract.partial import Read, anniversary, bare_day, edge_of_month, part_of_year
from polon.extract.relative import Relative
from polon.extract.spans import FIRST_YEAR, LAST_YEAR, SEASONS, Span, day, join, make_day, month, year
from polon.extract.tokens import NUMBER

_HEAD = 7
_OPEN, _CLOSED = frozenset('«“„"'), frozenset('»”"')


class Dater(Relative):
    """Reads every date phrase of one sentence, those of the calendar here."""

    def read(self, first: int, last: int, year_hint: int | None = None, base: Span | None = None) -> list[When]:
        """Every date phrase among the tokens, in order. `base` is the date that «two days later» counts from."""
        self.year_hint, self.base, self.last = year_hint, base, last
        found: list[When] = []
        end = first
        for i, kinds in sorted(figures_and_words(self.tokens, self.at).items()):
            when = self._phrase(i, kinds) if i >= end else None
            if when is not None:
                found.append(when)
                self.base = when.span if when.span is not None else self.base
                if when.rule in ("year", "season", "part") and i <= first + _HEAD and not self._start(i):
                    self.frame = when.span
                end = when.j
        return Joiner(self.tokens, self.at, self.last).join(found, first) if found else found

    # single phrases

    def _phrase(self, i: int, kinds: frozenset[str]) -> When | None:
        for rule, reader in _readers(kinds):
            result = reader(self, i)
            if result is not None:
                j, span = result
                floating = not any(self._number(k, FIRST_YEAR, LAST_YEAR) for k in range(i, j))
                return When(i, j, span, rule=rule, floating=floating)
        return None

    def _edge(self, i: int) -> Read:
        return edge_of_month(self, i) if self.cue("edge", i) is not None else None

    def _part(self, i: int) -> Read:
        return part_of_year(self, i)

    def _anniversary(self, i: int) -> Read:
        return anniversary(self, i)

    def _bare_day(self, i: int) -> Read:
        return bare_day(self, i) if self.tokens[i].suffix else None

    def ordinal(self, i: int) -> tuple[int, int] | None:
        """A number up to 31 in figures or as an ordinal of one or two words, and the token behind it."""
        if (cue := self.cue("ordinal", i)) is not None and cue.tag.val.isdigit():
            return int(cue.tag.val), cue.j
        d = self._number(i, 1, 31)
        return None if d is None else (d, i + 1)

    def year_behind(self, j: int) -> tuple[int, int | None]:
        """A year behind a part of one: «of 2025», «this year», «прошлого года»."""
        k = j + 1 if self.cue("of", j) is not None else j
        after, y = self._year_after(k)
        return (after, y) if y is not None else (j, None)

    def month_behind(self, j: int) -> Read:
        """A month behind the words «the last day», with its year."""
        k = j + 1 if self.cue("of", j) is not None else j
        return self._month(k) if k < self.last else None

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

    def _year_word(self, k: int) -> int:
        cue = self.cue("year", k)
        if cue is None or cue.tag.val != "word":
            return k
        return cue.j + 1 if self._norm(cue.j) == "." and len(self._norm(cue.j - 1)) <= 2 else cue.j

    def _month_at(self, i: int) -> tuple[int, int] | None:
        cue = self.cue("month", i) if i < self.last else None
        if cue is not None and self._norm(i - 1) in _OPEN and self._norm(cue.j) in _CLOSED:
            return None  # «his call sign is "Liutyi"»
        if cue is None or ("capital_names" in self.lexicon.grammar and not self._proper(i)):
            return None
        j = cue.j
        if self._norm(j) == "." and len(self._norm(j - 1)) <= 4 and self.tokens[j].start == self.tokens[j - 1].end:
            j += 1
        return j, int(cue.tag.val)

    def _resolve(self, m: int, d: int | None, y: int | None) -> Span | None:
        """A day or month; without a year the last one not after the publication date."""
        if y is None and d is not None:
            y = self.named.get((m, d))
        if y is None and self.year_hint is not None and self.anchor is None:
            y = self.year_hint
        if y is None and d is None and (framed := self._in_frame(m)) is not None:
            y = framed
        if y is None:
            if self.anchor is None:
                return None
            y = self.anchor.year
            later = (m, d or 1) > (self.anchor.month, self.anchor.day)
            if later:
                y -= 1
        return month(y, m) if d is None else make_day(y, m, d)

    def _in_frame(self, m: int) -> int | None:
        """«In 2022 there were thirty exchanges. The first were in March, nine in April»: the year spoken of."""
        frame = self.frame
        if frame is None or self.anchor is None or frame.high.year >= self.anchor.year:
            return None
        if frame.grain == "year" or frame.low.month <= m:
            return frame.high.year if frame.low.year == frame.high.year else None
        return None

    def _day_month(self, i: int) -> tuple[int, Span | None] | None:
        if (start_day := self.ordinal(i)) is None:
            return None
        d, j = start_day
        first: int | None = None
        if (self._norm(j) in _DASHES and (later := self._number(j + 1, 1, 31)) is not None) or (
            self.cue("and", j) and (later := self._number(j + 1, 1, 31)) is not None and self._month_at(j + 2)
        ):
            first, d, j = d, later, j + 2
        elif self.cue("to", j) and (later := self._number(j + 1, 1, 31)) is not None and self._month_at(j + 2):
            first, d, j = d, later, j + 2  # «from 23 to 25 May»
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
        if d is None or self._counts(at[0] + 1) or "month_first" not in self.lexicon.grammar:
            return None
        j = at[0] + 1
        last_day = None
        if (self._norm(j) in _DASHES and (last_day := self._number(j + 1, 1, 31)) is not None) or (
            (self.cue("to", j) or (self.cue("and", j) and self._paired(i)))
            and (last_day := self._number(j + 1, 1, 31)) is not None
            and not self._counts(j + 2)
        ):
            j += 2
        j, y = self._year_after(j)
        span = self._resolve(at[1], last_day or d, y)
        if last_day and span is not None:
            start = make_day(span.low.year, at[1], d)
            span = join(start, span) if start else span
        return j, span

    def _paired(self, i: int) -> bool:
        """«between July 28 and 29», «in the night of July 28 and 29»"""
        between = any(c.tag.val == "between" and c.j == i for c in self.at["qualifier"].values())
        return between or any(0 <= i - c.j <= 2 for c in self.at["night"].values())

    def _month(self, i: int) -> tuple[int, Span | None] | None:
        at = self._month_at(i)
        if at is None:
            return None
        j, y = self._year_after(at[0])
        return j, self._resolve(at[1], None, y)

    def _night(self, i: int) -> tuple[int, Span | None] | None:
        """«the night of May 16 to 17», «з 28 на 29 липня»: the day on which the night ends."""
        d = self._number(i, 1, 31)
        if d is None or i + 2 >= self.last or self.cue("for", i + 1) is None or self.cue("to", i + 1) is not None:
            return None
        inner = self._day_month(i + 2)
        return inner if inner is not None and self._number(i + 2, 1, 31) is not None else None

    def _weekday(self, i: int) -> tuple[int, Span | None] | None:
        cue = self.cue("weekday", i)
        if cue is None or ("capital_names" in self.lexicon.grammar and not self.tokens[i].capital):
            return None
        j = cue.j
        if self._norm(j) == "," and self._number(j + 1, 1, 31) is not None and (exact := self._day_month(j + 1)):
            return exact
        if self._norm(j) == "," and (exact := self._month_day(j + 1)) is not None:
            return exact
        if self.anchor is None:
            return j, self._next_to(int(cue.tag.val))
        back = (self.anchor.weekday() - int(cue.tag.val)) % 7
        if back == 0 and any(c.j == i for c in self.at.get("last", {}).values()):
            back = 7  # «last Sunday» in Sunday's news
        return j, day(self.anchor - timedelta(days=back))

    def _next_to(self, weekday: int) -> Span | None:
        """«from Friday, May 23 … Saturday saw»: in an undated text the weekday beside the day that was named before."""
        if self.base is None or self.base.grain != "day":
            return None
        away = (weekday - self.base.high.weekday() + 3) % 7 - 3
        return day(self.base.high + timedelta(days=away))

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
            if not shift and first < last and first > self.anchor.month:
                y -= 1  # a winter is named by the year in which it ends, so it has begun
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
        dashed = self._norm(i + 1) in _DASHES and self._number(i + 2, FIRST_YEAR, LAST_YEAR) is not None
        if dashed:
            end = self._number(i + 2, FIRST_YEAR, LAST_YEAR) or y
            return self._year_word(i + 3), join(year(y), year(end))
        led = self._led(i) or (self._norm(i - 1) == "the" and self._led(i - 1) and not self._counts(i + 2))
        led = led or self.cue("phase", i - 1) is not None  # «in early 2022»
        led = led or any(c.j == i for c in self.at.get("country", {}).values())  # «Azerbaijan's 2023 campaign»
        if not (behind or self.tokens[i].suffix or led) or self._counts(i + 1):
            return None
        return j, year(y)


_RULES: tuple[tuple[str, Callable[[Dater, int], Read], frozenset[str]], ...] = (
    ("iso", Dater._iso, frozenset({YEAR, "ordinal"})),
    ("numeric", Dater._numeric, frozenset({POINTED})),
    ("night", Dater._night, frozenset({DAY, "ordinal"})),
    ("day", Dater._day_month, frozenset({DAY, "ordinal"})),
    ("day", Dater._month_day, frozenset({"month"})),
    ("day", Dater._edge, frozenset({"edge"})),
    ("month", Dater._month, frozenset({"month"})),
    ("relative", Dater._relative, frozenset({"day", "moment"})),
    ("ago", Dater._ago, frozenset({FEW, "numeral", "period", "article"})),
    ("weekday", Dater._weekday, frozenset({"weekday"})),
    ("season", Dater._season, frozenset({"season"})),
    ("part", Dater._part, frozenset({DAY, "ordinal", "period", ROMAN})),
    ("anniversary", Dater._anniversary, frozenset({DAY, "ordinal"})),
    ("year", Dater._year, frozenset({"year", YEAR})),
    ("stretch", Dater._stretch, frozenset({"over"})),
    ("span", Dater._span, frozenset({"span"})),
    ("holiday", Dater._holiday, frozenset({"holiday"})),
    ("day", Dater._bare_day, frozenset({DAY})),
)
"""The rules in the order in which they are tried, each with the words and figures that may open its phrase."""


@lru_cache(maxsize=4096)
def _readers(kinds: frozenset[str]) -> tuple[tuple[str, Callable[[Dater, int], Read]], ...]:
    """The rules for a token of these kinds: of eighteen mostly one or two."""
    return tuple((rule, reader) for rule, reader, opening in _RULES if not opening.isdisjoint(kinds))

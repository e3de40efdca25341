"""Date phrases put together: intervals, two names of one day, nights; and what a date is for in its sentence."""

from __future__ import annotations

from dataclasses import dataclass, replace

from polon.extract.cues import Starts
from polon.extract.spans import Span, day, join, month, with_year, year_back
from polon.extract.tokens import NUMBER, Token

DASHES = frozenset({"-", "–", "—"})


@dataclass(slots=True)
class When:
    """A date phrase: tokens `i` to `j`, what it means, and whether it is a start («since»), a state («as of»)…"""

    i: int
    j: int
    span: Span | None
    role: str = "at"
    rule: str = ""
    floating: bool = False


def _months_of(span: Span) -> int:
    return (span.high.year - span.low.year) * 12 + span.high.month - span.low.month


class Joiner:
    """Joins the phrases of one sentence; `at` holds its cues by class and token."""

    def __init__(self, tokens: list[Token], at: Starts, last: int) -> None:
        self.tokens = tokens
        self.at = at
        self.cue = at.at
        self.last = last

    def join(self, found: list[When], first: int) -> list[When]:
        """The phrases of a sentence that starts at token `first`, joined where they belong together, with roles."""
        return self._roles(self._intervals(found), first)

    def _norm(self, i: int) -> str:
        return self.tokens[i].norm if i < self.last else ""

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
        if a.span is None and b.span is not None and not b.floating and (cue := self.cue("month", a.i)) is not None:
            a = replace(a, span=month(b.span.low.year, int(cue.tag.val)))  # «from March to November 2022»
        norms = [t.norm for t in gap]
        if a.span is None or b.span is None or len(gap) > 3 + ("(" in norms[-2:]):
            return None
        joined: Span | None = None
        if "(" in norms[-2:] and a.rule in ("span", "stretch", "relative"):
            joined = b.span  # «the week before that (27 July to 2 August)»
        elif any(self.cue("to", k) is not None for k in range(a.j, b.i)) or (norms and norms[0] in DASHES):
            joined = self._from_to(a.span, b.span, same_year=a.floating and not b.floating)
        elif gap and self.cue("and", a.j) is not None and a.span.grain == b.span.grain and self._both(a):
            joined = join(a.span, b.span)
        elif not gap or norms == [","] or self._thin(a.j, b.i):
            return self._narrower(a, b)
        else:
            return None
        return When(a.i, b.j, joined, rule="interval") if joined else None

    def _from_to(self, a: Span, b: Span, *, same_year: bool) -> Span | None:
        """«from March to November 2022»: the first date has the year of the second, or the one before it."""
        start = (with_year(a, b.high.year) if same_year else None) or a
        joined = join(start, b)
        if joined is None and start.low.year == b.high.year:
            joined = join(year_back(start), b)
        return joined

    def _both(self, a: When) -> bool:
        """«in August and September», «between Friday and Sunday»: but two days joined by «and» are two days."""
        assert a.span is not None  # noqa: S101 (the caller has seen to it)
        before = [c for c in self.at.get("qualifier", {}).values() if c.tag.val == "between" and c.j == a.i]
        return bool(before) or a.span.grain == "month"

    def _thin(self, i: int, j: int) -> bool:
        return j - i <= 2 and all(
            any(self.cue(c, k) for c in ("in", "of")) or self._norm(k) in ",(" for k in range(i, j)
        )

    def _narrower(self, a: When, b: When) -> When | None:
        """«on Tuesday, May 6», «Вчора, 11 червня»: two names of one day; the one with figures holds."""
        assert a.span is not None and b.span is not None  # noqa: S101, PT018 (the caller has seen to it)
        if a.span.grain == b.span.grain == "day":
            if a.span != b.span and "day" not in (a.rule, b.rule):
                return None  # «on Friday, on Sunday another six»
            named = b.span if b.rule in ("day", "iso", "numeric") else a.span
            if b.floating and (a.span.low.month, a.span.low.day) == (b.span.low.month, b.span.low.day):
                named = a.span  # «tomorrow, 29 December» has the year of tomorrow
            return When(a.i, b.j, named, rule=b.rule)
        if a.span.grain == "year" and b.span.grain in ("day", "month") and b.floating and a.rule in ("ago", "year"):
            moved = with_year(b.span, a.span.low.year)
            return When(a.i, b.j, moved, rule=b.rule) if moved else None  # «two years ago, on 29 July»
        if b.span.grain == "year" and a.span.grain in ("day", "month") and b.rule in ("year", "relative"):
            moved = with_year(a.span, b.span.low.year)
            return When(a.i, b.j, moved, rule=a.rule) if moved else None
        if a.span.low <= b.span.low and b.span.high <= a.span.high and a.rule == "year":
            return When(a.i, b.j, b.span, rule=b.rule)
        if a.rule == "stretch" and b.span.grain == "year" and 1 < (n := _months_of(a.span)) < 12:
            return When(a.i, b.j, join(month(b.span.low.year, 1), month(b.span.low.year, n)), rule="interval")
        if a.rule in ("span", "stretch") and b.rule in ("day", "interval", "month"):
            return When(a.i, b.j, b.span, rule=b.rule)  # «over the month, 13 August to 13 September»
        return None

    def _roles(self, found: list[When], first: int) -> list[When]:
        result = []
        for when in found:
            role = "at"
            when = self._end_of_night(when)  # noqa: PLW2901
            for cls, name in (("since", "since"), ("as_of", "as_of")):
                near = [c for c in self.at.get(cls, {}).values() if first <= c.i and self._leads(c.j, when.i)]
                if near and not any(w.i < when.i and w.i >= near[-1].j for w in found):
                    role = name
            wide = when.rule == "day" and when.span is not None and when.span.grain == "interval"
            if when.rule in ("night", "interval") or wide:
                role = "at" if role == "since" else role
            elif role == "at" and self._from(when):
                role = "since"
            dayed = role == "at" and when.span is not None and when.span.grain == "day"
            echoed = any(c.j == when.i for c in self.at.get("echo", {}).values())  # «his words come a day after …»
            if dayed and not echoed and self._stated(when):
                role = "said"
            result.append(When(when.i, when.j, when.span, role, when.rule, when.floating))
        return result

    def _leads(self, i: int, j: int) -> bool:
        """Whether a preposition reaches a date: «since the start of the operation on August 9»."""
        if not 0 <= j - i <= 7:
            return False
        return not any(
            self._norm(k) in (",", ".") or self.tokens[k].kind == NUMBER or self.cue("event", k) for k in range(i, j)
        )

    def _from(self, when: When) -> bool:
        """«from September of last year», with no end: a start; «from the July exchange» is none."""
        open_ended = when.span is not None and when.span.grain in ("day", "month", "year") and when.rule != "weekday"
        trade = any(c.j == when.j and c.tag.val == "exchange" for c in self.at.get("trap", {}).values())
        return open_ended and not trade and self.cue("from", when.i - 1) is not None

    def _end_of_night(self, when: When) -> When:
        """A night has the day on which it ends."""
        night = any(0 <= when.i - c.j <= 2 for c in self.at.get("night", {}).values())
        if not night or when.span is None or (when.span.high - when.span.low).days != 1:
            return when
        return When(when.i, when.j, day(when.span.high), rule="night", floating=when.floating)

    def _stated(self, when: When) -> bool:
        """«said in parliament on Wednesday», «a June 7 statement»: the day of the words, not of the event."""
        if self.cue("article", when.i - 1) is not None and self.cue("account", when.j) is not None:
            return True
        for cue in self.at.get("speech", {}).values():
            if cue.i in self.at.get("event", {}):
                continue
            gap = range(cue.j, when.i) if cue.j <= when.i else range(when.j, cue.i)
            aside = any(self.cue("background", k) is not None for k in gap)  # «on 5 May, let us recall, Kyiv spoke of»
            if len(gap) <= 4 + 2 * aside and not any(self._parts(k, aside=aside) for k in gap):
                return True
        return False

    def _parts(self, k: int, *, aside: bool) -> bool:
        """Whether token `k` keeps a date from a verb of saying."""
        if self._norm(k) in ((";", ":") if aside else (",", ";", ":")):
            return True
        return bool(
            self.cue("complement", k) or self.cue("event", k) or self.cue("numeral", k) or self.tokens[k].kind == NUMBER
        )

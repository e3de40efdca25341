"""Numbers put together (ranges, exchange formulas) and how exact the text says they are."""

from __future__ import annotations

from dataclasses import dataclass, replace

from polon.extract.cues import Starts
from polon.extract.lexicon import Cue, Lexicon
from polon.extract.tokens import CODE, WORD, Token
from polon.records import Qualifier

DASHES = frozenset({"-", "–", "—", "−"})
SHARE = "a share"
_WORDS_IN_FORMULA = 4
_BASES = (10, 100, 1000)


@dataclass(slots=True)
class Number:
    """A number mention: tokens `i` (included) to `j` (excluded), characters `start` to `end`. Not frozen: as `Cue`."""

    i: int
    j: int
    start: int
    end: int
    value: int
    back: int | None = None
    top: int | None = None
    qualifier: Qualifier = Qualifier.EXACT
    words: bool = False
    ordinal: bool = False
    rule: str = "digits"
    hedge: tuple[int, int] | None = None
    """The words that say how exact it is: tokens, the second excluded."""


class Combiner:
    """Joins the numbers of one sentence; `at` holds its cues by class and token."""

    def __init__(self, tokens: list[Token], at: Starts, lexicon: Lexicon) -> None:
        self.tokens = tokens
        self.lexicon = lexicon
        self.at = at
        self.cue = at.at
        self.ends: set[int] = set()

    def combine(self, atoms: list[Number], first: int) -> list[Number]:
        """The mentions of a sentence that starts at token `first`: ranges and formulas as one, with qualifiers."""
        self.ends = {n.j for n in atoms}
        if len(atoms) > 1:
            atoms = self._shares(self._formulas(self._ranges(atoms)))
        return [self._qualified(n, first) for n in atoms]

    def _shares(self, atoms: list[Number]) -> list[Number]:
        """«nine out of ten», «one in five», «1/3»: neither number counts anybody."""
        for at in range(len(atoms) - 1):
            if self._share(atoms[at], atoms[at + 1]):
                atoms[at : at + 2] = [replace(n, rule=SHARE) for n in atoms[at : at + 2]]
        return atoms

    def _share(self, a: Number, b: Number) -> bool:
        if not 0 < a.value < b.value or a.value > 99 or b.value > 1000 or a.back or a.top or b.back or b.top:
            return False
        cue = self.cue("share", a.j)
        if cue is None or cue.j != b.i:
            return b.i - a.j == 1 and self.tokens[a.j].norm == "/" and b.value <= 10
        return cue.tag.val == "any" or b.value in _BASES

    def _ranges(self, atoms: list[Number]) -> list[Number]:
        result: list[Number] = []
        for number in atoms:
            if result and (joined := self._range(result[-1], number)) is not None:
                result[-1] = joined
            else:
                result.append(number)
        return result

    def _range(self, a: Number, b: Number) -> Number | None:
        if a.top is not None or b.top is not None or a.ordinal or b.ordinal or a.rule == "zero":
            return None
        between = self.tokens[a.j : b.i]
        if len(between) != 1:
            return None
        low = self._scaled(a, b)
        if not low < b.value:
            return None
        mark = between[0]
        if mark.norm in DASHES:
            glued = mark.start == a.end and mark.end == b.start
            if not (glued or mark.norm == "–") or b.value > low * 5:
                return None
        elif self.cue("or", a.j) is not None:
            if b.value > low * 2:
                return None
        elif self.cue("to", a.j) is None and not (self.cue("and", a.j) and self._between(a.i)):
            return None
        if self._changes(a):
            return None
        return replace(a, j=b.j, end=b.end, value=low, top=b.value, qualifier=Qualifier.RANGE, rule="range")

    def _changes(self, a: Number) -> bool:
        """«rose from 100 to 150»: two counts, no range."""
        if self.cue("from", a.i - 1) is None or self.cue("to", a.j) is None:
            return False
        return any(self.cue("change", k) is not None for k in range(a.i - 5, a.i - 1))

    def _scaled(self, a: Number, b: Number) -> int:
        """«five to six thousand», «2-3 тис.»: the unit of the second number holds for the first."""
        unit = self.cue("multiplier", b.i) if b.words and b.j - b.i == 1 else None
        unit = unit or next((c for k in range(b.i + 1, b.j) if (c := self.cue("multiplier", k)) is not None), None)
        if unit is None or self.cue("multiplier", a.j - 1) is not None or a.rule not in ("digits", "words"):
            return a.value
        low = a.value * int(unit.tag.val)
        return low if low < b.value else a.value

    def _between(self, i: int) -> bool:
        """Whether «between» stands before the first number: only then may «and» join a range."""
        return any(cue.tag.val == "between" for k in (i - 2, i - 1) if (cue := self.cue("qualifier", k)) is not None)

    def _formulas(self, atoms: list[Number]) -> list[Number]:
        result: list[Number] = []
        for number in atoms:
            if result and (joined := self._formula(result[-1], number)) is not None:
                result[-1] = joined
            else:
                result.append(number)
        return result

    def _formula(self, a: Number, b: Number) -> Number | None:
        """X [noun phrase] for Y: no verb, no mark and no «in exchange» between."""
        if a.back is not None or a.top is not None or b.top is not None or a.ordinal or b.ordinal:
            return None
        link = b.i - 1
        while link > a.j and self.cue("for", link) is None and self.cue("qualifier", link) is not None:
            link -= 1  # «20 captives for almost 2,000»
        if not 1 <= b.i - a.j <= _WORDS_IN_FORMULA or self.cue("for", link) is None:
            return None
        if self.cue("from", a.i - 1) is not None and self.cue("to", b.i - 1) is not None:
            return None  # «fell from 25 to 23»
        for k in range(a.j, link):
            if self.tokens[k].kind not in (WORD, CODE) or self.cue("event", k) or self.cue("month", k):
                return None
            if self.cue("in", k) or self.cue("trap", k) or self.cue("to", k) or self.cue("and", k):
                return None
        if self._duration(b) or (b.i - a.j > 1 and not any(self.cue("people", k) for k in range(a.j, link))):
            return None
        return replace(a, j=b.j, end=b.end, back=b.value, rule="formula", qualifier=Qualifier.EXACT)

    def _duration(self, b: Number) -> bool:
        nxt = self.cue("trap", b.j)
        return nxt is not None and nxt.tag.val in ("duration", "money", "percent")

    # how exact

    def _qualified(self, number: Number, first: int) -> Number:
        if number.back is not None or number.rule == "zero":
            return number
        single = (self.cue("dozen", number.i) or self.cue("multiplier", number.i)) if number.words else None
        alone = number.rule == "vague" and number.j == number.i + 1 and single is not None
        if alone and single is not None and number.i > first and self.cue("per", number.i - 1) is not None:
            return replace(number, value=int(single.tag.val), qualifier=Qualifier.EXACT, rule="words")  # по тисячі
        if (around := self.cue("around", number.i - 1)) is not None:
            value = int(single.tag.val) if alone and single else number.value
            number = replace(number, value=value, rule="words", hedge=(around.i, around.j))
            return replace(number, qualifier=Qualifier(around.tag.val))  # з десяток, під сотню
        found = self._qualifier_left(number, first) or self._qualifier_right(number)
        if found is None or number.top is not None:
            return number
        said, hedge = found
        if said == "between":
            return number
        if alone and single is not None:  # близько сотні
            number.value, number.rule = int(single.tag.val), "words"
        number.qualifier, number.hedge = Qualifier(said), hedge
        return number

    def _qualifier_left(self, number: Number, first: int) -> tuple[str, tuple[int, int]] | None:
        for cue in self.at.get("qualifier", {}).values():
            if not (first <= cue.i < number.i <= cue.j + 1) or self._swallowed(cue, number):
                continue
            if cue.i in self.ends and self.cue("to", cue.i) is not None:
                continue  # «from 25 to 23»
            if all(self._light(k) for k in range(cue.j, number.i)):
                return cue.tag.val, (cue.i, cue.j)
        return None

    def _swallowed(self, cue: Cue, number: Number) -> bool:
        """The «over» of «handed over 32» qualifies nothing, that of «sent over 32 back» does."""
        events = self.at.get("event", {}).values()
        return any(event.i < cue.i and cue.j <= event.j <= number.i for event in events)

    def _light(self, k: int) -> bool:
        return self.tokens[k].kind == WORD and any(self.cue(c, k) for c in ("qualifier", "more", "of", "our", "per"))

    def _qualifier_right(self, number: Number) -> tuple[str, tuple[int, int]] | None:
        if number.j < len(self.tokens):
            following = self.tokens[number.j]
            if following.norm == "+" and following.start == number.end:
                return "over", (number.j, number.j + 1)
            if (cue := self.cue("behind", number.j)) is not None:
                return cue.tag.val, (cue.i, cue.j)
        return None

"""Number mentions: digits, words in any case, multipliers, vague numerals, zero, ranges and exchange formulas.

A mention keeps its bare span (case endings and qualifiers stay out, multipliers stay in) and how exact it is.
"""

from __future__ import annotations

from dataclasses import replace

from polon.extract.combine import DASHES, Combiner, Number
from polon.extract.cues import Starts
from polon.extract.lexicon import Cue, Lexicon, Tag
from polon.extract.tokens import NUMBER, WORD, Token
from polon.records import Qualifier

MAX_VALUE = 10**9
_FRACTION = "a fraction"


class Reader(Combiner):
    """Reads the numbers of one sentence; `at` holds its cues."""

    def __init__(self, tokens: list[Token], at: Starts, lexicon: Lexicon) -> None:
        super().__init__(tokens, at, lexicon)
        self.taken: set[int] = set()

    def read(self, first: int, last: int, starts: set[int], taken: set[int]) -> list[Number]:
        """Every mention that starts at one of `starts` in a sentence; `taken` are the tokens that dates hold."""
        self.taken = taken
        atoms: list[Number] = []
        end = first
        idioms = self.at.get("idiom", {})
        for i in sorted(starts - taken):
            if i in idioms:
                end = idioms[i].j  # «one another»
            number = self._halved(self._atom(i, last), last) if i >= end else None
            if number is None:
                continue
            named = i > first and number.rule == "words" and number.j == i + 1 and self._surname(i, last)
            if not named and not self._clock(number) and number.rule != _FRACTION and number.value <= MAX_VALUE:
                atoms.append(self._nth(number) if number.words else number)
            end = number.j
        return self.combine(atoms, first) if atoms else atoms

    def _clock(self, number: Number) -> bool:
        """«at one in the morning», «о 7 ранку»; but «two groups, seven in the morning and 13 before noon» count."""
        cue = self.cue("clock", number.j)
        if cue is None or cue.j - cue.i == 1:
            return cue is not None
        return any(self.cue(cls, number.i - 1) is not None for cls in ("in", "qualifier", "to", "from"))

    def _nth(self, number: Number) -> Number:
        """«двадцять перший обмін», «the sixty fifth exchange»: a round number and an ordinal are one ordinal."""
        cue = self.cue("nth", number.j)
        if cue is None or not number.words or number.value < 20 or number.value % 10:
            return number
        return replace(number, j=cue.j, end=self.tokens[cue.j - 1].end, ordinal=True)

    def _surname(self, i: int, last: int) -> bool:
        """«Yurii Soroka», whose surname reads like the genitive of forty: a capital behind a capital."""
        behind = i + 1 < last and self.tokens[i + 1].kind == WORD and self.tokens[i + 1].capital
        return self.tokens[i].capital and self.tokens[i - 1].kind == WORD and self.tokens[i - 1].capital and not behind

    # one number

    def _atom(self, i: int, last: int) -> Number | None:
        if (cue := self.cue("zero", i)) is not None:
            return self._make(i, cue.j, 0, words=True, rule="zero")
        token = self.tokens[i]
        if token.kind == NUMBER:
            return self._digits(i, last)
        if token.kind == WORD:
            return self._vague(i, last) or self._pair(i, last) or self._words(i, last)
        return None

    def _halved(self, number: Number | None, last: int) -> Number | None:
        """«four and a half thousand» is 4,500; «three and a half years» counts no people."""
        cue = self.cue("andhalf", number.j) if number is not None else None
        if number is None or cue is None or number.value >= 100:
            return number
        unit = self.cue("multiplier", cue.j) if cue.j < last else None
        if unit is None:
            return replace(number, j=cue.j, rule=_FRACTION)
        value = number.value * int(unit.tag.val) + int(unit.tag.val) // 2
        return replace(number, j=unit.j, end=self.tokens[unit.j - 1].end, value=value)

    def _make(self, i: int, j: int, value: int, *, words: bool = False, rule: str = "digits") -> Number:
        return Number(i, j, self.tokens[i].start, self.tokens[j - 1].end, value, words=words, rule=rule)

    def _digits(self, i: int, last: int) -> Number | None:
        token = self.tokens[i]
        if token.norm[0] == "0" and any(c.isdigit() for c in token.norm[1:]) and "." not in token.norm[:2]:
            return None  # «call 0 800 300 155»
        whole, decimals = _amount(token.norm)
        ordinal = bool(token.suffix) and token.suffix in self.lexicon.ordinal_suffixes
        if token.suffix and not ordinal and token.suffix not in self.lexicon.cardinal_suffixes:
            return self._glued(i, whole, decimals)
        j, factor = self._multiplier(i + 1, last)
        if factor == 1 and decimals:
            factor = self._unit_ahead(j, last)
            if factor == 1:
                return None
        value = whole * factor + round(decimals * factor)
        j, value = self._rest(j, last, factor, value)
        if value > MAX_VALUE:
            return None
        number = self._make(i, j, value, rule="digits" if factor == 1 else "digits and multiplier")
        number.ordinal = ordinal and factor == 1
        return number

    def _unit_ahead(self, j: int, last: int) -> int:
        """«1.5 to 2 thousand»: the unit behind the second number holds for the decimals before it."""
        if j + 2 >= last or self.tokens[j + 1].kind != NUMBER or self.tokens[j + 1].suffix:
            return 1
        joined = self.tokens[j].norm in DASHES or self.cue("to", j) is not None or self.cue("and", j) is not None
        return self._multiplier(j + 2, last)[1] if joined else 1

    def _rest(self, j: int, last: int, factor: int, value: int) -> tuple[int, int]:
        """«5 тисяч 857»: what follows a multiplier and is smaller adds up."""
        if factor < 1000 or j >= last or j in self.taken or self.tokens[j].kind != NUMBER or self.tokens[j].suffix:
            return j, value
        more, decimals = _amount(self.tokens[j].norm)
        return (j + 1, value + more) if 0 < more < factor and not decimals else (j, value)

    def _glued(self, i: int, whole: int, decimals: float) -> Number | None:
        """A multiplier written onto the digits: 7тис, 10k."""
        token = self.tokens[i]
        for tag in self.lexicon.tags(token.suffix):
            if tag.cls == "multiplier":
                number = self._make(i, i + 1, whole * int(tag.val) + round(decimals * int(tag.val)))
                return replace(number, end=token.end + len(token.suffix), rule="digits and multiplier")
        return None

    def _multiplier(self, i: int, last: int) -> tuple[int, int]:
        if i < last and (cue := self.cue("multiplier", i)) is not None:
            j = cue.j
            dotted = j < last and self.tokens[j].norm == "." and self.tokens[j].start == self.tokens[j - 1].end
            if self.cue("abbreviated", i) is not None and dotted:
                j += 1
            return j, int(cue.tag.val)
        return i, 1

    def _words(self, i: int, last: int) -> Number | None:
        total = current = 0
        smallest: float = float("inf")
        j, read = i, False
        while j < last and j not in self.taken:
            step = self._word_step(j, last, read)
            if step is None:
                break
            kind, value, after = step
            if kind == "and":
                j = after
                continue
            if kind == "numeral":
                if value >= smallest or (read and value == 0):
                    break
                current += value
                smallest = 10 ** _magnitude(value)
            elif value >= 1000:
                total += max(current, 1) * value
                current = 0
                smallest = value
            else:
                current = max(current, 1) * value
                smallest = value
            read = True
            j = after
        if not read:
            return None
        while self.cue("and", j - 1) is not None and j - 1 > i:
            j -= 1
        if total + current > MAX_VALUE:
            return None
        return self._make(i, j, total + current, words=True, rule="words")

    def _word_step(self, j: int, last: int, read: bool) -> tuple[str, int, int] | None:
        if (cue := self.cue("half", j)) is not None and not read and (halved := self._half(cue, last)) is not None:
            return halved
        if (compound := self._hyphenated(j)) is not None:
            return compound
        if (cue := self.cue("numeral", j)) is not None:
            return "numeral", int(cue.tag.val), cue.j
        if (cue := self.cue("multiplier", j)) is not None:
            if not read and self.cue("abbreviated", j) is not None:
                return None
            return "multiplier", int(cue.tag.val), cue.j
        if (cue := self.cue("dozen", j)) is not None:
            return "multiplier", int(cue.tag.val), cue.j
        if read and self.cue("and", j) is not None and j + 1 < last and self._numeral(j + 1):
            before = self.tokens[j - 1].norm
            hundred = any(t.cls in ("multiplier", "dozen") for t in self.lexicon.tags(before))
            return ("and", 0, j + 1) if hundred and "hundred_and" in self.lexicon.grammar else None
        return None

    def _numeral(self, j: int) -> bool:
        return self.cue("numeral", j) is not None or self._hyphenated(j) is not None

    def _half(self, cue: Cue, last: int) -> tuple[str, int, int] | None:
        """One and a half thousand, half a hundred: the file gives tenths of the multiplier that follows."""
        places = (cue.j, cue.j - 1)  # the article of «half a hundred» is the unit's too
        following = next((c for k in places if (c := self._unit(k)) is not None), None)
        if following is None or following.j > last:
            return None
        return "numeral", int(cue.tag.val) * int(following.tag.val) // 10, following.j

    def _hyphenated(self, j: int) -> tuple[str, int, int] | None:
        """twenty-three"""
        if "-" not in self.tokens[j].norm:
            return None
        parts = self.tokens[j].norm.split("-")
        if len(parts) != 2:
            return None
        values = [int(t.val) for p in parts for t in self.lexicon.tags(p) if t.cls == "numeral"]
        if len(values) == 2 and values[0] >= 20 and values[0] % 10 == 0 and 0 < values[1] < 10:
            return "numeral", sum(values), j + 1
        return None

    def _unit(self, k: int) -> Cue | None:
        return self.cue("multiplier", k) or self.cue("dozen", k)

    def _pair(self, i: int, last: int) -> Number | None:
        """«двох-трьох», «п'ять-шість тисяч», «двісті-двісті тридцять»: one word that is a range."""
        parts = self.tokens[i].norm.split("-")
        if len(parts) != 2:
            return None
        tenths = [_tenths(self.lexicon.tags(p)) for p in parts]
        if None in tenths:
            return None
        low, high = (t for t in tenths if t is not None)
        j = i + 1
        unit = self._unit(j) if j < last else None
        if unit is not None:
            low, high, j = low * int(unit.tag.val), high * int(unit.tag.val), unit.j
        elif high >= 200 and (more := self.cue("numeral", j)) is not None and j < last:
            rest = int(more.tag.val)
            high, j = (high + 10 * rest, more.j) if rest < 10 ** _magnitude(high // 10) else (high, j)
        if low % 10 or high % 10 or not 0 < low < high:
            return None
        made = self._make(i, j, low // 10, words=True, rule="range")
        return replace(made, top=high // 10, qualifier=Qualifier.RANGE)

    def _vague(self, i: int, last: int) -> Number | None:
        cue = self.cue("vague", i)
        if cue is None:
            return self._several(i)
        if int(cue.tag.val) >= 200 and cue.j < last and self._numeral(cue.j) and self._unit(i) is not None:
            return None  # «тисячі двохсот»: twelve hundred in the genitive
        j, value = cue.j, int(cue.tag.val)
        while j < last and (more := self.cue("vague", j)) is not None and int(more.tag.val) >= 1000:
            value, j = value * 1000, more.j
        if j + 1 < last and self.cue("of", j) is not None and (more := self.cue("vague", j + 1)) is not None:
            value, j = value * int(more.tag.val) // 2, more.j
        return replace(self._make(i, j, value, words=True, rule="vague"), qualifier=Qualifier.VAGUE)

    def _several(self, i: int) -> Number | None:
        """«several hundred», «a few dozen»"""
        unit = self._unit(i)
        before = (self.cue("several", k) for k in (i - 1, i - 2, i - 3))
        if unit is None or not any(cue is not None and cue.j == i for cue in before):
            return None
        value = 20 if int(unit.tag.val) == 12 else 2 * int(unit.tag.val)
        return replace(self._make(i, unit.j, value, words=True, rule="vague"), qualifier=Qualifier.VAGUE)


def _tenths(tags: tuple[Tag, ...]) -> int | None:
    """The value of a numeral in tenths: 20 for two, 15 for one and a half; None for any other word."""
    for tag in tags:
        if tag.cls in ("numeral", "half"):
            return int(tag.val) * (10 if tag.cls == "numeral" else 1)
    return None


def _magnitude(value: int) -> int:
    """The power of ten below which a further numeral may be added: 120 takes 3, 100 takes 23, 20 takes 5."""
    zeros = len(str(value)) - len(str(value).rstrip("0"))
    return zeros if value >= 20 else 0


def _amount(text: str) -> tuple[int, float]:
    """Digits as written to a whole number and decimals: «1,279» and «3.392» are thousands, «6,5» is 6.5."""
    bare = "".join(text.split())
    for mark in ",.":
        if mark in bare:
            head, *groups = bare.split(mark)
            if all(len(g) == 3 for g in groups) and head != "0":
                return int(head + "".join(groups)), 0.0
            return int(head), float(f"0.{groups[0]}")
    return int(bare), 0.0


__all__ = ["MAX_VALUE", "Number", "Reader"]

"""The stretch of a sentence around a verb of speech: where its clause begins and ends, and what stands beside it."""

from __future__ import annotations

from polon.extract.lexicon import Cue
from polon.extract.names import Names, Phrase, counts
from polon.extract.scene import Scene
from polon.extract.tokens import BREAK, MARK, NUMBER, WORD

REACH = 16
DASHES = ("-", "–", "—")
CLOSING = ('"', "»", "”")
OPENING = ('"', "«", "“", "„")
NAME_WORDS = 12
_COMPLEMENT = 9
_FULL_NAME = 3
_SEGMENTS = 3
_FEW = 10
_SHORT = 4
_ENDS = ("stop", "event", "speech", "relay")


class Stretch:
    """Clauses of one sentence, as far as credits need them."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.names = Names(scene)
        self.numbers = frozenset([n.i for n in scene.numbers if counts(n, scene)])
        self.few = frozenset([n.i for n in scene.numbers if n.value <= _FEW and scene.tokens[n.i].kind == WORD])

    def _ends(self, k: int) -> bool:
        """Whether a clause ends at this token: a mark, a number, another verb."""
        token = self.scene.tokens[k]
        if token.kind == BREAK or k in self.numbers:
            return True
        if token.kind == MARK:
            return token.norm not in ("'", "’", "%") and not self.names.initial(k)
        return not token.capital and self.scene.opens(k, *_ENDS) and not self._in_body(k)

    def _in_body(self, k: int) -> bool:
        """«руководитель Центра обмена пленных»: a word of an event inside the name of a body."""
        body = self.scene.at("body", k)
        return body is not None and body.i < k

    def _beside_date(self, k: int) -> bool:
        """«as was said on Thursday, 22 May, by …»: the commas of a date end no clause."""
        return self.scene.norm(k) == "," and k - 1 in self.names.dated

    def left(self, k: int) -> int:
        """The first token of the clause that reaches to token `k`."""
        low = max(self.scene.first, k - REACH)
        while k > low:
            if self.scene.tokens[k - 1].kind == MARK:
                opened = min(self.names.before_quoted(k - 1), self._bracketed(k - 1))
                if opened < k - 1:
                    k = opened
                    continue
            if self._ends(k - 1) and not self._adjectival(k - 1):
                break
            k -= 1
        return k

    def _bracketed(self, k: int) -> int:
        """The bracket that opens what closes at `k`, where it is short: «the ministry (MoD) said»."""
        if self.scene.norm(k) == ")":
            for m in range(k - 1, max(self.scene.first, k - _SHORT) - 1, -1):
                if self.scene.norm(m) == "(":
                    return m
        return k

    def _adjectival(self, k: int) -> bool:
        """«about captured conscripts»: a participle behind a preposition or an article ends no clause."""
        scene = self.scene
        return scene.starting("event", k) is not None and any(
            scene.starting(cls, k - 1) is not None for cls in ("preposition", "article") if k > scene.first
        )

    def right(self, k: int) -> int:
        """The token behind the clause that starts at token `k`."""
        high = min(self.scene.last, k + REACH)
        if k in self.few:
            k += 1  # «said two officials»
        if k < high and self.scene.opens(k, "event", "speech"):
            k += 1  # «according to the freed», «according to reports»
        while k < high:
            if self.scene.tokens[k].kind == MARK and (closed := self.names.quoted_name(k, self.scene.last)) > k:
                k = closed
                continue
            few = k in self.few and self.scene.starting("preposition", k - 1) is not None
            if self._ends(k) and not few and not self._beside_date(k):
                break
            k += 1
        return k

    def aside(self, a: int, b: int) -> bool:
        """Whether a clause is put in: «…, X said.», «— says Y —»."""
        scene = self.scene
        if a <= scene.first or scene.tokens[a - 1].kind != MARK or scene.norm(a - 1) in ("(", ":", ";"):
            return False
        if scene.opens(a, "and", "stop"):
            return False
        if scene.norm(b) == "," and scene.starting("complement", b + 1) is not None:
            return False  # «as the Harbour wrote, X said, that …»: what was said follows
        return b >= scene.last or (scene.tokens[b].kind == MARK and scene.norm(b) not in (":", *OPENING))

    def complement(self, cue: Cue) -> bool:
        """Whether what is said follows: «that …», a colon, a quotation."""
        scene = self.scene
        for k in range(cue.j, min(scene.last, cue.j + _COMPLEMENT)):
            norm = scene.norm(k)
            if norm == ":" or (norm in OPENING and self.names.quoted_name(k, scene.last) == k):
                return True
            if norm == ",":
                return scene.opens(k + 1, "stop", "relative", "about")
            if k == cue.j and (scene.starting("relative", k) or scene.starting("about", k)):
                return True
            if cue.tag.val == "tell" and scene.starting("complement", k) is not None:
                return True  # «told the Harbour News on Friday that …»
            if scene.tokens[k].kind == MARK or k in self.numbers:
                return False
        return False

    def quoting(self, i: int, j: int) -> bool:
        """Whether a credit stands right behind a quotation that is a clause, or before one."""
        scene = self.scene
        k = i - 1
        while k > scene.first and scene.norm(k) in (",", *DASHES):
            k -= 1
        if k > scene.first and scene.norm(k) in CLOSING and self.names.before_quoted(k) == k:
            return self._full(k)
        m = j
        while m < scene.last and scene.norm(m) in (",", ":", *DASHES):
            m += 1
        return m > j and scene.norm(m) in OPENING and self.names.quoted_name(m, scene.last) == m

    def _full(self, closing: int) -> bool:
        """Whether the quotation that closes here opens a clause, and is no fragment of the outlet's own."""
        scene = self.scene
        k = closing - 1
        while k > scene.first and scene.norm(k) not in OPENING:
            k -= 1
        return k == scene.first or scene.tokens[k - 1].kind in (MARK, BREAK)

    def inner(self, k: int) -> bool:
        """Whether a token stands inside a quotation."""
        return self.scene.quoted[k - self.scene.first]

    def over(self, a: int, cue: Cue) -> int | None:
        """«a study published on Tuesday recalls», «a medic, who has just come home, says»: what stands between."""
        scene = self.scene
        participle = next((c for c in scene.of("speech") if c.j == a and c.j < cue.i), None)
        if participle is not None:
            return self.left(participle.i)
        fixed = "fixed_order" in scene.lexicon.grammar
        if fixed and (verb := scene.at("event", a - 1)) is not None:
            relative = next((c for c in reversed(scene.of("relative")) if c.i < verb.i), None)
            if relative is not None and verb.i - relative.i <= _SHORT and scene.norm(relative.i - 1) != ",":
                return self.left(relative.i)  # «an officer of the camps where they are held told»
        if a == cue.i and scene.norm(a - 1) == ",":
            for relative in reversed(scene.of("relative")):
                if relative.i < a and scene.norm(relative.i - 1) == ",":
                    return self.left(relative.i - 1) if a - relative.i <= REACH else None
        return None

    def counted(self, phrase: Phrase) -> bool:
        """«38 women said that …»: the people counted are no source."""
        if (
            phrase.i - 1 not in self.numbers
            and phrase.i not in self.names.counted
            and not any(n.j == phrase.i for n in self.scene.numbers if not n.ordinal)
        ):
            return False
        return self.scene.covers_in(phrase.i, phrase.j, "people")

    def titled(self, phrase: Phrase) -> tuple[int, int] | None:
        """«said the head of the presidential office, Olena Verba»: a title, what it is of, then the name."""
        scene = self.scene
        titles = scene.covers_in(phrase.i, phrase.j, "title", "people")
        if not titles or self.names.person(phrase.i, phrase.j):
            return None
        k, commas = phrase.j, 0
        while k < min(scene.last, phrase.j + REACH):
            commas += scene.norm(k) == ","
            if commas > 2 or k in self.numbers or k in self.names.dated or self._interrupts(k):
                return None
            person = self.names.person(k, min(k + _FULL_NAME, scene.last)) if scene.tokens[k].capital else None
            if person is not None and person[0] == k:
                return person
            k += 1
        return None

    def _interrupts(self, k: int) -> bool:
        """What a title and its name do not reach over: other marks than commas and dashes, clauses, verbs."""
        scene, token = self.scene, self.scene.tokens[k]
        if token.kind == BREAK or (token.kind == MARK and token.norm not in (",", *DASHES, *CLOSING, *OPENING)):
            return True
        return scene.opens(k, "event", "relative", "stop", "speech", "relay", "venue", "copula") and not self._in_body(
            k
        )

    def apposed(self, a: int, cue: Cue) -> tuple[int, int] | None:
        """«Ihor, 26, a gunner, says», «Olena Verba, head of the mission, said»: the name before what is put in."""
        scene = self.scene
        k = a
        for _ in range(_SEGMENTS):
            if scene.norm(k - 1) != ",":
                return None
            if scene.tokens[k - 2].kind == NUMBER and scene.norm(k - 3) == ",":
                k -= 2  # an age
            low = self.left(k - 1)
            person = self.names.person(low, k - 1)
            if person is None and low == scene.first and (k < a or a < cue.i):
                phrases = self.names.phrases(low, k - 1)
                whole = self.names.name(phrases[0], sure=False) if len(phrases) == 1 else None
                if whole is not None and not phrases[0].governed:
                    return whole  # «The Harbour Lawyers, a rights group, said»
            named = person is not None and (person[0] == low or scene.at("title", person[0] - 1) is not None)
            if named and person is not None and person[1] == k - 1:
                return self._outer(low, person)
            if k - 2 == low and scene.tokens[low].capital and scene.norm(low - 1) in (*CLOSING, *DASHES):
                return low, k - 1
            if scene.opens_in(low, k, "event", "speech"):
                return None
            k = low
        return None

    def _outer(self, low: int, person: tuple[int, int]) -> tuple[int, int]:
        """«Olena Verba, chief of staff of President Oleh Hai, said»: she, not the one whose chief of staff she is."""
        if person[0] == low or self.scene.norm(low - 1) != "," or not self.puts_in(low):
            return person
        outer = self.names.person(self.left(low - 1), low - 1)
        return outer if outer is not None and outer[1] == low - 1 else person

    def puts_in(self, i: int) -> bool:
        """Whether an apposition may start here: «the head of …», «a gunner», «начальник …»."""
        scene = self.scene
        return scene.starting("article", i) is not None or (
            scene.starting("title", i) is not None and not scene.tokens[i].capital
        )

    def told_about(self, subject: Phrase) -> bool:
        """«Про звільнення 9 героїв повідомив X»: what was told stands before the verb, who told it behind."""
        if "fixed_order" in self.scene.lexicon.grammar:
            return False
        k = subject.i - 1
        while k > self.scene.first and self.scene.tokens[k].kind not in (MARK, BREAK):
            k -= 1
        return any(k <= c.i <= k + 1 for c in self.scene.of("about"))

    def right_before(self, cue: Cue) -> tuple[int, int] | None:
        """«the head of the «Harbour» centre and member of the board Olena Verba said»: the name beside the verb."""
        person = self.names.person(max(self.scene.first, cue.i - _FULL_NAME), cue.i)
        return person if person is not None and person[1] == cue.i else None

    def bears_title(self, phrase: Phrase, name: int) -> bool:
        """Whether a phrase opens with a title and ends before the name: what it is of stands between."""
        return phrase.j < name and any(self.scene.at("title", k) for k in range(phrase.i, phrase.j))

    def in_prison(self, phrase: Phrase) -> bool:
        """Whether a phrase behind «in» names a place of captivity, and no body."""
        scene, tokens = self.scene, range(phrase.i, phrase.j)
        inside = scene.starting("in", phrase.i - 1) is not None
        return inside and any(scene.at("captivity", k) for k in tokens) and not any(scene.at("body", k) for k in tokens)

    def soldier(self, k: int) -> bool:
        """Whether a word is a prisoner or a soldier, no body and no name."""
        cue = self.scene.at("people", k) if self.scene.at("body", k) is None else None
        return cue is not None and (cue.tag.prisoner or cue.tag.who == "military") and not self.scene.tokens[k].capital

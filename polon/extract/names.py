"""Noun phrases of a stretch of a sentence, and the shortest name in one: who may be credited with a number."""

from __future__ import annotations

from dataclasses import dataclass

from polon.extract.lexicon import Cue
from polon.extract.numbers import Number
from polon.extract.persons import Persons
from polon.extract.scene import Scene
from polon.extract.tokens import BREAK, CODE, MARK, NUMBER, WORD

_QUOTED_WORDS = 8
_NAME_WORDS = 4
_BREAKS = ("venue", "adverb", "auxiliary", "copula", "negation", "speech", "stop", "and")
_APOSTROPHES = frozenset("'’")


@dataclass(slots=True)
class Phrase:
    """Tokens `i` to `j`; `governed`: behind a preposition; `pronoun`: the cue, where it is one."""

    i: int
    j: int
    governed: bool = False
    pronoun: Cue | None = None


def counts(number: Number, scene: Scene) -> bool:
    """Whether a number is none of a name: not «1st corps», «a 26-year-old gunner», «one of the heads»."""
    return not number.ordinal and number.value != 1 and not scene.tokens[number.i].suffix


class Names(Persons):
    """The noun phrases of one sentence."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        nights = [k for c in scene.of("night") for k in range(c.i, c.j)]
        self.dated = frozenset([k for w in scene.whens for k in range(w.i, w.j)] + nights)
        self.counted = {k: n.j for n in scene.numbers if counts(n, scene) for k in range(n.i, n.j)}

    def phrases(self, i: int, j: int) -> list[Phrase]:
        """Every noun phrase from token `i` to `j`, up to a relative clause."""
        found: list[Phrase] = []
        start, governed, k = -1, False, i
        while k < j and self.scene.starting("relative", k) is None:
            step, kind = self._step(k, j, inside=start >= 0)
            if kind == "word":
                start = k if start < 0 else start
            else:
                if start >= 0:
                    found.append(Phrase(start, k, governed))
                    governed = False
                if kind == "pronoun":
                    found.append(Phrase(k, step, governed, self.scene.starting("pronoun", k)))
                start = k if kind == "opens" else -1
                governed = kind == "governs" or (governed and kind in ("opens", "counts"))
            k = step
        if start >= 0:
            found.append(Phrase(start, k, governed))
        return [
            p for p in found if p.pronoun or any(self.scene.tokens[m].kind in (WORD, CODE) for m in range(p.i, p.j))
        ]

    def _step(self, k: int, j: int, *, inside: bool) -> tuple[int, str]:
        """The token behind what stands at `k`, and what it does to the phrase."""
        scene, token = self.scene, self.scene.tokens[k]
        if token.kind in (MARK, BREAK):
            if inside and self.initial(k):
                return k + 1, "word"
            if (end := self.quoted_name(k, j)) > k:
                return end, "word"
            return k + 1, "word" if inside and token.norm in _APOSTROPHES else "ends"
        if k in self.dated:
            return k + 1, "ends"
        if token.kind == NUMBER and token.suffix and k not in self.counted:
            return k + 1, "word"
        if k in self.counted or token.kind == NUMBER:
            return max(k + 1, self.counted.get(k, k + 1)), "counts"
        if (this := scene.starting("this", k)) is not None:
            return this.j, "ends"
        if not inside and scene.starting("pronoun", k) is not None and self._alone(k, j):
            return scene.starts["pronoun"][k].j, "pronoun"
        if scene.opens(k, "body", "title", "country"):
            ends = [c.j for cls in ("body", "title", "country") if (c := scene.starting(cls, k)) is not None]
            return min(max(ends), j), "word"
        return self._small_word(k, inside=inside)

    def _small_word(self, k: int, *, inside: bool) -> tuple[int, str]:
        """What a word does that is no known body: it joins, governs, ends, opens or goes on."""
        scene, capital = self.scene, self.scene.tokens[k].capital
        if inside and (capital or self._joins(k)):
            return k + 1, "word"
        if (cue := scene.starting("venue", k)) is not None:
            return cue.j, "governs" if self._of_venue(cue) else "ends"
        if (cue := scene.starting("preposition", k)) is not None:
            seat = scene.starting("country", cue.j) if inside and not scene.tokens[k - 1].capital else None
            return (seat.j, "word") if seat is not None else (cue.j, "governs")  # «the ministry in Kyiv»
        if scene.opens(k, *_BREAKS):
            return next(c.j for cls in _BREAKS if (c := scene.starting(cls, k)) is not None), "ends"
        return k + 1, "opens" if scene.starting("article", k) is not None else "word"

    def _of_venue(self, cue: Cue) -> bool:
        """«in answer to the Harbour's request the office said»: the paper behind the venue is whom it was told."""
        scene, k = self.scene, cue.j
        paper = self.quoted_name(k, scene.last) > k
        paper = paper or (scene.starting("body", k) is not None and scene.starting("title", k) is None)
        return cue.tag.val == "of" and paper

    def _alone(self, k: int, j: int) -> bool:
        """Whether a pronoun is the whole phrase: not «the official account»."""
        scene = self.scene
        cue = scene.starts["pronoun"][k]
        end = cue.j
        if cue.tag.val not in _NOMINAL:
            return True
        if any((c := scene.starting(cls, k)) is not None and c.j > end for cls in ("body", "title")):
            return False
        if self.quoted_name(end, j) > end:
            return False  # «видання «Берег»»
        if end >= j or scene.tokens[end].kind not in (WORD, CODE) or end in self.dated or end in self.counted:
            return True
        if scene.starting("particle", end) is not None:
            return False  # «the head of …»
        classes = ("preposition", "relative", "article", "pronoun", "own", *_BREAKS)
        return any(scene.starting(cls, end) is not None for cls in classes)

    def _joins(self, k: int) -> bool:
        """«of», «for» inside a name; «and» between its capitals."""
        scene = self.scene
        if scene.starting("particle", k) is None:
            return False
        if scene.starting("article", k) is not None:
            return scene.starting("particle", k - 1) is not None
        if scene.starting("and", k) is not None:
            return False
        return (
            scene.starting("of", k) is not None
            or scene.starting("for", k) is not None
            or scene.starting("preposition", k) is None
        )

    def quoted_name(self, k: int, j: int) -> int:
        """The token behind a short name in quotation marks that opens at `k`; `k` where none does."""
        scene = self.scene
        if scene.norm(k) not in ("«", "“", "„", '"') or k + 1 >= j:
            return k
        if not scene.tokens[k + 1].capital and scene.tokens[k + 1].kind != CODE:
            return k
        for m in range(k + 2, min(j, k + 2 + _QUOTED_WORDS)):
            if scene.norm(m) in ("»", "”", '"'):
                alone = k == scene.first or scene.tokens[k - 1].kind in (MARK, BREAK)
                said = alone and m - k > _NAME_WORDS and scene.norm(m + 1) in (",", "-", "–", "—", ".", "")
                return k if said or scene.norm(m - 1) in (",", ".", "!", "?", "…") else m + 1
            if scene.tokens[m].kind == MARK and scene.norm(m) not in ("'", "’", "-"):
                return k
        return k

    def before_quoted(self, k: int) -> int:
        """The token that opens the short name in quotation marks which closes at `k`; `k` where none does."""
        if self.scene.norm(k) in ("»", "”", '"'):
            for m in range(k - 2, max(self.scene.first, k - 2 - _QUOTED_WORDS) - 1, -1):
                if self.quoted_name(m, k + 1) == k + 1:
                    return m
        return k

    def name(self, phrase: Phrase, *, sure: bool) -> tuple[int, int] | None:
        """The shortest name of a phrase: a person's without title, else the body; None where it names nobody.

        `sure`: only a speaker can stand here, so any noun of people will do.
        """
        i, j = self._of_account(phrase.i, phrase.j)
        person = self.person(i, j)
        if person is not None and not self.founded(i, person[0]):
            return person
        i, j = self._trimmed(i, j)
        if self.scene.starting("country", i) is not None:
            j = self._of_country(i, j)
        if i >= j or not self._credible(i, j, sure=sure):
            return None
        return self._untitled(i, j), j

    def head(self, phrase: Phrase) -> tuple[int, int] | None:
        """The body or the people at the start of a clause, without what is said of them."""
        scene = self.scene
        for k in range(phrase.i, phrase.j):
            cue = next((c for cls in ("body", "people", "country") if (c := scene.starting(cls, k)) is not None), None)
            if cue is not None:
                j = cue.j
                while j < phrase.j and (self.capital(j) or scene.at("body", j) is not None):
                    j += 1
                i, j = self._trimmed(phrase.i, min(j, phrase.j))
                return (i, j) if i < j else None
        return None

    def _of_account(self, i: int, j: int) -> tuple[int, int]:
        """«the ministry's data», «дані штабу»: without the noun of what is told, unless nothing else is left."""
        scene = self.scene
        low, high = i, j
        for k in range(i, j):
            if (cue := scene.starting("account", k)) is not None:
                low = cue.j
                break
            if scene.tokens[k].capital and k > scene.first:
                break
        while high > low and scene.at("account", high - 1) is not None:
            high -= 1
        if any(self._credible(k, k + 1, sure=False) for k in range(low, high)):
            return low, high
        return i, j

    def _trimmed(self, i: int, j: int) -> tuple[int, int]:
        scene = self.scene
        while (
            i < j
            and (scene.opens(i, "particle", "while") or scene.tokens[i].kind == MARK)  # «As the Harbour News reported»
            and not (scene.starting("article", i) or self.quoted_name(i, j) > i)
        ):
            i += 1
        while j > i and (
            scene.starting("particle", j - 1) is not None
            or (scene.tokens[j - 1].kind == MARK and scene.norm(j - 1) not in ("»", "”", '"'))
        ):
            j -= 1
        return i, j

    def _of_country(self, i: int, j: int) -> int:
        """«Киев перенос отрицал»: the country alone, where small words that name nobody follow."""
        scene = self.scene
        end = scene.starts["country"][i].j
        named = any(scene.tokens[k].capital or scene.covers(k, "body", "title", "people") for k in range(end, j))
        return j if named or end >= j else end

    def _untitled(self, i: int, j: int) -> int:
        """«President Verba»: where titles stand before the name without an ending, they are left out."""
        scene = self.scene
        if "fixed_order" not in scene.lexicon.grammar:
            return i
        k = i
        while k < j and (scene.starting("article", k) or scene.at("title", k)):
            k += 1
        capital = k < j and all(self.capital(m) and not self.institution(m) for m in range(k, j))
        return k if capital and k > i and scene.at("title", k - 1) else i

    def _credible(self, i: int, j: int, *, sure: bool) -> bool:
        scene = self.scene
        if scene.opens_in(i, j, "our"):
            return False
        if scene.opens_in(i, j, "pronoun") and any(self._pronoun(k) for k in range(i, j)):
            return False
        if scene.covers_in(i, j, "body", "title", "observer", "parties"):
            return True
        if scene.covers_in(i, j, "account") and any(self.matter(k) for k in range(i, j)):
            return False
        if not sure and scene.covers_in(i, j, "trap") and any(self._thing(k) for k in range(i, j)):
            return False
        words = [k for k in range(i, j) if scene.tokens[k].kind in (WORD, CODE)]
        if any(scene.tokens[k].capital and k != scene.first for k in words):
            return True
        if any(scene.at("country", k) for k in words):
            return True
        if words and words[0] == scene.first and len(words) > 1 and sure:
            return True
        return sure and any(not self._small(k) for k in words)

    def _pronoun(self, k: int) -> bool:
        cue = self.scene.starting("pronoun", k)
        return cue is not None and cue.tag.val not in _NOMINAL

    def _thing(self, k: int) -> bool:
        cue = self.scene.at("trap", k)
        return cue is not None and cue.tag.val in _THINGS

    def deal(self, phrase: Phrase) -> bool:
        """Whether a phrase opens with a formula or a deal."""
        cue = self.scene.at("account", phrase.i)
        return cue is not None and cue.tag.val == "matter"

    def matter(self, k: int) -> bool:
        """A formula, a deal, a video: no source."""
        cue = self.scene.at("account", k)
        return cue is not None and cue.tag.val in ("matter", "picture")

    def _small(self, k: int) -> bool:
        """Words that name nobody: articles, adverbs and what has their ending."""
        scene = self.scene
        norm, token = scene.norm(k), scene.tokens[k]
        if token.end - token.start > 1 and scene.text[token.start : token.end].isupper():
            return False
        return (
            scene.covers(k, "article", "adverb", "own", "same", "light", "event", "stop")
            or norm.endswith(scene.lexicon.adverb_endings or ("\0",))
            or len(norm) < _SHORTEST
        )


_THINGS = frozenset({"thing", "money", "measure", "duration", "age", "percent", "place", "case", "exchange"})
_SHORTEST = 4
_NOMINAL = ("role", "house")

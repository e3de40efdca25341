"""Verbs, phrases and nouns that credit somebody, and whom: the parts of a sentence that `speakers` puts together."""

from __future__ import annotations

from dataclasses import dataclass, replace

from polon.extract.headlines import unspoken
from polon.extract.lexicon import Cue, Tag
from polon.extract.names import Phrase
from polon.extract.stretch import NAME_WORDS, REACH, Stretch
from polon.extract.tokens import BREAK

_SEGMENTS = 3
_ACCOUNT = ("account", "article", "same", "own")


@dataclass(frozen=True, slots=True)
class Speaker:
    """A name as written, the tokens it stands on, and the cue that credits it.

    `pronoun`: it is named before; `quoting`: credited for the quotation beside it; `inner`: named in a quotation;
    `silent`: says nothing; `trailing`: stands behind what it is credited with; `person`: a person, no body.
    """

    name: str
    i: int
    j: int
    cue: Cue
    pronoun: str | None = None
    quoting: bool = False
    inner: bool = False
    silent: bool = False
    trailing: bool = False
    person: bool = False

    @property
    def start(self) -> int:
        """The first token of the credit."""
        return min(self.i, self.cue.i)


class Hearing(Stretch):
    """What one sentence says of its sources."""

    def unspoken(self) -> list[Speaker]:
        """The credit of a headline or of a line before a quotation."""
        place = unspoken(self.scene, self.names)
        if place is None:
            return []
        i, j, mark = place
        trailing = mark >= self.scene.last - 1 and i > self.scene.first
        cue = Cue(mark, min(mark + 1, self.scene.last), Tag("relay", "colon"))
        return [self._made(i, j, cue, trailing=trailing)]

    # according to …

    def relayed(self, cue: Cue) -> Speaker | None:
        """«according to X», «by X's count»; «by her own count» goes on with the source before."""
        trailing = self._after_content(cue)
        if cue.tag.val == "anaphoric":
            return self._pronoun(cue.i, cue.j, cue, "any", trailing=trailing)
        end = self.right(cue.j)
        if self.scene.starting("in", cue.j) is not None and any(w.i <= cue.j + 1 < w.j for w in self.scene.whens):
            return None  # «as of October»
        phrases = self.names.phrases(cue.j, end)
        for at, phrase in enumerate(phrases):
            if phrase.pronoun is not None:
                return self._pronoun(phrase.i, phrase.j, cue, phrase.pronoun.tag.val, trailing=trailing)
            account = all(any(self.scene.at(cls, k) for cls in _ACCOUNT) for k in range(phrase.i, phrase.j))
            if account and any(p.governed for p in phrases[at + 1 :]):
                continue
            if any((c := self.scene.at("account", k)) and c.tag.val == "matter" for k in range(phrase.i, phrase.j)):
                return None
            named = self.titled(phrase) or self.names.name(phrase, sure=True)
            return self._made(*named, cue, trailing=trailing) if named is not None else None
        return None

    def _after_content(self, cue: Cue) -> bool:
        """«45 came home, according to X», and not «in May, according to X, 45 came home»."""
        scene = self.scene
        low = cue.i
        while low > scene.first and scene.norm(low - 1) not in (";", ":") and not scene.starting("stop", low - 1):
            low -= 1
        return any(low <= n < cue.i for n in self.numbers) or any(low <= c.i < cue.i for c in scene.of("event"))

    # X said …

    def said(self, cue: Cue) -> Speaker | None:
        """The subject of a verb of speech, before it or behind it; the headquarters «in» which it was said."""
        scene = self.scene
        a, b = self.left(cue.i), self.right(cue.j)
        if cue.tag.val == "impersonal":
            return self._somewhere(cue, b)
        if "fixed_order" in scene.lexicon.grammar and any(
            scene.starting("copula", k) for k in (cue.i - 1, cue.i - 2) if k >= a
        ):
            return self._by(cue, b)
        aside = self.aside(a, b)
        certain = cue.tag.val != "weak" and (aside or self.complement(cue))
        relative = next((c for c in reversed(scene.of("relative")) if a <= c.i < cue.i), None)
        left = self.names.phrases(relative.j if relative is not None else a, cue.i)
        behind = self.names.phrases(cue.j, b)
        subject = next((p for p in left if not p.governed), None)
        if relative is not None and subject is None:
            return self._antecedent(relative.i, cue)
        if subject is None:
            found = self._behind(cue, behind, sure=certain and aside, trailing=aside)
            if found is not None:
                return found
        if subject is None and (over := self.over(a, cue)) is not None:
            a = over
            left = self.names.phrases(a, cue.i)
            subject = next((p for p in left if not p.governed), None)
        if subject is not None and self.counted(subject):
            return None
        if subject is not None:
            apposed = self.apposed(a, cue) if self.puts_in(subject.i) else None
            if apposed is not None:
                return self._made(*apposed, cue, trailing=aside)
            if (speaker := self._of(subject, cue, sure=certain, trailing=aside)) is not None:
                return speaker
        found = self._behind(cue, behind, sure=False, trailing=aside) if subject is not None else None
        if subject is None:
            apposed = self.apposed(a, cue)
            found = self._made(*apposed, cue, trailing=False) if apposed is not None else None
        if found is None:
            found = self._in_house(cue, (*left, *behind), certain=certain, trailing=aside)
        return found or (self._shared(a, cue) if subject is None else None)

    def _behind(self, cue: Cue, behind: list[Phrase], *, sure: bool, trailing: bool) -> Speaker | None:
        """«said Olena Verba»: a person anywhere in the clause, or the first phrase."""
        if sure:
            for phrase in behind:
                person = self.names.person(phrase.i, phrase.j)
                if person is not None and (not phrase.governed or person[0] > phrase.i):
                    return self._made(*person, cue, trailing=trailing)
        first = next((p for p in behind if not p.governed), None)
        sure = sure and "fixed_order" not in self.scene.lexicon.grammar
        if first is None or (cue.tag.val == "weak" and not trailing):
            return None
        return self._of(first, cue, sure=sure, trailing=trailing)

    def _of(self, phrase: Phrase, cue: Cue, *, sure: bool, trailing: bool) -> Speaker | None:
        titled = self.titled(phrase) if phrase.i >= cue.j else None
        if phrase.pronoun is not None and titled is None:
            return self._pronoun(phrase.i, phrase.j, cue, phrase.pronoun.tag.val, trailing=trailing)
        named = titled or self.names.name(phrase, sure=sure)
        return self._made(*named, cue, trailing=trailing) if named is not None else None

    def _in_house(self, cue: Cue, phrases: tuple[Phrase, ...], *, certain: bool, trailing: bool) -> Speaker | None:
        """«told in the headquarters», «у «Скелі» уточнюють»: the house speaks."""
        for phrase in phrases:
            if not phrase.governed:
                continue
            if phrase.pronoun is not None:
                return self._pronoun(phrase.i, phrase.j, cue, phrase.pronoun.tag.val, trailing=trailing)
            bodily = any(self.scene.at(cls, k) for cls in ("body", "country") for k in range(phrase.i, phrase.j))
            named = self.names.name(phrase, sure=trailing) if bodily or certain else None
            if named is not None:
                return self._made(*named, cue, trailing=trailing)
        return None

    def _by(self, cue: Cue, end: int) -> Speaker | None:
        """«was reported by X»"""
        by = next((c for c in self.scene.of("by") if cue.j <= c.i < end), None)
        phrase = next(iter(self.names.phrases(by.j, end)), None) if by is not None else None
        named = self.names.name(phrase, sure=False) if phrase is not None else None
        return self._made(*named, cue) if named is not None else None

    def _somewhere(self, cue: Cue, end: int) -> Speaker | None:
        """«it is said in the report of the mission»"""
        for phrase in self.names.phrases(cue.j, end):
            if phrase.pronoun is None and (named := self.names.name(phrase, sure=False)) is not None:
                return self._made(*named, cue, trailing=True)
        return None

    def _antecedent(self, a: int, cue: Cue) -> Speaker | None:
        """«Verba, who said …», «a source that has reported …»: whom the relative clause is about."""
        comma = a - 1 if self.scene.norm(a - 1) == "," else a
        low = self.left(comma)
        phrase = next(iter(p for p in self.names.phrases(low, comma) if p.j == comma), None)
        named = self.names.name(phrase, sure=False) if phrase is not None else None
        return self._made(*named, cue) if named is not None else None

    def _shared(self, a: int, cue: Cue) -> Speaker | None:
        """«The army, however, insists», «X gave no figure but recalled»: the subject stands in a clause before."""
        scene = self.scene
        k = a
        for _ in range(_SEGMENTS):
            mark = scene.norm(k - 1)
            joined = scene.starting("stop", k - 1) or scene.starting("and", k - 1)
            if k <= scene.first or not (mark == "," or joined) or scene.tokens[k - 1].kind == BREAK:
                return None
            low = self.left(k - 1)
            if low > scene.first and (low - 1 in self.numbers or scene.starting("event", low - 1)):
                return None
            phrase = next((p for p in self.names.phrases(low, k - 1) if not p.governed), None)
            if phrase is not None and phrase.pronoun is not None:
                return self._pronoun(phrase.i, phrase.j, cue, phrase.pronoun.tag.val)
            if phrase is not None and (named := self.names.name(phrase, sure=False)) is not None:
                return self._made(*named, cue)
            k = low
        return None

    # claims that X made

    def told(self, cue: Cue) -> Speaker | None:
        """«X's report that …», «the statement of X about …»: a noun of speech and whose it is."""
        scene = self.scene
        phrase = next(iter(self.names.phrases(cue.j, self.right(cue.j))), None)
        if cue.tag.val != "told" or phrase is None or phrase.i > cue.j + 1 or phrase.pronoun is not None:
            return None
        k = phrase.j + (1 if scene.norm(phrase.j) == "," else 0)
        if not any(scene.starting(cls, k) for cls in ("relative", "about")):
            return None
        named = self.names.name(phrase, sure=True)
        return self._made(*named, cue) if named is not None else None

    # results

    def _silent(self, cue: Cue) -> bool:
        """«has not commented»: nothing is told; who «gave no total» still tells the rest."""
        scene = self.scene
        if cue.tag.val != "comment":
            return False
        denied = any(scene.starting("negation", k) for k in (cue.i - 1, cue.i - 2) if k >= scene.first)
        return denied or any(scene.starting("refusal", k) for k in range(cue.i - 2, cue.i + 1))

    def _pronoun(self, i: int, j: int, cue: Cue, kind: str, *, trailing: bool = False) -> Speaker | None:
        if kind == "self":
            return None
        return self._speaker(i, j, cue, kind, trailing=trailing)

    def _made(self, i: int, j: int, cue: Cue, *, trailing: bool = False) -> Speaker:
        """A speaker by name; «the report» alone is whoever spoke before, «our correspondent» the outlet."""
        scene = self.scene
        account = all(any(scene.at(cls, k) for cls in _ACCOUNT) for k in range(i, j))
        i, j = self._called(j) or (i, j)
        made = self._speaker(i, j, cue, "house" if account else None, trailing=trailing)
        ours = scene.starting("our", i) is not None and any(scene.at("body", k) for k in range(i, j))
        matter = any(self.names.matter(k) for k in range(i, j))
        return replace(made, silent=True) if ours or matter else made

    def _called(self, j: int) -> tuple[int, int] | None:
        """«a scout with the call sign «Harbour»»: the call sign is the name."""
        cue = self.scene.starting("callsign", j)
        if cue is None:
            return None
        end = self.names.quoted_name(cue.j, self.scene.last)
        if end > cue.j:
            return cue.j, end
        return (cue.j, cue.j + 1) if cue.j < self.scene.last and self.scene.tokens[cue.j].capital else None

    def _speaker(self, i: int, j: int, cue: Cue, pronoun: str | None, *, trailing: bool) -> Speaker:
        low, high = min(i, cue.i), max(j, cue.j)
        spoken = cue.tag.cls == "speech"
        return Speaker(
            self.scene.said(i, j),
            i,
            j,
            cue,
            pronoun=pronoun,
            quoting=spoken and high - low <= REACH + NAME_WORDS and self.quoting(low, high),
            inner=spoken and self.inner(cue.i),
            silent=spoken and self._silent(cue),
            trailing=trailing,
            person=self._is_person(i, j),
        )

    def _is_person(self, i: int, j: int) -> bool:
        scene = self.scene
        if self.names.person(i, j) is not None or any(scene.at("title", k) for k in range(i, j)):
            return True
        alone = j - i == 1 and scene.tokens[i].capital
        return alone and not any(scene.at(cls, i) for cls in ("body", "country", "people", "account", "observer"))

"""Verbs, phrases and nouns that credit somebody, and whom: the parts of a sentence that `speakers` puts together."""

from __future__ import annotations

from dataclasses import dataclass

from polon.extract.grammar import Grammar
from polon.extract.headlines import unspoken
from polon.extract.lexicon import Cue, Tag
from polon.extract.names import Phrase
from polon.extract.speaker import ACCOUNT, Speaker
from polon.extract.tokens import BREAK, MARK, WORD

_SEGMENTS = 3
_ANAPHORIC = {"anaphoric": "any", "his": "person"}


@dataclass(slots=True)
class _Clause:
    """A verb of speech with the phrases on both sides; `certain`: it has a speaker, whatever the noun."""

    a: int
    cue: Cue
    left: list[Phrase]
    behind: list[Phrase]
    aside: bool
    certain: bool

    @property
    def subject(self) -> Phrase | None:
        """The first phrase before the verb that no preposition governs."""
        return next((p for p in self.left if not p.governed), None)


class Hearing(Grammar):
    """What one sentence says of its sources."""

    def unspoken(self) -> list[Speaker]:
        """The credit of a headline or of a line before a quotation."""
        place = unspoken(self)
        if place is None:
            return []
        i, j, mark = place
        trailing = mark >= self.scene.last - 1 and i > self.scene.first
        label = self.scene.starting("label", self.scene.first) is not None
        cue = Cue(mark, min(mark + 1, self.scene.last), Tag("relay", "label" if label else "colon"))
        return [self.made(i, j, cue, trailing=trailing)]

    def relayed(self, cue: Cue) -> Speaker | None:
        """«according to X», «by X's count»; «by her own count» goes on with the source before."""
        trailing = self._after_content(cue)
        if cue.tag.val in _ANAPHORIC:
            return self.pronoun(cue.i, cue.j, cue, _ANAPHORIC[cue.tag.val], trailing=trailing)
        end = self.right(cue.j)
        if self.scene.starting("in", cue.j) is not None and any(w.i <= cue.j + 1 < w.j for w in self.scene.whens):
            return None  # «as of October»
        phrases = self.names.phrases(cue.j, end)
        for at, phrase in enumerate(phrases):
            if phrase.pronoun is not None:
                return self.pronoun(phrase.i, phrase.j, cue, phrase.pronoun.tag.val, trailing=trailing)
            if self.names.deal(phrase) or (phrase.governed and self.in_prison(phrase)):
                return (
                    None  # «under the deal made in Istanbul», «by official data in the prisons of Russia there are …»
                )
            account = all(self.scene.covers(k, *ACCOUNT) for k in range(phrase.i, phrase.j))
            if account and any(p.governed for p in phrases[at + 1 :]):
                continue
            if self.scene.opens_in(phrase.i, phrase.j, "our"):
                return None
            if any(self.names.matter(k) for k in range(phrase.i, phrase.j)):
                if any(p.governed for p in phrases[at + 1 :]):
                    continue  # «according to a video posted by X»
                return None
            named = self.titled(phrase) or self.names.name(phrase, sure=True)
            return self.made(*named, cue, trailing=trailing) if named is not None else None
        return None

    def _after_content(self, cue: Cue) -> bool:
        """«45 came home, according to X», and not «in May, according to X, 45 came home»."""
        scene = self.scene
        low = cue.i
        while low > scene.first and scene.norm(low - 1) not in (";", ":") and not scene.starting("stop", low - 1):
            low -= 1
        return any(low <= n < cue.i for n in self.numbers) or any(low <= c.i < cue.i for c in scene.of("event"))

    def said(self, cue: Cue) -> Speaker | None:
        """The subject of a verb of speech, before it or behind it; the headquarters «in» which it was said."""
        scene = self.scene
        a, b = self.left(cue.i), self.right(cue.j)
        if cue.tag.val == "impersonal":
            return self._somewhere(cue, b)
        if self._noun(cue, a):
            return None
        ongoing = scene.norm(cue.i).endswith(scene.lexicon.adverb_endings or ("\0",))  # «is claiming» is no passive
        if self._fixed and not ongoing and any(scene.starting("copula", k) for k in (cue.i - 1, cue.i - 2) if k >= a):
            return self._by(cue, b)
        if cue.tag.val == "weak" and self._shown(cue):
            return None  # «posted photos of the two soldiers»
        aside = self.aside(a, b) and scene.starting("complement", b + 1) is None  # «…, X said, that …»
        if cue.tag.val == "aside" and not aside:
            return None
        certain = cue.tag.val not in ("weak", "aside") and (aside or self.complement(cue))
        if cue.tag.val == "reply" and not certain:
            return None  # «responded to a video»
        relative = next((c for c in reversed(scene.of("relative")) if a <= c.i < cue.i), None)
        left = self._clause(self.names.phrases(relative.j if relative is not None else a, cue.i), cue.i)
        clause = _Clause(a, cue, left, self.names.phrases(cue.j, b), aside=aside, certain=certain)
        if clause.subject is not None:
            spoken = self._by_subject(clause)
            person = self.right_before(cue) if spoken is None or not spoken.person else None
            if person is not None and self._of_two(clause, person):
                person = None
            return self.made(*person, cue, trailing=clause.aside) if person is not None else spoken
        return self._antecedent(relative.i, cue) if relative is not None else self._inverted(clause)

    def _by_subject(self, clause: _Clause) -> Speaker | None:
        """«X said», «X, the head of Y, said»; where what stands before is nobody, whoever stands behind."""
        cue, subject = clause.cue, clause.subject
        if subject is None:
            return None
        if self.counted(subject):
            return self._behind(clause, sure=True) if self.told_about(subject) else None
        if (teller := self._told_the_paper(clause, subject)) is not None:
            return teller
        named = self.right_before(cue)
        inside = named is not None and named[0] > subject.i  # «the commander of the unit Olena Verba said»
        if named is not None and self.bears_title(subject, named[0]) and not self._of_two(clause, named):
            return self.made(
                *named, cue, trailing=clause.aside
            )  # «head of the group on media and families Olena Verba»
        dated = any(k in self.names.dated for k in range(clause.a, subject.i))  # «SANAA, April 18 The ministry said»
        apposed = self.apposed(clause.a, cue) if self.puts_in(subject.i) and not (dated or inside) else None
        if apposed is not None:
            return self.made(*apposed, cue, trailing=clause.aside)
        return (
            self._of(subject, cue, sure=clause.certain, trailing=clause.aside)
            or (None if self._fixed else self._behind(clause, sure=False))
            or self._unknown(subject, cue)
            or self._in_house(clause)
            or (self._across(clause) if self._fixed else None)
        )

    def _of_two(self, clause: _Clause, person: tuple[int, int]) -> bool:
        """«The ministry and Olena Verba said»: two sources; «the head and member of the board Olena Verba»: one."""
        scene, subject = self.scene, clause.subject
        joined = subject is not None and scene.covers_in(subject.j, person[0], "and")
        return joined and subject is not None and not scene.covers_in(clause.a, subject.j, "title")

    def _told_the_paper(self, clause: _Clause, subject: Phrase) -> Speaker | None:
        """«Об этом РИА Новости рассказала омбудсмен X»: behind «about this» the paper may be whom it was told."""
        told = any(c.j == subject.i for c in self.scene.of("this"))
        if self._fixed or not told or self.names.person(subject.i, subject.j) is not None or self.titled(subject):
            return None
        person = next((self.names.person(p.i, p.j) for p in clause.behind[:1] if not p.governed), None)
        return self.made(*person, clause.cue, trailing=clause.aside) if person is not None else None

    def _inverted(self, clause: _Clause) -> Speaker | None:
        """«said X», «told in the headquarters», «a medic, who has just come home, says»."""
        cue = clause.cue
        before = clause.a <= self.scene.first or self.scene.tokens[clause.a - 1].kind in (MARK, BREAK)
        found = None  # «…, said X»; what stands behind «are held told» is whom it was told
        apposed = self.apposed(clause.a, cue)  # «Olena Verba, the head of the staff, stated this on the air»
        opening = self._fixed and apposed is not None and apposed[0] == self.scene.first
        if (before or not self._fixed) and not opening:
            found = self._behind(clause, sure=clause.certain and clause.aside)
        if found is None and clause.aside and not opening:
            found = self._in_house(clause)
        if found is None and not opening:
            found = self._across(clause)
        if found is None and apposed is not None:
            behind = apposed[0] > self.scene.first and self.scene.norm(apposed[0] - 1) == ","
            found = self.made(*apposed, cue, trailing=behind)
        return found or self._in_house(clause) or self._shared(clause.a, cue)

    def _across(self, clause: _Clause) -> Speaker | None:
        """«a medic, who has just come home, says»: the subject before what stands between."""
        over = self.over(clause.a, clause.cue)
        if over is None or over >= clause.a:
            return None
        left = self.names.phrases(over, clause.cue.i)
        aside = clause.aside or self.aside(over, self.right(clause.cue.j))
        certain = clause.certain or (aside and clause.cue.tag.val not in ("weak", "aside"))
        return self._by_subject(_Clause(over, clause.cue, left, [], aside=aside, certain=certain))

    def _unknown(self, phrase: Phrase, cue: Cue) -> Speaker | None:
        """«Verba has published a list of 45»: a word no language file knows opens the sentence before the verb."""
        scene, i = self.scene, phrase.i
        token = scene.tokens[i]
        if (
            i != scene.first
            or phrase.j != i + 1
            or self._parted(phrase.j, cue.i)
            or not token.capital
            or token.kind != WORD
        ):
            return None
        known = bool(scene.starts.kinds.get(i, frozenset()) - {"people"})
        small = token.norm.endswith(scene.lexicon.adverb_endings or ("\0",))
        return None if known or small else self.made(i, i + 1, cue)

    def _parted(self, i: int, j: int) -> bool:
        """Whether more than «has» and adverbs stands between a subject and its verb."""
        return any(not self.scene.covers(k, "auxiliary", "adverb") for k in range(i, j))

    def _behind(self, clause: _Clause, *, sure: bool) -> Speaker | None:
        """«said Olena Verba»: a person anywhere in the clause, or the first phrase."""
        cue, trailing = clause.cue, clause.aside
        if cue.tag.val == "tell" and self._fixed and not trailing:
            return None  # «told the Harbour News that …»: whom it was told
        if sure or (cue.tag.val == "aside" and clause.subject is None):
            for phrase in clause.behind:
                person = self.names.person(phrase.i, phrase.j)
                if person is not None and (not phrase.governed or person[0] > phrase.i):
                    return self.made(*person, cue, trailing=trailing)
        first = next((p for p in clause.behind if not p.governed), None)
        sure = sure and not self._fixed
        if first is None or (cue.tag.val == "weak" and not trailing) or (self._fixed and self._goes_on(first)):
            return None
        return self._of(first, cue, sure=sure, trailing=trailing)

    def _of(self, phrase: Phrase, cue: Cue, *, sure: bool, trailing: bool) -> Speaker | None:
        titled = self.titled(phrase)
        if titled is not None and phrase.i < cue.j and titled[1] > cue.i:
            titled = None  # the title stands before the verb, the name behind it
        if phrase.pronoun is not None and titled is None:
            return self.pronoun(phrase.i, phrase.j, cue, phrase.pronoun.tag.val, trailing=trailing)
        named = titled or self.names.name(phrase, sure=sure)
        return self.made(*named, cue, trailing=trailing) if named is not None else None

    def _in_house(self, clause: _Clause) -> Speaker | None:
        """«told in the headquarters», «у «Скелі» уточнюють»: the house speaks."""
        cue, trailing = clause.cue, clause.aside
        for phrase in (*clause.left, *clause.behind):
            if not phrase.governed:
                continue
            if phrase.pronoun is not None:
                return self.pronoun(phrase.i, phrase.j, cue, phrase.pronoun.tag.val, trailing=trailing)
            if any(self.soldier(k) for k in range(phrase.i, phrase.j)):
                continue  # «a video with prisoners of war»
            bodily = self.scene.covers_in(phrase.i, phrase.j, "body", "country")
            named = self.names.name(phrase, sure=trailing) if bodily or clause.certain else None
            if named is not None:
                return self.made(*named, cue, trailing=trailing)
        return None

    def _by(self, cue: Cue, end: int) -> Speaker | None:
        """«was reported by X»"""
        by = next((c for c in self.scene.of("by") if cue.j <= c.i < end), None)
        if by is not None and any(self.scene.opens(k, "event", "to") for k in range(cue.j, by.i)):
            return None  # «have been confirmed to be held by the enemy»
        phrase = next(iter(self.names.phrases(by.j, end)), None) if by is not None else None
        named = self.names.name(phrase, sure=False) if phrase is not None else None
        return self.made(*named, cue) if named is not None else None

    def _somewhere(self, cue: Cue, end: int) -> Speaker | None:
        """«it is said in the report of the mission»"""
        for phrase in self.names.phrases(cue.j, end):
            if phrase.pronoun is None and (named := self.names.name(phrase, sure=False)) is not None:
                return self.made(*named, cue, trailing=True)
        return None

    def _antecedent(self, a: int, cue: Cue) -> Speaker | None:
        """«Verba, who said …», «a source that has reported …»: whom the relative clause is about."""
        comma = a - 1 if self.scene.norm(a - 1) == "," else a
        low = self.left(comma)
        phrase = next(iter(p for p in self.names.phrases(low, comma) if p.j == comma), None)
        named = self.names.name(phrase, sure=False) if phrase is not None else None
        return self.made(*named, cue) if named is not None else None

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
                return self.pronoun(phrase.i, phrase.j, cue, phrase.pronoun.tag.val)
            if phrase is not None and (named := self.names.name(phrase, sure=False)) is not None:
                return self.made(*named, cue)
            k = low
        return None

    def told(self, cue: Cue) -> Speaker | None:
        """«X's report that …», «the statement of X about …»: a noun of speech and whose it is."""
        scene = self.scene
        phrase = next(iter(self.names.phrases(cue.j, self.right(cue.j))), None)
        if cue.tag.val != "told" or phrase is None or phrase.i > cue.j + 1 or phrase.pronoun is not None:
            return None
        k = phrase.j + (1 if scene.norm(phrase.j) == "," else 0)
        if not scene.opens(k, "relative", "about"):
            return None
        named = self.names.name(phrase, sure=True)
        return self.made(*named, cue) if named is not None else None

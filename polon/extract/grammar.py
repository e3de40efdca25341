"""Whether a word of speech is a verb, whose clause it stands in, and what it has for an object."""

from __future__ import annotations

from dataclasses import replace

from polon.extract.lexicon import Cue
from polon.extract.names import Phrase
from polon.extract.speaker import Maker
from polon.extract.tokens import WORD

_SUBJECTS = (
    "body", "people", "title", "pronoun", "adverb", "auxiliary", "country", "observer", "account", "parties", "already",
    "now", "negation",
)  # fmt: skip
"""Classes of what may stand right before a verb of speech that looks like a noun."""


class Grammar(Maker):
    """The clause of a word of speech."""

    @property
    def _fixed(self) -> bool:
        """Whether the subject stands before the verb."""
        return "fixed_order" in self.scene.lexicon.grammar

    def _noun(self, cue: Cue, a: int) -> bool:
        """«the alleged executions», «credible reports», «who work there or report on it»: no verb with a subject."""
        scene = self.scene
        named = scene.at("background", cue.i)
        if named is not None and named.j - named.i > 1:
            return True  # «it will be recalled that»
        if any(c.i == cue.i and c.tag.val.startswith("sentenced") for c in scene.of("event")):
            return True  # «the court found 15 guilty»
        if not self._fixed or cue.i <= a:
            return False
        if any(scene.starting(cls, cue.i - 1) for cls in ("article", "preposition")):
            return True
        before = scene.tokens[cue.i - 1]
        if scene.at("account", cue.i) is None or before.capital or before.kind != WORD:
            return False
        return not any(scene.at(cls, cue.i - 1) for cls in _SUBJECTS)

    def _clause(self, phrases: list[Phrase], end: int) -> list[Phrase]:
        """«news comes as the rights group says», «days after residents of the town reported»: the clause's own."""
        scene = self.scene
        for at, phrase in enumerate(phrases):
            opened = any(c.j == phrase.i for cls in ("while", "ago", "since") for c in scene.of(cls))
            if opened and self._fixed and all(p.governed for p in phrases[at + 1 :]):
                return [replace(phrase, governed=False), *phrases[at + 1 :]]
        return phrases

    def _shown(self, cue: Cue) -> bool:
        """Whether the object of a verb are pictures: whoever posts them is not the source of what they show."""
        return any((c := self.scene.starting("account", k)) and c.tag.val == "picture" for k in range(cue.j, cue.j + 3))

    def _goes_on(self, phrase: Phrase) -> bool:
        """«…, said Kyiv would hand over 45»: what stands behind the verb has a verb of its own."""
        verbs = ("auxiliary", "modal", "copula")
        return any(self.scene.starting(cls, k) is not None for k in range(phrase.i + 1, phrase.j + 1) for cls in verbs)

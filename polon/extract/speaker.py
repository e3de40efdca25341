"""A credited name, and how one is made: with whom it is credited, where it stands, what it is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from polon.extract.lexicon import Cue
from polon.extract.stretch import NAME_WORDS, REACH, Stretch

ACCOUNT = ("account", "article", "same", "own")
"""Classes of the words in «the report», «this statement»."""


@dataclass(slots=True)
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
    sentence: int = 0

    @property
    def start(self) -> int:
        """The first token of the credit."""
        return min(self.i, self.cue.i)


class Maker(Stretch):
    """Makes the speakers of one sentence."""

    def _silent(self, cue: Cue) -> bool:
        """«has not commented»: nothing is told; who «gave no total» still tells the rest."""
        scene = self.scene
        if cue.tag.val not in ("comment", "reply"):
            return False
        denied = any(scene.starting("negation", k) for k in (cue.i - 1, cue.i - 2) if k >= scene.first)
        return denied or scene.opens_in(cue.i - 2, cue.i + 1, "refusal")

    def pronoun(self, i: int, j: int, cue: Cue, kind: str, *, trailing: bool = False) -> Speaker | None:
        """A speaker who is named before; «I» and «we» are whoever is quoted."""
        if kind == "self":
            return None
        return self._speaker(i, j, cue, kind, trailing=trailing)

    def made(self, i: int, j: int, cue: Cue, *, trailing: bool = False) -> Speaker:
        """A speaker by name; «the report» alone is whoever spoke before, «our correspondent» the outlet."""
        scene = self.scene
        account = all(scene.covers(k, *ACCOUNT) for k in range(i, j))
        i, j = self._called(j) or (i, j)
        pointed = scene.opens(i, "same") and not any(scene.tokens[k].capital for k in range(i, j))
        role = "role" if pointed and scene.covers_in(i, j, "title", "people") else None  # «this officer»
        made = self._speaker(i, j, cue, "house" if account else role, trailing=trailing)
        ours = scene.starting("our", i) is not None and scene.covers_in(i, j, "body")
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
            sentence=self.scene.sentence.index,
        )

    def _is_person(self, i: int, j: int) -> bool:
        scene = self.scene
        if self.names.person(i, j) is not None or scene.covers_in(i, j, "title"):
            return True
        alone = j - i == 1 and scene.tokens[i].capital
        return alone and not scene.covers(i, "body", "country", "people", "account", "observer")

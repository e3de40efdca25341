"""Names of persons: capitals in a row that are no body, with their initials."""

from __future__ import annotations

from polon.extract.scene import Scene
from polon.extract.tokens import WORD

_POSSESSIVE = ("'s", "’s")
_INSTITUTIONS = ("body", "title", "country", "people", "month", "weekday", "account")


class Persons:
    """The persons that one sentence names."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene

    def person(self, i: int, j: int) -> tuple[int, int] | None:
        """Two capitalised words in a row that are no body: first name and surname; not what «of» governs."""
        best: tuple[int, int] | None = None
        k = i
        while k < j:
            m = k
            while m < j and (self.capital(m) or (m > k and self.initial(m))) and not self.institution(m):
                if self.scene.norm(m).endswith(_POSSESSIVE):
                    break  # «South Korea's service»
                m += 1
            if m - k > 1:
                behind = k > self.scene.first and self.scene.opens(k - 1, "particle", "preposition")
                low = k + 1 if m - k > 2 and behind else k
                governed = low == k and behind and k > i
                best = best if governed or self._lettered(low, m) else (low, m)
            k = max(m, k + 1)
        return best

    def _lettered(self, i: int, j: int) -> bool:
        """«Местные СМИ», «ИА Гавань»: letters that stand for words beside a word that is written out name a body."""
        text, tokens = self.scene.text, self.scene.tokens
        words = [text[tokens[k].start : tokens[k].end] for k in range(i, j) if tokens[k].kind == WORD]
        long = [word.isupper() for word in words if len(word) > 1]
        return any(long) and not all(long)

    def initial(self, k: int) -> bool:
        """Whether the full stop at `k` belongs to an initial: «U.N.», «O. Verba»."""
        before = self.scene.tokens[k - 1] if k > self.scene.first else None
        return self.scene.norm(k) == "." and before is not None and before.capital and before.end - before.start == 1

    def founded(self, i: int, j: int) -> bool:
        """«центр Олега Гая»: a body that bears a person's name, with no title before it."""
        fixed = "fixed_order" in self.scene.lexicon.grammar
        titled = self.scene.covers_in(i, j, "title")
        return not fixed and not titled and self.scene.at("body", j - 1) is not None and i < j

    def capital(self, k: int) -> bool:
        """Whether a word is written as a name."""
        token = self.scene.tokens[k]
        if token.kind != WORD or not (token.capital or "-" in token.norm) or self.scene.opens(k, "article"):
            return False
        if k == self.scene.first and self.scene.opens(k, "preposition"):
            return False
        written = self.scene.text[token.start : token.end]
        return token.capital or any(part[:1].isupper() for part in written.split("-")[1:])

    def institution(self, k: int) -> bool:
        """Whether a word belongs to a body, a country or a date."""
        return self.scene.covers(k, *_INSTITUTIONS)

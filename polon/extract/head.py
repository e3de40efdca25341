"""The noun phrase of a number, as far as it has been read: whose people, of what kind, in which groups."""

from __future__ import annotations

from dataclasses import dataclass, field

from polon.extract.groups import RANKS, SERVICES, SEXES, narrowest
from polon.extract.lexicon import Cue, Tag
from polon.records import Who


@dataclass(slots=True)
class Head:
    """The noun phrase of a number: tokens up to `j`, the meanings of its nouns, and what it is not."""

    j: int
    tags: list[Tag] = field(default_factory=list)
    joined: list[list[Tag]] = field(default_factory=list)
    trap: str | None = None
    unknown: bool = False
    ofthem: Cue | None = None
    our: bool = False
    own: bool = False
    each: bool = False
    more: bool = False
    captive: bool = False
    predicate: bool = False
    left: bool = False

    @property
    def people(self) -> bool:
        """Whether the phrase names people."""
        return bool(self.tags)

    @property
    def elliptic(self) -> bool:
        """Whether the phrase has no noun at all."""
        return not self.tags and not self.trap and not self.unknown

    @property
    def nationality_alone(self) -> bool:
        """Whether only nations are named, no kind and no group of people."""
        return bool(self.tags) and not self.joined and all(t.side and not (t.who or t.group) for t in self.tags)

    @property
    def prisoner(self) -> bool:
        """Whether the noun itself says that they are captive."""
        return self.captive or any(t.prisoner for t in self.tags)

    def side(self) -> str | None:
        """The country that the phrase names, if one."""
        sides = {t.side for tags in (self.tags, *self.joined) for t in tags if t.side}
        return sides.pop() if len(sides) == 1 else None

    def who(self) -> Who | None:
        """Military, civilian or, where the phrase joins both, mixed; none where one of those joined is neither."""
        if not self.joined:
            return _kind(self.tags)
        kinds = {_kind(tags) for tags in (self.tags, *self.joined)}
        if len(kinds) == 1:
            return kinds.pop()
        if kinds == {None, Who.CIVILIAN} and any(t.prisoner for t in self.tags):
            return Who.MIXED  # «prisoners and civilians»
        return None if None in kinds else Who.MIXED

    def groups(self) -> list[str]:
        """The narrower groups that hold for all; alternatives of one family cancel each other."""
        named = _named(self.tags)
        if self.joined:
            others = [_named(tags) for tags in self.joined]
            named = [g for g in named if g == "wounded" or all(g in other for other in others)]
        if len(named) > 1:
            kept = narrowest(frozenset(named))
            named = [g for g in named if g in kept]
            for family in _ALTERNATIVES:
                if sum(g in family for g in named) > 1:
                    named = [g for g in named if g not in family]
        return named


_ALTERNATIVES = (SERVICES | {"azov"}, RANKS, SEXES)


def _kind(tags: list[Tag]) -> Who | None:
    """What one noun with its adjectives says: «civilian sailors» are civilian."""
    for tag in tags:
        if tag.who:
            return Who(tag.who)
    return None


def _named(tags: list[Tag]) -> list[str]:
    return list(dict.fromkeys([g for t in tags if t.group for g in t.group.split(",")]))

"""What a number counts: the noun phrase to its right (or the predicate), whose people they are and of what kind.

Only the words of the phrase itself speak here; what they do not say comes later from the verb, the whole or the text.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from polon.extract.lexicon import Cue, Tag
from polon.extract.numbers import Number
from polon.extract.scene import Scene
from polon.extract.tokens import CODE, MARK, NUMBER, WORD
from polon.records import Who

_UNKNOWN_WORDS = 3
_TAIL = 9
_QUOTES = frozenset("«»“”„\"'‘’")
UNITS = frozenset({"azov", "azovstal", "mariupol", "wagner"})
SERVICES = frozenset(
    {
        "armed_forces", "national_guard", "border_guards", "territorial_defence", "police", "emergency_service",
        "transport_service", "special_operations", "marines", "sailors", "zmiinyi_island", "chornobyl_npp", "bakhmut",
    }
)  # fmt: skip
PLACES = frozenset({"azovstal", "mariupol", "olenivka", "chornobyl_npp", "zmiinyi_island", "bakhmut"})
RANKS = frozenset({"officers", "privates_sergeants"})
SEXES = frozenset({"women", "men"})
FAMILIES = (UNITS, SERVICES, RANKS, SEXES)
"""Groups of one family stand for each other: of nested units only the narrowest, of ranks only one."""


@dataclass(slots=True)
class Head:
    """The noun phrase of a number: tokens up to `j`, the meanings of its nouns, and what it is not."""

    j: int
    tags: list[Tag] = field(default_factory=list)
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
    def prisoner(self) -> bool:
        """Whether the noun itself says that they are captive."""
        return self.captive or any(t.prisoner for t in self.tags)

    def side(self) -> str | None:
        """The country that the phrase names, if one."""
        sides = {t.side for t in self.tags if t.side}
        return sides.pop() if len(sides) == 1 else None

    def who(self) -> Who | None:
        """Military, civilian or, where the phrase joins both, mixed."""
        kinds = {t.who for t in self.tags if t.who}
        if len(kinds) == 2:
            return Who.MIXED
        return Who(kinds.pop()) if kinds else None

    def groups(self) -> list[str]:
        """The narrower groups that hold for all; alternatives of one family cancel each other."""
        named = list(dict.fromkeys(g for t in self.tags if t.group for g in t.group.split(",")))
        if "azov" in named:
            named = [g for g in named if g not in ("azovstal", "mariupol", "national_guard")]
        for family in (SERVICES | {"azov"}, RANKS, SEXES):
            if sum(g in family for g in named) > 1:
                named = [g for g in named if g not in family]
        return named


def head_of(number: Number, scene: Scene) -> Head:
    """The noun phrase of a number mention."""
    if number.back is not None:
        return _formula_head(number, scene)
    head = Head(number.j)
    head.more = any(scene.starting("more", number.i - back) is not None for back in (1, 2))
    _before_dash(number, scene, head)
    k = _modifiers(number.j, scene, head)
    if not head.tags and not head.trap:
        k = _predicate(k, scene, head)
    if head.elliptic:
        _from_unit(number, scene, head)
    if head.elliptic and head.ofthem is None:
        _left(number, scene, head)
    elif head.tags:
        _tail(k, scene, head)
    return head


def _from_unit(number: Number, scene: Scene, head: Head) -> None:
    """«455 from the Azov Brigade»"""
    if scene.starting("from", number.j) is None:
        return
    for k in (number.j + 1, number.j + 2):
        cue = scene.starting("people", k)
        if cue is not None and cue.tag.group:
            head.tags.append(cue.tag)
            head.j = cue.j
            return


def _before_dash(number: Number, scene: Scene, head: Head) -> None:
    """«civilians return too – 20 of our people»: the noun before the dash says who."""
    if scene.norm(number.i - 1) in ("—", "–", "-"):
        cue = scene.at("people", number.i - 2)
        if cue is not None and not any(n.j == cue.i for n in scene.numbers):
            head.tags.append(cue.tag)
            head.left = True


def _left(number: Number, scene: Scene, head: Head) -> None:
    """«captured Russian soldiers in Ukrainian camps are put at 3,500»: the subject stands to the left."""
    numbers = {n.i for n in scene.numbers}
    for k in range(number.i - 1, max(scene.first, number.i - 10) - 1, -1):
        token = scene.tokens[k]
        if k in numbers or scene.starting("stop", k) or scene.starting("speech", k):
            return
        if token.kind == MARK and token.norm not in _QUOTES:
            return
        cue = scene.at("people", k)
        if cue is not None and scene.starting("copula", cue.j) is None and k != cue.i:
            continue
        if cue is not None and cue.i == k and scene.gap(cue.i, cue.j, number.i, number.j) < 1.2:
            head.tags.append(cue.tag)
            head.left = True


def _formula_head(number: Number, scene: Scene) -> Head:
    """The nouns inside a formula and right behind it: 185 soldiers for 185."""
    head = Head(number.j)
    head.tags = [c.tag for c in scene.of("people") if number.i <= c.i < number.j]
    _modifiers(number.j, scene, head)
    head.trap, head.unknown = None, False
    return head


def _modifiers(k: int, scene: Scene, head: Head) -> int:
    unknown = 0
    while k < scene.last:
        token = scene.tokens[k]
        if token.kind == MARK:
            if token.norm in _QUOTES or (token.norm == "+" and k == head.j):
                k += 1
                continue
            if token.norm == "%":
                head.trap = "percent"
            break
        if token.kind not in (WORD, CODE):
            break
        if noun := _noun(k, scene, head):
            k, unknown = noun, 0
            continue
        light = -1 if head.people or head.trap else _light(k, scene, head)
        if light:
            if light < 0:
                break
            k = light
            continue
        if unknown == _UNKNOWN_WORDS:
            break
        unknown, k = unknown + 1, k + 1
    head.unknown = bool(unknown) and not head.tags and not head.trap
    head.j = k if head.tags or head.trap else head.j
    return k


def _noun(k: int, scene: Scene, head: Head) -> int:
    """A people noun, or a noun of other things; the longer of the two holds."""
    people = scene.starting("people", k)
    trap = scene.starting("trap", k)
    if people is not None and (trap is None or people.j >= trap.j):
        head.tags.append(people.tag)
        return people.j
    if trap is not None and not head.tags:
        head.trap = trap.tag.val
        return trap.j
    return 0


def _light(k: int, scene: Scene, head: Head) -> int:
    """Words that may stand before the noun (next token), or that end the phrase (-1); 0 for an unknown word."""
    if (cue := scene.starting("ofthem", k)) is not None:
        return _behind_ofthem(cue, scene, head)
    for cls in ("each", "our", "own", "more", "light"):
        if (cue := scene.starting(cls, k)) is not None:
            if cls != "light":
                setattr(head, cls, True)
            return cue.j
    if (cue := scene.starting("event", k)) is not None:
        describes = _participle(cue, scene)
        head.captive = head.captive or (describes and cue.tag.val.startswith("captured"))
        return cue.j if describes else -1
    if (cue := scene.starting("captivity", k)) is not None:
        return cue.j if scene.starting("trap", cue.j) or scene.starting("people", cue.j) else -1
    if scene.starting("of", k) is not None:
        nouns = any(scene.at(c, k + 1) for c in ("people", "our", "own")) or scene.at("people", k + 2)
        return k + 1 if nouns else -1
    return -1 if any(scene.starting(cls, k) is not None for cls in _ENDS) else 0


_ENDS = (
    "copula", "stop", "in", "to", "from", "by", "for", "speech", "status", "and", "month", "auxiliary", "relative",
    "qualifier",
)  # fmt: skip


def _behind_ofthem(cue: Cue, scene: Scene, head: Head) -> int:
    if head.ofthem is None:
        head.ofthem = cue
    noun = any(scene.at(cls, cue.j - 1) for cls in ("event", "people"))  # «of the returned Ukrainians», not «of them»
    named = scene.norm(cue.j - 1) == "the" or (noun and scene.starting("people", cue.j) is not None)
    return cue.j if named or scene.starting("our", cue.j) is not None else -1


def _participle(cue: Cue, scene: Scene) -> bool:
    """«captured Ukrainian servicemen»: a verb form that stands before its noun within three words."""
    if cue.j - cue.i > 1:
        return False
    return any(scene.at("people", k) for k in range(cue.j, min(cue.j + 3, scene.last)))


def _predicate(k: int, scene: Scene, head: Head) -> int:
    """«213 of them are privates», «двоє — офіцери»: the noun stands behind a copula or a dash."""
    if head.unknown:
        return k
    if head.ofthem is not None:
        k = head.ofthem.j
        noun = scene.starting("people", k)
        behind = scene.starting("event", noun.j) or scene.starting("event", noun.j + 1) if noun is not None else None
        if noun is not None and behind is None and noun.tag.side != "enemy":
            head.tags.append(noun.tag)
            head.predicate = True
            head.j = noun.j
            return _more_nouns(noun.j, scene, head)
    start = k
    while (step := _copula(k, scene)) > k:
        k = step
    if k == start:
        return k
    for skip in range(3):
        cue = scene.starting("people", k + skip)
        if cue is not None:
            head.tags.append(cue.tag)
            head.predicate = True
            head.j = cue.j
            return _more_nouns(cue.j, scene, head)
        if scene.norm(k + skip) == "" or scene.tokens[k + skip].kind != WORD or scene.starting("event", k + skip):
            break
    return start


def _copula(k: int, scene: Scene) -> int:
    """The token behind a copula or a dash at `k`; `k` itself where there is none."""
    if scene.norm(k) in ("—", "–", "-"):
        return k + 1
    cue = scene.starting("copula", k)
    return cue.j if cue is not None else k


def _more_nouns(k: int, scene: Scene, head: Head) -> int:
    while (cue := scene.starting("people", k)) is not None:
        head.tags.append(cue.tag)
        k = cue.j
    head.j = k
    return k


def _tail(k: int, scene: Scene, head: Head) -> None:
    """What hangs on the noun: «soldiers of the Azov regiment», «and civilians»; to the next clause, verb or number."""
    numbers = {n.i for n in scene.numbers}
    found: list[Tag] = []
    for i in range(k, min(k + _TAIL, scene.last)):
        token = scene.tokens[i]
        if token.kind == NUMBER or i in numbers or (token.kind == MARK and token.norm not in _QUOTES):
            break
        if scene.starting("event", i) or scene.starting("stop", i) or scene.starting("speech", i):
            break
        if scene.starting("copula", i) or any(w.i <= i < w.j for w in scene.whens):
            break
        if (cue := scene.starting("people", i)) is not None:
            found.append(cue.tag)
    joined = scene.at("and", k) is not None
    for tag in found:
        if tag.group or (joined and tag.who and tag is found[0]):
            head.tags.append(tag)

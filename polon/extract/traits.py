"""Traits told of the counted by a predicate or an apposition: «seven have lost limbs», «six more, all wounded».

The next sentence may tell one of all of them: «All are women.»
"""

from __future__ import annotations

from polon.extract.groups import FAMILIES
from polon.extract.head import Head
from polon.extract.lexicon import Cue
from polon.extract.mention import Found, Mention, Reading
from polon.extract.scene import Scene
from polon.records import Event

_NEAR = 1.3
_RELATIVE = 3.2
_AFTER_ALL = 3
_PREDICATE = 14
_LINKS = ("copula", "auxiliary", "ofthem", "article", "pronoun", "light", "own", "our")


def traits(found: Found, reading: Reading) -> list[tuple[str, str]]:
    """The groups that predicates and appositions give, each with the rule."""
    mention = found.mention
    if found.event is Event.EXCHANGED:
        return []
    said = [(group, "told of them") for group in _predicates(mention)]
    said += [(group, "told of all") for group in _all_of_them(mention)]
    said += [(group, "told of them") for group in _nominal(mention)]
    following = reading.page.scenes[mention.index + 1 : mention.index + 2]
    if found.head.ofthem is None and following:
        said += [(group, "told of all") for group in _of_all(following[0].first, following[0])]
    return said


def add(groups: list[str], group: str) -> bool:
    """Adds a group unless it or another of its family is there."""
    family = next((f for f in FAMILIES if group in f), frozenset({group}))
    if family & set(groups):
        return False
    groups.append(group)
    return True


def _predicates(mention: Mention) -> list[str]:
    scene = mention.scene
    k = mention.end + (scene.norm(mention.end) == ",")
    reach = _RELATIVE if scene.starting("relative", k) is not None else _NEAR  # «two, who were wounded, …»
    return [c.tag.val for c in scene.of("trait") if mention.far(c.i, c.j) < reach and not _anothers(c, mention)]


def _anothers(cue: Cue, mention: Mention) -> bool:
    """Whether another number, or another verb behind «and», stands between the cue and the counted."""
    scene, number = mention.scene, mention.number
    low, high = (mention.end, cue.i) if number.i < cue.i else (cue.j, number.i)
    if any(low <= n.i < high and not n.ordinal for n in scene.numbers):
        return True
    nearer = [n for n in scene.numbers if n.i != number.i and not n.ordinal]
    return number.i > cue.i and any(scene.gap(n.i, n.j, cue.i, cue.j) < mention.far(cue.i, cue.j) for n in nearer)


def _nominal(mention: Mention) -> list[str]:
    head = predicated(mention)
    return head.groups() if head is not None else []


def predicated(mention: Mention) -> Head | None:
    """«46 servicemen who return today are marines», «all 303 freed defenders — men, privates and sergeants»."""
    scene = mention.scene
    relative = False
    fixed = "fixed_order" in scene.lexicon.grammar
    for k in range(mention.end, min(mention.end + _PREDICATE, scene.last)):
        relative = relative or scene.opens(k, "relative")
        if scene.number_at(k) is not None or scene.opens(k, "speech"):
            return None
        if not relative and scene.opens(k, "event", "stop"):
            return None
        dash = scene.tokens[k].norm in ("—", "–", "-") and scene.tokens[k].start > scene.tokens[k - 1].end
        copula = scene.starting("copula", k) if fixed else None
        if not dash and copula is None:
            continue
        if scene.at("relative", k - 1) is not None or scene.at("ofthem", k - 1) is not None:
            return None  # «most of whom are conscripts»
        start = k + 1 if copula is None else copula.j
        while scene.opens(start, "light", "article", "all"):
            start += 1
        tags = []
        while (cue := scene.starting("people", start)) is not None or scene.starting("and", start) is not None:
            tags += [cue.tag] if cue is not None else []
            start = cue.j if cue is not None else start + 1
        return Head(start, tags=tags)  # «women and men»: neither
    return None


def _all_of_them(mention: Mention) -> list[str]:
    """«three nurses, all women»: right behind the phrase, in the same sentence."""
    scene = mention.scene
    for cue in scene.of("all"):
        if cue.i < mention.end or any(mention.end <= n.i < cue.i for n in scene.numbers):
            continue
        if scene.norm(cue.i - 1) in (",", "—", "–", "-", "(", ";"):
            return _of_all(cue.i, scene)
    return []


def _of_all(k: int, scene: Scene) -> list[str]:
    """The groups behind «all» at token `k`: «all of them are medics», «all wounded»."""
    cue = scene.starting("all", k)
    if cue is None:
        return []
    k = cue.j
    for _ in range(_AFTER_ALL):
        link = next((c for cls in _LINKS if (c := scene.starting(cls, k)) is not None), None)
        if link is None and scene.norm(k) not in ("—", "–", "-"):
            break
        k = link.j if link is not None else k + 1
    freed = scene.starting("people", k)  # «All the freed are men»
    if freed is not None and not freed.tag.group and scene.covers_in(freed.i, freed.j, "event"):
        k = freed.j
        while scene.starting("copula", k) is not None or scene.norm(k) in ("—", "–", "-"):
            k += 1
    if scene.number_at(k) is not None:
        return []
    groups: list[str] = []
    for _ in range(_AFTER_ALL):
        found = scene.starting("trait", k) or scene.starting("people", k)
        if found is None:
            break
        group = found.tag.val if found.tag.cls == "trait" else found.tag.group
        groups += group.split(",") if group else []
        k = found.j
    verbal = scene.starting("event", k) or scene.starting("copula", k) or scene.starting("auxiliary", k)
    return [] if verbal is not None and not scene.starting("trait", k - 1) else groups

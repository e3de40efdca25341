"""Verbs of a noun phrase against verbs of its clause: which of two says what happened to the counted."""

from __future__ import annotations

from polon.extract.lexicon import Cue
from polon.extract.numbers import Number
from polon.extract.scene import Scene
from polon.extract.tokens import MARK

_STOPS = ("stop", "relative", "speech")
_SEIZED = ("captured.take", "captured.maybe")
_INTO, _OWN = 3, 3


def main_verb(participle: Cue, scene: Scene, finite: frozenset[int]) -> Cue | None:
    """«47 detainees held by the militia were released»: the finite verb behind a participle that only describes."""
    inside = 0
    for k in range(participle.j, scene.last):
        norm = scene.norm(k)
        inside += (norm == "(") - (norm == ")")
        if inside or norm == ")":
            continue
        if scene.tokens[k].kind == MARK and norm not in "\"'":
            return None
        if scene.number_at(k) is not None or scene.opens(k, *_STOPS):
            return None
        cue = scene.starting("event", k)
        if cue is not None and k in finite:
            return cue
    return None


def beyond_relative(cue: Cue, end: int, scene: Scene, finite: frozenset[int]) -> Cue | None:
    """«37 women who had been captured at the plant - in May - had also been freed»: the verb behind the clause."""
    relative = next((c for c in scene.of("relative") if 0 <= c.i - end <= 1 and c.i < cue.i), None)
    inserted = scene.norm(cue.i - 1) == "," and not assisted(cue, scene)  # «15 fighters, captured in 2022, have been …»
    if relative is None and not inserted:
        return None
    for verb in scene.of("event"):
        if verb.i < cue.j or verb.i not in finite:
            continue
        k = verb.i
        while k > cue.j and any(scene.at(cls, k - 1) for cls in ("auxiliary", "copula", "adverb", "already")):
            k -= 1
        parted = any(scene.tokens[m].kind == MARK for m in range(cue.j, k))
        parts = (m for m in range(cue.j, k) if scene.starting("with", m) is None)  # «against the rebels» parts nothing
        if any(cue.j <= n.i < k for n in scene.numbers) or any(scene.opens(m, "stop", "relative") for m in parts):
            return None
        joined = scene.at("and", k - 1) is not None
        return None if joined or (parted and scene.tokens[k - 1].kind != MARK) else verb
    return None


def seized_and_held(cue: Cue, scene: Scene) -> Cue | None:
    """«abducted and held for weeks at least ten villagers»: being held is what the seizure came to."""
    for verb in scene.of("event"):
        joint = scene.starting("and", verb.j) if verb.tag.val in _SEIZED else None
        if joint is not None and cue.i - joint.j in (0, 1):
            return verb if cue.i == joint.j or scene.at("adverb", joint.j) is not None else None
    return None


def behind_participle(participle: Cue, end: int, scene: Scene) -> Cue | None:
    """«Двух военнопленных, находящихся в Киеве, передадут Сеулу»: the verb behind a participle set off by commas."""
    if participle.i != end + 1 or scene.norm(end) != "," or not adjectival(participle.i, scene):
        return None
    closing = next((k for k in range(participle.j, scene.last) if scene.tokens[k].kind == MARK), scene.last)
    if scene.norm(closing) != "," or scene.opens(closing + 1, *_STOPS):
        return None
    for k in range(closing + 1, scene.last):
        if scene.tokens[k].kind == MARK or any(n.i == k for n in scene.numbers) or scene.opens(k, *_STOPS):
            return None
        cue = scene.starting("event", k)
        if cue is not None and not cue.tag.val.startswith("none"):
            return None if adjectival(cue.i, scene) else cue
    return None


def into_captivity(verb: Cue, number_end: int, scene: Scene) -> bool:
    """«transferred hundreds of civilians to prisons in Nyala»: who is moved to a place of captivity is not freed."""
    for cue in scene.of("captivity"):
        low = max(verb.j, cue.i - _INTO)
        if cue.i >= verb.j and scene.opens_in(low, cue.i, "to"):
            between = range(max(verb.j, number_end), cue.i)
            verbs = (scene.starting("event", k) for k in between)  # «and captured soldiers»: that one describes
            told = any(v is not None and scene.at("people", v.j) is None for v in verbs)
            return not told and not any(scene.starting(cls, k) for cls in ("stop", "relative") for k in between)
    return False


def fronted(cue: Cue, number: int, scene: Scene) -> bool:
    """«Of the prisoners released, 18 were arrested in May»: the verb of the phrase at the head is not theirs."""
    opens = scene.opens(scene.first, "of", "ofthem", "outof")
    if not opens or cue.j > number or scene.norm(cue.j) != "," or "fixed_order" not in scene.lexicon.grammar:
        return False
    return all(scene.norm(k) != "," for k in range(scene.first, cue.i))


def only_when(cue: Cue, number: Number, scene: Scene) -> bool:
    """«two are held there after their capture»: a noun behind «after» only says when; its own number it does count."""
    if not scene.has("ago"):
        return False
    near = [scene.starting("ago", k) for k in range(cue.i - 1, max(scene.first, cue.i - _INTO) - 1, -1)]
    after = next((c for c in near if c is not None), None)
    if after is not None and any(scene.tokens[k].kind == MARK for k in range(after.j, cue.i)):
        return False
    own = any(cue.j <= n.i <= cue.j + _OWN for n in scene.numbers)
    return after is not None and after.tag.val == "after" and not own


def told_of_them(end: int, scene: Scene) -> Cue | None:
    """«Of the 40 whom the brigade captured …»: the verb of the relative clause right behind a noun phrase.

    Only where nothing else says what happened to the counted. The clause ends at its comma or at another number.
    """
    relative = next((cue for cue in scene.of("relative") if 0 <= cue.i - end <= _BEHIND), None)
    if relative is None or any(scene.norm(k) in (";", ".", ":") for k in range(end, relative.i)):
        return None
    for k in range(relative.j, scene.last):
        if scene.norm(k) in (",", ";", ":") or scene.number_at(k) is not None:
            return None
        cue = scene.starting("event", k)
        if cue is not None:
            told = cue.tag.val.startswith(("captured", "held")) and cue.tag.val != "captured.maybe"
            return cue if told else None
    return None


_BEHIND = 4
"""Words between a noun and the «whom» that is about it."""


def finite_verb(cue: Cue, scene: Scene) -> bool:
    """Whether an auxiliary stands before the verb or in it («have been freed»), or its ending is finite."""
    return cue.j - cue.i > 1 or assisted(cue, scene)


def assisted(cue: Cue, scene: Scene) -> bool:
    """The same, but for phrases that may be participles: «taken prisoner», «held captive»."""
    if scene.norm(cue.i).endswith(scene.lexicon.present_endings or ("\0",)):
        return True
    counted = max((n.j for n in scene.numbers if n.j <= cue.i), default=scene.first)  # «are nine convicted defenders»
    return scene.opens_in(max(counted, cue.i - 3), cue.j, "auxiliary", "copula")


def credited(cue: Cue, scene: Scene) -> bool:
    """«за свідченнями звільнених»: who says it, not what happened."""
    near = [c for c in scene.of("relay") if c.j <= cue.i <= c.j + 2 and c.tag.val == "according"]
    return bool(near) and any(all(scene.norm(k) != "," for k in range(c.j, cue.i)) for c in near)


def of_capture(place: Cue, scene: Scene) -> bool:
    """«fell into captivity»: the place belongs to the verb, it is not where they are."""
    return any(c.i < place.i < c.j and c.tag.val.startswith("captured") for c in scene.of("event"))


def dead(first: int, last: int, scene: Scene) -> Cue | None:
    """«21 погибший в плену солдат»: the noun phrase says that they died there."""
    for cue in scene.of("event"):
        if first <= cue.i < last and cue.tag.val.startswith("died") and adjectival(cue.i, scene):
            return cue
    return None


def adjectival(k: int, scene: Scene) -> bool:
    """Whether a word has the ending of a participle that stands as an adjective, reflexive or not."""
    endings = scene.lexicon.participle_endings
    return bool(endings) and scene.norm(k).removesuffix("ся").endswith(endings)


def member_of(number: Number, scene: Scene) -> bool:
    """«they were among the 60 captured in May»: what is told of the whole stands behind it."""
    return any(c.j == number.i for c in scene.of("membership"))


def killed_before(cue: Cue, scene: Scene) -> bool:
    """«53 were killed and 130 injured»: beside the dead the injured are told of, not described."""
    return any(c.tag.val.startswith("died") and c.j <= cue.i for c in scene.of("event"))

"""Which event counts a number: the verb or verbal noun that is nearest by clauses, weighed by how much it says."""

from __future__ import annotations

from dataclasses import dataclass

from polon.extract.clausal import (
    assisted,
    behind_participle,
    beyond_relative,
    credited,
    dead,
    finite_verb,
    fronted,
    into_captivity,
    killed_before,
    main_verb,
    member_of,
    of_capture,
    only_when,
    seized_and_held,
    told_of_them,
)
from polon.extract.governs import anothers
from polon.extract.head import Head
from polon.extract.lexicon import Cue
from polon.extract.numbers import Number
from polon.extract.objects import of_whom, takes_a_thing
from polon.extract.scene import Scene
from polon.records import Event

WEIGHT = {
    "released.come": 2.6, "released.get": 3.0, "released.give": 2.8, "released.free": 3.0, "captured.take": 2.7,
    "captured.surrender": 3.0, "held.hold": 2.5, "held.be": 2.3, "died.die": 3.1, "died.kill": 3.1,
    "sentenced.try": 3.0, "other.visit": 2.6, "other.hurt": 2.8, "exchanged.swap": 2.0, "captured.maybe": 1.7,
    "captured.fall": 2.7, "none.other": 2.6,
}  # fmt: skip
ENEMY = {"UA": "RU", "RU": "UA", "AM": "AZ", "AZ": "AM", "IL": "PS", "PS": "IL", "KP": "UA", "IN": "PK", "PK": "IN"}
"""Who takes whose people prisoner, in wars between two states."""
NEEDS_CAPTIVITY = frozenset(
    {"held.be", "held.hold", "died.die", "died.kill", "sentenced.try", "other.visit", "other.hurt", "released.come"}
)
"""Events that happen to free people too: without a captivity word near they are casualties, trials, journeys."""
ELSEWHERE = "none.other"
"""A verb that says something else of the people counted: it competes, and where it wins there is no claim."""
PARTICIPLES = frozenset({"captured.take", "held.be", "held.hold", "sentenced.try"})
LINK = "none.link"
"""«in exchange for»: no event, but the number behind it is the other side's."""
ASIDE = "none.aside"
"""«after their release», «the remains of»: a phrase that holds a word of an event and tells none."""
_DESCRIPTIVE = frozenset({Event.HELD, Event.SENTENCED, Event.CAPTURED})
EXCHANGE_NOUN = 1.5
IN_CAPTIVITY = 1.7
REACH = 0.0
_OTHERS, _OTHERS_ALONE = 0.8, 2.0
_MODIFIER = 1.6
_NO_PLACE = ("by", "from", "of", "for")
_REFUSED = 3
_MEMBERSHIP = 1.5
_BESIDE_THE_DEAD = 0.7


@dataclass(slots=True)
class Attached:
    """The event of a number, the cue that gave it, its role and how sure it is."""

    event: Event
    role: str
    cue: Cue | None
    score: float
    rule: str


def attach(number: Number, head: Head, scene: Scene, taken: frozenset[int] = frozenset()) -> Attached | None:
    """The best cue of the sentence for a number; None where none reaches it. `taken` are other nouns' participles."""
    best: Attached | None = None
    bodies = scene.of("body")
    for cue in scene.of("event"):
        if cue.tag.val in (LINK, ASIDE) or (cue.i in taken and cue.i != head.j) or fronted(cue, number.i, scene):
            continue
        if (bodies and any(b.i < cue.i and cue.j <= b.j for b in bodies)) or credited(cue, scene):
            continue  # «за свідченнями звільнених»: who says it, not what happened
        if cue.tag.val == ELSEWHERE and (scene.at("people", cue.i) is not None or of_whom(cue, number, scene)):
            continue  # «who had been reported missing» is a group of people
        if takes_a_thing(cue, scene) or anothers(cue, number, head, scene):
            continue
        score = _score(cue, number, head, scene)
        if score > REACH and (best is None or score > best.score):
            event = Event.OTHER if cue.tag.val == ELSEWHERE else Event(cue.tag.val.split(".")[0])
            best = Attached(event, cue.tag.val, cue, score, "verb")
    if best is not None and best.cue is not None:
        best = _in_its_clause(best, number, head, scene)
    if best is not None and best.role == "captured.surrender":
        best = _killed_after(best, number, scene) or best
    if best is not None and number.value and best.role.startswith("released.") and _refused(best, number, scene):
        best = Attached(Event.HELD, best.role, best.cue, best.score, "a refused return")
    if best is not None and best.event in _DESCRIPTIVE and (freed := _the_freed(number, head, scene)) is not None:
        return Attached(Event.RELEASED, freed.tag.val, freed, 2.9, "the freed")
    return _there(best or _unsaid(number, head, scene), number, head, scene)


def _there(best: Attached | None, number: Number, head: Head, scene: Scene) -> Attached | None:
    """Where they are, where no verb says more; but who died there is dead."""
    captive = _in_captivity(number, head, scene)
    if captive is not None and (best is None or captive.score > best.score):
        freed = _the_freed(number, head, scene)  # «115 Ukrainians released from Russian captivity»
        best = captive if freed is None else Attached(Event.RELEASED, freed.tag.val, freed, captive.score, "the freed")
    lost = dead(number.j, head.j, scene) if best is not None and best.event is Event.HELD else None
    return best if lost is None else Attached(Event.DIED, lost.tag.val, lost, 2.9, "the dead")


def _unsaid(number: Number, head: Head, scene: Scene) -> Attached | None:
    """What says it where no verb of the clause does: the clause on the noun itself, or an exchange that is named."""
    told = told_of_them(max(number.j, head.j), scene) if head.people else None
    if told is not None:
        return Attached(Event(told.tag.val.split(".")[0]), told.tag.val, told, 1.0, "relative clause")
    return _exchange_noun(number, head, scene)


def _in_its_clause(best: Attached, number: Number, head: Head, scene: Scene) -> Attached:
    """The verb of the clause before a participle of the noun; who is moved into a prison is not freed."""
    assert best.cue is not None  # noqa: S101 (it is a verb)
    end = max(number.j, head.j)
    if best.role == "captured.maybe" and _handed_over(best, scene):
        return Attached(Event.RELEASED, "released.get", best.cue, best.score, "fetched after they were handed over")
    if best.event in _DESCRIPTIVE and end <= best.cue.i:
        finite = frozenset(c.i for c in scene.of("event") if finite_verb(c, scene) and not c.tag.val.startswith("none"))
        behind = best.cue.i == end and best.role in PARTICIPLES and not assisted(best.cue, scene)
        verb = main_verb(best.cue, scene, finite) if behind else beyond_relative(best.cue, end, scene, finite)
        if verb is not None:
            return Attached(Event(verb.tag.val.split(".")[0]), verb.tag.val, verb, best.score, "verb")
    if best.event is Event.HELD and (taken := seized_and_held(best.cue, scene)) is not None:
        return Attached(Event.CAPTURED, taken.tag.val, taken, best.score, "seized and held")
    of_them = scene.opens(number.i - 1, "of", "outof")  # «из 50, взятых в плен, 30 вернулись»
    if best.role in PARTICIPLES and not of_them and (verb := behind_participle(best.cue, end, scene)) is not None:
        return Attached(Event(verb.tag.val.split(".")[0]), verb.tag.val, verb, best.score, "verb")
    if best.role == "released.give" and into_captivity(best.cue, end, scene):
        return Attached(Event.OTHER, "other.visit", best.cue, best.score, "moved into a prison")
    if best.role == ELSEWHERE and (freed := _the_freed(number, head, scene)) is not None:
        return Attached(Event.RELEASED, freed.tag.val, freed, best.score, "the freed")
    return best


def _exchange_noun(number: Number, head: Head, scene: Scene) -> Attached | None:
    """«the largest round covered 1,000 people»: no verb of release, but an exchange that the clause names."""
    for cue in scene.of("trap"):
        score = EXCHANGE_NOUN - scene.gap(cue.i, cue.j, number.i, max(number.j, head.j))
        if cue.tag.val == "exchange" and score > REACH and head.people:
            return Attached(Event.RELEASED, "released.free", cue, score, "an exchange")
    return None


def _the_freed(number: Number, head: Head, scene: Scene) -> Cue | None:
    """«139 freed citizens had been in captivity since 2022»: the noun phrase says why they are counted."""
    end = max(head.j, number.j + 1)
    for cue in scene.of("event"):
        if not (cue.tag.val.startswith("released") and number.j <= cue.i < end and cue.j - cue.i == 1):
            continue
        if scene.starting("auxiliary", cue.i - 1) is None and scene.starting("copula", cue.i - 1) is None:
            return cue
    return None


def _killed_after(best: Attached, number: Number, scene: Scene) -> Attached | None:
    """«nine who had laid down their weapons were shot»: the surrender only says that they were prisoners."""
    assert best.cue is not None  # noqa: S101 (it is a verb)
    for cue in scene.of("event"):
        if cue.tag.val != "died.kill" or cue.i < best.cue.j:
            continue
        if not any(best.cue.j <= n.i < cue.i for n in scene.numbers if n.i != number.i):
            return Attached(Event.DIED, cue.tag.val, cue, best.score, "killed after surrender")
    return None


def _handed_over(best: Attached, scene: Scene) -> bool:
    """«The hostages were handed over in two groups: first they took seven, then 13 more»"""
    assert best.cue is not None  # noqa: S101 (it is a verb)
    return any(c.tag.val == "released.give" and c.j <= best.cue.i for c in scene.of("event"))


def _refused(best: Attached, number: Number, scene: Scene) -> bool:
    assert best.cue is not None  # noqa: S101 (it is a verb)
    negated = scene.starting("negation", best.cue.i - 1) is not None
    return negated or any(-1 <= best.cue.i - c.j <= 3 or 0 <= number.i - c.j <= _REFUSED for c in scene.of("refusal"))


def _score(cue: Cue, number: Number, head: Head, scene: Scene) -> float:
    end = max(number.j, head.j)
    score = WEIGHT[cue.tag.val] - scene.gap(cue.i, cue.j, number.i, end)
    said = head.predicate and finite_verb(cue, scene)  # «75 were injured»: the noun of the phrase is its verb
    if cue.tag.val == "other.hurt" and cue.i == number.j and cue.j == end and killed_before(cue, scene):
        return score + _BESIDE_THE_DEAD
    if only_when(cue, number, scene):
        score -= _MODIFIER
    if (number.j <= cue.i < end and not said) or _before_noun(cue, scene) or _adjectival(cue, scene):
        score -= _MODIFIER  # «captured Ukrainian servicemen have died»: a modifier inside the phrase
    elif cue.j <= number.i:
        score -= _subjects_verb(number, end, cue, scene)
    elif cue.i >= end:
        score -= _others_verb(number, end, cue, scene)
        reduced = cue.i == end and cue.tag.val in PARTICIPLES
        freed = cue.i == end and cue.tag.val.startswith("released")
        if (reduced or freed) and member_of(number, scene):
            return score + _MEMBERSHIP
        of = head.ofthem  # «17 of whom were captured»: a verb right behind
        passive = cue.tag.val in PARTICIPLES and assisted(cue, scene)
        score += 1.0 if of is not None and of.i == number.j and of.j == cue.i and passive else 0.0
        score += 0.15 if finite_verb(cue, scene) else -0.6 if reduced else 0.0
    return score


def _adjectival(cue: Cue, scene: Scene) -> bool:
    """«захоплених», «осуждённых»: by its ending a participle that only describes."""
    if cue.tag.val.startswith("released") or cue.j - cue.i > 1:
        return False
    return scene.norm(cue.i).endswith(scene.lexicon.participle_endings or ("\0",))


def _before_noun(cue: Cue, scene: Scene) -> bool:
    """«captured Russian soldiers in camps are put at 3,500»: a participle that stands right before its noun."""
    if cue.tag.val not in PARTICIPLES or scene.number_at(cue.j) is not None:
        return False
    return _noun_at(cue.j, scene) and not finite_verb(cue, scene)


def _noun_at(k: int, scene: Scene) -> bool:
    cue = scene.starting("people", k)
    return cue is not None and "fixed_order" in scene.lexicon.grammar


def reduced_participles(heads: dict[int, Head], scene: Scene) -> frozenset[int]:
    """Participles right behind a counted noun: «14 servicemen seized at …» says nothing of the next number."""
    ordinals = {n.i for n in scene.numbers if n.ordinal}
    ends = {head.j for i, head in heads.items() if head.people and head.trap is None and i not in ordinals}
    return frozenset(
        c.i for c in scene.of("event") if c.i in ends and c.tag.val in PARTICIPLES and not finite_verb(c, scene)
    )


def _others_verb(number: Number, end: int, cue: Cue, scene: Scene) -> float:
    """«350 in captivity, 11 of them died»: the verb behind a comma and another number is that number's.

    The more so right behind a number that has no noun: «100 soldiers were destroyed, two captured».
    """
    behind = [n for n in scene.numbers if end <= n.i < cue.i and n.i != number.i]
    if behind and any(c.i in (number.i - 1, number.i - 2) for c in scene.of("of")):
        return _OTHERS_ALONE  # «of the remaining 228 four are on trial»
    between = [n for n in behind if scene.norm(n.i - 1) == ","]
    parts = [c for c in scene.of("ofthem") if end < c.i and c.j in (cue.i, cue.i - 1)]
    if any(scene.norm(c.i - 1) in (",", ";") for c in parts):
        return _OTHERS_ALONE  # «took 842 hostage, of them released are 446»
    if not between:
        return _OTHERS if _second_verb(number, behind, scene) else 0.0
    return _OTHERS_ALONE if between[-1].j == cue.i else _OTHERS


def _second_verb(number: Number, behind: list[Number], scene: Scene) -> bool:
    """«killed eight and took two prisoner»: each verb has its own number, the first has the verb before it."""
    joined = any(scene.norm(n.i - 1) != "," and c.i < n.i <= c.j + 1 for n in behind for c in scene.of("and"))
    return joined and any(0 <= number.i - c.j <= 1 for c in scene.of("event"))


def _subjects_verb(number: Number, end: int, cue: Cue, scene: Scene) -> float:
    """«1,200 people died and 250 were taken hostage»: the verb before is told of the number before it."""
    own = any(end <= c.i <= end + 2 and c.tag.val not in (LINK, ELSEWHERE) for c in scene.of("event"))
    subject = own and any(n.j <= cue.i and scene.gap(n.i, n.j, cue.i, cue.j) < 1 for n in scene.numbers)
    return _OTHERS if subject else 0.0


def in_enemy_land(head: Head, cue: Cue, scene: Scene) -> bool:
    """«in Russia there are 6,465 Ukrainian soldiers»: whoever is in the enemy's land is its prisoner."""
    others = _NO_PLACE[: 4 if "fixed_order" in scene.lexicon.grammar else 3]  # «for» is «on» too where order is free
    inside = scene.opens(cue.i - 1, "in") and not scene.opens(cue.i - 1, *others)
    if cue.tag.cls == "our":  # «of theirs we have 6,400»
        return inside and head.left and not head.our and head.side() in ENEMY
    enemy = ENEMY.get(cue.tag.val)
    return inside and enemy is not None and (head.side() == enemy or head.our)


def _in_the_enemys_land(number: Number, head: Head, scene: Scene) -> Attached | None:
    for cue in (*scene.of("country"), *scene.of("our")) if head.people else ():
        score = IN_CAPTIVITY - scene.gap(cue.i, cue.j, number.i, max(number.j, head.j))
        if score > REACH and in_enemy_land(head, cue, scene):
            return Attached(Event.HELD, "held.be", cue, score, "in the enemy's land")
    return None


def _in_captivity(number: Number, head: Head, scene: Scene) -> Attached | None:
    """«800 fighters still in captivity»: a place and no verb of an event."""
    best = _in_the_enemys_land(number, head, scene)
    for cue in scene.of("captivity"):
        if scene.starting("from", cue.i - 1) is not None or of_capture(cue, scene):
            continue
        score = IN_CAPTIVITY - scene.gap(cue.i, cue.j, number.i, max(number.j, head.j))
        if score > REACH and (best is None or score > best.score):
            best = Attached(Event.HELD, "held.be", cue, score, "in captivity")
    return best

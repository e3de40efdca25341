"""Whose a date is: the claim's, or that of another number, another verb, a clause of its own."""

from __future__ import annotations

from polon.extract.clausal import adjectival
from polon.extract.events import PARTICIPLES, Attached
from polon.extract.joins import When
from polon.extract.lexicon import Cue
from polon.extract.numbers import Number
from polon.extract.scene import Scene
from polon.extract.tokens import MARK
from polon.records import Event

_DASHES = frozenset({"—", "–", "-"})
_LINKS = _DASHES | frozenset('«“„",:')
_LINKED = 5
_PARTICIPLE = 8
"""Letters of the shortest participle that is surely none of the short adjectives."""
_MARKS = frozenset({",", ";", ":", ")", "—", "–"})


def other_verbs(i: int, j: int, attached: Attached, scene: Scene) -> bool:
    """Whether a verb of another event stands right beside the date: «holds a dozen soldiers captured last summer»."""
    cue = attached.cue
    if cue is None or not scene.holds(cue):
        return False
    own = scene.gap(i, j, cue.i, cue.j)
    return any(
        c.tag.val.split(".")[0] not in (attached.event.value, "none")
        and scene.gap(i, j, c.i, c.j) < min(own, 0.7)
        and c.j <= i
        for c in scene.of("event")
    )


def of_some(when: When, number: Number, attached: Attached, scene: Scene) -> bool:
    """«6,000 prisoners are there, some of whom have been held since 2022»: the date of some is not that of all."""
    for i, j in asides(scene):
        if i <= when.i < j and number.j < i and scene.starting("of", i - 1) is not None:
            own = attached.cue is not None and i <= attached.cue.i < j
            return not own and not any(n.j == i - 1 for n in scene.numbers)
    return False


def asides(scene: Scene) -> list[tuple[int, int]]:
    """The relative clauses and participles behind a noun: what they date is not what the sentence tells."""
    if scene.asides is None:
        scene.asides = _asides(scene)
    return scene.asides


def _asides(scene: Scene) -> list[tuple[int, int]]:
    found = [_relative(cue, scene) for cue in scene.of("relative") if cue.i > scene.first]
    endings = scene.lexicon.participle_endings
    for cue in scene.of("event"):
        if (cue.tag.val in PARTICIPLES or cue.tag.val.startswith("died")) and cue.i > scene.first:
            described = scene.norm(cue.i).endswith(endings) if endings else _reduced(cue, scene)
            if described and scene.starting("copula", cue.i - 1) is None:
                links = (c.i for c in scene.of("event") if c.i >= cue.j and c.tag.val == "none.link")
                sums = (c.i for cls in ("total", "already") for c in scene.of(cls) if c.i >= cue.j)
                found.append((cue.i, min([_end(cue.j, scene), *links, *sums, *_main_verbs(cue, scene)])))
    return found


def _main_verbs(participle: Cue, scene: Scene) -> list[int]:
    """«soldiers taken prisoner in 1971 have been held since»: where the verb that is told of them begins."""
    event = participle.tag.val.split(".")[0]
    further = (c for c in scene.of("event") if c.i >= participle.j and c.tag.val.split(".")[0] not in (event, "none"))
    return [c.i for c in further if scene.opens_in(c.i - 2, c.i + 1, "perfect")]


def _reduced(cue: Cue, scene: Scene) -> bool:
    """«soldiers captured at Kherson», «sailors, seized in 2022, …»: right behind a noun, no auxiliary before."""
    comma = scene.norm(cue.i - 1) == ","
    return any(c.j == cue.i - comma for c in scene.of("people"))


def _relative(cue: Cue, scene: Scene) -> tuple[int, int]:
    verb = next((c for c in scene.of("event") if c.i >= cue.j), None)
    end = _end(cue.j, scene)
    if verb is not None and verb.i >= end and _inserted(end, verb.i, scene):
        end = _end(verb.j, scene)  # «whom, the ministry said, the army had seized in 2022»
    if "fixed_order" in scene.lexicon.grammar and verb is not None and verb.i < end:
        event = verb.tag.val.split(".")[0]
        further = (c.i for c in scene.of("event") if verb.j <= c.i < end and c.tag.val.split(".")[0] != event)
        end = min(further, default=end)  # «those who were taken in 2022 came home on Friday»
    return cue.i, end


def _end(k: int, scene: Scene) -> int:
    """The mark that ends a clause from token `k` on."""
    return next((i for i in range(k, scene.last) if scene.norm(i) in _MARKS), scene.last)


def _inserted(i: int, j: int, scene: Scene) -> bool:
    return any(i < c.i < j for cls in ("speech", "relay") for c in scene.of(cls))


def beside(at: int, number: Number, attached: Attached, scene: Scene) -> bool:
    """Whether a date at token `at` stands in an aside that tells another event: «freed three, seized in 2022»."""
    own, cue = attached.event.value, attached.cue
    freed = attached.event is Event.RELEASED
    for i, j in asides(scene):
        if not i <= at < j or i <= number.i < j or (scene.holds(cue) and cue is not None and i <= cue.i < j):
            continue
        told = {c.tag.val.split(".")[0] for c in scene.of("event") if i <= c.i < j}
        others = any(n.j == i - 1 and n.i != number.i for n in scene.numbers)  # «93 shot, 80 of whom in May»
        if others or (told and own not in told) or (not told and freed and _of_people(i, scene)):
            return True
    return False


def _of_people(i: int, scene: Scene) -> bool:
    """«servicemen who defended the plant in 2022»: whatever the clause tells of them is not why they are counted."""
    return any(c.j == i - (scene.norm(i - 1) == ",") for c in scene.of("people"))


def joined(i: int, j: int, number: Number, scene: Scene) -> bool:
    """«eleven – in 2022», «on the 14th — another 9»: nothing but a dash and light words between date and number."""
    between = range(j, number.i) if j <= number.i else range(number.j, i)
    if len(between) > _LINKED or not any(scene.norm(k) in _DASHES for k in between):
        return False
    return all(scene.norm(k) in _LINKS or scene.covers(k, "more", "light", "qualifier", "total") for k in between)


def opens(i: int, j: int, number: Number, scene: Scene) -> bool:
    """«on Wednesday, when fifty of ours went home»: the date stands before the clause that it is the date of."""
    at = j + (scene.norm(j) == ",")
    if scene.starting("while", at) is None or not at < number.i:
        return False
    return not any(scene.norm(k) in (",", ";") for k in range(at, number.i))


def of_participle(when: When, number: Number, attached: Attached, scene: Scene) -> bool:
    """«Of 1,050 taken captive in April 2022, 48 have died»: the date is the other verb's."""
    if not when.j <= number.i:
        return False
    return attached.event is not Event.CAPTURED and any(
        c.tag.val in ("captured.take", "captured.fall") and 0 <= when.i - c.j <= 2 for c in scene.of("event")
    )


def of_description(when: When, number: Number, attached: Attached, scene: Scene) -> bool:
    """«по заявлению, подписанному 27 мая, вернули 18»: the date of a participle that tells no event of prisoners."""
    comma = next((k for k in range(when.i - 1, scene.first, -1) if scene.tokens[k].kind == MARK), None)
    if comma is None or scene.norm(comma) != "," or not adjectival(comma + 1, scene):
        return False
    first = scene.norm(comma + 1)
    people = scene.starting("people", comma + 1)  # «the guards, detained last week»: a participle, and no noun
    noun = people is not None and (people.tag.who or people.tag.group or people.tag.side or people.j > comma + 2)
    if len(first) < _PARTICIPLE or noun or scene.opens(comma + 1, "event", "relative", "month", "numeral"):
        return False
    end = _end(when.j, scene)
    cue = attached.cue
    return not comma < number.i < end and not (cue is not None and comma < cue.i < end)


def of_relative(when: When, number: Number, attached: Attached, scene: Scene) -> bool:
    """«seven civilians came home, whom the troops had seized in 2022»: the date belongs to what «whom» tells."""
    cue = attached.cue
    if attached.event is not Event.RELEASED or cue is None or not scene.holds(cue) or cue.j > number.i:
        return False
    for relative in scene.of("relative"):
        if not number.j <= relative.i < when.i:
            continue
        told = any(
            relative.j <= c.i < when.i and c.tag.val.split(".")[0] == attached.event.value for c in scene.of("event")
        )
        if not told and not any(scene.norm(k) in (",", ";") for k in range(relative.j, when.i)):
            return True
    return False


def crosses(i: int, j: int, number: Number, scene: Scene) -> bool:
    """Whether another number stands right beside the date at tokens `i` to `j`: it has the first claim on it."""
    if j <= number.i:
        between = [n for n in scene.numbers if j <= n.i < number.i and not n.ordinal]
        return bool(between) and scene.between(j - 1, between[0].i) < 1
    between = [n for n in scene.numbers if number.j <= n.i < i and not n.ordinal]
    return bool(between) and scene.between(between[-1].j - 1, i) < 1.2

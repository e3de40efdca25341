"""Which verbs are none of a number's: those of another noun, of another object, and those whose subject it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polon.extract.tokens import MARK, QUOTES
from polon.records import Event

if TYPE_CHECKING:
    from polon.extract.events import Attached
    from polon.extract.head import Head
    from polon.extract.lexicon import Cue
    from polon.extract.mention import Mention
    from polon.extract.numbers import Number
    from polon.extract.scene import Scene

_ACTIVE = frozenset(
    {
        "captured.take",
        "captured.maybe",
        "other.visit",
        "released.get",
        "released.give",
        "released.free",
        "held.hold",
        "died.kill",
        "sentenced.try",
    }
)
"""Roles whose subject acts upon the prisoners."""
_OBJECT = 4
_MODAL = 4
_CASUALTY = 1.2
_NEAR, _PHRASE = 6, 14
"""Tokens from a counted captor to its verb; so many only where one noun phrase fills them."""


def is_agent(mention: Mention) -> bool:
    """«Ten doctors examined the freed soldiers»: the subject of a verb whose object are the prisoners."""
    scene = mention.scene
    if not mention.head.people or mention.head.prisoner or mention.head.ofthem is not None:
        return False
    for cue in scene.of("event"):
        if cue.tag.val in _ACTIVE and 0 <= cue.i - mention.end <= 1 and not _passive(cue, scene):
            return _has_object(cue, scene)
    return False


def is_captor(mention: Mention) -> bool:
    """«Four soldiers of a battalion took six invaders prisoner»: the subject of a verb that has its own object."""
    scene = mention.scene
    if any(0 <= mention.number.i - c.j <= 1 and c.tag.val.startswith("captured") for c in scene.of("event")):
        return False  # «Сначала в плен попали трое бойцов»: the verb before is theirs
    for cue in scene.of("event"):
        if cue.tag.val not in ("captured.take", "captured.maybe") or not 0 <= cue.i - mention.end <= _PHRASE:
            continue
        if _led_by_copula(cue, scene) or (cue.i - mention.end > _NEAR and not _one_phrase(mention, cue)):
            continue
        objects = [n for n in scene.numbers if cue.i <= n.i <= cue.j + 1]
        taken = scene.starting("people", cue.j)
        if taken is not None and taken.tag.prisoner and cue.j - cue.i == 1 and not scene.starting("by", cue.j):
            return True  # «two gunmen took hostages»
        if objects and not scene.opens_in(cue.j, objects[0].i + 1, "by"):
            return True
    return False


def _led_by_copula(cue: Cue, scene: Scene) -> bool:
    """«then two more were taken»: a passive has no captor before it."""
    return any(scene.starting("copula", k) is not None for k in (cue.i, cue.i - 1, cue.i - 2))


def _one_phrase(mention: Mention, cue: Cue) -> bool:
    """Whether from a number to a verb runs one phrase: names and units, no clause, no other verb or number."""
    scene, between = mention.scene, range(mention.end, cue.i)
    if any(scene.tokens[k].kind == MARK and scene.norm(k) not in QUOTES for k in between):
        return False
    if any(scene.starting(cls, k) is not None for cls in ("event", "stop", "relative", "copula") for k in between):
        return False
    return not any(mention.end <= n.i < cue.i and not n.ordinal for n in scene.numbers)


def _passive(cue: Cue, scene: Scene) -> bool:
    inside = scene.opens(cue.i, "copula", "auxiliary")
    return inside or scene.opens(cue.i - 1, "copula", "auxiliary")


def _has_object(cue: Cue, scene: Scene) -> bool:
    for k in range(cue.j, min(cue.j + _OBJECT, scene.last)):
        if scene.tokens[k].kind == MARK or scene.opens(k, "in", "by", "from", "to", "and"):
            return False
        if (people := scene.starting("people", k)) is not None:
            between = [c for m in range(cue.j, k) if (c := scene.starting("event", m)) is not None]
            captives = people.tag.prisoner or any(c.tag.val.startswith(("released", "captured")) for c in between)
            return "fixed_order" in scene.lexicon.grammar or captives
    return False


def anothers(cue: Cue, number: Number, head: Head, scene: Scene) -> bool:
    """Whether a verb form belongs to another noun («came to meet the freed soldiers») or to another object."""
    return _modifies_another(cue, number, head, scene) or _has_another_object(cue, number, scene)


def _modifies_another(cue: Cue, number: Number, head: Head, scene: Scene) -> bool:
    if cue.j - cue.i > 1 or not cue.tag.val.startswith("released") or head.ofthem is not None or not head.people:
        return False
    if scene.starting("people", cue.j) is None or number.j <= cue.i < max(head.j, number.j + 1):
        return False
    if any(scene.at("ofthem", k) is not None for k in (cue.i, cue.i - 1)):
        return False
    endings = scene.lexicon.participle_endings
    if endings:
        return scene.norm(cue.i).endswith(endings)
    return scene.opens(cue.i - 1, "article", "same", "own", "our")


def _has_another_object(cue: Cue, number: Number, scene: Scene) -> bool:
    """«took 5 prisoners and freed 3 villages»: the villages are what was freed."""
    if cue.tag.val not in _ACTIVE:
        return False
    for other in scene.numbers:
        direct = other.i != number.i and 0 <= other.i - cue.j <= _OBJECT
        direct = direct and all(
            scene.opens(k, "article", "total", "figure", "of", "light") for k in range(cue.j, other.i)
        )
        trap = scene.starting("trap", other.j) if direct else None
        if trap is None or trap.tag.val not in ("thing", "place", "unit", "case", "money", "family"):
            continue
        if number.i < cue.i:
            return True
        return any(other.j <= c.i < number.i for c in scene.of("event"))
    return False


def not_yet(mention: Mention, attached: Attached) -> bool:
    """«40 soldiers may soon surrender»: people who are about to be captured are no captives yet."""
    cue, scene = attached.cue, mention.scene
    if attached.role not in ("captured.surrender", "captured.fall") or cue is None or not scene.holds(cue):
        return False
    for k in range(max(scene.first, cue.i - _MODAL), cue.i + 1):
        modal = scene.starting("modal", k)
        if modal is not None and not any(n.i >= modal.j and n.i < cue.i for n in scene.numbers):
            return True
    return False


def casualty(mention: Mention, attached: Attached) -> bool:
    """«and 12 were killed at the front»: who dies or is wounded in battle is no captive."""
    cue, scene = attached.cue, mention.scene
    if attached.event not in (Event.DIED, Event.OTHER) or attached.rule != "verb" or cue is None:
        return False
    if not scene.holds(cue) or mention.head.prisoner or scene.at("execution", cue.i) is not None:
        return False
    described = any(mention.end <= c.i <= mention.end + 1 for c in scene.of("relative"))
    if described and any(c.tag.val == "strong" and c.i > mention.end for c in scene.of("war")):
        return False  # «shot three soldiers who had been captured»
    return any(scene.gap(c.i, c.j, cue.i, cue.j) < _CASUALTY for c in scene.of("front"))

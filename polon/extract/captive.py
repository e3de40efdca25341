"""Whether those of whom a death, a trial, a stay or a journey is told are captives: it happens to free people too."""

from __future__ import annotations

from polon.extract.events import ELSEWHERE, Attached, in_enemy_land
from polon.extract.incidents import of_prisoners
from polon.extract.lexicon import Cue
from polon.extract.mention import Found, Mention, Reading
from polon.extract.scene import Scene
from polon.records import Event, Who

_THERE = 1
"""How many sentences back a place of captivity may be named."""
_NEAR = 2.5
_INSIDE = frozenset({Event.HELD, Event.DIED, Event.OTHER})


def is_captive(mention: Mention, reading: Reading, attached: Attached) -> bool:
    """Whether a word near says that they are prisoners."""
    previous = reading.previous(mention)
    if mention.head.prisoner or _named_here(mention, attached):
        return True
    if previous is not None and (attached.event is not Event.DIED or _told_of(mention, previous)):
        return True
    if any(in_enemy_land(mention.head, c, mention.scene) for c in mention.scene.of("country")):
        return True
    strong = _strong(mention.scene)
    if of_prisoners(mention, reading) and (attached.event is Event.DIED or mention.head.groups() == ["wounded"]):
        return True
    if attached.event is Event.DIED and _of_others(mention, reading):
        return False
    if attached.event is Event.DIED:
        near = any(not _parted(c, mention) for c in strong)
        return near or _executed_before(mention, reading, attached) or _died_there(mention, reading, attached)
    if attached.role == "other.hurt" and previous is None:
        return bool(strong)  # soldiers are wounded at the front too
    if strong or attached.role == "released.come":
        return True
    named = mention.head.side() is not None or mention.head.who() is Who.CIVILIAN
    if attached.role == "held.hold" and (named or reading.arena is not None):
        return True
    if mention.head.elliptic and attached.event is Event.HELD and not (mention.head.our or mention.counted):
        return False
    return (reading.topical and mention.head.people) or _there(mention, reading)


def _of_others(mention: Mention, reading: Reading) -> bool:
    """«101 Palestinians died, among them 58 women»: a part of those who were no captives."""
    scene, number = mention.scene, mention.number
    parted = [c for c in scene.of("ofthem") if number.i - 1 <= c.j <= number.i or c.i == number.j]
    wholes = [n for n in scene.numbers if parted and n.j <= parted[0].i and not n.ordinal]
    told = {f.number.i for f in reading.near(scene.sentence.index) if f.scene is scene}
    return bool(wholes) and not any(n.i in told for n in wholes)


def _named_here(mention: Mention, attached: Attached) -> bool:
    """A place of captivity in the sentence; for a death it must stand near: «3,000 fell, 40 are in captivity»."""
    if attached.event is not Event.DIED:
        return bool(mention.scene.of("captivity"))
    return any(mention.far(c.i, c.j) < _NEAR and not _parted(c, mention) for c in mention.scene.of("captivity"))


def _strong(scene: Scene) -> list[Cue]:
    """Words of captivity that are no part of a body's name: «Headquarters for the Treatment of Prisoners of War»."""
    bodies = scene.of("body")
    return [c for c in scene.of("war") if c.tag.val == "strong" and not any(b.i <= c.i < b.j for b in bodies)]


def _died_there(mention: Mention, reading: Reading, attached: Attached) -> bool:
    """Soldiers who are finished off, and those without a name of their own who die where captives are held."""
    cue, head = attached.cue, mention.head
    soldiers = head.who() is Who.MILITARY or "wounded" in head.groups()
    if cue is not None and reading.topical and soldiers and mention.scene.at("execution", cue.i) is not None:
        return True
    named = head.who() is Who.MILITARY or head.side() is not None
    return not named and _there(mention, reading)


def _there(mention: Mention, reading: Reading) -> bool:
    """«They were driven into a cellar. Eight died there»: the sentence before is set in captivity, and told no flow."""
    here = mention.scene
    if here.of("front") or any(c.tag.val == ELSEWHERE for c in here.of("event")):
        return False
    recent = reading.near(mention.index, _THERE)
    if any(f.event not in _INSIDE for f in recent):
        return False
    scenes = reading.page.scenes[max(0, mention.index - _THERE) : mention.index]
    return any(_strong(scene) or scene.of("captivity") for scene in scenes)


def _told_of(mention: Mention, previous: Found) -> bool:
    """Whether a death is of those before: no noun of its own, or deaths in captivity told just before."""
    return mention.head.elliptic or mention.head.ofthem is not None or previous.event is Event.DIED


def _parted(cue: Cue, mention: Mention) -> bool:
    """Whether another number stands between: «eleven were killed, four surrendered»."""
    low, high = sorted((cue.i, mention.number.i))
    return any(low < n.i < high for n in mention.scene.numbers)


def _executed_before(mention: Mention, reading: Reading, attached: Attached) -> bool:
    """«Prisoners were shot near the village. Footage shows how 16 soldiers are killed»: the sentence before says it."""
    if attached.role != "died.kill" or mention.head.who() is not Who.MILITARY or mention.index == 0:
        return False
    for scene in reading.page.scenes[max(0, mention.index - 2) : mention.index]:
        near = mention.scene.sentence.paragraph - scene.sentence.paragraph <= 2
        killed = any(c.tag.val == attached.role for c in scene.of("event"))
        if near and killed and any(c.tag.prisoner for c in scene.of("people")):
            return True
    return False

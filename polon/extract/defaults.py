"""Whose people they are where no sentence says so: by the speaker, by those spoken of before, by the text."""

from __future__ import annotations

from polon.extract.enlisted import foreign
from polon.extract.events import ENEMY
from polon.extract.mention import Found, Reading
from polon.extract.mutual import EACH
from polon.extract.scene import Scene
from polon.extract.tokens import tokenise
from polon.records import Event, Status, Who

MEDIATORS = frozenset({"AE", "QA", "TR", "VA", "CH", "US", "BY"})
"""States that news of exchanges names as go-betweens, not as those who fight."""
_ELSEWHERE = MEDIATORS | {"UA", "RU"}
_HOSTAGES = frozenset({"hostage", "woman_hostage"})
_BESIDE = 0.5
_BACK = 3
"""How many sentences back a trial or a hospital may find the prisoners that it is about."""
_TOLD = frozenset({"noun phrase", "told of before", "as the whole", "captor", "those spoken of", "our"})


def default_side(found: Found, reading: Reading) -> None:
    """In a civil war both sides have the country's code; where two states fight the text must say whose they are."""
    civil = reading.arena is not None and reading.arena not in ENEMY
    if found.trace["side"] == EACH and not civil:
        return
    if reading.arena is not None:
        found.side, found.trace["side"] = _elsewhere(found, reading, reading.arena)
        return
    if not reading.war:
        found.trace["side"] = "the text names no side"
        return
    for rule, told in (
        ("the speaker's own", None if _agreed(found) else _speakers_side(found, reading)),
        ("those spoken of", _spoken_of(found, reading)),
        ("as all whom the event befell", _alike(found, reading)),
        ("those before", _on_trial_or_ill(found, reading)),
    ):
        if told is not None:
            found.side, found.trace["side"] = told, rule
            return
    if _mediated(found):
        found.trace["side"] = "a go-between counts both sides"
        return
    if _agreed(found):
        found.trace["side"] = "an exchange to come is of both sides"
        return
    found.side, found.trace["side"] = _by_voice(found, reading), "the speaker's, by default"


def _by_voice(found: Found, reading: Reading) -> str | None:
    """A speaker counts its own who are held, freed or killed, and the enemy's captured."""
    voice, attached = reading.voice, found.attached
    if attached.event in (Event.EXCHANGED, Event.SENTENCED):
        return None
    if voice is None:
        return _named_before(found, reading) or reading.page.lexicon.prisoners
    abroad = "foreigners" in found.group or foreign(found.head)
    if abroad and attached.event in (Event.CAPTURED, Event.HELD, Event.OTHER):
        return ENEMY.get(voice)
    fallen = attached.role == "captured.fall"
    own = found.who is Who.CIVILIAN or fallen  # one's own «fall» into captivity, the enemy's are taken
    return ENEMY.get(voice) if attached.event is Event.CAPTURED and not own else voice


def _elsewhere(found: Found, reading: Reading, arena: str) -> tuple[str | None, str]:
    """The side in another war: that of the country of a civil war; of hostages the state whose people were taken."""
    if arena in ("IL", "PS"):
        inmates = any(t.val == "inmate" for t in found.head.tags)
        hostages = any(t.val in _HOSTAGES for t in found.head.tags)
        spoken = any(reading.spoken_of()["noun", noun] for noun in _HOSTAGES)
        if inmates and not hostages:
            return "PS", "the prisoners of Israel"
        if hostages or spoken:
            return "IL", "the hostages"
    if arena in ENEMY:
        return None, "the text's country"
    for scene in (found.scene, *reading.page.scenes[max(0, found.mention.index - 1) : found.mention.index][::-1]):
        states = {c.tag.val for c in scene.of("country")} | {c.tag.side for c in scene.of("people") if c.tag.side}
        local = {c.tag.val for c in scene.of("country") if scene.starting("in", c.i - 1) is not None} - _ELSEWHERE
        if len(local) == 1:
            return local.pop(), "the country of the passage"
        if arena in states:
            break
    return arena, "the text's country"


def _spoken_of(found: Found, reading: Reading) -> str | None:
    """«We keep count of Russian soldiers who surrender. The figure is 700»: the prisoners of the sentence before."""
    index = found.mention.index
    if index == 0 or found.event not in (Event.CAPTURED, Event.HELD):
        return None
    scene = reading.page.scenes[index - 1]
    headline = found.attached.rule == "these are those told of"
    if not headline and (scene.numbers or scene.sentence.paragraph != found.scene.sentence.paragraph):
        return None
    sides = {
        people.tag.side
        for people in scene.of("people")
        if people.tag.side in ENEMY
        and any(
            c.tag.val.split(".")[0] == found.event and scene.gap(c.i, c.j, people.i, people.j) < _BESIDE
            for c in scene.of("event")
        )
    }
    return sides.pop() if len(sides) == 1 else None


def _alike(found: Found, reading: Reading) -> str | None:
    """Where all who are said to be captured are of one side, those of whom it is not said are so too."""
    if found.event not in (Event.CAPTURED, Event.HELD, Event.DIED):
        return None
    if found.event not in reading.named:
        alike = (f.side for f in reading.found if f.event is found.event and f.trace["side"] == "noun phrase")
        reading.named[found.event] = frozenset(alike)
    named = reading.named[found.event]
    return next(iter(named)) if len(named) == 1 else None


def _on_trial_or_ill(found: Found, reading: Reading) -> str | None:
    """«They show a camp with 86 Russian prisoners. 14 are being treated»: trials and visits are of those before."""
    generic = found.event is Event.CAPTURED and found.head.who() is None and not found.head.prisoner
    if found.event not in (Event.SENTENCED, Event.OTHER, Event.HELD) and not generic:
        return None
    index = found.mention.index
    if found.event is Event.OTHER or found.attached.rule in ("the noun", "in captivity"):
        for scene in reading.page.scenes[max(0, index - 2) : index + 1][::-1]:
            if len(sides := _prisoners_of(scene)) == 1:
                return sides.pop()
    if (before := _named_before(found, reading)) is not None or found.event not in (Event.SENTENCED, Event.OTHER):
        return before
    tried = {f.side for f in reading.found if f.event is Event.SENTENCED and f.trace["side"] in _TOLD}
    if found.event is Event.SENTENCED and len(tried) == 1:
        return tried.pop()
    scenes = reading.page.scenes[max(0, found.mention.index - 2) : found.mention.index + 1]
    sides = {side for scene in scenes for side in _prisoners_of(scene)}
    return sides.pop() if len(sides) == 1 else None


def _named_before(found: Found, reading: Reading) -> str | None:
    """The side of the claim before whose side its words told."""
    for before in reversed(reading.before(found, _BACK)):
        if before.side is not None and before.trace["side"] in _TOLD:
            return before.side
    return None


def _prisoners_of(scene: Scene) -> set[str]:
    """The sides of prisoners whom a sentence names with or without a number: «Russian prisoners of war»."""
    found = set()
    for cue in scene.of("people"):
        noun = scene.starting("people", cue.j)
        if cue.tag.side in ENEMY and (cue.tag.prisoner or (noun is not None and (noun.tag.prisoner or noun.tag.who))):
            found.add(cue.tag.side or "")
    return found


def _speakers_side(found: Found, reading: Reading) -> str | None:
    """«The ministry in Moscow reported the return of 150»: whom a government says to have come back are its own."""
    if not found.attribution or found.event is not Event.RELEASED or found.attached.role == "released.give":
        return None
    sides = sides_in(found.attribution, reading) & set(ENEMY)
    return sides.pop() if len(sides) == 1 else None


def _agreed(found: Found) -> bool:
    """«The parties prepare the next stage, of up to 1,200 people»: those of a planned exchange are of both sides."""
    scene = found.scene
    exchange = scene.of("parties") or any(c.tag.val == "exchange" for c in scene.of("trap"))
    generic = found.head.who() is None and not found.head.our
    fetched = found.attached.role in ("released.get", "released.come")
    planned = found.status is Status.PLANNED and found.event is Event.RELEASED
    return planned and generic and not fetched and bool(exchange)


def sides_in(name: str, reading: Reading) -> set[str | None]:
    """The countries that a speaker's name tells of."""
    tags = [tag for token in tokenise(name) for tag in reading.page.lexicon.tags(token.norm)]
    return {tag.val if tag.cls == "country" else tag.side for tag in tags if tag.cls in ("country", "people")}


def _mediated(found: Found) -> bool:
    """«4,641 captives freed with the Emirates' help»: a go-between's count is of both sides."""
    plain = found.who is None and not found.group and found.event in (Event.RELEASED, Event.EXCHANGED)
    return plain and bool(found.scene.of("mediation"))

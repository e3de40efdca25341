"""The slots of a claim once its event is known: side, date, who, group; with the rule that gave each."""

from __future__ import annotations

from dataclasses import replace

from polon.extract.antecedents import antecedent, nounless
from polon.extract.dating import date_slot
from polon.extract.enlisted import army_of, enlisted, foreign
from polon.extract.events import ENEMY, Attached
from polon.extract.kinds import who_and_group
from polon.extract.mention import Found, Mention, Reading
from polon.extract.mutual import EACH
from polon.extract.retold import as_antecedent, told_of
from polon.extract.sides import linked, side_of
from polon.extract.status import status_of
from polon.extract.wholes import out_of
from polon.records import Event, Status


def make_claim(mention: Mention, reading: Reading, attached: Attached, whole: Found | None) -> Found:
    """The claim of a number whose event is settled."""
    found = Found(mention, attached, attached.event, whole=whole)
    previous = reading.found[-1] if reading.found else None
    found.trace |= {"value": mention.number.rule, "event": _explain(attached, mention)}
    if whole is not None:
        found.trace["part_of"] = "named as a part"
    inherits = whole or (previous if attached.rule == "goes on" else None)
    if previous is not None and previous.scene is mention.scene and out_of(mention):
        found.event, found.trace["event"] = _origin(mention, previous), "the whole that others are out of"
        found.origin, inherits = True, previous
    apart = whole is None and not found.origin and found.event is not Event.EXCHANGED
    before = antecedent(mention, reading) if apart and (mention.head.elliptic or nounless(mention)) else None
    before = before or (as_antecedent(told_of(mention, reading)) if apart and inherits is None else None)
    _side(found, reading, previous, inherits.side if inherits is not None else before.side if before else None)
    if apart and inherits is None and found.trace["side"] not in ("noun phrase", EACH):
        told = told_of(mention, reading, pointed=True)
        if told is not None and told.side is not None:
            found.side, found.trace["side"] = told.side, "told of before"
    found.status, found.trace["status"] = status_of(mention, attached, inherits, reading)
    if found.origin and found.event is Event.HELD and found.status is Status.PLANNED:
        found.status = Status.FACTUAL  # «agreed to free 50 of 236 hostages»: those who are held
    found.date = date_slot(found, reading, inherits)
    found.trace["date"] = found.date.rule
    who_and_group(found, inherits, before, reading)
    return found


def _explain(attached: Attached, mention: Mention) -> str:
    cue = attached.cue
    return attached.rule if cue is None else f"{attached.rule}: {mention.scene.words(cue.i, cue.j)}"


def _origin(mention: Mention, previous: Found) -> Event:
    """What befell the whole that others are out of: of those interviewed some told of torture."""
    scene = mention.scene
    captured = any(c.tag.val.startswith("captured") for c in scene.of("event")) or bool(scene.of("invasion"))
    if previous.event is Event.OTHER and not captured:
        return Event.OTHER
    return Event.CAPTURED if captured else Event.HELD


# side


def _side(found: Found, reading: Reading, previous: Found | None, whole: str | None) -> None:
    mention = found.mention
    side, rule = side_of(mention.number, mention.head, found.attached, mention.scene, reading.voice)
    if rule in ("agent", "captor") and reading.arena not in (None, *ENEMY):
        side, rule = None, ""  # «Syrian soldiers with Russian officers freed 19»: no war of the two named
    if (
        (reading.arena is None or reading.arena in ENEMY)
        and foreign(mention.head)
        and (army := army_of(mention, reading)) is not None
    ):
        found.side, found.trace["side"] = army, "the army in which they served"
        return
    whole_side = found.whole.side if found.whole is not None else None
    if (
        rule == "noun phrase"
        and ENEMY.get(side or "", "") == whole_side
        and found.event in (Event.CAPTURED, Event.HELD)
    ):
        found.side, found.trace["side"] = whole_side, "as the whole"  # «of nine Russian prisoners two are Ukrainians»
        return
    if rule == "noun phrase" and side is not None and reading.arena is None and enlisted(found, side):
        unnamed = replace(mention.head, tags=[replace(tag, side=None) for tag in mention.head.tags])
        side, rule = side_of(mention.number, unnamed, found.attached, mention.scene, reading.voice)
    if previous is not None and rule not in ("noun phrase", EACH) and linked(mention.number, mention.scene):
        side, rule = ENEMY.get(previous.side or ""), "the other side of an exchange"
    here = previous if previous is not None and previous.scene is mention.scene else None
    if not rule and side is None and here is not None and here.trace["side"] == EACH and here.event is found.event:
        rule = EACH  # «500 each, 200 on Thursday and 300 on Friday»
    alike = (
        previous is not None and previous.event in (found.event, Event.EXCHANGED) and found.attached.rule == "goes on"
    )
    if not rule and previous is not None and alike and previous.trace["side"] == EACH:
        rule = EACH
    if side is None and not rule and here is not None and here.event is found.event and _joined(here, mention):
        side, rule = here.side, "joined to those before"  # «270 Ukrainian soldiers and 120 civilians»
    goes_on = found.attached.rule == "goes on" and mention.head.elliptic and rule == "agent"
    if whole is not None and rule != EACH and (side is None or goes_on):
        side, rule = whole, "as the whole"
    last = reading.previous(mention)
    more = side is None and not rule and mention.head.more and last is not None and last.event is found.event
    if more and last is not None and found.attached.role != "released.give" and not mention.scene.of("status"):
        side, rule = last.side, "more of the same"
    found.side = None if found.event is Event.EXCHANGED else side
    found.trace["side"] = rule


def _joined(before: Found, mention: Mention) -> bool:
    """Whether only «and» stands between a number and the phrase before it."""
    cue = mention.scene.at("and", mention.number.i - 1)
    return cue is not None and cue.i == before.mention.end

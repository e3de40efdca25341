"""The slots of a claim once its event is known: side, status, date, who, group; with the rule that gave each."""

from __future__ import annotations

from polon.extract.events import ENEMY, Attached
from polon.extract.joins import When
from polon.extract.lexicon import Cue, Tag
from polon.extract.mention import Found, Mention, Reading
from polon.extract.nouns import PLACES, RANKS, SERVICES, SEXES, UNITS
from polon.extract.scene import Scene
from polon.extract.sides import EACH, linked, side_of
from polon.extract.spans import Span, day
from polon.extract.when import Dated, date_of, default_date, stated
from polon.extract.wholes import out_of
from polon.records import Event, Status, Who

_PLAN = 1.3
_DENIAL = 4.0
_POINTED = 6
"""How many sentences back «then» may point."""
_NO_ARMY = frozenset({"police", "emergency_service"})
_UNDATED = Dated(None, None, "no date stated", own=False)


def make_claim(mention: Mention, reading: Reading, attached: Attached, whole: Found | None) -> Found:
    """The claim of a number whose event is settled."""
    found = Found(mention, attached, attached.event, whole=whole)
    previous = reading.found[-1] if reading.found else None
    found.trace |= {"value": mention.number.rule, "event": _explain(attached, mention)}
    if whole is not None:
        found.trace["part_of"] = "named as a part"
    inherits = whole or (previous if attached.rule == "goes on" else None)
    if previous is not None and previous.scene is mention.scene and out_of(mention):
        found.event, found.trace["event"] = _origin(mention), "the whole that others are out of"
        found.origin, inherits = True, previous
    _side(found, reading, previous, inherits)
    found.status, found.trace["status"] = _status(mention, attached, inherits)
    found.date = _date(found, reading, inherits)
    found.trace["date"] = found.date.rule
    _who_and_group(found, inherits, reading.previous(mention))
    return found


def _explain(attached: Attached, mention: Mention) -> str:
    cue = attached.cue
    return attached.rule if cue is None else f"{attached.rule}: {mention.scene.words(cue.i, cue.j)}"


def _origin(mention: Mention) -> Event:
    scene = mention.scene
    captured = any(c.tag.val.startswith("captured") for c in scene.of("event")) or bool(scene.of("invasion"))
    return Event.CAPTURED if captured else Event.HELD


# side


def _side(found: Found, reading: Reading, previous: Found | None, inherits: Found | None) -> None:
    mention = found.mention
    side, rule = side_of(mention.number, mention.head, found.attached, mention.scene, reading.voice)
    if previous is not None and rule not in ("noun phrase", EACH) and linked(mention.number, mention.scene):
        side, rule = ENEMY.get(previous.side or ""), "the other side of an exchange"
    if not rule and inherits is None and mention.head.elliptic:
        inherits = reading.previous(mention)  # a number without a noun of its own speaks of those before it
    if side is None and inherits is not None and rule != EACH:
        side, rule = inherits.side, "as the whole"
    found.side = None if found.event is Event.EXCHANGED else side
    found.trace["side"] = rule


# who and group


def _who_and_group(found: Found, inherits: Found | None, previous: Found | None) -> None:
    found.who = found.head.who()
    found.group = found.head.groups()
    found.trace["who"] = found.trace["group"] = "noun phrase"
    if (place := _place(found.mention, found.attached)) is not None:
        found.group = [*found.group, place.group or ""]
        found.who, found.trace["group"] = found.who or (Who(place.who) if place.who else None), "place in the clause"
    if found.event is Event.EXCHANGED and found.who is None:
        found.who = _of_formula(found.mention)
    if inherits is None and found.head.elliptic and previous is not None and previous.event is not Event.EXCHANGED:
        found.who, found.trace["who"] = None if previous.who is Who.MIXED else previous.who, "as those before"
    if inherits is None or Event.EXCHANGED in (found.event, inherits.event):
        return
    source = found.whole or (inherits if found.origin else inherits.root)
    mixed = source.who is Who.MIXED
    if found.who is None and not (found.head.people and mixed) and not _NO_ARMY & set(found.group):
        found.who, found.trace["who"] = (None if mixed else source.who), "as the whole"
    if found.whole is not None or found.origin or not found.head.people:
        _inherit_groups(found, source)


def _inherit_groups(found: Found, whole: Found) -> None:
    """A trait stated once holds for the parts, unless the part names one of the same family."""
    for group in whole.group:
        family = next((f for f in (UNITS, SERVICES, RANKS, SEXES) if group in f), frozenset({group}))
        if not family & set(found.group) and not (group in UNITS and "azov" in found.group):
            found.group.append(group)


def _of_formula(mention: Mention) -> Who | None:
    """«exchanged prisoners of war by the formula 205 for 205»: the noun of the clause says who."""
    near = [c for c in mention.scene.of("people") if c.tag.prisoner and mention.bare(c) < 1.5]
    kinds = {c.tag.who for c in near if c.tag.who}
    return Who(kinds.pop()) if len(kinds) == 1 else None


def _place(mention: Mention, attached: Attached) -> Tag | None:
    """«laid down their arms at Azovstal»: a garrison or site that the clause names holds for those it counts."""
    scene = mention.scene
    if set(mention.head.groups()) & (PLACES | UNITS | SERVICES) or attached.event is Event.EXCHANGED:
        return None
    for cue in scene.of("people"):
        if cue.tag.group not in PLACES or _anothers(cue, mention):
            continue
        near = mention.far(cue.i, cue.j)
        if attached.cue is not None and scene.holds(attached.cue):
            near = min(near, scene.gap(cue.i, cue.j, attached.cue.i, attached.cue.j))
        if near < 1.6:
            return cue.tag
    return None


def _anothers(cue: Cue, mention: Mention) -> bool:
    """Whether the place stands in the noun phrase of another number."""
    others = (n for n in mention.scene.numbers if n.i != mention.number.i)
    return any(n.j <= cue.i <= n.j + 6 for n in others)


# status


def _status(mention: Mention, attached: Attached, inherits: Found | None) -> tuple[Status, str]:
    scene = mention.scene
    for cue in scene.of("status"):
        near = mention.far(cue.i, cue.j)
        if attached.cue is not None and scene.holds(attached.cue):
            near = min(near, scene.gap(cue.i, cue.j, attached.cue.i, attached.cue.j) + 0.2)
        words = scene.words(cue.i, cue.j)
        if cue.tag.val == "planned":
            if near < _PLAN and not _joined(cue, mention) and attached.event in (Event.RELEASED, Event.EXCHANGED):
                return Status.PLANNED, words
        elif near < _DENIAL and not _answered(cue, mention) and not _anaphoric(cue, mention):
            return Status.DENIED, words
    if inherits is not None and attached.rule != "verb":
        return inherits.status, "as the whole"
    return Status.FACTUAL, "stated"


def _joined(cue: Cue, mention: Mention) -> bool:
    """«returned 532 people and is ready to take all»: the plan is another matter."""
    return any(mention.end <= c.i < cue.i for c in mention.scene.of("and"))


def _answered(cue: Cue, mention: Mention) -> bool:
    """«It is a lie: all 230 were returned»: what stands behind the colon is the true number."""
    return any(mention.scene.norm(k) == ":" for k in range(cue.j, mention.number.i))


def _anaphoric(cue: Cue, mention: Mention) -> bool:
    """«It is not true», «neither figure»: the denial speaks of what was said before."""
    scene = mention.scene
    words = (*scene.of("pronoun"), *scene.of("same"))
    return any(cue.i - 4 <= c.i <= cue.i and c.i <= scene.first + 2 for c in words)


def deny_back(mentions: list[Mention], reading: Reading) -> None:
    """A sentence that denies and has no denied number of its own denies the numbers of the sentence before."""
    scene = mentions[0].scene
    cues = [c for c in scene.of("status") if c.tag.val == "denied"]
    if not cues or any(f.scene is scene and f.status is Status.DENIED for f in reading.found):
        return
    if not all(_answered(cues[0], m) or _anaphoric(cues[0], m) for m in mentions):
        return
    _deny(cues[0], scene.sentence.index, reading)


def deny_sentence_before(cue: Cue, index: int, reading: Reading) -> None:
    """A denial without a number denies the numbers of the sentence before it."""
    _deny(cue, index, reading)


def _deny(cue: Cue, index: int, reading: Reading) -> None:
    for found in reading.found:
        if found.mention.index == index - 1:
            found.status, found.trace["status"] = Status.DENIED, "denied in the next sentence"


# date


def _date(found: Found, reading: Reading, inherits: Found | None) -> Dated:
    mention, published = found.mention, reading.page.published
    if found.origin:
        return _UNDATED
    if (undated := _undated(found)) is not None:
        return undated
    if (pointed := _pointed(found, reading)) is not None:
        return pointed
    own = date_of(mention.number, mention.head, found.attached, mention.scene, published, found.status)
    if own is not None:
        return own
    if inherits is not None and inherits.event is found.event and inherits.status is found.status:
        return Dated(inherits.date.edtf, inherits.date.words, "as the whole", own=False)
    if (told := _told_before(found, reading)) is not None:
        return told
    if mention.head.more and found.event is Event.CAPTURED and (frame := _frame(reading, mention)) is not None:
        return Dated(frame.edtf(), None, "frame of the paragraph", own=False)
    if (happened := _event_day(found, reading)) is not None:
        return happened
    return default_date(
        mention.number, found.attached, mention.scene, published, found.status, _statement(reading, mention)
    )


def _undated(found: Found) -> Dated | None:
    """«Recently - another 8»: a past that the text does not date."""
    for cue in found.scene.of("recent"):
        if found.mention.bare(cue) < 1.5 and not found.scene.whens:
            return Dated(None, found.scene.words(cue.i, cue.j), "undated past", own=True)
    return None


def _told_before(found: Found, reading: Reading) -> Dated | None:
    """A fact told again in the paragraph has the date it had there."""
    for earlier in reversed(reading.found):
        same = earlier.event is found.event or {earlier.event, found.event} == {Event.RELEASED, Event.EXCHANGED}
        known = earlier.date.own or earlier.date.rule == "the event told before"
        if not same or not known or earlier.status is not found.status:
            continue
        if near_by(earlier.scene, found.scene) and "/" not in (earlier.date.edtf or ""):
            return Dated(earlier.date.edtf, earlier.date.words, "told before", own=False)
    return None


def _pointed(found: Found, reading: Reading) -> Dated | None:
    """«then», «on the first day»: the date or the edge of the interval that was named before."""
    scene = found.scene
    cues = [c for cls in ("then", "edge") for c in scene.of(cls) if found.mention.bare(c) < 3]
    if not cues or any(w.role == "at" and w.i > cues[0].i for w in scene.whens):
        return None
    here = [w for w in scene.whens if w.role == "at" and w.j <= cues[0].i and w.span is not None]
    if here and here[-1].span is not None:
        return Dated(here[-1].span.edtf(), scene.words(here[-1].i, here[-1].j), "pointed at", own=True)
    spans = [w.span for s in _before(found.mention, reading, _POINTED) for w in s.whens if w.span and w.role != "said"]
    if not spans:
        return None
    span = spans[-1]
    if cues[0].tag.cls == "edge":
        wide = [s for s in spans if s.low != s.high]
        if not wide:
            return None
        span = day(wide[-1].low if cues[0].tag.val == "first" else wide[-1].high)
    return Dated(span.edtf(), scene.words(cues[0].i, cues[0].j), "pointed at", own=True)


def _event_day(found: Found, reading: Reading) -> Dated | None:
    """«Yesterday an exchange took place. 108 women were freed»: the day of the event that the sentence before names."""
    if found.event not in (Event.RELEASED, Event.EXCHANGED) or found.status is not Status.FACTUAL:
        return None
    for scene in reversed(_before(found.mention, reading, 2)):
        told = any(c.tag.val.startswith("released") for c in scene.of("event")) or any(
            c.tag.val == "exchange" for c in scene.of("trap")
        )
        days = [w for w in scene.whens if w.role == "at" and w.span is not None and w.span.grain == "day"]
        if told and len(days) == 1 and days[0].span is not None:
            return Dated(days[0].span.edtf(), scene.words(days[0].i, days[0].j), "the event told before", own=False)
    return None


def _before(mention: Mention, reading: Reading, count: int) -> list[Scene]:
    """The sentences before a mention in its paragraph, at most `count`."""
    scenes = reading.page.scenes[max(0, mention.index - count) : mention.index]
    return [s for s in scenes if near_by(s, mention.scene)]


def near_by(earlier: Scene, scene: Scene) -> bool:
    """Whether two sentences speak in one breath: of one paragraph, or of two that follow each other."""
    return scene.sentence.paragraph - earlier.sentence.paragraph <= 1


def _frame(reading: Reading, mention: Mention) -> Span | None:
    """The stretch of time at the head of the sentence before: «Over the month (August 13 - September 13) …»."""
    before = reading.page.scenes[mention.index - 1] if mention.index else None
    if before is None or before.sentence.paragraph != mention.scene.sentence.paragraph:
        return None
    spans = [w.span for w in before.whens if w.span is not None and w.i <= before.first + 8 and w.role == "at"]
    return spans[0] if spans and spans[0].low != spans[0].high else None


def _statement(reading: Reading, mention: Mention) -> When | None:
    """The day of the words that the paragraph relays."""
    for earlier in reversed(reading.page.scenes[max(0, mention.index - 3) : mention.index + 1]):
        if near_by(earlier, mention.scene) and (when := stated(earlier)) is not None:
            return when
    return None

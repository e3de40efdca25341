"""Text to claims, step by step: the one module to read first.

Sentences in order; in each, every number: what does it count (nouns), what happened to them (events), whose are they
(sides), when (when), who says so (speakers), planned or denied (status). What a sentence leaves unsaid it takes from
the whole it is part of, or from the claim before it. Each slot remembers the rule and the words that gave it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from polon.extract.events import ELSEWHERE, NEEDS_CAPTIVITY, Attached, attach
from polon.extract.dates import When
from polon.extract.lexicon import Lexicon
from polon.extract.nouns import PLACES, RANKS, SERVICES, SEXES, UNITS, Head, head_of
from polon.extract.numbers import Number
from polon.extract.scene import Page, Scene, read_page
from polon.extract.sides import EACH, ENEMY, default_side, linked, side_of
from polon.extract.speakers import Speaker, speakers
from polon.extract.when import Dated, date_of, default_date, stated
from polon.records import Event, Status, Who


@dataclass(slots=True)
class Found:
    """A claim as the engine holds it while it reads; slots as in the guide (docs/claims.md)."""

    number: Number
    scene: Scene
    head: Head
    attached: Attached
    event: Event
    side: str | None = None
    who: Who | None = None
    group: list[str] = field(default_factory=list)
    date: Dated = field(default_factory=lambda: Dated(None, None, "", own=False))
    attribution: str | None = None
    status: Status = Status.FACTUAL
    part_of: int | None = None
    optional: bool = False
    trace: dict[str, str] = field(default_factory=dict)
    score: float = 0.0


@dataclass(slots=True)
class Reading:
    """All that was read in a text: the claims, and the numbers refused with the reason."""

    page: Page
    found: list[Found]
    refused: list[tuple[Number, str]]
    topical: bool = False


def read(text: str, lexicon: Lexicon, published: date | None) -> Reading:
    """Every claim of a text. `published` is the local day of publication, None where it is unknown."""
    page = read_page(text, lexicon, published)
    reading = Reading(page, [], [])
    on_topic, reading.topical = _on_topic(page)
    if not on_topic:
        return reading
    arena = _arena(page)
    voice = _voice(page, arena)
    relay: Speaker | None = None
    for scene in page.scenes:
        if not scene.numbers and not scene.cues:
            continue
        named = speakers(scene, text)
        before = len(reading.found)
        for number in scene.numbers:
            _consider(number, scene, reading, voice)
        relay = _credit(reading.found[before:], reading, scene, named, relay)
    _quotations(reading, text)
    _settle(reading, voice, arena)
    _kinds(reading)
    return reading


def _on_topic(page: Page) -> tuple[bool, bool]:
    """Whether the text may speak of prisoners of a conflict, and whether it surely does."""
    strong = weak = False  # strong: a word that only prisoners have; weak: a conflict, with an event
    for scene in page.scenes:
        for cue in scene.of("war"):
            strong = strong or cue.tag.val == "strong"
            weak = weak or cue.tag.val == "conflict"
    return strong or (weak and any(scene.of("event") for scene in page.scenes)), strong


def _arena(page: Page) -> str | None:
    """The country the text is about where it is not the war between Russia and Ukraine; None where it is."""
    votes: Counter[str] = Counter()
    for scene in page.scenes:
        votes.update(c.tag.val for c in scene.of("country"))
        votes.update(c.tag.side for c in scene.of("people") if c.tag.side and c.tag.side != "enemy")
    war = votes.pop("UA", 0) + votes.pop("RU", 0)
    if not votes or war >= max(votes.values()):
        return None
    return votes.most_common(1)[0][0]


def _voice(page: Page, arena: str | None) -> str | None:
    """The side that says «our» and «home»: that of the language's country unless the text speaks for the other."""
    if arena is not None:
        return None
    votes: Counter[str] = Counter()
    for scene in page.scenes:
        for cue in scene.of("military"):
            votes[cue.tag.val] += 1
    if votes:
        return votes.most_common(1)[0][0]
    return "UA" if page.lexicon.code in ("uk", "en") else None


def _consider(number: Number, scene: Scene, reading: Reading, voice: str | None) -> None:
    head = head_of(number, scene)
    reason = _refuse(number, head, scene)
    if reason is None:
        part = _partitive(number, head, scene) or _listed(number, head, scene, reading)
        attached = attach(number, head, scene)
        whole = _whole(number, head, scene, reading, part, attached)
        attached, reason = _judge(number, head, scene, reading, attached, whole, part)
        if attached is not None:
            reading.found.append(_claim(number, head, scene, reading, attached, whole, voice))
            return
    reading.refused.append((number, reason or "no event"))


# is it a claim?


def _refuse(number: Number, head: Head, scene: Scene) -> str | None:
    """The named traps: a number that counts something else is no claim."""
    if number.ordinal:
        return "ordinal"
    if head.trap is not None:
        return head.trap
    before = scene.starting("trap", number.i - 1)
    if before is not None and before.tag.val == "number" and number.i - before.j <= 1:
        return "number of a thing"
    if scene.norm(number.i - 1) in ("№", "#", "$", "€", "£", "."):
        return "number of a thing"
    if number.j < scene.last and scene.norm(number.j) in ("%", "°", "$", "€"):
        return "percent"
    if scene.norm(number.j) == ":" and scene.tokens[number.j].start == number.end and _digit(scene, number.j + 1):
        return "clock"
    if scene.norm(number.j) == ")" and scene.sentence.first == number.i:
        return "list number"
    if head.unknown and number.back is None:
        return "counts something else"
    if head.elliptic and any(scene.gap(c.i, c.j, number.i, number.j) < 1.2 for c in scene.of("oldest")):
        return "age"
    if number.value == 1 and number.words and not (head.people or head.ofthem):
        return "a plain one"
    return None


def _digit(scene: Scene, i: int) -> bool:
    return scene.norm(i)[:1].isdigit()


def _partitive(number: Number, head: Head, scene: Scene) -> bool:
    """«of them», «among them»: the number is a named part of one before it."""
    if head.ofthem is not None:
        return True
    for cue in scene.of("ofthem"):
        if cue.j <= number.i and scene.gap(cue.i, cue.j, number.i, number.j) < 1.9 and not _event_between(cue.j, number, scene):
            return True
        if cue.i >= number.j and scene.gap(cue.i, cue.j, number.i, number.j) < 0.5:
            return True
    return False


def _listed(number: Number, head: Head, scene: Scene, reading: Reading) -> bool:
    """«150 people: 145 men and 5 women», «35 privates, 10 officers»: a breakdown by rank, sex or service."""
    if number.back is not None or not reading.found:
        return False
    root = _root(reading.found[-1], reading)
    if root.number.value <= number.value or root.event is Event.EXCHANGED:
        return False
    near = scene.sentence.index - root.scene.sentence.index
    groups = set(head.groups())
    if root.scene is scene:
        colon = any(scene.norm(k) in (":", "—", "–", "-") for k in range(root.number.j, number.i))
        verbs = [c for c in scene.of("event") if root.number.j < c.i < number.j and c.tag.val.split(".")[0] != root.event]
        return colon and not verbs and head.people
    kinds = groups & (RANKS | SEXES) or (groups & SERVICES and not scene.of("event"))
    return near <= 2 and bool(kinds) and not (groups & set(root.group)) and not _own_event(number, head, scene, root)


def _own_event(number: Number, head: Head, scene: Scene, root: Found) -> bool:
    attached = attach(number, head, scene)
    return attached is not None and attached.event is not root.event


def _root(found: Found, reading: Reading) -> Found:
    """The whole of a part, the claim itself where it is none."""
    return reading.found[found.part_of] if found.part_of is not None else found


def _event_between(k: int, number: Number, scene: Scene) -> bool:
    return any(k <= c.i < number.i and c.tag.val not in ("held.be",) for c in scene.of("event")) and any(
        k <= n.i < number.i for n in scene.numbers
    )


def _whole(
    number: Number, head: Head, scene: Scene, reading: Reading, part: bool, attached: Attached | None
) -> Found | None:
    """The claim that this number is a part of, or continues."""
    if not reading.found:
        return None
    recent = [f for f in reading.found if scene.sentence.index - f.scene.sentence.index <= 3]
    if not recent:
        return None
    larger = [f for f in recent if f.number.value >= number.value and f.event is not Event.EXCHANGED]
    if part:
        alike = [f for f in larger if attached is not None and f.event is attached.event]
        if alike and not any(f.part_of is None and f.scene is scene for f in larger):
            larger = alike
        roots = [f for f in larger if f.part_of is None]
        same = [f for f in roots if f.scene is scene]
        return (same or roots or larger or recent)[-1]
    return None


def _judge(
    number: Number,
    head: Head,
    scene: Scene,
    reading: Reading,
    attached: Attached | None,
    whole: Found | None,
    part: bool,
) -> tuple[Attached | None, str | None]:
    """The event, own or taken over; or the reason why the number is refused."""
    if number.back is not None:
        return Attached(Event.EXCHANGED, "exchanged.swap", attached.cue if attached else None, 3.0, "formula"), None
    if attached is not None and attached.role == ELSEWHERE:
        return None, "something else is said of them"
    previous = reading.found[-1] if reading.found else None
    near = previous is not None and scene.sentence.index - previous.scene.sentence.index <= 1
    if part and whole is not None:
        if attached is None or attached.score < 1.2 or _taken(attached, number, scene) or _describes(attached, whole, number, head, scene):
            if attached is not None and whole.scene is not scene and scene.holds(attached.cue) and head.ofthem is not None and attached.event is not whole.event and not _describes(attached, whole, number, head, scene):
                return attached, None
            return Attached(_flow(whole.event), whole.attached.role, whole.attached.cue, 2.0, "part of the whole"), None
        return attached, None
    if attached is not None and attached.score > 0:
        if attached.role == "captured.maybe" and not (head.people or (head.more and near)):
            return None, "no noun"
        if near and head.elliptic and previous is not None and _describes(attached, previous, number, head, scene):
            return Attached(previous.event, previous.attached.role, previous.attached.cue, 1.0, "goes on"), None
        if attached.role in NEEDS_CAPTIVITY and not _captive(head, scene, near, attached, reading.topical):
            return None, "no captivity"
        if head.elliptic and not near and attached.score < 1.4:
            return None, "no noun"
        return attached, None
    if previous is not None and near and (head.people or head.more or head.elliptic):
        if previous.scene is not scene and not (head.more or head.groups() or head.our or _fragment(scene)):
            return None, "no event"
        event = _flow(previous.event)
        return Attached(event, previous.attached.role, previous.attached.cue, 1.0, "goes on"), None
    if head.prisoner:
        return Attached(Event.HELD, "held.be", None, 1.0, "the noun"), None
    return None, "no event"


def _fragment(scene: Scene) -> bool:
    """A sentence without any verb: «In January - 23 soldiers.»"""
    return not any(scene.of(cls) for cls in ("event", "copula", "auxiliary", "speech")) and scene.last - scene.first <= 12


def _out_of(number: Number, scene: Scene) -> bool:
    """«1,279 out of approximately 2,500»"""
    return any(0 <= number.i - c.j <= 1 for c in scene.of("outof"))


def _origin(scene: Scene) -> Event:
    captured = any(c.tag.val.startswith("captured") for c in scene.of("event")) or bool(scene.of("invasion"))
    return Event.CAPTURED if captured else Event.HELD


def _flow(event: Event) -> Event:
    """What goes on from a formula is a release: only the formula itself is `exchanged`."""
    return Event.RELEASED if event is Event.EXCHANGED else event


def _describes(attached: Attached, whole: Found, number: Number, head: Head, scene: Scene) -> bool:
    """A part that only describes the freed (where they were seized, what a court had said) is still released."""
    if whole.event is not Event.RELEASED or attached.event not in (Event.CAPTURED, Event.SENTENCED, Event.HELD, Event.OTHER):
        return False
    if whole.status is not Status.FACTUAL or number.value > whole.number.value:
        return False
    if attached.event is Event.HELD and not _pluperfect(attached, scene):
        return False
    end = max(number.j, head.j)
    return not any(
        w.role == "at" and w.span is not None and scene.gap(w.i, w.j, number.i, end) < 2 for w in scene.whens
    )


def _pluperfect(attached: Attached, scene: Scene) -> bool:
    cue = attached.cue
    return cue is not None and any(scene.starting("auxiliary", k) for k in range(cue.i - 3, cue.i + 1))


def _taken(attached: Attached, number: Number, scene: Scene) -> bool:
    """Whether the verb already counts another number nearer to it."""
    cue = attached.cue
    if cue is None:
        return False
    low, high = sorted((cue.i, number.i))
    return any(low < n.i < high for n in scene.numbers)


def _captive(head: Head, scene: Scene, near: bool, attached: Attached, topical: bool) -> bool:
    if head.prisoner or scene.of("captivity") or near:
        return True
    if any(c.tag.val == "strong" for c in scene.of("war")) or attached.role == "released.come":
        return True
    return attached.event is not Event.DIED and topical and head.people


# the slots


def _claim(
    number: Number,
    head: Head,
    scene: Scene,
    reading: Reading,
    attached: Attached,
    whole: Found | None,
    voice: str | None,
) -> Found:
    found = Found(number, scene, head, attached, attached.event, score=attached.score)
    previous = reading.found[-1] if reading.found else None
    found.trace["value"] = number.rule
    found.trace["event"] = _explain(attached, scene)
    if whole is not None:
        found.part_of = reading.found.index(whole)
        found.trace["part_of"] = "of the whole"
    inherits = whole or (previous if attached.rule == "goes on" else None)
    found.side, rule = side_of(number, head, attached, scene, voice)
    if previous is not None and rule not in ("noun phrase", EACH) and linked(number, scene):
        found.side, rule = ENEMY.get(previous.side or ""), "the other side of an exchange"
    found.trace["side"] = rule
    if _out_of(number, scene) and previous is not None and previous.scene is scene:
        found.event, found.trace["event"] = _origin(scene), "the whole that others are out of"
        found.side, found.who, inherits = previous.side, previous.who, previous
    if found.side is None and not rule and previous is not None and _follows(head, scene, previous):
        inherits = inherits or previous
    if found.side is None and inherits is not None and rule != EACH:
        found.side, found.trace["side"] = inherits.side, "as the whole"
    if attached.event is Event.EXCHANGED:
        found.side = None
    found.status, found.trace["status"] = _status(number, head, attached, scene, inherits)
    found.date = _date(number, head, attached, scene, reading, found, inherits)
    found.who = head.who()
    found.group = head.groups() + _place(number, head, attached, scene)
    if inherits is not None:
        _take_over(found, inherits if whole is not None else _root(inherits, reading), whole is not None)
    return found


def _place(number: Number, head: Head, attached: Attached, scene: Scene) -> list[str]:
    """«laid down their arms at Azovstal»: a garrison or site that the clause names holds for those it counts."""
    if set(head.groups()) & (PLACES | UNITS | SERVICES) or attached.event is Event.EXCHANGED:
        return []
    end = max(number.j, head.j)
    for cue in scene.of("people"):
        if cue.tag.group not in PLACES or any(n.i != number.i and n.j <= cue.i <= n.j + 6 for n in scene.numbers):
            continue
        near = scene.gap(cue.i, cue.j, number.i, end)
        if scene.holds(attached.cue) and attached.cue is not None:
            near = min(near, scene.gap(cue.i, cue.j, attached.cue.i, attached.cue.j))
        if near < 1.6:
            return [cue.tag.group]
    return []


def _follows(head: Head, scene: Scene, previous: Found) -> bool:
    """A number without a noun of its own speaks of those before it."""
    return head.elliptic and scene.sentence.index - previous.scene.sentence.index <= 1


def _explain(attached: Attached, scene: Scene) -> str:
    cue = attached.cue
    if cue is None:
        return attached.rule
    return f"{attached.rule}: {scene.words(cue.i, cue.j)}"


def _take_over(found: Found, whole: Found, part: bool) -> None:
    """A part has the traits of its whole unless it names one of the same family; «another 20» has its who."""
    if found.event is Event.EXCHANGED or whole.event is Event.EXCHANGED:
        return
    if found.who is None and not (found.head.people and whole.who is Who.MIXED):
        if not {"police", "emergency_service"} & set(found.group):
            found.who = None if whole.who is Who.MIXED else whole.who
    if not part and found.head.people:
        return
    for group in whole.group:
        family = next((f for f in (UNITS, SERVICES, RANKS, SEXES) if group in f), frozenset({group}))
        if not family & set(found.group) and not (group in UNITS and "azov" in found.group):
            found.group.append(group)


def _status(
    number: Number, head: Head, attached: Attached, scene: Scene, inherits: Found | None
) -> tuple[Status, str]:
    end = max(number.j, head.j)
    for cue in scene.of("status"):
        distance = scene.gap(cue.i, cue.j, number.i, end)
        if attached.cue is not None and scene.holds(attached.cue):
            distance = min(distance, scene.gap(cue.i, cue.j, attached.cue.i, attached.cue.j) + 0.2)
        if cue.tag.val == "planned" and distance < 1.3 and attached.event in (Event.RELEASED, Event.EXCHANGED):
            return Status.PLANNED, scene.words(cue.i, cue.j)
        if cue.tag.val == "denied" and distance < 4:
            return Status.DENIED, scene.words(cue.i, cue.j)
    if inherits is not None and attached.rule != "verb":
        return inherits.status, "as the whole"
    return Status.FACTUAL, "stated"


def _date(
    number: Number,
    head: Head,
    attached: Attached,
    scene: Scene,
    reading: Reading,
    found: Found,
    inherits: Found | None,
) -> Dated:
    published = reading.page.published
    if _out_of(number, scene):
        return Dated(None, None, "no date stated", own=False)
    own = date_of(number, head, attached, scene, published, found.status)
    if own is not None:
        return own
    if inherits is not None and inherits.event is found.event:
        return Dated(inherits.date.edtf, inherits.date.words, "as the whole", own=False)
    for earlier in reversed(reading.found):
        same = earlier.event is found.event or {earlier.event, found.event} == {Event.RELEASED, Event.EXCHANGED}
        if same and earlier.date.own and earlier.scene.sentence.paragraph == scene.sentence.paragraph:
            if "/" in (earlier.date.edtf or "") or earlier.status is not found.status:
                continue
            return Dated(earlier.date.edtf, earlier.date.words, "told before", own=False)
    return default_date(attached, scene, published, found.status, _statement(reading, scene))


def _statement(reading: Reading, scene: Scene) -> When | None:
    """The day of the words that the paragraph relays."""
    index = scene.sentence.index
    for earlier in reversed(reading.page.scenes[max(0, index - 3) : index + 1]):
        if earlier.sentence.paragraph == scene.sentence.paragraph and (when := stated(earlier)) is not None:
            return when
    return None


def _credit(
    new: list[Found], reading: Reading, scene: Scene, named: list[Speaker], relay: Speaker | None
) -> Speaker | None:
    """Attribution: the nearest speaker of the sentence; else the one still relayed, for parts and quotations."""
    spoken = [s if not s.pronoun else relay for s in named]
    for found in new:
        own = [s for s in spoken if s is not None]
        if own:
            nearest = min(named, key=lambda s: scene.gap(s.i, s.j, found.number.i, found.number.j))
            speaker = relay if nearest.pronoun else nearest
            if speaker is not None:
                found.attribution, found.trace["attribution"] = speaker.name, scene.words(nearest.cue.i, nearest.cue.j)
        elif found.part_of is not None and not _quoted(found):
            found.attribution = reading.found[found.part_of].attribution
            found.trace["attribution"] = "as the whole"
        elif relay is not None and (found.attached.rule == "goes on" or _quoted(found)):
            found.attribution, found.trace["attribution"] = relay.name, "still relayed"
    persons = [s for s in named if not s.pronoun]
    if persons and new:
        _credit_back(new[0], persons[-1], reading, scene)
    return persons[-1] if persons else relay


def _credit_back(first: Found, speaker: Speaker, reading: Reading, scene: Scene) -> None:
    """A credit at the end of a breakdown holds for the whole that stands before it."""
    last = max((f.number.j for f in reading.found if f.scene is scene), default=scene.last)
    if speaker.i < last or first.part_of is None:
        return
    for earlier in reversed(reading.found[: reading.found.index(first)]):
        here = earlier.scene.sentence
        if here.paragraph != scene.sentence.paragraph or earlier.attribution is not None:
            break
        if scene.sentence.index - here.index > 3 or any(s for s in speakers(earlier.scene, reading.page.text)):
            break
        earlier.attribution, earlier.trace["attribution"] = speaker.name, "credited after its parts"


def _quoted(found: Found) -> bool:
    scene = found.scene
    return scene.quoted[found.number.i - scene.first]


def _quotations(reading: Reading, text: str) -> None:
    """A quotation over several sentences has one speaker, often named only where it ends."""
    scenes = reading.page.scenes
    for at, scene in enumerate(scenes):
        waiting = [f for f in reading.found if f.scene is scene and f.attribution is None and _quoted(f)]
        if not waiting:
            continue
        for later in scenes[at + 1 : at + 12]:
            if not later.quoted or not later.quoted[0]:
                break
            named = [s for s in speakers(later, text) if not later.quoted[s.i - later.first]]
            if named and not named[-1].pronoun:
                for found in waiting:
                    found.attribution, found.trace["attribution"] = named[-1].name, "the quotation's speaker"
                break


def _settle(reading: Reading, voice: str | None, arena: str | None) -> None:
    """What only the whole text can tell: the side where nothing near named it."""
    for found in reading.found:
        if found.side is None and found.event is not Event.EXCHANGED and found.trace["side"] != EACH:
            if found.part_of is not None and reading.found[found.part_of].trace["side"] == EACH:
                continue
            found.side = arena if arena is not None else default_side(found.attached, voice)
            found.trace["side"] = "the text's country" if arena is not None else "the speaker's, by default"


def _kinds(reading: Reading) -> None:
    """A whole holds what its parts hold: a civilian part makes it mixed, parts that are all military make it so."""
    for index, whole in enumerate(reading.found):
        parts = [f for f in reading.found if f.part_of == index]
        kinds = {f.who for f in parts if f.head.who() is not None}
        if Who.CIVILIAN in kinds and whole.who is not Who.CIVILIAN:
            whole.who = Who.MIXED
        elif Who.MILITARY in kinds and whole.who is None:
            counted = sum(f.number.value for f in parts if set(f.head.groups()) & (RANKS | SERVICES))
            if counted >= whole.number.value:
                whole.who = Who.MILITARY
        for part in parts:
            if part.who is None and whole.who is Who.MILITARY and "police" not in part.group:
                part.who = Who.MILITARY
            elif part.who is Who.MILITARY and part.head.who() is None and whole.who is Who.MIXED:
                part.who = None


__all__ = ["Found", "Reading", "read"]

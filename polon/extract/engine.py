"""Text to claims, step by step: the one module to read first.

Sentences in order; in each, every number: what does it count (nouns), what happened to them (events), whose are they
(sides), when (when), who says so (speakers), planned or denied (status). What a sentence leaves unsaid it takes from
the whole it is part of, or from the claim before it. Each slot remembers the rule and the words that gave it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from polon.extract.events import NEEDS_CAPTIVITY, Attached, attach
from polon.extract.lexicon import Lexicon
from polon.extract.nouns import RANKS, SERVICES, SEXES, UNITS, Head, head_of
from polon.extract.numbers import Number
from polon.extract.scene import Page, Scene, read_page
from polon.extract.sides import side_of
from polon.extract.speakers import Speaker, speakers
from polon.extract.when import Dated, date_of, default_date
from polon.records import Event, Qualifier, Status, Who


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


def read(text: str, lexicon: Lexicon, published: date | None) -> Reading:
    """Every claim of a text. `published` is the local day of publication, None where it is unknown."""
    page = read_page(text, lexicon, published)
    reading = Reading(page, [], [])
    if not _on_topic(page):
        return reading
    voice = _voice(page)
    relay: Speaker | None = None
    for scene in page.scenes:
        if not scene.numbers and not scene.cues:
            continue
        named = speakers(scene, text)
        before = len(reading.found)
        for number in scene.numbers:
            _consider(number, scene, reading, voice)
        relay = _credit(reading.found[before:], reading, scene, named, relay)
    _settle(reading, voice)
    return reading


def _on_topic(page: Page) -> bool:
    """Whether the text speaks of prisoners of a conflict at all."""
    strong = weak = False
    for scene in page.scenes:
        for cue in scene.of("war"):
            strong = strong or cue.tag.val == "strong"
            weak = weak or cue.tag.val == "conflict"
    return strong or (weak and any(scene.of("event") for scene in page.scenes))


def _voice(page: Page) -> str | None:
    """The side that says «our» and «home»: that of the language's country unless the text speaks for the other."""
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
        part = _partitive(number, head, scene)
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
    previous = reading.found[-1] if reading.found else None
    near = previous is not None and scene.sentence.index - previous.scene.sentence.index <= 1
    if part and whole is not None:
        if attached is None or attached.score < 1.5 or _taken(attached, number, scene):
            return Attached(whole.event, whole.attached.role, whole.attached.cue, 2.0, "part of the whole"), None
        return attached, None
    if attached is not None and attached.score > 0:
        if attached.role in NEEDS_CAPTIVITY and not _captive(head, scene, near, attached):
            return None, "no captivity"
        if head.elliptic and not near and attached.score < 1.4:
            return None, "no noun"
        return attached, None
    if previous is not None and near and (head.people or head.more or head.elliptic):
        if head.elliptic and not head.more and previous.scene is not scene:
            return None, "no noun"
        return Attached(previous.event, previous.attached.role, previous.attached.cue, 1.0, "goes on"), None
    if head.prisoner:
        return Attached(Event.HELD, "held.be", None, 1.0, "the noun"), None
    return None, "no event"


def _taken(attached: Attached, number: Number, scene: Scene) -> bool:
    """Whether the verb already counts another number nearer to it."""
    cue = attached.cue
    if cue is None:
        return False
    return any(
        n.i != number.i and min(n.i, number.i) < cue.i < max(n.i, number.i) and abs(n.i - cue.i) < abs(number.i - cue.i)
        for n in scene.numbers
    )


def _captive(head: Head, scene: Scene, near: bool, attached: Attached) -> bool:
    if head.prisoner or scene.of("captivity") or near:
        return True
    strong = [c for c in scene.of("war") if c.tag.val == "strong"]
    return bool(strong) or attached.role == "released.come"


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
    found.trace["side"] = rule
    if found.side is None and inherits is not None and rule != "each side":
        found.side, found.trace["side"] = inherits.side, "as the whole"
    if attached.event is Event.EXCHANGED:
        found.side = None
    found.status, found.trace["status"] = _status(number, head, attached, scene, inherits)
    found.date = _date(number, head, attached, scene, reading, found, inherits)
    found.who = head.who()
    found.group = head.groups()
    if inherits is not None:
        _take_over(found, inherits, whole is not None)
    return found


def _explain(attached: Attached, scene: Scene) -> str:
    cue = attached.cue
    if cue is None:
        return attached.rule
    return f"{attached.rule}: {scene.words(cue.i, cue.j)}"


def _take_over(found: Found, whole: Found, part: bool) -> None:
    """A part has the traits of its whole unless it names one of the same family; «another 20» has its who."""
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
    return default_date(attached, scene, published, found.status)


def _credit(
    new: list[Found], reading: Reading, scene: Scene, named: list[Speaker], relay: Speaker | None
) -> Speaker | None:
    """Attribution: the nearest speaker of the sentence; else the one still relayed, for parts and quotations."""
    for found in new:
        if named:
            nearest = min(named, key=lambda s: scene.gap(s.i, s.j, found.number.i, found.number.j))
            found.attribution, found.trace["attribution"] = nearest.name, scene.words(nearest.cue.i, nearest.cue.j)
        elif relay is not None and (found.part_of is not None or found.attached.rule == "goes on" or _inside(found)):
            found.attribution, found.trace["attribution"] = relay.name, "still relayed"
    return named[-1] if named else relay


def _inside(found: Found) -> bool:
    scene = found.scene
    return scene.quoted[found.number.i - scene.first]


def _settle(reading: Reading, voice: str | None) -> None:
    """What only the whole text can tell: the side where nothing near named it."""
    sides = Counter(f.side for f in reading.found if f.side)
    for found in reading.found:
        if found.side is None and found.event is not Event.EXCHANGED and not found.head.each:
            if len(sides) == 1:
                found.side, found.trace["side"] = next(iter(sides)), "the only side in the text"
        if found.number.qualifier is Qualifier.VAGUE:
            found.trace["qualifier"] = "vague numeral"


__all__ = ["Found", "Reading", "read"]

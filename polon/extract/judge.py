"""Is a number a claim, and of which event: its own verb's, the whole's, the one before it; or why it is refused."""

from __future__ import annotations

from polon.extract.captive import is_captive
from polon.extract.carry import carried, goes_on
from polon.extract.clauses import asides
from polon.extract.events import ELSEWHERE, NEEDS_CAPTIVITY, Attached
from polon.extract.governs import casualty, not_yet
from polon.extract.groups import PLACES
from polon.extract.incidents import of_prisoners
from polon.extract.losses import LOSSES, of_losses, taken
from polon.extract.mention import Found, Mention, Reading
from polon.extract.remains import BODY, of_the_dead
from polon.extract.retold import figure, freed_before, told_of, traded_for
from polon.records import Event, Status

_OWN_VERB = 1.2
_ALONE = 1.4
_BARE = frozenset(
    {
        "captured.take",
        "captured.surrender",
        "captured.fall",
        "held.be",
        "released.free",
        "released.come",
        "died.kill",
        "died.die",
    }
)
"""Events that a number without any noun may be the subject of, where nothing stands before it."""
_ARMY = 100_000
_BODIES = 1.5
_LINK = 3
_DESCRIPTIVE = frozenset({Event.CAPTURED, Event.SENTENCED, Event.HELD, Event.OTHER})


def judge(
    mention: Mention, reading: Reading, attached: Attached | None, whole: Found | None
) -> tuple[Attached | None, str | None]:
    """The event of a number, or None and the reason why it is refused. `whole` is set for a named part."""
    if mention.number.back is not None and not _bodies(mention, attached):
        if mention.number.back != mention.number.value:
            if not _traded(mention, reading):
                return None, "no exchange"
            if _remains(mention, reading):
                return None, BODY
        return Attached(Event.EXCHANGED, "exchanged.swap", attached.cue if attached else None, 3.0, "formula"), None
    if _bodies(mention, attached) or of_the_dead(mention, reading, attached):
        return None, BODY
    if of_losses(mention, reading):
        captured = taken(mention, attached)
        return captured, None if captured is not None else LOSSES
    if attached is not None and attached.role == ELSEWHERE:
        return _elsewhere(mention, reading, attached, whole)
    if attached is None and (told := told_of(mention, reading, pointed=not figure(mention))) is not None:
        return carried(told, "told of again", 1.0), None
    if whole is not None:
        return _part(mention, reading, attached, whole)
    settled, reason = _own(mention, reading, attached) if attached is not None else goes_on(mention, reading)
    return (None, reason) if settled is None else (_hurt(settled, mention), None)


def _elsewhere(
    mention: Mention, reading: Reading, attached: Attached, whole: Found | None
) -> tuple[Attached | None, str | None]:
    """Whose verb is no event of captivity: a part of the freed, people told of before, prisoners who did something."""
    if whole is not None and whole.event is Event.RELEASED:
        return carried(whole, "part of the whole", 2.0), None
    prisoners = mention.head.prisoner and _told_of_war(mention, reading)
    if (told := told_of(mention, reading, pointed=not prisoners)) is not None:
        return carried(told, "told of again", 1.0), None
    if prisoners:  # «two prisoners of war have asked for asylum»
        return Attached(Event.OTHER, "other.visit", attached.cue, attached.score, "what prisoners did"), None
    return None, "something else is said of them"


def _part(
    mention: Mention, reading: Reading, attached: Attached | None, whole: Found
) -> tuple[Attached | None, str | None]:
    """The event of a named part, or why it is none."""
    if _of_refused(mention, reading, whole):
        return None, "part of others"
    part = _of_part(mention, attached, whole)
    return (None, "none of them") if _none_of_them(mention, part) else (_hurt(part, mention), None)


def _of_refused(mention: Mention, reading: Reading, whole: Found) -> bool:
    """«Nine Russian soldiers are suspects. The files on six of them …»: a part of people who are no prisoners."""
    last = reading.mentions[-1] if reading.mentions else None
    if last is None or mention.index - last.index > 1 or last.number.ordinal or not mention.head.ofthem:
        return False
    others = last.head.side() not in (None, whole.side) and last.head.side() != "enemy"
    refused = others and whole.number.j <= last.number.i
    claimed = any(f.number is last.number for f in reading.near(last.index))
    return refused and not claimed and last.number.value >= mention.number.value and last.number.back is None


def _none_of_them(mention: Mention, settled: Attached) -> bool:
    """«None of the prisoners complained»: a way to say no, no count, but where their release or capture is denied."""
    if mention.number.value or mention.head.ofthem is None or mention.head.ofthem.i < mention.number.i:
        return False
    return settled.rule != "verb" or settled.event in (Event.SENTENCED, Event.OTHER, Event.HELD)


def _told_of_war(mention: Mention, reading: Reading) -> bool:
    """Whether the text has told of prisoners of a war, or this noun names them: a thriller has hostages too."""
    soldiers = mention.head.who() is not None or mention.head.side() is not None
    return bool(reading.found) or (reading.topical and soldiers)


def _hurt(settled: Attached, mention: Mention) -> Attached:
    """«50 were killed and 130 injured»: the injured did not die."""
    tags = mention.head.tags
    if settled.event is not Event.DIED or not tags or any(t.group != "wounded" or t.who for t in tags):
        return settled
    return Attached(Event.OTHER, "other.hurt", settled.cue, settled.score, "the injured")


def _traded(mention: Mention, reading: Reading) -> bool:
    """Whether an exchange is told where a formula of unequal numbers stands: «five for one rifle» is no exchange."""
    return any(
        cue.tag.val.startswith(("released", "exchange"))
        for scene in reading.page.scenes[max(0, mention.index - 2) : mention.index + 2]
        for cls in ("event", "trap")
        for cue in scene.of(cls)
    )


def _remains(mention: Mention, reading: Reading) -> bool:
    """«It got the remains of 31. The exchange was 31 for 1000»: unequal numbers beside bodies count the dead."""
    scenes = reading.page.scenes[max(0, mention.index - 1) : mention.index + 2]
    return not mention.head.prisoner and any(c.tag.val == "body" for scene in scenes for c in scene.of("trap"))


def _of_part(mention: Mention, attached: Attached | None, whole: Found) -> Attached:
    """A part has the whole's event unless a verb of its own says another."""
    if attached is not None and not _describes(attached, whole, mention):
        strong = attached.score >= _OWN_VERB and not _taken(attached, mention) and not _of_the_others(attached, mention)
        other = whole.scene is not mention.scene and mention.head.ofthem and attached.event is not whole.event
        if strong or (other and mention.scene.holds(attached.cue)):
            return attached
    return carried(whole, "part of the whole", 2.0)


def _of_the_others(attached: Attached, mention: Mention) -> bool:
    """«Among the hostages, whom they held in a cellar, were 15 women»: the clause before tells of all."""
    cue = attached.cue
    inside = [j for i, j in asides(mention.scene) if cue is not None and i <= cue.i < j]
    return any(j <= mention.number.i and mention.scene.norm(j) == "," for j in inside)


def _own(mention: Mention, reading: Reading, attached: Attached) -> tuple[Attached | None, str | None]:
    head, previous = mention.head, reading.previous(mention)
    if not_yet(mention, attached):
        return None, "not yet"
    same_verb = previous is not None and previous.attached.cue is attached.cue  # «263 in the field, and another 59 …»
    if casualty(mention, attached) and not same_verb and not of_prisoners(mention, reading):
        return None, "casualty"
    if attached.role == "captured.maybe" and not (head.people or (head.more and previous)):
        return None, "no noun"
    told = previous is not None and (
        head.elliptic or _pluperfect(attached, mention) or _only_described(attached, mention, previous)
    )
    if told and previous is not None and _describes(attached, previous.root, mention):
        return carried(previous, "goes on", 1.0), None
    if previous is not None and _listed(attached, previous, mention):
        return carried(previous, "goes on", 1.0), None
    if previous is not None and traded_for(attached, previous, mention):
        return carried(previous, "goes on", 1.0), None
    earlier = previous or freed_before(mention, reading)
    if earlier is not None and _where_taken(attached, earlier.root, mention):
        return carried(earlier.root, "goes on", 1.0), None
    named = reading.arena is not None and mention.head.people
    if attached.rule == "in the enemy's land" and mention.number.value >= _ARMY:
        return None, "an army"  # «there are 700,000 Russians in Ukraine»
    fetched = attached.role == "released.get" and head.people and bool(mention.scene.of("country"))
    if not (reading.topical or reading.found or named or fetched or _of_soldiers(mention)):
        return None, "no prisoners in the text"
    if attached.role in NEEDS_CAPTIVITY and not is_captive(mention, reading, attached):
        again = told_of(mention, reading)  # «93 prisoners were shot. The death of 93 soldiers is confirmed»
        if again is not None and again.event is attached.event and head.people:
            return carried(again, "told of again", 1.0), None
        return None, "no captivity"
    nameless = head.elliptic and not (head.our or mention.counted)
    if nameless and previous is None and (attached.score < _ALONE or attached.role not in _BARE):
        return None, "no noun"
    return attached, None


def _only_described(attached: Attached, mention: Mention, previous: Found) -> bool:
    """«250 convicts and 1,700 people, arrested in spring, will be freed»: the clause behind says who they are."""
    cue = attached.cue
    if cue is None or previous.scene is not mention.scene or not 0 <= cue.i - mention.end <= 3:
        return False
    scene = mention.scene
    if any(n.j > mention.end and n.i < cue.i for n in scene.numbers):
        return False
    endings = scene.lexicon.participle_endings
    described = bool(endings) and scene.norm(cue.i).endswith(endings)
    return described or _in_relative_clause(attached, mention)


def _of_soldiers(mention: Mention) -> bool:
    """In a text that no word of captivity marks, only soldiers and named nations are counted as prisoners."""
    head = mention.head
    return head.prisoner or head.side() is not None or head.who() is not None or head.our or head.ofthem is not None


def _bodies(mention: Mention, attached: Attached | None) -> bool:
    """«handed over the remains of 502 soldiers», «exchanged bodies, 37 for 563»: the dead, not the freed."""
    scene, number = mention.scene, mention.number
    bodies = [c for c in scene.of("trap") if c.tag.val == "body"]
    if not bodies:
        return False
    behind = 1 if number.back is not None else 0  # «20 killed, two gave themselves up» is another count
    start = number.i
    while scene.covers(start - 1, "more", "qualifier"):
        start -= 1  # «the bodies of another three hostages»
    if any(0 <= start - c.j <= behind and scene.starting("and", c.j) is None for c in bodies):
        return True
    if any(number.i - c.j == 1 and scene.starting("of", c.j) is not None for c in bodies):
        return True  # «the bodies of 140 soldiers»
    if attached is None or attached.event not in (Event.RELEASED, Event.EXCHANGED) or not scene.holds(attached.cue):
        return any(mention.far(c.i, c.j) < _BODIES for c in bodies) if number.back is not None else False
    cue = attached.cue
    assert cue is not None  # noqa: S101 (the scene holds it)
    near = any(scene.gap(c.i, c.j, cue.i, cue.j) < _BODIES for c in bodies)
    return near and not mention.head.prisoner and not scene.of("captivity")


def _describes(attached: Attached, whole: Found, mention: Mention) -> bool:
    """A part that only describes the freed (where they were seized, what a court had said) is still released."""
    if whole.event is not Event.RELEASED or attached.event not in _DESCRIPTIVE:
        return False
    if whole.status is not Status.FACTUAL or mention.number.value > whole.number.value:
        return False
    if attached.event is Event.HELD and not _pluperfect(attached, mention):
        return False
    if _in_relative_clause(attached, mention):
        return True
    if attached.role == "other.hurt" and _pluperfect(attached, mention):
        return True
    if attached.event is Event.OTHER:
        return False
    own = (w for w in mention.scene.whens if not (whole.scene is mention.scene and w.j <= mention.number.i))
    return not any(w.role == "at" and w.span is not None and mention.far(w.i, w.j) < 2 for w in own)


def _listed(attached: Attached, previous: Found, mention: Mention) -> bool:
    """«250 convicts will be freed, as well as 1,700 residents, detained after October»: the participle describes."""
    scene, cue, verb = mention.scene, attached.cue, previous.attached.cue
    if previous.scene is not scene or previous.event is not Event.RELEASED or attached.event not in _DESCRIPTIVE:
        return False
    if cue is None or verb is None or not scene.holds(cue) or not verb.j <= previous.number.i:
        return False
    between = range(previous.mention.end, mention.number.i)
    linked = any(scene.at("and", k) is not None for k in between[-_LINK:])
    return linked and mention.end < cue.i and scene.norm(cue.i - 1) == ","


def _where_taken(attached: Attached, whole: Found, mention: Mention) -> bool:
    """After a release, «18 fighters were seized at Azovstal» tells of the freed, not of a new capture."""
    if attached.event is not Event.CAPTURED or not _describes(attached, whole, mention):
        return False
    same_side = mention.head.side() in (None, whole.side)
    return same_side and any(c.tag.group in PLACES for c in mention.scene.of("people"))


def _in_relative_clause(attached: Attached, mention: Mention) -> bool:
    """«four journalists, who had been sentenced in 2020»: what the clause tells is not why they are counted."""
    if attached.cue is None:
        return False
    return any(mention.end <= c.i < attached.cue.i for c in mention.scene.of("relative"))


def _pluperfect(attached: Attached, mention: Mention) -> bool:
    cue = attached.cue
    if cue is None or not mention.scene.holds(cue):
        return False
    return mention.scene.opens_in(cue.i - 3, cue.i + 1, "auxiliary")


def _taken(attached: Attached, mention: Mention) -> bool:
    """Whether another number stands between the verb and this one."""
    if attached.cue is None:
        return False
    low, high = sorted((attached.cue.i, mention.number.i))
    return any(low < n.i < high for n in mention.scene.numbers)

"""What a number without a verb of an event takes from what was told before it.

«Kyiv spoke of 45», «yesterday it was 12», «a day later another nine», «five of the National Guard»: such a sentence
counts the people of the claim before. Where its own clause has a verb that says something else, it does not.
"""

from __future__ import annotations

from polon.extract.events import Attached
from polon.extract.items import heading_of
from polon.extract.mention import Found, Mention, Reading
from polon.extract.scene import Scene
from polon.extract.tokens import MARK, WORD
from polon.records import Event, Who

_FRAGMENT, _LONG = 12, 26
_TOLD = 4
_MAIN_CLAUSE = 3.5
_TELLING_REACH = 2
_LONG_WORD = 5
_QUOTES = frozenset('«“„"')
_INSIDE = frozenset({"'", "-", "–", "—", "+", "%", "/"})
"""Marks that end no clause."""


def goes_on(mention: Mention, reading: Reading) -> tuple[Attached | None, str | None]:
    """The event that goes on for a number without a verb of its own; None and the reason where none does."""
    head, previous = mention.head, reading.previous(mention)
    if (counted := left_noun(mention)) is not None:
        return None, counted
    if _of_the_refused(mention, reading):
        return None, "goes on with another count"
    if (
        (head.people or head.elliptic)
        and (_told(mention) or _counted(mention))
        and (source := _recent(mention, reading)) is not None
    ):
        return carried(source, "a figure that is told", 1.0), None
    among = _of_the_uncounted(mention) if previous is None else None
    if (among := among or _included(mention) or _these_are(mention, reading)) is not None:
        return among, None
    fought = _fought(mention)
    if previous is None and (head.groups() or fought):
        previous = _recent(mention, reading)
    if fought and previous is not None and previous.event is Event.RELEASED:
        return carried(previous, "goes on", 1.0), None
    if previous is not None and (head.people or head.more or head.elliptic):
        return _after(mention, previous)
    if head.people and fragment(mention) and _exchange_before(mention, reading):
        return Attached(Event.RELEASED, "released.free", None, 1.0, "the exchange told before"), None
    if (listed := heading_of(mention, reading)) is not None:
        return listed, None
    if head.prisoner and _speaks(mention):
        return Attached(Event.OTHER, "other.visit", None, 1.0, "prisoners who speak"), None
    if head.prisoner:
        return Attached(Event.HELD, "held.be", None, 1.0, "the noun"), None
    return None, "no event"


def _fought(mention: Mention) -> bool:
    """«27 defenders had fought near Bakhmut»: after a release it tells of the freed, not of the front."""
    own = clause(mention)
    served = any(own.start <= c.i < own.stop and c.j - c.i == 1 for c in mention.scene.of("service"))
    return served and mention.head.who() is Who.MILITARY and mention.head.trap is None


def _of_the_uncounted(mention: Mention) -> Attached | None:
    """«freed a group of prisoners, among whom are five Ukrainians»: a part of those whom no number counts."""
    scene = mention.scene
    marks = [c for c in scene.of("ofthem") if c.j <= mention.number.i and mention.bare(c) < 1.2]
    if not marks or not mention.head.people:
        return None
    told = [c for c in scene.of("event") if c.j <= marks[-1].i and not c.tag.val.startswith("none")]
    near = [c for c in told if scene.gap(c.i, c.j, marks[-1].i, marks[-1].j) < _MAIN_CLAUSE]
    if not near:
        return None
    role = near[-1].tag.val
    return Attached(Event(role.split(".")[0]), role, near[-1], 1.2, "of those whom the clause tells of")


def _included(mention: Mention) -> Attached | None:
    """«The released prisoners of war include 23 privates, 19 officers»: the participle of the subject counts them."""
    scene, number = mention.scene, mention.number
    figures = [c for c in scene.of("figure") if c.j <= number.i]
    if not figures or not mention.head.people:
        return None
    for cue in scene.of("event"):
        role, noun = cue.tag.val, scene.starting("people", cue.j)
        flow = role.startswith(("released", "captured")) and cue.j - cue.i == 1
        if not flow or noun is None or noun.j > figures[-1].i:
            continue
        if scene.gap(noun.i, noun.j, figures[-1].i, figures[-1].j) < 1:
            return Attached(Event(role.split(".")[0]), role, cue, 1.2, "of those whom the subject tells")
    return None


def _these_are(mention: Mention, reading: Reading) -> Attached | None:
    """«They took North Koreans prisoner. These are two soldiers»: the verb of the sentence before counts them."""
    scene, number = mention.scene, mention.number
    opened = scene.first + 1 if scene.norm(scene.first) in _QUOTES else scene.first
    if number.i != opened + 1 or scene.starting("copula", opened) is None or not mention.head.people:
        return None
    for before in reversed(reading.page.scenes[max(0, mention.index - 2) : mention.index]):
        taken = [c for c in before.of("event") if c.tag.val.startswith("captured")]
        if taken and before.of("people"):
            role = taken[0].tag.val
            return Attached(Event.CAPTURED, role, taken[0], 1.2, "these are those told of")
    return None


def _speaks(mention: Mention) -> bool:
    """«Three captives confirmed that they are from the north»: they are counted because they tell something."""
    return any(0 <= c.i - mention.end <= 1 for c in mention.scene.of("speech"))


def carried(other: Found, rule: str, score: float) -> Attached:
    """The event of another claim; what goes on from a formula is a release, only the formula is `exchanged`."""
    event = Event.RELEASED if other.event is Event.EXCHANGED else other.event
    return Attached(event, other.attached.role, other.attached.cue, score, rule)


def _of_the_refused(mention: Mention, reading: Reading) -> bool:
    """«lists 500 as missing, but residents put the number at 3,000»: so many are missing."""
    last = reading.mentions[-1] if reading.mentions else None
    if last is None or last.scene is not mention.scene or not (mention.head.elliptic and last.head.people):
        return False
    claimed = bool(reading.found) and reading.found[-1].mention is last
    return not claimed and any(
        mention.bare(c) < _MAIN_CLAUSE and c.i > last.number.i for c in mention.scene.of("figure")
    )


def _after(mention: Mention, previous: Found) -> tuple[Attached | None, str | None]:
    head, scene = mention.head, mention.scene
    if mention.number.value in (previous.number.value, previous.number.back) and head.people:
        return carried(previous, "told again", 1.0), None
    if _stock(mention) and previous.event is Event.CAPTURED:
        return Attached(Event.HELD, "held.be", None, 1.0, "the number of captives"), None
    if _possessed(mention) and not (head.prisoner or head.ofthem is not None or head.our):
        return None, "something else is said of them"  # «one of the hostages had seven children»
    figure = any(mention.bare(c) < 1.5 for c in scene.of("figure"))
    named = head.prisoner or head.ofthem is not None or bool(head.groups()) or figure
    if another_verb(mention) and not named:
        return None, "something else is said of them"
    if previous.scene is scene or head.more or head.groups() or head.our or figure or fragment(mention):
        return carried(previous, "goes on", 1.0), None
    return None, "no event"


def _stock(mention: Mention) -> bool:
    """«the number of captives could be as high as 2,000»: so many there are."""
    scene, number = mention.scene, mention.number
    for cue in scene.of("figure"):
        noun = scene.starting("people", cue.j + 1) if scene.starting("of", cue.j) is not None else None
        if noun is not None and noun.tag.prisoner and noun.j <= number.i and mention.bare(cue) < _MAIN_CLAUSE:
            return not any(n.i < number.i and n.i > cue.i for n in scene.numbers)
    return False


def fragment(mention: Mention) -> bool:
    """A sentence without any verb: «In January - 23 soldiers.»"""
    scene = mention.scene
    if any(scene.of(cls) for cls in ("event", "copula", "auxiliary", "speech")):
        return False
    opens = mention.number.i <= scene.first + 1 or any(w.span is not None for w in scene.whens)
    return scene.last - scene.first <= (_LONG if opens else _FRAGMENT) and not another_verb(mention)


def _recent(mention: Mention, reading: Reading) -> Found | None:
    last = reading.found[-1] if reading.found else None
    return last if last is not None and mention.index - last.mention.index <= _TELLING_REACH else None


def _counted(mention: Mention) -> bool:
    """«this autumn there were 29 of them», «їх понад тисячу»: a pronoun, and no verb but to be."""
    return mention.counted and not another_verb(mention)


def _told(mention: Mention) -> bool:
    """«spoke of 900 or so», «говорив про 717», «announced 150 of its own»: the number is the object of a credit."""
    scene, number = mention.scene, mention.number
    for cue in scene.of("speech"):
        between = range(cue.j, number.i)
        if not 0 <= number.i - cue.j <= _TOLD or any(_edge(k, scene) and scene.norm(k) not in _QUOTES for k in between):
            continue
        if any(scene.opens(k, "event", "stop", "relative", "copula") for k in between):
            continue
        if "fixed_order" in scene.lexicon.grammar or any(scene.starting("in", k) for k in between):
            return True  # «сообщили трое» is no object
    return False


def clause(mention: Mention) -> range:
    """The tokens of the clause in which a number stands: to the marks and to the words that open another."""
    scene, number = mention.scene, mention.number
    first = number.i
    while first > scene.first and not _edge(first - 1, scene) and not _opens(first, scene, number.i):
        first -= 1
    last = mention.end
    while last < scene.last and not _edge(last, scene) and not _opens(last, scene, number.i):
        last += 1
    return range(first, last)


def _edge(k: int, scene: Scene) -> bool:
    token = scene.tokens[k]
    return token.kind == MARK and token.norm not in _INSIDE


def _opens(k: int, scene: Scene, own: int) -> bool:
    return k != own and scene.opens(k, "stop", "relative")


def another_verb(mention: Mention) -> bool:
    """Whether the number's clause has a verb that tells no event of prisoners: «700 people came to the picnic»."""
    scene, number = mention.scene, mention.number
    if _possessed(mention):
        return True
    return any(is_verb(k, scene) for k in clause(mention) if not number.i <= k < mention.end)


def _possessed(mention: Mention) -> bool:
    """«The regiment has 3,000 men»"""
    scene, k = mention.scene, mention.number.i - 1
    while k > scene.first and scene.at("qualifier", k) is not None:
        k -= 1
    return scene.starting("has", k) is not None


def is_verb(k: int, scene: Scene) -> bool:
    """A word that is a verb by the file, or by its ending and no other meaning."""
    if scene.starting("verb", k) is not None:
        return True
    token = scene.tokens[k]
    if token.kind != WORD or token.capital or len(token.norm) < _LONG_WORD or scene.lexicon.tags(token.norm):
        return False
    if scene.opens(k - 1, "in", "of", "from", "to", "for", "by", "and"):
        return False  # behind a preposition stands a noun
    return token.norm.endswith(scene.lexicon.verb_endings or ("\0",))


def left_noun(mention: Mention) -> str | None:
    """«Обменов состоялось десять», «Exchanges: 10»: a noun of other things opens the clause and is what is counted."""
    head, scene, number = mention.head, mention.scene, mention.number
    if not head.elliptic or head.ofthem is not None or head.more:
        return None
    part = clause(mention)
    if part.start > scene.first and scene.norm(part.start - 1) == ":":
        return None
    first = part.start
    bare = all(scene.starting("qualifier", k) or scene.at("qualifier", k) for k in range(first, number.i))
    if bare and scene.norm(first - 1) == ",":  # «Звернень надійшло більше, близько 40 тисяч»
        first -= 1
        while first > scene.first and not _edge(first - 1, scene):
            first -= 1
    trap = scene.starting("trap", first)
    if trap is None or trap.j > number.i or any(first <= n.i < number.i for n in scene.numbers):
        return None
    told = any(trap.j <= c.i < number.i for cls in ("event", "people", "speech") for c in scene.of(cls))
    return None if told else trap.tag.val


def _exchange_before(mention: Mention, reading: Reading) -> bool:
    """Whether the sentence before speaks of an exchange or a release: «Details of today's exchange. 207 defenders.»"""
    for scene in reading.page.scenes[max(0, mention.index - 1) : mention.index]:
        told = any(c.tag.val.startswith("released") for c in scene.of("event"))
        if told or any(c.tag.val == "exchange" for c in scene.of("trap")):
            return scene.sentence.paragraph == mention.scene.sentence.paragraph
    return False

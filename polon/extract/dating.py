"""The date of a claim: its sentence's, the whole's, one that was named before, the day of the statement or the news."""

from __future__ import annotations

from datetime import date

from polon.extract.frames import befell, before, event_day, framed, near_by, pointed, told_before
from polon.extract.incidents import day_of
from polon.extract.joins import When
from polon.extract.mention import Found, Mention, Reading
from polon.extract.retold import told_of
from polon.extract.scene import Scene
from polon.extract.spans import Dated
from polon.extract.totals import FLOWS, carried_start, tied
from polon.extract.when import ahead, date_of, default_date, of_pledge, recent, stated
from polon.records import Event, Status

_TALLY = 2.0
_TRADES = frozenset({Event.RELEASED, Event.EXCHANGED})
_BEHIND = 2.2
_UNHEARD = 1500
"""More people than any one exchange of the war has freed."""
_MANY_TAKEN, _MANY_TRIED = 300, 100
_TAKEN = frozenset({"captured.take", "captured.surrender"})
_UNDATED = Dated(None, None, "no date stated", own=False)


def date_slot(found: Found, reading: Reading, inherits: Found | None) -> Dated:
    """The date of a claim and how it was found; `inherits` is the whole or the claim that it goes on from."""
    mention, published = found.mention, reading.page.published
    if found.origin:
        return _behind(found, reading) or _UNDATED
    for read in (_goes_on, _undated, pointed):
        if (dated := read(found, reading)) is not None:
            return dated
    own = date_of(mention.number, mention.head, found.attached, mention.scene, published, found.status)
    if own is not None and not (own.edtf is None and own.rule.startswith("planned")):
        return tied(own, reading.page.scenes[mention.index - 1] if mention.index else None, published)
    if inherits is not None and inherits.event is found.event and inherits.status is found.status:
        return Dated(inherits.date.edtf, inherits.date.words, "as the whole", own=False)
    for read in (
        _told_again,
        _since_before,
        day_of,
        _so_far,
        told_before,
        framed,
        _planned_before,
        event_day,
        befell,
        _too_many,
    ):
        if (dated := read(found, reading)) is not None:
            own_start = bool(mention.scene.of("since")) or not mention.index
            return dated if own_start else tied(dated, reading.page.scenes[mention.index - 1], published)
    default = default_date(
        mention.number, found.attached, mention.scene, published, found.status, _statement(reading, mention)
    )
    return tied(default, reading.page.scenes[mention.index - 1] if mention.index else None, published)


def _since_before(found: Found, reading: Reading) -> Dated | None:
    """What has added up since the start that heads the sentence before."""
    mention, scene = found.mention, found.scene
    cue = found.attached.cue
    if found.event not in FLOWS or not mention.index or any(w.span for w in scene.whens) or cue is None:
        return None
    if not scene.holds(cue) or not any(scene.starting("perfect", k) for k in range(cue.i - 5, cue.i + 1)):
        return None
    return carried_start(scene, reading.page.scenes[mention.index - 1], reading.page.published)


def _told_again(found: Found, reading: Reading) -> Dated | None:
    """«Seven men were taken home today. The seven flew by night»: the same people, the same event, the same day."""
    told = told_of(found.mention, reading, pointed=True)
    if told is None or told.event is not found.event or told.status is not found.status or not told.date.own:
        return None
    return Dated(told.date.edtf, told.date.words, "told again", own=False)


def _behind(found: Found, reading: Reading) -> Dated | None:
    """«out of 174 interviewed since March 2023», «из 250, захваченных 7 октября»: the date right behind the whole."""
    scene, mention, published = found.scene, found.mention, reading.page.published
    for when in scene.whens:
        between = any(mention.number.j <= n.i < when.i for n in scene.numbers)
        if when.i < mention.end or between or when.span is None or mention.far(when.i, when.j) >= _BEHIND:
            continue
        edtf = f"{when.span.edtf()}/{published or '..'}" if when.role == "since" else when.span.edtf()
        return Dated(edtf, scene.said(when.i, when.j), "behind the whole", own=True)
    return None


def _goes_on(found: Found, reading: Reading) -> Dated | None:
    """«has freed 5,857 since the invasion and another 550 beside the exchanges»: one total goes on."""
    last = reading.previous(found.mention)
    if last is None or last.scene is not found.scene or not found.head.more or last.event is not found.event:
        return None
    if any(last.number.j <= w.i < found.number.i or w.i >= found.number.j for w in found.scene.whens):
        return None
    total = last.date.own and "/" in (last.date.edtf or "")
    return Dated(last.date.edtf, last.date.words, "the total goes on", own=False) if total else None


def _so_far(found: Found, reading: Reading) -> Dated | None:
    """«Of the 900 taken there fewer than 550 have returned»: what became of those up to the day of the words."""
    published, last = reading.page.published, reading.previous(found.mention)
    if found.event not in (Event.RELEASED, Event.SENTENCED) or found.status is not Status.FACTUAL or published is None:
        return None
    if _refutes(found, last):
        return Dated(None, None, "a past that refutes", own=False)
    if found.whole is not None and found.whole.event is not found.event:
        total = found.whole.date.edtf or ""  # «22 were tried since the invasion, six of them have been exchanged»
        counted = total if total.endswith(f"/{published}") else f"../{published}"
        return Dated(counted, None, "so far, of those", own=False)
    if last is not None and last.scene is found.scene and last.date.rule in ("so far, of those", "a tally"):
        return Dated(last.date.edtf, None, "so far, of those", own=False)
    captives = last is not None and last.event in (Event.HELD, Event.CAPTURED) and last.status is Status.FACTUAL
    same = last is not None and (last.side is None or found.side in (None, last.side))
    close = last is not None and (last.scene is found.scene or found.head.elliptic or bool(found.scene.of("already")))
    if captives and same and close:
        return Dated(f"../{published}", None, "so far, of those", own=False)
    tally = [c for c in found.scene.of("tally") if found.mention.bare(c) < _TALLY]
    tally = [c for c in tally if found.scene.starting("perfect", c.i - 2) is None]  # «have been counted»
    if tally and not any(w.span is not None for w in found.scene.whens):
        return Dated(f"../{published}", found.scene.said(tally[0].i, tally[0].j), "counted so far", own=False)
    return None


def _too_many(found: Found, reading: Reading) -> Dated | None:
    """«has returned 6,400 people», «took over 600 soldiers prisoner»: no one day of this war has seen so many."""
    published = reading.page.published
    if published is None or reading.arena is not None or found.status is not Status.FACTUAL:
        return None
    freed = found.event is Event.RELEASED and found.number.value >= _UNHEARD
    freed = freed or (found.event is Event.SENTENCED and found.number.value >= _MANY_TRIED)
    taken = found.attached.role in _TAKEN and found.number.value >= _MANY_TAKEN and not _once(found)
    return Dated(f"../{published}", None, "so many so far", own=False) if freed or taken else None


def _once(found: Found) -> bool:
    """«2,500 were led out», «1,026 surrendered in Mariupol»: the simple past, or a place, tells one act."""
    cue, scene = found.attached.cue, found.scene
    if found.attached.role == "captured.surrender" and _somewhere(scene):
        return True
    if cue is None or not scene.holds(cue) or scene.starting("copula", cue.i - 1) is None:
        return False
    return not scene.opens_in(cue.i - 4, cue.i, "perfect")


def _somewhere(scene: Scene) -> bool:
    """Whether a sentence names a place: a capital behind «in» or «at»."""
    places = range(scene.first, scene.last - 1)
    dated = {k for w in scene.whens for k in range(w.i, w.j)}
    return any(scene.opens(k, "in") and scene.tokens[k + 1].capital and k + 1 not in dated for k in places)


def _refutes(found: Found, last: Found | None) -> bool:
    """«They called it a stunt: seven on that list have long been home»: it says that the return is past, not when."""
    scene = found.scene
    for cue in scene.of("status"):
        answered = any(scene.norm(k) == ":" for k in range(cue.j, found.number.i))
        if cue.tag.val == "denied" and answered and not any(cue.j <= n.i < found.number.i for n in scene.numbers):
            return bool(found.head.elliptic or scene.of("home"))
    return last is not None and last.status is Status.DENIED and last.scene is not scene and found.head.elliptic


def _undated(found: Found, _reading: Reading) -> Dated | None:
    """«Recently - another 8»: a past that the text does not date."""
    past = recent(found.number, found.scene)
    trade = found.event in _TRADES and not found.scene.of("speech")  # «later the ministry reported …» tells the news
    for cue in (*past, *(found.scene.of("later") if trade else ())):
        if found.mention.bare(cue) < 1.5 and not found.scene.whens:
            return Dated(None, found.scene.said(cue.i, cue.j), "undated past", own=True)
    return None


def _planned_before(found: Found, reading: Reading) -> Dated | None:
    """«On 13 October an exchange is to take place. About 200 will return»: the day of the plan before."""
    published, last = reading.page.published, reading.previous(found.mention)
    greater = last is not None and last.status is Status.PLANNED and found.number.value > last.number.value
    if published is None or greater or found.status is not Status.PLANNED:
        return None
    for scene in reversed(before(found.mention, reading, 2)):
        days = [w for w in scene.whens if w.role == "at" and w.span is not None]
        if len(days) == 1 and _today(days[0], scene, published):
            return Dated(published.isoformat(), scene.said(days[0].i, days[0].j), "planned for today", own=False)
        if not any(c.tag.val == "planned" for c in scene.of("status")):
            continue
        if any(of_pledge(w, found.attached, scene) for w in days):
            return None
        if len(days) == 1 and (span := ahead(days[0], published)) is not None and span.high > published:
            return Dated(span.edtf(), scene.said(days[0].i, days[0].j), "planned before", own=False)
    return None


def _today(when: When, scene: Scene, published: date) -> bool:
    """«On Wednesday, 27 December, an exchange is under way»: it is of the day of the news, and not over yet."""
    trade = any(c.tag.val == "exchange" for c in scene.of("trap"))
    endings = scene.lexicon.present_endings or ("\0",)
    under_way = any(scene.norm(k).endswith(endings) for k in range(when.j, scene.last))
    return trade and under_way and when.span is not None and when.span.low == when.span.high == published


def _statement(reading: Reading, mention: Mention) -> When | None:
    """The day of the words that the paragraph relays, as long as nobody else is quoted."""
    scene = mention.scene
    if (when := stated(scene)) is not None:
        parted = any(scene.norm(k) == ";" for k in range(*sorted((when.i, mention.number.i))))
        return None if parted else when
    if scene.of("relay"):
        return None
    for earlier in reversed(reading.page.scenes[max(0, mention.index - 3) : mention.index]):
        if near_by(earlier, mention.scene) and (when := stated(earlier)) is not None:
            return when
    return None

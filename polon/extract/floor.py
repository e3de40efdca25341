"""Which credit covers a claim, whom a pronoun means, and whether the outlet still relays its source."""

from __future__ import annotations

from datetime import date

from polon.extract.carry import is_verb
from polon.extract.events import LINK
from polon.extract.lexicon import Cue, Tag
from polon.extract.mention import Found
from polon.extract.names import Names
from polon.extract.scene import Page, Scene
from polon.extract.spans import span_of
from polon.extract.speaker import Speaker
from polon.extract.stretch import Stretch
from polon.records import Event, Status

_CARRIED = 3
_BULLETS = frozenset("-–—•*▪▫●◾◼➡✅")
_BELOW = 2
_DAYS, _MONTH, _SEASON = 3, 31, 100
_OPENING_WORDS = 14


def covering(found: Found, named: list[Speaker]) -> Speaker | None:
    """The credit of the claim's own sentence.

    «P, X said» covers what stands before it, «X says that P» what follows; one for a quotation only the quotation.
    """
    number = found.number
    fit = [s for s in named if found.quoted or not s.quoting or s.start < number.i or not any(found.scene.quoted)]
    inside = _bracket(number.i, found.scene)
    if noted := [s for s in fit if s.start in inside]:
        return noted[-1]  # «said Verba (by Hai's data, over 200 were taken)»
    leading = [s for s in fit if not s.trailing and s.start < number.i]
    trailing = [s for s in fit if s.trailing and s.start > number.i]
    told = [s for s in leading if s.cue.tag.cls == "account"]
    if told:
        return told[-1]
    if leading and trailing:
        last, first = leading[-1], trailing[0]
        apart = any(number.j <= c.i < first.start for c in found.scene.of("stop"))
        apart = apart or any(last.cue.j <= c.i <= last.cue.j + 1 for c in found.scene.of("stop"))  # «X said that …»
        passed_on = first.cue.tag.cls == "relay" and last.cue.tag.cls == "speech"
        return last if apart or passed_on or last.cue.tag.cls == "relay" else first
    if leading:
        surveyed = leading[-1].cue.tag.val == "weak" and found.scene.at("event", leading[-1].cue.i) is not None
        if surveyed and len(leading) > 1 and leading[-2].cue.tag.val == "according":
            return leading[-2]  # «by the commissioner's data, the mission interviewed 127»
        return leading[-1]
    if trailing:
        return trailing[0]
    earlier = [s for s in fit if s.start < number.i]
    if earlier:
        return earlier[-1]
    return next((s for s in fit if not _parted(number.j, s.start, found.scene)), None)


def _bracket(k: int, scene: Scene) -> range:
    """The tokens of the brackets in which a token stands; none where it stands in none."""
    i = next((m for m in range(k, scene.first - 1, -1) if scene.norm(m) in ("(", ")")), None)
    j = next((m for m in range(k, scene.last) if scene.norm(m) in ("(", ")")), None)
    closed = i is not None and j is not None and scene.norm(i) == "(" and scene.norm(j) == ")"
    return range(i, j) if closed and i is not None and j is not None else range(0)


def _parted(i: int, j: int, scene: Scene) -> bool:
    """Whether a new clause begins between: «45 came home, although Kyiv spoke of 50»."""
    return any(scene.norm(k) == ";" or scene.starting("stop", k) is not None for k in range(i, j))


def antecedent(scene: Scene, pronoun: Speaker, page: Page) -> Speaker | None:
    """«Some 60 relatives came to the ministry. By their count …»: whom the sentence before is about."""
    index = scene.sentence.index
    if not index or page.scenes[index - 1].sentence.paragraph != scene.sentence.paragraph:
        return None
    before = page.scenes[index - 1]
    names = Names(before)
    phrases = names.phrases(before.first, min(before.last, before.first + _OPENING_WORDS))
    if pronoun.pronoun != "body":
        for phrase in phrases:
            if (person := names.person(phrase.i, phrase.j)) is not None:
                return _as_speaker(person, before, person=True)
    for phrase in phrases:
        named = names.head(phrase)
        if named is not None and not phrase.governed:
            return _as_speaker(named, before, person=False)
    return None


def person_told(scene: Scene, page: Page) -> Speaker | None:
    """Whom the sentences before name, if a person: «he» is nobody's ministry."""
    index = scene.sentence.index
    for before in reversed(page.scenes[max(0, index - _CARRIED) : index]):
        names = Names(before)
        person = names.person(before.first, before.last)
        if person is not None and any(
            before.at("title", k) for k in range(max(before.first, person[0] - 8), person[0])
        ):
            return _as_speaker(person, before, person=True)
    return None


def own_subject(scene: Scene, pronoun: Speaker, page: Page) -> Speaker | None:
    """«The prosecutors opened a case. By their count …»: an observer that this sentence or the one before is about."""
    if pronoun.pronoun not in ("body", "any") or pronoun.quoting:
        return None
    index = scene.sentence.index
    before = page.scenes[index - 1] if index else scene
    for there in (scene, before):
        if there.sentence.paragraph != scene.sentence.paragraph or (there is before and there.of("speech")):
            continue
        working = observer(there)
        if working is not None and (there is not scene or working.i < pronoun.start):
            return working
    return None


def observer(scene: Scene) -> Speaker | None:
    """«The mission has visited 88 prisoners»: whoever looks after prisoners is the source of what it did."""
    stretch: Stretch | None = None
    for cue in scene.of("observer"):
        stretch = stretch or Stretch(scene)
        a = stretch.left(cue.i)
        a = max([c.j for c in scene.of("relative") if a <= c.i < cue.i], default=a)
        if any(is_verb(k, scene) for k in range(a, cue.i)):
            continue  # «a film, which the mission has arranged»
        if a > scene.first and scene.covers(a - 1, "event", "speech"):
            continue
        phrases = stretch.names.phrases(a, stretch.right(cue.j))
        first = next((p for p in phrases if not p.governed), None)
        if first is None or not first.i <= cue.i < first.j or stretch.inner(cue.i):
            continue
        if any((c := scene.at("people", k)) is not None and c.tag.prisoner for k in range(first.i, cue.i)):
            continue  # «handed the hostages over to the Red Cross»
        named = stretch.names.head(first) or stretch.names.name(first, sure=False)
        person = stretch.names.person(first.i, first.j)
        if (named := person or named) is not None:
            return Speaker(scene.said(*named), *named, cue, person=person is not None)
    return None


def _as_speaker(named: tuple[int, int], scene: Scene, *, person: bool) -> Speaker:
    return Speaker(scene.said(*named), *named, Cue(*named, Tag("relay", "antecedent")), person=person)


def keeps(found: Found, holder: Speaker, before: Scene, told: list[Found]) -> bool:
    """Whether a sentence without a credit goes on with the source of the sentence `before`, who `told` these."""
    scene = found.scene
    if scene.of("background") or scene.of("recent") or scene.sentence.index - before.sentence.index > _CARRIED:
        return False
    if any(c.tag.val == "picture" for c in scene.of("account")) or _outdone(scene):
        return False
    if holder.quoting or not _near(scene, before, holder, _same_news(found, told)):
        return False
    if found.status is not Status.FACTUAL or scene.of("additive"):
        return True
    if found.head.more and any(f.event is found.event for f in told):
        return True
    return not (_dated_anew(found, told) or _other_side(found, told) or _other_person(scene, holder))


def _outdone(scene: Scene) -> bool:
    """«The exchange of 2020 remains the largest»: what the outlet compares the news with."""
    return bool(scene.of("superlative")) and any(c.tag.val == "exchange" for c in scene.of("trap"))


def _same_news(found: Found, told: list[Found]) -> bool:
    """The same event and the same people: «Verba told of the exchange. ¶ 20 of them are marines»."""
    return any(f.event is found.event and f.side == found.side for f in told)


def _near(scene: Scene, before: Scene, holder: Speaker, same: bool) -> bool:
    """In the same paragraph; below a headline or a line that announces who speaks, in the next one too."""
    apart = scene.sentence.paragraph - before.sentence.paragraph
    headline = holder.cue.tag.val in ("colon", "label") or before.norm(before.last - 1) == ":"
    people = any(before.starting("people", n.j) is not None for n in before.numbers)
    told = bool(before.of("this")) and not people  # «The office reported this.», «Channel 24 writes about it»
    item = scene.norm(scene.first) in _BULLETS or any(n.i == scene.first and not n.words for n in scene.numbers)
    linked = same or any(c.i <= scene.first + 1 for c in scene.of("additive"))
    if apart == 0 or (apart == 1 and (headline or linked)):
        return True
    return apart <= _BELOW and (told or item or holder.cue.tag.val == "label")


def _dated_anew(found: Found, told: list[Found]) -> bool:
    """An event on another day, in another month or season than what the source told of: the outlet adds it."""
    own = span_of(found.date.edtf) if found.date.own and found.date.edtf is not None else None
    if own is None:
        return False
    low, high = own
    days = (high - low).days
    if found.event is Event.HELD and not any(f.date.edtf and high < _reach(f.date.edtf)[0] for f in told):
        return False
    if days > _SEASON or (found.attached.rule == "goes on" and days > 1):
        return False
    spans = [_reach(f.date.edtf) for f in told if f.date.edtf is not None]
    if not spans:
        return days == 0 or (bool(told) and days <= _MONTH)
    if days and high >= max(b for _, b in spans):
        return False  # a total up to the day of the source's news
    return not any(a <= low and high <= b and (days or (b - a).days <= _DAYS) for a, b in spans)


def _reach(edtf: str) -> tuple[date, date]:
    """What a date covers; a running total without a start covers all before its end."""
    first, _, last = edtf.partition("/")
    span = span_of(edtf)
    if span is not None:
        return span
    ends = span_of(last if first == ".." else first)
    if ends is None:
        return date.min, date.max
    return (date.min, ends[1]) if first == ".." else (ends[0], date.max)


def _other_side(found: Found, told: list[Found]) -> bool:
    """What the other side got back is told by somebody else, unless the source has spoken of both."""
    scene = found.scene
    if any(c.tag.val == LINK for c in scene.of("event")) or any(c.tag.val == "exchange" for c in scene.of("trap")):
        return False  # «In return 84 were handed over»: one report of one exchange
    sides = {f.side for f in told if f.event is found.event}
    known = bool(sides) and None not in sides and found.side is not None
    return found.event is Event.RELEASED and known and found.side not in sides


def _other_person(scene: Scene, holder: Speaker) -> bool:
    """Another person or observer acts: «the speaker of the parliament, Oleh Hai, brought five soldiers home»."""
    names = Names(scene)
    end = min((c.i for c in scene.of("event")), default=scene.last)
    for phrase in names.phrases(scene.first, end):
        person = names.person(phrase.i, phrase.j) if not phrase.governed else None
        if person is not None and not set(scene.said(*person).split()) & set(holder.name.split()):
            return True
    return False

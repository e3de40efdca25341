"""Running totals: what has been adding up since a day, this year, so far, and the day on which the count ends."""

from __future__ import annotations

from datetime import date

from polon.extract.clauses import beside, crosses, joined, other_verbs
from polon.extract.events import Attached
from polon.extract.joins import When
from polon.extract.lexicon import Cue
from polon.extract.numbers import Number
from polon.extract.scene import Scene
from polon.extract.spans import Dated
from polon.extract.tokens import MARK, WORD
from polon.records import Event

FLOWS = frozenset({Event.RELEASED, Event.CAPTURED, Event.DIED, Event.SENTENCED})
"""What adds up; a formula is one exchange and never does."""
NEAR = 2.6
OVER_ANOTHER = 10.0
"""How much farther a start is that another number stands before."""
_SINCE = 3.2
_ANOTHERS = 1.2
_TOTAL = 2.2
_RANKED = 14
_ORDERED = 3
_BEHIND_WAR = 3
_ONE_EXCHANGE = 500


def stated(scene: Scene) -> When | None:
    """The day on which the sentence's words were said."""
    for when in scene.whens:
        if when.role == "said" and when.span is not None and (when.rule != "ago" or when.i <= scene.first + 1):
            return when
    return None


def tied(total: Dated, before: Scene | None, published: date | None) -> Dated:
    """«28 cases since the invasion. In total 62 people died in them»: the start of the sentence before."""
    if total.rule not in ("running total", "running total, no day", "a tally", "so many so far") or before is None:
        return total
    wars = _since_wars(before, published.isoformat() if published else "..", published)
    starts = [dated for _, _, dated in wars if (dated.edtf or "").startswith("2022")]
    if not starts:
        return total
    return Dated(starts[0].edtf, total.words, "running total, tied to the start before", own=True)


def carried_start(scene: Scene, before: Scene, published: date | None) -> Dated | None:
    """«Since the invasion they have held 58 exchanges. Over 3,500 people have been able to return»: one start."""
    if not scene.of("perfect") or before.sentence.paragraph != scene.sentence.paragraph:
        return None
    stop = _stop(before, None, published)
    starts = [*_since_dates(before, stop, published), *_since_wars(before, stop, published)]
    heads = [dated for i, _, dated in starts if i <= before.first + 1 and not (dated.edtf or "").startswith("..")]
    return Dated(heads[0].edtf, heads[0].words, "since the start before", own=True) if heads else None


def running_total(
    number: Number, end: int, attached: Attached, scene: Scene, published: date | None
) -> tuple[float, Dated] | None:
    """An interval for a number that has been adding up, and how far its words are; none that is open at both ends."""
    total = _total(number, end, attached, scene, published)
    if total is None or total[1].edtf != "../..":
        return total
    return total[0], Dated(None, total[1].words, "running total, no day", own=True)


def _total(
    number: Number, end: int, attached: Attached, scene: Scene, published: date | None
) -> tuple[float, Dated] | None:
    """An interval for a number that has been adding up (since a date, this year, so far), and how far its words are."""
    if attached.event not in FLOWS and attached.event is not Event.OTHER:
        return None
    if not scene.whens and not scene.has("invasion", "total"):
        return None
    as_of = next((w for w in scene.whens if w.role == "as_of" and w.span is not None), None)
    stop = _stop(scene, as_of, published)
    starts = [
        start
        for start in (
            *_since_dates(scene, stop, published),
            *_since_wars(scene, stop, published),
            *_this_year(scene, published),
        )
        if not _counts_events(start[0], scene)
        and not beside(start[0], number, attached, scene)
        and not (scene.gap(start[0], start[1], number.i, end) > 1 and other_verbs(start[0], start[1], attached, scene))
        and not _anothers(start[0], start[1], number, scene)
    ]
    near = [(_numbers_between(i, j, number, scene), _from_start(i, j, number, end, scene), d) for i, j, d in starts]
    near = [entry for entry in near if entry[1] < _SINCE and not _backwards(entry[2])]
    if near:
        between, far, dated = min(near, key=lambda entry: (entry[0], (entry[2].edtf or "").startswith(".."), entry[1]))
        return far + OVER_ANOTHER * between, dated
    if as_of is not None and attached.event in FLOWS and scene.gap(as_of.i, as_of.j, number.i, end) < 3.5:
        until = None if stop == ".." else f"../{stop}"
        return 9.0, Dated(until, scene.said(as_of.i, as_of.j), "running total, as of", own=True)
    total = [c for c in scene.of("total") if _sums_up(c, number, end, attached, scene)]
    if total and _going_on(attached, scene):
        return None  # «at this moment all 74 are on their way home»
    if total and not any(w.span is not None and w.role != "said" and not _inside(w, total[0]) for w in scene.whens):
        until = None if stop == ".." else f"../{stop}"  # an undated text dates neither end
        return 9.0, Dated(until, scene.said(total[0].i, total[0].j), "running total", own=True)
    return None


def _going_on(attached: Attached, scene: Scene) -> bool:
    """Whether those freed are on their way: the verb is in the present."""
    cue, endings = attached.cue, scene.lexicon.present_endings
    on_the_way = attached.role == "released.come" and cue is not None and scene.holds(cue)
    return on_the_way and cue is not None and scene.norm(cue.i).endswith(endings or ("\0",))


def _inside(when: When, cue: Cue) -> bool:
    """«На сьогодні звільнено 300»: the day in the very words that say «so far»."""
    return cue.i <= when.i and when.j <= cue.j


def _anothers(i: int, j: int, number: Number, scene: Scene) -> bool:
    """«nine were taken. Since January 1 – scores»: the start stands before another number, by a dash."""
    return i > number.i and any(n.i >= j and joined(i, j, n, scene) for n in scene.numbers if n.i != number.i)


def _numbers_between(i: int, j: int, number: Number, scene: Scene) -> int:
    """«4,757 since the invasion, of them 854 since the start of this year»: each start is the nearest number's."""
    return sum(1 for n in scene.numbers if not n.ordinal and (j <= n.i < number.i or number.j <= n.i < i))


def _from_start(i: int, j: int, number: Number, end: int, scene: Scene) -> float:
    """How far a start is from a number: one at the head of the sentence frames it all."""
    gap = scene.gap(i, j, number.i, end)
    return gap * 0.5 if i <= scene.first + 4 else gap + _ANOTHERS * crosses(i, j, number, scene)


def _sums_up(cue: Cue, number: Number, end: int, attached: Attached, scene: Scene) -> bool:
    """Whether «in total» is said of this number, not of another, and does not mean «together with»."""
    together = scene.starting("from", cue.j)  # «разом із»; but «на сьогодні з полону …»
    if scene.gap(cue.i, cue.j, number.i, end) >= _TOTAL or (together and not scene.starting("captivity", together.j)):
        return False
    if scene.starting("article", cue.i - 1) is not None and scene.starting("of", cue.j) is not None:
        return False  # «a total of 108 were freed today»
    if scene.sentence.index and cue.i == scene.first and _of_the_day(number, attached, scene):
        return False  # «The first stage is over. In total, 390 came home»: a sum of that day
    if cue.i < number.i:
        return not any(cue.j <= n.i < number.i and not _of_cases(n, scene) for n in scene.numbers)
    if any(cue.j <= n.i <= cue.j + 2 for n in scene.numbers) or _brings_to(cue, scene):
        return False  # «146 were exchanged, bringing to 4,233 …»
    own = attached.cue is not None and scene.holds(attached.cue) and cue.j <= attached.cue.i <= cue.j + 2
    return own or cue.j >= scene.last or scene.tokens[cue.j].kind == MARK or cue.j - cue.i > 1


def _of_cases(number: Number, scene: Scene) -> bool:
    """«So far 80 cases of the execution of 322 soldiers are open»: both have been adding up."""
    return any((c := scene.at("trap", k)) is not None and c.tag.val == "case" for k in (number.j, number.j + 1))


def _of_the_day(number: Number, attached: Attached, scene: Scene) -> bool:
    """Whether a sum is told in the simple past, and small enough for one exchange."""
    cue = attached.cue
    if cue is None or attached.event is not Event.RELEASED or number.value > _ONE_EXCHANGE or not scene.holds(cue):
        return False
    lasting = any(scene.opens(k, "perfect", "present") for k in range(cue.i - 4, cue.i + 1))
    return not lasting and not scene.of("already")


def _brings_to(cue: Cue, scene: Scene) -> bool:
    """«bringing the total number freed with its help to 4,955»: the total is the number that it comes to."""
    if cue.j - cue.i == 1:
        return False
    for number in scene.numbers:
        if cue.j <= number.i and not any(scene.tokens[k].kind == MARK for k in range(cue.j, number.i)):
            return scene.opens_in(cue.j, number.i, "to")
    return False


def _counts_events(i: int, scene: Scene) -> bool:
    """«the 70th exchange since the invasion»: what adds up are exchanges, not people."""
    ordinals = [n for n in scene.numbers if n.ordinal]
    if _ranks(i, scene):
        return True
    trades = [c.j for c in scene.of("trap") if c.tag.val == "exchange"]
    if any(0 < i - n.j <= _ORDERED and all(scene.tokens[k].kind == WORD for k in range(n.j, i)) for n in ordinals):
        return True  # «the 56th swap of prisoners since the invasion»
    return any(-1 <= i - n.j <= 1 for n in ordinals) or any(
        0 <= i - j <= 2 and any(n.j < j <= n.j + 3 for n in ordinals) for j in trades
    )


def _ranks(i: int, scene: Scene) -> bool:
    """«the largest trial of soldiers since the invasion»: the time in which nothing was larger, no total."""
    for cue in scene.of("superlative"):
        if 0 <= i - cue.j <= _RANKED and not any(cue.j <= n.i < i for n in scene.numbers):
            return not any(scene.tokens[k].kind == MARK for k in range(cue.j, i))
    return False


def _backwards(dated: Dated) -> bool:
    """Whether an interval would end before it begins: the phrase was misread, or the day of publication is wrong."""
    start, _, stop = (dated.edtf or "").partition("/")
    return start[:1].isdigit() and stop[:1].isdigit() and stop < start[: len(stop)]


def _stop(scene: Scene, as_of: When | None, published: date | None) -> str:
    """The day on which a running total ends: as of which, else on which it was stated, else of the news."""
    said = stated(scene) or _fronted(scene)
    if as_of is not None and as_of.span is not None:
        return as_of.span.edtf() if as_of.span.grain in ("month", "year") else as_of.span.high.isoformat()
    if said is not None and said.span is not None:
        return said.span.edtf() if said.span.grain == "month" else said.span.high.isoformat()
    return published.isoformat() if published else ".."


def _fronted(scene: Scene) -> When | None:
    """«In December the head of the staff said that 500 had been seized since August»: the words are of December."""
    heads = [w for w in scene.whens if w.i <= scene.first + 1 and w.role == "at" and w.span is not None]
    if not heads or heads[0].span is None or heads[0].span.grain not in ("day", "month"):
        return None
    said = next((c for c in scene.of("speech") if c.i > heads[0].j), None)
    told = any(heads[0].j <= c.i < said.i for c in scene.of("event")) if said is not None else True
    return None if told or any(n.i < (said.i if said else 0) for n in scene.numbers) else heads[0]


def _since_dates(scene: Scene, stop: str, published: date | None) -> list[tuple[int, int, Dated]]:
    found = []
    for when in scene.whens:
        until = scene.starting("to", when.i - 1) is not None  # «from the start of the invasion to April 10»
        if when.role == "since" and when.span is not None and not until:
            opening = any(
                c.j - c.i > 1 and 0 <= when.i - c.j <= 2 for c in scene.of("since")
            )  # «since the start of July»
            whole = opening or scene.starting("year", when.i) is not None
            start = when.span.low.isoformat() if whole else when.span.edtf().split("/")[0]
            found.append(
                (when.i, when.j, Dated(f"{start}/{stop}", scene.said(when.i, when.j), "since a date", own=True))
            )
    return found


def _since_wars(scene: Scene, stop: str, published: date | None) -> list[tuple[int, int, Dated]]:
    """«since the start of the full-scale invasion», «in total during the war», with «to April 10» where it stands."""
    found = []
    until = [w for w in scene.whens if w.span is not None and scene.starting("to", w.i - 1) is not None]
    spans = [w for w in scene.whens if w.rule == "interval"]
    for cue in scene.of("invasion"):
        if any(w.i < cue.j and cue.i < w.j for w in spans):
            continue  # «from February 2022 to January 2023» has its own end
        since = [s for s in scene.of("since") if -4 <= cue.i - s.j <= 5 and s.i < cue.j]
        if not since and not any(scene.gap(c.i, c.j, cue.i, cue.j) < 4.5 for c in scene.of("total")):
            continue
        ends = [w.span for w in until if cue.j <= w.i <= cue.j + 3 and w.span is not None]
        start = "2022-02-24" if cue.tag.val == "full" else _start_of(scene.words(cue.i, cue.j), published)
        if start == ".." and since and (named := _named_start(cue, scene)) is not None:
            start = named
        words, last = scene.said(cue.i, cue.j), ends[0].high.isoformat() if ends else stop
        i = min((s.i for s in since), default=cue.i)
        found.append((i, cue.j, Dated(f"{start}/{last}", words, "since the invasion", own=True)))
    return found


def _named_start(war: Cue, scene: Scene) -> str | None:
    """«since the fighting broke out in mid-April»: the start is named behind."""
    for when in scene.whens:
        if war.j <= when.i <= war.j + _BEHIND_WAR and when.span is not None and when.span.grain in ("day", "month"):
            between = range(war.j, when.i)
            return (
                when.span.edtf()
                if all(scene.opens(k, "in", "phase") or "-" in scene.norm(k) for k in between)
                else None
            )
    return None


def _start_of(words: str, published: date | None) -> str:
    if published is not None and words.endswith("year"):
        return f"{published.year}-01-01"
    if published is not None and words.endswith("month"):
        return f"{published:%Y-%m}-01"
    return ".."


def _this_year(scene: Scene, published: date | None) -> list[tuple[int, int, Dated]]:
    found = []
    for when in scene.whens:
        if when.span is None or published is None or when.role != "at":
            continue
        if when.span.grain == "year" and when.span.low.year == published.year and scene.starting("year", when.i):
            words = scene.said(when.i, when.j)
            found.append((when.i, when.j, Dated(f"{published.year}-01-01/{published}", words, "this year", own=True)))
    return found

"""Deaths in captivity told over several sentences: what happened to prisoners, where and when, then how many died."""

from __future__ import annotations

from polon.extract.mention import Found, Mention, Reading
from polon.extract.scene import Scene
from polon.extract.spans import Span, make_day
from polon.extract.when import Dated
from polon.records import Event

_BACK = 2
_BESIDE = 3.0
_EVENTS = frozenset({Event.DIED, Event.OTHER})


def of_prisoners(mention: Mention, reading: Reading) -> bool:
    """«Prisoners of war were shot. 54 defenders died»: the sentences before tell of what befell prisoners."""
    if any(c.tag.val == "none.other" for c in mention.scene.of("event")):
        return False  # «the army's losses»
    scenes = reading.page.scenes[max(0, mention.index - _BACK) : mention.index]
    near = [s for s in scenes if mention.scene.sentence.paragraph - s.sentence.paragraph <= 1]
    return any(_befell(scene) for scene in near)


def _befell(scene: Scene) -> bool:
    """A sentence that joins captives with their death: by a verb of it, or by a blast, a strike, an attack."""
    bodies = scene.of("body")  # «the Headquarters for the Treatment of Prisoners of War»
    strong = any(c.tag.val == "strong" and not any(b.i <= c.i < b.j for b in bodies) for c in scene.of("war"))
    killed = any(c.tag.val.startswith("died") for c in scene.of("event"))
    return strong and (killed or bool(scene.of("incident")))


def day_of(found: Found, reading: Reading) -> Dated | None:
    """«In the night of 3 May a blast shook the barracks. 12 were killed»: the day of the blast is theirs."""
    if found.event not in _EVENTS or (found.event is Event.OTHER and "wounded" not in found.head.groups()):
        return None
    at = found.mention.index
    for scene in (*reversed(reading.page.scenes[max(0, at - _BACK) : at + 1]), *reading.page.scenes[at + 1 : at + 3]):
        if abs(scene.sentence.paragraph - found.scene.sentence.paragraph) > _BACK:
            continue
        for cue in scene.of("incident") if not scene.of("memory") else ():
            beside = [
                w.span
                for w in scene.whens
                if cue.tag.val == "blast"
                and w.role != "said"
                and w.span
                and scene.gap(w.i, w.j, cue.i, cue.j) < _BESIDE
            ]
            if beside:
                return Dated(_joined(beside).edtf(), scene.words(cue.i, cue.j), "the day of the incident", own=True)
    return None


def _joined(spans: list[Span]) -> Span:
    """«three years ago, in the night of 29 July»: the finest, in the year that another names."""
    finest = min(spans, key=lambda s: (s.high - s.low).days)
    years = [s for s in spans if s.grain == "year"]
    if years and finest.grain == "day" and finest.low.year != years[0].low.year:
        return make_day(years[0].low.year, finest.low.month, finest.low.day) or finest
    return finest

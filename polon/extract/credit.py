"""Attribution over sentences: the nearest credit, the quotation's speaker, the source that is still relayed."""

from __future__ import annotations

from polon.extract.mention import Found, Reading
from polon.extract.scene import Scene
from polon.extract.speakers import Speaker, speakers

_QUOTATION_SENTENCES = 12
_BACK = 3
_CARRIED = 2
_TOLD_PARAGRAPHS = 2


def credit(new: list[Found], reading: Reading, scene: Scene, relay: Speaker | None) -> Speaker | None:
    """Credits the claims of one sentence; gives the source that is relayed from here on."""
    text = reading.page.text
    named = speakers(scene, text)
    for found in new:
        _credit_one(found, named, relay, reading)
    if not new and named and scene.of("this"):
        _credit_told(scene, named[0], reading)
    persons = [s for s in named if not s.pronoun]
    if persons and new:
        chosen = next((p for p in persons if p.name == new[0].attribution), persons[-1])
        _credit_back(new[0], chosen, reading, scene)
    return persons[-1] if persons else relay


def _credit_told(scene: Scene, speaker: Speaker, reading: Reading) -> None:
    """«The president announced this»: credits what was told before it, back to the last credit."""
    for found in reversed(reading.found):
        near = scene.sentence.paragraph - found.scene.sentence.paragraph <= _TOLD_PARAGRAPHS
        if found.attribution is not None or not near or speaker.pronoun:
            return
        found.attribution, found.trace["attribution"] = speaker.name, "credited in a later sentence"


def _credit_one(found: Found, named: list[Speaker], relay: Speaker | None, reading: Reading) -> None:
    scene = found.scene
    if named:
        nearest = min(named, key=lambda s: scene.gap(s.i, s.j, found.number.i, found.number.j))
        speaker = relay if nearest.pronoun else nearest
        if speaker is not None:
            found.attribution, found.trace["attribution"] = speaker.name, scene.words(nearest.cue.i, nearest.cue.j)
    elif found.whole is not None and not found.quoted:
        found.attribution, found.trace["attribution"] = found.whole.attribution, "as the whole"
    elif relay is not None and (found.attached.rule == "goes on" or found.quoted or _carries_on(found, reading)):
        found.attribution, found.trace["attribution"] = relay.name, "still relayed"


def _credit_back(first: Found, speaker: Speaker, reading: Reading, scene: Scene) -> None:
    """A credit at the end of a breakdown holds for the whole that stands before it."""
    last = max(f.number.j for f in reading.found if f.scene is scene)
    if speaker.i < last or first.whole is None:
        return
    for earlier in reversed(reading.found[: reading.found.index(first)]):
        here = earlier.scene.sentence
        if here.paragraph != scene.sentence.paragraph or earlier.attribution is not None:
            break
        if scene.sentence.index - here.index > _BACK or speakers(earlier.scene, reading.page.text):
            break
        earlier.attribution, earlier.trace["attribution"] = speaker.name, "credited after its parts"


def credit_quotations(reading: Reading) -> None:
    """A quotation over several sentences has one speaker, often named only where it ends."""
    scenes = reading.page.scenes
    for found in reading.found:
        if found.attribution is not None or not found.quoted:
            continue
        for later in scenes[found.mention.index + 1 : found.mention.index + _QUOTATION_SENTENCES]:
            if not later.quoted or not later.quoted[0]:
                break
            named = [s for s in speakers(later, reading.page.text) if not later.quoted[s.i - later.first]]
            if named and not named[-1].pronoun:
                found.attribution, found.trace["attribution"] = named[-1].name, "the quotation's speaker"
                break


def _carries_on(found: Found, reading: Reading) -> bool:
    """The next sentences about the same people, without a date of their own: the source is still relayed."""
    scene = found.scene
    if _introduced(found, reading):
        return True
    if scene.of("background") or scene.of("recent") or any(w.role == "at" for w in scene.whens):
        return False
    before = (f for f in reading.found if f.attribution is not None and f.scene is not scene)
    return any(
        f.scene.sentence.paragraph == scene.sentence.paragraph
        and 0 < scene.sentence.index - f.mention.index <= _CARRIED
        and f.side == found.side
        for f in before
    )


def _introduced(found: Found, reading: Reading) -> bool:
    """«The ministry reported an exchange. 185 soldiers returned»: the sentence before only names the source."""
    index = found.mention.index
    if index == 0 or found.scene.of("background"):
        return False
    before = reading.page.scenes[index - 1]
    if before.sentence.paragraph != found.scene.sentence.paragraph or before.numbers:
        return False
    told = any(c.tag.val == "exchange" for c in before.of("trap")) or any(
        c.tag.val.split(".")[0] == found.event for c in before.of("event")
    )
    return told and any(not s.pronoun for s in speakers(before, reading.page.text))

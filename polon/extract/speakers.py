"""Who says it: the credits of a sentence, each with the name as written and the word that credits it."""

from __future__ import annotations

from dataclasses import replace

from polon.extract.headlines import CREDITING
from polon.extract.hearing import Hearing
from polon.extract.scene import Scene
from polon.extract.speaker import Speaker
from polon.extract.stretch import NAME_WORDS

_TOLD_WORDS = 24
"""Words between «X said this» and the paper that passes it on."""


def speakers(scene: Scene) -> list[Speaker]:
    """Every credited speaker of a sentence, in order."""
    if not scene.has("relay", "speech", "account"):
        return Hearing(scene).unspoken() if scene.marks & CREDITING else []
    hearing = Hearing(scene)
    if scene.starting("label", scene.first) is not None and (labelled := hearing.unspoken()):
        cited = (
            hearing.relayed(c) for c in scene.of("relay") if c.tag.val == "reference"
        )  # «Source: the paper, citing X»
        return [replace(s, cue=labelled[0].cue) for s in cited if s is not None] or labelled
    found: list[Speaker] = []
    for cls, hear in (("relay", hearing.relayed), ("speech", hearing.said), ("account", hearing.told)):
        for cue in scene.of(cls):
            if cls == "speech" and ((r := scene.at("relay", cue.i)) is not None and r.i == cue.i and r.j > cue.j):
                continue
            if cls == "speech" and any(s.i <= cue.i < s.j or s.cue.i <= cue.i < s.cue.j for s in found):
                continue
            speaker = hear(cue)
            if speaker is not None:
                same = [s for s in found if s.i < speaker.j and speaker.i < s.j]
                if not same or all(s.silent for s in same):
                    found = [*(s for s in found if s not in same), speaker]
    if not found:
        return hearing.unspoken()
    if any(not s.inner for s in found):
        found = [s for s in found if not s.inner]
    return _without_conduits(sorted(found, key=lambda s: s.start), scene)


def _without_conduits(found: list[Speaker], scene: Scene) -> list[Speaker]:
    """«…, said Verba, writes the Harbour»: the paper that passes it on is not the source."""
    kept: list[Speaker] = []
    referred = [s for s in found if s.cue.tag.val == "reference"]
    papers = [s for s in found if referred and s.trailing and s.cue.tag.cls == "speech" and s.i < referred[0].i]
    if papers and (first := [s for s in found if not s.trailing and s.i < papers[0].i and s not in referred]):
        return first  # «Verba said that …, the Harbour reports, citing the News»
    said = [s for s in found if referred and s.person and s.cue.tag.cls == "speech" and s.i > referred[-1].j]
    if said and scene.of("this"):
        return said  # «As the Harbour reports with reference to the Coast, Verba told of this»
    if any(c.isupper() for s in referred for c in s.name):  # «…, the Harbour reports with reference to Verba»
        found = [s for s in found if s in referred or s.cue.tag.cls == "account"]
    elif len(referred) < len(found):  # «…, the Harbour reports with reference to its own sources»
        found = [s for s in found if s not in referred]
    elif any(s.cue.tag.val != "through" for s in found):  # «Source: Verba, quoted by the Harbour»
        found = [s for s in found if s.cue.tag.val != "through"]
    for speaker in found:
        before = kept[-1] if kept else None
        if (
            before is not None
            and (before.trailing or scene.of("this"))
            and speaker.trailing
            and speaker.cue.tag.cls == "speech"
        ):
            low = max(before.j, before.cue.j)
            between = range(low, speaker.start)
            if (
                len(between) <= (_TOLD_WORDS if scene.of("this") and not before.trailing else NAME_WORDS)
                and not any(scene.opens(k, "and", "stop", "event", "numeral") for k in between)
                and not any(low <= n.i < speaker.start for n in scene.numbers)
            ):
                continue
        kept.append(speaker)
    return kept

"""Text to claims, step by step: the one module to read first.

Sentences in order; in each, every number: what does it count (`nouns`), is it a trap (`traps`), what happened to them
(`events`), is it a part of another (`wholes`), is it a claim (`judge`), and its slots (`slots`, `sides`, `when`); then
who says so (`credit`). What a sentence leaves unsaid is taken from the whole it is part of, from the claim before it,
or from the text (`settle`). Each slot remembers the rule, and where a word gave it, the word.
"""

from __future__ import annotations

from datetime import date

from polon.extract.credit import Floor
from polon.extract.events import attach, reduced_participles
from polon.extract.judge import judge
from polon.extract.lexicon import Lexicon
from polon.extract.mention import Found, Mention, Reading
from polon.extract.nouns import head_of
from polon.extract.scene import Scene, read_page
from polon.extract.settle import arena, of_the_war, settle, topic, voice
from polon.extract.slots import make_claim
from polon.extract.status import deny_back, deny_sentence_before
from polon.extract.traps import trap_of
from polon.extract.wholes import is_part, whole_of


def read(text: str, lexicon: Lexicon, published: date | None) -> Reading:
    """Every claim of a text. `published` is the local day of publication, None where it is unknown."""
    reading = Reading(read_page(text, lexicon, published, whole=False))
    on_topic, reading.topical = topic(reading.page)
    if not on_topic:
        return reading
    reading.arena = arena(reading.page)
    reading.war = of_the_war(reading.page)
    reading.voice = voice(reading.page, reading.arena)
    floor = Floor(reading)
    for scene in reading.page.scenes:
        _read_sentence(scene, reading, floor)
    floor.close()
    settle(reading)
    return reading


def _read_sentence(scene: Scene, reading: Reading, floor: Floor) -> None:
    before = len(reading.found)
    mentions = [Mention(number, head_of(number, scene), scene) for number in scene.numbers]
    taken = reduced_participles({m.number.i: m.head for m in mentions}, scene) if mentions else frozenset()
    for mention in mentions:
        claim, reason = _consider(mention, reading, taken)
        if claim is not None:
            reading.add(claim)
        else:
            reading.refused.append((mention.number, reason or "no event"))
        reading.mentions.append(mention)
    claimed = [f.mention for f in reading.found[before:]]
    if claimed:
        deny_back(claimed, reading)
    else:
        for cue in scene.of("status"):
            if cue.tag.val == "denied":
                deny_sentence_before(cue, scene, reading)
    floor.hear(scene, reading.found[before:])


def _consider(mention: Mention, reading: Reading, taken: frozenset[int]) -> tuple[Found | None, str | None]:
    """The claim of a number, or the reason why it is none."""
    if (trap := trap_of(mention)) is not None:
        return None, trap
    attached = attach(mention.number, mention.head, mention.scene, taken)
    whole = whole_of(mention, reading, attached) if is_part(mention, reading) else None
    settled, reason = judge(mention, reading, attached, whole)
    if settled is None:
        return None, reason
    return make_claim(mention, reading, settled, whole), None

"""Of whom a number without a noun of its own speaks: the people named before it.

«Of the marines taken in spring, 900 …», «40 stormtroopers came: 15 fell, eight surrendered», «72 medics are held. Ten
are home»: what was said of those people holds for the number, as far as it is a trait of all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from polon.extract.groups import RANKS
from polon.extract.head import Head
from polon.extract.lexicon import Tag
from polon.extract.mention import LOOK_BACK, Mention, Reading
from polon.extract.scene import Scene
from polon.extract.tokens import MARK
from polon.records import Event, Who

_PASSING = RANKS | {"men", "wounded", "previously_missing", "children"}
"""Traits of a part or of a moment: a sentence later they are no longer meant."""
_LOOSE = 4
_BEYOND = 2
"""How many sentences back, where only a formula («25 for 25») stands between."""


@dataclass(frozen=True, slots=True)
class Antecedent:
    """Those who were named before: whose, of what kind, in which groups; `here`: in the same sentence."""

    who: Who | None
    side: str | None
    groups: tuple[str, ...]
    here: bool


def antecedent(mention: Mention, reading: Reading) -> Antecedent | None:
    """The people that a number without a noun of its own counts; None where none stand near."""
    if _defined(mention):
        return None
    before = _fronted(mention) or _counted(mention, reading)
    return before if before is None or before.here or mention.head.elliptic else None


def nounless(mention: Mention) -> bool:
    """«6,000 Ukrainian soldiers and 1,000 Russian», «50 soldiers died, 70 wounded»: the noun is said once, before."""
    head, scene = mention.head, mention.scene
    adjective = scene.norm(head.j - 1).endswith(scene.lexicon.adjective_endings or ("\0",))
    hurt = bool(head.tags) and all(t.group == "wounded" and not t.who for t in head.tags) and not head.joined
    return hurt or (head.nationality_alone and head.j > mention.number.j and adjective)


def _defined(mention: Mention) -> bool:
    """«1,100 or more of those who returned»: the clause behind says who they are."""
    scene, number = mention.scene, mention.number
    cues = [c for k in range(number.j, number.j + 3) if (c := scene.starting("ofthem", k)) is not None]
    return any(scene.starting("relative", k) is not None for c in cues for k in range(c.i + 1, c.j + 1))


def _fronted(mention: Mention) -> Antecedent | None:
    """«Of the Ukrainian marines …, 900 were led away»: the set is named at the head of the clause, without a number."""
    scene, number = mention.scene, mention.number
    for k in range(number.i - 1, scene.first - 1, -1):
        if any(n.i <= k < n.j for n in scene.numbers):
            return None
        opened = k == scene.first or scene.tokens[k - 1].kind == MARK or scene.starting("and", k - 1) is not None
        if not opened or not scene.opens(k, "of", "from", "outof", "ofthem"):
            continue
        tags = _noun_phrase(k + 1, number.i, scene)
        if any(t.who or t.group for t in tags):
            head = Head(number.j, tags=tags)
            return Antecedent(head.who(), head.side(), tuple(head.groups()), here=True)
    return None


def _noun_phrase(k: int, end: int, scene: Scene) -> list[Tag]:
    """The nouns of people from token `k`, of which a few loose words may stand between."""
    tags: list[Tag] = []
    loose = 0
    while k < end and scene.tokens[k].kind != MARK and loose < _LOOSE and scene.starting("event", k) is None:
        cue = scene.starting("people", k)
        if cue is None:
            if tags:
                break
            loose, k = loose + 1, k + 1
            continue
        tags.append(cue.tag)
        k = cue.j
    return tags


def _counted(mention: Mention, reading: Reading) -> Antecedent | None:
    """The people counted last, in this sentence or the one before; of parts their whole."""
    previous = reading.previous(mention)
    last = next(
        (m for m in islice(reversed(reading.mentions), LOOK_BACK) if m.head.people and m.head.trap is None), None
    )
    if last is not None and last.head.who() is not None and (previous is None or _after(last, previous.mention)):
        if mention.index - last.index > 1:
            return None
        here = last.scene is mention.scene
        return Antecedent(last.head.who(), last.head.side(), _lasting(last.head.groups(), here=here), here=here)
    if previous is not None and previous.event is Event.EXCHANGED and previous.scene is not mention.scene:
        earlier = reversed(reading.near(mention.index, _BEYOND))
        previous = next((f for f in earlier if f.event is not Event.EXCHANGED), None)
    if previous is None or previous.event is Event.EXCHANGED:
        return None
    source = previous
    while source.whole is not None:
        source = source.whole
    here = source.scene is mention.scene
    who = None if source.who is Who.MIXED else source.who
    return Antecedent(who, source.side, _lasting(source.group, here=here), here=here)


def _after(one: Mention, other: Mention) -> bool:
    return (one.index, one.number.i) > (other.index, other.number.i)


def _lasting(groups: list[str], *, here: bool) -> tuple[str, ...]:
    return tuple(g for g in groups if here or g not in _PASSING)

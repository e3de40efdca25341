"""The same people told of again: «the two soldiers», «All 44»: what was said of them at first still holds."""

from __future__ import annotations

from polon.extract.antecedents import Antecedent
from polon.extract.events import LINK, Attached
from polon.extract.mention import Found, Mention, Reading
from polon.records import Event, Who

_NEAR = 1.2
_FREED = 3
"""How many sentences back the freed may have been told of whom a number without a noun counts."""
_LINK = 3
_DESCRIPTIVE = frozenset({Event.CAPTURED, Event.SENTENCED, Event.HELD, Event.OTHER})
_RARE = 30
"""Numbers from here on seldom count other people by chance."""


def told_of(mention: Mention, reading: Reading, *, pointed: bool = False) -> Found | None:
    """The earlier claim that a number speaks of again: of the same value, and pointed at or too large for chance."""
    number = mention.number
    if number.back is not None or number.top is not None or not number.value or mention.head.more:
        return None
    earlier = [f for f in reading.by_value.get(number.value, ()) if f.event is not Event.EXCHANGED]
    if not earlier or len({f.side for f in earlier}) > 1:
        return None
    if mention.head.side() not in (None, earlier[0].side):
        return None  # «50 Ukrainians for 50 Russians»
    if _pointed_at(mention) or (number.value >= _RARE and not pointed):
        return earlier[0]
    return None


def as_antecedent(told: Found | None) -> Antecedent | None:
    """What an earlier claim says of its people."""
    if told is None:
        return None
    return Antecedent(None if told.who is Who.MIXED else told.who, told.side, tuple(told.group), here=False)


def _pointed_at(mention: Mention) -> bool:
    """«the two men», «these eight», «all 12»: an article or a pointing word right before the number."""
    return any(cue.j == mention.number.i for cue in mention.scene.of("definite"))


def figure(mention: Mention) -> bool:
    """«177 — this is the number that we have»: a figure that is told again."""
    near = (c.i >= mention.number.j and mention.bare(c) < _NEAR for c in mention.scene.of("figure"))
    return mention.head.elliptic and any(near)


def traded_for(attached: Attached, previous: Found, mention: Mention) -> bool:
    """«to free 50 in exchange for 150 Palestinians held in Israel»: they are freed too."""
    if (
        attached.event not in _DESCRIPTIVE
        or previous.scene is not mention.scene
        or previous.event is not Event.RELEASED
    ):
        return False
    links = [c for c in mention.scene.of("event") if c.tag.val == LINK and c.j <= mention.number.i]
    return bool(links) and mention.number.i - links[-1].j <= _LINK and attached.cue is not None


def freed_before(mention: Mention, reading: Reading) -> Found | None:
    """«45 were freed. Some had been ill. Twelve, she said, had surrendered at the plant»: no noun, so the freed."""
    near = reading.near(mention.index, _FREED) if mention.head.elliptic else []
    near = [f for f in near if f.number.value >= mention.number.value]
    return near[-1] if near and near[-1].event is Event.RELEASED else None

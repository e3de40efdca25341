"""The same people told of again: «the two soldiers», «All 44»: what was said of them at first still holds."""

from __future__ import annotations

from polon.extract.antecedents import Antecedent
from polon.extract.mention import Found, Mention, Reading
from polon.records import Event, Who

_NEAR = 1.2
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

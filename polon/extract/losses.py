"""Lists of losses: «the enemy lost: killed 393, wounded 93, prisoners 15, tanks 1». Only the prisoners are counted."""

from __future__ import annotations

from polon.extract.events import Attached
from polon.extract.mention import Mention, Reading
from polon.extract.scene import Scene
from polon.records import Event

LOSSES = "losses"
_HEADING = 9
_ABOVE = 3
"""How many lines above the heading of a list may stand."""


def of_losses(mention: Mention, reading: Reading) -> bool:
    """Whether a number stands in a list of losses: no verb of prisoners in its line, a word of losses there or above.

    The list must be one: more than a number in its line, or lines above that hold numbers too.
    """
    scene = mention.scene
    lines = reading.page.scenes[max(0, mention.index - _ABOVE) : mention.index + 1]
    if not any(line.has("loss") for line in lines) or scene.has("copula"):
        return False
    if any(c.tag.val.startswith(("released", "captured")) for c in scene.of("event")):
        return False
    counted = sum(not n.ordinal for line in lines for n in line.numbers)
    return counted > 1 and any(line.has("loss") and (line.numbers or _heading(line)) for line in lines)


def _heading(line: Scene) -> bool:
    """A line without numbers that a list may stand under; a long sentence on losses is none."""
    return line.last - line.first <= _HEADING or line.norm(line.last - 1) == ":"


def taken(mention: Mention, attached: Attached | None) -> Attached | None:
    """The capture that such a list tells of its prisoners; None for the dead and the wounded."""
    if not mention.head.prisoner:
        return None
    cue = attached.cue if attached is not None and attached.event is Event.CAPTURED else None
    return Attached(Event.CAPTURED, "captured.take", cue, 1.5, "a list of losses")

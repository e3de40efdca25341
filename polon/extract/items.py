"""Lists under a heading: «Prisoners taken this week. Monday - 3, Tuesday - 1»: each item has the heading's event."""

from __future__ import annotations

from polon.extract.events import Attached
from polon.extract.lexicon import Cue
from polon.extract.mention import Mention, Reading
from polon.extract.scene import Scene
from polon.extract.tokens import MARK, NUMBER
from polon.records import Event

_MARKS = frozenset({"-", "–", "—", ":"})
_LABEL = 3
"""Words that may name an item."""
_ABOVE = 3
"""How many sentences above, or before in the line, the heading may stand."""
_MANY = 100_000
"""No list of prisoners has a larger item."""
_EVENTS = ("captured", "released", "held")


def heading_of(mention: Mention, reading: Reading) -> Attached | None:
    """The event of a list's heading for a number that stands behind a label and a dash; None where it does not."""
    known = (reading.topical or reading.found) and not mention.scene.of("loss")
    if mention.number.value > _MANY or not known or not _is_item(mention):
        return None
    above = reading.page.scenes[max(0, mention.index - _ABOVE) : mention.index]
    for scene in (mention.scene, *reversed(above)):
        last = mention.number.i if scene is mention.scene else scene.last
        told = [c for c in scene.of("event") if c.j <= last and c.tag.val.startswith(_EVENTS)]
        if told:
            role = told[-1].tag.val
            return Attached(Event(role.split(".")[0]), role, told[-1], 1.2, "the heading of the list")
        if (place := _place(scene, last)) is not None:
            return Attached(Event.HELD, "held.be", place, 1.2, "the heading of the list")
    return None


def _place(scene: Scene, last: int) -> Cue | None:
    return next((c for c in scene.of("captivity") if c.j <= last and scene.starting("from", c.i - 1) is None), None)


def _is_item(mention: Mention) -> bool:
    """«Kenya - two»: a label of a few words, a dash or colon, the number."""
    scene, dash = mention.scene, mention.number.i - 1
    if scene.norm(dash) not in _MARKS or scene.tokens[dash].kind != MARK:
        return False
    if scene.norm(dash) != ":" and (dash == scene.first or scene.tokens[dash].start == scene.tokens[dash - 1].end):
        return False  # «case No. 1-34»
    words = 0
    for k in range(dash - 1, scene.first - 1, -1):
        if scene.tokens[k].kind == MARK:
            break
        if scene.tokens[k].kind == NUMBER:
            return False  # «in 2024 - 11»: what is counted there, the years before have told
        words += 1
    return 1 <= words <= _LABEL

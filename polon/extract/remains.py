"""The dead told of again: a number that was refused as one of bodies is one of bodies wherever the text repeats it."""

from __future__ import annotations

from polon.extract.events import Attached
from polon.extract.mention import Mention, Reading
from polon.records import Event

BODY = "body"
_DEAD = (BODY, "dead")
_BACK = 30
"""How many refused numbers are looked back on."""


def of_the_dead(mention: Mention, reading: Reading, attached: Attached | None) -> bool:
    """«502 bodies were handed over … of the 502 soldiers 397 had fallen in the east»: neither counts prisoners.

    The same number again, or a death told in a sentence that has such a number.
    """
    dead = [number for number, reason in reading.refused[-_BACK:] if reason in _DEAD]
    if not dead:
        return False
    freed = attached is not None and attached.event is Event.RELEASED
    if mention.head.prisoner or freed or any(f.event is Event.DIED for f in reading.found[-_BACK:]):
        return False  # of the freed their verb speaks, and where prisoners have died, the dead are they
    scene, value = mention.scene, mention.number.value
    if any(number.value == value for number in dead) and not scene.of("each"):
        return True
    died = attached is not None and attached.event is Event.DIED and not scene.of("captivity")
    return died and any(scene.first <= number.i < scene.last and number.value >= value for number in dead)

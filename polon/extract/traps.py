"""The traps: numbers near prisoners that count something else. Each has a name, which is the reason that is kept."""

from __future__ import annotations

from polon.extract.mention import Mention

_SIGNS_BEFORE = frozenset({"№", "#", "$", "€", "£", "."})
_SIGNS_AFTER = frozenset({"%", "°", "$", "€", "₴", "₽"})


def trap_of(mention: Mention) -> str | None:
    """The name of the trap a number falls into; None where it may be a claim."""
    number, head, scene = mention.number, mention.head, mention.scene
    if number.ordinal:
        return "ordinal"
    if head.trap is not None:
        return head.trap
    if (label := _label(mention)) is not None:
        return label
    if scene.norm(number.j) in _SIGNS_AFTER:
        return "percent"
    if head.unknown and number.back is None:
        return "counts something else"
    if head.elliptic and any(mention.bare(c) < 1.2 for c in scene.of("oldest")):
        return "age"
    if number.value == 1 and number.words and not (head.people or head.ofthem):
        return "a plain one"
    return None


def _label(mention: Mention) -> str | None:
    """«No. 7», «14:00», «39.» at the head of a paragraph: a number that only names."""
    number, scene = mention.number, mention.scene
    before = scene.starting("trap", number.i - 1)
    if before is not None and before.tag.val == "number" and number.i - before.j <= 1:
        return "number of a thing"
    if scene.norm(number.i - 1) in _SIGNS_BEFORE:
        return "number of a thing"
    glued = scene.norm(number.j) == ":" and scene.tokens[number.j].start == number.end
    if glued and scene.norm(number.j + 1)[:1].isdigit():
        return "clock"
    alone = scene.last - scene.first == 2 and scene.norm(number.j) == "."
    if alone or (scene.norm(number.j) == ")" and scene.first == number.i):
        return "list number"
    return None

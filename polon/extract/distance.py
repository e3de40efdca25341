"""How far apart the words of a sentence are: what each token adds as a boundary, and which tokens are quoted.

What is inserted (brackets, a pair of dashes, «X said», «who …») is paid back behind it.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from polon.extract.tokens import BREAK, MARK, Token

if TYPE_CHECKING:
    from polon.extract.scene import Scene

_COST = {",": 0.7, ";": 3.0, ":": 1.0, "(": 1.0, ")": 1.0, "—": 0.8, "–": 0.8, "-": 0.8}
_CONJUNCTION_COST = 1.6
_COMPLEMENT_COST = 0.3
_AND_COST = 0.15
_INSERTED = 9
_DASHES = ("—", "–", "-")
QUOTATION = frozenset('«“„»”"')


def costs(scene: Scene) -> list[float]:
    """Running sum of the boundary costs of a sentence's tokens."""
    first, last, tokens = scene.first, scene.last, scene.tokens
    steps = [0.0] * (last - first + 1)
    numbers = {n.i for n in scene.numbers}
    marks = [i for i in range(first, last) if tokens[i].kind == MARK]
    for i in marks:
        norm = tokens[i].norm
        steps[i - first] = 0.4 if norm == "," and i + 1 in numbers else _COST.get(norm, 0.2)
    _add_conjunctions(scene, steps)
    _pay_back_marks(scene, steps, marks)
    _pay_back_credits(scene, steps)
    _pay_back_relatives(scene, steps, [i for i in marks if tokens[i].norm == ","])
    return list(accumulate(steps))


def _add_conjunctions(scene: Scene, steps: list[float]) -> None:
    first = scene.first
    told = {c.j for cls in ("speech", "status") for c in scene.of(cls)}
    for cue in (*scene.of("stop"), *scene.of("relative")):
        if (exact := scene.at("qualifier", cue.i)) is not None and exact.j > cue.j:
            continue  # «as many as», «как минимум»: a word of the number's
        said = any(k in told for k in range(cue.i - 3, cue.i + 1))
        steps[cue.i - first] += _COMPLEMENT_COST if said else _CONJUNCTION_COST
    for cue in scene.of("and"):
        steps[cue.i - first] += _AND_COST


def _pay_back_marks(scene: Scene, steps: list[float], marks: list[int]) -> None:
    first = scene.first
    after_number = {n.j for n in scene.numbers}
    opened: list[int] = []
    dashes = []
    for i in marks:
        norm = scene.tokens[i].norm
        if norm == "(":
            opened.append(i)
        elif norm == ")" and opened:
            steps[i - first] = 0.1 - steps[opened.pop() - first]
        elif norm in _DASHES and i not in after_number:
            dashes.append(i)
    if len(dashes) == 2:
        steps[dashes[1] - first] = 0.1 - steps[dashes[0] - first]


def _pay_back_credits(scene: Scene, steps: list[float]) -> None:
    """«…, he added, …»: both commas together are no boundary."""
    cues = (*scene.of("speech"), *scene.of("relay"))
    if not cues:
        return
    first = scene.first
    counted = {k for n in scene.numbers for k in range(n.i, n.j)}
    for cue in cues:
        left = _comma(scene, range(cue.i - 1, max(first - 1, cue.i - _INSERTED), -1), counted)
        right = _comma(scene, range(cue.j, min(scene.last, cue.j + _INSERTED)), counted)
        if left is not None and right is not None and steps[left - first] > 0:
            steps[right - first] = 0.05 - steps[left - first]


def _comma(scene: Scene, places: range, counted: set[int]) -> int | None:
    for i in places:
        if scene.tokens[i].norm == ",":
            return i
        if i in counted or scene.starting("event", i):
            return None
    return None


def _pay_back_relatives(scene: Scene, steps: list[float], commas: list[int]) -> None:
    """A clause of «, who …» or «, some of whom …» ends at the next comma, or where a second finite verb starts."""
    first = scene.first
    for cue in scene.of("relative"):
        verb = next((c for c in scene.of("event") if c.i >= cue.j), None)
        comma_before = next((k for k in range(cue.i - 1, cue.i - 4, -1) if scene.norm(k) == ","), None)
        paid = steps[cue.i - first] + (steps[comma_before - first] if comma_before is not None else 0.0)
        after = verb.j if verb is not None else cue.j
        comma = next((i for i in commas if i >= cue.j), None)
        if comma_before is not None and comma is not None and scene.starting("relative", comma + 1) is None:
            steps[comma - first] = 0.3 - paid
            continue
        ends = [i for cls in ("auxiliary", "copula") for i in scene.starts[cls] if verb is not None and i >= after]
        if (end := min((*ends, *(i for i in commas if i >= after)), default=None)) is not None:
            steps[end - first] = 0.3 - paid


def quoted(tokens: list[Token], first: int, last: int, inside: bool) -> tuple[list[bool], bool]:
    """Which tokens stand inside a quotation of more than a name; a quotation may run over several sentences."""
    flags = [inside] * (last - first)
    depth = 1 if inside else 0
    for i in [i for i in range(first, last) if tokens[i].norm in QUOTATION]:
        norm = tokens[i].norm
        if norm in "«“„":
            depth += 1
        elif norm in "»”":
            depth = max(depth - 1, 0)
        elif depth and _opens(tokens, i) and i > first:
            depth += 1
        else:
            depth = (0 if depth == 1 or _ends(tokens, i) else depth - 1) if depth else 1
        if (depth > 0) != flags[i - first]:
            flags[i - first :] = [depth > 0] * (last - i)
    return flags, depth > 0


def _opens(tokens: list[Token], i: int) -> bool:
    """«"The scouts of "Harbour" came", said they»: a straight mark before a word and behind a space opens a name."""
    return tokens[i].start > tokens[i - 1].end and i + 1 < len(tokens) and tokens[i + 1].start == tokens[i].end


def _ends(tokens: list[Token], i: int) -> bool:
    """One straight mark may close both the name and what is quoted: before a credit, or where the paragraph ends."""
    behind = tokens[i + 1 : i + 3]
    credited = len(behind) > 1 and behind[0].norm == "," and behind[1].norm in _DASHES
    return credited or len(behind) < 2 or any(t.kind == BREAK for t in behind)

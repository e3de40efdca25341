"""What wholes are made up of: parts that add up, and the kind and groups that a whole and its parts give each other."""

from __future__ import annotations

from polon.extract.defaults import sides_in
from polon.extract.events import ENEMY
from polon.extract.groups import RANKS, SERVICES
from polon.extract.mention import Found, Reading
from polon.extract.mutual import EACH
from polon.extract.traits import add
from polon.records import Event, Who

_RUN = 8
_NEAR = 2
_RARE = 30
_INHERITED = ("as the whole", "as those before")
_NAMED = ("noun phrase", "our", "its own", "the army in which they served")
_STAGES = 300
"""An exchange of so many goes on for days: what its stages hold, it holds."""


def make_up(reading: Reading) -> None:
    """Fills what only wholes and parts together tell; sides and dates of the claims are settled."""
    _sums(reading)
    parts: dict[int, list[Found]] = {}
    for found in reading.found:
        if found.whole is not None:
            parts.setdefault(id(found.whole), []).append(found)
    for whole in reading.found:
        _kinds(whole, parts.get(id(whole), []))
        if whole.trace["side"] not in _NAMED and _of_both(whole, parts.get(id(whole), [])):
            whole.side, whole.trace["side"] = None, EACH  # «146 captives, 73 Ukrainians and 73 Russians»
    for found in reading.found:
        if _described_as_both(found, reading) or _told_again_as_mixed(found, reading):
            found.who, found.trace["who"] = Who.MIXED, "told of them later"
    for found in reading.found:
        if found.who is None and found.whole is None and (kind := _these_are(found, reading)) is not None:
            found.who, found.trace["who"] = kind, "told of them in the next sentence"
    for found in reading.found:
        if found.event is Event.EXCHANGED and found.who is None:
            _of_formula(found, reading)
        if "armed_forces" in found.group and not _own_army(found, reading) and not _contrasted(found, reading):
            found.group.remove("armed_forces")
        if "men" in found.group and not _told_apart(found, reading):
            found.group.remove("men")


def _sums(reading: Reading) -> None:
    """«101 came home. 100 soldiers and one civilian»: numbers that follow, or went before, and add up to one."""
    wholes = {id(f.whole) for f in reading.found if f.whole is not None}
    for at, root in enumerate(reading.found):
        if root.whole is not None or root.event is Event.EXCHANGED:
            continue
        run = _adding_up(root, reading.found[at + 1 : at + 1 + _RUN], wholes)
        if not run and any(root.mention.bare(c) < _NEAR for c in root.scene.of("total")):
            run = _adding_up(root, reading.found[max(0, at - _RUN) : at][::-1], wholes)
        for part in run:
            part.whole, part.trace["part_of"] = root, "adds up"
            wholes.add(id(root))
            for group in root.group:
                add(part.group, group)


def _of_both(whole: Found, parts: list[Found]) -> bool:
    """Whether most of a whole is told to be of more than one side; a few foreigners among them change nothing."""
    named = [f for f in parts if f.side is not None]
    return len({f.side for f in named}) > 1 and 2 * sum(f.number.value for f in named) >= whole.number.value


def _adding_up(root: Found, others: list[Found], wholes: set[int]) -> list[Found]:
    """The run of claims beside a whole that adds up to it; none where it does not."""
    total = 0
    run: list[Found] = []
    for part in others:
        close = abs(part.mention.index - root.mention.index) <= _NEAR
        if not close or part.event is not root.event or part.number.top or part.number.qualifier != "exact":
            break
        if part.whole is not None or id(part) in wholes or not _alike(part, root):
            break
        total, run = total + part.number.value, [*run, part]
        if total >= root.number.value:
            break
    return run if total == root.number.value and len(run) > 1 else []


def _alike(part: Found, root: Found) -> bool:
    """Whether the sides of a part and a whole agree; a whole that nothing names may be of both sides."""
    return part.side == root.side or root.trace["side"] not in _NAMED


def _kinds(whole: Found, parts: list[Found]) -> None:
    """A civilian part makes the whole mixed; ranks and services that add up to it make it military."""
    kinds = {f.who for f in parts if f.head.who() is not None and "crimean_tatars" not in f.group}
    plain = any(t.val.startswith("civilian") for f in parts for t in f.head.tags)  # journalists alone show no soldiers
    fought = whole.event in (Event.RELEASED, Event.EXCHANGED) or whole.who is not None or Who.MILITARY in kinds or plain
    if Who.CIVILIAN in kinds and whole.who is not Who.CIVILIAN and fought:
        whole.who, whole.trace["who"] = Who.MIXED, "by its parts"
    elif Who.MILITARY in kinds and whole.who is None:
        counted = sum(f.number.value for f in parts if set(f.head.groups()) & (RANKS | SERVICES))
        if counted >= whole.number.value:
            whole.who, whole.trace["who"] = Who.MILITARY, "by its parts"
    for part in parts:
        if part.who is None and whole.who is Who.MILITARY and "police" not in part.group:
            part.who, part.trace["who"] = Who.MILITARY, "as the whole"
        elif part.who is Who.MILITARY and part.trace["who"] in _INHERITED and whole.who is Who.MIXED:
            part.who, part.trace["who"] = None, "the whole is mixed"


def _of_formula(formula: Found, reading: Reading) -> None:
    """«Formula 25 for 25: 24 soldiers and a civilian came home»: the kind of those whom its exchange freed."""
    near = [
        f
        for f in reading.near(formula.mention.index, _NEAR, _NEAR)
        if f.event is Event.RELEASED and not f.head.more and formula.date.edtf in (None, f.date.edtf)
    ]
    size = formula.number.value
    roots = [f for f in near if f.whole is None or f.whole.number.value >= _STAGES]
    for side in {f.side for f in roots}:
        ours = [f for f in roots if f.side == side and f.who is not None]
        kinds = {f.who for f in ours}
        whole = sum(f.number.value for f in ours if f.whole is None) == size
        stages = size >= _STAGES and all(f.number.value < size for f in ours)
        if len(kinds) > 1 and (whole or stages):
            formula.who, formula.trace["who"] = Who.MIXED, "as those freed"
            return
    same = [f.who for f in near if f.number.value == size and f.who is not None]
    if same:
        formula.who, formula.trace["who"] = same[0], "as those freed"


def _own_army(found: Found, reading: Reading) -> bool:
    """Whether a side speaks of its own army, which it names; the enemy's army is all its soldiers."""
    own = reading.page.lexicon.voice
    if own is None or found.side != own or reading.voice != own:
        return False
    return ENEMY.get(own) not in sides_in(found.attribution or "", reading)


def _contrasted(found: Found, reading: Reading) -> bool:
    """Whether other services are told apart: the enemy says «fighters of the armed forces» of all soldiers."""
    return any(
        set(f.group) & SERVICES - {"armed_forces"}
        for f in reading.near(found.mention.index, 1, 1)
        if f is not found and f.side == found.side
    )


def _told_apart(found: Found, reading: Reading) -> bool:
    """Whether «men» is a sex: women or children are counted beside them, or they are civilians, or all are men.

    «We have 900 men in captivity» says soldiers.
    """
    if found.scene.at("definite", found.number.i - 1) is not None:
        return True  # «the two men», told of for the second time
    if found.trace["group"] == "told of all" or Who.CIVILIAN in (found.who, found.root.who):
        return True
    if reading.arena is not None or found.event is Event.CAPTURED:
        return True  # whom raiders lead away are the men of a village
    return any({"women", "children"} & set(f.group) for f in reading.near(found.mention.index, 1, 1) if f is not found)


def _described_as_both(found: Found, reading: Reading) -> bool:
    """«75 people came home. Among them are civilians and defenders of the plant»: told without numbers, later."""
    if found.who is not None or found.whole is not None or found.event not in (Event.RELEASED, Event.HELD):
        return False
    at = found.mention.index
    for scene in reading.page.scenes[at : at + 1 + _NEAR]:
        for cue in (*scene.of("ofthem"), *scene.of("theyare")):
            own = scene is found.scene
            if cue.i - scene.first > 1 and not (own and cue.i >= found.mention.end):
                continue
            if any(n.i < cue.i for n in scene.numbers) and not own:
                continue
            kinds = {c.tag.who for c in scene.of("people") if c.i >= cue.i - 1 and c.tag.val != "child"}
            some = cue.tag.cls == "ofthem" and found.event is Event.RELEASED  # «they are civilians» is said of all
            if "civilian" in kinds and ("military" in kinds or some):
                return True
    return False


def _these_are(found: Found, reading: Reading) -> Who | None:
    """«31 citizens came home. These are civilians who …»: the next sentences tell what all of them are."""
    if found.event not in (Event.RELEASED, Event.HELD) or found.head.who() is not None:
        return None
    at = found.mention.index
    if reading.near(at, 0, 1)[-1] is not found:
        return None
    for scene in reading.page.scenes[at + 1 : at + 1 + _NEAR]:
        opened = [c for c in scene.of("theyare") if c.i <= scene.first + 1]
        told = [c for c in scene.of("people") if opened and opened[0].j <= c.i]
        if not told or any(n.i < told[0].j for n in scene.numbers):
            continue
        kinds = {c.tag.who for c in told if c.tag.who}
        at_once = bool(told) and told[0].i <= opened[0].j + _NEAR
        return (Who.MIXED if len(kinds) > 1 else Who(kinds.pop())) if at_once and kinds else None
    return None


def _told_again_as_mixed(found: Found, reading: Reading) -> bool:
    """A headline says «390 people», the text below «390 people: 270 soldiers and 120 civilians»."""
    if found.who is not None or found.whole is not None or found.number.value < _RARE or found.head.prisoner:
        return False
    return any(
        f.who is Who.MIXED and f.event is found.event and f.number.value == found.number.value and f is not found
        for f in reading.found
    )

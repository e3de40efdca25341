"""Parts and wholes: «of them», «among them», breakdowns by rank, sex or service, «1,279 out of 2,500»."""

from __future__ import annotations

from polon.extract.clauses import asides
from polon.extract.events import ENEMY, Attached, attach
from polon.extract.groups import RANKS, SERVICES, SEXES
from polon.extract.mention import Found, Mention, Reading
from polon.extract.scene import Scene
from polon.records import Event, Who

INCLUDED = "of those whom the subject tells"
"""The rule of «the freed include 12 officers»: a part of a whole that stands farther back."""
_REACH = 3
"""How many sentences back a whole may stand."""
_LIST_MARKS = frozenset({":", "—", "–", "-", "("})


def is_part(mention: Mention, reading: Reading) -> bool:
    """Whether the text draws the number as a part of one before it."""
    return _partitive(mention) or _listed(mention, reading) or _continued(mention, reading) is not None


def whole_of(mention: Mention, reading: Reading, attached: Attached | None) -> Found | None:
    """The claim that a part belongs to: of its sentence before others, larger, itself no part where possible."""
    if (inside := _of_bracketed(mention, reading)) is not None:
        return inside
    if not _partitive(mention) and (whole := _continued(mention, reading)) is not None:
        return whole
    if (nearest := _of_nearest(mention, reading)) is not None:
        return nearest
    recent = reading.near(mention.index, _REACH)
    recent = [f for f in recent if not f.origin] or recent
    recent = [f for f in recent if f.attached.rule != INCLUDED]
    if not recent:
        return None
    value = mention.number.value
    larger = [f for f in recent if f.number.value >= value and f.event is not Event.EXCHANGED]
    if set(mention.head.groups()) & SERVICES and not _partitive(mention):
        wholes = [f.whole if set(f.group) & RANKS else f for f in larger]  # another breakdown of the same
        larger = [f for f in wholes if f is not None]
    alike = [f for f in larger if attached is not None and f.event is attached.event]
    if alike and not any(f.whole is None and f.scene is mention.scene for f in larger):
        larger = alike
    roots = [f for f in larger if f.whole is None]
    same = [f for f in roots if f.scene is mention.scene]
    candidates = same or roots or [f.root if set(f.group) & (RANKS | SEXES) else f for f in larger]
    return candidates[-1] if candidates else None


def _continued(mention: Mention, reading: Reading) -> Found | None:
    """«of them 12 soldiers, four medics and 64 civilians»: a list of parts goes on until a verb; its whole."""
    last = reading.found[-1] if reading.found else None
    if last is not None and last.whole is not None and _closed(last, mention):
        last = last.whole  # «130 soldiers (of them 14 gunners), 55 guards»: the list goes on behind the bracket
    whole = last.whole if last is not None else None
    if last is None or whole is None or last.scene is not mention.scene or last.event is not whole.event:
        return None
    number, scene = mention.number, mention.scene
    parts = sum(f.number.value for f in reading.near(mention.index) if f.whole is whole)
    if number.back is not None or parts + number.value > whole.number.value or mention.head.ofthem is not None:
        return None
    if ENEMY.get(mention.head.side() or "", "") == whole.side:
        return None
    depth = 0
    for k in range(last.mention.end, number.i):
        depth += (scene.norm(k) == "(") - (scene.norm(k) == ")")
        cue = scene.starting("event", k) if not depth else None
        told = cue is not None and k != last.mention.end and not mention.head.predicate
        if told or scene.opens(k, "stop", "speech"):
            return None
        if scene.norm(k) == ";" and not mention.head.people:
            return None
    return whole if _item(mention) else None


def _of_bracketed(mention: Mention, reading: Reading) -> Found | None:
    """«130 soldiers (of them 14 gunners, 12 sailors)»: in the bracket are parts of the number before it."""
    scene, number = mention.scene, mention.number
    if "(" not in scene.marks or not scene.has("ofthem"):
        return None
    opened, depth = -1, 0
    for k in range(number.i - 1, scene.first, -1):
        depth += (scene.norm(k) == ")") - (scene.norm(k) == "(")
        if depth < 0:
            opened = k
            break
    if opened < 0 or not any(opened < c.i and c.j <= number.i for c in scene.of("ofthem")):
        return None
    before = [f for f in reading.near(mention.index) if f.mention.end <= opened and f.number.value >= number.value]
    return before[-1] if before else None


def _closed(last: Found, mention: Mention) -> bool:
    """Whether a bracket in which the claim before stands has closed before a number."""
    scene = mention.scene
    if last.scene is not scene or last.whole is None or last.whole.scene is not scene:
        return False
    depth = 0
    for k in range(last.mention.end, mention.number.i):
        depth += (scene.norm(k) == "(") - (scene.norm(k) == ")")
        if depth < 0:
            return any(scene.norm(m) == "(" for m in range(last.whole.mention.end, last.number.i))
    return False


def _item(mention: Mention) -> bool:
    """Whether the number opens an item of a list: behind a comma or «and», or behind a noun with a dash."""
    number, scene = mention.number, mention.scene
    k = number.i - 1
    while k > scene.first and scene.opens(k, "qualifier", "light", "more", "article"):
        k -= 1
    if scene.norm(k) in _LIST_MARKS and scene.at("people", k - 1) is not None:
        k = scene.at("people", k - 1).i - 1  # type: ignore[union-attr]
    return scene.norm(k) in (",", ";") or scene.at("and", k) is not None


def _of_nearest(mention: Mention, reading: Reading) -> Found | None:
    """«188 of them fought there, 108 of whom belong to the regiment»: a relative points to the number right before."""
    last = reading.found[-1] if reading.found else None
    if last is None or last.scene is not mention.scene or last.whole is None:
        return None
    if last.number.value < mention.number.value or last.event is Event.EXCHANGED:
        return None
    scene, number = mention.scene, mention.number
    for cue in scene.of("ofthem"):
        words = scene.opens_in(cue.i, cue.j, "relative", "same")
        inside = last.mention.end <= cue.i
        if inside and words and (cue.j <= number.i <= cue.j + 2 or cue.i == number.j):
            return last
    return None


def out_of(mention: Mention) -> bool:
    """«1,279 out of approximately 2,500»: the number is the whole of the one before it."""
    number, scene = mention.number, mention.scene
    if any(0 <= number.i - c.j <= 1 and scene.starting("relative", c.j) is None for c in scene.of("outof")):
        return True
    before = next((n for n in reversed(scene.numbers) if n.j <= number.i), None)
    if before is None or before.value >= number.value or not 1 <= number.i - before.j <= 4:
        return False
    if scene.starting("of", before.j) is not None and _plain(before.j + 1, number.i, scene):
        return True  # «53 of 193»
    led = scene.starting("of", number.i - 1) is not None and mention.head.elliptic
    if led and all(scene.at("people", k) is not None for k in range(before.j, number.i - 1)):
        return True  # «пятерых защитников из шести»
    return any(c.i == before.j and scene.norm(c.j - 1) == "the" for c in scene.of("ofthem")) and all(
        scene.starting("qualifier", k) or scene.starting("light", k) or k < before.j + 2
        for k in range(before.j, number.i)
    )


def _plain(i: int, j: int, scene: Scene) -> bool:
    """Whether only words that qualify a number stand between."""
    return all(scene.starting("qualifier", k) or scene.starting("light", k) for k in range(i, j))


def _partitive(mention: Mention) -> bool:
    number, scene = mention.number, mention.scene
    if mention.head.ofthem is not None:
        return True
    for cue in scene.of("ofthem"):
        if scene.norm(cue.j - 1) == "the" or any(n.j == cue.i and n.i != number.i for n in scene.numbers):
            continue  # «of the» makes a part only right behind the number; «N of them» is that N's
        near = mention.bare(cue)
        if cue.j <= number.i and (aside := _aside(cue.j, scene)) is not None and aside <= number.i:
            near = scene.gap(aside, aside + 1, number.i, number.j)  # «Among those whom they held were 15 women»
        before = [n for n in scene.numbers if cue.j <= n.i < number.i]
        if cue.i <= scene.first + 1 and mention.noted and all(scene.norm(n.i - 1) == "(" for n in before):
            return True  # «Most of them are men (225)»
        if cue.j <= number.i and near < 1.9 and not _another_verb(cue.j, mention):
            return True
        if cue.i >= number.j and near < 0.5:
            return True
    return False


def _aside(k: int, scene: Scene) -> int | None:
    """The token behind the relative clause that a comma opens at `k`; None where none stands there."""
    if scene.norm(k) != "," or scene.starting("relative", k + 1) is None:
        return None
    return next((j for i, j in asides(scene) if i == k + 1), None)


def _another_verb(k: int, mention: Mention) -> bool:
    """Whether a verb and a number stand between «among them» and this number: the list has ended."""
    number, scene = mention.number, mention.scene
    verbs = any(k <= c.i < number.i and c.tag.val != "held.be" for c in scene.of("event"))
    return verbs and any(k <= n.i < number.i for n in scene.numbers)


def _listed(mention: Mention, reading: Reading) -> bool:
    """«150 people: 145 men and 5 women», «35 privates, 10 officers»: a breakdown without «of them»."""
    number, head, scene = mention.number, mention.head, mention.scene
    if number.back is not None or not reading.found:
        return False
    root = reading.found[-1].root
    if root.number.value <= number.value or root.event is Event.EXCHANGED:
        return False
    groups = set(head.groups())
    if root.scene is scene:
        marks = any(scene.norm(k) in _LIST_MARKS for k in range(root.number.j, number.i))
        if ENEMY.get(head.side() or "", "") == root.side or _another_subject(mention):
            return False
        if head.more or {head.who(), root.head.who()} == {Who.MILITARY, Who.CIVILIAN}:
            return False
        between = [c for c in scene.of("event") if root.number.j < c.i < number.j]
        return marks and head.people and all(c.tag.val.split(".")[0] == root.event for c in between)
    kinds = groups & (RANKS | SEXES) or (groups & SERVICES and not scene.of("event"))
    near = mention.index - root.mention.index <= 2 or mention.index - reading.found[-1].mention.index <= 1
    return near and bool(kinds) and not groups & set(root.group) and not _own_event(mention, root)


def _another_subject(mention: Mention) -> bool:
    """«Baku returned 32, Yerevan — two», «we hold 3,000, they — hundreds of ours»: a country or «they» has its own."""
    number, scene = mention.number, mention.scene
    k = number.i - 1
    while k > scene.first and scene.opens(k, "qualifier", "light", "more", "article"):
        k -= 1
    if scene.norm(k) not in ("—", "–", "-"):
        return False
    return scene.at("country", k - 1) is not None or scene.at("pronoun", k - 1) is not None or mention.head.our


def _own_event(mention: Mention, root: Found) -> bool:
    attached = attach(mention.number, mention.head, mention.scene)
    return attached is not None and attached.event is not root.event

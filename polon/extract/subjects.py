"""The noun of a number that has none of its own: before a dash, left of the verb, behind a copula."""

from __future__ import annotations

from polon.extract.head import Head
from polon.extract.numbers import Number
from polon.extract.scene import Scene
from polon.extract.tokens import MARK, QUOTES, WORD

_TOPIC_WORDS = 9
_LINKS = ("copula", "ofthem", "auxiliary", "speech", "figure")


def shares_noun(number: Number, scene: Scene) -> Number | None:
    """«57 and 11 prisoners», «169 out of 174 captives»: the number behind has the noun of both."""
    joined = scene.starting("and", number.j)
    whole = scene.starting("outof", number.j)
    if joined is None and whole is None:
        return None
    verb = scene.starting("event", joined.j) if joined is not None and joined.j < scene.last else None
    led = any(c.j == number.i for c in scene.of("event"))
    for other in scene.numbers:
        if other.ordinal or other.back is not None:
            continue
        if joined is not None and other.i == joined.j and scene.tokens[number.i].kind == scene.tokens[other.i].kind:
            return other
        if verb is not None and led and other.i == verb.j:
            return other  # «погибло 40 и ранено 75 военнопленных»: each verb has its number, both have one noun
        if (
            whole is not None
            and whole.j <= other.i <= whole.j + 2
            and not any(scene.tokens[k].kind == MARK for k in range(whole.j, other.i))
        ):  # «15 of the navy, 22 of the guard»: the comma parts them
            return other
    return None


def from_unit(number: Number, scene: Scene, head: Head) -> None:
    """«455 from the Azov Brigade»"""
    start = head.ofthem.j if head.ofthem is not None else number.j  # «402 of them from Azov»
    while (step := _copula(start, scene)) > start:
        start = step  # «700 of which are from Azov», «двадцять — з Нацгвардії»
    if scene.starting("from", start) is None:
        return
    for k in (start + 1, start + 2):
        cue = scene.starting("people", k)
        if cue is not None and cue.tag.group:
            head.tags.append(cue.tag)
            head.j = cue.j
            return


def before_dash(number: Number, scene: Scene, head: Head) -> None:
    """«civilians return too – 20 of our people»: the noun before the dash says who."""
    if scene.norm(number.i - 1) not in ("—", "–", "-"):
        return
    cue = scene.at("people", number.i - 2)
    if cue is None:
        _topic(number, scene, head)
    elif not any(n.j == cue.i for n in scene.numbers) and scene.at("country", cue.i) is None:
        head.tags.append(cue.tag)
        head.left = True


def before_bracket(number: Number, scene: Scene, head: Head) -> None:
    """«most of them are men (225)»: the noun before the bracket is what is counted."""
    if scene.norm(number.i - 1) != "(" or scene.norm(number.j) != ")":
        return
    cue = scene.at("people", number.i - 2)
    if cue is not None and not any(n.j == cue.i for n in scene.numbers):
        head.tags.append(cue.tag)
        head.left = True


def _topic(number: Number, scene: Scene, head: Head) -> None:
    """«Our soldiers on their side - 1,300 people»: what the sentence opens with is counted behind the dash."""
    if number.i - scene.first > _TOPIC_WORDS or scene.of("event"):
        return
    held = scene.opens_in(scene.first + 1, number.i - 2, "in")
    found = [c for c in scene.of("people") if c.j < number.i and scene.starting("in", c.i - 1) is None]
    if held and found and not any(n.i < number.i for n in scene.numbers):
        head.tags[:0] = [c.tag for c in found if c.i <= scene.first + 4]
        head.our = any(c.i <= scene.first + 1 for c in scene.of("our"))
        head.left = bool(head.tags)


def nameless(number: Number, scene: Scene, head: Head) -> bool:
    """«the count of Ukrainian prisoners in Russia is 6,400 people»: the noun behind the figure says nothing."""
    plain = head.people and all(t.val == "person" and not (t.side or t.who or t.group) for t in head.tags)
    if plain and scene.at("figure", number.i - 1) is not None and scene.opens(number.i - 2, "in"):
        return True  # «a group of soldiers in the number of 82 people»
    return plain and any(scene.starting("copula", k) is not None for k in (number.i - 1, number.i - 2, number.i - 3))


def left_of(number: Number, scene: Scene, head: Head) -> None:
    """«captured Russian soldiers in Ukrainian camps are put at 3,500»: the subject stands to the left."""
    numbers = {n.i for n in scene.numbers}
    clause = _relative_clause(number, scene)
    for k in range(number.i - 1, max(scene.first, number.i - 10) - 1, -1):
        token = scene.tokens[k]
        if k in clause:
            continue
        if k in numbers or scene.starting("stop", k) or scene.starting("speech", k):
            return
        if token.kind == MARK and token.norm not in QUOTES:
            return
        cue = scene.at("people", k)
        if cue is not None and scene.starting("copula", cue.j) is None and k != cue.i:
            continue
        if cue is None or cue.i != k or scene.gap(cue.i, cue.j, number.i, number.j) >= 1.2:
            continue
        if scene.opens_in(cue.j, number.i, *_LINKS):
            head.tags.append(cue.tag)
            head.left = True


def _relative_clause(number: Number, scene: Scene) -> range:
    """«Prisoners, who were swapped yesterday, were 100»: what stands between the subject and its verb."""
    end = next((k for k in (number.i - 2, number.i - 1) if scene.norm(k) == ","), None)
    if end is None:
        return range(0)
    for cue in reversed(scene.of("relative")):
        if cue.j < end:
            return range(cue.i - 1, end + 1) if scene.norm(cue.i - 1) == "," else range(0)
    return range(0)


def predicate(k: int, scene: Scene, head: Head) -> int:
    """«213 of them are privates», «двоє — офіцери»: the noun stands behind a copula or a dash."""
    if head.unknown:
        return k
    if head.ofthem is not None:
        k = head.ofthem.j
        noun = scene.starting("people", k)
        behind = _verb_behind(noun.j, scene) if noun is not None else False
        if noun is not None and not behind and noun.tag.side != "enemy":
            head.tags.append(noun.tag)
            head.predicate = True
            head.j = noun.j
            return _more_nouns(noun.j, scene, head)
    start = k
    while (step := _copula(k, scene)) > k:
        k = step
    if k == start:
        return k
    for skip in range(3):
        cue = scene.starting("people", k + skip)
        if cue is not None:
            head.tags.append(cue.tag)
            head.predicate = True
            head.j = cue.j
            return _more_nouns(cue.j, scene, head)
        if scene.starting("in", k + skip) is not None:
            break
        if scene.norm(k + skip) == "" or scene.tokens[k + skip].kind != WORD or scene.starting("event", k + skip):
            break
    return start


def _verb_behind(k: int, scene: Scene) -> bool:
    """«two of them soldiers were shot»: a subject; not so behind a comma: «two civilians, seized at home»."""
    if scene.starting("event", k) is not None:
        return True
    return scene.starting("event", k + 1) is not None and scene.tokens[k].kind != MARK


def _copula(k: int, scene: Scene) -> int:
    """The token behind a copula or a dash at `k`; `k` itself where there is none."""
    if scene.norm(k) in ("—", "–", "-"):
        return k + 1
    cue = scene.starting("copula", k)
    return cue.j if cue is not None else k


def _more_nouns(k: int, scene: Scene, head: Head) -> int:
    while (cue := scene.starting("people", k)) is not None:
        head.tags.append(cue.tag)
        k = cue.j
    head.j = k
    return k

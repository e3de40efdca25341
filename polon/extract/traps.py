"""The traps: numbers near prisoners that count something else. Each has a name, which is the reason that is kept."""

from __future__ import annotations

from polon.extract.combine import SHARE
from polon.extract.governs import is_agent, is_captor
from polon.extract.lexicon import Cue
from polon.extract.mention import Mention
from polon.extract.nouns import head_of
from polon.extract.scene import Scene
from polon.extract.tokens import MARK

_SIGNS_BEFORE = frozenset({"№", "#", "$", "€", "£", "₴", "₽", "."})
_HYPHENS = frozenset({"-", "‐", "‑"})
_COUNTED_BEFORE = frozenset({"case", "thing", "place", "duration", "family"})
_DASHES = _HYPHENS | {"–", "—"}
_NOTED = 5
_LISTED = 9
_OF_MANY = 4
_AGED = 1.2
_AUXILIARIES = 2
"""Words of a passive that may stand between a subject and its verb."""
_SIGNS_AFTER = frozenset({"%", "°", "$", "€", "₴", "₽"})


def trap_of(mention: Mention) -> str | None:
    """The name of the trap a number falls into; None where it may be a claim."""
    number, head, scene = mention.number, mention.head, mention.scene
    if number.ordinal or number.rule == SHARE:
        return "ordinal" if number.ordinal else "share"
    if head.trap is not None:
        aged = head.trap == "duration" and any(mention.bare(c) < _AGED for c in scene.of("oldest"))
        return "age" if aged else head.trap
    if (label := _label(mention) or (_in_brackets(mention) if scene.norm(number.i - 1) == "(" else None)) is not None:
        return label
    if scene.norm(number.j) in _SIGNS_AFTER:
        return "percent"
    if head.elliptic and (shared := _shared_unit(mention) or _more_of(mention)) is not None:
        return shared
    if head.unknown and number.back is None:
        return "counts something else"
    if (head.elliptic or head.left) and not head.ofthem and _aged(mention):
        return "age"
    if scene.tokens[number.i].suffix and (head.left or not head.people) and _decade(number.value):
        return "decade"
    if (head.elliptic or head.left) and _year(mention):
        return "year"
    if head.elliptic and _age(mention):
        return "age"
    return _others(mention)


def _aged(mention: Mention) -> bool:
    """«the oldest is 63»; but «2,000 – over 65 years of age» has the age behind."""
    number, scene = mention.number, mention.scene
    for cue in scene.of("oldest"):
        behind = cue.i >= number.j and any(0 <= n.i - cue.j <= 2 for n in scene.numbers)
        if mention.bare(cue) < _AGED and not behind:
            return True
    return False


def _others(mention: Mention) -> str | None:
    """People that are counted, but none who are captives: one by the way, captors, as many as a cell is made for."""
    if mention.number.value == 1 and mention.number.words and not _counted_one(mention):
        return "a plain one"
    if is_captor(mention) or is_agent(mention):
        return "the captor"
    return "capacity" if _capacity(mention) else None


def _label(mention: Mention) -> str | None:
    """«No. 7», «14:00», «39.» at the head of a paragraph: a number that only names."""
    number, scene = mention.number, mention.scene
    if _names(mention):
        return "number of a thing"
    hyphen = scene.norm(number.j) in _HYPHENS and scene.tokens[number.j].start == number.end
    if hyphen and scene.norm(number.j + 1).isalpha() and scene.tokens[number.j + 1].start == number.end + 1:
        return "part of a word"
    before, behind = scene.norm(number.i - 1), scene.norm(number.j)
    if before in _SIGNS_BEFORE:
        return "number of a thing"
    if mention.head.elliptic and any(c.j == number.i for c in scene.of("relay")):
        return "a name"  # «according to 24», the channel
    glued = behind == ":" and scene.tokens[number.j].start == number.end
    if glued and scene.norm(number.j + 1)[:1].isdigit():
        return "clock"
    if before == ":" and scene.tokens[number.i - 1].end == number.start:
        return "clock"
    alone = scene.last - scene.first == 2 and behind == "."
    item = ":" if number.value == 1 else ";"  # «they took two: 1. Boychuk; 2. Fedorenko»
    ends = number.j == scene.last - 1 and behind == "." and not number.words
    listed = ends and before == item and number.value <= _LISTED and number.back is None
    if alone or listed or (behind == ")" and scene.first == number.i):
        return "list number"
    return None


def _names(mention: Mention) -> bool:
    """«camp 10», «Room 12 was for the freed», «стаття 438»: digits right behind a noun of things name it."""
    number, scene, head = mention.number, mention.scene, mention.head
    before = scene.at("trap", number.i - 1)
    if before is None and scene.at("room", number.i - 1) is not None:
        return head.elliptic and not number.words
    if before is None or before.j != number.i or number.back is not None or number.top is not None:
        return False
    if number.words:  # «о сдаче в плен дел два»: where the order is free the noun may stand before
        return "fixed_order" not in scene.lexicon.grammar and head.elliptic and before.tag.val in _COUNTED_BEFORE
    if before.tag.val in ("number", "case"):
        return not head.people or head.predicate or head.left
    if before.tag.val not in ("place", "unit", "thing") or scene.starting("qualifier", number.i) is not None:
        return False
    return head.elliptic or head.predicate or head.left


def _in_brackets(mention: Mention) -> str | None:
    """«people who went missing in 2024 (29,472)», «the region (190)»: the noun before the bracket is counted."""
    number, head, scene = mention.number, mention.head, mention.scene
    if any(n.j == number.i - 1 and n.value == number.value for n in scene.numbers):
        return "told in words"  # «2 (two) people»
    if head.prisoner or head.who() is not None or head.side() is not None:
        return None
    named = scene.starting("people", number.j) is not None
    for k in range(number.i - 2, max(scene.first, number.i - 2 - _NOTED) - 1, -1):
        if named and (held := scene.at("trap", k)) is not None and held.tag.val == "place":
            return None  # «are serving their terms in a colony (63 people)»
        if (trap := scene.at("trap", k)) is not None and not any(w.i <= k < w.j for w in scene.whens):
            return trap.tag.val
        if scene.tokens[k].kind == MARK or scene.at("people", k) is not None or scene.at("event", k) is not None:
            return None
    return None


def _shared_unit(mention: Mention) -> str | None:
    """«351 and 468 square kilometres»: what the second number counts, the first counts too."""
    scene = mention.scene
    behind = mention.number
    while (
        item := next((n for n in scene.numbers if n.i == behind.j + 1 and scene.norm(behind.j) == ","), None)
    ) is not None:
        behind = item  # «22, 39 and 43 years»: the last of a list has the unit of all
    for other in scene.numbers:
        link = scene.opens(behind.j, "and", "to") or scene.norm(behind.j) in _DASHES
        if link and other.i == behind.j + 1:
            unit = scene.starting("trap", other.j)
            return unit.tag.val if unit is not None else None
    return None


def _more_of(mention: Mention) -> str | None:
    """«two verdicts were passed, two more are to come»: without a noun it goes on from the number before."""
    before = [n for n in mention.scene.numbers if n.j <= mention.number.i]
    if not mention.head.more or not before:
        return None
    return head_of(before[-1], mention.scene).trap


def _age(mention: Mention) -> bool:
    """«Captain Ferris, 29, …», «soldiers under 25»"""
    number, scene = mention.number, mention.scene
    named = scene.norm(number.i - 1) == "," and scene.norm(number.j) in (",", ".", ")")
    listed = scene.norm(number.j + 1) in _DASHES  # «Найбільше, 97, — із ЗСУ»
    if named and not listed and number.i - 2 >= scene.first and not number.words and 15 <= number.value <= 99:
        noun = scene.tokens[number.i - 2]
        single = "fixed_order" in scene.lexicon.grammar and not noun.norm.endswith("s")
        if noun.capital or (single and scene.at("people", number.i - 2) is not None):
            return True
    for cue in scene.of("qualifier"):
        if cue.j == number.i and cue.tag.val == "under" and number.value <= 70:
            return scene.at("people", cue.i - 1) is not None or scene.starting("copula", cue.i - 1) is not None
    return False


def _decade(value: int) -> bool:
    """«у 90-х», «в 1780-х»"""
    return value in range(20, 100, 10) or value in range(1700, 2100, 10)


def _year(mention: Mention) -> bool:
    """«born after 2000», «in early 2022», «from 2014, 2016 and 2017»: four digits of a year, and no people in sight."""
    number, scene = mention.number, mention.scene
    if number.words or number.j != number.i + 1 or not 1900 <= number.value <= 2100:
        return False
    if not scene.tokens[number.i].norm.isdigit():
        return False
    for back in (1, 2):
        between = scene.norm(number.i - 1) if back == 2 else "in"
        if between.isalpha() and scene.opens(number.i - back, *_BEFORE_YEARS):
            return True
    return any(
        when.rule.startswith("year") and (_beside(when.j, number.i, scene) or _beside(number.j, when.i, scene))
        for when in scene.whens
    )


_BEFORE_YEARS = ("in", "since", "from", "to", "year", "ago")


def _beside(i: int, j: int, scene: Scene) -> bool:
    """Whether only a comma or an «and» stands between the end of one thing and the start of another."""
    return j == i + 1 and (scene.norm(i) == "," or scene.starting("and", i) is not None)


def _counted_one(mention: Mention) -> bool:
    """«one officer and two privates», «only one of them», «another one»: an explicit count, not an article."""
    number, head, scene = mention.number, mention.head, mention.scene
    if scene.starting("of", number.j) is not None and any(0 < n.i - number.j <= _OF_MANY for n in scene.numbers):
        return False  # «one of the 200 who died there»
    if head.people and any(c.i >= mention.end for c in scene.of("rest")):
        return True  # «one is a civilian, the others are soldiers»
    others = [n for n in scene.numbers if n.i != number.i and not n.ordinal and n.back is None]
    beside = any(scene.gap(n.i, n.j, number.i, mention.end) < 1.5 for n in others)
    only = scene.starting("light", number.i - 1) is not None
    only = only or scene.starting("per", number.i - 1) is not None  # «по одному полоненому»
    taken = head.ofthem is None and any(
        c.tag.val.startswith("captured") and mention.far(c.i, c.j) < 0.4 for c in scene.of("event")
    )
    if not (head.people or head.ofthem):  # «20 were killed, one was taken prisoner»
        return bool(others) and any(_counts_one(c, mention) for c in scene.of("event"))
    if head.ofthem is not None and not (head.more or only):
        beside = any(n.i < number.i and scene.gap(n.i, n.j, number.i, number.j) < 1.5 for n in others)
        behind = any(n.i > number.i and n.i > head.ofthem.j + 2 and scene.starting("and", n.i - 1) for n in others)
        return (beside or behind) and not _singled_out(mention)
    return head.more or beside or only or taken


def _singled_out(mention: Mention) -> bool:
    """«one of them said that …»: somebody who speaks, no count."""
    scene = mention.scene
    return any(mention.end <= c.i <= mention.end + 2 for c in scene.of("speech"))


def _counts_one(cue: Cue, mention: Mention) -> bool:
    """«one captured», «загинув один, поранено чотирьох»: the verb of a number without a noun stands beside it."""
    if cue.tag.val.startswith("captured"):
        return 0 <= cue.i - mention.number.j <= _AUXILIARIES  # «20 were killed, one was taken prisoner»
    inverted = "fixed_order" not in mention.scene.lexicon.grammar
    return inverted and cue.j == mention.number.i and cue.tag.val.startswith("died")


def _capacity(mention: Mention) -> bool:
    """«a cell meant for four», «у камері на шістьох»: how many a place is made for."""
    scene, number = mention.scene, mention.number
    if not scene.has("room") or not scene.opens(number.i - 1, "for"):
        return False
    for cue in scene.of("room"):
        between = range(cue.j, number.i - 1)
        if 0 <= len(between) <= 2 and not any(scene.opens(k, "copula", "event") for k in between):
            return True
    return False

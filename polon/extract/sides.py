"""Whose people they are, where the noun phrase does not say: from the verb's roles, the captor, the destination."""

from __future__ import annotations

from polon.extract.events import ENEMY, LINK, Attached
from polon.extract.groups import UNITS
from polon.extract.head import Head
from polon.extract.journeys import destination, left_behind, recipient
from polon.extract.lexicon import Cue
from polon.extract.mutual import EACH, both_named, of_both
from polon.extract.numbers import Number
from polon.extract.scene import Scene
from polon.extract.tokens import WORD
from polon.records import Who

_PHRASE = 5
_CLAUSE, _RELATIVE = 2.2, 3.3

_OWN = frozenset({"released.get"})
_OTHERS = frozenset(
    {
        "released.give",
        "captured.take",
        "captured.maybe",
        "held.hold",
        "died.kill",
        "sentenced.try",
        "other.visit",
        "other.hurt",
    }
)


def side_of(number: Number, head: Head, attached: Attached, scene: Scene, voice: str | None) -> tuple[str | None, str]:
    """Country code and the rule that gave it. `voice` is the side that speaks («our», «the enemy»)."""
    named = head.side()
    if named == "enemy":
        return (ENEMY.get(voice) if voice else None), "the speaker's enemy"
    if named is not None:
        return named, "noun phrase"
    if both_named(head):
        return None, EACH
    if (state := _of_state(head, scene)) is not None:
        return state, "noun phrase"
    if of_both(number, head, attached, scene):
        each = head.each or scene.starting("per", number.i - 1) is not None
        gone = None if each else recipient(number, head, attached, scene, named=True)
        return (None, EACH) if gone is None else (gone, "recipient")  # «the two swapped: 157 went home to Russia»
    if head.own:
        return _owner(number, scene) or voice, "its own"
    if head.our and voice is not None:
        return voice, "our"
    for rule, found in (
        ("its own subject", _elliptic_agent(number, attached, scene)),
        ("recipient", recipient(number, head, attached, scene)),
        ("destination", _belligerent(destination(number, head, attached, scene))),
        ("captor", _captor(number, head, scene)),
        ("held there", _held_there(number, head, attached, scene)),
        ("destination", destination(number, head, attached, scene)),
        ("left the enemy's land", left_behind(number, head, attached, scene)),
        ("agent", _agent(number, head, attached, scene, voice)),
    ):
        if found is not None:
            return found, rule
    if voice is not None and attached.role.startswith("released.") and _home(number, head, scene):
        return voice, "home"
    if (place := _place(number, head, scene)) is not None:
        return place, "the place they held"
    return None, ""


def _belligerent(code: str | None) -> str | None:
    return code if code in ENEMY else None


def _of_state(head: Head, scene: Scene) -> str | None:
    """«88 prisoners of war of the Russian Federation»: the state whose soldiers they are."""
    of = scene.starting("of", head.j)
    if of is None or head.who() is not Who.MILITARY or "fixed_order" not in scene.lexicon.grammar:
        return None
    k = of.j
    while scene.starting("article", k) is not None:
        k += 1
    country = scene.starting("country", k)
    return country.tag.val if country is not None and country.tag.val in ENEMY else None


def _held_there(number: Number, head: Head, attached: Attached, scene: Scene) -> str | None:
    """«in Ukraine there are about a thousand captured soldiers»: whom a country holds are its enemy's."""
    if attached.event.value != "held" or not head.prisoner:
        return None
    for cue in scene.of("country"):
        near = scene.gap(cue.i, cue.j, number.i, max(number.j, head.j)) < 1
        if near and scene.starting("in", cue.i - 1) is not None and cue.tag.val in ENEMY:
            return ENEMY[cue.tag.val]
    return None


def _place(number: Number, head: Head, scene: Scene) -> str | None:
    """«fighters laid down their arms at Azovstal»: a garrison named in the clause is theirs."""
    for cue in scene.of("people"):
        if cue.tag.side and cue.tag.group in UNITS and scene.gap(cue.i, cue.j, number.i, max(number.j, head.j)) < 2:
            return cue.tag.side
    return None


def linked(number: Number, scene: Scene) -> bool:
    """Whether «in exchange for» stands between the number before and this one."""
    before = [n.i for n in scene.numbers if n.i < number.i]
    return bool(before) and any(c.tag.val == LINK and before[-1] < c.i < number.i for c in scene.of("event"))


def _owner(number: Number, scene: Scene) -> str | None:
    """Whose «its» is: the nearest country or nationality to the left."""
    for k in range(number.i - 1, scene.first - 1, -1):
        cue = scene.starting("country", k) or _people_with_side(scene, k)
        if cue is not None:
            return _code(cue)
    return None


def _captor(number: Number, head: Head, scene: Scene) -> str | None:
    """«in Russian captivity», «from Ukrainian prisons»: the captor's enemy."""
    end = max(number.j, head.j)
    for cue in scene.of("captivity"):
        behind = cue.i >= end and not any(end <= n.i < cue.i for n in scene.numbers)
        if scene.gap(cue.i, cue.j, number.i, end) > (_RELATIVE if behind else _CLAUSE):
            continue
        for k in range(cue.j - 1, max(scene.first, cue.i - 2) - 1, -1):
            if number.i <= k < end:
                break
            country = scene.at("country", k) or scene.at("people", k)
            if country is not None and (code := _code(country)) in ENEMY:
                return ENEMY[code or ""]
        between = scene.starting("article", cue.j) or scene.starting("in", cue.j)  # «in captivity in Azerbaijan»
        after = scene.at("country", between.j if between is not None else cue.j)
        if after is not None and _code(after) in ENEMY:
            return ENEMY[_code(after) or ""]
    return None


def _elliptic_agent(number: Number, attached: Attached, scene: Scene) -> str | None:
    """«Ukraine brought back 160, Russia — 165»: the verb is left out, its subject stands before the dash."""
    if scene.norm(number.i - 1) not in ("—", "–", "-"):
        return None
    k = number.i - 2
    while k > scene.first and scene.covers(k, "adverb", "additive"):
        k -= 1
    country = scene.at("country", k)
    if country is not None and attached.event.value == "released" and scene.starting("in", country.i - 1) is not None:
        return country.tag.val  # «57 to Armenia, and to Azerbaijan - 14»
    if country is None or scene.opens(country.i - 1, "in", "to", "from"):
        return None
    if attached.role in _OWN or attached.role == "released.come":
        return country.tag.val
    return ENEMY.get(country.tag.val) if attached.role in _OTHERS else None


def _agent(number: Number, head: Head, attached: Attached, scene: Scene, voice: str | None) -> str | None:
    """Who does it: Ukraine brought back its own; Russia captured, holds, convicted the others' people."""
    cue = attached.cue
    if (
        cue is None
        or not scene.holds(cue)
        or not (attached.role in _OWN or attached.role in _OTHERS or attached.role in ("released.free", "held.be"))
    ):
        return None
    by = _by(cue, scene)
    if by is None and scene.starting("figure", cue.i - 1) is not None:
        return None  # «bringing the number exchanged to 4,233»
    if attached.role == "held.be":
        return ENEMY.get(_code(by) or "") if by is not None else None  # «held hostage by Russia»
    freed = _noun_before(cue, scene) if attached.role == "released.free" and cue.i < number.i else None
    if by is None and freed is not None:
        return _of_noun(freed, scene)
    actor = by or _subject(cue, number, head, scene)
    if actor is None:
        return None
    code = voice if actor.tag.cls == "our" else _code(actor)
    if attached.role in _OWN:
        return code
    if attached.role == "released.free" and cue.i < number.i:
        mine = code is not None and code in (scene.lexicon.prisoners, scene.lexicon.voice)
        own = (
            mine and not head.prisoner and _noun_before(cue, scene) is None
        )  # «Ukraine has freed 151 soldiers»: its own
        return code if own else ENEMY.get(code or "")
    return ENEMY.get(code or "") if attached.role in _OTHERS else None


def _noun_before(cue: Cue, scene: Scene) -> Cue | None:
    """«the prisoners released», «captives freed by Kyiv»: the prisoners right before a participle."""
    return next((c for c in scene.of("people") if c.j == cue.i and c.tag.prisoner), None)


def _of_noun(noun: Cue, scene: Scene) -> str | None:
    """«the Palestinian prisoners released are …»: whose the noun before the verb says that they are."""
    if noun.tag.side:
        return noun.tag.side
    adjective = next((c for c in scene.of("people") if c.j == noun.i and c.tag.side), None)
    return adjective.tag.side if adjective is not None else None


def _by(cue: Cue, scene: Scene) -> Cue | None:
    for by in scene.of("by"):
        if cue.j <= by.i <= cue.j + 6:
            for k in range(by.j, min(by.j + 4, scene.last)):
                if (found := scene.starting("country", k) or _people_with_side(scene, k)) is not None:
                    return found
    return None


def _subject(cue: Cue, number: Number, head: Head, scene: Scene) -> Cue | None:
    """The nearest country left of an active verb whose object is the number."""
    if cue.i > number.i:
        behind = scene.starting("country", cue.j)  # «стільки ж отримала Росія»
        return behind if cue.tag.val in _OWN and "fixed_order" not in scene.lexicon.grammar else None
    best: tuple[float, Cue] | None = None
    people = (c for c in scene.of("people") if c.tag.side and c.tag.side != "enemy")
    for country in [*scene.of("country"), *people, *scene.of("our")]:
        place = scene.opens(country.i - 1, "from", "to", "in", "with")
        counted = any(n.i != number.i and _phrase(n.j, country.i, scene) for n in scene.numbers)
        invades = scene.at("invasion", country.i - 1) is not None and scene.starting("in", country.j) is not None
        counted = counted or invades  # «since the invasion by Russia into Ukraine»
        chosen = scene.opens(country.i - 1, "from", "of", "outof")
        joined = scene.at("and", country.j) is not None and cue.i - country.j <= 2  # «attacked Israel and took 251»
        if (
            country.j > cue.i
            or counted
            or chosen
            or (joined and "fixed_order" in scene.lexicon.grammar)
            or (place and country.tag.cls == "country")
        ):
            continue
        distance = scene.gap(country.i, country.j, cue.i, cue.j)
        if distance < 2.5 and (best is None or distance < best[0]):
            best = distance, country
    return best[1] if best else None


def _phrase(i: int, k: int, scene: Scene) -> bool:
    """Whether only nouns stand from a number to token `k`: «185 prisoners of the armed forces of Ukraine»."""
    if not i <= k <= i + _PHRASE:
        return False
    return all(scene.tokens[m].kind == WORD and not scene.starting("event", m) for m in range(i, k))


def _people_with_side(scene: Scene, k: int) -> Cue | None:
    cue = scene.starting("people", k)
    return cue if cue is not None and cue.tag.side and cue.tag.side != "enemy" else None


def _home(number: Number, head: Head, scene: Scene) -> bool:
    return any(scene.gap(c.i, c.j, number.i, max(number.j, head.j)) < 3 for c in scene.of("home"))


def _code(cue: Cue) -> str | None:
    return cue.tag.val if cue.tag.cls == "country" else cue.tag.side

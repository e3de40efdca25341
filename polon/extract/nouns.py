"""What a number counts: the noun phrase to its right (or the predicate), whose people they are and of what kind.

Only the words of the phrase itself speak here; what they do not say comes later from the verb, the whole or the text.
"""

from __future__ import annotations

from polon.extract.clausal import adjectival
from polon.extract.events import ENEMY
from polon.extract.head import Head
from polon.extract.lexicon import Cue
from polon.extract.numbers import Number
from polon.extract.scene import Scene
from polon.extract.subjects import before_bracket, before_dash, from_unit, left_of, nameless, predicate, shares_noun
from polon.extract.tails import tail
from polon.extract.tokens import CODE, MARK, QUOTES, WORD

_UNKNOWN_WORDS, _SHORT_WORD = 3, 4
_QUALIFIED = 3
_OWN_WORDS = 7


def head_of(number: Number, scene: Scene) -> Head:
    """The noun phrase of a number mention."""
    if number.back is not None:
        return _formula_head(number, scene)
    other = shares_noun(number, scene)
    shared = head_of(other, scene) if other is not None else Head(number.j)
    if other is not None and (shared.trap or any(t.who or t.side or t.group or t.prisoner for t in shared.tags)):
        return Head(number.j, tags=list(shared.tags), trap=shared.trap, unknown=shared.unknown, captive=shared.captive)
    head = Head(number.j)
    head.more = _more(number.i - 1, scene) or _more(number.i - 2, scene)
    _nation_before(number, scene, head)
    before_dash(number, scene, head)
    before_bracket(number, scene, head)
    if head.left and (unit := scene.starting("trap", number.j)) is not None and unit.tag.val == "duration":
        head.tags.clear()  # «the age of the youngest one freed – 18 years»
    behind = scene.starting("behind", number.j)  # «280 і більше військових»
    k = _modifiers(behind.j if behind is not None else number.j, scene, head)
    if not head.tags and not head.trap:
        k = predicate(k, scene, head)
    if head.elliptic:
        from_unit(number, scene, head)
    if head.ofthem is None and (head.elliptic or nameless(number, scene, head)):
        left_of(number, scene, head)
    elif head.tags:
        tail(k, scene, head)
    return head


def _nation_before(number: Number, scene: Scene, head: Head) -> None:
    """«sentenced the Ukrainian 15 soldiers»: where the order is free, a nation's adjective may stand before."""
    if "fixed_order" in scene.lexicon.grammar:
        return
    cue = scene.starting("people", number.i - 1)
    behind = scene.starting("people", number.j)
    if cue is None or behind is None or not cue.tag.side:
        return
    adjective = scene.norm(cue.i).endswith(scene.lexicon.adjective_endings or ("\0",))
    if adjective and cue.j == number.i and not (cue.tag.who or cue.tag.group or behind.tag.side):
        head.tags.append(cue.tag)


def _more(k: int, scene: Scene) -> bool:
    return scene.opens(k, "more") and not scene.opens(k, "qualifier")  # «more than 50»


def _formula_head(number: Number, scene: Scene) -> Head:
    """The nouns inside a formula and right behind it: 185 soldiers for 185."""
    head = Head(number.j)
    head.tags = [c.tag for c in scene.of("people") if number.i <= c.i < number.j]
    _modifiers(number.j, scene, head)
    if not head.tags:
        head.tags = [c.tag for c in scene.of("people") if _swapped(c, number, scene)]
    head.trap, head.unknown = None, False
    return head


def _swapped(cue: Cue, number: Number, scene: Scene) -> bool:
    """«a swap of soldiers, 175 for 175»: whom the exchange is of, right before the formula."""
    swap = scene.at("trap", cue.i - 1)
    near = 0 <= number.i - cue.j <= _UNKNOWN_WORDS and not any(scene.norm(k) == "." for k in range(cue.j, number.i))
    return swap is not None and swap.tag.val == "exchange" and near and "fixed_order" not in scene.lexicon.grammar


def _modifiers(k: int, scene: Scene, head: Head) -> int:
    unknown = 0
    while k < scene.last:
        token = scene.tokens[k]
        if token.kind == MARK:
            noted = token.norm == "(" and k == head.j and scene.starting("people", k + 1) is not None
            if token.norm in QUOTES or (token.norm == "+" and k == head.j) or noted:  # «12 (residents of …)»
                k += 1
                continue
            if token.norm == "(" and (end := _in_words(k, scene)):
                k = end
                continue
            if token.norm == "%":
                head.trap = "percent"
            break
        named = scene.opens(k, "people", "trap")
        if token.kind not in (WORD, CODE) or (named and _enemys(k, scene, head)):
            break
        if noun := (_noun(k, scene, head) if named else 0) or _second_nation(k, scene, head):
            k, unknown = noun, 0
            continue
        bare = _adjective_only(k, scene, head)
        light = -1 if (head.people and not bare) or head.trap else _light(k, scene, head)
        if bare and light > 0:
            break
        if light:
            if light < 0:
                break
            k = light
            continue
        if unknown == _UNKNOWN_WORDS or (not unknown and not head.tags and k == head.j and _verb(k, scene)):
            break  # «one lost his way, two were given first aid»: a number without a noun, and its verb
        unknown, k = unknown + 1, k + 1
    if unknown and head.people and not head.trap:
        head.tags.clear()  # «two American aircraft carriers»: the noun is none of ours
    head.unknown = bool(unknown) and not head.tags and not head.trap
    head.j = k if head.tags or head.trap else head.j
    return k


def _verb(k: int, scene: Scene) -> bool:
    """A verb that the file does not hold, by its ending: no noun stands behind the number."""
    norm = scene.norm(k)
    return (
        len(norm) > _SHORT_WORD and not scene.tokens[k].capital and norm.endswith(scene.lexicon.verb_endings or ("\0",))
    )


def _in_words(k: int, scene: Scene) -> int:
    """«2 (two) prisoners»: the token behind the bracket that tells the same number again; else 0."""
    same = next((n for n in scene.numbers if n.i == k + 1 and scene.norm(n.j) == ")"), None)
    first = any(n.j == k and same is not None and n.value == same.value for n in scene.numbers)
    return same.j + 1 if same is not None and first else 0


def _enemys(k: int, scene: Scene, head: Head) -> bool:
    """«273 Ukrainian prisoners by Russian occupiers», with no word for «by»: the other nation is no part of them."""
    nation = scene.starting("people", k)
    if nation is None or nation.tag.side not in ENEMY or not any(t.who or t.prisoner for t in head.tags):
        return False
    return any(t.side == ENEMY[nation.tag.side] for t in head.tags)


def _noun(k: int, scene: Scene, head: Head) -> int:
    """A people noun, or a noun of other things; the longer of the two holds."""
    people = scene.starting("people", k)
    trap = scene.starting("trap", k)
    light = scene.starting("light", k)
    if people is not None and light is not None and light.j > people.j:
        return 0  # «16 surrendered soldiers»: the longer phrase stands before the noun
    if people is not None and (trap is None or people.j >= trap.j):
        head.tags.append(people.tag)
        return _behind_the_freed(people, scene)
    bare = not head.tags or _adjective_only(k, scene, head) or _attributive(k, scene, head)
    if trap is not None and head.trap is None and bare:
        head.trap = trap.tag.val
        return trap.j
    return 0


def _second_nation(k: int, scene: Scene, head: Head) -> int:
    """«Russian and Ukrainian prisoners»: the token behind the «and», 0 where no adjective of a nation follows."""
    link = scene.starting("and", k)
    if link is None or not _adjective_only(k, scene, head):
        return 0
    nation = scene.starting("people", link.j)
    plain = nation is not None and nation.tag.side and not (nation.tag.who or nation.tag.group)
    return link.j if plain else 0


def _attributive(k: int, scene: Scene, head: Head) -> bool:
    """«10 prisoner swaps», «three hostage releases»: a singular before a noun of things only describes it."""
    singular = not scene.norm(k - 1).endswith(("s", "men", "people"))
    return singular and "fixed_order" in scene.lexicon.grammar and head.prisoner and len(head.tags) == 1


def _behind_the_freed(cue: Cue, scene: Scene) -> int:
    """«303 freed today defenders»: a participle that stands for people may have its noun behind the day."""
    tag = cue.tag
    if tag.who or tag.group or tag.side or tag.prisoner or scene.at("event", cue.i) is None:
        return cue.j
    k = cue.j
    while any(w.i <= k < w.j for w in scene.whens) or (k > cue.j and scene.starting("light", k) is not None):
        k += 1
    return k if k > cue.j and scene.starting("people", k) is not None else cue.j


def _adjective_only(k: int, scene: Scene, head: Head) -> bool:
    """Whether only adjectives of nations have been read so far («two Russian …»), up to token `k`."""
    if not head.people or any(t.who or t.group or t.prisoner or not t.side for t in head.tags):
        return False
    return bool(scene.lexicon.adjective_endings) and scene.norm(k - 1).endswith(scene.lexicon.adjective_endings)


def _light(k: int, scene: Scene, head: Head) -> int:
    """Words that may stand before the noun (next token), or that end the phrase (-1); 0 for an unknown word."""
    if (cue := scene.starting("ofthem", k)) is not None:
        return _behind_ofthem(cue, scene, head)
    for cls in ("each", "our", "own", "more", "light"):
        if (cue := scene.starting(cls, k)) is not None:
            if cls != "light":
                setattr(head, cls, True)
            return cue.j
    if (cue := scene.starting("event", k)) is not None:
        if noun := _behind_participle(cue, scene):
            return noun
        describes = _participle(cue, scene)
        head.captive = head.captive or (describes and cue.tag.val.startswith("captured"))
        return cue.j if describes else -1
    if (cue := scene.starting("captivity", k)) is not None:
        return cue.j if scene.starting("trap", cue.j) or scene.starting("people", cue.j) else -1
    if scene.starting("of", k) is not None:
        larger = next((n for n in scene.numbers if k < n.i <= k + _QUALIFIED and n.back is None), None)
        parted = larger is not None and any(_parts(m, scene) for m in range(k + 1, larger.i))
        if larger is not None and k == head.j and not (larger.ordinal or parted):
            return larger.j  # «53 of 193 prisoners»: both count the same people
        nouns = scene.covers(k + 1, "people", "our", "own", "trap") or scene.at("people", k + 2)
        return k + 1 if nouns else -1
    return -1 if scene.opens(k, *_ENDS) else 0


def _parts(k: int, scene: Scene) -> bool:
    """«9 of the navy, 8 of the guard and 3 …»: a mark, a noun or an «and» before the next number: they are a list."""
    return scene.tokens[k].kind == MARK or scene.opens(k, "people", "and")


_ENDS = (
    "copula", "stop", "in", "to", "from", "by", "for", "speech", "status", "and", "month", "auxiliary", "relative",
    "qualifier", "outof",
)  # fmt: skip


def _behind_ofthem(cue: Cue, scene: Scene, head: Head) -> int:
    if head.ofthem is None:
        head.ofthem = cue
    noun = scene.covers(cue.j - 1, "event", "people")  # «of the returned Ukrainians», not «of them»
    named = scene.norm(cue.j - 1) == "the" or (noun and scene.starting("people", cue.j) is not None)
    return cue.j if named or scene.starting("our", cue.j) is not None else -1


def _behind_participle(cue: Cue, scene: Scene) -> int:
    """«21 погибшего в российском плену военнопленного»: the noun behind a participle and its own words; else 0."""
    if not adjectival(cue.i, scene) or not scene.opens(cue.j, "in", "from"):
        return 0
    for k in range(cue.j + 1, min(cue.j + _OWN_WORDS, scene.last)):
        noun = scene.starting("people", k)
        if scene.tokens[k].kind == MARK or any(n.i == k for n in scene.numbers):
            return 0
        nation = noun is not None and not (noun.tag.who or noun.tag.prisoner or noun.tag.group)
        if (
            noun is None
            or (nation and noun.tag.side and scene.starting("captivity", k + 1))
            or scene.opens(k - 1, "in", "from")
        ):
            continue
        return 0 if scene.norm(k).endswith("ми") else k
    return 0


def _participle(cue: Cue, scene: Scene) -> bool:
    """«captured Ukrainian servicemen»: a verb form that stands before its noun within three words."""
    if cue.j - cue.i > 1:
        return False
    return scene.covers_in(cue.j, min(cue.j + 3, scene.last), "people")

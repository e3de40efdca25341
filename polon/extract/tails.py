"""What hangs on a counted noun: «soldiers of the Azov regiment», «soldiers and civilians», «sailors and medics»."""

from __future__ import annotations

from polon.extract.groups import SERVICES, UNITS
from polon.extract.head import Head
from polon.extract.lexicon import Tag
from polon.extract.scene import Scene
from polon.extract.tokens import MARK, NUMBER, QUOTES, WORD

_TAIL = 12
_ITEMS = 8
_LOOSE = 2
"""Words of no meaning that may stand before the noun of a conjunct: «and illegally held civilians»."""


def tail(k: int, scene: Scene, head: Head) -> None:
    """Adds to the phrase the units of its genitives, and the nouns joined to it; to the next clause, verb or number."""
    numbers = {n.i for n in scene.numbers if not n.ordinal}
    dated = {i for w in scene.whens for i in range(w.i, w.j)}
    i, end = k, min(k + _TAIL, scene.last)
    while i < end:
        token = scene.tokens[i]
        if (link := _link(i, scene, head)) > i:
            genitive = i > k and _unit(head.tags)
            if link in numbers or (scene.starting("article", link) is not None and not genitive):
                return
            tags, after = _conjunct(link, scene)
            if not tags or after in numbers:
                return
            if _unit(head.tags) and _unit(tags):
                head.tags += tags  # «of the Guard and the border service»: alternatives
            elif any(t.who or t.group or t.prisoner for t in tags):
                head.joined.append(tags)
            i = after
            continue
        if (
            (token.kind == NUMBER and not token.suffix)
            or i in numbers
            or i in dated
            or (token.kind == MARK and token.norm not in QUOTES)
        ):
            return
        if scene.opens(i, "event", "stop", "speech", "copula", "and"):
            return
        cue = scene.starting("people", i)
        if cue is not None and cue.tag.group:
            (head.joined[-1] if head.joined else head.tags).append(cue.tag)
        i = cue.j if cue is not None else i + 1


def _link(i: int, scene: Scene, head: Head) -> int:
    """The token behind «and», or behind a comma within a list that ends in «and»; `i` itself where none is."""
    if (cue := scene.starting("and", i)) is not None:
        return cue.j
    return i + 1 if head.people and _listed(i, scene) else i


def _listed(i: int, scene: Scene) -> bool:
    """Whether the comma at `i` stands in a list of people that ends in «and»."""
    for item in range(_ITEMS):
        if scene.norm(i) != ",":
            return False
        if item and (cue := scene.starting("and", i + 1)) is not None:
            return bool(_conjunct(cue.j, scene)[0])  # «…, а також …»
        tags, i = _conjunct(i + 1, scene)
        if not tags:
            return False
        if (cue := scene.starting("and", i)) is not None:
            return bool(_conjunct(cue.j, scene)[0])
    return False


def _conjunct(k: int, scene: Scene) -> tuple[list[Tag], int]:
    """The nouns of people from token `k`, and the token behind them."""
    tags: list[Tag] = []
    loose = 0
    while k < scene.last and scene.tokens[k].kind == WORD:
        cue = scene.starting("people", k)
        if cue is not None:
            tags.append(cue.tag)
            k = cue.j
        elif tags or loose == _LOOSE or scene.opens(k, "copula", "stop", "speech", "in", "to", "ofthem"):
            break
        else:
            loose += scene.starting("article", k) is None
            k += 1
    return tags, k


def _unit(tags: list[Tag]) -> bool:
    """Whether the last noun is a unit or a service that the phrase names in a genitive."""
    return bool(tags) and bool(tags[-1].group) and tags[-1].group in UNITS | SERVICES

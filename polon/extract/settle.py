"""What only the whole text tells: whether it speaks of prisoners, of which war, for which side; and what follows."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from polon.extract.afterwards import date_later
from polon.extract.defaults import MEDIATORS, default_side
from polon.extract.events import ENEMY
from polon.extract.mainday import date_by_main_day
from polon.extract.makeup import make_up
from polon.extract.mention import Found, Reading
from polon.extract.mutual import EACH
from polon.extract.rounds import date_rounds, follow
from polon.extract.scene import Page, Scene
from polon.extract.sides import linked
from polon.records import Event

_HOSTS = frozenset({"US", "SA", "EG", "BY"})
"""Countries that host talks and exchanges, and fight or hold prisoners elsewhere."""
_FOUGHT_OVER = 2
"""How often a country is named, at least, that a text may be about while Russia is named as often."""
_AT_WAR = frozenset(ENEMY) - {"RU"}
"""Countries whose name tells of a war; in Russia crimes are told in the same words."""


def topic(page: Page) -> tuple[bool, bool]:
    """Whether the text may speak of prisoners of a conflict, and whether it surely does."""
    marks = {cue.tag.val for scene in page.scenes for cue in scene.of("war")}
    if "crime" in marks and not _fought(page):
        return False, False
    sure = "strong" in marks or _trade_in_war(page)
    conflict = "conflict" in marks or any(
        cue.tag.side or cue.tag.who == "military" for scene in page.scenes for cue in scene.of("people")
    )
    told = any(scene.of("event") or scene.of("captivity") for scene in page.scenes)
    return sure or (conflict and told) or any(_formula(scene) for scene in page.scenes), sure


def _fought(page: Page) -> bool:
    """Whether a text that speaks of a crime names soldiers or a country at war: «the robber took two hostages»."""
    return any(
        any(c.tag.who == "military" or c.tag.side in _AT_WAR for c in scene.of("people"))
        or any(c.tag.val in _AT_WAR for c in scene.of("country"))
        for scene in page.scenes
    )


def _trade_in_war(page: Page) -> bool:
    """An exchange, or so many from each side, or captivity, beside soldiers or the sides of a war."""
    trade = captive = warring = soldiers = False
    for scene in page.scenes:
        trade = trade or bool(scene.of("each")) or any(c.tag.val == "exchange" for c in scene.of("trap"))
        captive = captive or bool(scene.of("captivity"))
        soldiers = soldiers or any(c.tag.who == "military" for c in scene.of("people"))
        warring = warring or any(c.tag.val in ENEMY for c in scene.of("country"))
        warring = warring or any(c.tag.side in ENEMY for c in scene.of("people"))
    return (trade and warring) or (captive and soldiers and warring)


def of_the_war(page: Page) -> bool:
    """Whether the text names a side of the war between Russia and Ukraine, or speaks of «ours», «the enemy», «home»."""
    if page.lexicon.voice is not None or voice(page, None) is not None:
        return True
    return any(
        any(c.tag.val in ENEMY for c in scene.of("country"))
        or any(c.tag.side in ENEMY or c.tag.side == "enemy" for c in scene.of("people"))
        or scene.has("our", "invasion")
        for scene in page.scenes
    )


def _formula(scene: Scene) -> bool:
    """«the exchange, 250 for 250»: no other trade gives as many as it takes."""
    trade = any(c.tag.val == "exchange" for c in scene.of("trap")) or any(
        c.tag.val.startswith(("released", "exchanged")) for c in scene.of("event")
    )
    return trade and any(n.back == n.value for n in scene.numbers)


def arena(page: Page) -> str | None:
    """The country the text is about where it is not the war between Russia and Ukraine; None where it is."""
    votes: Counter[str] = Counter()
    for scene in page.scenes:
        for cue in scene.of("country"):
            votes[cue.tag.val] += 1
        for cue in scene.of("people"):
            if cue.tag.side and cue.tag.side != "enemy":
                votes[cue.tag.side] += 1
    for mediator in MEDIATORS:
        votes.pop(mediator, None)
    ukrainian = votes.pop("UA", 0) + votes.pop("KP", 0)
    war = ukrainian + votes.pop("RU", 0)  # Russia alone may help or watch in another war
    fighting = Counter({code: n for code, n in votes.items() if code not in _HOSTS})
    if fighting or any(scene.of("our") for scene in page.scenes):
        votes = fighting  # «with the mediation of the US and the Emirates»
    most = max(votes.values(), default=0)
    if not most or war > most or (war == most and (ukrainian or most < _FOUGHT_OVER)):
        return None
    return votes.most_common(1)[0][0]


def voice(page: Page, other_war: str | None) -> str | None:
    """The side that says «our» and «home»: that of the language's country unless the text speaks for the other."""
    if other_war is not None:
        return None
    votes = Counter(cue.tag.val for scene in page.scenes for cue in scene.of("military"))
    if votes:
        return votes.most_common(1)[0][0]
    return page.lexicon.voice or _at_home(page)


def _at_home(page: Page) -> str | None:
    """«Russian soldiers have come home»: whose home it is speaks."""
    sides: set[str | None] = set()
    for scene in page.scenes:
        if scene.of("home"):
            sides |= {c.tag.side for c in scene.of("people") if c.tag.side in ("UA", "RU")}
    return sides.pop() if len(sides) == 1 else None


def _side_of_whole(part: Found, whole: Found) -> None:
    """«370 captives, 185 from each side»; «the exchange brought 390 Ukrainians home, 270 soldiers among them»."""
    if whole.trace["side"] == "noun phrase" and not part.head.each:
        part.side, part.trace["side"] = whole.side, "as the whole"
    else:
        whole.side, whole.trace["side"] = None, EACH


def _pair(one: Found, other: Found) -> None:
    """«freed 60 prisoners for 16 Ukrainians»: the other side's; «314 captives - 157 from each side»: of both."""
    if one.scene is not other.scene or one.event is not other.event:
        return
    unnamed = one.trace["side"] in ("", "agent")
    if unnamed and other.trace["side"] == "noun phrase" and linked(other.number, other.scene):
        one.side, one.trace["side"] = ENEMY.get(other.side or ""), "the other side of an exchange"
    for each, both in ((one, other), (other, one)):
        twice = both.number.value == 2 * each.number.value and both.trace["side"] in ("", "agent")
        if each.trace["side"] == EACH and twice:
            both.side, both.trace["side"] = None, EACH


def settle(reading: Reading) -> None:
    """Fills from the whole text what no sentence said: sides by default, and what a whole holds by its parts."""
    for found in reading.found:
        if found.trace["side"] == EACH and found.whole is not None:
            _side_of_whole(found, found.whole)
    for one, other in pairwise(reading.found):
        _pair(one, other)
    for found in reading.found:
        if (
            found.side is None
            and found.event is not Event.EXCHANGED
            and (EACH not in (found.root.trace["side"], found.trace["side"]) or reading.arena)
        ):
            default_side(found, reading)
    for found in reading.found:
        date_later(found, reading)
    date_by_main_day(reading)
    follow(reading)
    date_rounds(reading)
    make_up(reading)

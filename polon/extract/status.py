"""Is it told as a fact, as a plan, or as false: by the words of the clause, or by a denial in the next sentence."""

from __future__ import annotations

from polon.extract.clauses import asides
from polon.extract.events import Attached
from polon.extract.lexicon import Cue
from polon.extract.mention import Found, Mention, Reading
from polon.extract.scene import Scene
from polon.extract.tokens import MARK
from polon.records import Event, Status

_PLAN = 1.3
_DENIAL = 4.0
_PLANNED = frozenset({Event.RELEASED, Event.EXCHANGED, Event.OTHER})
_STOCK_PLAN = 0.3
_PREDICATED = 0.9
_BACK = 2
_DEAL = 3
"""Words between «under» and the deal that it names."""


def status_of(mention: Mention, attached: Attached, inherits: Found | None, reading: Reading) -> tuple[Status, str]:
    """The status of a claim and the words that tell it."""
    scene = mention.scene
    for cue in scene.of("status"):
        near = mention.far(cue.i, cue.j)
        if attached.cue is not None and scene.holds(attached.cue):
            near = min(near, scene.gap(cue.i, cue.j, attached.cue.i, attached.cue.j) + 0.2)
        words = f"{cue.tag.val}: {scene.words(cue.i, cue.j)}"
        if cue.tag.val == "planned":
            if _plans(cue, near, mention, attached):
                return Status.PLANNED, words
        elif (
            cue.tag.val == "denied" and near < _DENIAL and not _answered(cue, mention) and not _anaphoric(cue, mention)
        ):
            return Status.DENIED, words
    if _negated(mention, attached) or _contrasted(mention):
        return Status.DENIED, "negation"
    if _plan_goes_on(mention, attached, reading):
        return Status.PLANNED, "as the plan before"
    if _talked_of(mention, attached) and _planned_there(mention, reading):
        return Status.PLANNED, "the plan that is talked of"
    if inherits is not None and attached.rule != "verb":
        return inherits.status, "as the whole"
    return Status.FACTUAL, "stated"


def _negated(mention: Mention, attached: Attached) -> bool:
    """«were not captured»: what did not happen; zero counts, and returns that are refused, have rules of their own."""
    cue = attached.cue
    if cue is None or attached.rule != "verb" or not mention.scene.holds(cue) or not mention.number.value:
        return False
    return attached.event is not Event.HELD and mention.scene.starting("negation", cue.i - 1) is not None


def _plans(cue: Cue, near: float, mention: Mention, attached: Attached) -> bool:
    """Whether a word of plans («will», «agreed to») speaks of this number: near it, or over its whole clause."""
    if attached.event is Event.HELD:
        return near < _STOCK_PLAN and attached.cue is not None and cue.i <= attached.cue.i < cue.j
    if attached.event not in _PLANNED or _joined(cue, mention, attached) or _ground(cue, mention.scene):
        return False
    if _of_another(cue, mention):
        return False
    if attached.event is Event.OTHER:
        return _before_verb(cue, attached)
    return near < _PLAN or _governs(cue, mention)


def _of_another(cue: Cue, mention: Mention) -> bool:
    """«handed over 222 instead of the planned 225»: a word that describes another number, and is no verb."""
    scene = mention.scene
    endings = scene.lexicon.participle_endings
    describes = scene.norm(cue.j - 1).endswith(endings) if endings else scene.starting("article", cue.i - 1) is not None
    return describes and any(n.i == cue.j and n.i != mention.number.i for n in scene.numbers)


def _ground(cue: Cue, scene: Scene) -> bool:
    """«under the agreement reached in May 300 came home»: the deal on which it was done is no plan."""
    deals = (scene.at("account", k) for k in range(cue.i, cue.j))
    if not any(c is not None and c.tag.val == "matter" for c in deals):
        return False  # «by this exchange 59 will return»: a verb is its own plan
    near = [c for c in scene.of("basis") if 0 <= cue.i - c.j <= _DEAL]
    return any(all(scene.tokens[k].kind != MARK for k in range(c.j, cue.i)) for c in near)


def _governs(cue: Cue, mention: Mention) -> bool:
    """«promised that as many would be 23», «propose a truce: Hamas frees 35»: what follows is what is proposed."""
    scene, number = mention.scene, mention.number
    if not cue.j <= number.i or any(i <= cue.i < j <= number.i for i, j in asides(scene)):
        return False
    opened = cue.j + (scene.norm(cue.j) == ",")
    if scene.starting("complement", opened) is not None:
        return not any(scene.norm(k) in (",", ";", ":") for k in range(opened, number.i))
    listed = any(scene.norm(k) == ":" for k in range(cue.j, number.i))
    return listed and not any(w.i >= cue.j and w.span is not None for w in scene.whens)


def _plan_goes_on(mention: Mention, attached: Attached, reading: Reading) -> bool:
    """«Tomorrow 390 return. The whole deal is 800 for 800»: a formula without a verb of its own is of that plan."""
    last = reading.previous(mention)
    if attached.event is not Event.EXCHANGED or last is None or last.status is not Status.PLANNED:
        return False
    trades = [c for c in mention.scene.of("event") if c.tag.val.startswith(("released", "exchanged"))]
    return not any(mention.bare(c) < _PREDICATED for c in trades)


def _talked_of(mention: Mention, attached: Attached) -> bool:
    """«It is about the release of 1,200»: no verb says that it has been done."""
    scene, cue = mention.scene, attached.cue
    if attached.event is not Event.RELEASED or cue is None or not scene.holds(cue) or not cue.j <= mention.number.i:
        return False
    talk = next((c for c in scene.of("talk") if c.j == cue.i), None)
    return talk is not None and not any(w.span is not None for w in scene.whens)


def _planned_there(mention: Mention, reading: Reading) -> bool:
    """Whether the number was planned before, or the sentences before speak of an exchange to come."""
    if any(f.status is Status.PLANNED for f in reading.by_value.get(mention.number.value, ())):
        return True
    for scene in reading.page.scenes[max(0, mention.index - _BACK) : mention.index]:
        trades = any(c.tag.val == "exchange" for c in scene.of("trap"))
        trades = trades or any(c.tag.val.startswith("released") for c in scene.of("event"))
        if trades and any(c.tag.val == "planned" for c in scene.of("status")):
            return True
    return False


def _contrasted(mention: Mention) -> bool:
    """«it holds 600, not 2,000»: the number behind «not» is the false one."""
    scene, k = mention.scene, mention.number.i
    while k > scene.first and any(c.j == k and c.i < k for c in scene.of("qualifier")):
        k = max(c.i for c in scene.of("qualifier") if c.j == k)
    negation = next((c for c in scene.of("negation") if c.j == k), None)
    if negation is None or not mention.number.value:
        return False
    before = negation.i - 1
    contrast = scene.norm(before) == "," or scene.starting("and", before) is not None
    return contrast and any(n.j <= negation.i for n in scene.numbers)


def _joined(cue: Cue, mention: Mention, attached: Attached) -> bool:
    """«returned 532 people and is ready to take all»: the plan is another matter, the number has its verb already."""
    scene, own = mention.scene, attached.cue
    if _before_verb(cue, attached):
        return False
    told = own is not None and scene.holds(own) and own.j <= mention.number.i and cue.i > mention.end
    if told and any(
        scene.starting("counted", k) is not None and scene.norm(k - 1) == "," for k in range(mention.end + 1, cue.i)
    ):
        return True  # «eight came back, they will be taken home»
    if told and _has_its_own(cue, mention, attached):
        return True
    return any(mention.end <= c.i < cue.i for c in scene.of("and"))


def _has_its_own(cue: Cue, mention: Mention, attached: Attached) -> bool:
    """«freed 39 people, on Monday it plans to free another 40»: behind a comma the plan has a verb of its own."""
    scene = mention.scene
    verbs = any(c is not attached.cue and cue.i <= c.i <= cue.j + 1 for c in scene.of("event"))
    return verbs and any(scene.norm(k) in (",", ";") for k in range(mention.end, cue.i))


def _before_verb(cue: Cue, attached: Attached) -> bool:
    """Whether the word of plans stands right before the claim's own verb or in it."""
    own = attached.cue
    return own is not None and own.tag.val.startswith(("released", "other")) and cue.i <= own.i <= cue.j + 1


def _answered(cue: Cue, mention: Mention) -> bool:
    """«It is a lie: all 230 were returned»: what stands behind the colon is the true number."""
    return any(mention.scene.norm(k) == ":" for k in range(cue.j, mention.number.i))


def _anaphoric(cue: Cue, mention: Mention) -> bool:
    """«It is not true», «neither figure»: the denial speaks of what was said before."""
    scene = mention.scene
    words = (*scene.of("pronoun"), *scene.of("same"))
    return any(cue.i - 4 <= c.i <= cue.i and c.i <= scene.first + 2 for c in words)


def deny_back(mentions: list[Mention], reading: Reading) -> None:
    """A sentence that denies and has no denied number of its own denies the numbers of the sentence before."""
    scene = mentions[0].scene
    cues = [c for c in scene.of("status") if c.tag.val == "denied"]
    if not cues or any(f.status is Status.DENIED for f in reading.near(scene.sentence.index)):
        return
    if not all(_answered(cues[0], m) or _anaphoric(cues[0], m) for m in mentions):
        return
    _deny(cues[0], scene.sentence.index, reading)


def deny_sentence_before(cue: Cue, scene: Scene, reading: Reading) -> None:
    """A denial without a claim denies the number that it repeats, else those of the sentence before it."""
    values = {n.value for n in scene.numbers if not n.ordinal}
    named = [f for f in reading.near(scene.sentence.index, _BACK) if f.number.value in values]
    for found in named:
        found.status, found.trace["status"] = Status.DENIED, "denied by its number"
    if not named:
        _deny(cue, scene.sentence.index, reading)


def _deny(cue: Cue, index: int, reading: Reading) -> None:
    for found in reading.near(index - 1):
        if not any(c.tag.val == "denied" and _answered(c, found.mention) for c in found.scene.of("status")):
            found.status, found.trace["status"] = Status.DENIED, "denied in the next sentence"

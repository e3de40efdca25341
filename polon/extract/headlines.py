"""Credits without a verb: «Defence ministry: …», «… - press service», a name alone on a line before a colon."""

from __future__ import annotations

from polon.extract.events import ENEMY
from polon.extract.names import Names
from polon.extract.scene import Scene
from polon.extract.stretch import Stretch
from polon.extract.tokens import WORD

_NAME_WORDS = 12
_HEADLINE = 8
_SHORT, _STEM, _READ = 4, 5, 250
_DASHES = ("-", "–", "—")
CREDITING = frozenset({":", *_DASHES})
"""The marks without which no sentence credits anybody, where nobody «says» anything."""

Place = tuple[int, int, int]
"""A name's tokens, and the token of the mark that credits it."""


def unspoken(stretch: Stretch) -> Place | None:
    """The credit of a sentence in which nobody «says» anything."""
    scene, names = stretch.scene, stretch.names
    return _labelled(stretch) or _byline(scene, names) or _announced(scene, names) or _headed(scene, names)


def _labelled(stretch: Stretch) -> Place | None:
    """«Source: Olena Verba, the commissioner», «Джерело: «Берег»», «Source: the head of the office, Olena Verba»."""
    scene, names = stretch.scene, stretch.names
    label = scene.starting("label", scene.first)
    if label is None or label.tag.val != "source" or scene.norm(label.j) != ":":
        return None
    for phrase in names.phrases(label.j + 1, min(scene.last, label.j + 1 + _NAME_WORDS)):
        named = stretch.titled(phrase) or names.name(phrase, sure=True)
        if phrase.pronoun is None and named is not None:
            return (*named, label.j)
    return None


def _announced(scene: Scene, names: Names) -> Place | None:
    """«Name:» alone on a line, before what that person says."""
    if scene.norm(scene.last - 1) != ":" or scene.last - scene.first > _NAME_WORDS:
        return None
    if any(not n.ordinal for n in scene.numbers):
        return None
    return _whole(scene.first, scene.last - 1, scene, names)


def _headed(scene: Scene, names: Names) -> Place | None:
    """A headline that opens with its source: «Defence ministry: 144 are home»."""
    high = min(scene.first + _HEADLINE, scene.last)
    colon = next((k for k in range(scene.first, high) if scene.tokens[k].norm == ":"), scene.first)
    place = scene.starting("country", scene.first)
    if colon == scene.first or (place is not None and place.j == colon and place.tag.val not in ENEMY):
        return None  # «Yemen: 113 detainees freed»: where it is
    return _whole(scene.first, colon, scene, names)


def _byline(scene: Scene, names: Names) -> Place | None:
    """A headline's credit: «… still in captivity - press service»; no «sixteen — border guards»."""
    ended = scene.norm(scene.last - 1) == "."
    marks = _DASHES if ended or scene.sentence.index else (*_DASHES, ":")  # «45 are home: the ministry», a headline
    low = max(scene.first, scene.last - _HEADLINE - 1)
    dash = next((k for k in range(scene.last - 1, low, -1) if scene.tokens[k].norm in marks), scene.first)
    if dash == scene.first or dash + 1 >= scene.last:
        return None
    i = dash + 1
    told = scene.norm(i - 2) in (",", "»", '"', "”", ":", "!", "?", ".")
    if ended and not told:
        return None
    found = _whole(i, scene.last - 1 if ended else scene.last, scene, names)
    if found is None or any(scene.at("people", k) and not scene.at("title", k) for k in range(found[0], found[1])):
        return None
    quoted = names.quoted_name(i, scene.last) > i
    place = scene.starting("country", i)
    if (place is not None and place.tag.val in ENEMY and place.j == found[1]) or _acronym(i, scene):
        return found
    if scene.norm(dash) == ":" and not _surname(i, scene):
        return None
    known = (
        quoted or scene.starting("body", i) is not None or _surname(i, scene) or names.person(i, scene.last) is not None
    )
    return found if known or (told and scene.tokens[i].capital) else None


def _whole(i: int, j: int, scene: Scene, names: Names) -> Place | None:
    """A stretch that is one name from end to end."""
    phrases = names.phrases(i, j)
    if len(phrases) != 1 or phrases[0].governed or phrases[0].pronoun is not None:
        return None
    phrase = phrases[0]
    if phrase.j - phrase.i < j - i:
        return None
    if j - i == 1 and _surname(i, scene):
        return i, j, j
    known = scene.covers_in(i, j, "body", "title")
    capital = scene.tokens[i].capital or names.quoted_name(i, j) > i
    if not known and names.person(i, j) is None and not (i > scene.first and capital):
        return None
    if any(scene.starting("event", k) and not scene.tokens[k].capital for k in range(i, j)):
        return None
    named = names.name(phrase, sure=False)
    return (*named, j) if named is not None else None


def _acronym(k: int, scene: Scene) -> bool:
    token = scene.tokens[k]
    return k == scene.last - 1 and token.end - token.start > 1 and scene.text[token.start : token.end].isupper()


def _surname(k: int, scene: Scene) -> bool:
    """A capital that the text below writes behind a first name: «Verba: 45 are home», and then «Olena Verba»."""
    tokens = scene.tokens
    if not tokens[k].capital or tokens[k].kind != WORD or len(scene.norm(k)) < _SHORT:
        return False
    stem = scene.norm(k)[:_STEM]
    later = range(scene.last, min(len(tokens), scene.last + _READ))
    return any(
        tokens[m].norm.startswith(stem) and tokens[m].capital and tokens[m - 1].capital and tokens[m - 1].kind == WORD
        for m in later
    )

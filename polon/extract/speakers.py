"""Who says it: the nearest credit in the sentence, the open quotation's speaker, or the source that is still relayed."""

from __future__ import annotations

from dataclasses import dataclass

from polon.extract.lexicon import Cue
from polon.extract.scene import Scene
from polon.extract.tokens import CODE, MARK, WORD

_NAME_WORDS = 12
_LOWER_IN_NAME = frozenset({"of", "the", "for", "and", "in", "al", "bin", "ibn", "de", "von", "el"})


@dataclass(frozen=True, slots=True)
class Speaker:
    """A name as written, the tokens it stands on, and the cue that credits it."""

    name: str
    i: int
    j: int
    cue: Cue
    person: bool


def speakers(scene: Scene, text: str) -> list[Speaker]:
    """Every credited speaker of a sentence."""
    found: list[Speaker] = []
    for cue in scene.of("relay"):
        if (speaker := _name_from(cue.j, cue, scene, text)) is not None:
            found.append(speaker)
    for cue in scene.of("speech"):
        if any(s.i <= cue.i < s.j for s in found):
            continue
        speaker = _subject(cue, scene, text) or _name_from(cue.j, cue, scene, text)
        if speaker is not None and not any(s.i < speaker.j and speaker.i < s.j for s in found):
            found.append(speaker)
    return found


def _subject(cue: Cue, scene: Scene, text: str) -> Speaker | None:
    """The noun phrase that ends right before the verb: «X said», «X, the head of Y, said»."""
    j = cue.i
    while j > scene.first and (scene.tokens[j - 1].norm in (",", ")", "also", "has", "have", "had", "further", "later")):
        j -= 1
        if scene.tokens[j].norm == ",":
            break
    return _name_until(j, cue, scene, text)


def _name_until(j: int, cue: Cue, scene: Scene, text: str) -> Speaker | None:
    i = j
    while i > scene.first and j - i < _NAME_WORDS and _in_name(i - 1, scene):
        i -= 1
    while i < j and scene.tokens[i].norm in _LOWER_IN_NAME - {"the"}:
        i += 1
    return _made(i, j, cue, scene, text)


def _name_from(i: int, cue: Cue, scene: Scene, text: str) -> Speaker | None:
    while i < scene.last and scene.tokens[i].norm in (",", ":"):
        return None
    j = i
    while j < scene.last and j - i < _NAME_WORDS and _in_name(j, scene):
        j += 1
    while j > i and scene.tokens[j - 1].norm in _LOWER_IN_NAME:
        j -= 1
    return _made(i, j, cue, scene, text)


def _in_name(k: int, scene: Scene) -> bool:
    token = scene.tokens[k]
    if token.kind == MARK:
        return token.norm in "«»\"“”'’"
    if token.kind not in (WORD, CODE) or scene.starting("speech", k) or scene.at("event", k):
        return False
    if any(w.i <= k < w.j for w in scene.whens):
        return False
    return token.capital or token.norm in _LOWER_IN_NAME or scene.at("body", k) is not None or scene.at("title", k) is not None


def _made(i: int, j: int, cue: Cue, scene: Scene, text: str) -> Speaker | None:
    """The shortest name: a person's without title, else the body; None where there is neither."""
    i, j = _person(i, j, scene) or (i, j)
    while j > i and scene.tokens[j - 1].kind == MARK and scene.tokens[j - 1].norm not in "»”\"":
        j -= 1
    if i >= j:
        return None
    names = [k for k in range(i, j) if scene.tokens[k].capital or scene.at("body", k)]
    if not names or all(scene.tokens[k].norm in _LOWER_IN_NAME for k in range(i, j)):
        return None
    person = sum(1 for k in range(i, j) if scene.tokens[k].capital and not scene.at("body", k)) >= 1
    return Speaker(text[scene.tokens[i].start : scene.tokens[j - 1].end], i, j, cue, person)


def _person(i: int, j: int, scene: Scene) -> tuple[int, int] | None:
    """Two capitalised words in a row that are no body: first name and surname."""
    best: tuple[int, int] | None = None
    k = i
    while k < j:
        m = k
        while m < j and scene.tokens[m].capital and scene.tokens[m].kind == WORD and not _institution(m, scene):
            m += 1
        if m - k >= 2:
            best = (k, m)
        k = max(m, k + 1)
    return best


def _institution(k: int, scene: Scene) -> bool:
    return any(scene.at(cls, k) is not None for cls in ("body", "title", "country", "people", "month", "weekday"))

"""Who says it: the credits of a sentence, each with the name as written and the word that credits it."""

from __future__ import annotations

from dataclasses import dataclass

from polon.extract.lexicon import Cue, Tag
from polon.extract.scene import Scene
from polon.extract.tokens import CODE, MARK, NUMBER, WORD

_NAME_WORDS = 12
_ACROSS = 7


@dataclass(frozen=True, slots=True)
class Speaker:
    """A name as written, the tokens it stands on, and the cue that credits it."""

    name: str
    i: int
    j: int
    cue: Cue
    pronoun: bool = False


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
    return found or _byline(scene, text) or _announced(scene, text) or _headed(scene, text)


def _announced(scene: Scene, text: str) -> list[Speaker]:
    """«Name:» alone on a line, before what that person says."""
    if scene.norm(scene.last - 1) != ":" or scene.last - scene.first > _NAME_WORDS or scene.numbers:
        return []
    i, j = scene.first, scene.last - 1
    if any(not _in_name(k, scene) for k in range(i, j)):
        return []
    made = _made(i, j, Cue(j, j + 1, Tag("relay", "colon")), scene, text)
    return [made] if made is not None else []


def _headed(scene: Scene, text: str) -> list[Speaker]:
    """A headline that opens with its source: «Defence ministry: 144 are home»."""
    colon = next((k for k in range(scene.first, min(scene.first + 8, scene.last)) if scene.norm(k) == ":"), scene.first)
    if any(not _in_name(k, scene) for k in range(scene.first, colon)):
        return []
    if not any(scene.at("body", k) for k in range(scene.first, colon)) and _person(scene.first, colon, scene) is None:
        return []
    made = _made(scene.first, colon, Cue(colon, colon + 1, Tag("relay", "colon")), scene, text)
    return [made] if made is not None else []


def _byline(scene: Scene, text: str) -> list[Speaker]:
    """A headline's credit: «… still in captivity - press service»."""
    dashes = [k for k in range(scene.first, scene.last) if scene.norm(k) in ("-", "–", "—")]
    if not dashes or dashes[-1] + 1 >= scene.last or scene.last - dashes[-1] > 8:
        return []
    i = dashes[-1] + 1
    body = scene.starting("body", i)
    told = scene.norm(dashes[-1] - 1) in (",", "»", '"', "”", ":")
    single = told and scene.tokens[i].capital and not _institution(i, scene)
    if body is None and _person(i, scene.last, scene) is None and not single:
        return []
    if any(not _in_name(k, scene) for k in range(i, scene.last)):
        return []
    cue = body or Cue(i, scene.last, Tag("relay", "byline"))
    made = _made(i, scene.last, cue, scene, text)
    return [made] if made is not None else []


def _subject(cue: Cue, scene: Scene, text: str) -> Speaker | None:
    """The noun phrase that ends right before the verb: «X said», «X, the head of Y, said»; not behind a quotation."""
    j = cue.i
    while j > scene.first and any(scene.starting(cls, j - 1) is not None for cls in ("adverb", "auxiliary")):
        j -= 1
    if scene.norm(j - 1) in (",", "-", "–", "—", '"', "»", "”", "?", "!"):
        inverted = _name_from(cue.j, cue, scene, text)
        if inverted is not None:
            return inverted
        j -= 1
    return _name_until(j, cue, scene, text) or _across(j, cue, scene, text)


def _across(j: int, cue: Cue, scene: Scene, text: str) -> Speaker | None:
    """«The spokesman on the air of the telethon told»: a person or body that other words part from the verb."""
    for k in range(j - 1, max(scene.first, j - _ACROSS) - 1, -1):
        token = scene.tokens[k]
        dated = any(w.i <= k < w.j for w in scene.whens)
        if token.kind == MARK or scene.starting("event", k) or scene.starting("speech", k):
            return None
        if any(n.i <= k < n.j for n in scene.numbers) or scene.starting("relative", k):
            return None
        if not dated and token.kind == WORD and _in_name(k, scene) and not _particle(k, scene):
            found = _name_until(k + 1, cue, scene, text)
            if found is None or found.pronoun:
                return None
            solid = any(scene.at("body", m) for m in range(found.i, found.j)) or found.j - found.i >= 2
            return found if solid else None
    return None


def _name_until(j: int, cue: Cue, scene: Scene, text: str) -> Speaker | None:
    i = j
    while i > scene.first and j - i < _NAME_WORDS and _in_name(i - 1, scene):
        i = _opening(i - 1, scene)
    while i < j and _particle(i, scene) and scene.starting("article", i) is None:
        i += 1
    if i == j and (pronoun := scene.starting("pronoun", j - 1)) is not None:
        return Speaker(
            text[scene.tokens[j - 1].start : scene.tokens[j - 1].end], pronoun.i, pronoun.j, cue, pronoun=True
        )
    return _made(i, j, cue, scene, text)


def _name_from(i: int, cue: Cue, scene: Scene, text: str) -> Speaker | None:
    if i < scene.last and scene.starting("in", i) is not None:
        i += 1  # «told in the headquarters»
    if i >= scene.last or scene.tokens[i].norm in (",", ":"):
        return None
    if (pronoun := scene.starting("pronoun", i)) is not None:
        return Speaker(text[scene.tokens[i].start : scene.tokens[i].end], pronoun.i, pronoun.j, cue, pronoun=True)
    if (titled := _titled(i, scene)) is not None:
        return _made(*titled, cue, scene, text)
    j = i
    while j < scene.last and j - i < _NAME_WORDS and _in_name(j, scene):
        j += 1
    while j > i and _particle(j - 1, scene):
        j -= 1
    return _made(i, j, cue, scene, text)


def _titled(i: int, scene: Scene) -> tuple[int, int] | None:
    """«said the head of the presidential office, Andriy Yermak»: a title, what it is of, then the name."""
    if not any(scene.starting("title", k) for k in range(i, min(i + 3, scene.last))):
        return None
    j = i
    while j < min(scene.last, i + 16):
        token = scene.tokens[j]
        if (
            token.norm in (";", ".", ":")
            or scene.at("event", j)
            or any(n.i == j and not n.ordinal for n in scene.numbers)
        ):
            break
        j += 1
    return _person(i, j, scene)


def _opening(k: int, scene: Scene) -> int:
    """Over a name in quotation marks to its start: all of «Жінки сталі» belongs to the name."""
    if scene.norm(k) in "»”" and scene.tokens[k].kind == MARK:
        for i in range(k - 1, max(scene.first, k - 6) - 1, -1):
            if scene.norm(i) in ("«", "“", "„"):
                return i
    return k


def _particle(k: int, scene: Scene) -> bool:
    """of, the, з: words in small letters that stand inside names."""
    return scene.starting("particle", k) is not None


def _in_name(k: int, scene: Scene) -> bool:
    token = scene.tokens[k]
    if token.kind == MARK:
        return token.norm in "«»\"“”'’"
    if token.kind == NUMBER:
        return bool(token.suffix)
    if token.kind not in (WORD, CODE) or scene.starting("speech", k) or scene.starting("pronoun", k):
        return False
    if (scene.at("event", k) and not token.capital) or scene.at("military", k):
        return False
    if any(w.i <= k < w.j for w in scene.whens) or (k == scene.first and _closed(k, scene)):
        return False
    if token.capital or _particle(k, scene) or any(scene.at(cls, k) is not None for cls in ("body", "title")):
        return True
    nation = scene.at("people", k)  # «the Russian ministry»
    office = any(scene.starting(cls, k + 1) is not None for cls in ("body", "title"))
    return nation is not None and nation.tag.side is not None and office


def _closed(k: int, scene: Scene) -> bool:
    """«As told in …», «However, …»: the capital at the start of a sentence makes no name of these."""
    return any(scene.at(cls, k) is not None for cls in ("stop", "in", "from", "relay", "adverb", "and", "for", "to"))


def _made(i: int, j: int, cue: Cue, scene: Scene, text: str) -> Speaker | None:
    """The shortest name: a person's without title, else the body; None where there is neither."""
    i, j = _person(i, j, scene) or (i, j)
    while i < j and scene.tokens[i].norm in "”»\"’'":
        i += 1
    while j > i and scene.tokens[j - 1].kind == MARK and scene.tokens[j - 1].norm not in '»”"':
        j -= 1
    if i >= j:
        return None
    names = [k for k in range(i, j) if scene.tokens[k].capital or scene.at("body", k) or scene.at("title", k)]
    if not names or all(_particle(k, scene) for k in range(i, j)):
        return None
    return Speaker(text[scene.tokens[i].start : scene.tokens[j - 1].end], i, j, cue)


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

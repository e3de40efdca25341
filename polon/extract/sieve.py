"""Whether a text can hold a claim at all: most texts are left here, before their tokens and sentences are read.

What `settle.topic` goes by are words and phrases; a text that lacks them, or has no number, is not read. Of a phrase
the two longest words are looked for. The sieve may let a text through that holds nothing, never the other way round.
"""

from __future__ import annotations

import re

from polon.extract.lexicon import Lexicon, Tag
from polon.extract.patterns import GAP, STEM_MINIMUM
from polon.extract.tokens import CODE, HYPHENS, JOINED, NUMBER, WORD, Token, tokenise

_NUMBER, _SURE, _CONFLICT, _TOLD, _TRADE, _FOR, _SWAP, _BLANK, _FORGOTTEN = (1 << at for at in range(9))
_NUMBERS = frozenset({"numeral", "vague", "zero", "dozen", "half", "multiplier"})
_TOPICS = frozenset({"war", "nation"})
_RUN = re.compile(rf"[\w{JOINED}]+")
"""What stands together without a space or a mark: no word is longer, and no such run than what spaces part."""
_COMMON = frozenset(
    {
        "and", "article", "auxiliary", "by", "copula", "for", "from", "home", "in", "light", "more", "negation", "of",
        "ofthem", "our", "own", "particle", "preposition", "pronoun", "relative", "since", "stop", "this", "to", "year",
    }
)  # fmt: skip
_DIGIT = re.compile(r"\d")
_HEAD = 600
_NOTHING: tuple[int, tuple[str, ...]] = 0, ()
_ALIKE = 3
_HYPHEN = re.compile(f"[{HYPHENS}]")
_FORMULA = 8
"""Words, and pieces of a number, between the numbers of a formula."""
_REMEMBERED = 30_000
_LONGEST_REMEMBERED = _LONGEST_STEM = 64


def may_hold(text: str, lexicon: Lexicon) -> bool:
    """Whether a text has a number, and the words that `settle.topic` goes by."""
    if len(lexicon.marks) + len(lexicon.silent) >= _REMEMBERED:  # a hostile text must not fill the memory
        for remembered in (lexicon.marks, lexicon.silent, lexicon.figures):
            remembered.clear()
    marks = 0
    seen: set[str] = set()
    pieces: list[str] = []
    head = text.find(" ", _HEAD)
    for part in (text[:head], text[head:]) if head > 0 else (text,):  # most that tell of prisoners do so at once
        words = part.split()
        marks |= _told_by(set(words).difference(pieces), seen, lexicon)
        if marks & _NUMBER and (marks & _SURE or (marks & _CONFLICT and marks & _TOLD)):
            return True
        pieces += words
    if not (marks & _NUMBER and marks & _TRADE):
        return False
    return _swapped(pieces, lexicon) if marks & _FORGOTTEN else _formula(pieces, lexicon)


def _told_by(pieces: set[str], seen: set[str], lexicon: Lexicon) -> int:
    """What pieces of a text tell, alone or with what was `seen` before: two words of one phrase."""
    telling = pieces - lexicon.silent
    unmet = telling.difference(lexicon.marks)
    found = [lexicon.marks[piece] for piece in telling - unmet]
    found += [_marks(piece, lexicon) for piece in unmet]
    marks = 0
    for mark in {mark for mark, _ in found}:
        marks |= mark
    seen.update(*[keys for _, keys in found])
    for pairs in [lexicon.pairs[key] for key in seen if key in lexicon.pairs]:
        for partner, mark in pairs:
            if partner in seen:
                marks |= mark
    return marks


def _formula(pieces: list[str], lexicon: Lexicon) -> bool:
    """Whether a number stands right behind a «for» with its like before it: «250 for 250», «250-for-250»."""
    figures, marks = lexicon.figures, lexicon.marks
    for at in [at for at, piece in enumerate(pieces) if piece in figures]:
        own, before = marks[pieces[at]][0], marks.get(pieces[at - 1], _NOTHING)[0]
        if own & _SWAP:
            return True
        if (own | before) & (_FOR | _BLANK):
            words = _before(at, pieces, lexicon)
            near = [word for word in words if word in figures]
            if (own & _FOR or _may_equal(pieces[at], near)) and _swapped([*words, pieces[at]], lexicon):
                return True
    return False


def _may_equal(piece: str, others: list[str]) -> bool:
    """Whether one of the others may be the same number: plain digits are the same or are not."""
    if piece in others or not piece.isdigit():
        return bool(others)
    return not all(other.isdigit() for other in others)


def _before(at: int, pieces: list[str], lexicon: Lexicon) -> list[str]:
    """The words before a place, as many as a formula can have."""
    words: list[str] = []
    while at > 0 and len(words) < _FORMULA:
        at -= 1
        if not lexicon.marks.get(pieces[at], _NOTHING)[0] & _BLANK:
            words.append(pieces[at])
    return words[::-1]


def _swapped(pieces: list[str], lexicon: Lexicon) -> bool:
    """Whether a number of these pieces stands right behind a «for», and one like it before."""
    numbers: list[tuple[int, str]] = []
    behind = False
    for at, run in enumerate(_RUN.findall(" ".join(pieces))):
        marks, _ = _told(run, lexicon)
        if marks & _SWAP:
            return True
        if marks & _NUMBER:
            near = (number for place, number in numbers[-_FORMULA:] if at - place <= _FORMULA)
            if behind and any(_alike(number, run, lexicon) for number in near):
                return True
            numbers.append((at, run))
        behind = bool(marks & _FOR)
    return False


def _alike(a: str, b: str, lexicon: Lexicon) -> bool:
    """Whether two numbers may be equal, which makes a text one of an exchange: «тисяча на тисячу», «1000 на тисячу»."""
    if a.isdigit() == b.isdigit():
        return a == b if a.isdigit() else a[:_ALIKE].lower() == b[:_ALIKE].lower()
    digits, word = (a, b) if a.isdigit() else (b, a)
    return any(tag.val == digits for token in tokenise(word) for tag in lexicon.tags(token.norm))


def _joined(run: str, lexicon: Lexicon) -> bool:
    """«250-for-250»: a «for» between hyphens."""
    parts = _HYPHEN.split(run)
    return any(tag.cls == "for" for part in parts[1:-1] for tag in lexicon.tags(part.lower()))


def _told(piece: str, lexicon: Lexicon) -> tuple[int, tuple[str, ...]]:
    """What a piece tells, and the words of phrases in it."""
    return _NOTHING if piece in lexicon.silent else lexicon.marks.get(piece) or _marks(piece, lexicon)


def _marks(piece: str, lexicon: Lexicon) -> tuple[int, tuple[str, ...]]:
    """What a piece of a text without a space tells, and the words of phrases in it; remembered for each."""
    if not lexicon.keys:
        lexicon.keys = _keys(lexicon)
        lexicon.pairs = {
            key: pairs for key, known in lexicon.keys.items() if (pairs := [pair for pair in known.items() if pair[0]])
        }
    marks = 0
    keys: set[str] = set()
    runs = set(_RUN.findall(piece))
    for run in runs:
        mark, some = _told(run, lexicon) if run != piece else _of_run(run, lexicon)
        marks |= mark
        keys.update(some)
    if not runs:
        marks = _BLANK
    found = marks, tuple(keys)
    if len(piece) > _LONGEST_REMEMBERED or len(lexicon.marks) + len(lexicon.silent) >= _REMEMBERED:
        return marks | _FORGOTTEN, tuple(keys)
    if marks & _NUMBER:
        lexicon.figures.add(piece)
    if marks or keys:
        lexicon.marks[piece] = found
    else:
        lexicon.silent.add(piece)
    return found


def _of_run(run: str, lexicon: Lexicon) -> tuple[int, tuple[str, ...]]:
    """What the words in a run may be alone, and the words of phrases that they are."""
    marks, keys = 0, set()
    for token in (*tokenise(run), *(tokenise(_DIGIT.sub(" ", run)) if _DIGIT.search(run) else ())):
        norm = token.norm
        if token.kind == NUMBER or "-" in norm:
            marks |= _NUMBER
        for tag in lexicon.tags(norm):
            marks |= _mark(tag)
        stems = (f"{norm[:size]}*" for size in range(STEM_MINIMUM, min(len(norm), _LONGEST_STEM) + 1))
        keys |= {key for key in (norm, *stems) if key in lexicon.keys}
    for key in keys:
        marks |= lexicon.keys[key].get("", 0)
    if marks & _NUMBER and _joined(run, lexicon):
        marks |= _SWAP
    return marks, tuple(keys)


def _keys(lexicon: Lexicon) -> dict[str, dict[str, int]]:
    """What each phrase may be, by its two rarest words; by the rarest alone for numbers («the» and «in» begin many)."""
    keys: dict[str, dict[str, int]] = {"": {}}
    for table, star in ((lexicon.words, ""), (lexicon.stems, "*")):
        for first, entries in table.items():
            for rest, tag in entries:
                if rest and (mark := _mark(tag)):
                    items = [first + star, *(item for item in rest if item != GAP)]
                    items.sort(key=lambda item: -_weight(item, lexicon))
                    partner = items[1] if len(items) > 1 and not mark & _NUMBER else ""
                    known = keys.setdefault(items[0], {})
                    known[partner] = known.get(partner, 0) | mark
                    keys.setdefault(partner, {})
    return keys


def _weight(item: str, lexicon: Lexicon) -> int:
    """How rare a word of a phrase may be: by its letters, and none is as common as the words of grammar."""
    common = lexicon.may_mean(item, _COMMON)
    return sum(c.isalpha() for c in item) - 100 * common


def _mark(tag: Tag) -> int:
    """What `settle.topic` sees in a meaning."""
    if tag.cls in _NUMBERS:
        return _NUMBER
    if tag.cls == "event":
        return _TOLD | _TRADE if tag.val.startswith(("released", "exchanged")) else _TOLD
    if tag.cls == "trap":
        return _TOLD | _TRADE if tag.val == "exchange" else 0
    if tag.cls == "war":
        return {"strong": _SURE, "conflict": _CONFLICT}.get(tag.val, 0)
    if tag.cls == "people":
        return _CONFLICT if tag.side or tag.who == "military" else 0
    return {"country": _CONFLICT, "captivity": _TOLD, "each": _TOLD, "for": _FOR}.get(tag.cls, 0)


def worth_reading(tokens: list[Token], lexicon: Lexicon) -> bool:
    """Whether the tokens of a text hold a number, and a word that may start what tells of a war or its people."""
    number = topic = False
    for token in tokens:
        if token.kind == NUMBER:
            number = True
        elif token.kind in (WORD, CODE):
            classes = lexicon.may_start(token.norm)
            number = number or not _NUMBERS.isdisjoint(classes) or "-" in token.norm
            topic = topic or not _TOPICS.isdisjoint(classes)
        if number and topic:
            return True
    return False

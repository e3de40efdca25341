"""Language files to look-up tables, checked when they are read.

A language is data: `languages/<code>.toml` names words, stems (`captur*`) and phrases (`laid down .. arms`; `..` stands
for up to five words) under the meaning they have. The engine reads meanings only. docs/languages.md lists them.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from polon.extract.patterns import (
    STEM_MINIMUM,
    LanguageError,
    check_entry,
    country,
    flag,
    grammar,
    items_of,
    listed,
    patterns,
    remember,
    text,
)
from polon.extract.phrases import DIGITS, Known, Node, known_of, tree_of

_IN_COMPOUNDS = frozenset({"people", "country", "month"})
_REMEMBERED = 50_000
_LONGEST_REMEMBERED = 64


@dataclass(frozen=True, slots=True)
class Tag:
    """A meaning: its class (`event`, `people`, `month`, …), its value there, and what else the file says of it."""

    cls: str
    val: str
    who: str | None = None
    group: str | None = None
    side: str | None = None
    prisoner: bool = False


Entry = tuple[tuple[str, ...], Tag]
"""The further words of a phrase, none of a single word, and what it means."""


@dataclass(slots=True)
class Cue:
    """Tokens `i` (included) to `j` (excluded) mean `tag`. Not frozen: to make one would take four times as long."""

    i: int
    j: int
    tag: Tag


CLASSES = frozenset(
    {
        "abbreviated", "abbreviation", "about", "account", "additive", "adverb", "ago", "all", "already", "and",
        "andhalf", "anniversary", "around", "article", "as_of", "auxiliary", "background", "basis", "behind",
        "body", "by", "callsign", "captivity", "change", "clock", "complement", "copula", "counted", "country",
        "day", "definite", "dozen", "each", "echo", "edge", "event", "execution", "figure", "for", "from", "front",
        "half", "happened", "has", "holiday", "home", "idiom", "in", "incident", "invasion", "label", "land",
        "last", "later", "light", "loss", "mediation", "membership", "memory", "military", "modal", "moment",
        "month", "more", "multiplier", "negation", "night", "now", "nth", "numeral", "observer", "of", "ofthem",
        "oldest", "or", "ordinal", "our", "outof", "over", "own", "part", "particle", "parties", "past", "people",
        "per", "perfect", "period", "phase", "pledge", "preposition", "present", "pronoun", "qualifier", "recent",
        "recipient", "refusal", "relative", "relay", "rest", "room", "same", "season", "service", "several",
        "share", "since", "span", "speech", "status", "stop", "superlative", "talk", "tally", "then", "theyare",
        "this", "title",
        "to", "total", "trait", "trap", "vague", "venue", "verb", "war", "weekday", "while", "with", "year", "zero",
    }
)  # fmt: skip
"""The classes of meanings; docs/languages.md says what each is."""


@dataclass(slots=True)
class Lexicon:
    """One language's tables. `known` is the only look-up the engine needs; `remembered` holds what it gave."""

    code: str
    letters: str
    ordinal_suffixes: frozenset[str]
    cardinal_suffixes: frozenset[str]
    words: dict[str, list[Entry]]
    stems: dict[str, list[Entry]]
    experimental: bool = False
    voice: str | None = None
    prisoners: str | None = None
    participle_endings: tuple[str, ...] = ()
    grammar: frozenset[str] = frozenset()
    adjective_endings: tuple[str, ...] = ()
    adverb_endings: tuple[str, ...] = ()
    verb_endings: tuple[str, ...] = ()
    present_endings: tuple[str, ...] = ()
    marks: dict[str, tuple[int, tuple[str, ...]]] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)
    figures: set[str] = field(default_factory=set)
    keys: dict[str, dict[str, int]] = field(default_factory=dict)
    pairs: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    remembered: dict[str, Known | None] = field(default_factory=dict)
    _shared: dict[tuple[tuple[str, ...], bool], Known] = field(default_factory=dict)
    _trees: dict[str, Node | None] = field(default_factory=dict)
    _classes: dict[str, frozenset[str]] = field(default_factory=dict)
    _longest: int = 0

    def __post_init__(self) -> None:
        self._longest = max((len(s) for s in self.stems), default=0)

    def known(self, norm: str) -> Known | None:
        """What a word form can mean or start; None for most words. Remembered for each form."""
        try:
            return self.remembered[norm]
        except KeyError:
            found = self._look_up(norm)
            if len(norm) <= _LONGEST_REMEMBERED:
                if len(self.remembered) > _REMEMBERED:
                    self.remembered.clear()  # a hostile text must not fill the memory
                self.remembered[norm] = found
            return found

    def _look_up(self, norm: str) -> Known | None:
        """By the whole word and by its stems; forms with the same ones share what is known."""
        digits = norm[:1].isdecimal() or ("-" in norm and norm != "-")
        key = self._key(norm)
        if len(key) > 1 or key[0]:
            if (key, digits) not in self._shared:
                self._shared[key, digits] = self._made(key, digits)
            return self._of_compound(norm, self._shared[key, digits])
        return self._of_compound(norm, DIGITS) if digits else None

    def _of_compound(self, norm: str, known: Known) -> Known:
        """«воїнів-прикордонників»: people by either half of a word that the file does not hold whole."""
        parts = norm.split("-") if "-" in norm and not known.kinds & _IN_COMPOUNDS else ()
        tags = [tag for part in parts for tag in self.tags(part) if tag.cls in _IN_COMPOUNDS]
        if not tags:
            return known
        tags.sort(key=lambda tag: tag.group is None)
        return known_of([*known.tags, *tags], known.trees, known.classes | _classes(tags), known.digits)

    def _key(self, norm: str) -> tuple[str, ...]:
        """The word, empty where the file has it not, and the stems with which it begins, the longest first."""
        stems = (norm[:size] for size in range(min(len(norm), self._longest), STEM_MINIMUM - 1, -1))
        return (norm if norm in self.words else "", *(stem for stem in stems if stem in self.stems))

    def _entries(self, key: tuple[str, ...]) -> list[list[Entry]]:
        return [self.words.get(key[0], []), *(self.stems[stem] for stem in key[1:])]

    def _made(self, key: tuple[str, ...], digits: bool) -> Known:
        entries = self._entries(key)
        tags = _alone(entries)
        names = (key[0], *(f"{stem}*" for stem in key[1:]))
        trees = [self._tree(name, some) for name, some in zip(names, entries, strict=True)]
        classes = _classes([*tags, *(tag for some in entries for rest, tag in some if rest)])
        return known_of(tags, (tree for tree in trees if tree is not None), classes, digits)

    def _tree(self, name: str, entries: list[Entry]) -> Node | None:
        """The tree of what a word or a stem starts, made once for all the forms of which it is part."""
        if name not in self._trees:
            self._trees[name] = tree_of(entries)
        return self._trees[name]

    def of_class(self, cls: str) -> frozenset[str]:
        """The single words of a class."""
        known = self._classes.get(cls)
        if known is None:
            found = (w for w, entries in self.words.items() for rest, tag in entries if not rest and tag.cls == cls)
            known = self._classes[cls] = frozenset(found)
        return known

    def may_start(self, norm: str) -> frozenset[str]:
        """The classes of all that can start with this word; `nation` where it may name soldiers or a side's people."""
        known = self.known(norm)
        return known.classes if known is not None else frozenset()

    def may_mean(self, norm: str, classes: frozenset[str]) -> bool:
        """Whether a single word has a meaning of one of these classes. Nothing is remembered: for whole tables."""
        return any(tag.cls in classes for tag in _alone(self._entries(self._key(norm))))

    def tags(self, norm: str) -> tuple[Tag, ...]:
        """The meanings of a single word."""
        known = self.known(norm)
        return known.tags if known is not None else ()


def _alone(entries: list[list[Entry]]) -> list[Tag]:
    """The meanings of a single word: of each class those of the word, else of its longest stem."""
    tags: list[Tag] = []
    for some in entries:
        single = {tag.cls for tag in tags}
        tags += [tag for rest, tag in some if not rest and tag.cls not in single]
    return tags


def _classes(tags: list[Tag]) -> frozenset[str]:
    found = {tag.cls for tag in tags}
    nation = any(tag.side or tag.who == "military" for tag in tags if tag.cls == "people")
    return frozenset(found | {"nation"} if nation else found)


@cache
def load(code: str) -> Lexicon:
    """The lexicon of a packaged language. Raises LanguageError for one that is not there or is not sound."""
    path = resources.files("polon.extract") / "languages" / f"{code}.toml"
    if not path.is_file():
        raise LanguageError(f"no language file for {code!r}; there are {', '.join(available())}")
    return parse(path.read_text(encoding="utf-8"), f"{code}.toml")


@cache
def available() -> tuple[str, ...]:
    """Codes of the packaged languages, sorted."""
    folder = resources.files("polon.extract") / "languages"
    return tuple(sorted(f.name.removesuffix(".toml") for f in folder.iterdir() if f.name.endswith(".toml")))


def experimental(code: str) -> bool:
    """Whether a language has a file whose accuracy nobody has measured."""
    return code in available() and load(code).experimental


def parse(toml: str, where: str) -> Lexicon:
    """Reads and checks a language file; `where` names it in errors."""
    try:
        table = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise LanguageError(f"{where}: {error}") from error
    head = {key: table.pop(key) for key in _HEAD if key in table}
    words: dict[str, list[Entry]] = {}
    stems: dict[str, list[Entry]] = {}
    seen: dict[tuple[str, str], str] = {}
    for cls, entries in table.items():
        if cls not in CLASSES:
            raise LanguageError(f"{where}: [{cls}] is no class of meanings; there are {', '.join(sorted(CLASSES))}")
        if not isinstance(entries, dict):
            raise LanguageError(f"{where}: {cls} is a table of words, not a value")
        for val, entry in entries.items():
            check_entry(cls, val, entry, where)
            tag = _tag(cls, val, entry)
            alone: Entry = ((), tag)
            for pattern in patterns(entry, f"{where}: [{cls}] {val}"):
                items = items_of(pattern, cls, val, where)
                remember(items, cls, val, seen, where)
                first, *rest = items
                target = stems if first.endswith("*") else words
                target.setdefault(first.rstrip("*"), []).append((tuple(rest), tag) if rest else alone)
    return Lexicon(
        code=text(head, "code", where),
        letters=text(head, "letters", where),
        ordinal_suffixes=frozenset(listed(head, "ordinal_suffixes", where)),
        cardinal_suffixes=frozenset(listed(head, "cardinal_suffixes", where)),
        experimental=flag(head, "experimental", where),
        voice=country(head, "voice", where),
        prisoners=country(head, "prisoners", where),
        participle_endings=listed(head, "participle_endings", where),
        grammar=grammar(head, where),
        adjective_endings=listed(head, "adjective_endings", where),
        adverb_endings=listed(head, "adverb_endings", where),
        verb_endings=listed(head, "verb_endings", where),
        present_endings=listed(head, "present_endings", where),
        words=words,
        stems=stems,
    )


_HEAD = (
    "code",
    "letters",
    "ordinal_suffixes",
    "cardinal_suffixes",
    "experimental",
    "voice",
    "prisoners",
    "participle_endings",
    "grammar",
    "adjective_endings",
    "adverb_endings",
    "verb_endings",
    "present_endings",
)


def _tag(cls: str, val: str, entry: object) -> Tag:
    if not isinstance(entry, dict):
        return Tag(cls, val)
    return Tag(
        cls,
        val,
        who=entry.get("who"),
        group=entry.get("group"),
        side=entry.get("side"),
        prisoner=bool(entry.get("prisoner")),
    )

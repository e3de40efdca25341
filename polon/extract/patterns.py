"""The entries of a language file: their patterns, each alternative written out, and what makes one unsound."""

from __future__ import annotations

import re
from itertools import product

from polon.extract.tokens import CODE, WORD, normal, tokenise
from polon.records import Event, Who

GAP = ".."
GRAMMAR = frozenset({"capital_names", "month_first", "fixed_order", "hundred_and"})
"""What a language may choose of the engine's grammar; docs/languages.md says what each is."""
_ATTRIBUTES = frozenset({"forms", "who", "group", "side", "prisoner"})
STEM_MINIMUM = 2
_ALTERNATIVES = re.compile(r"\{([^{}]*)\}")
_COUNTRY, _COUNT = re.compile("[A-Z]{2}"), re.compile(r"[1-9]\d*")
_ROLES = "come|get|give|free|take|surrender|fall|maybe|hold|be|die|kill|try|visit|hurt|swap"
VALUES = {
    "numeral": re.compile(r"\d+"),
    "multiplier": re.compile(r"[1-9]\d+"),
    "dozen": re.compile(r"[1-9]\d+"),
    "half": re.compile(r"\d+"),
    "vague": _COUNT,
    "ordinal": _COUNT,
    "month": re.compile(r"[1-9]|1[0-2]"),
    "weekday": re.compile(r"[0-6]"),
    "day": re.compile(r"-?\d"),
    "year": re.compile(r"-?\d|word"),
    "holiday": re.compile(r"0[1-9]-[0-2]\d|(0[13-9]|1[0-2])-30|(0[13578]|1[02])-31|1[0-2]-[0-2]\d"),
    "season": re.compile(r"(winter|spring|summer|autumn)( -?\d)?"),
    "period": re.compile("day|week|month|year|half"),
    "qualifier": re.compile("about|over|under|between"),
    "behind": re.compile("about|over|under"),
    "around": re.compile("about|over|under"),
    "share": re.compile("any|round"),
    "status": re.compile("planned|denied|aside"),
    "country": _COUNTRY,
    "recipient": _COUNTRY,
    "military": _COUNTRY,
    "war": re.compile("strong|conflict|crime"),
    "invasion": re.compile("full|war"),
    "edge": re.compile("first|last"),
    "ago": re.compile("ago|before|later|after"),
    "event": re.compile(rf"({'|'.join(Event)})\.({_ROLES})|none\.(other|link|aside)"),
}
"""The values that a class may hold, where it is not free to name its entries; docs/languages.md lists them."""
_ATTRIBUTE = {
    "who": re.compile("|".join(Who)),
    "group": re.compile(r"[a-z][a-z0-9_]*(,[a-z][a-z0-9_]*)*"),
    "side": re.compile("[A-Z]{2}|enemy"),
}


class LanguageError(ValueError):
    """A language file that cannot be used; the message names the file, the section and the entry."""


def listed(head: dict[str, object], key: str, where: str) -> tuple[str, ...]:
    """A list of words of the head, empty where it has none. Raises LanguageError."""
    value = head.get(key)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise LanguageError(f"{where}: {key} is a list of words")
    return tuple(value)


def grammar(head: dict[str, object], where: str) -> frozenset[str]:
    """The grammar that a file chooses. Raises LanguageError."""
    chosen = frozenset(listed(head, "grammar", where))
    if unknown := chosen - GRAMMAR:
        raise LanguageError(
            f"{where}: grammar {sorted(unknown)[0]!r} is not known; there are {', '.join(sorted(GRAMMAR))}"
        )
    return chosen


def text(head: dict[str, object], key: str, where: str) -> str:
    """A text of the head. Raises LanguageError."""
    value = head.get(key)
    if not isinstance(value, str) or not value:
        raise LanguageError(f"{where}: {key} is missing")
    return value


def country(head: dict[str, object], key: str, where: str) -> str | None:
    """A country of the head, None where it names none. Raises LanguageError."""
    value = head.get(key)
    if value is not None and not (isinstance(value, str) and _COUNTRY.fullmatch(value)):
        raise LanguageError(f"{where}: {key} is a country's code, such as UA")
    return value


def flag(head: dict[str, object], key: str, where: str) -> bool:
    """A yes or no of the head. Raises LanguageError."""
    value = head.get(key, False)
    if not isinstance(value, bool):
        raise LanguageError(f"{where}: {key} is true or false")
    return value


def patterns(entry: object, where: str) -> list[str]:
    """The patterns of an entry, written out. Raises LanguageError."""
    forms = entry.get("forms") if isinstance(entry, dict) else entry
    if isinstance(entry, dict) and (unknown := entry.keys() - _ATTRIBUTES):
        raise LanguageError(f"{where}: unknown key {sorted(unknown)[0]!r}")
    if not isinstance(forms, list) or not all(isinstance(f, str) for f in forms) or not forms:
        raise LanguageError(f"{where}: a list of words is missing")
    return [form for pattern in forms for form in _expanded(pattern, where)]


def _expanded(pattern: str, where: str) -> list[str]:
    """Every form of a pattern with alternatives: `повернул{ася|ися}`, `{came|went} home`."""
    parts = _ALTERNATIVES.split(pattern)
    if any(c in part for part in parts[::2] for c in "{|}"):
        raise LanguageError(f"{where}: {pattern!r}: a brace that does not close, or alternatives within alternatives")
    options = [part.split("|") if at % 2 else [part] for at, part in enumerate(parts)]
    return ["".join(choice) for choice in product(*options)]


def check_entry(cls: str, val: str, entry: object, where: str) -> None:
    """Raises LanguageError where the value is none of the class's, or an attribute says what no claim can hold."""
    allowed = VALUES.get(cls)
    if allowed is not None and not allowed.fullmatch(val):
        raise LanguageError(f"{where}: [{cls}] {val!r} is no value of this class; one matches {allowed.pattern}")
    attributes = entry if isinstance(entry, dict) else {}
    for key, form in _ATTRIBUTE.items():
        said = attributes.get(key)
        if said is not None and not (isinstance(said, str) and form.fullmatch(said)):
            raise LanguageError(f"{where}: [{cls}] {val}: {key} is {said!r}; one matches {form.pattern}")
    if not isinstance(attributes.get("prisoner", False), bool):
        raise LanguageError(f"{where}: [{cls}] {val}: prisoner is true or false")


def items_of(pattern: str, cls: str, val: str, where: str) -> tuple[str, ...]:
    """The tokens that a pattern stands for, split as texts are: `prisoners' wives` is three, `1,5` is one.

    Raises LanguageError where a text can never hold them.
    """
    place = f"{where}: [{cls}] {val}: {pattern!r}"
    items: list[str] = []
    for item in pattern.split(" "):
        items += [GAP] if item == GAP else _split(item, place)
    first = items[0].rstrip("*").rstrip("-")
    kinds = [token.kind for token in tokenise(first)]
    if kinds not in ([WORD], [CODE]):
        raise LanguageError(f"{place} can never match: a phrase begins with a word")
    if cls == "abbreviation" and len(items) > 1:
        raise LanguageError(f"{place} can never match: an abbreviation is the one word before its full stop")
    return tuple(items)


def _split(item: str, place: str) -> list[str]:
    bare = item.rstrip("*")
    if not bare or "*" in bare or bare != normal(bare):
        raise LanguageError(f"{place}: {item!r} can never match; it must be lower case with straight apostrophes")
    if item.endswith("*") and len(bare) < STEM_MINIMUM:
        raise LanguageError(f"{place}: the stem {item!r} is too short")
    # a text has no hyphen at a word's end: what follows it belongs to the same word
    stem = bare.rstrip("-") if item.endswith("*") else bare
    parts = [token.norm + token.suffix for token in tokenise(stem)]
    if "".join(parts) != stem:
        raise LanguageError(f"{place}: {item!r} can never match: a text is not split so")
    if item.endswith("*"):
        parts[-1] += bare[len(stem) :] + "*"
    return parts


def remember(items: tuple[str, ...], cls: str, val: str, seen: dict[tuple[str, str], str], where: str) -> None:
    """Enters a pattern's items in `seen`. Raises LanguageError where the class has them already."""
    pattern = " ".join(items)
    if (other := seen.get((cls, pattern))) is not None:
        raise LanguageError(f"{where}: [{cls}] {val}: {pattern!r} stands under {other!r} already")
    seen[cls, pattern] = val

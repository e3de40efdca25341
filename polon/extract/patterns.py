"""The entries of a language file: their patterns, each alternative written out, and what makes one unsound."""

from __future__ import annotations

import re
from itertools import product

from polon.extract.tokens import normal

GAP = ".."
GRAMMAR = frozenset({"capital_names", "month_first", "fixed_order", "hundred_and"})
"""What a language may choose of the engine's grammar; docs/languages.md says what each is."""
_ATTRIBUTES = frozenset({"forms", "who", "group", "side", "prisoner"})
STEM_MINIMUM = 2
_ALTERNATIVES = re.compile(r"\{([^{}]*)\}")


class LanguageError(ValueError):
    """A language file that cannot be used; the message names the file, the section and the entry."""


def grammar(value: object, where: str) -> frozenset[str]:
    """The grammar that a file chooses. Raises LanguageError."""
    chosen = frozenset(value) if isinstance(value, list) else frozenset()
    if unknown := chosen - GRAMMAR:
        raise LanguageError(
            f"{where}: grammar {sorted(unknown)[0]!r} is not known; there are {', '.join(sorted(GRAMMAR))}"
        )
    return chosen


def text(value: object, where: str, key: str) -> str:
    """A text of the head. Raises LanguageError."""
    if not isinstance(value, str):
        raise LanguageError(f"{where}: {key} is missing")
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


def check(pattern: str, cls: str, val: str, seen: dict[tuple[str, str], str], where: str) -> None:
    """Raises LanguageError where a pattern is a duplicate or can never match; enters it in `seen`."""
    place = f"{where}: [{cls}] {val}: {pattern!r}"
    if (other := seen.get((cls, pattern))) is not None:
        raise LanguageError(f"{place} stands under {other!r} already")
    seen[cls, pattern] = val
    for item in pattern.split(" "):
        bare = item.rstrip("*")
        if item == GAP:
            continue
        if not bare or "*" in bare or bare != normal(bare):
            raise LanguageError(f"{place}: {item!r} can never match; it must be lower case with straight apostrophes")
        if item.endswith("*") and len(bare) < STEM_MINIMUM:
            raise LanguageError(f"{place}: the stem {item!r} is too short")

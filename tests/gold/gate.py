"""The floors under which the figures of the gold examples must not fall, and how they may be changed.

    python tests/gold/gate.py "why"     append floors a little below what is measured now

`floors.json` is a list of entries, the last one holds. Each names the digest of the one before, so that no floor is
lowered in silence: an old entry cannot be changed, and a new one that lowers a floor must say why.
"""

from __future__ import annotations

import hashlib
import json
import sys
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from polon import evaluate
from polon.evaluate import Annotation, Comparison, compare
from polon.extract import claims_from, read_text

HERE = Path(__file__).parent
LANGUAGES = ("en", "uk", "ru")
MEASURES = ("found", "record", "event", "side", "date", "who", "group", "attribution")
BELOW = 0.005
"""How far under what is measured a new floor lies: one claim of a language is 0.004."""
LAG = 0.05
"""A floor further than this under what is measured guards nothing, and has to be raised."""

Floors = dict[str, dict[str, float]]


@cache
def comparisons(lang: str) -> tuple[Comparison, ...]:
    """The gold examples of a language, compared with what the extractor finds in them."""
    docs, gold = (_lines(HERE / lang / name) for name in ("docs.jsonl", "gold.jsonl"))
    found = []
    for document, entry in zip(docs, gold, strict=True):
        published = date.fromisoformat(document["published"]) if document["published"] else None
        claims = claims_from(read_text(document["text"], lang, published), document["id"], "")
        asked = msgspec.convert(entry["claims"], list[Annotation])
        found.append(compare(document["id"], asked, [evaluate.annotation_of(c) for c in claims]))
    return tuple(found)


def measured(lang: str) -> dict[str, float]:
    """Found F1, record F1, and the share right of each slot that is guarded."""
    held = comparisons(lang)
    shares = {slot: right / of for slot, (right, of) in evaluate.slots(held).items()}
    figures = {"found": evaluate.found(held).f1, "record": evaluate.records(held).f1, **shares}
    return {name: figures[name] for name in MEASURES}


def entries() -> list[dict[str, Any]]:
    """Every entry of the file, the oldest first."""
    return list(json.loads((HERE / "floors.json").read_text(encoding="utf-8")))


def digest(entry: dict[str, Any]) -> str:
    """What the next entry says of this one."""
    return hashlib.sha256(json.dumps(entry, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]


def lowered(before: Floors, after: Floors) -> list[str]:
    """Every floor that an entry lowers or drops."""
    return [
        f"{lang} {name}"
        for lang, floors in before.items()
        for name, floor in floors.items()
        if after.get(lang, {}).get(name, 0.0) < floor
    ]


def _lines(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def main() -> None:
    """Appends an entry with the floors of now."""
    if len(sys.argv) != 2 or len(sys.argv[1]) < 20:
        sys.exit(__doc__)
    held = entries()
    floors = {lang: {name: round(share - BELOW, 3) for name, share in measured(lang).items()} for lang in LANGUAGES}
    held.append({"why": sys.argv[1], "floors": floors, "after": digest(held[-1]) if held else ""})
    (HERE / "floors.json").write_text(json.dumps(held, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for floor in lowered(held[-2]["floors"], floors) if len(held) > 1 else []:
        print(f"lowered: {floor}")  # noqa: T201 (for the person who runs it)


if __name__ == "__main__":
    main()

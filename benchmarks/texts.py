"""The texts of the benchmarks: two kilobytes (UTF-8) each, on the topic and off it, in three languages.

On-topic texts are examples of tests/gold, joined in their order until two kilobytes are full; off-topic ones are
paragraphs of benchmarks/texts, each text beginning with another of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ("en", "uk", "ru")
SIZE = 2048
COUNT = 12
"""Texts of a language, of either kind."""


def on_topic(lang: str) -> list[str]:
    """Two-kilobyte texts that speak of prisoners in every paragraph."""
    lines = (ROOT / "tests" / "gold" / lang / "docs.jsonl").read_text(encoding="utf-8").splitlines()
    return list(islice(_joined([json.loads(line)["text"] for line in lines]), COUNT))


def off_topic(lang: str) -> list[str]:
    """Two-kilobyte texts of other news."""
    lines = (Path(__file__).parent / "texts" / f"{lang}.txt").read_text(encoding="utf-8").splitlines()
    return [next(_joined([*lines[at:], *lines[:at]])) for at in range(min(COUNT, len(lines)))]


def _joined(pieces: list[str]) -> Iterator[str]:
    held: list[str] = []
    for piece in pieces:
        held.append(piece)
        text = "\n".join(held)
        if len(text.encode()) >= SIZE:
            yield text.encode()[:SIZE].decode(errors="ignore")
            held = []

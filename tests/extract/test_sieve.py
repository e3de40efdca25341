"""The sieve leaves only texts that hold no claim: whatever `settle.topic` would read, it lets through."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from polon.extract.lexicon import load
from polon.extract.scene import read_page
from polon.extract.settle import topic
from polon.extract.sieve import may_hold
from tests.extract.reading import LANGUAGES

GOLD = Path(__file__).resolve().parents[1] / "gold"
FORMULAS = [
    ("en", "The exchange took place, 250 for 250."),
    ("en", "They swapped one thousand people for one thousand."),
    ("en", "A 250-for-250 swap."),
    ("en", "They swapped 1,000 for 1,000."),
    ("uk", "Відбувся обмін: тисяча на тисячу."),
    ("uk", "Обмін 1000 на тисячу."),
    ("ru", "Состоялся обмен: сто на сто."),
]
NOTHING = [
    ("en", "At home the market lost 74 points on four bad days for 3 firms."),
    ("uk", "Удома 74 рейси скасували, бо на чотири години зупинилися комп'ютери."),
    ("ru", "Дома отменили 74 рейса, потому что на четыре часа встали компьютеры."),
]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_that_speaks_of_prisoners_is_left(lang: str) -> None:
    lexicon = load(lang)
    lines = (GOLD / lang / "docs.jsonl").read_text("utf-8").splitlines()
    left = 0
    for text in [json.loads(line)["text"] for line in lines]:
        page = read_page(text, lexicon, None)
        numbers = any(scene.numbers for scene in page.scenes)
        if not may_hold(text, lexicon):
            left += 1
            assert not (topic(page)[0] and numbers), text
    assert left < len(lines) / 2


@pytest.mark.parametrize(("lang", "text"), FORMULAS)
def test_a_formula_alone_is_let_through(lang: str, text: str) -> None:
    lexicon = load(lang)
    assert topic(read_page(text, lexicon, None))[0]
    assert may_hold(text, lexicon)


@pytest.mark.parametrize(("lang", "text"), NOTHING)
def test_other_news_is_left(lang: str, text: str) -> None:
    assert not may_hold(text, load(lang))

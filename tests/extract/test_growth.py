"""The work on a text grows with its length, whatever the text: counted in calls, which are the same every time.

Four times the text may take at most a little more than four times the calls; looking back on what went before is
bounded, so short texts look back on less.
"""

from __future__ import annotations

import pytest

from polon.extract import claims_of, read_text
from tests.extract.reading import LANGUAGES, calls, document, needs

LIMIT = 4.8
TOPIC = {
    "en": "Prisoners of war came home. 12 soldiers were released from captivity. ",
    "uk": "Військовополонені повернулися додому. З полону звільнили 12 військових. ",
    "ru": "Военнопленные вернулись домой. Из плена освободили 12 военных. ",
}
MARKS = {
    "digits in one run": ("7", 900),
    "digits apart": ("7 ", 450),
    "groups of three digits": ("777,", 450),
    "quotations in quotations": ("«", 450),
    "quotation marks": ('"', 450),
    "brackets in brackets": ("(", 450),
    "commas": (", ", 450),
    "dashes": ("— ", 450),
    "line breaks": ("\n", 450),
    "hyphens": ("a-", 450),
    "hidden characters": ("\u200b", 900),
}
"""Pieces without a language, and how often the shorter text has them."""
PIECES = {
    "no end of a sentence": ("wherever ", "деінде ", "где-нибудь ", 450),
    "people": ("soldiers ", "солдати ", "солдаты ", 450),
    "verbs": ("captured ", "захопили ", "захватили ", 450),
    "phrases begun": ("laid down ", "склали ", "сложили ", 450),
    "phrases with a gap begun": ("took ", "взяли ", "взяли ", 450),
    "prepositions": ("in the ", "у ", "в ", 450),
    "numbers in words": ("twelve and ", "дванадцять і ", "двенадцать и ", 220),
    "names": ("Verba said ", "сказав Верба ", "сказал Верба ", 220),
    "dates": ("on 6 May, ", "6 травня, ", "6 мая, ", 220),
    "years": ("in 2024 ", "у 2024 році ", "в 2024 году ", 220),
    "counts": ("12 soldiers, ", "12 солдатів, ", "12 солдат, ", 150),
    "claims": ("12 soldiers were freed. ", "Звільнили 12 солдатів. ", "Освободили 12 солдат. ", 90),
    "claims on lines": ("12 soldiers were freed.\n", "Звільнили 12 солдатів.\n", "Освободили 12 солдат.\n", 90),
    "claims of another war": (
        "In Gaza 12 were freed. ",
        "У Газі звільнили 12 людей. ",
        "В Газе освободили 12 человек. ",
        90,
    ),
    "deaths": ("12 prisoners died. ", "12 полонених померли. ", "12 пленных умерли. ", 90),
    "verdicts": ("12 prisoners were sentenced. ", "Засудили 12 полонених. ", "Осудили 12 пленных. ", 90),
    "parts": ("Of them 9 are officers. ", "З них 9 офіцери. ", "Из них 9 офицеры. ", 90),
}
"""The same for pieces in English, Ukrainian and Russian."""
SHAPES = [("en", name, piece, n) for name, (piece, n) in MARKS.items()] + [
    (lang, name, str(row[at]), int(row[-1])) for name, row in PIECES.items() for at, lang in enumerate(LANGUAGES)
]


@pytest.mark.parametrize(
    ("lang", "piece", "n"),
    [pytest.param(lang, piece, n, id=f"{lang}: {name}", marks=needs[lang]) for lang, name, piece, n in SHAPES],
)
def test_the_work_grows_no_faster_than_the_text(lang: str, piece: str, n: int) -> None:
    claims_of(document(TOPIC[lang] + piece * 3, lang))  # what is remembered of its words is not counted
    assert calls(TOPIC[lang] + piece * 4 * n, lang) / calls(TOPIC[lang] + piece * n, lang) < LIMIT


def test_a_million_commas_are_read() -> None:
    text = f"{TOPIC['en']}{',' * 1_000_000} 15 soldiers were released."
    assert [found.number.value for found in read_text(text, "en", None).found] == [12, 15]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_megabyte_that_tells_nothing_is_left_at_once(lang: str) -> None:
    """What has no word of a war is not even split into tokens."""
    assert calls("7 lorem " * 125_000, lang) < 20_000

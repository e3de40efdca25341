"""Polish is a file and nothing else: ten examples that the engine reads by it. Experimental: ten prove no accuracy."""

from __future__ import annotations

import pytest

from polon.extract.lexicon import load
from tests.extract.reading import LANGUAGES, check, claims

Slots = tuple[str, int, str, str, str | None, str | None, str | None, str | None]

EXAMPLES: list[tuple[str, list[Slots]]] = [
    # surface, value, qualifier, event, side, who, date, attribution
    (
        "Wczoraj do domu wróciło 45 ukraińskich żołnierzy, wśród nich 10 oficerów, poinformował Andrij Werba.",
        [
            ("45", 45, "exact", "released", "UA", "military", "2026-05-19", "Andrij Werba"),
            ("10", 10, "exact", "released", "UA", "military", "2026-05-19", "Andrij Werba"),
        ],
    ),
    (
        "W rosyjskiej niewoli przebywa około 6,5 tys. Ukraińców.",
        [("6,5 tys.", 6500, "about", "held", "UA", None, "2026-05-20", None)],
    ),
    (
        "Od początku pełnoskalowej inwazji Ukraina odzyskała 3405 jeńców.",
        [("3405", 3405, "exact", "released", "UA", None, "2022-02-24/2026-05-20", None)],
    ),
    (
        "16 maja Ukraina i Rosja wymieniły się jeńcami w formule 205 na 205.",
        [("205 na 205", 205, "exact", "exchanged", None, None, "2026-05-16", None)],
    ),
    ("Rosja przekazała Ukrainie 1212 ciał poległych żołnierzy.", []),
    (
        "Dwudziestu trzech Rosjan wzięto do niewoli w marcu.",
        [("Dwudziestu trzech", 23, "exact", "captured", "RU", None, "2026-03", None)],
    ),
    ("Była to 64. wymiana jeńców; najmłodszy uwolniony ma 22 lata.", []),
    (
        "Hamas przetrzymuje ponad stu zakładników.",
        [("stu", 100, "over", "held", "IL", None, "2026-05-20", None)],
    ),
    (
        "W niewoli zmarło co najmniej dwustu jeńców wojennych.",
        [("dwustu", 200, "over", "died", None, "military", "../2026-05-20", None)],
    ),
    (
        "W styczniu skazano dwóch ukraińskich jeńców na 15 lat więzienia.",
        [("dwóch", 2, "exact", "sentenced", "UA", None, "2026-01", None)],
    ),
]


@pytest.mark.parametrize(("text", "expected"), EXAMPLES)
def test_a_language_is_a_file(text: str, expected: list[Slots]) -> None:
    found = claims(text, "pl")
    for claim in found:
        check(claim, text)
    assert [
        (c.surface, c.value, str(c.qualifier), str(c.event), c.side, c.who, c.date, c.attribution) for c in found
    ] == expected


def test_the_file_says_that_it_is_experimental() -> None:
    assert load("pl").experimental
    assert not any(load(code).experimental for code in LANGUAGES)

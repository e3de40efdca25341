"""Verbs that are none of a number's: another noun's, another object's, those of which it is the subject."""

from __future__ import annotations

import pytest

from tests.extract.reading import cases, claims

NONE = [
    *cases(
        "en",
        [
            "Six nurses treated the captured marines.",
            "The prisoners were moved to barrack 14.",
            "Thirty occupiers are ready to surrender.",
            "There were 9 hostage swaps in the war.",
        ],
    ),
    *cases(
        "uk",
        [
            "Шестеро лікарів оглянули звільнених морпіхів.",
            "Тридцять окупантів готові здатися в полон.",
            "Про полонених у суді справ чотири.",
        ],
    ),
    *cases(
        "ru",
        [
            "Шестеро врачей осмотрели освобождённых морпехов.",
            "Тридцать украинских солдат готовы сдаться в плен.",
            "О пленных в суде дел четыре.",
        ],
    ),
]


@pytest.mark.parametrize(("lang", "text"), NONE)
def test_none_of_its_verbs(lang: str, text: str) -> None:
    assert [claim.surface for claim in claims(text, lang)] == []


OWN = [
    *cases("en", [("Scouts freed two villages and took six occupiers prisoner.", ["six"])]),
    *cases("uk", [("Розвідники звільнили два села і взяли в полон шістьох окупантів.", ["шістьох"])]),
    *cases("ru", [("Разведчики освободили два села и взяли в плен шестерых боевиков ВСУ.", ["шестерых"])]),
]


@pytest.mark.parametrize(("lang", "text", "surfaces"), OWN)
def test_its_own_verb(lang: str, text: str, surfaces: list[str]) -> None:
    found = claims(text, lang)
    assert [(claim.surface, claim.event) for claim in found] == [(surface, "captured") for surface in surfaces]


EVENTS = [
    *cases(
        "en",
        [
            (
                "Prisoners of war were blown up in a barrack. 30 were killed and 90 injured.",
                [("30", "died"), ("90", "other")],
            ),
            (
                "The UN spoke to freed marines: 40 out of 44 prisoners of war told of torture.",
                [("40", "other"), ("44", "other")],
            ),
            ("Six prisoners held by the rebels were released on Monday.", [("Six", "released")]),
            ("Our soldiers were freed. Ukraine also received the bodies of 60 soldiers killed near the river.", []),
            ("Prisoners of war were freed. None of the prisoners complained of torture.", []),
        ],
    ),
    *cases(
        "uk",
        [
            (
                "З полону звільнять 90 засуджених, а також 700 жителів, викрадених торік.",
                [("90", "released"), ("700", "released")],
            ),
            ("Обмін не відбувся через відмову Києва забирати 400 військовополонених.", [("400", "held")]),
        ],
    ),
    *cases(
        "ru",
        [("Обмен не состоялся из-за отказа Киева забирать 400 украинских военнопленных.", [("400", "held")])],
    ),
]


@pytest.mark.parametrize(("lang", "text", "expected"), EVENTS)
def test_what_befell_them(lang: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert [(claim.surface, claim.event) for claim in claims(text, lang)] == expected

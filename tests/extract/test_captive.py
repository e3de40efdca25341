"""Deaths, stays and counts that are of captives only where the text says so."""

from __future__ import annotations

import pytest

from tests.extract.reading import cases, claims

OF_CAPTIVES = [
    *cases(
        "en",
        [
            ("There were nineteen of us in a cell for eight, says a marine who was a captive.", [("nineteen", "held")]),
            ("Eight prisoners shared a cell. By spring two died.", [("Eight", "held"), ("two", "died")]),
            ("Prisoners of war were kept in the cellar. Five elderly people died there.", [("Five", "died")]),
        ],
    ),
    *cases(
        "uk",
        [
            ("«У камері на вісьмох нас було дев'ятнадцять», — каже морпіх після полону.", [("дев'ятнадцять", "held")]),
            ("Полонених тримали в підвалі школи. П'ятеро літніх людей там померли.", [("П'ятеро", "died")]),
            ("Полонених не брали. Росіяни добили чотирьох поранених бійців.", [("чотирьох", "died")]),
            (
                "Торік у полон здалися 90 росіян. Цього року таких було сорок.",
                [("90", "captured"), ("сорок", "captured")],
            ),
        ],
    ),
    *cases(
        "ru",
        [
            (
                "«В камере на восьмерых нас было девятнадцать», — говорит морпех после плена.",
                [("девятнадцать", "held")],
            ),
            ("Пленных держали в подвале школы. Пятеро пожилых людей там умерли.", [("Пятеро", "died")]),
            ("Пленных не брали. Четверых раненых солдат добили.", [("Четверых", "died")]),
        ],
    ),
]


@pytest.mark.parametrize(("lang", "text", "expected"), OF_CAPTIVES)
def test_of_captives(lang: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert [(claim.surface, claim.event) for claim in claims(text, lang)] == expected


OF_OTHERS = [
    *cases("en", ["Prisoners were exchanged on Friday. In the shelling of the town 12 people died."]),
    *cases("uk", ["У п'ятницю обміняли полонених. Від обстрілу міста загинули 12 людей."]),
    *cases("ru", ["В пятницу обменяли пленных. От обстрела города погибли 12 человек."]),
]


@pytest.mark.parametrize(("lang", "text"), OF_OTHERS)
def test_of_others(lang: str, text: str) -> None:
    assert claims(text, lang) == ()

"""Clauses: whose a verb is where one is inserted, where it has another object, or where two verbs follow."""

from __future__ import annotations

import pytest

from tests.extract.reading import cases, claims

EN = [
    ("Twelve Russian soldiers, among whom a platoon leader, surrendered near the weir.", [("Twelve", "captured")]),
    ("Rangers killed seven Russian soldiers and took three prisoner.", [("three", "captured")]),
]

UK = [
    (
        "Дванадцятеро російських піхотинців, серед яких командир відділення, здалися в полон.",
        [("Дванадцятеро", "captured")],
    ),
    ("Розвідники знищили сімох російських військових і трьох змусили здатися в полон.", [("трьох", "captured")]),
    ("Окупанти здаються в полон. Четверо операторів ССО захопили інший бліндаж.", []),
    ("Полонених, яких обміняли торік восени, було 64.", [("64", "released")]),
    (
        "Під Вербовим розстріляли групу полонених оборонців. На записі видно розстріл дев'яти українських військових.",
        [("дев'яти", "died")],
    ),
    (
        "Повернули 31 захисника, 9 з яких були евакуйовані із заводу, а також 6 полонених із ЧАЕС.",
        [("31", "released"), ("9", "released"), ("6", "released")],
    ),
    ("Російський суд визнав 14 полонених українців винними.", [("14", "sentenced")]),
    ("Троє бійців здалися в полон, а двох інших убили.", [("Троє", "captured"), ("двох", "died")]),
]

RU = [
    (
        "Двенадцать украинских пехотинцев, среди которых командир отделения, сдались в плен.",
        [("Двенадцать", "captured")],
    ),
    ("Разведчики уничтожили семерых украинских солдат и троих взяли в плен.", [("троих", "captured")]),
]


@pytest.mark.parametrize(("lang", "text", "expected"), [*cases("en", EN), *cases("uk", UK), *cases("ru", RU)])
def test_each_verb_has_its_own_number(lang: str, text: str, expected: list[tuple[str, str]]) -> None:
    found = [(text[c.start : c.end], c.event.value) for c in claims(text, lang)]
    assert found == expected

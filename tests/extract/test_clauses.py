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


YEARS = [
    (
        "uk",
        "Торік відбулося тридцять обмінів. У квітні додому повернулися 52 оборонці.",
        "2026-05-20",
        [("52", "2025-04")],
    ),
    (
        "en",
        "Last year saw thirty exchanges. In April 52 Ukrainian soldiers came home from captivity.",
        "2026-05-20",
        [("52", "2025-04")],
    ),
    (
        "ru",
        "В прошлом году состоялось тридцать обменов. В апреле домой вернулись 52 российских военных.",
        "2026-05-20",
        [("52", "2025-04")],
    ),
]


@pytest.mark.parametrize(("lang", "text", "published", "expected"), YEARS)
def test_months_go_on_in_the_year_of_the_passage(
    lang: str, text: str, published: str, expected: list[tuple[str, str]]
) -> None:
    found = [(text[c.start : c.end], c.date) for c in claims(text, lang, published)]
    assert found == expected


COUNTED = [
    ("Під час обстрілу колонії поранено шістьох військовополонених.", [("шістьох", "other")]),
    ("Бойовики захопили 77 заручників, з них звільнені 31.", [("77", "captured"), ("31", "released")]),
    (
        "Політв'язні відбувають покарання в колонії (27 людей, з них 11 – кримські татари).",
        [("27", "held"), ("11", "held")],
    ),
    (
        "З полону повернули 90 жінок. Серед звільнених 14 раніше були евакуйовані.",
        [("90", "released"), ("14", "released")],
    ),
    ("Слідчі місії провели інтерв'ю з 44 військовими, нещодавно звільненими з полону.", [("44", "other")]),
]


@pytest.mark.parametrize(("text", "expected"), COUNTED)
def test_what_is_counted(text: str, expected: list[tuple[str, str]]) -> None:
    found = [(text[c.start : c.end], c.event.value) for c in claims(text, "uk")]
    assert found == expected


def test_a_list_of_services() -> None:
    text = "З полону звільнено 40 бійців ЗСУ, 9 з ТРо, 8 з НГУ та 3 з ДПСУ."
    groups = [c.group for c in claims(text, "uk")]
    assert groups == [("armed_forces",), ("territorial_defence",), ("national_guard",), ("border_guards",)]


PLANS = [
    "Якщо ворог погодиться, відбудеться обмін полоненими 60 на 60.",
    "Обмін полоненими? Якщо вони готові обміняти навіть 60 на 60, це добре.",
]


@pytest.mark.parametrize("text", PLANS)
def test_what_is_under_a_condition_is_planned(text: str) -> None:
    assert [(c.status.value, c.date) for c in claims(text, "uk")] == [("planned", None)]


def test_a_garrison_among_the_freed_is_not_that_of_all() -> None:
    text = "З полону визволили 205 українців, серед них оборонців Маріуполя."
    assert [c.group for c in claims(text, "uk")] == [()]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Of the 40 Russian soldiers whom the brigade captured in May, half had not been paid."),
        ("uk", "Із 40 прикордонників, які потрапили в полон у травні, половина не отримувала грошей."),
        ("ru", "Из 40 пограничников, которые попали в плен в мае, половина не получала денег."),
    ],
)
def test_a_relative_clause_tells_what_nothing_else_does(lang: str, text: str) -> None:
    assert [(claim.surface, str(claim.event)) for claim in claims(text, lang)] == [("40", "captured")]

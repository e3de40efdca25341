"""Numbers without a verb of an event: what goes on for them from the claim before, and what does not."""

from __future__ import annotations

import pytest

from tests.extract.reading import cases, claims

GOES_ON = [
    *cases(
        "en",
        [
            ("Kyiv brought 80 soldiers home from captivity. Moscow announced 80 of its own.", ["80", "80"]),
            ("More than 30 Russians surrendered at the mill. The brigade's spokesman spoke of 45.", ["30", "45"]),
            ("Ukraine brought home 90 soldiers. The list included six officers.", ["90", "six"]),
        ],
    ),
    *cases(
        "uk",
        [
            ("Київ повернув з полону 80 військових. Москва відзвітувала про 78 своїх.", ["80", "78"]),
            ("Біля млина здалися понад 30 росіян. Речник бригади говорив про 45.", ["30", "45"]),
            (
                "Обмін пройшов за формулою 90 на 90. Увечері дев'яносто наших бійців уже вечеряли.",
                ["90 на 90", "дев'яносто"],
            ),
        ],
    ),
    *cases(
        "ru",
        [
            ("Киев вернул из плена 80 военных. Москва отчиталась о 78 своих.", ["80", "78"]),
            ("У мельницы сдались более 30 украинских солдат. Представитель бригады говорил о 45.", ["30", "45"]),
        ],
    ),
]


@pytest.mark.parametrize(("lang", "text", "surfaces"), GOES_ON)
def test_a_number_goes_on(lang: str, text: str, surfaces: list[str]) -> None:
    assert [claim.surface for claim in claims(text, lang)] == surfaces


ENDS = [
    *cases(
        "en",
        [
            "Another 900 may be sent in autumn.",
            "They travelled from four cities.",
            "Some 600 people came to the bridge.",
            "The card for coffee ends in 2210.",
        ],
    ),
    *cases(
        "uk",
        [
            "Восени на фронт можуть прибути ще 900.",
            "На міст прийшло 600 людей.",
            "Обмінів за рік відбулося сім.",
            "Посилок не дозволили жодної.",
        ],
    ),
    *cases(
        "ru",
        [
            "Осенью на фронт могут прибыть ещё 900.",
            "На мост пришло 600 человек.",
            "Обменов за год состоялось семь.",
            "Списков не публиковала ни одна сторона.",
        ],
    ),
]
BEFORE = {
    "en": "Ukraine brought home 75 soldiers from captivity.",
    "uk": "Україна повернула з полону 75 військових.",
    "ru": "Украина вернула из плена 75 военных.",
}


@pytest.mark.parametrize(("lang", "text"), ENDS)
def test_a_verb_of_its_own_ends_it(lang: str, text: str) -> None:
    assert [claim.surface for claim in claims(f"{BEFORE[lang]} {text}", lang)] == ["75"]


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        (
            "en",
            "Our week in prisoners taken. Monday - 3. Tuesday - 1. Wednesday - 6.",
            [("3", "captured"), ("1", "captured"), ("6", "captured")],
        ),
        ("en", "In captivity with us today: Kenya - two, Nepal - 16.", [("two", "held"), ("16", "held")]),
        ("uk", "У нашому полоні сьогодні: Кенія — двоє, Непал — 16.", [("двоє", "held"), ("16", "held")]),
        ("ru", "В нашем плену сегодня: Кения — двое, Непал — 16.", [("двое", "held"), ("16", "held")]),
        ("en", "The prisoners were convicted in absentia. The trial in case No. 1-34 lasted months.", []),
        ("ru", "Пленные вернулись домой. Охват сети за июль — 96,2 млн.", []),
    ],
)
def test_the_items_of_a_list_have_the_event_of_its_heading(
    lang: str, text: str, expected: list[tuple[str, str]]
) -> None:
    assert [(claim.surface, str(claim.event)) for claim in claims(text, lang)] == expected

"""Who the counted people are: whose, of what kind, in which groups; in sentences written for these tests."""

from __future__ import annotations

from typing import Any

import pytest

from tests.extract.reading import cases, claims

Rows = list[tuple[str, str, tuple[Any, ...]]]
"""A text, the slots that a row is about, and their values for each claim."""


def row(text: str, *values: Any, slots: str = "who group") -> tuple[str, str, tuple[Any, ...]]:
    return (text, slots, values)


BEFORE = [
    *cases("en", [
        row("Of the marines taken prisoner near the port, 300 have come home.", ("military", {"marines"})),
        row("About 30 stormtroopers attacked: 12 were killed, six surrendered.", ("military", set())),
        row("Seventy border guards are in Russian captivity. Nine came home this spring.",
            ("military", {"border_guards"}), ("military", {"border_guards"})),
    ]),
    *cases("uk", [
        row("З морпіхів, узятих у полон біля порту, додому повернулися 300.", ("military", {"marines"})),
        row("У російському полоні сімдесят прикордонників. Цієї весни повернулися дев'ятеро.",
            ("military", {"border_guards"}), ("military", {"border_guards"})),
    ]),
    *cases("ru", [
        row("Из морпехов, взятых в плен у порта, домой вернулись 300.", ("military", {"marines"})),
        row("В российском плену семьдесят пограничников. Этой весной вернулись девять.",
            ("military", {"border_guards"}), ("military", {"border_guards"})),
    ]),
]  # fmt: skip

JOINED = [
    *cases("en", [
        row("Russia freed 30 soldiers and civilians.", ("mixed", set())),
        row("Russia freed three civilians and a border guard.", ("civilian", set())),
        row("Russia freed 12 policemen and soldiers from captivity.", (None, set())),
        row("Russia freed 12 servicemen of the National Guard and the Border Service.", ("military", set())),
        row("Russia freed 12 women and teenagers from captivity.", (None, set())),
    ]),
    *cases("uk", [
        row("Росія звільнила 30 військових і цивільних українців.", ("mixed", set())),
        row("Росія звільнила 12 українських поліцейських і військових.", (None, set())),
    ]),
    *cases("ru", [
        row("Россия освободила 30 украинских военных и гражданских.", ("mixed", set())),
        row("Россия освободила 12 украинских полицейских и военных.", (None, set())),
    ]),
]  # fmt: skip

PARTS = [
    *cases("en", [
        row("Ukraine got back 60 prisoners, among them 20 soldiers, ten medics, five sailors and 12 civilians.",
            (None, "mixed"), (0, "military"), (0, None), (0, "military"), (0, "civilian"), slots="part_of who"),
        row("Ukraine got back 90 soldiers from captivity; 60 of them served in the Guard, 12 of whom are officers.",
            None, 0, 1, slots="part_of"),
        row("12 soldiers and one civilian came home from captivity, 13 people in all.",
            (2, "military"), (2, "civilian"), (None, "mixed"), slots="part_of who"),
    ]),
    *cases("uk", [
        row("З полону повернулися 60 українців, серед них 20 військових, десять медиків, п'ять моряків і 12 цивільних.",
            (None, "mixed"), (0, "military"), (0, None), (0, "military"), (0, "civilian"), slots="part_of who"),
        row("Росія тримає в полоні 3000 українських військових, Україна — 500 російських.",
            (None, "UA", "military"), (None, "RU", "military"), slots="part_of side who"),
    ]),
    *cases("ru", [
        row("Из плена вернулись 60 украинцев, среди них 20 военных, десять медиков, пять моряков и 12 гражданских.",
            (None, "mixed"), (0, "military"), (0, None), (0, "military"), (0, "civilian"), slots="part_of who"),
        row("Россия держит в плену 3000 украинских военных, Украина — 500 российских.",
            (None, "UA", "military"), (None, "RU", "military"), slots="part_of side who"),
    ]),
]  # fmt: skip

FORMULAS = [
    *cases("en", [
        row("The exchange went by the formula 30 for 30. Home came 28 soldiers and two civilians.",
            "mixed", "military", "civilian", slots="who"),
        row("The exchange went by the formula 30 for 30. Thirty soldiers came home.",
            "military", "military", slots="who"),
        row("The exchange went by the formula 30 for 30.", None, slots="who"),
    ]),
    *cases("uk", [
        row("Обмін пройшов за формулою 30 на 30. Додому приїхали 28 військових і двоє цивільних.",
            "mixed", "military", "civilian", slots="who"),
    ]),
    *cases("ru", [
        row("Обмен прошёл по формуле 30 на 30. Домой приехали 28 военных и двое гражданских.",
            "mixed", "military", "civilian", slots="who"),
    ]),
]  # fmt: skip

TRAITS = [
    *cases("en", [
        row("Ukraine brought home 40 soldiers from captivity. Nine of the freed have lost limbs.",
            ("military", set()), ("military", {"wounded"})),
        row("Ukraine brought home six soldiers from captivity, all women.", ("military", {"women"})),
        row("Ukraine brought home six soldiers from captivity. All of them are border guards.",
            ("military", {"border_guards"})),
        row("Ukraine brought home 40 Ukrainians from captivity, soldiers and civilians alike.", ("mixed", set())),
        row("Scouts took two Peruvians prisoner near the Ukrainian river.", ("military", {"foreigners"})),
        row("Russia freed two soldiers and three civilians seized in Mariupol.",
            ("military", set()), ("civilian", set())),
        row("Azovstal fell. In Russian captivity are 500 defenders of the plant.", ("military", {"azovstal"})),
        row("Twelve marines came home from captivity, 300 of their comrades are still behind bars.",
            ("military", {"marines"}), ("military", {"marines"})),
        row("Forty people came home from captivity. Among them are soldiers and civilians.", ("mixed", set())),
        row("The colony in Olenivka was blown up. Forty prisoners of war died.", ("military", {"olenivka"})),
        row("A court sentenced nine captured Ukrainians on Monday. They had served in the Azov brigade.",
            (None, {"azov"})),
        row("We have 300 men in captivity.", (None, set())),
        row("Ukraine returned ten Russian citizens, residents of the Kursk region.", ("civilian", {"kursk_residents"})),
        row("Twelve of the freed servicemen, who came home on Friday, are marines. They were in captivity for years.",
            ("military", {"marines"})),
        row("In it 40 prisoners of war were killed and 70 wounded.", ("military", set()), ("military", {"wounded"})),
        row("Ukraine got back 50 prisoners: 48 men and two women.", (None, set()), (None, {"men"}), (None, {"women"})),
    ]),
    *cases("uk", [
        row("Україна повернула з полону 40 військових. Дев'ятеро зі звільнених мають ампутації.",
            ("military", set()), ("military", {"wounded"})),
        row("Україна повернула з полону шістьох військових, усі жінки.", ("military", {"women"})),
        row("Додому з полону повернулися 50 бійців ЗСУ.", ("military", {"armed_forces"})),
        row("З полону повернулися шість прикордонниць і чотири медикині.",
            ("military", {"women", "border_guards"}), (None, {"women", "medics"})),
        row("У полоні вбито 12 морпіхів, каже їхній командир. Понад 200 побратимів досі в неволі.",
            ("military", {"marines"}), ("military", {"marines"})),
        row("Україна повернула з полону 40 людей — і військових, і цивільних.", ("mixed", set())),
    ]),
    *cases("ru", [
        row("Украина вернула из плена шестерых военных, все женщины.", ("military", {"women"})),
        row("Вернулись десять граждан России, жителей Курской области.", ("civilian", {"kursk_residents"})),
        row("Стороны провели обмен. Домой вернулись 40 украинцев, как военные, так и гражданские.", ("mixed", set())),
        row("Россия передала Украине 50 пленных бойцов ВСУ.", ("military", set())),
        row("Украина вернула из плена 40 украинцев — военных и гражданских.", ("mixed", set())),
        row("Домой вернулись 40 украинских военных. Все ранены.", ("military", {"wounded"})),
    ]),
]  # fmt: skip


SIDES = [
    *cases("en", [
        row("The mission visited 88 prisoners of war of the Russian Federation.", "RU", slots="side"),
        row("The sides exchanged 60 prisoners on Monday.", None, slots="side"),
        row("Sixty servicemen were exchanged for sixty on Monday.", None, None, slots="side"),
        row("In all, 900 captives have been freed through the mediation of Qatar.", None, slots="side"),
        row("The Red Cross visited 900 prisoners of war in Ukraine and Russia.", None, slots="side"),
        row("A court in Donetsk convicted two captured Georgians who had fought in the Ukrainian army.",
            ("UA", "military", {"foreigners"}), slots="side who group"),
        row("Hamas holds Israelis in Gaza. Twelve hostages were freed at dawn, 40 are still there.",
            "IL", "IL", slots="side"),
        row("Hamas handed over the hostages to Israel. In return 90 prisoners were freed.", "PS", slots="side"),
        row("Hamas militants attacked Israel and took 90 people captive.", "IL", slots="side"),
        row("Hundreds of civilians are held hostage by Russia.", "UA", slots="side"),
        row("Russia freed 40 Ukrainian soldiers and 12 civilians.", "UA", "UA", slots="side"),
        row("The Red Cross visited 300 Russian and Ukrainian prisoners of war.", None, slots="side"),
        row("The camp holds 80 Russian prisoners of war. Six are being treated in the ward.", "RU", "RU", slots="side"),
        row("The sides are preparing an exchange of about 200 prisoners next week.", None, slots="side"),
        row("Moscow received 30 soldiers; 20 more returned from Ukraine on Friday.", "RU", "RU", slots="side"),
    ]),
    *cases("uk", [
        row("Сторони обмінялися 60 полоненими.", None, slots="side"),
        row("З України до Москви повернулися 30 військових.", "RU", slots="side"),
        row("У таборі 80 російських військовополонених. Шістьох лікують у санчастині.", "RU", "RU", slots="side"),
    ]),
    *cases("ru", [
        row("Стороны обменялись 60 пленными, сообщили на Украине.", None, slots="side"),
        row("С Украины возвращены 30 военнослужащих, взамен переданы 30 пленных ВСУ.", "RU", "UA", slots="side"),
        row("Обмен завершён. В Армению вернулись 30 пленных, в Азербайджан — 12.",
            "AM", "AZ", slots="side"),
        row("Россия и Украина провели обмен: в Россию возвращены 60 военных.", "RU", slots="side"),
        row("С подконтрольной Киеву территории возвращены 60 военных.", "RU", slots="side"),
        row("Вчера 60 военных вернулись в Россию, 60 — на Украину.", "RU", "UA", slots="side"),
        row("В Донецке осудили двоих пленных сербов, служивших в украинской армии.",
            ("UA", "military", {"foreigners"}), slots="side who group"),
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "slots", "expected"), [*BEFORE, *JOINED, *PARTS, *FORMULAS, *TRAITS, *SIDES])
def test_people(lang: str, text: str, slots: str, expected: tuple[Any, ...]) -> None:
    found = claims(text, lang)
    names = slots.split()
    got = [tuple(_plain(getattr(claim, name)) for name in names) for claim in found]
    assert got == [value if len(names) > 1 else (value,) for value in expected]


def _plain(value: Any) -> Any:
    return set(value) if isinstance(value, tuple) else getattr(value, "value", value)

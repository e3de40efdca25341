"""Dates that lie in the passage rather than beside the number. The news is of Wednesday, 20 May 2026."""

from __future__ import annotations

import pytest

from tests.extract.reading import cases, check, claims

Dates = list[tuple[str, str | None]]

ENGLISH: list[object] = [
    # a date in a clause that tells another event is that event's
    ("Gunmen still hold a dozen soldiers captured near the river last summer.", [("a dozen", "2026-05-20")]),
    ("Prosecutors know of 30 prisoners of war shot, 12 of whom were killed this year.",
     [("30", "../2026-05-20"), ("12", "2026-01-01/2026-05-20")]),
    # a frame at the head of a passage, and the same stretch pointed at again
    ("In April the brigade destroyed 64 vehicles. Twenty Russian soldiers were taken prisoner.",
     [("Twenty", "2026-04")]),
    ("Between March and April 2026 the mission met 40 freed Ukrainian prisoners of war. "
     "In the same two months it visited 25 Russian prisoners of war.",
     [("40", "2026-03/2026-04"), ("25", "2026-03/2026-04")]),
    ("In April the brigade destroyed 64 vehicles. "
     "Historians say that 900,000 soldiers were taken prisoner in the last war.",
     [("900,000", None)]),
    # one trade, whichever side counts it; a total is none of it
    ("Yesterday 50 Ukrainian soldiers came home from captivity. Russia got back 50 of its soldiers.",
     [("50", "2026-05-19"), ("50", "2026-05-19")]),
    ("Yesterday 50 Ukrainian soldiers came home from captivity. "
     "The Emirates counted that 4,100 prisoners have been freed with their help.",
     [("50", "2026-05-19"), ("4,100", "../2026-05-20")]),
    # what became of those taken or held before
    ("In May 2022 the troops took 900 marines prisoner. Fewer than 500 have returned.",
     [("900", "2022-05"), ("500", "../2026-05-20")]),
    ("Kyiv called the list of prisoners a lie: seven on it have long been home.", [("seven", None)]),
    # two starts, two totals
    ("Since the start of the full-scale invasion 4,000 Ukrainians have been freed from captivity, "
     "300 of them this year.",
     [("4,000", "2022-02-24/2026-05-20"), ("300", "2026-01-01/2026-05-20")]),
    # the lead's act is dated below it, and what came later is not
    ("Three Armenian captives were freed by Azerbaijan. They were freed and flown to Yerevan late on Monday.",
     [("Three", "2026-05-18")]),
    ("Two soldiers returned from captivity on Monday. Later, Ukraine exchanged nine more women.",
     [("Two", "2026-05-18"), ("nine", None)]),
    ("Both sides released 270 soldiers so far, with more due to be released on Saturday.", [("270", "2026-05-20")]),
    # an event counts no days forward, and «that» parts a date from who said it
    ("Eight months after gunmen took 251 people hostage, 120 captives are still being held.",
     [("251", None), ("120", "2026-05-20")]),
    ("Officials allege that on May 6 a group of 16 Ukrainian prisoners of war were shot dead.", [("16", "2026-05-06")]),
    ("Since the start of the full-scale war 1,863 Ukrainians have been freed from captivity, among them 101 in the "
     "exchange of 16 May.", [("1,863", "2022-02-24/2026-05-20"), ("101", "2026-05-16")]),
    # years that the passage speaks of
    ("Over 150 Armenian prisoners of war have been released since the end of the 2020 war.",
     [("150", "2020/2026-05-20")]),
    ("Seven Russian soldiers were captured in early 2022.", [("Seven", "2022")]),
    ("The mission met 90 of 174 Ukrainian prisoners of war interviewed since March 2025.",
     [("90", "2025-03/2026-05-20"), ("174", "2025-03/2026-05-20")]),
    # parts of a date
    ("On 6 May Russia returned 12 prisoners of war, on the 14th another 9.",
     [("12", "2026-05-06"), ("9", "2026-05-14")]),
    ("In the first quarter our troops took 15 Russian soldiers prisoner.", [("15", "2026-01/2026-03")]),
    # a deal has the days of its rounds, a sum those of its parts
    ("The exchange by the formula 300 for 300 is over. On Friday 100 Ukrainian soldiers came home, on Saturday 120, "
     "on Sunday 80.",
     [("300 for 300", "2026-05-15/2026-05-17"), ("100", "2026-05-15"), ("120", "2026-05-16"), ("80", "2026-05-17")]),
    ("Since the start of the month our troops have taken 27 Russians prisoner; two died in captivity on Monday.",
     [("27", "2026-05-01/2026-05-20"), ("two", "2026-05-18")]),
    ("On the last day of April our troops took 15 Russian soldiers prisoner.", [("15", "2026-04-30")]),
]  # fmt: skip

UKRAINIAN: list[object] = [
    ("У середу, 20 травня, відбувається обмін полоненими. Росія має передати 30 бійців.", [("30", "2026-05-20")]),
    ("Від початку повномасштабної війни відбулося 69 обмінів. З полону повернуто 6235 громадян.",
     [("6235", "2022-02-24/2026-05-20")]),
    # what has been adding up until today
    ("На сьогодні з полону звільнено 900 бійців.", [("900", "../2026-05-20")]),
    ("На сьогодні відкрито 80 проваджень за фактом страти 90 полонених.", [("90", "../2026-05-20")]),
    ("У результаті обмінів вдалося повернути 70 моряків.", [("70", "../2026-05-20")]),
    ("З полону повернулися троє українських моряків, захоплених навесні 2022 року.", [("троє", "2026-05-20")]),
    ("Із 200 прикордонників, які в травні 2022-го потрапили в полон, сто вдома.",
     [("200", "2022-05"), ("сто", "../2026-05-20")]),
    ("За квітень бригада знищила 64 машини. У полон потрапили двадцять росіян.", [("двадцять", "2026-04")]),
    ("За квітень бригада взяла в полон 30 росіян. За той самий час у полон потрапили семеро українських бійців.",
     [("30", "2026-04"), ("семеро", "2026-04")]),
    ("Учора з полону повернулися 50 українських бійців. Росія отримала 50 своїх військових.",
     [("50", "2026-05-19"), ("50", "2026-05-19")]),
    ("За перший квартал бригада взяла в полон 15 росіян.", [("15", "2026-01/2026-03")]),
    ("За шість місяців 2025 року в полон узято 15 росіян.", [("15", "2025-01/2025-06")]),
    # a state that lasts holds today
    ("У колонії нині двісті українських полонених, торік навесні було триста.",
     [("двісті", "2026-05-20"), ("триста", "2025-03/2025-05")]),
    ("Україні вдалося повернути з російського полону 6422 людей.", [("6422", "../2026-05-20")]),
    ("Від початку повномасштабного вторгнення Україна повернула з полону 5000 людей, а поза обмінами — ще понад 500.",
     [("5000", "2022-02-24/2026-05-20"), ("500", "2022-02-24/2026-05-20")]),
    ("Протягом 2022 року відбулося тридцять обмінів. У червні повернули з полону 28 військових.", [("28", "2022-06")]),
    ("У госпіталі лікують чотирнадцять полонених росіян.", [("чотирнадцять", "2026-05-20")]),
    ("Сто українських полонених розстріляно торік, одинадцять — 2024-го.", [("Сто", "2025"), ("одинадцять", "2024")]),
    ("Два роки тому, 6 травня, з полону повернулися 12 українських бійців.", [("12", "2024-05-06")]),
    ("На кордон прибули двадцять звільнених з полону українців: дев'ятнадцять військових і один цивільний. "
     "Це було в понеділок.",
     [("двадцять", "2026-05-18"), ("дев'ятнадцять", "2026-05-18"), ("один", "2026-05-18")]),
    ("З полону, за підрахунками штабу, повернулися 900 захисників заводу.", [("900", "../2026-05-20")]),
]  # fmt: skip

RUSSIAN: list[object] = [
    ("На сегодня из плена освобождены 900 украинских бойцов.", [("900", "../2026-05-20")]),
    ("Домой вернулись шестеро украинских моряков, задержанных весной 2022 года.", [("шестеро", "2026-05-20")]),
    ("С января по март возбуждено 90 дел. За эти месяцы осуждены сорок украинских военнопленных.",
     [("сорок", "2026-01/2026-03")]),
    ("Из плена вернулись 900 украинских защитников завода, подсчитал штаб.", [("900", "../2026-05-20")]),
    ("6 мая стороны провели обмен «40 на 40», 14-го — «12 на 12».",
     [("40 на 40", "2026-05-06"), ("12 на 12", "2026-05-14")]),
    ("В прошлом году из плена вернулись 900 украинцев, а ещё годом раньше — 700.", [("900", "2025"), ("700", "2024")]),
    ("Полгода назад в изоляторе содержались двести украинских пленных.", [("двести", "2025-11")]),
    ("Первая передача прошла в понедельник, когда домой из плена отправились пятьдесят бойцов.",
     [("пятьдесят", "2026-05-18")]),
    ("Ранее агентство сообщало, что в российских колониях находятся шесть тысяч пленных украинцев.",
     [("шесть тысяч", None)]),
    ("6 мая омбудсмен говорила о списках. В тот же день домой из плена вернули трёх российских лётчиков.",
     [("трёх", "2026-05-06")]),
    ("За неделю до этого (с 27 апреля по 3 мая) сдались в плен 59 украинских военных.",
     [("59", "2026-04-27/2026-05-03")]),
    ("Предыдущий обмен пленными состоялся в феврале 2026 года. Он прошёл по формуле «146 на 146».",
     [("146 на 146", "2026-02")]),
    ("За последние полгода суд осудил 184 украинских военнопленных.", [("184", "2025-11-20/2026-05-20")]),
    ("За первое полугодие 2025 года в плен взяты 15 украинских солдат.", [("15", "2025-01/2025-06")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("lang", "text", "expected"), [*cases("en", ENGLISH), *cases("uk", UKRAINIAN), *cases("ru", RUSSIAN)]
)
def test_the_passage_dates_what_its_sentences_leave_open(lang: str, text: str, expected: Dates) -> None:
    found = claims(text, lang)
    for claim in found:
        check(claim, text)
    assert [(c.surface, c.date) for c in found] == expected


Told = list[tuple[str, str, str | None]]

PLANS: list[object] = [
    *cases("en", [
        ("Kyiv and Moscow will exchange 75 prisoners each on Friday.", [("75", "planned", "2026-05-22")]),
        ("Kyiv and Moscow agreed on Monday to swap 200 prisoners.", [("200", "planned", None)]),
        ("Within six weeks Hamas is to free 33 hostages.", [("33", "planned", None)]),
        ("If 45 soldiers are freed from captivity, the talks will go on.", [("45", "planned", None)]),
        ("Tomorrow 390 prisoners of war will return. The whole deal, 800 for 800, comes later.",
         [("390", "planned", "2026-05-21"), ("800 for 800", "planned", None)]),
        ("Russia holds 600 Ukrainian prisoners, not 2,000.",
         [("600", "factual", "2026-05-20"), ("2,000", "denied", "2026-05-20")]),
    ]),
    *cases("uk", [
        ("Сторони мали б обміняти 250 на 250 полонених 22 травня.", [("250 на 250", "planned", "2026-05-22")]),
        ("Якщо вони готові 100 на 100, ми проведемо обмін полоненими.", [("100 на 100", "planned", None)]),
        ("Восени можуть обміняти сорок українських полонених.", [("сорок", "planned", "2026-09/2026-11")]),
        ("Депутат заявив, ніби Україна тримає 2100 російських полонених. Цю цифру взято зі стелі, відповіли в штабі.",
         [("2100", "denied", "2026-05-20")]),
    ]),
    *cases("ru", [
        ("Посредники предлагают перемирие: ХАМАС отпускает 35 заложников.", [("35", "planned", None)]),
        ("Киев должен передать 87 пленных. Обмен состоится 22 мая.", [("87", "planned", "2026-05-22")]),
        ("Завтра, 21 мая, стороны проведут обмен пленными «87 на 55».", [("87 на 55", "planned", "2026-05-21")]),
        ("В марте он обещал отпустить двадцать украинских пленных.", [("двадцать", "planned", None)]),
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "expected"), PLANS)
def test_plans_lie_ahead_and_denials_name_what_is_false(lang: str, text: str, expected: Told) -> None:
    assert [(c.surface, c.status.value, c.date) for c in claims(text, lang)] == expected

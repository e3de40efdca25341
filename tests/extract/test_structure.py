"""Clauses, deals and names that stand between a number and what is told of it. The news is of 20 May 2026."""

from __future__ import annotations

from typing import Any

import pytest

from tests.extract.reading import cases, claims

Row = tuple[str, str, list[tuple[Any, ...]]]
"""A text, the slots that the row is about, and for each claim its surface and their values."""

ENGLISH: list[Row] = [
    # who is counted: captives, their captors, the dead
    ("Six fighters of the Harbour assault battalion on the left bank took eight invaders prisoner.", "event",
     [("eight", "captured")]),
    ("First four fighters were captured, then another two were taken prisoner.", "event",
     [("four", "captured"), ("two", "captured")]),
    ("Doctors identified the bodies of another three hostages, who were returned by Hamas.", "event", []),
    # a part behind a clause
    ("Rebels released 19 hostages. Among the hostages, whom they had held in a cellar, were 15 women.", "event",
     [("19", "released"), ("15", "released")]),
    # plans and the ground of what was done
    ("Under the agreement reached in May, Ukraine handed over two Russian prisoners of war.", "status",
     [("two", "factual")]),
    ("Ukraine handed over 222 Russian prisoners instead of the planned 225.", "status",
     [("222", "factual"), ("225", "planned")]),
    ("Israel freed 39 Palestinian prisoners on Sunday, on Monday it plans to free another 40.", "status",
     [("39", "factual"), ("40", "planned")]),
    # who says it
    ("According to Olena Verba, the mission interviewed 127 Russian prisoners of war.", "attribution",
     [("127", "Olena Verba")]),
    # the date of some, and of a figure told again
    ("About 6,000 Ukrainian prisoners of war are in Russia, some of whom have been held since spring 2022.", "date",
     [("6,000", "2026-05-20")]),
    # groups of a passage
    ("A blast tore through the Olenivka barracks. Fifty prisoners of war were killed.", "group",
     [("Fifty", ("olenivka",))]),
    ("A court sentenced 12 prisoners of war. The fighters of Azov were tried in Rostov.", "group",
     [("12", ("azov",))]),
    ("A court sentenced 12 prisoners of war. Marines and fighters of Azov were tried in Rostov.", "group",
     [("12", ())]),
]  # fmt: skip

UKRAINIAN: list[Row] = [
    ("Шестеро бійців окремого штурмового батальйону «Гавань» на лівому березі взяли в полон вісьмох окупантів.",
     "event", [("вісьмох", "captured")]),
    ("Спершу в полон потрапили троє бійців, потім були полонені ще двоє.", "event",
     [("троє", "captured"), ("двоє", "captured")]),
    ("Медики впізнали тіла ще трьох заручників, яких повернув ХАМАС.", "event", []),
    ("Бойовики звільнили 19 заручників. Серед заручників, яких тримали в підвалі, були 15 жінок.", "event",
     [("19", "released"), ("15", "released")]),
    ("Росіяни стратили п'ятьох захисників із шести, які потрапили в полон.", "event",
     [("п'ятьох", "died"), ("шести", "captured")]),
    ("У межах досягнутої домовленості Україна передала двох російських військовополонених.", "status",
     [("двох", "factual")]),
    ("Україна передала 222 російських полонених замість запланованих 225.", "status",
     [("222", "factual"), ("225", "planned")]),
    ("Двох полонених корейців, утримуваних у Києві, передадуть Сеулу.", "event status",
     [("Двох", "released", "planned")]),
    ("За офіційними даними в тюрмах Росії перебувають 1700 цивільних українців, сказав Олег Гай.", "attribution",
     [("1700", "Олег Гай")]),
    ("Із полону повернулися 60 морпіхів ЗСУ.", "group", [("60", ("marines",))]),
    ("За ґратами помер 21 полонений. 21 — це число, яке відоме штабу.", "event",
     [("21", "died"), ("21", "died")]),
    ("Комбат «Гавані» і кандидат від партії «Берег» Олег Гай заявив, що в полоні понад 400 бійців.", "attribution",
     [("400", "Олег Гай")]),
]  # fmt: skip

RUSSIAN: list[Row] = [
    ("Шестеро бойцов отдельного штурмового батальона «Гавань» на левом берегу взяли в плен восьмерых оккупантов.",
     "event", [("восьмерых", "captured")]),
    ("Сначала в плен попали трое бойцов, затем были пленены ещё двое.", "event",
     [("трое", "captured"), ("двое", "captured")]),
    ("Медики опознали тела ещё трёх заложников, которых вернул ХАМАС.", "event", []),
    ("Боевики освободили 19 заложников. Среди заложников, которых держали в подвале, были 15 женщин.", "event",
     [("19", "released"), ("15", "released")]),
    ("Россияне казнили пятерых защитников из шести, которые попали в плен.", "event",
     [("пятерых", "died"), ("шести", "captured")]),
    ("По колонии с пленными нанесён удар. Погибло 40 и ранено 75 военнопленных.", "event",
     [("40", "died"), ("75", "other")]),
    ("В рамках достигнутой договорённости Украина передала двух российских военнопленных.", "status",
     [("двух", "factual")]),
    ("Украина передала 222 российских пленных вместо запланированных 225.", "status",
     [("222", "factual"), ("225", "planned")]),
    ("Комбат «Гавани» и кандидат от партии «Берег» Олег Гай заявил, что в плену более 400 бойцов.", "attribution",
     [("400", "Олег Гай")]),
    # names that run over dates, brackets and words of an event
    ("Руководитель Центра обмена пленных Олег Гай заявил, что в плен попали 60 украинских бойцов.", "attribution",
     [("60", "Олег Гай")]),
    ("Боевики взяли в плен 80 военных. Об этом заявил Олег Гай (по данным Елены Вербы, в плен попали более 20 "
     "бойцов).", "attribution", [("80", "Олег Гай"), ("20", "Елены Вербы")]),
    ("Как сообщил в ночь на среду, 20 мая, глава штаба Олег Гай, из плена вернулись 45 бойцов.", "attribution",
     [("45", "Олег Гай")]),
    ("Местные СМИ цитируют слова губернатора Олега Гая. Он заявил, что из плена вернулись 45 бойцов.", "attribution",
     [("45", "Олега Гая")]),
    # a date of another participle, a war over which they were taken, a unit pointed at
    ("По пункту заявления, подписанного в Киеве 7 мая, Украина вернула 18 российских военнопленных.", "date",
     [("18", "2026-05-20")]),
    ("Опубликованы данные о 10 000 российских солдат, попавших в плен во время полномасштабной войны.", "date",
     [("10 000", "2022-02-24/2026-05-20")]),
    ("Командир «Азова» говорил, что в плену остаются 900 бойцов этой бригады.", "group", [("900", ("azov",))]),
    ("Заложников держали в школе. В результате атаки на город погибли 105 гражданских лиц.", "event", []),
    ("Гавань обвинила соседей в захвате 20 солдат.", "event", [("20", "captured")]),
    ("Двух пленных солдат, находящихся в Киеве, передадут Сеулу.", "event status",
     [("Двух", "released", "planned")]),
    ("В отчёте описан 21 погибший в российском плену украинский военнопленный.", "event", [("21", "died")]),
    ("В российском плену погибли 177 украинцев. «177 — это число, которое у нас есть», — сказал Олег Гай.", "event",
     [("177", "died"), ("177", "died")]),
    ("В плену умерли пятеро: им было 22, 39 и 43 года.", "event", [("пятеро", "died")]),
    ("Тысячи россиян находятся в лагерях. россия саботирует обмен.", "event", [("Тысячи", "held")]),
    ("Нам вернули 95 наших ребят, наших воинов, из плена.", "who", [("95", "military")]),
    ("В городе состоялся суд над тремя пленными наёмниками.", "event", [("тремя", "sentenced")]),
    ("Буксир доставил группу военнослужащих в количестве 82 человек, которые сдались в плен.", "who",
     [("82", "military")]),
    ("Как пишет «Гавань» со ссылкой на «Берег», об этом сообщила представитель штаба Елена Верба. По её словам, в "
     "плену 45 бойцов.", "attribution", [("45", "Елена Верба")]),
    ("Как сообщало агентство «Берег», командир отряда «Гавань» генерал-майор Олег Гай сообщил, что в плен взяты 10 "
     "украинских военных.", "attribution", [("10", "Олег Гай")]),
    ("Россия вернула 45 военных, передаёт Минобороны РФ. По данным оборонного ведомства, возвращены и 20 гражданских.",
     "attribution", [("45", "Минобороны РФ"), ("20", "Минобороны РФ")]),
    ("Разведывательная служба (NIS) Южной Кореи подтвердила пленение двух солдат.", "attribution",
     [("двух", "Разведывательная служба")]),
    ("Сирийские военные при поддержке российских офицеров освободили 19 заложников из плена сирийских боевиков.",
     "side", [("19", "SY")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("lang", "text", "slots", "expected"), [*cases("en", ENGLISH), *cases("uk", UKRAINIAN), *cases("ru", RUSSIAN)]
)
def test_across_clauses(lang: str, text: str, slots: str, expected: list[tuple[Any, ...]]) -> None:
    found = [(c.surface, *(_plain(getattr(c, name)) for name in slots.split())) for c in claims(text, lang)]
    assert found == expected


def _plain(value: Any) -> Any:
    return getattr(value, "value", value)

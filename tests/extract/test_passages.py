"""Clauses and passages of real news, in sentences written for these tests: what happened, whose, when, who says so.

The news is of 20 May 2026. A row is a text and, for each of its claims in order, the slots that matter in it.
"""

from __future__ import annotations

import pytest

from tests.extract.reading import cases, claims

OUR = {"side": "UA"}
ENGLISH: list[object] = [
    # verbs beyond a clause that only describes
    (
        "In an exchange on Monday, 37 women who had been captured at the plant in 2022 have also been released.",
        [{"event": "released"}],
    ),
    (
        "Seventeen servicemen taken prisoner by Russia in 2023 have been held in Mordovia ever since.",
        [{"event": "held"}],
    ),
    ("The occupiers abducted and held for weeks 11 Ukrainian villagers.", [{"event": "captured"}]),
    (
        "The militia transferred 300 detained villagers and captured soldiers to prisons in the north.",
        [{"event": "other"}],
    ),
    ("The released prisoners of war include 23 sergeants, 19 officers.", [{"event": "released"}] * 2),
    (
        "Ukraine freed 90 Russian prisoners. Two of them decided to stay in Ukraine.",
        [{"event": "released"}, {"event": "held"}],
    ),
    ("Three captives confirmed that they are from the north.", [{"event": "other"}]),
    ("In the camps 60 captives wait. One of the captives, Olha Hai, had seven children.", [{"value": 60}]),
    # whose they are
    ("Kyiv announced it had swapped 100 prisoners with Russia.", [{"side": None}]),
    ("The government has released 233 prisoners in exchange for 73 Ukrainian captives.", [{"side": "RU"}, OUR]),
    ("Each of the 60 Ukrainian prisoners of war was beaten.", [OUR]),
    (
        "The exchange involved 314 captives, 157 from each side, bringing the number freed with its help to 4,955.",
        [
            {"side": None, "date": "2026-05-20"},
            {"side": None, "date": "2026-05-20"},
            {"date": "../2026-05-20"},
        ],
    ),
    # when it was
    ("A May 7 statement by the army claimed that 60 Russian soldiers had been captured there.", [{"date": None}]),
    (
        "In March 2026 the head of the staff said that 500 Russian soldiers had been captured since August 6, 2025.",
        [{"date": "2025-08-06/2026-03"}],
    ),
    (
        "Russian soldiers surrendered near the town on Sunday. According to the mayor, scouts captured 12 of them.",
        [{"date": "2026-05-17"}],
    ),
    ("These 13 soldiers were held in captivity in one of the rooms.", [{"event": "held", "date": None}]),
    (
        "There were talks in March and a mediation in December 2025, which led to the release of two POWs.",
        [{"date": "2025-12"}],
    ),
    (
        "Today the Red Cross took home seven freed prisoners of war. The journey of the seven prisoners was by plane.",
        [{"date": "2026-05-20"}] * 2,
    ),
    # who says so
    (
        "Olena Verba, a former judge, told the Harbour News that 45 soldiers were captured.",
        [{"attribution": "Olena Verba"}],
    ),
    (
        "Olena Verba, chief of staff of President Oleh Hai, said 45 soldiers came home from captivity.",
        [{"attribution": "Olena Verba"}],
    ),
    (
        "The prisoners’ committee said that 45 soldiers came home from captivity, Harbour News reports, citing Echo.",
        [{"attribution": "The prisoners’ committee"}],
    ),
    (
        "The mission documented credible reports of the execution of 32 prisoners of war.",
        [{"attribution": "The mission"}],
    ),
    ("Oleh Hai posted photos of the two captured soldiers.", [{"attribution": None}]),
    (
        "The news comes as the rights group Harbour Watch says that 45 soldiers were captured.",
        [{"attribution": "the rights group Harbour Watch"}],
    ),
    (
        "45 soldiers came home from captivity. Olena Verba announced this in the evening.",
        [{"attribution": "Olena Verba"}],
    ),
    ("Yemen: 113 detainees released", [{"attribution": None}]),
    ("It will be recalled that the troops abducted 11 villagers.", [{"attribution": None}]),
    # what other texts showed
    (
        "The news followed the May 14 prisoner swap, which saw 230 Ukrainian prisoners of war coming home.",
        [{"date": "2026-05-14"}],
    ),
    (
        "Since the start of the full-scale war there have been 58 exchanges. Over 3,500 Ukrainians have been freed.",
        [{"date": "2022-02-24/2026-05-20"}],
    ),
    (
        "Since the fighting broke out in mid-April 2026, the army has freed 292 detainees.",
        [{"date": "2026-04/2026-05-20"}],
    ),
    (
        "Kyiv announced the first stage of the exchange. In total, 390 people came home from captivity.",
        [{"date": "2026-05-20"}],
    ),
    (
        "Fifteen Ukrainian prisoners of war from the Aidar battalion, captured in 2022, have been sentenced in Rostov.",
        [{"event": "sentenced", "group": ("aidar",)}],
    ),
    ("A court in Rostov handed down sentences of 15 to 21 years to captured soldiers.", []),
    (
        "The court has 27 cases of the execution of 54 Ukrainian prisoners of war since the invasion began. "
        "We speak of the murder of 54 defenders, Oleh Hai said.",
        [{"date": "2022-02-24/2026-05-20"}] * 2,
    ),
    (
        "The prosecutors are investigating the murder of 54 Ukrainian prisoners of war. "
        "The head of the department, Olena Verba, stated this on Monday.",
        [{"attribution": "Olena Verba"}],
    ),
    ("45 soldiers came home from captivity: Moscow\n\nThey are well.", [{"attribution": "Moscow"}]),
    (
        "Nine freed prisoners were treated. Russia listed 500 people as missing; locals put the number at 3,000.",
        [{"value": 9}],
    ),
    # and a third batch
    (
        "Kyiv and Moscow held an exchange that ended in the return of 390 Ukrainians: 270 soldiers and 120 civilians.",
        [OUR] * 3,
    ),
    (
        "In Gaza Hamas agreed to release 50 of 236 hostages in exchange for 150 Palestinians held in Israel.",
        [{"status": "planned"}, {"event": "held", "status": "factual"}, {"event": "released", "side": "PS"}],
    ),
    (
        "The 18 soldiers who were abducted during an operation against the rebels have been freed from captivity.",
        [{"event": "released"}],
    ),
    ("The prisoners of war freed by Ukraine are 80 sailors and 30 cooks.", [{"side": "RU"}] * 2),
    ("He was among the 115 Ukrainians released from Russian captivity on Sunday.", [{"event": "released"}]),
    (
        "Baku is holding 23 Armenian prisoners, 17 of whom were captured during Azerbaijan's 2023 campaign.",
        [{"event": "held"}, {"event": "captured", "date": "2023"}],
    ),
    ("Our exchange fund has increased by more than 200 Russian prisoners of war.", [{"event": "captured"}]),
    (
        "The Red Cross has facilitated the release of eight captives held by armed groups so far this year.",
        [{"date": "2026-01-01/2026-05-20"}],
    ),
    (
        "Olena Verba told reporters that 45 soldiers came home from captivity.\n\nBackground:\n\n"
        "On 6 May another 30 soldiers came home from captivity.",
        [{"attribution": "Olena Verba"}, {"attribution": None}],
    ),
    ("A total of 301 women have been confirmed to be held captive by Russia.", [{"attribution": None}]),
    (
        "Olena Verba, the head of the staff, stated this in a telethon. More than 300 invaders surrendered.",
        [{"attribution": "Olena Verba"}],
    ),
]
UKRAINIAN: list[object] = [
    ("Окупанти викрали й утримували в полоні 11 мирних жителів.", [{"event": "captured"}]),
    (
        "Була зустріч у березні й обмін у грудні 2025 року, під час якого звільнили двох військовополонених.",
        [{"date": "2025-12"}],
    ),
]
RUSSIAN: list[object] = [
    (
        "Была встреча в марте и обмен в декабре 2025 года, в ходе которого освободили двух военнопленных.",
        [{"date": "2025-12"}],
    ),
]


@pytest.mark.parametrize(
    ("lang", "text", "expected"), cases("en", ENGLISH) + cases("uk", UKRAINIAN) + cases("ru", RUSSIAN)
)
def test_slots(lang: str, text: str, expected: list[dict[str, object]]) -> None:
    """Each claim has the slots that a reader would give it."""
    found = claims(text, lang)
    shown = [{slot: getattr(c, slot) for slot in want} for c, want in zip(found, expected, strict=False)]
    assert len(found) == len(expected)
    assert shown == expected

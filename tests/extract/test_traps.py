"""The traps: a number near prisoners that counts something else is refused, and the reason is named."""

from __future__ import annotations

from datetime import date

import pytest

from polon.extract import read_text
from tests.extract.reading import cases, claims

Row = tuple[str, str, str]

ENGLISH: list[Row] = [
    ("Russia handed over 1,212 bodies of soldiers to Ukraine.", "1,212", "body"),
    ("After the exchange 412 missing soldiers are still being searched for.", "412", "missing"),
    ("It was the 70th exchange of prisoners.", "70", "ordinal"),
    ("Prisoners were swapped in 10 exchanges.", "10", "exchange"),
    ("Soldiers of 12 brigades were freed from captivity.", "12", "unit"),
    ("The youngest of the freed soldiers is 23 years old.", "23", "age"),
    ("The court sentenced the prisoner of war to 15 years.", "15", "duration"),
    ("They spent 40 months in captivity.", "40", "duration"),
    ("Of the freed soldiers 83 percent were wounded.", "83", "percent"),
    ("Nine out of ten prisoners were tortured.", "Nine", "share"),
    ("The captors wanted 5,000 dollars for the prisoner of war.", "5,000", "money"),
    ("Investigators opened 54 cases over executions of prisoners.", "54", "case"),
    ("The exchange was over at 14:30, and the soldiers went home.", "14", "clock"),
    ("The soldiers were captured in 2014, 2016 and 2022.", "2016", "year"),
    ("The soldiers were held in camp No. 10.", "10", "number of a thing"),
    ("Families of 300 relatives waited for the freed soldiers.", "300", "family"),
    ("The freed soldiers were brought in 14 buses.", "14", "thing"),
    ("Prisoners were taken in 3 villages.", "3", "place"),
    ("The price for a captured soldier is five for one rifle.", "five for one", "no exchange"),
]
UKRAINIAN: list[Row] = [
    ("Росія передала Україні 1212 тіл загиблих військових.", "1212", "body"),
    ("Після обміну тривають пошуки 412 зниклих безвісти військових.", "412", "missing"),
    ("Це 64-й обмін полоненими.", "64", "ordinal"),
    ("Полонених повернули у 10 обмінах.", "10", "exchange"),
    ("З полону звільнили військових 12 бригад.", "12", "unit"),
    ("Наймолодшому зі звільнених з полону 23 роки.", "23", "age"),
    ("Суд засудив військовополоненого до 15 років колонії.", "15", "duration"),
    ("Вони пробули в полоні 40 місяців.", "40", "duration"),
    ("Серед звільнених військових 83 відсотки поранені.", "83", "percent"),
    ("Катували дев'ять із десяти полонених.", "дев'ять", "share"),
    ("За полоненого вимагали 5000 доларів.", "5000", "money"),
    ("Відкрито 54 провадження про розстріли полонених.", "54", "case"),
    ("Обмін завершився о 14:30, військові вдома.", "14", "clock"),
    ("Полонених тримали там у 80-х.", "80", "decade"),
    ("Серед полонених ті, кого тримали з 2014, 2016 та 2017 років.", "2016", "year"),
    ("Військових утримували в колонії № 10.", "10", "number of a thing"),
    ("Звільнених військових привезли 14 автобусами.", "14", "thing"),
    ("Полонених узяли в 3 селах.", "3", "place"),
    ("Розмови про полонених: п'ятеро на один автомат.", "п'ятеро на один", "no exchange"),
]
RUSSIAN: list[Row] = [
    ("Пленные дома: передали двоих: 1. Иванчук Олег.", "1", "list number"),
    ("Из плена вернулись 2 (два) солдата ВСУ.", "два", "told in words"),
    ("Стороны передали останки. Состоялся обмен 31 на 1000.", "31 на 1000", "body"),
    ("Россия передала Украине 1212 тел погибших военных.", "1212", "body"),
    ("После обмена ищут 412 пропавших без вести военных.", "412", "missing"),
    ("Это 64-й обмен пленными.", "64", "ordinal"),
    ("Пленных вернули в ходе 10 обменов.", "10", "exchange"),
    ("Из плена освободили военных 12 бригад.", "12", "unit"),
    ("Самому младшему из освобождённых из плена 23 года.", "23", "age"),
    ("Суд приговорил военнопленного к 15 годам колонии.", "15", "duration"),
    ("Они провели в плену 40 месяцев.", "40", "duration"),
    ("Среди освобождённых военных 83 процента ранены.", "83", "percent"),
    ("Пытали девять из десяти пленных.", "девять", "share"),
    ("За пленного требовали 5000 долларов.", "5000", "money"),
    ("Возбуждено 54 дела о расстрелах пленных.", "54", "case"),
    ("Обмен завершился в 14:30, военные дома.", "14", "clock"),
    ("Пленных держали там в 80-х.", "80", "decade"),
    ("Среди пленных те, кого удерживали с 2014, 2016 и 2017 годов.", "2016", "year"),
    ("Военных удерживали в колонии № 10.", "10", "number of a thing"),
    ("Освобождённых военных привезли 14 автобусами.", "14", "thing"),
    ("Пленных взяли в 3 деревнях.", "3", "place"),
]
APPEALS = [
    ("en", "The hotline took 160 calls from soldiers who want to surrender."),
    ("uk", "На гарячу лінію надійшло 160 звернень від охочих здатися в полон."),
    ("ru", "На горячую линию поступило 160 обращений от желающих сдаться в плен."),
    ("en", "The army lost 900 soldiers, 300 of them killed, in a day of fighting."),
    ("uk", "Армія втратила за добу 900 військових, з них 300 убитими."),
    ("ru", "Армия потеряла за сутки 900 военных, из них 300 убитыми."),
]


def every() -> list[object]:
    return [*cases("en", ENGLISH), *cases("uk", UKRAINIAN), *cases("ru", RUSSIAN)]


@pytest.mark.parametrize(("lang", "text", "surface", "reason"), every())
def test_a_trap_is_refused_with_its_name(lang: str, text: str, surface: str, reason: str) -> None:
    reading = read_text(text, lang, date(2026, 5, 20))
    refused = {text[number.start : number.end]: why for number, why in reading.refused}
    assert surface not in {text[f.number.start : f.number.end] for f in reading.found}
    assert refused.get(surface) == reason


@pytest.mark.parametrize(("lang", "text"), APPEALS)
def test_calls_to_surrender_and_losses_count_no_prisoners(lang: str, text: str) -> None:
    assert [claim.surface for claim in claims(text, lang)] == []


@pytest.mark.parametrize(
    ("lang", "text", "surface"),
    [
        ("en", "Twenty attackers were killed, one was taken prisoner.", "one"),
        ("uk", "Двадцять нападників убито, один був узятий у полон.", "один"),
        ("ru", "Двадцать нападавших убиты, один был взят в плен.", "один"),
        ("ru", "Враг потерял 20 человек убитыми, двое сдались в плен.", "двое"),
    ],
)
def test_what_stands_beside_a_trap_is_still_counted(lang: str, text: str, surface: str) -> None:
    assert [(claim.surface, str(claim.event)) for claim in claims(text, lang)] == [(surface, "captured")]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Enemy losses of the day: killed - 20, wounded - 30, prisoners - 4, tanks - 2."),
        ("uk", "Втрати ворога за добу: вбиті — 20, поранені — 30, полонені — 4, танки — 2."),
        ("ru", "Потери противника за сутки: убитые — 20, раненые — 30, пленные — 4, танки — 2."),
        ("uk", "Втрати ворога за добу\nЛіквідовано — 20\nПоранено — 30\nПолонені — 4\nТанки — 2"),
    ],
)
def test_of_a_list_of_losses_only_the_prisoners_are_counted(lang: str, text: str) -> None:
    assert [(claim.surface, str(claim.event)) for claim in claims(text, lang)] == [("4", "captured")]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        (
            "en",
            "Ukraine got the bodies of 502 fallen. Of the 502 soldiers 397 died in the east, the POW staff said.",
        ),
        ("uk", "Україні передали 502 тіла. Із 502 військових 397 загинули на сході, каже штаб із питань полонених."),
        ("ru", "Украине передали 502 тела. Из 502 военных 397 погибли на востоке, уточнил штаб по делам пленных."),
    ],
)
def test_the_dead_told_of_again_are_no_prisoners(lang: str, text: str) -> None:
    assert [claim.surface for claim in claims(text, lang)] == []

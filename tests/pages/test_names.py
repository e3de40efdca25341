"""Every name here is made up; most of them mean «invented», «sample» or «nobody»."""

from __future__ import annotations

import time

import pytest

from polon.pages.names import REASON, roll_of_names, withhold
from polon.records import Document, revision_of

UK = (
    "1. Вигаданко Іван Прикладович, 12.03.1990\n"
    "2. Зразковий Петро Нікимович, 1987 р.н.\n"
    "3. солдат Уявна Марія Іванівна\n"
    "4) Неіснуючий Олег Казкович – старший солдат\n"
    "5. ТЕСТЕНКО Павло Ілліч"
)
RU = (
    "• Выдуманный Иван Примерович, 1990 г.р.\n"
    "• Образцова Анна Сказочьевна\n"
    "• Небывалый Пётр Ильич (12.03.1991)\n"
    "• НИКТОВ ОЛЕГ ПРИМЕРОВИЧ\n"
    "• Иван Примерович Пустов"
)
EN = (
    "Vyhadanko Ivan Prykladovych\n"
    "Zrazkova Olena Ivanivna\n"
    "Testov Ivan Primerovich, private\n"
    "Ivan Sample, born 1990\n"
    "Sample Petro, 12.03.1991"
)
LISTS = {
    "uk": (UK, 5),
    "ru": (RU, 5),
    "en": (EN, 5),
    "in one line": (
        "Повернулися: Вигаданко Іван Прикладович, Зразковий Петро Нікимович (1987 р.н.), Уявна Марія Іванівна; "
        "Неіснуючий Олег Казкович та Тестенко Павло Ілліч.",
        5,
    ),
    "table": ("| 1 | Вигаданко | Іван | Прикладович | 1990 |\n" * 5, 5),
    "with a story around": (f"Рідні просять про обмін.\n\n{UK}\n\nПро це сказали на зустрічі з родинами.", 5),
    "accusative": ("Вигаданка Івана Прикладовича\nУявну Марію Іванівну\n", 2),
    "windows line ends": (UK.replace("\n", "\r\n"), 5),
}


@pytest.mark.parametrize(("text", "count"), LISTS.values(), ids=LISTS)
def test_lists(text, count):
    assert roll_of_names(text) == count


NO_LISTS = {
    "empty": "",
    "officials with their words": (
        "Вигаданко Іван Прикладович сказав, що обмін відбудеться завтра, але подробиць не назвав.\n"
        "Зразковий Петро Нікимович заявив журналістам, що про це ще рано говорити.\n"
        "Уявна Марія Іванівна пояснила, чому переговори тривали довго.\n"
        "Неіснуючий Олег Казкович додав, що родини повідомили вчасно.\n"
        "Тестенко Павло Ілліч підтвердив це у вечірньому зверненні."
    ),
    "headlines": (
        "Вигаданко Іван Прикладович очолив штаб\n"
        "Зразковий Петро Нікимович подав у відставку\n"
        "Уявна Марія Іванівна прокоментувала обмін\n"
        "Неіснуючий Олег Казкович повернувся додому\n"
        "Тестенко Павло Ілліч поїхав на переговори"
    ),
    "officials with their offices": (
        "Вигаданко Іван Прикладович, голова штабу, промовчав.\n"
        "Зразковий Петро Нікимович, речник, відповів коротко.\n"
        "Уявна Марія Іванівна, депутатка, подякувала лікарям.\n"
        "Неіснуючий Олег Казкович, посол, приїхав пізніше.\n"
        "Тестенко Павло Ілліч, генерал, чекав на кордоні."
    ),
    "officials in sentences": (
        "На зустрічі були міністр Іван Прикладович Вигаданко, який говорив першим, речниця Марія Іванівна Уявна, яка "
        "відповідала на запитання преси, і посол Олег Казкович Неіснуючий, який мовчав."
    ),
    "names without patronymics": "Іван Вигаданко\nПетро Зразковий\nМарія Уявна\nОлег Неіснуючий\nПавло Тестенко",
    "lines of places": "Харківська область\nСумська область\nВелика Писарівка 2024\nНова Вигадка 12.03.2024\n",
    "bylines": "Іван Вигаданко, 12.03.2025\nПетро Зразковий, 13.03.2025\nМарія Уявна, 14.03.2025\n" * 2,
    "an exchange": "Повернулися 146 військових, 12 цивільних і 3 медики. Обмін сімдесятий.\n" * 9,
    "units": "Третя Штурмова Бригада 2022\nПерший Окремий Батальйон 1990\n" * 5,
}


@pytest.mark.parametrize("text", NO_LISTS.values(), ids=NO_LISTS)
def test_no_lists(text):
    assert roll_of_names(text) < 3


def document(text, title=None):
    return Document(
        id="visnyk/1",
        source="visnyk",
        url="https://visnyk.example/1",
        lang="uk",
        title=title,
        text=text,
        published=None,
        revision=revision_of(title, text),
    )


def test_withhold():
    full = document(f"Список\n\n{UK}", "Список")
    kept = withhold(full)
    assert (kept.title, kept.text, kept.withheld) == (None, "", REASON)
    assert (kept.id, kept.url, kept.revision) == (full.id, full.url, full.revision)
    assert full.text.startswith("Список")


def test_four_names_are_no_roll():
    few = document("\n".join(UK.split("\n")[:4]))
    assert withhold(few) is few


def test_withholding_again_changes_nothing():
    kept = withhold(document(UK))
    assert withhold(kept) == kept


@pytest.mark.parametrize(
    "text",
    [
        "A" * 1_000_000,
        "Aa " * 300_000,
        "Aa-Aa " * 150_000,
        "Іванович " * 100_000,
        "Вигаданко Іван Прикладович, " * 30_000,
    ],
    ids=["capitals", "words", "hyphens", "patronymics", "one line"],
)
def test_long_texts_take_no_long_time(text):
    start = time.process_time()
    roll_of_names(text)
    assert time.process_time() - start < 5

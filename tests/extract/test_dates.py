"""Phrases of time to EDTF, as the date of a claim. The news is of Wednesday, 20 May 2026."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extract.reading import cases, check, claims, edtf_bounds, gap, needs

PUBLISHED = "2026-05-20"
SENTENCES = {
    "en": ("{} Ukraine brought home 12 prisoners of war.", "12 prisoners of war were released {}."),
    "uk": ("{} Україна повернула 12 військовополонених.", "12 військовополонених звільнили {}."),
    "ru": ("{} Украина вернула 12 военнопленных.", "12 военнопленных освободили {}."),
}
"""Sentences that count twelve released people, with a phrase at the head and one at the end."""

HYPHEN = "two months joined by a hyphen are not read"

ENGLISH: list[object] = [
    # days
    ("On 6 May 2026", "2026-05-06"),
    ("On May 6, 2026", "2026-05-06"),
    ("On 6 May", "2026-05-06"),
    ("On May 6", "2026-05-06"),
    ("On 6th May", "2026-05-06"),
    ("On May 6th", "2026-05-06"),
    ("On the 6th of May", "2026-05-06"),
    ("On 6 May 2024", "2024-05-06"),
    ("On 2026-05-06", "2026-05-06"),
    ("On 06.05.2026", "2026-05-06"),
    ("On Sept. 6, 2024", "2024-09-06"),
    ("On Tuesday, May 19", "2026-05-19"),
    ("On Tuesday, 19 May 2026", "2026-05-19"),
    ("On Tuesday (19 May)", "2026-05-19"),
    # a day or month without a year is the last one that is not after publication
    ("On 20 May", "2026-05-20"),
    ("On 21 May", "2025-05-21"),
    ("On 31 December", "2025-12-31"),
    ("On 1 January", "2026-01-01"),
    ("In March", "2026-03"),
    ("In May", "2026-05"),
    ("In June", "2025-06"),
    ("In December", "2025-12"),
    ("In March 2025", "2025-03"),
    ("In March of last year", "2025-03"),
    ("In 2024", "2024"),
    # counted from publication
    ("Today", "2026-05-20"),
    ("This morning", "2026-05-20"),
    ("Yesterday", "2026-05-19"),
    ("The day before yesterday", "2026-05-18"),
    ("On Tuesday", "2026-05-19"),
    ("On Thursday", "2026-05-14"),
    ("Two days ago", "2026-05-18"),
    ("10 days ago", "2026-05-10"),
    ("A week ago", "2026-05-13"),
    ("Three weeks ago", "2026-04-29"),
    ("Two months ago", "2026-03"),
    ("A year ago", "2025"),
    ("Two years ago", "2024"),
    ("Last week", "2026-05-11/2026-05-17"),
    ("This week", "2026-05-18/2026-05-20"),
    ("Over the weekend", "2026-05-16/2026-05-17"),
    ("Over the past week", "2026-05-14/2026-05-20"),
    ("Last month", "2026-04"),
    ("Last year", "2025"),
    # intervals
    ("From 3 to 5 May", "2026-05-03/2026-05-05"),
    ("On 3-5 May", "2026-05-03/2026-05-05"),
    ("On May 3-5", "2026-05-03/2026-05-05"),
    ("Between 3 and 5 May", "2026-05-03/2026-05-05"),
    ("Between 28 April and 3 May", "2026-04-28/2026-05-03"),
    ("From 28 April to 3 May", "2026-04-28/2026-05-03"),
    ("From 28 December to 3 January", "2025-12-28/2026-01-03"),
    ("From March to May 2025", "2025-03/2025-05"),
    ("In March and April", "2026-03/2026-04"),
    ("In 2023-2024", "2023/2024"),
    ("From 2022 to 2024", "2022/2024"),
    # nights, seasons
    ("On the night of 16 to 17 May", "2026-05-17"),
    ("On the night of May 16 to 17", "2026-05-17"),
    ("In the summer of 2024", "2024-06/2024-08"),
    ("In spring 2025", "2025-03/2025-05"),
    ("In the autumn of 2023", "2023-09/2023-11"),
    ("Last summer", "2025-06/2025-08"),
    ("Last autumn", "2025-09/2025-11"),
    # running totals
    ("Since the start of the full-scale invasion", "2022-02-24/2026-05-20"),
    ("Since the start of the year", "2026-01-01/2026-05-20"),
    ("This year", "2026-01-01/2026-05-20"),
    ("Since 24 February 2022", "2022-02-24/2026-05-20"),
    ("Since March 2024", "2024-03/2026-05-20"),
    ("Since 2014", "2014/2026-05-20"),
    ("Since the withdrawal", "../2026-05-20"),
    ("In total", "../2026-05-20"),
    # nothing to hold on to, or no such day
    ("Recently", None),
    ("Earlier", None),
    ("On 31 April 2026", None),
    ("On 29 February 2023", None),
]

UKRAINIAN: list[object] = [
    ("6 травня 2026 року", "2026-05-06"),
    ("6 травня 2026 р.", "2026-05-06"),
    ("6 травня 2024-го", "2024-05-06"),
    ("6 травня", "2026-05-06"),
    ("6-го травня", "2026-05-06"),
    ("Шостого травня", "2026-05-06"),
    ("06.05.2026", "2026-05-06"),
    ("2026-05-06", "2026-05-06"),
    ("У вівторок, 19 травня", "2026-05-19"),
    ("Вчора, 19 травня", "2026-05-19"),
    ("20 травня", "2026-05-20"),
    ("21 травня", "2025-05-21"),
    ("31 грудня", "2025-12-31"),
    ("1 січня", "2026-01-01"),
    ("У березні", "2026-03"),
    ("У травні", "2026-05"),
    ("У червні", "2025-06"),
    ("У березні 2025 року", "2025-03"),
    ("У березні минулого року", "2025-03"),
    ("У 2024 році", "2024"),
    ("2024 року", "2024"),
    ("На Різдво", "2025-12-25"),
    # counted from publication
    ("Сьогодні", "2026-05-20"),
    ("Вчора", "2026-05-19"),
    ("Учора ввечері", "2026-05-19"),
    ("Позавчора", "2026-05-18"),
    ("У вівторок", "2026-05-19"),
    ("У четвер", "2026-05-14"),
    ("Минулої неділі", "2026-05-17"),
    ("Два дні тому", "2026-05-18"),
    ("10 днів тому", "2026-05-10"),
    ("Тиждень тому", "2026-05-13"),
    ("Три тижні тому", "2026-04-29"),
    ("Два місяці тому", "2026-03"),
    ("Рік тому", "2025"),
    ("Два роки тому", "2024"),
    ("Минулого тижня", "2026-05-11/2026-05-17"),
    ("Цього тижня", "2026-05-18/2026-05-20"),
    ("На вихідних", "2026-05-16/2026-05-17"),
    ("За тиждень", "2026-05-13/2026-05-20"),
    ("Минулого місяця", "2026-04"),
    ("Торік", "2025"),
    ("Минулого року", "2025"),
    ("Позаторік", "2024"),
    # intervals
    ("З 3 до 5 травня", "2026-05-03/2026-05-05"),
    ("З 3 по 5 травня", "2026-05-03/2026-05-05"),
    ("3–5 травня", "2026-05-03/2026-05-05"),
    ("Між 3 і 5 травня", "2026-05-03/2026-05-05"),
    ("З 28 квітня до 3 травня", "2026-04-28/2026-05-03"),
    ("З 28 грудня по 3 січня", "2025-12-28/2026-01-03"),
    ("З березня до травня 2025 року", "2025-03/2025-05"),
    ("У березні та квітні", "2026-03/2026-04"),
    gap("У березні-квітні 2025 року", "2025-03/2025-04", reason=HYPHEN),
    ("У 2023–2024 роках", "2023/2024"),
    # nights, seasons
    ("У ніч на 17 травня", "2026-05-17"),
    ("У ніч проти 17 травня", "2026-05-17"),
    ("У ніч з 16 на 17 травня", "2026-05-17"),
    ("З 28 на 29 квітня", "2026-04-29"),
    ("Влітку 2024 року", "2024-06/2024-08"),
    ("Навесні 2025 року", "2025-03/2025-05"),
    ("Восени 2023-го", "2023-09/2023-11"),
    ("Восени", "2025-09/2025-11"),
    ("Минулого літа", "2025-06/2025-08"),
    # running totals
    ("З початку повномасштабного вторгнення", "2022-02-24/2026-05-20"),
    ("За час повномасштабної війни", "2022-02-24/2026-05-20"),
    ("Від початку року", "2026-01-01/2026-05-20"),
    ("Цьогоріч", "2026-01-01/2026-05-20"),
    ("Цього року", "2026-01-01/2026-05-20"),
    ("З 24 лютого 2022 року", "2022-02-24/2026-05-20"),
    ("З березня 2024 року", "2024-03/2026-05-20"),
    ("З 2014 року", "2014/2026-05-20"),
    ("Загалом", "../2026-05-20"),
    # nothing to hold on to, or no such day
    ("Нещодавно", None),
    ("Раніше", None),
    ("31 квітня 2026 року", None),
]

RUSSIAN: list[object] = [
    ("6 мая 2026 года", "2026-05-06"),
    ("6 мая 2026 г.", "2026-05-06"),
    ("6 мая 2024-го", "2024-05-06"),
    ("6 мая", "2026-05-06"),
    ("6-го мая", "2026-05-06"),
    ("Шестого мая", "2026-05-06"),
    ("06.05.2026", "2026-05-06"),
    ("2026-05-06", "2026-05-06"),
    ("Во вторник, 19 мая", "2026-05-19"),
    ("Вчера, 19 мая", "2026-05-19"),
    ("20 мая", "2026-05-20"),
    ("21 мая", "2025-05-21"),
    ("31 декабря", "2025-12-31"),
    ("1 января", "2026-01-01"),
    ("В марте", "2026-03"),
    ("В мае", "2026-05"),
    ("В июне", "2025-06"),
    ("В марте 2025 года", "2025-03"),
    ("В марте прошлого года", "2025-03"),
    ("В 2024 году", "2024"),
    # counted from publication
    ("Сегодня", "2026-05-20"),
    ("Вчера", "2026-05-19"),
    ("Вчера вечером", "2026-05-19"),
    ("Позавчера", "2026-05-18"),
    ("Во вторник", "2026-05-19"),
    ("В четверг", "2026-05-14"),
    ("Два дня назад", "2026-05-18"),
    ("10 дней назад", "2026-05-10"),
    ("Неделю назад", "2026-05-13"),
    ("Три недели назад", "2026-04-29"),
    ("Два месяца назад", "2026-03"),
    ("Год назад", "2025"),
    ("Два года назад", "2024"),
    ("На прошлой неделе", "2026-05-11/2026-05-17"),
    ("На этой неделе", "2026-05-18/2026-05-20"),
    ("На выходных", "2026-05-16/2026-05-17"),
    ("За неделю", "2026-05-14/2026-05-20"),
    ("В прошлом месяце", "2026-04"),
    ("В прошлом году", "2025"),
    ("Прошлым летом", "2025-06/2025-08"),
    # intervals
    ("С 3 по 5 мая", "2026-05-03/2026-05-05"),
    ("С 3 до 5 мая", "2026-05-03/2026-05-05"),
    ("3–5 мая", "2026-05-03/2026-05-05"),
    ("С 28 апреля по 3 мая", "2026-04-28/2026-05-03"),
    ("С 28 декабря по 3 января", "2025-12-28/2026-01-03"),
    ("С марта по май 2025 года", "2025-03/2025-05"),
    ("В марте и апреле", "2026-03/2026-04"),
    gap("В марте-апреле 2025 года", "2025-03/2025-04", reason=HYPHEN),
    ("В 2023–2024 годах", "2023/2024"),
    # nights, seasons
    ("В ночь на 17 мая", "2026-05-17"),
    ("В ночь с 16 на 17 мая", "2026-05-17"),
    ("Летом 2024 года", "2024-06/2024-08"),
    ("Весной 2025 года", "2025-03/2025-05"),
    ("Осенью 2023-го", "2023-09/2023-11"),
    ("Осенью", "2025-09/2025-11"),
    # running totals
    ("С начала полномасштабного вторжения", "2022-02-24/2026-05-20"),
    ("За время полномасштабной войны", "2022-02-24/2026-05-20"),
    ("С начала года", "2026-01-01/2026-05-20"),
    ("В этом году", "2026-01-01/2026-05-20"),
    ("С 24 февраля 2022 года", "2022-02-24/2026-05-20"),
    ("С марта 2024 года", "2024-03/2026-05-20"),
    ("С 2014 года", "2014/2026-05-20"),
    ("Всего", "../2026-05-20"),
    # nothing to hold on to, or no such day
    ("Недавно", None),
    ("Ранее", None),
    ("31 апреля 2026 года", None),
]

TABLE = [*cases("en", ENGLISH), *cases("uk", UKRAINIAN), *cases("ru", RUSSIAN)]
PHRASES = {lang: [row[0] for row in table if type(row) is tuple] for lang, table in (
    ("en", ENGLISH), ("uk", UKRAINIAN), ("ru", RUSSIAN),
)}  # fmt: skip
"""The phrases of the tables that are read as they should be."""


def dated(lang: str, text: str, published: str | None = PUBLISHED) -> str | None:
    """The date of the only claim of a text, which counts twelve."""
    found = claims(text, lang, published)
    assert [(c.surface, c.value) for c in found] == [("12", 12)]
    check(found[0], text)
    return found[0].date


@pytest.mark.parametrize(("lang", "phrase", "expected"), TABLE)
def test_a_phrase_at_the_head(lang: str, phrase: str, expected: str | None) -> None:
    assert dated(lang, SENTENCES[lang][0].format(phrase)) == expected


@pytest.mark.parametrize(("lang", "phrase", "expected"), TABLE)
def test_the_same_phrase_at_the_end(lang: str, phrase: str, expected: str | None) -> None:
    tail = phrase[0].lower() + phrase[1:]
    assert dated(lang, SENTENCES[lang][1].format(tail).replace("..", ".")) == expected


@pytest.mark.parametrize("lang", [pytest.param(lang, marks=mark) for lang, mark in needs.items()])
@pytest.mark.parametrize("published", ["2026-05-20", "2026-01-01", "2024-02-29", "2025-12-31"])
def test_what_is_counted_from_publication_ends_with_it(lang: str, published: str) -> None:
    """Whatever the day of the news, a fact lies before it, or in the month, year or stretch that the news ends."""
    for phrase in PHRASES[lang]:
        if any(c.isdigit() for c in phrase):
            continue
        for claim in claims(SENTENCES[lang][0].format(phrase), lang, published):
            if claim.date is not None:
                first, last = edtf_bounds(claim.date)
                assert first.isoformat() <= published, phrase
                assert last.isoformat() <= published or claim.date in (published[:4], published[:7]), phrase


# what is known only with a publication date, or from the text


WITHOUT = [
    *cases("en", ["On 6 May", "In March", "Yesterday", "On Tuesday", "Two days ago", "Last year", "Last summer"]),
    *cases("uk", ["6 травня", "У березні", "Вчора", "У вівторок", "Два дні тому", "Торік", "Минулого літа"]),
    *cases("ru", ["6 мая", "В марте", "Вчера", "Во вторник", "Два дня назад", "В прошлом году", "Прошлым летом"]),
]


@pytest.mark.parametrize(("lang", "phrase"), WITHOUT)
def test_a_phrase_that_needs_a_year_has_none_without_a_publication_date(lang: str, phrase: str) -> None:
    for sentence in SENTENCES[lang]:
        tail = phrase if sentence.startswith("{") else phrase[0].lower() + phrase[1:]
        assert dated(lang, sentence.format(tail), None) is None


@pytest.mark.parametrize(
    ("lang", "phrase", "expected"),
    [
        *cases("en", [("On 6 May 2024", "2024-05-06"), ("In March 2025", "2025-03"), ("In 2024", "2024")]),
        *cases("en", [("Since 24 February 2022", "2022-02-24/.."), ("Since March 2024", "2024-03/..")]),
        *cases("uk", [("6 травня 2024 року", "2024-05-06"), ("У березні 2025 року", "2025-03")]),
        *cases("ru", [("6 мая 2024 года", "2024-05-06"), ("В марте 2025 года", "2025-03")]),
    ],
)
def test_a_phrase_with_its_year_needs_no_publication_date(lang: str, phrase: str, expected: str) -> None:
    assert dated(lang, SENTENCES[lang][0].format(phrase), None) == expected


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The war changed in 2024. On 6 May 12 prisoners of war were released."),
        ("uk", "Війна змінилася у 2024 році. 6 травня звільнили 12 військовополонених."),
        pytest.param("ru", "Война изменилась в 2024 году. 6 мая освободили 12 военнопленных.", marks=needs["ru"]),
    ],
)
def test_a_year_that_the_text_named_before_holds_for_a_day_without_one(lang: str, text: str) -> None:
    assert dated(lang, text, None) == "2024-05-06"


# the digits of dates, times and years count nobody


ENGLISH_DATES = [
    "On 6 May 2026,", "On May 6, 2026,", "On 06.05.26", "On 06.05.2026", "On 2026-05-06", "On 2026-05-06T14:05:00Z",
    "At 14:05", "At 14:05:30", "At 2.30 pm", "At 6 p.m.", "At 6 o'clock", "Between 2014 and 2022", "In the 1990s",
    "In 2022–2024", "In 2022/23", "Since 24.02.2022", "On the 24th", "In the 21st century", "In the 2020s",
    "In May '25", "In Q3 2025", "By 2030", "In the year 2000", "On 6/5/2026",
    "On 2026/05/06", "On 24/7 watch", "On 9/11",
]  # fmt: skip
UKRAINIAN_DATES = [
    "6 травня 2026 року", "6 травня 2026 р.", "06.05.26", "06.05.2026", "06.05.2026 р.", "24.02", "О 14.05",
    "О 6 годині ранку", "О 6-й годині", "У 2014–2022 роках", "У 2014-2022 рр.", "У 1990-х роках", "24-го числа",
    "У XXI столітті", "У 21-му столітті", "Із 24.02.2022", "До 2030 року", "З 24 лютого 2022-го", "У 2022/23 році",
    "О 14:05", "У 90-х",
]  # fmt: skip
RUSSIAN_DATES = [
    "6 мая 2026 года", "6 мая 2026 г.", "06.05.26", "06.05.2026", "06.05.2026 г.", "24.02", "В 14.05", "В 6 часов утра",
    "В 6-м часу", "В 2014–2022 годах", "В 2014-2022 гг.", "В 1990-х годах", "24-го числа", "В XXI веке", "В 21-м веке",
    "С 24.02.2022", "До 2030 года", "С 24 февраля 2022-го", "В 2022/23 году", "В 14:05",
    "В 90-х",
]  # fmt: skip


@pytest.mark.parametrize(
    ("lang", "phrase"),
    [*cases("en", ENGLISH_DATES), *cases("uk", UKRAINIAN_DATES), *cases("ru", RUSSIAN_DATES)],
)
def test_the_digits_of_dates_and_times_count_nobody(lang: str, phrase: str) -> None:
    dated(lang, SENTENCES[lang][0].format(phrase))


# stocks, plans, captures


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "12 prisoners of war remain in Russian captivity.", "2026-05-20"),
        ("en", "As of 1 May, 12 prisoners of war remain in Russian captivity.", "2026-05-01"),
        ("en", "As of 1 May 2024, 12 prisoners of war were in Russian captivity.", "2024-05-01"),
        ("en", "12 prisoners of war are to be freed.", None),
        ("en", "12 prisoners of war will be freed on 28 May.", "2026-05-28"),
        ("en", "Our soldiers captured 12 occupiers.", None),
        ("en", "Our soldiers captured 12 occupiers yesterday.", "2026-05-19"),
        ("en", "As of 1 May, 12 prisoners of war had been freed.", "../2026-05-01"),
        ("uk", "У російському полоні лишаються 12 військовополонених.", "2026-05-20"),
        ("uk", "Станом на 1 травня в російському полоні 12 військовополонених.", "2026-05-01"),
        ("uk", "Наші бійці взяли в полон 12 окупантів.", None),
        ("uk", "Вчора наші бійці взяли в полон 12 окупантів.", "2026-05-19"),
    ],
)  # fmt: skip
def test_what_a_date_means_to_an_event(lang: str, text: str, expected: str | None) -> None:
    assert dated(lang, text) == expected


@needs["ru"]
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("В российском плену остаются 12 военнопленных.", "2026-05-20"),
        ("По состоянию на 1 мая в российском плену 12 военнопленных.", "2026-05-01"),
        ("Бойцы взяли в плен 12 украинских военных.", None),
        ("Вчера бойцы взяли в плен 12 украинских военных.", "2026-05-19"),
    ],
)
def test_what_a_date_means_to_an_event_in_russian(text: str, expected: str | None) -> None:
    assert dated("ru", text) == expected


# every date that comes out is EDTF


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025", "2025-01-01", "2025-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025-12", "2025-12-01", "2025-12-31"),
        ("2025-05-29", "2025-05-29", "2025-05-29"),
        ("2022-02-24/2024-02", "2022-02-24", "2024-02-29"),
        ("../2025-05-29", "0001-01-01", "2025-05-29"),
        ("2025-05-29/..", "2025-05-29", "9999-12-31"),
    ],
)
def test_the_validator_of_these_tests(text: str, first: str, last: str) -> None:
    low, high = edtf_bounds(text)
    assert (low.isoformat(), high.isoformat()) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "25",
        "2025-5",
        "2025-02-30",
        "2025-13",
        "2025/2024",
        "../..",
        "/2025",
        "2025/",
        "x",
        "2025-05-29/2025-05-28",
        "2025-05-29/",
        "２０２５",
    ],
)
def test_the_validator_refuses(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (calendars and patterns say it in several ways)
        edtf_bounds(text)


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(sorted(PHRASES)),
    st.dates(date(2026, 5, 20), date(2035, 12, 31)),
    st.data(),
)
def test_any_two_phrases_on_any_day_give_edtf_or_nothing(lang: str, published: date, data: st.DataObject) -> None:
    phrases = st.sampled_from(PHRASES[lang])
    text = f"{data.draw(phrases)} {SENTENCES[lang][0].format(data.draw(phrases))} {data.draw(phrases)}."
    for claim in claims(text, lang, published.isoformat()):
        check(claim, text)


def test_a_start_after_the_publication_gives_no_interval_that_runs_backwards() -> None:
    """The day of publication is what a page says of itself; it may be wrong, and the record must not be."""
    text = "Since 24 February 2022 Ukraine brought home 12 prisoners of war."
    for claim in claims(text, "en", "2014-03-01"):
        check(claim, text)

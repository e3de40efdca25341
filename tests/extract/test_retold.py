"""People told of twice, deaths told over sentences, phrases that hold a verb and tell no event; own sentences."""

from __future__ import annotations

from typing import Any

import pytest

from tests.extract.reading import cases, claims

ROWS = [
    *cases("en", [
        ("Two North Korean gunners were captured near the river on 3 May. The two men are in Kyiv, the service said.",
         "side who", [("KP", "military"), ("KP", "military")]),
        ("Prisoners of war were shot in a quarry, prosecutors say. In total, 14 defenders died there.",
         "event", [("died",)]),
        ("On 3 May a blast shook the camp where Ukrainian prisoners of war are held. At least 31 were killed.",
         "event date", [("died", "2026-05-03")]),
        ("Monitors interviewed 40 Ukrainian prisoners of war following their release.", "event", [("other",)]),
        ("Armenia said that five of its soldiers were freed by Azerbaijan.", "event", [("released",)]),
        ("Accounts of beatings were given by 19 out of 22 Ukrainian prisoners of war whom the mission interviewed.",
         "value side", [(19, "UA"), (22, "UA")]),
        ("Cases were opened into the murder of 12 and 8 Ukrainian prisoners of war, respectively.",
         "event side", [("died", "UA"), ("died", "UA")]),
        ("Those freed were among the 60 Ukrainian soldiers captured in the port in April.", "event", [("captured",)]),
    ]),
    *cases("uk", [
        ("Двоє північнокорейських солдатів потрапили в полон 3 травня. Ці двоє бійців зараз у Києві під вартою.",
         "side", [("KP",), ("KP",)]),
        ("3 травня стався вибух у колонії, де тримали українських військовополонених. Загинула 31 людина.",
         "event date", [("died", "2026-05-03")]),
    ]),
    *cases("ru", [
        ("3 мая произошёл взрыв в колонии, где держали украинских военнопленных. Погиб 31 человек.",
         "event date", [("died", "2026-05-03")]),
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "slots", "expected"), ROWS)
def test_told_over_sentences(lang: str, text: str, slots: str, expected: list[tuple[Any, ...]]) -> None:
    found = claims(text, lang)
    assert [tuple(getattr(c, s) for s in slots.split()) for c in found] == expected


DATED = [
    *cases("en", [
        ("Eight Ukrainian prisoners of war were sentenced on Monday in the largest trial since the"
         " full-scale invasion.", ["2026-05-18"]),
        ("Rebels took 9 soldiers hostage on 7 October 2023. Of them 5 were seized on 7 October in a village.",
         ["2023-10-07", "2023-10-07"]),
        ("The Red Cross said on Tuesday it had helped to free 10 Sudanese soldiers from captivity. The soldiers walked"
         " free on Sunday.", ["2026-05-17"]),
        ("The mission began an operation to transfer 90 Yemeni prisoners of war.", [None]),
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "expected"), DATED)
def test_dated_by_the_text(lang: str, text: str, expected: list[str | None]) -> None:
    assert [c.date for c in claims(text, lang)] == expected


def test_words_that_come_a_day_after_the_act() -> None:
    found = claims("The general's comments come a day after Ukraine brought home 31 soldiers from captivity.")
    assert [(c.value, c.date) for c in found] == [(31, "2026-05-19")]


def test_an_undated_text_counts_weekdays_from_its_own_day() -> None:
    text = (
        "The exchange of May 22-24, 2026, is over; talks began in March 2022. On Friday, May 22, Ukraine got back 40 of"
        " its soldiers. On Saturday it received 30 more."
    )
    assert [c.date for c in claims(text, published=None)] == ["2026-05-22", "2026-05-23"]


READ = [
    *cases("en", [
        ("The militia sent at least 40 Ukrainian prisoners of war back on Tuesday.", "qualifier", [("over",)]),
        ("About 300 defenders were still in Russian captivity as of May 4.", "date", [("2026-05-04",)]),
        ("Dozens of relatives of prisoners cheered when 12 soldiers returned from captivity.", "value", [(12,)]),
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "slots", "expected"), READ)
def test_read_as_real_news_says_it(lang: str, text: str, slots: str, expected: list[tuple[Any, ...]]) -> None:
    assert [tuple(getattr(c, s) for s in slots.split()) for c in claims(text, lang)] == expected


CLAUSES = [
    *cases("en", [
        ("Monitors say 46 detainees held by the Sudanese militia were released.", "event", [("released",)]),
        ("The militia transferred hundreds of captured Sudanese soldiers to prisons.", "event", [("other",)]),
        ("At least 31 Ukrainian prisoners of war were killed and 70 injured.", "event", [("died",), ("other",)]),
        ("Two Korean soldiers were captured. One of them said that he was hungry.", "value", [(2,)]),
        ("Ukraine has carried out 54 prisoner exchanges, freeing 3,000 captives.", "value", [(3000,)]),
        ("Hamas attacked Israel and took 250 people hostage.", "side", [("IL",)]),
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "slots", "expected"), CLAUSES)
def test_whose_verb(lang: str, text: str, slots: str, expected: list[tuple[Any, ...]]) -> None:
    assert [tuple(getattr(c, s) for s in slots.split()) for c in claims(text, lang)] == expected


HEADS = [
    *cases("en", [
        ("On Sunday both sides carried out one of the biggest swaps of the war.\n\nThe mood was bright.\n\nAll waited"
         " at the gate.\n\nAmong the guests was a minister.\n\nOfficials said that 64 Ukrainian soldiers were freed.",
         "date", [("2026-05-17",)]),
        ("A military court in Moscow has sentenced seven Ukrainian servicemen to 15 years.", "date", [("2026-05-20",)]),
        ("The army released footage of dozens of captured Ukrainian soldiers.", "event", [("captured",)]),
        ("Rebels freed the 15 Sudanese soldiers. The 15 soldiers landed at the airport and wept.", "event",
         [("released",), ("released",)]),
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "slots", "expected"), HEADS)
def test_what_the_head_of_the_news_says(lang: str, text: str, slots: str, expected: list[tuple[Any, ...]]) -> None:
    assert [tuple(getattr(c, s) for s in slots.split()) for c in claims(text, lang)] == expected

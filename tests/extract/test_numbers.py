"""Numbers as they are written: digits, words, multipliers, ranges, formulas. Every expectation was written by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extract.reading import Read, cases, claims, gap, needs, numbers, numbers_of_lines

BOTH = "«both» is not read as two"


def _known(reason: str) -> pytest.MarkDecorator:
    return pytest.mark.xfail(reason=reason, strict=True)


def one(surface: str, value: int, qualifier: str = "exact", *, back: int | None = None, top: int | None = None) -> Read:
    return surface, value, back, top, qualifier


def span(surface: str, low: int, high: int) -> Read:
    return one(surface, low, "range", top=high)


def swap(surface: str, there: int, back: int) -> Read:
    return one(surface, there, back=back)


ENGLISH: list[object] = [
    # digits
    ("1279 men", [one("1279", 1279)]),
    ("1,279 men", [one("1,279", 1279)]),
    ("1.279 men", [one("1.279", 1279)]),
    ("1 279 men", [one("1 279", 1279)]),
    ("1\u00a0279 men", [one("1\u00a0279", 1279)]),
    ("1\u202f279 men", [one("1\u202f279", 1279)]),
    ("1\u2009279 men", [one("1\u2009279", 1279)]),
    gap("1’279 men", [one("1’279", 1279)], reason="an apostrophe between thousands cuts the number in two"),
    ("12,345,678 letters", [one("12,345,678", 12345678)]),
    ("0 men", [one("0", 0)]),
    ("7 men", [one("7", 7)]),
    ("2022 men", [one("2022", 2022)]),
    ("2.5 thousand men", [one("2.5 thousand", 2500)]),
    ("12.5 thousand men", [one("12.5 thousand", 12500)]),
    ("3 thousand men", [one("3 thousand", 3000)]),
    ("3k men", [one("3k", 3000)]),
    ("10K men", [one("10K", 10000)]),
    ("1.2 million men", [one("1.2 million", 1200000)]),
    ("2.5 men", []),
    ("12345678901234567890 men", []),
    gap("1,2345 men", [], reason="digits in groups that are no thousands are read as two numbers"),
    gap("1,279.5 men", [], reason="a number with a fraction is read as two numbers"),
    # words
    ("seven men", [one("seven", 7)]),
    ("Twelve men", [one("Twelve", 12)]),
    ("twenty-three men", [one("twenty-three", 23)]),
    ("twenty‑three men", [one("twenty‑three", 23)]),
    ("twenty three men", [one("twenty three", 23)]),
    gap(
        "one thousand, two hundred and five men",
        [one("one thousand, two hundred and five", 1205)],
        reason="a comma behind «thousand» cuts the number in two",
    ),
    gap("two hundred-plus men", [one("two hundred", 200, "over")], reason="read as two"),
    ("Ninety-Nine men", [one("Ninety-Nine", 99)]),
    ("a hundred men", [one("a hundred", 100)]),
    ("one hundred and five men", [one("one hundred and five", 105)]),
    ("one hundred five men", [one("one hundred five", 105)]),
    ("a hundred and fifty men", [one("a hundred and fifty", 150)]),
    ("twelve hundred men", [one("twelve hundred", 1200)]),
    ("twenty-five hundred men", [one("twenty-five hundred", 2500)]),
    ("a thousand men", [one("a thousand", 1000)]),
    ("two thousand three hundred men", [one("two thousand three hundred", 2300)]),
    ("three hundred thousand men", [one("three hundred thousand", 300000)]),
    ("one million two hundred thousand men", [one("one million two hundred thousand", 1200000)]),
    ("ten men and five women", [one("ten", 10), one("five", 5)]),
    ("twenty men and three women", [one("twenty", 20), one("three", 3)]),
    ("twenty and three", [one("twenty", 20), one("three", 3)]),
    ("ten, five and three", [one("ten", 10), one("five", 5), one("three", 3)]),
    ("not a single man", [one("not a single", 0)]),
    ("zero men", [one("zero", 0)]),
    gap("both men", [one("both", 2)], reason=BOTH),
    # halves, dozens
    ("one and a half thousand men", [one("one and a half thousand", 1500)]),
    ("two and a half thousand men", [one("two and a half thousand", 2500)]),
    ("half a thousand men", [one("half a thousand", 500)]),
    ("half a hundred men", [one("half a hundred", 50)]),
    ("half a dozen men", [one("half a dozen", 6)]),
    ("at least half a dozen men", [one("half a dozen", 6, "over")]),
    ("a dozen men", [one("a dozen", 12)]),
    ("two dozen men", [one("two dozen", 24)]),
    # vague
    ("dozens of men", [one("dozens", 20, "vague")]),
    ("scores of men", [one("scores", 40, "vague")]),
    ("hundreds of men", [one("hundreds", 200, "vague")]),
    ("thousands of men", [one("thousands", 2000, "vague")]),
    ("tens of thousands of men", [one("tens of thousands", 20000, "vague")]),
    ("hundreds of thousands of men", [one("hundreds of thousands", 200000, "vague")]),
    ("several hundred men", [one("hundred", 200, "vague")]),
    ("a few dozen men", [one("dozen", 20, "vague")]),
    ("a few thousand men", [one("thousand", 2000, "vague")]),
    # ranges
    ("23 to 25 men", [span("23 to 25", 23, 25)]),
    ("from 23 to 25 men", [span("23 to 25", 23, 25)]),
    ("between 23 and 25 men", [span("23 and 25", 23, 25)]),
    ("23-25 men", [span("23-25", 23, 25)]),
    ("23–25 men", [span("23–25", 23, 25)]),
    ("2 to 3 thousand men", [span("2 to 3 thousand", 2000, 3000)]),
    ("2-3 thousand men", [span("2-3 thousand", 2000, 3000)]),
    ("1.5 to 2 thousand men", [span("1.5 to 2 thousand", 1500, 2000)]),
    ("1.5-2 thousand men", [span("1.5-2 thousand", 1500, 2000)]),
    ("between 1.5 and 2 thousand men", [span("1.5 and 2 thousand", 1500, 2000)]),
    ("five to six thousand men", [span("five to six thousand", 5000, 6000)]),
    ("twenty to thirty men", [span("twenty to thirty", 20, 30)]),
    ("1,200 to 1,500 men", [span("1,200 to 1,500", 1200, 1500)]),
    ("23 and 25 men", [one("23", 23), one("25", 25)]),
    ("it fell from 25 to 23 men", [one("25", 25), one("23", 23)]),
    ("it rose from 100 to 150 men", [one("100", 100), one("150", 150)]),
    ("10 or 12 men", [span("10 or 12", 10, 12)]),
    ("a couple of hundred men", [one("hundred", 200, "vague")]),
    ("two groups, seven in the morning and six at night", [one("two", 2), one("seven", 7), one("six", 6)]),
    ("at seven in the morning", []),
    # formulas
    ("1000 for 1000", [swap("1000 for 1000", 1000, 1000)]),
    ("205 soldiers for 205", [swap("205 soldiers for 205", 205, 205)]),
    ("1,200 for 1,200", [swap("1,200 for 1,200", 1200, 1200)]),
    ("one for one", [swap("one for one", 1, 1)]),
    ("“1000 for 1000” format", [swap("1000 for 1000", 1000, 1000)]),
    ("two soldiers for three captains", [swap("two soldiers for three", 2, 3)]),
    ("25 men freed for 3 months", [one("25", 25), one("3", 3)]),
    ("25 men for 3 years", [one("25", 25), one("3", 3)]),
    ("10 men in exchange for 12", [one("10", 10), one("12", 12)]),
    ("25-for-25", [swap("25-for-25", 25, 25)]),
    # how exact
    ("about 800 men", [one("800", 800, "about")]),
    ("approximately 800 men", [one("800", 800, "about")]),
    ("around 800 men", [one("800", 800, "about")]),
    ("some 800 men", [one("800", 800, "about")]),
    ("a hundred or so men", [one("a hundred", 100, "about")]),
    ("280 or more men", [one("280", 280, "over")]),
    ("roughly a hundred men", [one("a hundred", 100, "about")]),
    ("about a dozen men", [one("a dozen", 12, "about")]),
    ("more than 800 men", [one("800", 800, "over")]),
    ("over 1,000 men", [one("1,000", 1000, "over")]),
    ("at least twenty men", [one("twenty", 20, "over")]),
    ("no fewer than 70 men", [one("70", 70, "over")]),
    ("more than a thousand men", [one("a thousand", 1000, "over")]),
    ("800+ men", [one("800", 800, "over")]),
    ("more than two dozen men", [one("two dozen", 24, "over")]),
    ("up to 30 men", [one("30", 30, "under")]),
    ("fewer than 30 men", [one("30", 30, "under")]),
    ("no more than 30 men", [one("30", 30, "under")]),
    ("almost 800 men", [one("800", 800, "under")]),
    ("nearly a hundred men", [one("a hundred", 100, "under")]),
    ("handed over 32 men", [one("32", 32)]),
    ("all 45 men", [one("45", 45)]),
    ("another 45 men", [one("45", 45)]),
    # what is no count
    ("the 70th exchange", []),
    ("the 1st, 2nd and 3rd", []),
    ("the first man", []),
    ("the twenty-first exchange", []),
    ("one another, one by one", []),
    ("the twenty first exchange", []),
    ("a T-72 and an F16", []),
    ("a man came", []),
    ("someone, anyone, nobody", []),
    ("often and intent", []),
]

UKRAINIAN: list[object] = [
    ("1279 осіб", [one("1279", 1279)]),
    ("1 279 осіб", [one("1 279", 1279)]),
    ("1\u00a0279 осіб", [one("1\u00a0279", 1279)]),
    ("1\u202f279 осіб", [one("1\u202f279", 1279)]),
    ("1.279 осіб", [one("1.279", 1279)]),
    ("10 000 осіб", [one("10 000", 10000)]),
    ("6,5 тис. осіб", [one("6,5 тис.", 6500)]),
    ("6.5 тис. осіб", [one("6.5 тис.", 6500)]),
    ("7 тис. осіб", [one("7 тис.", 7000)]),
    ("7 тис осіб", [one("7 тис", 7000)]),
    ("7тис осіб", [one("7тис", 7000)]),
    ("7 тисяч осіб", [one("7 тисяч", 7000)]),
    ("6,5 тисячі осіб", [one("6,5 тисячі", 6500)]),
    ("1,2 млн осіб", [one("1,2 млн", 1200000)]),
    ("6,5 осіб", []),
    ("15 тис. 300 осіб", [one("15 тис. 300", 15300)]),
    # case endings behind digits
    ("177-ми осіб", [one("177", 177)]),
    ("177-ма особами", [one("177", 177)]),
    ("12-ро бранців", [one("12", 12)]),
    ("42-х захисників", [one("42", 42)]),
    ("42-ох захисників", [one("42", 42)]),
    ("25-ти захисників", [one("25", 25)]),
    ("5-ть захисників", [one("5", 5)]),
    ("64-й обмін", []),
    ("64-го обміну", []),
    ("36-та бригада", []),
    ("3-тя бригада", []),
    ("2024-го", []),
    # words, in several cases
    ("двоє", [one("двоє", 2)]),
    ("двох бранців", [one("двох", 2)]),
    ("двом бранцям", [one("двом", 2)]),
    ("двома бранцями", [one("двома", 2)]),
    ("обидва бранці", [one("обидва", 2)]),
    ("троє", [one("троє", 3)]),
    ("чотирьох", [one("чотирьох", 4)]),
    ("п'ятеро", [one("п'ятеро", 5)]),
    ("п’ятеро", [one("п’ятеро", 5)]),
    ("пʼятьох", [one("пʼятьох", 5)]),
    ("семеро", [one("семеро", 7)]),
    ("двадцятеро", [one("двадцятеро", 20)]),
    ("двадцять троє", [one("двадцять троє", 23)]),
    ("двадцятьма трьома", [one("двадцятьма трьома", 23)]),
    ("сорока", [one("сорока", 40)]),
    ("дев'яноста двох", [one("дев'яноста двох", 92)]),
    ("сто вісімдесят троє", [one("сто вісімдесят троє", 183)]),
    ("ста п’ятдесяти", [one("ста п’ятдесяти", 150)]),
    ("двохсот сорока п'яти", [one("двохсот сорока п'яти", 245)]),
    ("двомастами", [one("двомастами", 200)]),
    ("тисяча осіб", [one("тисяча", 1000)]),
    ("тисячу сто осіб", [one("тисячу сто", 1100)]),
    ("дві тисячі триста осіб", [one("дві тисячі триста", 2300)]),
    ("п'ять тисяч осіб", [one("п'ять тисяч", 5000)]),
    ("тридцять три тисячі сто", [one("тридцять три тисячі сто", 33100)]),
    ("жодного бійця", [one("жодного", 0)]),
    ("ні одного бійця", [one("ні одного", 0)]),
    # halves, tens, hundreds
    ("пів сотні бійців", [one("пів сотні", 50)]),
    ("півсотні бійців", [one("півсотні", 50)]),
    ("пів десятка бійців", [one("пів десятка", 5)]),
    ("півтора десятка бійців", [one("півтора десятка", 15)]),
    ("півтори сотні бійців", [one("півтори сотні", 150)]),
    ("півтори тисячі бійців", [one("півтори тисячі", 1500)]),
    ("півтисячі бійців", [one("півтисячі", 500)]),
    ("чотири з половиною тисячі", [one("чотири з половиною тисячі", 4500)]),
    ("десяток бійців", [one("десяток", 10)]),
    ("два десятки бійців", [one("два десятки", 20)]),
    ("сотня бійців", [one("сотня", 100)]),
    ("шість сотень бійців", [one("шість сотень", 600)]),
    # vague
    ("десятки бійців", [one("десятки", 20, "vague")]),
    ("кілька десятків бійців", [one("десятків", 20, "vague")]),
    ("сотні бійців", [one("сотні", 200, "vague")]),
    ("кілька сотень бійців", [one("сотень", 200, "vague")]),
    ("тисячі бійців", [one("тисячі", 2000, "vague")]),
    ("десятки тисяч бійців", [one("десятки тисяч", 20000, "vague")]),
    # ranges
    ("від 23 до 25 осіб", [span("23 до 25", 23, 25)]),
    ("23–25 осіб", [span("23–25", 23, 25)]),
    ("23-25 осіб", [span("23-25", 23, 25)]),
    ("між 23 і 25", [span("23 і 25", 23, 25)]),
    ("2–3 тисячі", [span("2–3 тисячі", 2000, 3000)]),
    ("2-3 тис. осіб", [span("2-3 тис.", 2000, 3000)]),
    ("1,5-2 тис. осіб", [span("1,5-2 тис.", 1500, 2000)]),
    ("від 1,5 до 2 тисяч осіб", [span("1,5 до 2 тисяч", 1500, 2000)]),
    ("від п'яти до шести тисяч осіб", [span("п'яти до шести тисяч", 5000, 6000)]),
    ("п'ять-шість тисяч осіб", [span("п'ять-шість тисяч", 5000, 6000)]),
    ("двісті-двісті двадцять осіб", [span("двісті-двісті двадцять", 200, 220)]),
    ("близько тисячі трьохсот осіб", [one("тисячі трьохсот", 1300, "about")]),
    ("з десяток осіб", [one("десяток", 10, "about")]),
    ("чоловік сорок", [one("сорок", 40, "about")]),
    ("сто з гаком осіб", [one("сто", 100, "over")]),
    ("один одному по двоє", [one("двоє", 2)]),
    ("зменшилося з 25 до 23", [one("25", 25), one("23", 23)]),
    ("чверть тисячі осіб", [one("чверть тисячі", 250)]),
    ("80 військових на 80", [swap("80 військових на 80", 80, 80)]),
    ("півтори-дві тисячі осіб", [span("півтори-дві тисячі", 1500, 2000)]),
    ("від п'ятисот до семисот", [span("п'ятисот до семисот", 500, 700)]),
    ("два-три десятки", [span("два-три десятки", 20, 30)]),
    ("дві-три тисячі", [span("дві-три тисячі", 2000, 3000)]),
    ("двадцять-тридцять осіб", [span("двадцять-тридцять", 20, 30)]),
    # formulas
    ("25 на 25", [swap("25 на 25", 25, 25)]),
    ("«1000 на 1000»", [swap("1000 на 1000", 1000, 1000)]),
    ("185 бійців на 185", [swap("185 бійців на 185", 185, 185)]),
    ("десять на десять", [swap("десять на десять", 10, 10)]),
    ("тисяча на тисячу", [swap("тисяча на тисячу", 1000, 1000)]),
    ("25 бійців на 3 роки", [one("25", 25), one("3", 3)]),
    # how exact
    ("близько 800 осіб", [one("800", 800, "about")]),
    ("приблизно 800 осіб", [one("800", 800, "about")]),
    ("орієнтовно 800 осіб", [one("800", 800, "about")]),
    ("порядка 800 осіб", [one("800", 800, "about")]),
    ("близько сотні осіб", [one("сотні", 100, "about")]),
    ("близько вісімдесяти осіб", [one("вісімдесяти", 80, "about")]),
    ("понад 800 осіб", [one("800", 800, "over")]),
    ("більше 800 осіб", [one("800", 800, "over")]),
    ("більш як 800 осіб", [one("800", 800, "over")]),
    ("щонайменше 800 осіб", [one("800", 800, "over")]),
    ("не менше 800 осіб", [one("800", 800, "over")]),
    ("понад тисячу осіб", [one("тисячу", 1000, "over")]),
    ("понад десяток осіб", [one("десяток", 10, "over")]),
    ("100+ осіб", [one("100", 100, "over")]),
    ("майже 800 осіб", [one("800", 800, "under")]),
    ("менше 800 осіб", [one("800", 800, "under")]),
    ("не більше 800 осіб", [one("800", 800, "under")]),
    ("до 30 осіб", [one("30", 30, "under")]),
    ("майже сотня осіб", [one("сотня", 100, "under")]),
    # what is no count
    ("перший бранець", []),
    ("двадцятий обмін", []),
    ("двадцять перший обмін", []),
    ("сорок третя бригада", []),
    ("семінар, стоїк, тринога", []),
    ("Ка-52 і Т-72", []),
]

RUSSIAN: list[object] = [
    ("1279 человек", [one("1279", 1279)]),
    ("1 279 человек", [one("1 279", 1279)]),
    ("1\u00a0279 человек", [one("1\u00a0279", 1279)]),
    ("1.279 человек", [one("1.279", 1279)]),
    ("10 000 человек", [one("10 000", 10000)]),
    ("6,5 тыс. человек", [one("6,5 тыс.", 6500)]),
    ("7 тыс. человек", [one("7 тыс.", 7000)]),
    ("7 тыс человек", [one("7 тыс", 7000)]),
    ("7 тысяч человек", [one("7 тысяч", 7000)]),
    ("1,2 млн человек", [one("1,2 млн", 1200000)]),
    ("6,5 человек", []),
    # case endings behind digits
    ("177-ми человек", [one("177", 177)]),
    ("42-х защитников", [one("42", 42)]),
    ("25-ти защитников", [one("25", 25)]),
    ("64-й обмен", []),
    ("64-го обмена", []),
    ("36-я бригада", []),
    ("2024-го", []),
    # words, in several cases
    ("двое", [one("двое", 2)]),
    ("двоих", [one("двоих", 2)]),
    ("двух пленных", [one("двух", 2)]),
    ("двум пленным", [one("двум", 2)]),
    ("двумя пленными", [one("двумя", 2)]),
    ("трое", [one("трое", 3)]),
    ("троих", [one("троих", 3)]),
    ("четверо", [one("четверо", 4)]),
    ("четырёх", [one("четырёх", 4)]),
    ("четырех", [one("четырех", 4)]),
    ("пятеро", [one("пятеро", 5)]),
    ("семеро", [one("семеро", 7)]),
    ("десятеро", [one("десятеро", 10)]),
    ("двадцать три", [one("двадцать три", 23)]),
    ("двадцатью тремя", [one("двадцатью тремя", 23)]),
    ("сорока", [one("сорока", 40)]),
    ("девяноста двух", [one("девяноста двух", 92)]),
    ("семидесяти одного", [one("семидесяти одного", 71)]),
    ("сто восемьдесят три", [one("сто восемьдесят три", 183)]),
    ("ста пятидесяти", [one("ста пятидесяти", 150)]),
    ("двухсот сорока пяти", [one("двухсот сорока пяти", 245)]),
    ("двумястами", [one("двумястами", 200)]),
    ("тысяча человек", [one("тысяча", 1000)]),
    ("тысячу сто человек", [one("тысячу сто", 1100)]),
    ("две тысячи триста человек", [one("две тысячи триста", 2300)]),
    ("пять тысяч человек", [one("пять тысяч", 5000)]),
    ("ни одного бойца", [one("ни одного", 0)]),
    # halves, tens, hundreds
    ("полсотни бойцов", [one("полсотни", 50)]),
    ("полтора десятка бойцов", [one("полтора десятка", 15)]),
    ("полторы сотни бойцов", [one("полторы сотни", 150)]),
    ("полторы тысячи бойцов", [one("полторы тысячи", 1500)]),
    ("полтысячи бойцов", [one("полтысячи", 500)]),
    ("десяток бойцов", [one("десяток", 10)]),
    ("два десятка бойцов", [one("два десятка", 20)]),
    ("сотня бойцов", [one("сотня", 100)]),
    ("шесть сотен бойцов", [one("шесть сотен", 600)]),
    # vague
    ("десятки бойцов", [one("десятки", 20, "vague")]),
    ("несколько десятков бойцов", [one("десятков", 20, "vague")]),
    ("сотни бойцов", [one("сотни", 200, "vague")]),
    ("тысячи бойцов", [one("тысячи", 2000, "vague")]),
    ("десятки тысяч бойцов", [one("десятки тысяч", 20000, "vague")]),
    # ranges
    ("от 23 до 25 человек", [span("23 до 25", 23, 25)]),
    ("23–25 человек", [span("23–25", 23, 25)]),
    ("23-25 человек", [span("23-25", 23, 25)]),
    ("2-3 тыс. человек", [span("2-3 тыс.", 2000, 3000)]),
    ("1,5-2 тыс. человек", [span("1,5-2 тыс.", 1500, 2000)]),
    ("от пяти до шести тысяч человек", [span("пяти до шести тысяч", 5000, 6000)]),
    ("два-три десятка", [span("два-три десятка", 20, 30)]),
    ("пять-шесть тысяч человек", [span("пять-шесть тысяч", 5000, 6000)]),
    ("двести-двести двадцать человек", [span("двести-двести двадцать", 200, 220)]),
    ("до тысячи трёхсот человек", [one("тысячи трёхсот", 1300, "under")]),
    ("с десяток ребят", [one("десяток", 10, "about")]),
    ("человек сорок", [one("сорок", 40, "about")]),
    ("700 с небольшим", [one("700", 700, "over")]),
    ("двадцать первый обмен", []),
    ("от пятисот до семисот", [span("пятисот до семисот", 500, 700)]),
    # formulas
    ("25 на 25", [swap("25 на 25", 25, 25)]),
    ("«1000 на 1000»", [swap("1000 на 1000", 1000, 1000)]),
    ("185 бойцов на 185", [swap("185 бойцов на 185", 185, 185)]),
    ("десять на десять", [swap("десять на десять", 10, 10)]),
    ("тысяча на тысячу", [swap("тысяча на тысячу", 1000, 1000)]),
    ("25 бойцов на 3 года", [one("25", 25), one("3", 3)]),
    # how exact
    ("около 800 человек", [one("800", 800, "about")]),
    ("примерно 800 человек", [one("800", 800, "about")]),
    ("порядка 800 человек", [one("800", 800, "about")]),
    ("около двухсот человек", [one("двухсот", 200, "about")]),
    ("более 800 человек", [one("800", 800, "over")]),
    ("больше 800 человек", [one("800", 800, "over")]),
    ("свыше 800 человек", [one("800", 800, "over")]),
    ("не менее 800 человек", [one("800", 800, "over")]),
    ("по меньшей мере 800 человек", [one("800", 800, "over")]),
    ("больше сотни человек", [one("сотни", 100, "over")]),
    ("100+ человек", [one("100", 100, "over")]),
    ("почти 800 человек", [one("800", 800, "under")]),
    ("менее 800 человек", [one("800", 800, "under")]),
    ("не более 800 человек", [one("800", 800, "under")]),
    ("до 30 человек", [one("30", 30, "under")]),
    ("до десятка человек", [one("десятка", 10, "under")]),
    # what is no count
    ("первый пленный", []),
    ("двадцатый обмен", []),
    ("семинар, стоик, тринога", []),
    ("Ка-52 и Т-72", []),
]


@pytest.mark.parametrize(
    ("lang", "text", "expected"), [*cases("en", ENGLISH), *cases("uk", UKRAINIAN), *cases("ru", RUSSIAN)]
)
def test_numbers(lang: str, text: str, expected: list[Read]) -> None:
    assert numbers(text, lang) == expected


# every whole number up to 9,999, as words


EN_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
EN_TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety"


def english(n: int, joint: str = " ") -> str:
    """A number in words; `joint` stands behind the hundreds: « and » in British English, a space in American."""
    ones, tens = EN_ONES.split(), EN_TENS.split()
    if n < 20:
        return ones[n]
    if n < 100:
        return tens[n // 10] + (f"-{ones[n % 10]}" if n % 10 else "")
    if n < 1000:
        return f"{ones[n // 100]} hundred" + (joint + english(n % 100) if n % 100 else "")
    rest = n % 1000
    return f"{ones[n // 1000]} thousand" + (f" {english(rest, joint)}" if rest else "")


def british(n: int) -> str:
    return english(n, " and ")


class Speller:
    """A Slavic language in one case: each word of a whole number beside the others, thousands counted before."""

    def __init__(self, ones: str, tens: str, hundreds: str, thousands: dict[int, str]) -> None:
        self.ones, self.tens, self.hundreds = ones.split(), tens.split(), hundreds.split()
        self.thousands = thousands

    def __call__(self, n: int) -> str:
        words = []
        if n >= 1000:
            words.append(self.thousands[n // 1000])
        if n % 1000 >= 100:
            words.append(self.hundreds[n % 1000 // 100 - 1])
        rest = n % 100
        if rest >= 20:
            words.append(self.tens[rest // 10 - 2])
            rest %= 10
        if rest or n == 0:
            words.append(self.ones[rest])
        return " ".join(words)


UK_NOMINATIVE = Speller(
    "нуль один два три чотири п'ять шість сім вісім дев'ять десять одинадцять дванадцять тринадцять чотирнадцять "
    "п'ятнадцять шістнадцять сімнадцять вісімнадцять дев'ятнадцять",
    "двадцять тридцять сорок п'ятдесят шістдесят сімдесят вісімдесят дев'яносто",
    "сто двісті триста чотириста п'ятсот шістсот сімсот вісімсот дев'ятсот",
    {
        1: "тисяча", 2: "дві тисячі", 3: "три тисячі", 4: "чотири тисячі", 5: "п'ять тисяч", 6: "шість тисяч",
        7: "сім тисяч", 8: "вісім тисяч", 9: "дев'ять тисяч",
    },
)  # fmt: skip
UK_GENITIVE = Speller(
    "нуля одного двох трьох чотирьох п'яти шести семи восьми дев'яти десяти одинадцяти дванадцяти тринадцяти "
    "чотирнадцяти п'ятнадцяти шістнадцяти сімнадцяти вісімнадцяти дев'ятнадцяти",
    "двадцяти тридцяти сорока п'ятдесяти шістдесяти сімдесяти вісімдесяти дев'яноста",
    "ста двохсот трьохсот чотирьохсот п'ятисот шестисот семисот восьмисот дев'ятисот",
    {
        1: "тисячі", 2: "двох тисяч", 3: "трьох тисяч", 4: "чотирьох тисяч", 5: "п'яти тисяч", 6: "шести тисяч",
        7: "семи тисяч", 8: "восьми тисяч", 9: "дев'яти тисяч",
    },
)  # fmt: skip
UK_INSTRUMENTAL = Speller(
    "нулем одним двома трьома чотирма п'ятьма шістьма сімома вісьма дев'ятьма десятьма одинадцятьма дванадцятьма "
    "тринадцятьма чотирнадцятьма п'ятнадцятьма шістнадцятьма сімнадцятьма вісімнадцятьма дев'ятнадцятьма",
    "двадцятьма тридцятьма сорока п'ятдесятьма шістдесятьма сімдесятьма вісімдесятьма дев'яноста",
    "ста двомастами трьомастами чотирмастами п'ятьмастами шістьмастами сьомастами вісьмастами дев'ятьмастами",
    {
        1: "тисячею", 2: "двома тисячами", 3: "трьома тисячами", 4: "чотирма тисячами", 5: "п'ятьма тисячами",
        6: "шістьма тисячами", 7: "сімома тисячами", 8: "вісьма тисячами", 9: "дев'ятьма тисячами",
    },
)  # fmt: skip
RU_NOMINATIVE = Speller(
    "ноль один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать четырнадцать "
    "пятнадцать шестнадцать семнадцать восемнадцать девятнадцать",
    "двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто",
    "сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот",
    {
        1: "тысяча", 2: "две тысячи", 3: "три тысячи", 4: "четыре тысячи", 5: "пять тысяч", 6: "шесть тысяч",
        7: "семь тысяч", 8: "восемь тысяч", 9: "девять тысяч",
    },
)  # fmt: skip
RU_GENITIVE = Speller(
    "нуля одного двух трёх четырёх пяти шести семи восьми девяти десяти одиннадцати двенадцати тринадцати "
    "четырнадцати пятнадцати шестнадцати семнадцати восемнадцати девятнадцати",
    "двадцати тридцати сорока пятидесяти шестидесяти семидесяти восьмидесяти девяноста",
    "ста двухсот трёхсот четырёхсот пятисот шестисот семисот восьмисот девятисот",
    {
        1: "тысячи", 2: "двух тысяч", 3: "трёх тысяч", 4: "четырёх тысяч", 5: "пяти тысяч", 6: "шести тысяч",
        7: "семи тысяч", 8: "восьми тысяч", 9: "девяти тысяч",
    },
)  # fmt: skip
RU_INSTRUMENTAL = Speller(
    "нулём одним двумя тремя четырьмя пятью шестью семью восемью девятью десятью одиннадцатью двенадцатью "
    "тринадцатью четырнадцатью пятнадцатью шестнадцатью семнадцатью восемнадцатью девятнадцатью",
    "двадцатью тридцатью сорока пятьюдесятью шестьюдесятью семьюдесятью восемьюдесятью девяноста",
    "ста двумястами тремястами четырьмястами пятьюстами шестьюстами семьюстами восемьюстами девятьюстами",
    {
        1: "тысячей", 2: "двумя тысячами", 3: "тремя тысячами", 4: "четырьмя тысячами", 5: "пятью тысячами",
        6: "шестью тысячами", 7: "семью тысячами", 8: "восемью тысячами", 9: "девятью тысячами",
    },
)  # fmt: skip

WHOLE = range(10_000)
SAMPLE = [*range(1, 1000), *range(2001, 10_000, 7)]
"""For further cases of a language: each word of a number, beside others."""
TEENS = range(1000, 2000)
GENITIVE = "«тисячі двохсот» is read as the vague «thousands» and a number of its own"

SPELLERS = [
    pytest.param("en", english, "soldiers", WHOLE, id="American"),
    pytest.param("en", british, "soldiers", range(1200), id="British"),
    pytest.param("uk", UK_NOMINATIVE, "бранців", WHOLE, id="Ukrainian"),
    pytest.param("uk", UK_GENITIVE, "бранців", SAMPLE, id="Ukrainian, genitive"),
    pytest.param("uk", UK_INSTRUMENTAL, "бранцями", [*SAMPLE, *TEENS], id="Ukrainian, instrumental"),
    pytest.param("uk", UK_GENITIVE, "бранців", TEENS, id="Ukrainian, тисячі", marks=_known(GENITIVE)),
    pytest.param("ru", RU_NOMINATIVE, "пленных", WHOLE, id="Russian", marks=needs["ru"]),
    pytest.param("ru", RU_GENITIVE, "пленных", SAMPLE, id="Russian, genitive", marks=needs["ru"]),
    pytest.param("ru", RU_INSTRUMENTAL, "пленными", [*SAMPLE, *TEENS], id="Russian, instrumental", marks=needs["ru"]),
    pytest.param("ru", RU_GENITIVE, "пленных", TEENS, id="Russian, тысячи", marks=[needs["ru"], _known(GENITIVE)]),
]


@pytest.mark.parametrize(("lang", "spell", "noun", "wanted"), SPELLERS)
def test_whole_numbers_in_words_are_read_back(
    lang: str, spell: Callable[[int], str], noun: str, wanted: Sequence[int]
) -> None:
    read = numbers_of_lines("\n".join(f"{spell(n)} {noun}" for n in wanted), lang)
    wrong = {n: got for n, got in zip(wanted, read, strict=True) if got != [one(spell(n), n)]}
    assert not wrong, f"{len(wrong)} of {len(wanted)}: {dict(list(wrong.items())[:5])}"


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 10**9), st.sampled_from([",", ".", " ", "\u00a0", "\u202f", "\u2009", ""]))
def test_digits_are_read_back_with_every_separator_of_thousands(n: int, separator: str) -> None:
    written = f"{n:,}".replace(",", separator)
    for lang, noun in (("en", "men"), ("uk", "осіб")):
        assert numbers(f"{written} {noun}", lang) == [one(written, n)]


def test_full_stops_between_thousands_of_thousands() -> None:
    assert numbers("1.279.500 осіб", "uk") == [one("1.279.500", 1279500)]


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 999), st.integers(0, 9), st.sampled_from([",", "."]))
def test_tenths_of_thousands(whole: int, tenth: int, point: str) -> None:
    written = f"{whole}{point}{tenth}"
    for lang, unit in (("en", "thousand"), ("uk", "тис."), ("uk", "тисячі")):
        assert numbers(f"{written} {unit} men", lang) == [one(f"{written} {unit}", whole * 1000 + tenth * 100)]


# a number is a number in every sentence


@pytest.mark.parametrize(
    ("text", "surface", "value"),
    [
        ("Ukraine brought home 1,279 prisoners of war.", "1,279", 1279),
        ("Ukraine brought home 1 279 prisoners of war.", "1 279", 1279),
        ("Ukraine brought home twenty-three prisoners of war.", "twenty-three", 23),
        ("Ukraine brought home one hundred and five prisoners of war.", "one hundred and five", 105),
        ("Ukraine brought home 2.5 thousand prisoners of war.", "2.5 thousand", 2500),
        ("Ukraine brought home a dozen prisoners of war.", "a dozen", 12),
        ("Ukraine brought home half a dozen prisoners of war.", "half a dozen", 6),
    ],
)
def test_the_number_of_a_claim(text: str, surface: str, value: int) -> None:
    assert [(c.surface, c.value) for c in claims(text)] == [(surface, value)]

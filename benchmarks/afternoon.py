"""What a user would put together in an afternoon: a library that finds numbers, one that finds dates, and keywords.

    afternoon.py TOOL docs.jsonl > claims.jsonl

TOOL is `search_dates` (numbers by a regular expression, dates by dateparser's search_dates), `quantulum3` (its numbers,
dates by search_dates) or `recognizers` (numbers and dates by Recognizers-Text, which has no Ukrainian and no Russian
and reads their digits as English). The rule on top is the same for all: a number in a sentence that holds a keyword of
an event is a claim; the nearest nationality gives the side, the first date the date, else the day of publication.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

Numbers = Callable[[str], list[tuple[int, int, int]]]
Dates = Callable[[str, str, date], list[str]]

EVENTS = {
    "exchanged": ("for", "на"),
    "died": ("died in", "killed in captivity", "executed", "tortured to death", "помер", "страт", "умер", "казн"),
    "released": (
        "return", "releas", "freed", "brought back", "brought home", "came home", "swap", "exchange", "handed over",
        "поверну", "звільн", "обмін", "визвол", "верну", "освобо", "обмен", "передал", "возвращ",
    ),
    "sentenced": ("sentenc", "convict", "charged", "засуд", "вирок", "осужд", "пригов"),
    "captured": (
        "captur", "taken prisoner", "surrender", "abduct", "detain", "seized", "взят", "полонил", "здал", "затрима",
        "викра", "взял", "сдал", "задержа", "похи", "захват",
    ),
    "held": (
        "captiv", "prisoner", "hostage", "held", "полон", "заручн", "утриму", "в плен", "пленн", "заложн", "удержи",
    ),
}  # fmt: skip
SIDES = {"UA": ("ukrain", "azov", "україн", "украин", "азов"), "RU": ("russia", "росі", "росси", "рф")}
ABOUT = ("about", "around", "some", "approximately", "близько", "приблизно", "около", "примерно")
OVER = ("over", "more than", "at least", "понад", "більше", "щонайменше", "более", "свыше", "больше")
TRAPS = (
    "year", "month", "day", "hour", "%", "percent", "bodies", "brigade", "рок", "рік", "дні", "днів", "тіл", "бригад",
    "відсот", "лет", "год", "дней", "тел ", "процент", "хвилин", "минут",
)  # fmt: skip
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?!\s|$)[^.!?\n]*)*[.!?]?")
_DIGITS = re.compile(r"(?<![\w.,])\d{1,3}(?:[ ,\u00a0]\d{3})+(?!\d)|(?<![\w.,])\d+(?![\w%])")
_EXCHANGE = re.compile(r"\b(\d+)\s+(?:for|на)\s+(\d+)\b")


def digits(text: str) -> list[tuple[int, int, int]]:
    """Numbers in digits: start, end, value."""
    return [(m.start(), m.end(), int(re.sub(r"\D", "", m[0]))) for m in _DIGITS.finditer(text)]


def by_quantulum(text: str) -> list[tuple[int, int, int]]:
    """What quantulum3 calls a quantity without a unit of measurement."""
    from quantulum3 import parser

    found = []
    for quantity in parser.parse(text):
        if quantity.unit.entity.name == "dimensionless" and quantity.value == int(quantity.value):
            start, end = quantity.span
            while end > start and text[end - 1].isspace():
                end -= 1
            found.append((start, end, int(quantity.value)))
    return found


def by_recognizers(text: str) -> list[tuple[int, int, int]]:
    """What Recognizers-Text calls a number."""
    from recognizers_number import recognize_number

    found = []
    for result in recognize_number(text, "en-us"):
        value = float(result.resolution["value"])
        if value == int(value):
            found.append((result.start, result.end + 1, int(value)))
    return found


def dates_by_search(text: str, lang: str, published: date) -> list[str]:
    """Days that search_dates finds; years, months and intervals are days to it."""
    from dateparser.search import search_dates

    base = datetime(published.year, published.month, published.day)  # noqa: DTZ001 (dateparser wants a naive one)
    settings = {"RELATIVE_BASE": base, "PREFER_DATES_FROM": "past"}
    return [found.date().isoformat() for _, found in search_dates(text, languages=[lang], settings=settings) or ()]


def dates_by_recognizers(text: str, lang: str, published: date) -> list[str]:
    """What Recognizers-Text resolves to a day, month or year."""
    from recognizers_date_time import recognize_datetime

    base = datetime(published.year, published.month, published.day)  # noqa: DTZ001
    found = []
    for result in recognize_datetime(text, "en-us", reference=base):
        for value in (result.resolution or {}).get("values", [])[-1:]:
            timex = value.get("timex", "")
            if re.fullmatch(r"\d{4}(-\d{2}){0,2}", timex):
                found.append(timex)
    return found


TOOLS: dict[str, tuple[Numbers, Dates]] = {
    "search_dates": (digits, dates_by_search),
    "quantulum3": (by_quantulum, dates_by_search),
    "recognizers": (by_recognizers, dates_by_recognizers),
}


def nearest(sentence: str, at: int) -> str | None:
    """The side whose name stands nearest to a place in a sentence."""
    places = [
        (abs(m.start() - at), code)
        for code, words in SIDES.items()
        for word in words
        for m in re.finditer(word, sentence)
    ]
    return min(places)[1] if places else None


def claims(document: dict[str, Any], numbers: Numbers, dates: Dates) -> Iterator[dict[str, Any]]:
    """The claims of a document by the keyword rule."""
    published = date.fromisoformat(document["published"] or "2025-01-01")
    for match in _SENTENCE.finditer(document["text"]):
        sentence, low = match[0], match[0].lower()
        event = next((e for e, words in EVENTS.items() if e != "exchanged" and any(w in low for w in words)), None)
        if event is None:
            continue
        formulas = {m.start(): m for m in _EXCHANGE.finditer(sentence)}
        found = [
            (s, e, v) for s, e, v in numbers(sentence) if not any(m.start() < s < m.end() for m in formulas.values())
        ]
        day = next(iter(dates(sentence, document["lang"], published)), document["published"]) if found else None
        for start, end, value in found:
            if any(low[end : end + 14].lstrip().startswith(trap) for trap in TRAPS) or 1990 <= value <= 2030:
                continue
            before = low[max(0, start - 14) : start]
            qualifier = (
                "about" if any(w in before for w in ABOUT) else "over" if any(w in before for w in OVER) else "exact"
            )
            side = nearest(low, start)
            claim = {
                "document": document["id"], "start": match.start() + start, "end": match.start() + end, "value": value,
                "qualifier": qualifier, "event": event, "side": side, "date": day, "status": "factual",
            }  # fmt: skip
            if (formula := formulas.get(start)) is not None:
                claim |= {
                    "end": match.start() + formula.end(),
                    "event": "exchanged",
                    "value_back": int(formula[2]),
                    "side": None,
                }
            yield claim


def main() -> None:
    """Prints the claims of every document, a line each."""
    numbers, dates = TOOLS[sys.argv[1]]
    for line in Path(sys.argv[2]).read_text(encoding="utf-8").splitlines():
        for claim in claims(json.loads(line), numbers, dates):
            print(json.dumps(claim, ensure_ascii=False))


if __name__ == "__main__":
    main()

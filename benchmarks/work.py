"""A worker of the speed benchmark: one tool over one set of texts, round by round, as often as it is asked.

`work.py TOOL` reads one JSON object from standard input, `{"lang": …, "published": …, "texts": […]}`, works through
the texts once to warm up, and then answers each further line with the processor seconds that a round has taken.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

Work = Callable[[str], Any]


def polon(lang: str, published: date) -> Work:
    """Claims of a text, every slot with its trace, as `polon extract` gives them."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from polon.extract import claims_from, read_text

    return lambda text: claims_from(read_text(text, lang, published), "text", "revision")


def search_dates(lang: str, published: date) -> Work:
    """Dates of a text, and nothing else."""
    from dateparser.search import search_dates as search

    settings = {"RELATIVE_BASE": published_at(published), "PREFER_DATES_FROM": "past"}
    return lambda text: search(text, languages=[lang], settings=settings)


def quantulum3(lang: str, published: date) -> Work:
    """Numbers of a text with their units, and nothing else; English, but it reads digits anywhere."""
    from quantulum3 import parser

    return parser.parse


def published_at(day: date) -> Any:
    """Midnight of a day, as dateparser wants it."""
    from datetime import datetime

    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 (dateparser wants a naive one)


TOOLS = {"polon": polon, "search_dates": search_dates, "quantulum3": quantulum3}


def main() -> None:
    """Answers every line with the seconds of one round."""
    asked = json.loads(sys.stdin.readline())
    work = TOOLS[sys.argv[1]](asked["lang"], date.fromisoformat(asked["published"]))
    for text in asked["texts"]:
        work(text)
    for _ in sys.stdin:
        start = time.process_time()
        for text in asked["texts"]:
            work(text)
        print(time.process_time() - start, flush=True)


if __name__ == "__main__":
    main()

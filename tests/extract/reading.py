"""What the tests of the extractor ask of it, each by one small function; and a validator of EDTF of their own."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from types import FrameType

import pytest

from polon.extract import available, claims_of
from polon.extract.lexicon import load
from polon.extract.scene import read_page
from polon.records import Claim, Document, decode, encode, revision_of

LANGUAGES = ("en", "uk", "ru")

needs = {
    code: pytest.mark.skipif(code not in available(), reason=f"there is no language file for {code!r} yet")
    for code in LANGUAGES
}
"""Marks for tests of one language."""


def cases(code: str, table: Sequence[object]) -> list[object]:
    """A table of one language as parameters: each row with the language's code in front and its mark."""
    return [_case(code, row) for row in table]


def _case(code: str, row: object) -> object:
    """A row, or a row that `pytest.param` has marked as a known failure."""
    values = getattr(row, "values", row if isinstance(row, tuple) else (row,))
    marks = getattr(row, "marks", ())
    return pytest.param(code, *values, marks=[*marks, needs[code]])


def gap(*values: object, reason: str) -> object:
    """A row that is known to fail, with what is wrong."""
    return pytest.param(*values, marks=pytest.mark.xfail(reason=reason, strict=True))


def document(text: str, lang: str = "en", published: str | None = "2026-05-20", name: str = "harbour/1") -> Document:
    """A document of a text, published at midnight UTC of a day."""
    moment = datetime.combine(date.fromisoformat(published), time(), UTC) if published else None
    return Document(
        id=name,
        source="harbour",
        url="https://t.example/harbour/1",
        lang=lang,
        title=None,
        text=text,
        published=moment,
        revision=revision_of(None, text),
    )


def claims(text: str, lang: str = "en", published: str | None = "2026-05-20") -> tuple[Claim, ...]:
    """The claims of a text."""
    return claims_of(document(text, lang, published))


MOST = 10**9
"""No count of people is larger; a larger one would not fit the columns of the tools that read the records."""

Read = tuple[str, int, int | None, int | None, str]


def calls(text: str, lang: str = "en") -> int:
    """How many functions are called to read a text, those of C included: the same number every time."""
    made, number = document(text, lang), 0

    def count(frame: FrameType, event: str, _: object) -> None:
        nonlocal number
        number += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        claims_of(made)
    finally:
        sys.setprofile(None)
    return number


def numbers(text: str, lang: str = "en") -> list[Read]:
    """Every number that is read as a count: its surface, value, value_back, value_max, qualifier. Ordinals are none."""
    return [number for line in numbers_of_lines(text, lang) for number in line]


def numbers_of_lines(text: str, lang: str) -> list[list[Read]]:
    """The same for each sentence of a text."""
    return [
        [(text[n.start : n.end], n.value, n.back, n.top, n.qualifier.value) for n in scene.numbers if not n.ordinal]
        for scene in read_page(text, load(lang), None).scenes
    ]


# EDTF (ISO 8601-2), as far as docs/claims.md lets claims use it

_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def edtf_bounds(text: str) -> tuple[date, date]:
    """First and last day of an EDTF date. Raises ValueError for what docs/claims.md does not allow."""
    if "/" not in text:
        return _bounds(text)
    low, high, *rest = text.split("/")
    if rest or (low == high == ".."):
        raise ValueError(text)
    first = date.min if low == ".." else _bounds(low)[0]
    last = date.max if high == ".." else _bounds(high)[1]
    if first > last:
        raise ValueError(f"{text}: the interval runs backwards")
    return first, last


def _bounds(text: str) -> tuple[date, date]:
    match = _DAY.fullmatch(text)
    if match is None or not match[0].isascii():
        raise ValueError(text)
    year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    if day:
        return date(year, month, day), date(year, month, day)
    if match[2] is None:
        return date(year, 1, 1), date(year, 12, 31)
    first = date(year, month, 1)
    following = date(year + month // 12, month % 12 + 1, 1)
    return first, date.fromordinal(following.toordinal() - 1)


SLOTS = ("value", "event", "side", "who", "group", "date", "attribution", "status", "part_of")


def check(claim: Claim, text: str) -> None:
    """What holds for every claim of a text, whatever it says."""
    assert text[claim.start : claim.end] == claim.surface != ""
    _check_selector(claim, text)
    assert re.fullmatch(r"[0-9a-f]{16}", claim.id)
    assert 0 <= claim.confidence <= 1
    assert 0 <= claim.value <= MOST
    assert max(claim.value_back or 0, claim.value_max or 0) <= MOST
    assert decode(encode(claim), Claim) == claim
    assert (claim.value_max is not None) == (claim.qualifier.value == "range")
    assert claim.value_max is None or claim.value_max > claim.value
    assert (claim.value_back is not None) == (claim.event.value == "exchanged")
    assert claim.side is None or re.fullmatch("[A-Z]{2}", claim.side)
    assert all(re.fullmatch("[a-z_]+", slug) for slug in claim.group)
    assert len(set(claim.group)) == len(claim.group)
    assert claim.attribution is None or claim.attribution in text
    assert claim.date_text is None or claim.date_text in text
    if claim.date is not None:
        edtf_bounds(claim.date)
        assert claim.date_rule
    for slot in SLOTS:
        if getattr(claim, slot) not in (None, ()):
            assert claim.trace[slot], f"no rule for {slot}"


def _check_selector(claim: Claim, text: str) -> None:
    """Quotation, prefix and suffix find the place again, and the number stands in it."""
    starts = [m.start() for m in re.finditer(f"(?={re.escape(claim.quote)})", text)]
    holding = [at for at in starts if at <= claim.start and claim.end <= at + len(claim.quote)]
    around = [(text[max(0, at - 32) : at], text[at + len(claim.quote) :][:32]) for at in holding]
    assert (claim.prefix, claim.suffix) in around

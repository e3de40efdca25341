"""Who the counted people are: whose, of what kind, in which groups; in sentences written for these tests."""

from __future__ import annotations

from typing import Any

import pytest

from tests.extract.reading import cases, claims

Rows = list[tuple[str, str, tuple[Any, ...]]]
"""A text, the slots that a row is about, and their values for each claim."""


def row(text: str, *values: Any, slots: str = "who group") -> tuple[str, str, tuple[Any, ...]]:
    return (text, slots, values)


BEFORE = [
    *cases("en", [
        row("Of the marines taken prisoner near the port, 300 have come home.", ("military", {"marines"})),
        row("About 30 stormtroopers attacked: 12 were killed, six surrendered.", ("military", set())),
        row("Seventy border guards are in Russian captivity. Nine came home this spring.",
            ("military", {"border_guards"}), ("military", {"border_guards"})),
    ]),
    *cases("uk", [
        row("З морпіхів, узятих у полон біля порту, додому повернулися 300.", ("military", {"marines"})),
        row("У російському полоні сімдесят прикордонників. Цієї весни повернулися дев'ятеро.",
            ("military", {"border_guards"}), ("military", {"border_guards"})),
    ]),
    *cases("ru", [
        row("Из морпехов, взятых в плен у порта, домой вернулись 300.", ("military", {"marines"})),
        row("В российском плену семьдесят пограничников. Этой весной вернулись девять.",
            ("military", {"border_guards"}), ("military", {"border_guards"})),
    ]),
]  # fmt: skip

JOINED = [
    *cases("en", [
        row("Russia freed 30 soldiers and civilians.", ("mixed", set())),
        row("Russia freed three civilians and a border guard.", ("civilian", set())),
        row("Russia freed 12 policemen and soldiers from captivity.", (None, set())),
        row("Russia freed 12 servicemen of the National Guard and the Border Service.", ("military", set())),
        row("Russia freed 12 women and teenagers from captivity.", (None, set())),
    ]),
    *cases("uk", [
        row("Росія звільнила 30 військових і цивільних українців.", ("mixed", set())),
        row("Росія звільнила 12 українських поліцейських і військових.", (None, set())),
    ]),
    *cases("ru", [
        row("Россия освободила 30 украинских военных и гражданских.", ("mixed", set())),
        row("Россия освободила 12 украинских полицейских и военных.", (None, set())),
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "slots", "expected"), [*BEFORE, *JOINED])
def test_people(lang: str, text: str, slots: str, expected: tuple[Any, ...]) -> None:
    found = claims(text, lang)
    names = slots.split()
    got = [tuple(_plain(getattr(claim, name)) for name in names) for claim in found]
    assert got == [value if len(names) > 1 else (value,) for value in expected]


def _plain(value: Any) -> Any:
    return set(value) if isinstance(value, tuple) else getattr(value, "value", value)

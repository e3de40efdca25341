"""Texts written to break or to stall a reader. Complexity is measured, not speed: four times the text, how much longer.

Doubling a text may take at most 2.6 times as long, so four times the text at most 2.6 squared. Processor time is
measured, the best of three, so that a busy machine changes little.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from dataclasses import replace
from time import process_time

import pytest

from polon.extract import claims_of, read_text
from tests.extract.reading import calls, check, claims, document

TOPIC = "Prisoners of war came home. 12 soldiers were released from captivity. "
LIMIT = 2.6**2
ENOUGH = 0.012
"""Seconds that a measured text takes at least."""


untraced = pytest.mark.skipif(sys.gettrace() is not None, reason="a tracer, as of coverage, takes most of the time")


def seconds(text: str, runs: int = 3, unless: float = 0) -> float:
    """The best of some runs; further ones are spared where the first lies under `unless` or is long in itself."""
    made = document(text)
    best = float("inf")
    gc.disable()
    try:
        for _ in range(runs):
            start = process_time()
            claims_of(made)
            best = min(best, process_time() - start)
            if best < unless or best > max(0.25, 1.3 * unless):
                break
    finally:
        gc.enable()
    return best


def growth(shape: Callable[[int], str], n: int) -> tuple[int, float]:
    """How much longer four times the text takes, at a size where it takes long enough to measure."""
    while seconds(shape(n), 1) < ENOUGH and n < 4_000_000:
        n *= 2
    small = seconds(shape(n))
    return n, seconds(shape(4 * n), unless=LIMIT * small) / small


def again(piece: str) -> Callable[[int], str]:
    return lambda n: TOPIC + piece * n


LINEAR: dict[str, Callable[[int], str]] = {
    "letters without an end": again("a"),
    "words without an end": again("vow "),
    "known words without an end": again("the old man of war walks to the sea "),
    "people without an end": again("soldiers "),
    "countries without an end": again("Ukraine and Russia "),
    "verbs without an end": again("captured "),
    "phrases begun": again("laid down "),
    "phrases with a gap begun": again("took "),
    "captivity": again("in captivity "),
    "plans": again("will "),
    "names": again("Verba "),
    "names on lines": again("Olena Verba:\n"),
    "newlines": again("\n"),
    "spaces and newlines": again(" \n"),
    "digits in one number": again("1"),
    "digits in groups of three": again("111 "),
    "commas": again(","),
    "commas between words": again("soldiers, "),
    "full stops apart": again(". "),
    "dashes": again("—"),
    "hyphens": again("a-"),
    "quotation marks": again('"'),
    "nested quotations": lambda n: TOPIC + "«" * n + "12 soldiers were freed" + "»" * n,
    "nested brackets": lambda n: TOPIC + "(" * n + "12 soldiers were freed" + ")" * n,
    "hidden characters": again("\u200b"),
    "stress marks": lambda n: TOPIC + "e" + "\u0301" * n,
    "combining marks": lambda n: TOPIC + "e" + "\u0316" * n,
    "emoji": again("🇺🇦"),
    "characters beyond the first plane": again("\U000e0041"),
    "words never met": lambda n: TOPIC + " ".join(f"w{chr(97 + i % 26)}{chr(97 + i // 26 % 26)}x" for i in range(n)),
    "sentences without a number": again("The rain fell over the border. "),
    "thousand": again("thousand "),
    "and": again("and "),
}

WITHOUT_END: dict[str, tuple[Callable[[int], str], int]] = {
    "spaces": (lambda n: f"{TOPIC}a{' ' * n}b", 16_000),
    "carriage returns": (again("\r"), 16_000),
    "full stops": (again("."), 4000),
    "numbers": (again("12 "), 2000),
    "digits": (again("1 "), 2000),
    "counts": (again("12 soldiers "), 1000),
    "claims": (again("12 soldiers were released and "), 300),
    "dated claims": (again("on 6 May 12 soldiers were released and "), 200),
    "years": (again("in 2024 "), 1000),
    "qualifiers": (again("about 12 "), 1000),
    "relative pronouns": (again("who "), 2000),
    "speakers": (again("Olena Verba said "), 1000),
    "hundreds": (again("hundred "), 1600),
}
"""What once took the square or the cube of its length, at sizes beyond that of any author's sentence."""


@untraced
@pytest.mark.parametrize("name", LINEAR)
def test_time_grows_no_faster_than_the_text(name: str) -> None:
    n, ratio = growth(LINEAR[name], 60)
    assert ratio < LIMIT, f"{name}: 4 times {n} pieces take {ratio:.1f} times as long"


@untraced
@pytest.mark.parametrize("name", WITHOUT_END)
def test_time_grows_no_faster_than_a_sentence_without_an_end(name: str) -> None:
    n, ratio = growth(*WITHOUT_END[name])
    assert ratio < LIMIT, f"{name}: 4 times {n} pieces take {ratio:.1f} times as long"


def test_no_sentence_of_an_authors_length_takes_long() -> None:
    """Work on one sentence may grow with its square, so its length is bounded: 100 kB without an end."""
    piece = "on 6 May 12 soldiers of the brigade, said Olena Verba, were released and "
    assert seconds(TOPIC + piece * (100_000 // len(piece)), 1) < 20


@pytest.mark.parametrize(
    "piece",
    [
        "12 soldiers were released. ",
        "12 soldiers were released.\n\n",
        "Verba said 12 were freed. ",
        "Of them 9 were officers. ",
        "12 soldiers were freed. It is not true. ",
    ],
    ids=["sentences", "paragraphs", "credits", "parts", "denials"],
)
def test_the_work_on_a_claim_does_not_grow_with_those_before_it(piece: str) -> None:
    claims(TOPIC + piece)  # what is remembered of its words is not counted
    assert calls(TOPIC + piece * 600) / calls(TOPIC + piece * 150) < 4.5


# none of these raises, and what they tell is sound

HUGE = {
    "a megabyte without a sentence end": TOPIC + "wherever " * 111_000,
    "a megabyte of one word": TOPIC + "a" * 1_000_000,
    "50,000 lines": TOPIC + "vow\n" * 50_000,
    "200,000 digits": f"{TOPIC}{'7' * 200_000} soldiers were released.",
    "200,000 digits in groups": f"{TOPIC}{'777,' * 50_000} soldiers were released.",
    "200,000 digits with full stops": f"{TOPIC}{'7.' * 100_000} soldiers were released.",
    "100,000 nested quotations": f"{TOPIC}{'«' * 100_000}12 soldiers were released{'»' * 100_000}",
    "100,000 quotation marks": f"{TOPIC}{chr(34) * 100_000} 12 soldiers were released",
    "100,000 brackets": f"{TOPIC}{'(' * 100_000}12 soldiers were released",
    "50,000 commas": f"{TOPIC}{',' * 50_000} 12 soldiers were released",
    "100,000 hidden characters": f"{TOPIC}12 {chr(0x200B) * 100_000} soldiers were released",
    "100,000 stress marks": f"{TOPIC}12 soldiers w{chr(0x301) * 100_000}ere released",
    "100,000 hyphens": f"{TOPIC}{'a-' * 100_000} 12 soldiers were released",
}


@untraced
@pytest.mark.parametrize("name", HUGE)
def test_a_huge_text_is_read(name: str) -> None:
    text = HUGE[name]
    found = claims(text)
    assert found[0].surface == "12"
    for claim in found[:50]:
        check(claim, text)


@pytest.mark.parametrize("plane", range(17))
def test_every_plane_of_unicode_is_read(plane: int) -> None:
    """Every code point of a plane (of the private ones a part), before, in and behind a sentence that counts."""
    step = 37 if plane in (15, 16) else 1
    odd = "".join(chr(c) for c in range(plane << 16, (plane + 1) << 16, step) if not 0xD800 <= c < 0xE000)
    for lang in ("en", "uk"):
        for text in (odd, f"{TOPIC}{odd[:2000]}", f"12 soldiers {odd[-500:]} were released from captivity."):
            for claim in claims(text, lang):
                check(claim, text)


ODD = [
    "\x00", "\x1b[31m", "\x7f", "\x85", "\u200e", "\u202e", "\u2066", "\ufeff", "\ufffd", "\uffff", "\U0010ffff",
    "٣٤", "１２", "߁", "𝟙𝟚", "Ⅻ", "½", "²", "①", "五十", "①②", "𐄇", "ᛮ", "‱", "﷽", "Ǆ", "ß", "İ", "ŉ", "ﬃ",
    "\U0001f3f4\U000e0067\U000e0062\U000e007f", "👩\u200d👩\u200d👧", "\u0301" * 9,
]  # fmt: skip


@pytest.mark.parametrize("odd", ODD, ids=[" ".join(f"{ord(c):x}" for c in odd[:3]) for odd in ODD])
def test_odd_characters_do_no_harm(odd: str) -> None:
    """Wherever they stand, the plain number stays, and what they make of others is sound."""
    for text in (
        f"{odd} Ukraine brought home 12 soldiers from captivity.",
        f"Ukraine brought home 12 soldiers from captivity {odd}",
        f"Ukraine {odd} brought home 12 soldiers from captivity.",
        f"Ukraine brought home 12 soldiers from captivity. {odd} soldiers were released from captivity.",
    ):
        found = claims(text)
        assert "12" in [claim.surface for claim in found], text
        for claim in found:
            check(claim, text)


@pytest.mark.parametrize("at", ["{}Ukraine brought home 12", "Ukraine {}brought home 12"])
@pytest.mark.parametrize("half", [0xD800, 0xDFFF])
@pytest.mark.xfail(reason="the id of a claim cannot be made: half a surrogate pair has no UTF-8", strict=True)
def test_half_a_surrogate_pair_is_read(at: str, half: int) -> None:
    """Escapes such as `\\ud800` in JSON, or bytes that were read with surrogateescape, leave them in a text."""
    text = f"{at.format(chr(half))} soldiers from captivity."
    made = replace(document("x"), text=text)
    assert [claim.value for claim in claims_of(made)] == [12]


@pytest.mark.parametrize("half", [0xD800, 0xDFFF])
def test_half_a_surrogate_pair_is_no_trouble_to_the_engine(half: int) -> None:
    text = "{0}Ukraine{0} brought home 12 soldiers from captivity{0}. {0}".format(chr(half))
    assert [text[f.number.start : f.number.end] for f in read_text(text, "en", None).found] == ["12"]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Thousands thousands thousands thousands of soldiers were captured."),
        ("uk", "Тисячі тисяч тисяч тисяч солдатів здалися в полон."),
        ("en", "Thousand thousand thousand thousand soldiers were captured."),
        ("en", "A million million million million soldiers were captured."),
        ("en", "Hundreds of thousands of soldiers were captured."),
        ("en", "999999999999 soldiers were captured."),
        ("en", "999999999999999999 soldiers were captured."),
        ("en", "999,999,999,999 soldiers were captured."),
        ("en", "999999999k soldiers were captured."),
        ("en", "999999999 thousand soldiers were captured."),
        ("en", "12 soldiers for 999999999999 were exchanged."),
        ("en", "12 to 999999999999 soldiers were captured."),
        ("uk", "999999999 тис. солдатів здалися в полон."),
        ("uk", "999999999тис солдатів здалися в полон."),
    ],
)
def test_no_count_is_too_large_for_a_record(lang: str, text: str) -> None:
    for claim in claims(f"{TOPIC}{text}", lang):
        check(claim, f"{TOPIC}{text}")

from __future__ import annotations

import csv
import io
import json
import os
import pty
import subprocess
import sys
import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console
from typer.testing import CliRunner

from polon.cli import app
from polon.commands.listing import CSV_FIELDS, cell, json_lines, number, plain, spreadsheet, table
from polon.records import Claim, Document, Event, Qualifier, Status
from polon.store.query import Row
from tests.store.examples import claim, document, opened

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    one = document("1", "The staff said about 25 people came home, among them 3 medics.")
    two = document(
        "2", "They plan to bring 1000 back.", source="alder", lang="uk", published=datetime(2026, 3, 6, tzinfo=UTC)
    )
    three = document("3", "Dozens are held.", published=None)
    with opened(tmp_path) as store:
        store.write(
            one,
            [
                claim(one, qualifier=Qualifier.ABOUT, attribution="The staff", group=("azov", "national_guard")),
                claim(one, "3", 3, group=("medics",), side="KP"),
            ],
        )
        store.write(
            two, [claim(two, "1000", 1000, status=Status.PLANNED, date=None, event=Event.EXCHANGED, value_back=900)]
        )
        store.write(
            three, [claim(three, "Dozens", 20, date="2022-02-24/2025-05", event=Event.HELD, qualifier=Qualifier.VAGUE)]
        )
        gone = document("4", "Another 7 came.")
        store.write(gone, [claim(gone, "7", 7)])
        store.write(replace(gone, deleted=True), [])
    return tmp_path


def ran(*arguments: str, data: Path | None = None) -> tuple[int, str, str]:
    given = ["claims", *arguments, *(["--data", str(data)] if data else [])]
    done = CliRunner().invoke(app, given, env={"COLUMNS": "80", "TERM": "dumb"})
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    return done.exit_code, done.stdout, " ".join(done.stderr.replace("│", " ").split())


def listed(*arguments: str, data: Path) -> list[int]:
    status, out, _ = ran("--format", "jsonl", *arguments, data=data)
    assert status == 0
    return [json.loads(line)["value"] for line in out.splitlines()]


def test_json_lines_are_the_record_and_where_it_was_published(data: Path) -> None:
    status, out, _ = ran("--source", "alder", data=data)  # piped, so no --format is needed
    one = json.loads(out)
    assert (status, out.count("\n")) == (0, 1)
    assert (one["source"], one["lang"], one["published"], one["url"]) == (
        "alder", "uk", "2026-03-06T00:00:00Z", "https://t.example/alder/2",
    )  # fmt: skip
    said = document("2", "They plan to bring 1000 back.", source="alder")
    assert msgspec.json.decode(out, type=Claim) == claim(
        said, "1000", 1000, status=Status.PLANNED, date=None, event=Event.EXCHANGED, value_back=900
    )


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ([], [1000, 25, 3, 20]),
        (["--since", "2026-03-04"], [1000, 25, 3]),
        (["--since", "2026-03-05"], [1000]),
        (["--until", "2025-05-31"], [20]),
        (["--since", "2025-05-31", "--until", "2025-05-31"], [20]),
        (["--event", "held"], [20]),
        (["--event", "held", "--event", "exchanged"], [1000, 20]),
        (["--side", "kp"], [3]),
        (["--group", "Azov"], [25]),
        (["--source", "birch"], [25, 3, 20]),
        (["--lang", "UK"], [1000]),
        (["--status", "planned"], [1000]),
        (["--status", "factual", "--side", "UA"], [25, 20]),
        (["--all", "--until", "2026-03-04"], [25, 3, 7, 20]),
    ],
)
def test_filters(data: Path, arguments: list[str], found: list[int]) -> None:
    assert listed(*arguments, data=data) == found


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--since", "yesterday"], ["--since", "'yesterday'", "YYYY-MM-DD"]),
        (["--since", "2025-13-01"], ["--since", "'2025-13-01'", "YYYY-MM-DD"]),
        (["--until", "20250101"], ["--until", "YYYY-MM-DD"]),
        (["--until", "2025-02-29"], ["--until", "YYYY-MM-DD"]),
        (["--event", "freed"], ["--event", "'freed'", *(f"'{e}'" for e in Event)]),
        (["--status", "true"], ["--status", *(f"'{s}'" for s in Status)]),
        (["--side", "Ukraine"], ["--side", "'Ukraine'", "ISO 3166"]),
        (["--group", "Azov brigade"], ["--group", "'Azov brigade'", "small letters"]),
        (["--source", "../x"], ["--source", "'../x'", "polon sources"]),
        (["--lang", "english"], ["--lang", "'english'", "ISO 639-1"]),
        (["--format", "xml"], ["--format", "'table'", "'jsonl'", "'csv'"]),
        (["--since", "2025-02-01", "--until", "2025-01-01"], ["--since 2025-02-01", "--until 2025-01-01", "swap"]),
        (["--frm"], ["--frm"]),
    ],
)
def test_a_bad_value_is_named_with_what_is_allowed(data: Path, arguments: list[str], said: list[str]) -> None:
    status, out, message = ran(*arguments, data=data)
    assert (status, out) == (2, "")
    for part in said:
        assert part in message


@pytest.mark.parametrize("form", ["table", "jsonl", "csv"])
def test_nothing_found_is_no_error(data: Path, form: str) -> None:
    status, out, message = ran("--format", form, "--event", "died", data=data)
    assert (status, message) == (0, "polon: no claim matches; drop a filter to see more.")
    assert out == (",".join(CSV_FIELDS) + "\n" if form == "csv" else "")


def test_no_store_is_said_plainly(tmp_path: Path) -> None:
    status, out, message = ran(data=tmp_path / "none")
    assert (status, out) == (2, "")
    assert "none: nothing is there yet" in message
    assert "polon crawl" in message
    assert not (tmp_path / "none").exists()


def test_damage_is_said_plainly(data: Path) -> None:
    path = data / "claims/2026/03/2026-03-04.jsonl"
    path.write_bytes(b"{]\n" + path.read_bytes())
    status, out, message = ran(data=data)
    assert (status, out) == (1, "")
    assert f"{path}, line 1:" in message


def test_the_folder_may_come_from_the_environment(data: Path) -> None:
    done = CliRunner().invoke(app, ["claims", "--side", "KP"], env={"POLON_DATA": str(data)})
    assert json.loads(done.stdout)["value"] == 3


# --- the table -------------------------------------------------------------------------------------------------------


def test_the_table_is_readable_at_80_columns(data: Path) -> None:
    status, out, _ = ran("--format", "table", "--all", data=data)
    assert status == 0
    assert [line.rstrip() for line in out.splitlines()] == [
        "date                   event         number  side  group           source",
        "—                      exchanged   1000:900  UA    —               alder",
        "  planned published 2026-03-06 «They plan to bring 1000 back.»",
        "2026-03-04             released         ≈25  UA    azov,           birch",
        "                                                   national_guard",
        "  The staff: «The staff said about 25 people came home, among them 3 medics.»",
        "2026-03-04             released           3  KP    medics          birch",
        "  «The staff said about 25 people came home, among them 3 medics.»",
        "2026-03-04             released           7  UA    —               birch",
        "  withdrawn: deleted «Another 7 came.»",
        "2022-02-24/2025-05     held          Dozens  UA    —               birch",
        "  «Dozens are held.»",
        "",
        "5 claims of 2 sources, 2025-05-31 to 2026-03-06; the newest first.",
    ]
    assert max(map(len, out.splitlines())) <= 80


def test_a_terminal_gets_the_table_and_no_control_characters(data: Path) -> None:
    evil = document("9", "\x1b]0;owned\x07 \u202e31\u202c \x9b2J [red]31[/red] people", url="https://t.example/\u202e")
    with opened(data) as store:
        store.write(
            evil, [claim(evil, "31", 31, attribution="\x1b[2J\u200fstaff", side="\x07\x07", group=("\x1b[8m",))]
        )
    host, terminal = pty.openpty()
    command = [sys.executable, "-m", "polon", "claims", "--data", str(data)]
    environment = {k: v for k, v in os.environ.items() if k != "NO_COLOR"} | {"COLUMNS": "80", "TERM": "dumb"}
    with subprocess.Popen(command, cwd=ROOT, stdout=terminal, env=environment):
        os.close(terminal)
        shown = b""
        try:
            while block := os.read(host, 65536):
                shown += block
        except OSError:  # what Linux says when the other side has closed
            pass
        os.close(host)
    text = shown.decode()
    assert text.startswith("date ")
    assert "[red]31[/red] people" in text
    assert {c for c in text if unicodedata.category(c) in ("Cc", "Cf")} <= {"\r", "\n"}


def row(**slots: object) -> Row:
    one = document()
    said = replace(claim(one), **slots)  # type: ignore[arg-type]
    return Row(claim=said, source="birch", lang="en", published=one.published, url=one.url, day=date(2026, 3, 4))


def shown(one: Row, width: int = 80) -> list[str]:
    console = Console(file=io.StringIO(), width=width, markup=False, highlight=False, emoji=False)
    assert table([one], console) == 1
    assert isinstance(console.file, io.StringIO)
    return [line.rstrip() for line in console.file.getvalue().splitlines()]


@pytest.mark.parametrize(
    ("slots", "text"),
    [
        ({}, "25"),
        ({"qualifier": Qualifier.ABOUT}, "≈25"),
        ({"qualifier": Qualifier.OVER}, ">25"),
        ({"qualifier": Qualifier.UNDER}, "<25"),
        ({"qualifier": Qualifier.RANGE, "value_max": 30}, "25–30"),
        ({"qualifier": Qualifier.RANGE}, "25–?"),
        ({"qualifier": Qualifier.VAGUE, "surface": "сотні\n"}, "сотні"),
        ({"event": Event.EXCHANGED, "value": 1000, "value_back": 1000}, "1000:1000"),
        ({"qualifier": Qualifier.ABOUT, "value": 1234567}, "≈1234567"),
        ({"value": 0}, "0"),
    ],
)
def test_numbers_show_how_exact_they_are(slots: dict[str, object], text: str) -> None:
    assert number(row(**slots).claim) == text


def test_a_number_is_never_cut_or_folded() -> None:
    (_, slots, *_) = shown(row(value=123456789012, value_back=987654321098))
    assert "123456789012:987654321098" in slots


def test_a_long_quotation_is_cut_around_its_number() -> None:
    quote = f"{'before ' * 60}exactly 25 people {'after ' * 60}."
    words = " ".join(line.strip() for line in shown(row(quote=quote))[2:-2])
    assert words.startswith("«…")
    assert words.endswith("…»")
    assert "exactly 25 people" in words
    assert len(words) <= 155


def test_a_wide_terminal_has_room_for_an_interval() -> None:
    assert shown(row(date="2022-02-24/2025-05-29"), width=120)[1].startswith("2022-02-24/2025-05-29  released")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\r\nb\tc  d", "a b c d"),
        ("\x1b[31mred\x1b[0m", "[31mred [0m"),
        ("1\u00a0279", "1 279"),
        ("\u202eabc\u2066def\u2069\u200f\u061c", "abcdef"),
        ("a\u2028b\u2029c\x85d", "a b c d"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("\ud800x", "x"),
        ("Полонені 🙂 й", "Полонені 🙂 й"),
        ("", ""),
    ],
)
def test_plain(text: str, line: str) -> None:
    assert plain(text) == line


# --- jsonl, csv ------------------------------------------------------------------------------------------------------

anything = st.text(st.characters(codec="utf-8"), max_size=30)


@given(anything, anything)
@settings(max_examples=200, deadline=None)
def test_json_lines_hold_the_same_data_and_nothing_unseen(quote: str, prefix: str) -> None:
    out = io.BytesIO()
    one = row(quote=f"\x7f\x9b\u202e\U000e0041{quote}", prefix=prefix)
    assert json_lines([one, one], out) == 2
    first, second = out.getvalue().decode().split("\n")[:-1]
    assert first == second
    assert msgspec.json.decode(first, type=Claim) == one.claim
    assert not {
        c for c in first if unicodedata.category(c) in ("Cc", "Zl", "Zp") or unicodedata.bidirectional(c) in BIDI
    }


BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("=1+1", "'=1+1"),
        ("+380", "'+380"),
        ("-25", "'-25"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'=1"),
        ("\r=1", "'=1"),
        ("\u200b=1", "'=1"),
        ("＝1", "'＝1"),
        ("a=1", "a=1"),
        ("", ""),
        (None, ""),
        (True, "true"),
        (-5, -5),
        (0.5, 0.5),
        (["=a", "b"], "'=a b"),
        ([], ""),
    ],
)
def test_cells_of_a_spreadsheet(value: object, text: object) -> None:
    assert cell(value) == text


@given(anything, anything, st.lists(anything, max_size=2))
@settings(max_examples=200, deadline=None)
def test_csv_comes_back_and_holds_no_formula(quote: str, attribution: str, group: list[str]) -> None:
    out = io.BytesIO()
    assert spreadsheet([row(quote=quote, attribution=attribution, group=tuple(group))], out) == 1
    (back,) = csv.DictReader(io.StringIO(out.getvalue().decode(), newline=""))
    assert set(back) == set(CSV_FIELDS)
    assert (back["value"], back["value_back"], back["optional"], back["source"]) == ("25", "", "false", "birch")
    assert back["quote"].removeprefix("'") in (plain(quote), plain(quote).removeprefix("'"))
    for text in back.values():
        assert not text.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
        assert "\n" not in text


def test_csv_has_every_field_of_a_claim() -> None:
    document_fields = {"source", "lang", "published", "url"}
    assert set(CSV_FIELDS) == set(Claim.__dataclass_fields__) - {"trace", "schema"} | document_fields
    assert document_fields <= set(Document.__dataclass_fields__)


def test_csv_is_utf8_whatever_the_locale(data: Path) -> None:
    one = document("8", "Сьогодні 25 людей удома.")
    with opened(data) as store:
        store.write(one, [claim(one)])
    command = [sys.executable, "-m", "polon", "claims", "--format", "csv", "--data", str(data)]
    environment = os.environ | {"PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    done = subprocess.run(command, cwd=ROOT, capture_output=True, env=environment, check=True)
    assert "Сьогодні 25 людей удома." in done.stdout.decode("utf-8")
    assert done.stdout.startswith((",".join(CSV_FIELDS) + "\r\n").encode())


def test_a_closed_pipe_is_no_traceback(data: Path) -> None:
    program = f'"{sys.executable}" -m polon claims --format csv --data "$1" | head -c 5'
    done = subprocess.run(
        ["bash", "-c", program, "bash", str(data)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "date,"
    assert "Traceback" not in done.stderr

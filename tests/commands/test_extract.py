from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from typer.testing import CliRunner

from polon.cli import app
from polon.commands import inputs
from polon.records import Claim, Document, Event, Status, decode, encode, revision_of

ROOT = Path(__file__).resolve().parents[2]

FREED = "Yesterday Ukraine brought home 45 soldiers from captivity."
HELD = "About 800 Azov fighters remain in Russian captivity, said Olena Verba."
UKRAINIAN = "Вчора з російського полону повернулися 45 військових."
NOTHING = "Rain fell over the border all night."
PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Home again</title>
<script type="application/ld+json">{{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Home again",
"datePublished": "2026-05-19T09:30:00+03:00"}}</script></head><body><nav><a href="/">Front page</a></nav>
<article><h1>Home again</h1><p>{text}</p><p>The talks were held in a third country, officials said on the same day.</p>
</article><footer>Contact the desk</footer></body></html>"""
BARE = """<!DOCTYPE html><html lang="en"><head><title>Home again</title></head><body><article><h1>Home again</h1>
<p>{text}</p><p>The talks were held in a third country, as officials said later.</p></article></body></html>"""

Json = dict[str, Any]


def ran(*arguments: str | Path, stdin: bytes | None = None) -> tuple[int, str, str]:
    """Exit status, standard output, standard error in one line; nothing but an exit may end the command."""
    done = CliRunner().invoke(app, ["extract", *map(str, arguments)], input=stdin, env={"COLUMNS": "80"})
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    return done.exit_code, done.stdout, " ".join(done.stderr.replace("│", " ").split())


def extracted(*arguments: str | Path, stdin: bytes | None = None) -> list[Json]:
    """The claims that a run printed which read all."""
    status, out, error = ran(*arguments, stdin=stdin)
    assert (status, error) == (0, "")
    return [json.loads(line) for line in out.splitlines()]


def line(text: str, name: str = "harbour/1", **fields: object) -> bytes:
    return json.dumps({"id": name, "text": text} | fields, ensure_ascii=False).encode() + b"\n"


def document(text: str, **fields: Any) -> Document:
    made: Json = {
        "id": "harbour/1", "source": "harbour", "url": "https://t.example/1", "lang": "en", "title": None, "text": text,
        "published": datetime(2026, 5, 20, 9, tzinfo=UTC), "revision": revision_of(None, text),
    }  # fmt: skip
    return Document(**made | fields)


def written(folder: Path, name: str, content: str | bytes) -> Path:
    file = folder / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


# the forms of input


def test_lines_of_json(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        "docs.jsonl",
        line(FREED, "a", lang="en", url="https://a.example/", published="2026-05-20", title=None)
        + line(NOTHING, "b", published="2026-05-20")
        + line(HELD, "c", published=None, further={"keys": "are passed over"}),
    )
    found = extracted(file)
    assert [(c["document"], c["surface"], c["date"]) for c in found] == [
        ("a", "45", "2026-05-19"),
        ("c", "800", None),
    ]
    assert found[0] | {
        "start": 31, "end": 33, "value": 45, "event": "released", "side": "UA", "who": "military", "status": "factual",
        "quote": FREED, "revision": revision_of(None, FREED), "part_of": None,
    } == found[0]  # fmt: skip
    assert found[1]["attribution"] == "Olena Verba"


def test_each_line_printed_is_a_record(tmp_path: Path) -> None:
    status, out, _ = ran(written(tmp_path, "docs.jsonl", line(FREED) + line(HELD, "b")))
    claims = [decode(printed, Claim) for printed in out.splitlines()]
    assert (status, [(c.event, c.status) for c in claims]) == (
        0,
        [(Event.RELEASED, Status.FACTUAL), (Event.HELD, Status.FACTUAL)],
    )


@pytest.mark.parametrize("name", ["docs.jsonl", "docs.ndjson", "docs.json", "DOCS.JSONL"])
def test_the_names_of_lines_of_json(tmp_path: Path, name: str) -> None:
    content = b"\r\n" + line(FREED).replace(b"\n", b"\r\n") + b"\n   \n" + line(HELD, "b").rstrip()
    assert [c["surface"] for c in extracted(written(tmp_path, name, content))] == ["45", "800"]


def test_a_text(tmp_path: Path) -> None:
    file = written(tmp_path, "note.txt", f"{NOTHING}\n\n{FREED}\n")
    (claim,) = extracted(file, "--published", "2026-05-20")
    assert (claim["document"], claim["surface"], claim["date"]) == (str(file), "45", "2026-05-19")
    assert f"{NOTHING}\n\n{FREED}\n"[claim["start"] : claim["end"]] == "45"


@pytest.mark.parametrize("name", ["note.txt", "note", "note.md", "примітка.txt"])
def test_what_is_neither_lines_nor_a_page_is_a_text(tmp_path: Path, name: str) -> None:
    assert [c["value"] for c in extracted(written(tmp_path, name, FREED))] == [45]


def test_a_byte_order_mark_is_no_part_of_a_text(tmp_path: Path) -> None:
    (claim,) = extracted(written(tmp_path, "note.txt", b"\xef\xbb\xbf" + FREED.encode()))
    assert (claim["start"], claim["quote"]) == (31, FREED)


def test_a_page(tmp_path: Path) -> None:
    (claim,) = extracted(written(tmp_path, "page.html", PAGE.format(text=FREED)))
    assert (claim["surface"], claim["date"], claim["quote"]) == ("45", "2026-05-18", FREED)


def test_a_page_in_another_encoding(tmp_path: Path) -> None:
    content = PAGE.format(text=UKRAINIAN).replace("utf-8", "windows-1251").replace('lang="en"', 'lang="uk"')
    (claim,) = extracted(written(tmp_path, "page.htm", content.encode("windows-1251")))
    assert (claim["surface"], claim["quote"]) == ("45", UKRAINIAN)


def test_documents_as_polon_keeps_them(tmp_path: Path) -> None:
    gone, empty = (
        document(FREED, id="harbour/2", deleted=True),
        document("", id="harbour/3", withheld="a roll of names"),
    )
    content = b"\n".join(encode(made) for made in (document(FREED), gone, empty))
    (claim,) = extracted(written(tmp_path, "documents.jsonl", content))
    assert (claim["document"], claim["date"]) == ("harbour/1", "2026-05-19")


def test_the_day_of_a_document_is_the_one_its_readers_saw(tmp_path: Path) -> None:
    late = datetime(2026, 5, 21, 0, 30, tzinfo=timezone(timedelta(hours=3)))  # still the 20th in UTC
    own = encode(document(FREED, published=late)) + b"\n"
    other = line(FREED, "b", published="2026-05-21T00:30:00+03:00")
    found = extracted(written(tmp_path, "docs.jsonl", own + other))
    assert [c["date"] for c in found] == ["2026-05-20", "2026-05-20"]


def test_several_files_in_their_order(tmp_path: Path) -> None:
    files = [
        written(tmp_path, "b.txt", HELD),
        written(tmp_path, "a.jsonl", line(FREED)),
        written(tmp_path, "c.html", PAGE.format(text="Russia freed 12 Ukrainian civilians on 6 May.")),
    ]
    assert [c["surface"] for c in extracted(*files)] == ["800", "45", "12"]


# standard input


@pytest.mark.parametrize(
    ("stdin", "surfaces"),
    [
        (FREED.encode(), ["45"]),
        (b"\n\n  \n" + FREED.encode(), ["45"]),
        (f"{NOTHING}\n{FREED}\n{HELD}".encode(), ["45", "800"]),
        (line(FREED) + line(HELD, "b"), ["45", "800"]),
        (b"\n" + line(FREED) + b"\n\n" + line(HELD, "b"), ["45", "800"]),
        (encode(document(FREED)) + b"\n", ["45"]),
        (PAGE.format(text=FREED).encode(), ["45"]),
        (b"\n  " + PAGE.format(text=FREED).encode(), ["45"]),
        (b"", []),
        (b"\n \n", []),
    ],
    ids=["text", "blank lines", "lines", "json", "blank lines, json", "documents", "page", "indented", "-", "blank"],
)  # fmt: skip
def test_standard_input(stdin: bytes, surfaces: list[str]) -> None:
    assert [c["surface"] for c in extracted("-", stdin=stdin)] == surfaces


@pytest.mark.parametrize(
    "stdin", [FREED.encode(), line(FREED), PAGE.format(text=FREED).encode()], ids=["text", "json", "page"]
)
def test_standard_input_behind_a_byte_order_mark(stdin: bytes) -> None:
    assert [c["surface"] for c in extracted("-", stdin=b"\xef\xbb\xbf" + stdin)] == ["45"]


def test_standard_input_among_files(tmp_path: Path) -> None:
    file = written(tmp_path, "a.txt", HELD)
    assert [c["surface"] for c in extracted(file, "-", file, stdin=FREED.encode())] == ["800", "45", "800"]


def test_a_fault_in_standard_input_is_named() -> None:
    status, out, error = ran("-", stdin=line(FREED) + b"{broken\n")
    assert (status, [json.loads(printed)["surface"] for printed in out.splitlines()]) == (1, ["45"])
    assert error.startswith("polon: standard input, line 2: ")


def test_standard_input_is_not_cut_off_in_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs, "MAX_BYTES", 100)
    status, _, error = ran("-", stdin=f"{NOTHING}\n{FREED}\n{HELD}\n".encode())
    assert status == 1
    assert "standard input" in error


# language and day


def test_the_letters_tell_the_language(tmp_path: Path) -> None:
    files = [written(tmp_path, "uk.txt", UKRAINIAN), written(tmp_path, "en.txt", FREED)]
    found = extracted(*files)
    assert [(c["value"], c["extractor"].split("+")[1][:2]) for c in found] == [(45, "uk"), (45, "en")]


def test_a_language_that_is_named_holds(tmp_path: Path) -> None:
    file = written(tmp_path, "note.txt", FREED)
    assert extracted(file, "--lang", "uk") == []
    assert len(extracted(file, "--lang", "en")) == 1
    lines = written(tmp_path, "docs.jsonl", line(FREED, lang="en") + encode(document(FREED)) + b"\n")
    assert len(extracted(lines)) == 2
    assert extracted(lines, "--lang", "uk") == []


@pytest.mark.parametrize("code", ["fr", "EN", "en-GB", "../en", ""])
def test_an_unknown_language_is_refused(tmp_path: Path, code: str) -> None:
    status, out, error = ran(written(tmp_path, "note.txt", FREED), "--lang", code)
    assert (status, out) == (2, "")
    assert "--lang" in error
    assert "en, " in error


def test_an_unknown_language_of_a_line_is_a_fault_of_that_line(tmp_path: Path) -> None:
    file = written(tmp_path, "docs.jsonl", line(FREED, "a", lang="fr") + line(FREED, "b", lang="en"))
    status, out, error = ran(file)
    assert (status, [json.loads(printed)["document"] for printed in out.splitlines()]) == (1, ["b"])
    assert f"{file}, line 1: there is no language file for 'fr'" in error


def test_the_day_of_publication_dates_what_has_none(tmp_path: Path) -> None:
    content = line(FREED, "a") + line(FREED, "b", published="2024-03-02") + line(FREED, "c", published=None)
    file = written(tmp_path, "docs.jsonl", content)
    assert [c["date"] for c in extracted(file)] == [None, "2024-03-01", None]
    dates = [c["date"] for c in extracted(file, "--published", "2026-05-20")]
    assert dates == ["2026-05-19", "2024-03-01", "2026-05-19"]


def test_the_day_of_publication_dates_a_page_that_says_none(tmp_path: Path) -> None:
    file = written(tmp_path, "page.html", BARE.format(text=FREED))
    assert [c["date"] for c in extracted(file)] == [None]
    assert [c["date"] for c in extracted(file, "--published", "2026-05-20")] == ["2026-05-19"]


def test_the_day_that_a_page_says_of_itself_holds(tmp_path: Path) -> None:
    file = written(tmp_path, "page.html", PAGE.format(text=FREED))
    assert [c["date"] for c in extracted(file, "--published", "2024-01-31")] == ["2026-05-18"]


def test_the_day_of_publication_dates_a_kept_document_that_says_none(tmp_path: Path) -> None:
    file = written(tmp_path, "documents.jsonl", encode(document(FREED, published=None)) + b"\n")
    assert [c["date"] for c in extracted(file, "--published", "2026-05-20")] == ["2026-05-19"]


@pytest.mark.parametrize("day", ["yesterday", "2026-02-30", "20.05.2026", "2026-05", "", "2026-05-20T10:00"])
def test_a_day_that_is_none_is_refused(tmp_path: Path, day: str) -> None:
    status, out, error = ran(written(tmp_path, "note.txt", FREED), "--published", day)
    assert (status, out) == (2, "")
    assert "--published" in error
    assert "YYYY-MM-DD" in error


# what cannot be read

BROKEN: dict[str, bytes] = {
    "cut off": line(HELD, "b")[:40] + b"\n",
    "no object": b"[1, 2]\n",
    "a number": b"7\n",
    "no text": b'{"id": "b"}\n',
    "no id": b'{"text": "x"}\n',
    "an empty id": line(HELD, ""),
    "a text of another kind": b'{"id": "b", "text": 7}\n',
    "a text that is null": b'{"id": "b", "text": null}\n',
    "a day that is none": line(HELD, "b", published="yesterday"),
    "a day of another kind": line(HELD, "b", published=20260520),
    "bytes that are no UTF-8": line("x", "b").replace(b"x", b"\xff\xfe"),
    "half a surrogate pair": b'{"id": "b", "text": "\\ud800 12 prisoners of war were freed."}\n',
    "a broken document of our own": encode(document(HELD)).replace(b'"lang":"en"', b'"lang":7') + b"\n",
    "a document without a text": b'{"id": "harbour/1", "revision": "0"}\n',
    "text": b"About 800 Azov fighters remain in Russian captivity.\n",
    "zero bytes": b"\x00\x00\n",
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_line_that_cannot_be_read_is_named_and_the_others_are_read(tmp_path: Path, name: str) -> None:
    file = written(tmp_path, "docs.jsonl", line(FREED, "a") + BROKEN[name] + line(FREED, "c"))
    status, out, error = ran(file)
    assert [json.loads(printed)["document"] for printed in out.splitlines()] == ["a", "c"]
    assert status == 1
    assert error.startswith(f"polon: {file}, line 2: ".replace("  ", " "))
    assert error.count("polon: ") == 1
    assert "Traceback" not in error


def absent(folder: Path) -> Path:
    return folder / "absent.txt"


def not_utf8(folder: Path) -> Path:
    return written(folder, "note.txt", UKRAINIAN.encode("windows-1251"))


def utf16(folder: Path) -> Path:
    return written(folder, "note.txt", FREED.encode("utf-16"))


def too_large(folder: Path) -> Path:
    file = folder / "large.txt"
    with file.open("wb") as out:
        out.truncate(inputs.MAX_BYTES + 1)  # a file with a hole: it takes no room on the disk
    return file


def a_directory(folder: Path) -> Path:
    (folder / "folder.txt").mkdir()
    return folder / "folder.txt"


def a_directory_of_lines(folder: Path) -> Path:
    (folder / "folder.jsonl").mkdir()
    return folder / "folder.jsonl"


def no_page(folder: Path) -> Path:
    return written(folder, "page.html", b"")


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (absent, "No such file"),
        (not_utf8, "utf-8"),
        (utf16, "utf-8"),
        (too_large, "64 MiB"),
        (a_directory, "directory"),
        (a_directory_of_lines, "directory"),
        (no_page, ""),
    ],
)
def test_a_file_that_cannot_be_read_is_named_and_the_others_are_read(tmp_path: Path, make: Any, reason: str) -> None:
    file = make(tmp_path)
    good = written(tmp_path, "good.txt", FREED)
    status, out, error = ran(good, file, good)
    assert [json.loads(printed)["surface"] for printed in out.splitlines()] == ["45", "45"]
    assert status == 1
    assert error.startswith(f"polon: {file}: ")
    assert reason in error
    assert "Traceback" not in error


@pytest.mark.parametrize("name", ["empty.txt", "empty.jsonl"])
@pytest.mark.parametrize("content", [b"", b"\n\n", b"  \n"])
def test_an_empty_file_has_no_claims(tmp_path: Path, name: str, content: bytes) -> None:
    assert extracted(written(tmp_path, name, content)) == []


def test_usage() -> None:
    assert ran()[0] == 2
    assert ran("-", "--format", "csv", stdin=b"")[0] == 2
    assert ran("--no-such-option", "-", stdin=b"")[0] == 2
    status, out, _ = ran("--help")
    assert status == 0
    for word in ("--published", "--lang", "--format", "Exit status"):
        assert word in out


# the table

LONG = (
    "Since the start of the full-scale invasion 5,000 people have been freed from captivity, among them twelve hundred "
    "defenders of Mariupol, said Olena Verba, head of the Coordination Headquarters for the Treatment of Prisoners. "
)


def rows(*arguments: str | Path, stdin: bytes | None = None) -> list[str]:
    status, out, error = ran(*arguments, "--format", "table", stdin=stdin)
    assert (status, error) == (0, "")
    return out.splitlines()


def test_the_table_fits_eighty_columns(tmp_path: Path) -> None:
    texts = (FREED, HELD, LONG * 3, UKRAINIAN, "205 for 205 prisoners of war were exchanged.")
    content = b"".join(line(text, f"harbour/{at}", published="2026-05-20") for at, text in enumerate(texts))
    printed = rows(written(tmp_path, "a-long-name-of-a-file-with-lines-of-json.jsonl", content))
    assert max(cell_len(row) for row in printed) <= 80
    whole = " ".join(" ".join(printed).split())
    for words in ("2026-05-19", "released", "45", "UA", "≈800", "held", "205:205", "exchanged", "Olena Verba"):
        assert words in whole
    assert "10 claims of" in whole  # 45, 800, three times 5,000 and 1,200, 45, the formula


def test_the_table_says_nothing_untrue_of_its_order(tmp_path: Path) -> None:
    content = line(FREED, "a", published="2024-03-02") + line(FREED, "b", published="2026-05-20")
    printed = "\n".join(rows(written(tmp_path, "docs.jsonl", content)))
    assert printed.index("2024-03-01") > printed.index("2026-05-19") or "newest first" not in printed


def test_the_table_does_not_obey_the_text(tmp_path: Path) -> None:
    text = "\x1b[31mRussia freed 12 prisoners of war [bold]today[/bold]\x07, said \u202eOlena Verba\u202c."
    printed = "\n".join(rows(written(tmp_path, "note.txt", text)))
    assert "12" in printed
    assert "[bold]" in printed
    assert not set(printed) & set("\x1b\x07\u202e\u202c")


def test_a_table_without_claims_says_so(tmp_path: Path) -> None:
    status, out, error = ran(written(tmp_path, "note.txt", NOTHING), "--format", "table")
    assert (status, out, error) == (0, "", "No claims.")


def test_a_table_after_a_fault_is_printed_and_tells_it(tmp_path: Path) -> None:
    status, out, error = ran(written(tmp_path, "note.txt", FREED), tmp_path / "absent.txt", "--format", "table")
    assert status == 1
    assert "45" in out
    assert "absent.txt" in error


# as a process


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "polon", "extract", *map(str, arguments)]


def on_a_terminal(arguments: Sequence[str]) -> str:
    """What a command prints on a terminal of eighty columns."""
    ours, theirs = pty.openpty()
    environment = {k: v for k, v in os.environ.items() if k != "COLUMNS"} | {"TERM": "dumb", "COLUMNS": "80"}
    with subprocess.Popen(arguments, stdout=theirs, stderr=theirs, stdin=theirs, cwd=ROOT, env=environment) as process:
        os.close(theirs)
        printed = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # the other end is closed
                break
            if not piece:
                break
            printed += piece
        process.wait(30)
    os.close(ours)
    return printed.decode()


def test_a_terminal_gets_a_table_and_a_pipe_gets_lines(tmp_path: Path) -> None:
    file = written(tmp_path, "note.txt", FREED)
    table = on_a_terminal(command(file))
    assert "1 claim of" in table
    assert '"surface"' not in table
    assert '"surface"' in on_a_terminal(command(file, "--format", "jsonl"))
    piped = subprocess.run(command(file), cwd=ROOT, capture_output=True, timeout=30, check=True)
    assert json.loads(piped.stdout)["surface"] == "45"


@pytest.mark.parametrize("form", ["jsonl", "table"])
def test_a_pipe_that_closes_early_ends_it_in_silence(tmp_path: Path, form: str) -> None:
    file = written(tmp_path, "docs.jsonl", b"".join(line(FREED, f"harbour/{n}") for n in range(3000)))
    with subprocess.Popen(
        command(file, "--format", form), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().strip()
        process.stdout.close()
        error = process.stderr.read()
        status = process.wait(60)
    assert error == b""
    assert status in (0, 1)


def test_it_keeps_nothing(tmp_path: Path) -> None:
    file = written(tmp_path, "note.txt", FREED)
    environment = {k: v for k, v in os.environ.items() if not k.startswith("POLON_")}
    subprocess.run(
        command(file), cwd=tmp_path, env=environment | {"PYTHONPATH": str(ROOT)}, capture_output=True, check=True
    )
    assert list(tmp_path.iterdir()) == [file]


# --explain


def test_explain_shows_each_slot_with_its_rule_and_each_number_that_was_not_counted(tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text(f"{FREED} It was the 70th exchange. The youngest is 23 years old. {HELD}", encoding="utf-8")
    status, out, error = ran(note, "--published", "2026-05-20", "--explain")
    assert (status, error) == (0, "")
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert f"{note} · en · published 2026-05-20" in out.replace("\n", "")
    assert "«Yesterday Ukraine brought home 45 soldiers from captivity.»" in lines
    assert any(line.startswith("1 45 released confidence 0.") for line in lines)
    assert any(line.startswith("2 ≈800 held confidence 0.") for line in lines)
    for start in (
        "value 45 digits: 45",
        "event released verb: brought home",
        "side UA agent",
        "who military noun phrase: soldiers",
    ):
        assert any(line.startswith(start) for line in lines), start
    assert any(line.startswith("date 2026-05-19 relative: Yesterday") for line in lines)
    assert any(line.startswith("attribution Olena Verba ") for line in lines)
    assert any(line.startswith("qualifier about hedge: about") for line in lines)
    refused = lines[lines.index("Not counted") :]
    assert any(line.startswith("ordinal") and "the 70th exchange" in line for line in refused)
    assert any(line.startswith("age") and "youngest is 23 years old" in line for line in refused)
    assert max(cell_len(line) for line in out.splitlines()) <= 80


def test_explain_says_so_where_nothing_is_counted(tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text(NOTHING, encoding="utf-8")
    status, out, _ = ran(note, "--explain")
    assert status == 0
    assert "day of publication unknown" in out
    assert "No sentence counts prisoners." in out


def test_explain_is_for_people() -> None:
    status, _, error = ran("-", "--explain", "--format", "jsonl", stdin=FREED.encode())
    assert status == 2
    assert "leave out --format" in error


def test_explain_does_not_let_a_text_steer_the_terminal(tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text(f"\x1b[2J{FREED} \x1b]0;owned\x07 The 70th\x1b[31m exchange.", encoding="utf-8")
    out = ran(note, "--explain")[1]
    assert "45 soldiers" in out
    assert "\x1b" not in out
    assert "\x07" not in out


def test_an_experimental_language_is_read_with_a_warning(tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("Wczoraj do domu wróciło 45 ukraińskich żołnierzy.", encoding="utf-8")
    status, out, error = ran(note, note, "--lang", "pl", "--format", "jsonl")
    assert status == 0
    assert [json.loads(line)["value"] for line in out.splitlines()] == [45, 45]
    assert error == "polon: pl is experimental: how often it errs has not been measured"

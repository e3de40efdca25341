"""`polon import export` as a user runs it: what is kept, what is left as it was, and every way in which it can end."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from typer.testing import CliRunner

from polon.cli import app
from polon.records import Claim, Document, Outcome, revision_of
from polon.store import Store, StoreError
from tests.pages import mirror_forms as forms
from tests.pages.mirror_forms import NUMBER, Written, said
from tests.worlds import claims, documents, runs

ROOT = Path(__file__).resolve().parents[2]
AT = datetime(2026, 8, 20, 12, tzinfo=UTC)

SOURCE = """
title = "Dzvin"
kind = "{kind}"
lang = "uk"
timezone = "Europe/Kyiv"
{more}
verified = false
evidence = "Written for a test."
"""


class Ended(NamedTuple):
    """How the command ended."""

    status: int
    out: str
    error: str


class Place:
    """A folder with sources, a data folder and a file to import."""

    def __init__(self, folder: Path) -> None:
        self.sources, self.data, self.file = folder / "sources", folder / "data", folder / "result.json"
        self.sources.mkdir()
        self.add("dzvin")

    def add(self, name: str, more: str = "", kind: str = "telegram", channel: str = "DzvinNews") -> None:
        lines = f'channel = "{channel}"\n{more}' if kind == "telegram" else 'feeds = ["https://visnyk.example/rss"]'
        (self.sources / f"{name}.toml").write_text(SOURCE.format(kind=kind, more=lines), encoding="utf-8")

    def options(self, name: str = "dzvin") -> list[str]:
        return ["--channel", name, "--sources", str(self.sources), "--data", str(self.data)]

    def bring_in(self, name: str = "dzvin", *more: str) -> Ended:
        result = CliRunner().invoke(app, ["import", "export", str(self.file), *self.options(name), *more])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return Ended(result.exit_code, result.stdout, result.stderr)

    def process(self, code: str) -> Ended:
        """The command in a process of its own, after some code."""
        run = f"{code}\nfrom polon.cli import main; main()"
        command = [sys.executable, "-c", run, "import", "export", str(self.file), *self.options()]
        ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
        return Ended(ended.returncode, ended.stdout, ended.stderr)

    def write(self, posts: Iterable[Written], **head: object) -> None:
        self.file.write_bytes(forms.export(posts, **head))

    def keep(self, *kept: Document, source: str = "dzvin") -> None:
        """Puts documents into the store, as a crawl would."""
        with Store.open(self.data, clock=lambda: AT) as store:
            for document in kept:
                store.write(replace(document, source=source, id=f"{source}/{document.id.partition('/')[2]}"), ())


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def post(number: int, text: str | None = None, **more: object) -> Written:
    words = text or f"Вчора додому повернулися {number + 100} військових."
    return Written(number, said(words), at=AT + timedelta(minutes=number), **more)  # type: ignore[arg-type]


def kept(number: int, text: str, **more: object) -> Document:
    document = Document(
        id=f"dzvin/{number}", source="dzvin", url=f"https://t.me/DzvinNews/{number}", lang="uk", title=None, text=text,
        published=AT, revision=revision_of(None, text), channel=NUMBER,
    )  # fmt: skip
    return replace(document, **more)  # type: ignore[arg-type]


def without_run(data: Path) -> tuple[dict[str, Document], dict[str, Claim]]:
    return documents(data), claims(data)


def segments(place: Place) -> list[bytes]:
    """The bytes of every line of documents and claims."""
    return [path.read_bytes() for kind in ("documents", "claims") for path in (place.data / kind).rglob("*.jsonl")]


def count(ended: Ended, words: str) -> int:
    return next((int(line.split()[0]) for line in ended.out.splitlines() if line.endswith(words)), 0)


# What is kept


def test_posts_are_kept_with_their_claims_and_a_second_run_adds_nothing(place: Place) -> None:
    place.write([post(1), post(2, photos=3), post(9, signed="Олена"), Written(10, service=True)])
    first = place.bring_in()
    found, claimed = without_run(place.data)
    assert (first.status, first.error) == (0, "")
    assert sorted(found) == ["dzvin/1", "dzvin/2", "dzvin/9"]
    assert sorted(claim.value for claim in claimed.values()) == [101, 102, 109]
    assert {claim.date for claim in claimed.values()} == {"2026-08-19"}
    assert found["dzvin/9"].author == "Олена"
    assert {document.via for document in found.values()} == {"export"}
    assert {document.channel for document in found.values()} == {NUMBER}
    lines = segments(place)
    second = place.bring_in()
    assert segments(place) == lines
    assert (second.status, count(second, "not kept before"), count(second, "kept already")) == (0, 0, 3)
    told = list(runs(place.data))
    assert [run.command for run in told] == ["import", "import"]
    counts = [(line.new, line.unchanged, line.claims) for run in told for line in run.sources]
    assert counts == [(3, 0, 3), (0, 3, 0)]
    assert {run.sources[0].channel for run in told} == {NUMBER}


def test_the_evidence_of_a_document_is_the_digest_of_the_file(place: Place) -> None:
    import hashlib  # noqa: PLC0415

    place.write([post(1)])
    place.bring_in()
    (document,) = documents(place.data).values()
    assert document.evidence is not None
    assert document.evidence.sha256 == hashlib.sha256(place.file.read_bytes()).hexdigest()
    assert document.evidence.file is None


def test_the_summary_counts_what_the_file_held(place: Place) -> None:
    place.write([post(1), post(2, photos=3), Written(6, poll=True), Written(7, service=True)])
    out = place.bring_in().out.splitlines()
    assert out == [
        f"result.json: 6 messages of dzvin (channel {NUMBER})",
        "        2  posts that were not kept before",
        "        3  messages without text",
        "        1  service messages",
        "        2  new claims",
    ]


def test_a_kept_post_is_never_replaced_and_one_that_differs_is_named(place: Place) -> None:
    place.keep(kept(1, "Повернулися 101"), kept(2, "Повернулися 102 — додому!"), kept(3, "Повернулися 103"))
    place.write([post(1, "Повернулися 999"), post(2, "Повернулися 102,\nдодому"), post(3, "Повернулися 103"), post(4)])
    before = documents(place.data)
    ended = place.bring_in()
    after = documents(place.data)
    assert {key: after[key] for key in before} == before
    assert sorted(set(after) - set(before)) == ["dzvin/4"]
    assert (ended.status, count(ended, "kept already"), count(ended, "letters or digits differ")) == (0, 3, 1)
    assert "which stay as kept: 1\n" in ended.out
    (run,) = runs(place.data)
    assert run.sources[0].warnings[0].endswith("stay as kept: 1")


def test_a_deleted_post_stays_deleted(place: Place) -> None:
    place.keep(kept(1, "Повернулися 101"), kept(1, "Повернулися 101", deleted=True))
    place.write([post(1, "Повернулися 101")])
    ended = place.bring_in()
    assert documents(place.data)["dzvin/1"].deleted
    assert (ended.status, count(ended, "stay so")) == (0, 1)


def test_a_list_of_names_keeps_its_numbers_and_not_its_text(place: Place) -> None:
    surnames = ("Коваль", "Мельник", "Шевчук", "Бойко", "Ткаченко", "Лисенко")
    names = "\n".join(f"{n}. {surname} Олександр Іванович, 19{80 + n}" for n, surname in enumerate(surnames))
    place.write([post(1, f"Вчора додому повернулися 106 військових:\n{names}")])
    place.bring_in()
    (document,) = documents(place.data).values()
    assert (document.text, document.withheld) == ("", "list of names")
    assert [claim.value for claim in claims(place.data).values()] == [106]
    assert "Коваль" not in "".join(path.read_text() for path in place.data.rglob("*.jsonl"))
    assert count(place.bring_in(), "kept already") == 1


def test_the_same_id_twice_in_a_file_is_kept_once(place: Place) -> None:
    place.write([post(1), post(1, "Інші слова про 45 осіб")])
    ended = place.bring_in()
    (document,) = documents(place.data).values()
    assert document.text == "Вчора додому повернулися 101 військових."
    assert (count(ended, "not kept before"), count(ended, "letters or digits differ")) == (1, 1)


def test_an_import_is_no_crawl_and_leaves_where_the_next_one_begins(place: Place) -> None:
    place.write([post(1), post(2)])
    place.bring_in()
    with Store.open(place.data, clock=lambda: AT) as store:
        assert (store.newest("dzvin"), store.looked("dzvin")) == (None, None)


# Whose file it is


@pytest.mark.parametrize("more", [f"channel_id = {NUMBER}", ""])
def test_another_channels_file_is_refused_and_nothing_changes(place: Place, more: str) -> None:
    place.add("dzvin", more)
    if not more:
        place.keep(kept(1, "Повернулися 101"))  # the store knows the channel's number by it
    before = {path: path.read_bytes() for path in place.data.rglob("*.jsonl")}
    place.write([post(1), post(2)], id=999)
    ended = place.bring_in()
    assert (ended.status, ended.out) == (2, "")
    assert "id 999" in ended.error
    assert ended.error.endswith("nothing was imported\n")
    assert {path: path.read_bytes() for path in place.data.rglob("*.jsonl")} == before


def test_the_channel_of_another_source_is_refused(place: Place) -> None:
    place.add("other", channel="OtherNews")
    place.keep(kept(1, "Повернулися 101"), source="other")
    place.write([post(1)])
    ended = place.bring_in()
    assert (ended.status, "which is the source other" in ended.error) == (2, True)
    assert set(documents(place.data)) == {"other/1"}


def test_a_group_is_no_channel(place: Place) -> None:
    place.write([post(1)], type="public_supergroup")
    assert (place.bring_in().status, list(runs(place.data))) == (2, [])


# Bad input


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (None, "No such file"),
        (b"", "breaks off"),
        (b"<!DOCTYPE html><html><body>Chat export</body></html>", "not JSON"),
        (b'{"a": 1}', "made as JSON, not as HTML"),
        (b"\x00" * 1000, "not JSON"),
    ],
)
def test_a_file_that_is_no_export_is_bad_usage(place: Place, body: bytes | None, words: str) -> None:
    if body is not None:
        place.file.write_bytes(body)
    ended = place.bring_in()
    assert (ended.status, ended.out) == (2, "")
    assert words in ended.error
    assert str(place.file) in ended.error
    assert list(runs(place.data)) == []


def test_a_folder_is_no_file(place: Place) -> None:
    place.file.mkdir()
    assert place.bring_in().status == 2


def test_the_source_must_be_a_known_channel(place: Place) -> None:
    place.write([post(1)])
    place.add("visnyk", kind="news")
    assert (place.bring_in("dzwin").status, "did you mean dzvin?" in place.bring_in("dzwin").error) == (2, True)
    assert (place.bring_in("visnyk").status, "news site" in place.bring_in("visnyk").error) == (2, True)


def test_unreadable_messages_are_named_and_the_others_kept(place: Place) -> None:
    place.write([post(1), post(2), post(3)])
    chat = json.loads(place.file.read_text())
    chat["messages"][1]["text"] = 5
    place.file.write_text(json.dumps(chat))
    ended = place.bring_in()
    assert (ended.status, sorted(documents(place.data))) == (1, ["dzvin/1", "dzvin/3"])
    assert (count(ended, "could not be read"), "message 2: Expected" in ended.out) == (1, True)
    (run,) = runs(place.data)
    assert (run.exit_status, run.sources[0].outcome, run.sources[0].errors) == (1, Outcome.OK, {"unreadable": 1})


def test_a_file_full_of_unreadable_messages_costs_no_memory(place: Place) -> None:
    chat = {"name": "x", "type": "public_channel", "id": NUMBER, "messages": [{"id": n} for n in range(-3000, 0)]}
    place.file.write_text(json.dumps(chat))
    ended = place.bring_in()
    (run,) = runs(place.data)
    assert (ended.status, run.sources[0].errors) == (1, {"unreadable": 3000})
    assert len(run.sources[0].warnings) <= 20


def test_posts_without_a_time_are_told_of_and_wait_for_a_better_file(place: Place) -> None:
    """The store would keep them so for good: times are not compared."""
    place.write([post(1), post(2)])
    well = place.file.read_bytes()
    place.file.write_bytes(well.replace(b'"date_unixtime"', b'"dated"', 1))
    ended = place.bring_in()
    assert (ended.status, count(ended, "which are not kept"), set(documents(place.data))) == (1, 1, {"dzvin/2"})
    assert "export anew" in ended.out
    place.file.write_bytes(well)
    assert place.bring_in().status == 0
    assert documents(place.data)["dzvin/1"].published == AT + timedelta(minutes=1)


def test_a_file_that_breaks_off_is_kept_as_far_as_it_goes(place: Place) -> None:
    posts = [post(n) for n in range(1, 31)]
    place.write(posts)
    whole = place.file.read_bytes()
    place.file.write_bytes(whole[: len(whole) * 2 // 3])
    ended = place.bring_in()
    assert ended.status == 1
    assert "the file breaks off" in ended.error
    assert 10 < len(documents(place.data)) < 30
    (run,) = runs(place.data)
    assert (run.sources[0].outcome, run.exit_status) == (Outcome.FAILED, 1)
    place.file.write_bytes(whole)
    assert place.bring_in().status == 0
    assert len(documents(place.data)) == 30


def test_an_extractor_that_breaks_leaves_the_post_for_the_next_time(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.write([post(1), post(2)])

    def broken(document: Document) -> list[Claim]:
        if document.id == "dzvin/1":
            raise RuntimeError("no such word")
        return []

    with monkeypatch.context() as patch:
        patch.setattr("polon.commands.intake.claims_of", broken)
        ended = place.bring_in()
    assert (ended.status, sorted(documents(place.data))) == (1, ["dzvin/2"])
    assert "extraction: dzvin/1: RuntimeError: no such word" in ended.out
    assert place.bring_in().status == 0
    assert sorted(documents(place.data)) == ["dzvin/1", "dzvin/2"]


# Locks, disks, signals, kills


def test_another_run_on_the_same_data_folder(place: Place) -> None:
    place.write([post(1)])
    with Store.open(place.data, clock=lambda: AT):
        ended = place.bring_in()
    assert (ended.status, "another run" in ended.error) == (3, True)


def test_a_disk_that_fails(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.write([post(1)])

    def full(*_: object) -> None:
        raise StoreError("documents: the disk is full; free some space and run again")

    with monkeypatch.context() as patch:
        patch.setattr(Store, "write_page", full)
        ended = place.bring_in()
    assert (ended.status, "the disk is full" in ended.error) == (4, True)
    assert place.bring_in().status == 0


STOPPED = """
import os, signal
from polon.commands.intake import Intake
take = Intake.take
def stopping(self, document):
    take(self, document)
    if document.id == "dzvin/450":
        os.kill(os.getpid(), signal.SIGINT)
Intake.take = stopping
"""


def test_ctrl_c_keeps_what_was_finished_and_the_next_run_the_rest(place: Place) -> None:
    place.write([post(n) for n in range(1, 501)])
    ended = place.process(STOPPED)
    assert (ended.status, "Traceback" in ended.error) == (130, False)
    assert 1 <= len(documents(place.data)) < 500
    (run,) = runs(place.data)
    assert (run.exit_status, run.sources[0].outcome) == (130, Outcome.INTERRUPTED)
    assert (place.bring_in().status, len(documents(place.data))) == (0, 500)


KILLED = """
import os, signal
from polon.store.disk import Appender
append, appended = Appender.append, 0
def killing(self, *args, **more):
    global appended
    appended += 1
    if appended == {kill}:
        os.kill(os.getpid(), signal.SIGKILL)
    return append(self, *args, **more)
Appender.append = killing
"""


@pytest.mark.parametrize("kill", [1, 2, 3, 4])
def test_a_kill_at_any_write_loses_nothing_and_doubles_nothing(place: Place, tmp_path: Path, kill: int) -> None:
    place.write([post(n) for n in range(1, 401)])
    killed = place.process(KILLED.format(kill=kill))
    assert killed.status == -signal.SIGKILL
    again = place.bring_in()
    after_kill, claimed = without_run(place.data)
    assert again.status == 0
    place.data = tmp_path / "unbroken"
    assert place.bring_in().status == 0
    assert (after_kill, claimed) == without_run(place.data)
    assert len(after_kill) == len(claimed) == 400


PEAK = """
import atexit, re, sys
from pathlib import Path
def peak():
    print(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1], file=sys.stderr)
atexit.register(peak)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not tell a process's peak")
def test_memory_does_not_grow_with_the_file(place: Place) -> None:
    """60 posts of 4 kB, and 3,000: 50 times the bytes in the memory of a few documents."""
    peaks = []
    for name, many in (("few", 60), ("many", 3_000)):
        place.data = place.file.parent / name
        place.write([post(n, "Нова шкала опадів і вітру на завтра. " * 100) for n in range(1, many + 1)])
        ended = place.process(PEAK)
        assert (ended.status, count(ended, "not kept before")) == (0, many)
        peaks.append(int(ended.error.split()[-1]) / 1024)
    assert place.file.stat().st_size > 40_000_000
    assert peaks[1] - peaks[0] < 25


def test_nothing_is_shown_but_the_summary(place: Place) -> None:
    place.write([post(1)])
    ended = place.bring_in("dzvin", "--quiet")
    assert (ended.status, ended.error) == (0, "")
    assert ended.out.startswith("result.json: 1 messages")

"""The index beside the segments: whatever happens to it or to them, it tells what the segments say."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from polon.records import Outcome, SourceRun, Visit, encode
from polon.store import Change, Store, StoreError, index, intake
from polon.store.database import Database
from polon.store.errors import Unfit
from tests.store.examples import NOON, TEXT, claim, contents, document, fetched, opened, run, torn

DAY = "2026/03/2026-03-04.jsonl"
EARLIER = "2026/03/2026-03-03.jsonl"
SEAL = "index.sqlite.seal"


def visit(first: int, last: int, source: str = "birch", channel: int | None = 77) -> Visit:
    return Visit(source=source, run="r1", channel=channel, first=first, last=last, seen=((first, last),))


def said(native: str, text: str = TEXT, **slots: Any) -> Any:
    one = document(native, text, **slots)
    return one, [claim(one), claim(one, "3", 3)]


def filled(folder: Path) -> Path:
    """A store of two days: posts of two channels, an edit, a deletion, visits, runs."""
    with opened(folder, NOON - timedelta(days=1)) as store:
        store.write_page([said(str(n), channel=77) for n in range(1, 8)], visit(1, 7))
        store.write_page([said("9", source="alder", via="rsshub", published=None)], visit(9, 9, "alder", 78))
        store.write_page([], fetched("a"))
        store.write_page([], fetched("b"))
        store.finish(run(7, name="r0"))
    with opened(folder) as store:
        store.write_page([said("2", f"Update. {TEXT}"), (document("3", deleted=True), []), said("8")], visit(8, 8))
        store.write_page([], fetched("a", etag="2"))
        store.finish(run(8))
    return folder


def told(folder: Path) -> dict[str, list[Any]]:
    """What the index of a closed store tells, segments by their path."""
    connection = sqlite3.connect(folder / "index.sqlite")
    try:
        tables = {
            name: sorted(connection.execute(f"SELECT * FROM {name}"), key=repr)  # noqa: S608 (names of tables)
            for name in ("document", "claim", "visit", "fetch", "channel", "crawled")
        }
        paths = dict(connection.execute("SELECT number, path FROM segment"))
        for name, last in (("document", -2), ("claim", -2), ("visit", -2), ("fetch", -2)):
            rows = ((*row[:last], paths[row[last]], row[-1]) for row in tables[name])
            tables[name] = sorted(rows, key=repr)
        tables["segment"] = sorted(connection.execute("SELECT path, size, lines, digest FROM segment"))
        return tables
    finally:
        connection.close()


def anew(folder: Path) -> dict[str, list[Any]]:
    """What an index of the same segments tells that was made at once."""
    with_no_index = Path(shutil.copytree(folder, folder.parent / f"anew of {folder.name}"))
    for path in with_no_index.glob("index.*"):
        path.unlink()
    opened(with_no_index).close()
    found = told(with_no_index)
    shutil.rmtree(with_no_index)
    return found


def reopened(folder: Path) -> bool:
    """Opens and closes a store, looks that its index fits, and says whether that took a new file."""
    path = folder / "index.sqlite"
    before = path.stat().st_ino if path.is_file() else None
    opened(folder).close()
    assert told(folder) == anew(folder)
    return path.stat().st_ino != before


# --- what is noted is what would be read ------------------------------------------------------------------------------


def test_an_index_that_grew_is_one_made_at_once(tmp_path: Path) -> None:
    folder = filled(tmp_path / "data")
    assert told(folder) == anew(folder)
    tables = told(folder)
    assert [len(tables[name]) for name in ("document", "claim", "visit", "fetch", "channel", "crawled")] == [
        9,
        24,
        3,
        2,
        3,
        1,
    ]
    assert not reopened(folder)


@pytest.mark.parametrize("seed", range(6))
def test_a_store_of_chance_is_as_a_model_of_it(tmp_path: Path, seed: int) -> None:
    """Pages of new, edited, deleted and repeated posts over several days and runs; the index is now and then lost."""
    chance, folder = random.Random(seed), tmp_path / "data"
    model: dict[str, tuple[str, bool]] = {}
    for day in range(6):
        with opened(folder, NOON + timedelta(days=day // 2)) as store:
            for _ in range(chance.randrange(5)):
                page = []
                for _ in range(chance.randrange(6)):
                    one = document(str(chance.randrange(1, 30)), chance.choice([TEXT, f"Update. {TEXT}", "25 and 3."]))
                    one = replace(one, deleted=chance.random() < 0.2)
                    page.append((one, [] if one.deleted else [claim(one), claim(one, "3", 3)]))
                    if not one.deleted:
                        model[one.id] = (one.revision, False)
                    elif one.id in model:
                        model[one.id] = (model[one.id][0], True)
                store.write_page(page, visit(day, 30, channel=chance.choice([None, 77, 78])))
            assert {name: (known.revision, known.deleted) for name, known in store.known("birch").items()} == model
            alive = sorted(int(name.removeprefix("birch/")) for name, (_, deleted) in model.items() if not deleted)
            assert store.posts("birch", 1, 99) == alive
            assert store.posts("birch", 10, 20) == [n for n in alive if 10 <= n <= 20]
            assert len(store.known("birch")) == len(model)
        match chance.randrange(3):
            case 0:
                (folder / SEAL).unlink()
            case 1:
                assert not reopened(folder)
    assert told(folder) == anew(folder)


def test_more_documents_than_are_asked_for_at_once_come_each_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "_CHUNK", 10)
    names = [str(n) for n in range(251)]
    with opened(tmp_path) as store:
        store.write_page([(document(name, "Nothing."), []) for name in names], None)
        store.write_page([(document("1", "Nothing.", source="birch2"), [])], None)
        known = store.known("birch")
        assert sorted(known) == sorted(f"birch/{name}" for name in names)
        assert len(known) == 251
        for _ in zip(known, range(30), strict=False):
            store.write(document(f"more-{len(known)}", "Nothing."), [])
        for number in range(110):
            store.write_page([], visit(number, number))
        assert [each.first for each in store.visits("birch")] == list(range(110))


def test_opening_reads_only_what_is_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, read = filled(tmp_path / "data"), []
    real = intake.tail
    monkeypatch.setattr(intake, "tail", lambda mark, path, **how: read.append(path.name) or real(mark, path, **how))
    opened(folder).close()
    read.clear()
    opened(folder).close()
    assert read == []
    with opened(folder) as store:
        store.write(document("20"), [])
    opened(folder).close()
    assert read == ["2026-03-04.jsonl"], "once more the one that was written to"
    opened(folder).close()
    assert len(read) == 1


def test_memory_does_not_grow_with_the_documents(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        sizes = []
        tracemalloc.start()
        try:
            for first in range(0, 3000, 20):
                page = [(document(str(n), f"Nothing new, {n}."), []) for n in range(first, first + 20)]
                store.write_page(page, visit(first, first + 19))
                if first % 1000 == 980:
                    sizes.append(tracemalloc.get_traced_memory()[0])
        finally:
            tracemalloc.stop()
    assert sizes[2] - sizes[0] < 20_000, "2000 documents more"


# --- an index that does not fit ---------------------------------------------------------------------------------------


def garbage(folder: Path) -> None:
    (folder / "index.sqlite").write_bytes(b"SQLite format 3\0" + bytes(range(256)) * 40)


def one_bit(folder: Path) -> None:
    data = bytearray((folder / "index.sqlite").read_bytes())
    data[len(data) // 2] ^= 4
    (folder / "index.sqlite").write_bytes(data)


def older(folder: Path) -> None:
    """The index of the day before, put back in the file that it was."""
    rest = folder.parent / "rest"
    with opened(rest, NOON - timedelta(days=1)) as store:
        store.write_page([said(str(n), channel=77) for n in range(1, 8)], visit(1, 7))
    (folder / "index.sqlite").write_bytes((rest / "index.sqlite").read_bytes())


def of_another_store(folder: Path) -> None:
    other = folder.parent / "other"
    with opened(other, NOON - timedelta(days=1)) as store:
        store.write_page([said(str(n), "Other words, 25 and 3.") for n in range(1, 8)], visit(1, 7, "oak"))
    for name in ("index.sqlite", SEAL):
        (other / name).rename(folder / name)


def of_an_older_shape(folder: Path) -> None:
    connection = sqlite3.connect(folder / "index.sqlite")
    connection.execute("ALTER TABLE document RENAME TO papers")
    connection.commit()
    connection.close()


def with_a_foreign_log(folder: Path) -> None:
    other = filled(folder.parent / "other")
    with opened(other) as store:
        store.write(document("1", "Nothing."), [])
        (folder / "index.sqlite-wal").write_bytes((other / "index.sqlite-wal").read_bytes())


SPOILED: dict[str, Callable[[Path], object]] = {
    "removed": lambda folder: (folder / "index.sqlite").unlink(),
    "empty": lambda folder: (folder / "index.sqlite").write_bytes(b""),
    "cut": lambda folder: os.truncate(folder / "index.sqlite", 8192),
    "garbage": garbage,
    "one bit": one_bit,
    "seal removed": lambda folder: (folder / SEAL).unlink(),
    "seal empty": lambda folder: (folder / SEAL).write_bytes(b""),
    "seal garbage": lambda folder: (folder / SEAL).write_bytes(b'{"shape": "\xff"'),
    "older": older,
    "of another store": of_another_store,
    "of an older shape": of_an_older_shape,
    "a foreign log": with_a_foreign_log,
    "a half-made one left": lambda folder: (folder / "index.sqlite.new").write_bytes(b"half"),
}


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
def test_an_index_that_is_not_this_one_closed_whole_is_made_anew(
    tmp_path: Path, spoil: Callable[[Path], object]
) -> None:
    folder = filled(tmp_path / "data")
    before, fresh = contents(folder), spoil is SPOILED["a half-made one left"]
    spoil(folder)
    assert reopened(folder) is not fresh
    assert contents(folder) == before
    assert sorted(path.name for path in folder.glob("index.*")) in (
        ["index.sqlite", SEAL],
        ["index.sqlite", "index.sqlite.new", SEAL],
    )
    assert not reopened(folder)


def test_a_hand_on_the_index_shows_even_where_its_times_are_set_back(tmp_path: Path) -> None:
    folder = filled(tmp_path / "data")
    status = (folder / "index.sqlite").stat()
    one_bit(folder)
    os.utime(folder / "index.sqlite", ns=(status.st_atime_ns, status.st_mtime_ns))
    assert reopened(folder)


def test_a_folder_copied_elsewhere_has_its_index_made_anew(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(filled(tmp_path / "data"), tmp_path / "copy"))
    assert reopened(folder)
    assert not reopened(folder)


def test_a_folder_that_was_moved_keeps_its_index(tmp_path: Path) -> None:
    folder = filled(tmp_path / "data").rename(tmp_path / "elsewhere")
    assert not reopened(folder)


def test_a_folder_copied_while_a_run_writes_is_read_from_its_segments(tmp_path: Path) -> None:
    folder = filled(tmp_path / "data")
    with opened(folder) as store:
        store.write(*said("40"))
        shutil.copytree(folder, tmp_path / "copy")
        store.write(*said("41"))
    assert reopened(tmp_path / "copy")
    with opened(tmp_path / "copy") as store:
        assert store.change_of(document("40")) is Change.UNCHANGED
        assert store.change_of(document("41")) is Change.NEW


@pytest.mark.parametrize("names", [("index.sqlite",), ("index.sqlite-wal",), ("index.sqlite", "index.sqlite-wal")])
@pytest.mark.parametrize("instead", [None, b"mine"])
def test_an_index_removed_under_a_run_is_made_anew_by_the_next(
    tmp_path: Path, names: tuple[str, ...], instead: bytes | None
) -> None:
    folder = filled(tmp_path / "data")
    with opened(folder) as store:
        store.write(*said("40"))
        for name in names:
            (folder / name).unlink()
            if instead is not None:
                (folder / name).write_bytes(instead)
        store.write(*said("41"))
        assert store.change_of(document("40")) is Change.UNCHANGED
    reopened(folder)
    with opened(folder) as store:
        assert {"birch/40", "birch/41"} <= set(store.known("birch"))


def test_an_index_that_breaks_under_a_run_is_made_anew_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = filled(tmp_path / "data")
    real, broken = Database.execute, [True]

    def failing(self: Database, statement: str, values: Any = ()) -> Any:
        if statement.startswith("SELECT id, revision") and broken:
            broken.clear()
            raise Unfit("index.sqlite: the index is damaged (database disk image is malformed)")
        return real(self, statement, values)

    with opened(folder) as store:
        monkeypatch.setattr(Database, "execute", failing)
        assert store.change_of(document("4")) is Change.UNCHANGED
        store.write(*said("40"))
    assert told(folder) == anew(folder)


@pytest.mark.parametrize("fault", [StoreError("the disk is full"), Unfit("malformed")])
@pytest.mark.parametrize("call", range(1, 8))
def test_a_store_whose_index_could_not_be_written_goes_on_from_the_segments(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: StoreError, call: int
) -> None:
    folder = filled(tmp_path / "data")
    real, made = Database.put, [0]

    def failing(self: Database, statement: str, rows: Any) -> None:
        made[0] += 1
        if made[0] == call:
            raise fault
        real(self, statement, rows)

    page = [said("2", "Once more, 25 and 3."), said("40"), (document("4", deleted=True), [])]

    with opened(folder) as store:
        monkeypatch.setattr(Database, "put", failing)
        with pytest.raises(type(fault)):
            store.write_page(page, visit(40, 40))
        assert store.posts("birch", 1, 99)
        store.write_page(page, visit(40, 40))
        store.finish(run(40, name="r2"))
        assert [store.change_of(one) for one, _ in page] == [Change.UNCHANGED] * 3
        assert store.newest("birch") == 40
    assert told(folder) == anew(folder)
    names = [line.split(b'"', 4)[3] for line in contents(folder)[f"documents/{DAY}"].splitlines()]
    assert names == [b"birch/2", b"birch/3", b"birch/8", b"birch/2", b"birch/40", b"birch/4"]


@pytest.mark.parametrize("before", [True, False], ids=["since a write", "just now"])
@pytest.mark.parametrize("fault", [StoreError("the disk is full"), Unfit("malformed")])
def test_the_line_of_a_run_is_kept_where_the_index_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: StoreError, before: bool
) -> None:
    def failing(*_: Any) -> None:
        raise fault

    folder = filled(tmp_path / "data")
    with opened(folder) as store, monkeypatch.context() as patched:
        patched.setattr(Database, "put", failing)
        if before:
            with pytest.raises(type(fault)):
                store.write(*said("40"))
        store.finish(run(40, name="r2"))
        store.finish(run(40, name="r2"))
    with opened(folder) as store:
        assert store.newest("birch") == 40
    assert told(folder) == anew(folder)
    assert contents(folder)[f"runs/{DAY}"].count(b"\n") == 2


def test_an_index_that_may_not_be_written_is_an_error_that_says_so(tmp_path: Path) -> None:
    folder = filled(tmp_path / "data")
    before = contents(folder)
    (folder / "index.sqlite").unlink()
    (folder / "index.sqlite").mkdir()
    (folder / "index.sqlite" / "mine").touch()
    with pytest.raises(StoreError, match=r"index.sqlite: cannot keep the index: "):
        opened(folder)
    shutil.rmtree(folder / "index.sqlite")
    (folder / "index.sqlite.new").mkdir()
    with pytest.raises(StoreError, match=r"index.sqlite.new: cannot remove what is left of an index: "):
        opened(folder)
    (folder / "index.sqlite.new").rmdir()
    assert contents(folder) == before
    assert reopened(folder)


def test_an_index_that_another_program_reads_is_left_to_it(tmp_path: Path) -> None:
    folder = filled(tmp_path / "data")
    connection = sqlite3.connect(folder / "index.sqlite")
    try:
        connection.execute("BEGIN")
        assert connection.execute("SELECT count(*) FROM document").fetchone() == (9,)
        assert reopened(folder)
        with opened(folder) as store:
            store.write(*said("40"))
        assert connection.execute("SELECT count(*) FROM document").fetchone() == (9,)
    finally:
        connection.close()
    assert told(folder) == anew(folder)


# --- segments that are not what was read ------------------------------------------------------------------------------


def appended(folder: Path) -> None:
    """By an older Polon, which knows no index."""
    one = document("50", channel=77)
    for kind, record in (
        ("claims", claim(one)),
        ("documents", one),
        ("visits", visit(50, 50)),
        ("fetches", fetched("c")),
        ("runs", run(50)),
    ):
        with (folder / kind / DAY).open("ab") as file:
            file.write(encode(record) + b"\n")


def a_newer_segment(folder: Path) -> None:
    path = folder / "documents/2026/04/2026-04-01.jsonl"
    path.parent.mkdir()
    path.write_bytes(encode(document("2", "In April.")) + b"\n" + encode(document("51")) + b"\n")


def edited(folder: Path) -> None:
    path = folder / "documents" / EARLIER
    path.write_bytes(path.read_bytes().replace(b'"id":"birch/4"', b'"id":"birch/X"'))


def edited_in_secret(folder: Path) -> None:
    status = (folder / "documents" / EARLIER).stat()
    edited(folder)
    os.utime(folder / "documents" / EARLIER, ns=(status.st_atime_ns, status.st_mtime_ns))


def replaced(folder: Path) -> None:
    """As most editors do, and tools that restore a backup."""
    path = folder / "documents" / EARLIER
    path.with_suffix(".tmp").write_bytes(path.read_bytes().replace(b'"id":"birch/4"', b'"id":"birch/4x"'))
    path.with_suffix(".tmp").rename(path)


def truncated(folder: Path) -> None:
    path = folder / "documents" / DAY
    path.write_bytes(path.read_bytes().splitlines(keepends=True)[0])


def emptied(folder: Path) -> None:
    (folder / "claims" / EARLIER).write_bytes(b"")


def gone(folder: Path) -> None:
    (folder / "documents" / EARLIER).unlink()


def an_older_segment(folder: Path) -> None:
    (folder / "documents/2026/03/2026-03-02.jsonl").write_bytes(encode(document("4", "Before.")) + b"\n")


def one_between(folder: Path) -> None:
    earlier = folder / "documents" / EARLIER
    lines = earlier.read_bytes().splitlines(keepends=True)
    earlier.write_bytes(b"".join(lines[:3]))
    (folder / "documents/2026/03/2026-03-02.jsonl").write_bytes(b"".join(lines[3:]))


def an_older_one_grew(folder: Path) -> None:
    with (folder / "documents" / EARLIER).open("ab") as file:
        file.write(encode(document("8", "Of the day before, but added later.")) + b"\n")


def line_out(folder: Path) -> None:
    path = folder / "documents" / DAY
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[1:]))


HANDS: dict[str, tuple[Callable[[Path], None], bool]] = {
    "appended": (appended, False),
    "a newer segment": (a_newer_segment, False),
    "edited": (edited, True),
    "edited in secret": (edited_in_secret, True),
    "replaced": (replaced, True),
    "truncated": (truncated, True),
    "emptied": (emptied, True),
    "gone": (gone, True),
    "an older segment": (an_older_segment, True),
    "one between": (one_between, True),
    "an older one grew": (an_older_one_grew, True),
    "a line taken out": (line_out, True),
}


@pytest.mark.parametrize("twice", [False, True], ids=["read once", "read twice"])
@pytest.mark.parametrize(("hand", "fresh"), HANDS.values(), ids=HANDS)
def test_an_index_follows_a_hand_on_the_segments(
    tmp_path: Path, hand: Callable[[Path], None], fresh: bool, twice: bool
) -> None:
    folder = filled(tmp_path / "data")
    if twice:
        opened(folder).close()
    hand(folder)
    before = contents(folder)
    assert reopened(folder) is fresh
    assert contents(folder) == before
    assert not reopened(folder)


def test_segments_touched_and_not_changed_are_read_again_and_the_index_kept(tmp_path: Path) -> None:
    folder = filled(tmp_path / "data")
    for path in folder.rglob("*.jsonl"):
        path.chmod(0o600)
        path.touch()
    assert not reopened(folder)


def test_a_torn_end_is_no_part_of_the_index(tmp_path: Path) -> None:
    folder = filled(tmp_path / "data")
    with (folder / "documents" / DAY).open("ab") as file:
        file.write(encode(document("60")) + b'\n{"id":"birch/61"')
    assert not reopened(folder)
    assert torn(folder) == [b'{"id":"birch/61"']
    with opened(folder) as store:
        assert store.posts("birch", 60, 61) == [60]


@pytest.mark.parametrize("kind", ["documents", "claims", "visits", "fetches", "runs"])
def test_a_line_damaged_after_it_was_read_is_named(tmp_path: Path, kind: str) -> None:
    folder = filled(tmp_path / "data")
    opened(folder).close()
    path = folder / kind / EARLIER
    whole = path.read_bytes()
    first, _, rest = whole.partition(b"\n")
    path.write_bytes(first[:-1] + b"]\n" + rest)
    before = contents(folder)
    for _ in range(2):
        with pytest.raises(StoreError, match="line 1: not a whole record") as caught:
            opened(folder)
        assert str(caught.value).startswith(str(path))
    assert contents(folder) == before
    assert list(folder.glob("index.sqlite.new*")) == []
    path.write_bytes(whole)
    assert reopened(folder)


def test_a_damaged_line_among_those_added_is_named_by_its_number(tmp_path: Path) -> None:
    folder = filled(tmp_path / "data")
    with (folder / "documents" / DAY).open("ab") as file:
        file.write(encode(document("60")) + b'\n{"id":"birch/61"}\n' + encode(document("62")) + b"\n")
    with pytest.raises(StoreError, match=f"{DAY}, line 5: not a whole record"):
        opened(folder)


def test_a_segment_that_another_program_writes_to_under_a_run_is_an_error_and_then_read(tmp_path: Path) -> None:
    folder = filled(tmp_path / "data")
    with opened(folder) as store:
        with (folder / "documents" / DAY).open("ab") as file:
            file.write(encode(document("70")) + b"\n")
        with pytest.raises(StoreError, match="another program has written here"):
            store.write(document("71", "Nothing."), [])
        assert store.posts("birch", 70, 71) == [70, 71]
        store.write(document("72", "Nothing."), [])
    assert told(folder) == anew(folder)


def test_a_line_that_is_not_where_it_was_is_an_error_and_then_found(tmp_path: Path) -> None:
    folder = filled(tmp_path / "data")
    path = folder / "documents" / EARLIER
    lines = path.read_bytes().splitlines(keepends=True)
    with opened(folder) as store:
        path.write_bytes(b"".join(reversed(lines)))
        with pytest.raises(StoreError, match="another program has changed it"):
            store.write(document("5", deleted=True), [])
        store.write(document("5", deleted=True), [])
    assert told(folder) == anew(folder)


def test_numbers_that_no_column_holds_do_no_harm(tmp_path: Path) -> None:
    folder = filled(tmp_path / "data")
    huge = encode(document("80")).replace(b'"channel":null', b'"channel":' + b"9" * 30)
    assert b"9" * 30 in huge
    source = SourceRun(source="birch", outcome=Outcome.OK, newest=10**25)
    with (folder / "documents" / DAY).open("ab") as file:
        file.write(huge + b"\n")
    with (folder / "runs" / DAY).open("ab") as file:
        file.write(encode(replace(run(), sources=(source,))) + b"\n")
    with opened(folder) as store:
        assert store.posts("birch", 80, 80) == [80]
        assert store.newest("birch") == 8
        store.finish(replace(run(), sources=(source,), id="r9"))
        assert store.newest("birch") == 8


# --- kills ------------------------------------------------------------------------------------------------------------


def work(store: Store) -> None:
    store.write_page([said("2", "Once more, 25 and 3."), said("40"), (document("4", deleted=True), [])], visit(40, 40))
    store.write_page([said("41"), (document("42", "Nothing."), [])], visit(41, 42))
    store.write_page([], fetched("d"))
    store.finish(run(42, name="r2"))


def steps(kill: int, folder: Path, count: int) -> None:
    """In a process of its own: everything, with a kill at the `kill`-th call of the system or statement of SQL."""
    made = 0

    def step(*_: object) -> None:
        nonlocal made
        made += 1
        if made == kill:
            os.kill(os.getpid(), signal.SIGKILL)

    for name in ("write", "fdatasync", "fsync", "open", "unlink", "rename", "utime", "ftruncate"):
        real = getattr(os, name)
        setattr(os, name, lambda *given, real=real, **named: (step(), real(*given, **named))[1])
    connect = sqlite3.connect

    def connected(*given: Any, **named: Any) -> Any:
        connection = connect(*given, **named)
        connection.set_trace_callback(step)
        return connection

    sqlite3.connect = connected  # type: ignore[assignment]
    with opened(folder) as store:
        work(store)
    os.write(count, str(made).encode())


def killed_at(kill: int, folder: Path) -> int:
    """The steps that were made; 0 where the kill came first, which must be the only reason not to end."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.close(reading)
            steps(kill, folder, writing)
        finally:
            os._exit(1)
    os.close(writing)
    _, status = os.waitpid(child, 0)
    with os.fdopen(reading) as file:
        made = int(file.read() or 0)
    assert made or os.WIFSIGNALED(status), "an error"
    return made


@pytest.fixture(params=["read before", "to be read"])
def template(request: pytest.FixtureRequest, quick_path: Path) -> Callable[[str], Path]:
    """Makes stores to be killed, with an index that fits, or none."""

    def make(name: str) -> Path:
        folder = Path(shutil.copytree(base, quick_path / name))
        if request.param == "read before":
            opened(folder).close()
        return folder

    base = filled(quick_path / "base")
    return make


def test_a_kill_at_any_step_loses_and_doubles_nothing(template: Callable[[str], Path]) -> None:
    undisturbed = template("undisturbed")
    count = killed_at(0, undisturbed)
    assert count > 60
    for kill in range(1, count):
        folder = template(str(kill))
        assert killed_at(kill, folder) == 0, "not killed"
        opened(folder).close()
        assert told(folder) == anew(folder)
        with opened(folder) as store:
            work(store)
        assert told(folder) == anew(folder)
        assert {**contents(folder), f"visits/{DAY}": b""} == {**contents(undisturbed), f"visits/{DAY}": b""}
        shutil.rmtree(folder)

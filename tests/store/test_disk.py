"""What a kill, a power cut, a full or read-only disk and a second process do to the store."""

from __future__ import annotations

import errno
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from polon.records import Event
from polon.store import Change, Locked, Store, StoreError, disk
from polon.store.disk import LONGEST_LINE, segments
from tests.store.examples import NOON, TEXT, claim, contents, document, opened, run, torn
from tests.store.killing import Killed, killing

ROOT = Path(__file__).resolve().parents[2]
UNMEASURED = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
"""For processes that are killed, or may not write: they could not finish what they measure for coverage."""
DAY = "2026/03/2026-03-04.jsonl"


# --- kills -----------------------------------------------------------------------------------------------------------


def base(folder: Path) -> Path:
    """A store from the day before: b will be edited, c deleted, d stays, e comes back, f is read anew."""
    with opened(folder, NOON - timedelta(days=1)) as store:
        for name in "bcdef":
            one = document(name)
            store.write(one, [claim(one), claim(one, "3", 3)])
        store.write(document("e", deleted=True), [])
        store.finish(run(3, name="r0"))
    return folder


def work(store: Store) -> None:
    a, b, e, f = document("a"), document("b", f"Update. {TEXT} And 40 are held."), document("e"), document("f")
    store.write(a, [claim(a), claim(a, "3", 3)])
    moved = claim(b, id=claim(document("b")).id)
    store.write(b, [moved, claim(b, "40", 40)])
    store.write(document("c", deleted=True), [])
    store.write(document("d"), [claim(document("d")), claim(document("d"), "3", 3)])
    store.write(e, [claim(e), claim(e, "3", 3)])
    store.write(f, [claim(f, event=Event.HELD)])
    store.finish(run(9))


def calls_of_an_undisturbed_run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    with killing(monkeypatch, 0, 0) as made, opened(folder) as store:
        work(store)
    return made


@pytest.mark.parametrize("part", [0, 0.01, 0.5, 0.999, 1])
def test_a_kill_at_any_write_loses_and_doubles_nothing(
    quick_path: Path, monkeypatch: pytest.MonkeyPatch, part: float
) -> None:
    template = base(quick_path / "base")
    undisturbed = Path(shutil.copytree(template, quick_path / "undisturbed"))
    made = calls_of_an_undisturbed_run(undisturbed, monkeypatch)
    assert made.count("write") == 10  # claims of a, b, c, e, f; documents a, b, c, e; the run
    for call in range(1, len(made) + 1):
        folder = Path(shutil.copytree(template, quick_path / str(call)))
        with killing(monkeypatch, call, part), pytest.raises(Killed), opened(folder) as store:
            work(store)
        cut = made[call - 1] == "write" and 0 < part < 1
        with opened(folder) as store:
            assert len(store.repairs) == cut
            work(store)
            assert store.newest("birch") == 9
        assert contents(folder) == contents(undisturbed)
        assert len(torn(folder)) == cut


def test_a_run_killed_before_midnight_is_made_good_after_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = document()
    with killing(monkeypatch, 8, 0), pytest.raises(Killed), opened(tmp_path) as store:
        store.write(one, [claim(one), claim(one, "3", 3)])
    assert [p.name for p in segments(tmp_path, "claims")] == ["2026-03-04.jsonl"]
    with opened(tmp_path, NOON + timedelta(days=1)) as store:
        assert store.change_of(one) is Change.NEW
        assert store.write(one, [claim(one), claim(one, "3", 3)]).claims_new == 2
    assert {name for name, data in contents(tmp_path).items() if data} == {
        "claims/2026/03/2026-03-04.jsonl",
        "documents/2026/03/2026-03-05.jsonl",
    }


def test_a_kill_while_a_torn_end_is_sealed_loses_no_byte(quick_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    template = base(quick_path / "base")
    before = contents(template)
    segment = next(name for name in before if name.startswith("documents"))
    (template / segment).write_bytes(before[segment] + b'{"id":"birch/z"')
    with killing(monkeypatch, 0, 0) as made, opened(Path(shutil.copytree(template, quick_path / "0"))):
        pass
    assert made[:3] == ["fsync"] * 3
    for call in range(1, len(made) + 1):
        folder = Path(shutil.copytree(template, quick_path / str(call)))
        with killing(monkeypatch, call, 0), pytest.raises(Killed), opened(folder):
            pass
        with opened(folder):
            pass
        assert contents(folder) == before
        assert set(torn(folder)) == {b'{"id":"birch/z"'}


def test_what_a_killed_process_had_written_is_there(tmp_path: Path) -> None:
    program = """
import itertools, sys
from pathlib import Path
from tests.store.examples import claim, document, opened
with opened(Path(sys.argv[1])) as store:
    for number in itertools.count():
        one = document(f"{sys.argv[2]}-{number}")
        store.write(one, [claim(one), claim(one, "3", 3)])
        print(one.id, flush=True)
"""
    said: list[str] = []
    for round_ in "xyz":
        with _python(program, str(tmp_path), round_) as process:
            assert process.stdout
            said += [process.stdout.readline().strip() for _ in range(20)]
            process.send_signal(signal.SIGKILL)
            said += process.stdout.read().split()
    with opened(tmp_path) as store:
        known = store.known("birch")
        assert set(said) <= set(known)
        for name in said:
            one = document(name.removeprefix("birch/"))
            assert store.write(one, [claim(one), claim(one, "3", 3)]).change is Change.UNCHANGED
    ids = [json.loads(line)["id"] for line in (tmp_path / "claims" / DAY).read_text("utf-8").splitlines()]
    assert len(ids) == len(set(ids)) >= 2 * len(said)


def test_ctrl_c_between_a_write_and_its_note_stops_the_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(tmp_path) as store:
        with killing(monkeypatch, 6, 1), pytest.raises(Killed):
            store.write(document(), [claim(document())])
        with pytest.raises(StoreError, match="open the store again"):
            store.write(document("2"), [])


def test_what_is_made_is_entered_durably_in_its_folder_before_it_is_filled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def sync(folder: Path) -> None:
        made.append("/".join(folder.relative_to(tmp_path).parts))
        assert all(not data for name, data in contents(tmp_path).items() if name.startswith(made[-1]) and made[-1])

    monkeypatch.setattr(disk, "sync_folder", sync)
    with opened(tmp_path / "data") as store:
        assert made == [""]
        store.write(document(), [])
        assert made[1:] == ["data", "data/documents", "data/documents/2026", "data/documents/2026/03"]
        store.write(document("2"), [])
        assert len(made) == 5


# --- torn ends -------------------------------------------------------------------------------------------------------


def _written(folder: Path) -> dict[str, bytes]:
    with opened(folder) as store:
        for name in ("1", "2"):
            one = document(name, f"Сьогодні 25 людей удома, {name}.")
            store.write(one, [claim(one)])
            store.finish(run(int(name), name=name))
    return contents(folder)


@pytest.mark.parametrize("kind", ["documents", "claims", "runs"])
def test_a_last_line_cut_at_any_byte_is_sealed(quick_path: Path, kind: str) -> None:
    whole = _written(quick_path)
    path = quick_path / kind / DAY
    first, last = whole[f"{kind}/{DAY}"].splitlines(keepends=True)
    for end in range(len(last)):
        path.write_bytes(first + last[:end])
        with opened(quick_path) as store:
            assert [(r.file, r.size) for r in store.repairs] == ([(path, end)] if end else [])
        assert path.read_bytes() == first
        assert torn(quick_path) == ([last[:end]] if end else [])
        for sealed in quick_path.rglob("*.torn-*"):
            sealed.unlink()
    with opened(quick_path) as store:
        one = document("2", "Сьогодні 25 людей удома, 2.")
        store.write(one, [claim(one)])
        store.finish(run(2, name="2"))
    assert contents(quick_path) == whole


@pytest.mark.parametrize(
    "tail",
    [
        b"\0",
        b"\0" * 4096,
        b"\0" * 200_000,
        b'{"id":"birch/3"' + b"\0" * 70_000,
        b"\0" * 100 + b'"}\n',
        b'{"id":"\0\0"}\n\0\0\n\0',
        b"{" * 150_000,
    ],
    ids=["one", "page", "long", "half a line", "ended", "several", "longer than a block"],
)
@pytest.mark.parametrize("before", [True, False], ids=["after lines", "alone"])
def test_a_tail_of_nul_bytes_is_sealed(tmp_path: Path, tail: bytes, before: bool) -> None:
    whole = _written(tmp_path)
    path = tmp_path / "documents" / DAY
    kept = whole[f"documents/{DAY}"] if before else b""
    path.write_bytes(kept + tail)
    with opened(tmp_path) as store:
        (repair,) = store.repairs
    assert str(repair) == f"{path}: {len(tail)} bytes of a torn last line moved to 2026-03-04.jsonl.torn-1"
    assert path.read_bytes() == kept
    assert repair.moved_to.read_bytes() == tail


def test_torn_ends_are_kept_side_by_side_and_never_read(tmp_path: Path) -> None:
    _written(tmp_path)
    path = tmp_path / "documents" / DAY
    for tail in (b"{1", b"{2", b"{2"):
        with path.open("ab") as file:
            file.write(tail)
        opened(tmp_path).close()
    assert torn(tmp_path) == [b"{1", b"{2", b"{2"]
    assert segments(tmp_path, "documents") == [path]


DAMAGED = [
    b"",
    b"garbage",
    b"[1]",
    b"{}",
    b'{"id":"birch/1","source":',
    b'{"id":1,"source":"birch","document":1,"revision":2,"sources":3}',
    b'{"id":"birch/1","source":"birch","document":"d","revision":"r","sources":[],"text":"\xff\xfe"}',
    b'{"id":"birch/1","source":"birch","document":"d","revision":"r","sources":[]} {}',
    b'{"id":"birch/1","source":"birch","document":"d","revision":"r","sources":[],"text":"a\0b"}',
]


@pytest.mark.parametrize("kind", ["documents", "claims", "runs"])
@pytest.mark.parametrize("line", DAMAGED)
def test_a_damaged_line_in_the_middle_is_named_and_nothing_touched(tmp_path: Path, kind: str, line: bytes) -> None:
    whole = _written(tmp_path)
    path = tmp_path / kind / DAY
    first, last = whole[f"{kind}/{DAY}"].splitlines(keepends=True)
    path.write_bytes(first + line + b"\n" + last)
    before = contents(tmp_path)
    with pytest.raises(StoreError, match="line 2: not a whole record") as caught:
        opened(tmp_path)
    assert str(caught.value).startswith(f"{path}, line 2:")
    assert "backup" in str(caught.value)
    assert contents(tmp_path) == before
    path.write_bytes(whole[f"{kind}/{DAY}"])
    opened(tmp_path).close()  # and the lock was free


def test_a_line_of_a_newer_version_is_not_guessed_at(tmp_path: Path) -> None:
    _written(tmp_path)
    path = tmp_path / "claims" / DAY
    path.write_bytes(path.read_bytes().replace(b'"schema":1}', b'"schema":2}'))
    with pytest.raises(StoreError, match="line 1: written by a newer polon"):
        opened(tmp_path)


def test_a_line_damaged_where_opening_does_not_look_is_named_when_it_is_needed(tmp_path: Path) -> None:
    _written(tmp_path)
    for kind, old, new in (
        ("claims", b'"event":"released"', b'"event":"escaped!"'),
        ("documents", b'"lang":', b'"long":'),
    ):
        path = tmp_path / kind / DAY
        first, last = path.read_bytes().splitlines(keepends=True)
        path.write_bytes(first + last.replace(old, new))
        with opened(tmp_path) as store, pytest.raises(StoreError, match="line 2: not a whole record") as caught:
            store.write(document("2", deleted=True), [])
        assert str(caught.value).startswith(str(path))
        path.write_bytes(first + last)


def test_foreign_files_are_left_alone(tmp_path: Path) -> None:
    _written(tmp_path)
    month = tmp_path / "claims/2026/03"
    for name in ("notes.txt", "2026-02-30.jsonl", "2026-03-04.jsonl.torn-1", "copy of 2026-03-04.jsonl"):
        (month / name).write_bytes(b"not a record")
    opened(tmp_path).close()
    assert segments(tmp_path, "claims") == [month / "2026-03-04.jsonl"]
    assert (month / "notes.txt").read_bytes() == b"not a record"


# --- the lock --------------------------------------------------------------------------------------------------------


def _python(program: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        cwd=ROOT,
        env=UNMEASURED,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


HOLD = """
import sys
from pathlib import Path
from tests.store.examples import opened
with opened(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.mark.parametrize("end", ["by itself", "killed"])
def test_the_second_process_is_locked_out_until_the_first_ends(tmp_path: Path, end: str) -> None:
    with _python(HOLD, str(tmp_path)) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        with pytest.raises(Locked, match=f"process {process.pid}"):
            opened(tmp_path)
        assert contents(tmp_path) == {}
        if end == "killed":
            process.kill()
        else:
            process.communicate("\n")
        process.wait()
        with opened(tmp_path) as store:
            store.write(document(), [])
    assert (tmp_path / "lock").read_text() == f"{os.getpid()}\n"


def test_one_process_cannot_open_the_store_twice(tmp_path: Path) -> None:
    with opened(tmp_path), pytest.raises(Locked, match=f"process {os.getpid()}"):
        opened(tmp_path)
    opened(tmp_path).close()


def test_a_child_of_the_writer_does_not_keep_the_lock(tmp_path: Path) -> None:
    """A forked child has the writer's file descriptors, the lock's among them."""
    store = opened(tmp_path)
    waiting, ending = os.pipe()
    child = os.fork()
    if not child:
        os.close(ending)
        os.read(waiting, 1)
        os._exit(0)
    store.close()
    try:
        opened(tmp_path).close()
    finally:
        os.close(ending)
        os.close(waiting)
        os.waitpid(child, 0)


# --- disks that refuse ----------------------------------------------------------------------------------------------


@pytest.fixture
def public() -> Iterator[Path]:
    """A folder that another user can reach, which pytest's are not."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@contextmanager
def an_ordinary_user(folder: Path) -> Iterator[None]:
    """Rights bind root to nothing, so root becomes somebody else for a while."""
    if os.geteuid() != 0:
        yield
        return
    for path in (folder, *folder.rglob("*")):
        os.chown(path, 65534, 65534)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_read_only_folder(public: Path) -> None:
    folder = public / "data"
    before = _written(folder)
    with an_ordinary_user(folder):
        for path in folder.rglob("*"):
            path.chmod(0o555 if path.is_dir() else 0o444)
        folder.chmod(0o555)
        with pytest.raises(StoreError, match=r"lock: cannot open the lock: Permission denied: .* --data"):
            opened(folder)
        (folder / "lock").chmod(0o644)
        with pytest.raises(StoreError, match=r"index.sqlite: cannot .* the index: Permission denied: .* --data"):
            opened(folder)
        folder.chmod(0o755)
        with opened(folder) as store:
            with pytest.raises(
                StoreError, match=r"2026-03-04.jsonl: cannot write claims: Permission denied: .* --data"
            ):
                store.write(document("3"), [claim(document("3"))])
            with pytest.raises(StoreError, match="cannot write runs"):
                store.finish(run(3, name="3"))
        folder.chmod(0o555)
        with pytest.raises(StoreError, match="cannot make the folder: Permission denied"):
            opened(folder / "deeper")
    assert contents(folder) == before


def test_a_torn_end_in_a_read_only_folder(public: Path) -> None:
    folder = public / "data"
    _written(folder)
    path = folder / "claims" / DAY
    path.write_bytes(path.read_bytes() + b"{")
    with an_ordinary_user(folder):
        path.parent.chmod(0o555)
        with pytest.raises(StoreError, match="cannot seal the torn last line: Permission denied"):
            opened(folder)
        path.parent.chmod(0o755)


@pytest.mark.parametrize("place", ["", "deeper"])
def test_a_file_where_the_folder_should_be(tmp_path: Path, place: str) -> None:
    (tmp_path / "data").write_text("mine")
    with pytest.raises(StoreError, match=r"cannot make the folder: .*: a file stands where a folder should be"):
        opened(tmp_path / "data" / place)
    assert (tmp_path / "data").read_text() == "mine"


FULL = """
import sys
from pathlib import Path
from polon.store import StoreError
from tests.store.examples import claim, contents, document, opened
folder = Path(sys.argv[1])
ballast = folder / "ballast"
ballast.write_bytes(b"x" * 200_000)
with opened(folder / "data") as store:
    for number in range(10_000):
        before = contents(folder / "data")
        one = document(str(number))
        try:
            store.write(one, [claim(one)])
        except StoreError as error:
            print(error)
            break
    after = contents(folder / "data")
    assert all(after[name].startswith(before[name]) for name in before)
    assert all(data.endswith(b"\\n") for data in after.values() if data), "a torn end"
    ballast.unlink()
    for other in (one, document("another")):
        store.write(other, [claim(other)])
with opened(folder / "data") as store:
    print(len(store.repairs), len(store.known("birch")) - number)
for kind in ("claims", "documents"):
    lines = b"".join(data for name, data in contents(folder / "data").items() if name.startswith(kind)).splitlines()
    print(len(lines) - number)
"""


@pytest.mark.parametrize("size", [500, 520, 540, 700])
def test_a_full_disk(tmp_path: Path, size: int) -> None:
    place = tmp_path / "small"
    place.mkdir()
    mount = f'mount -t tmpfs -o size={size}k none "$1" && exec "$2" -c "$3" "$1"'
    rights = ["--mount"] if os.geteuid() == 0 else ["--mount", "--user", "--map-root-user"]
    tried = subprocess.run(
        ["unshare", *rights, "mount", "-t", "tmpfs", "none", str(place)], capture_output=True, check=False
    )
    if tried.returncode:
        pytest.skip(f"no small file system can be mounted here: {tried.stderr.decode().strip()}")
    command = ["unshare", *rights, "sh", "-c", mount, "sh", str(place), sys.executable, FULL]
    done = subprocess.run(command, cwd=ROOT, env=UNMEASURED, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    message, *rest = done.stdout.splitlines()
    assert "free some space and run again" in message
    assert rest == ["0 2", "2", "2"], "one that failed and was written again, another"


@pytest.mark.parametrize("limit_", [200_000, 220_000, 4_000_000])
def test_a_file_that_may_not_grow(tmp_path: Path, limit_: int) -> None:
    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit_, limit_))

    program = FULL.replace("        store.write(other, [claim(other)])", "        pass")
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        cwd=ROOT, env=UNMEASURED, capture_output=True, text=True, check=False, preexec_fn=limit,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    message, known, claims, documents = done.stdout.splitlines()
    assert "bytes fitted" in message or "ulimit -f" in message
    assert (known, documents) in [("0 0", "0"), ("0 1", "1")]
    assert claims in ("0", "1")


@pytest.mark.parametrize(
    ("fault", "advice"),
    [
        (errno.ENOSPC, "the disk is full; free some space"),
        (errno.EROFS, "mounted read-only"),
        (errno.EIO, "the disk reports a fault"),
        (errno.EDQUOT, "quota"),
        (errno.EMFILE, "look at the file"),
    ],
)
@pytest.mark.parametrize("edge", ["write", "fdatasync"])
@pytest.mark.parametrize("call", [1, 2, 3])
def test_an_error_at_any_write_takes_the_line_back_and_the_store_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: int, advice: str, edge: str, call: int
) -> None:
    one, other = document(), document("2")
    real, made = getattr(os, edge), 0

    def failing(file: int, *rest: Any) -> Any:
        nonlocal made
        made += 1
        if made != call:
            return real(file, *rest)
        if rest:
            os.pwrite(file, rest[0][:9], 0)
        raise OSError(fault, os.strerror(fault))

    def everything() -> None:
        store.write(one, [claim(one)])
        store.write(other, [])

    with opened(tmp_path) as store:
        with monkeypatch.context() as patched:
            patched.setattr(os, edge, failing)
            with pytest.raises(StoreError, match=advice) as caught:
                everything()
        assert str(tmp_path) in str(caught.value)
        assert all(data.endswith(b"\n") or not data for data in contents(tmp_path).values())
        everything()
    assert {name: data.count(b"\n") for name, data in contents(tmp_path).items()} == {
        f"claims/{DAY}": 1,
        f"documents/{DAY}": 2,
    }


def test_a_short_write_is_an_error_and_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    with opened(tmp_path) as store:
        with monkeypatch.context() as patched:
            patched.setattr(os, "write", lambda file, data: real(file, data[:100]))
            with pytest.raises(StoreError, match=r"only 100 of \d+ bytes fitted"):
                store.write(document(), [])
        assert contents(tmp_path) == {f"documents/{DAY}": b""}


def test_a_line_that_cannot_be_taken_back_stops_the_store_until_it_is_opened_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.write

    def broken(*_: Any) -> None:
        raise OSError(errno.EIO, "fault")

    with opened(tmp_path) as store:
        store.write(document(), [])
        with monkeypatch.context() as patched:
            patched.setattr(os, "write", lambda file, data: real(file, data[:100]))
            patched.setattr(os, "ftruncate", broken)
            with pytest.raises(StoreError, match="bytes fitted"):
                store.write(document("2"), [])
        for attempt in (lambda: store.write(document("3"), []), lambda: store.finish(run())):
            with pytest.raises(StoreError, match="the last write was cut short; run again"):
                attempt()
    with opened(tmp_path) as store:
        assert [r.size for r in store.repairs] == [100]
        assert set(store.known("birch")) == {"birch/1"}
        store.write(document("2"), [])


def test_the_longest_line_that_may_be_written_is_one_that_readers_take() -> None:
    assert LONGEST_LINE == 16_777_216  # DuckDB's maximum_object_size when nothing else is said


def test_a_segment_in_the_middle_of_the_store_may_be_empty(tmp_path: Path) -> None:
    _written(tmp_path)
    earlier = tmp_path / "claims/2026/03/2026-03-03.jsonl"
    earlier.touch()
    with opened(tmp_path) as store:
        one = replace(document("2", "Сьогодні 25 людей удома, 2."), deleted=True)
        assert store.write(one, []).claims_withdrawn == 1

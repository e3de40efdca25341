from __future__ import annotations

import errno
import gzip
import hashlib
import io
import os
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from polon.records import Evidence
from polon.store import Refused, StoreError, evidence
from polon.store.evidence import Archive, Seal, manifest
from tests.store.examples import NOON

NAME = "evidence/2026/03/r1.warc.gz"
PAGE = "<p>Дома 25 людей</p>".encode()
HEADERS = [("Content-Type", "text/html"), ("Content-Encoding", "br"), ("Content-Length", "9"), ("Set-Cookie", "a=1")]


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def records(path: Path) -> list[tuple[str, str, bytes]]:
    with path.open("rb") as file:
        return [
            (r.rec_type, r.rec_headers.get_header("WARC-Target-URI") or "", r.content_stream().read())
            for r in ArchiveIterator(file, check_digests="raise")
        ]


def full(folder: Path, run: str = "r1") -> Archive:
    archive = Archive(folder, run, NOON)
    archive.add("https://a.example/1", 200, HEADERS, PAGE, NOON)
    archive.add("https://a.example/2", 404, [], b"gone", NOON)
    return archive


def test_a_run_leaves_one_sealed_file(tmp_path: Path) -> None:
    with Archive(tmp_path, "r1", NOON) as archive:
        kept = archive.add("https://a.example/1", 200, HEADERS, PAGE, NOON)
        assert (tmp_path / (NAME + ".open")).exists()
    assert kept == Evidence(sha256=sha256(PAGE), file=NAME)
    path = tmp_path / NAME
    assert list(manifest(tmp_path)) == [
        Seal(file=NAME, records=2, bytes=path.stat().st_size, sha256=sha256(path.read_bytes()))
    ]
    assert [p.name for p in path.parent.iterdir()] == ["r1.warc.gz"]
    info, page = records(path)
    assert page == ("response", "https://a.example/1", PAGE)
    assert info[0] == "warcinfo"
    assert b"software: polon/" in info[2]
    assert b"isPartOf: r1" in info[2]


def test_a_record_says_what_was_fetched_when(tmp_path: Path) -> None:
    with Archive(tmp_path, "r1", NOON) as archive:
        archive.add(
            "https://a.example/1", 200, HEADERS, PAGE, datetime(2026, 3, 4, 15, tzinfo=timezone(timedelta(hours=2)))
        )
    with (tmp_path / NAME).open("rb") as file:
        record = list(ArchiveIterator(file))[1]
    assert record.rec_headers.get_header("WARC-Date") == "2026-03-04T13:00:00Z"
    assert record.rec_headers.get_header("WARC-Payload-Digest").startswith("sha256:")
    assert record.rec_headers.get_header("WARC-Block-Digest").startswith("sha256:")
    assert record.http_headers.get_statuscode() == "200"
    assert record.http_headers.statusline == "200 OK"
    assert record.http_headers.headers == [
        ("Content-Type", "text/html"),
        ("X-Archive-Orig-Content-Encoding", "br"),
        ("X-Archive-Orig-Content-Length", "9"),
        ("Set-Cookie", "a=1"),
        ("Content-Length", str(len(PAGE))),
    ]


def test_the_checker_of_warcio_finds_no_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    full(tmp_path).close()
    cmd = type("Options", (), {"inputs": [str(tmp_path / NAME)], "verbose": True})
    assert not Checker(cmd).process_all()
    assert "digest pass" in capsys.readouterr().out


def test_nothing_added_leaves_no_file(tmp_path: Path) -> None:
    with Archive(tmp_path, "r1", NOON) as archive:
        pass
    archive.close()
    assert list(tmp_path.rglob("*")) == []
    assert list(manifest(tmp_path)) == []


def test_a_body_is_kept_once_a_run(tmp_path: Path) -> None:
    with full(tmp_path) as archive:
        again = archive.add("https://mirror.example/1", 200, [], PAGE, NOON)
    assert again == Evidence(sha256=sha256(PAGE), file=NAME)
    assert [r[1] for r in records(tmp_path / NAME)] == ["", "https://a.example/1", "https://a.example/2"]
    with full(tmp_path, "r2") as archive:
        assert archive.sealed == ()
    assert [(s.file, s.records) for s in manifest(tmp_path)] == [(NAME, 3), ("evidence/2026/03/r2.warc.gz", 3)]


@pytest.mark.parametrize("run", ["", ".", "..", "../r1", "a/b", ".hidden", "r 1", "r\n", "r\0", "é", "a" * 129])
def test_a_run_id_cannot_leave_the_folder(tmp_path: Path, run: str) -> None:
    with pytest.raises(Refused, match="cannot name a file"):
        Archive(tmp_path, run, NOON)


def test_a_run_id_is_used_once(tmp_path: Path) -> None:
    full(tmp_path).close()
    with pytest.raises(StoreError, match="give each run its own id"):
        full(tmp_path)


def test_a_closed_archive_takes_nothing(tmp_path: Path) -> None:
    archive = full(tmp_path)
    archive.close()
    with pytest.raises(StoreError, match="closed"):
        archive.add("https://a.example/3", 200, [], b"new", NOON)


def test_a_fetch_without_an_offset_is_an_error(tmp_path: Path) -> None:
    with Archive(tmp_path, "r1", NOON) as archive, pytest.raises(ValueError, match="offset"):
        archive.add("https://a.example/1", 200, [], PAGE, datetime(2026, 3, 4))  # noqa: DTZ001


HOSTILE = [
    ("https://a.example/\r\nWARC-Type: warcinfo", [("X-A", "1")], "https://a.example/%20WARC-Type:%20warcinfo"),
    ("https://a.example/", [("X-A", "1\r\n\r\n<script>"), ("Bad Name\r\n:", "2")], "https://a.example/"),
    ("https://a.example/ї?q=\ud800", [("X-A", "ї\ud800\x00"), ("Content-Disposition", 'a; filename="ї"')], None),
    ("https://a.example/", [("Transfer-Encoding", "chunked"), ("content-length", "999999")], "https://a.example/"),
]


@pytest.mark.parametrize(("url", "headers", "kept"), HOSTILE)
@pytest.mark.parametrize("status", [200, 299, 999])
def test_what_a_server_sends_cannot_break_a_record(
    tmp_path: Path, url: str, headers: list[tuple[str, str]], kept: str | None, status: int
) -> None:
    with Archive(tmp_path, "r1", NOON) as archive:
        archive.add(url, status, headers, b"WARC/1.0\r\n\r\n" + PAGE, NOON)
        archive.add("https://a.example/next", 200, [], b"next", NOON)
    found = records(tmp_path / NAME)
    assert [r[0] for r in found] == ["warcinfo", "response", "response"]
    assert found[1][2] == b"WARC/1.0\r\n\r\n" + PAGE
    assert found[1][1] == kept or kept is None


@given(
    body=st.binary(max_size=300), value=st.text(max_size=30), name=st.text(max_size=10), status=st.integers(100, 999)
)
@example(body=b"", value=";\x80=0", name="Link", status=200)  # a value that warcio's own encoding gives up on
@settings(max_examples=50, deadline=None)
def test_any_body_comes_back(
    tmp_path_factory: pytest.TempPathFactory, body: bytes, value: str, name: str, status: int
) -> None:
    folder = tmp_path_factory.mktemp("data")
    with Archive(folder, "r1", NOON) as archive:
        archive.add("https://a.example/", status, [(name, value)], body, NOON)
    assert records(folder / NAME)[1][2] == body


def test_every_record_is_on_disk_before_add_returns(tmp_path: Path) -> None:
    archive = Archive(tmp_path, "r1", NOON)
    for number in range(3):
        archive.add(f"https://a.example/{number}", 200, [], str(number).encode(), NOON)
        assert len(records(tmp_path / (NAME + ".open"))) == number + 2


# --- kills, cuts, faults ---------------------------------------------------------------------------------------------


def members(data: bytes) -> list[int]:
    """Where each gzip member of a file ends."""
    ends: list[int] = []
    stream = io.BytesIO(data)
    while stream.tell() < len(data):
        with gzip.GzipFile(fileobj=stream) as member:
            member.read(1)
        start = ends[-1] if ends else 0
        ends.append(next((at for at in range(start + 1, len(data)) if data[at : at + 3] == b"\x1f\x8b\x08"), len(data)))
        stream.seek(ends[-1])
    return ends


def test_a_file_cut_anywhere_is_kept_and_sealed_as_cut(tmp_path: Path) -> None:
    full(tmp_path / "whole").close()
    whole = (tmp_path / "whole" / NAME).read_bytes()
    ends = members(whole)
    assert len(ends) == 3
    for cut in [0, 1, 9, *range(20, len(whole), 37), *ends, *(e - 1 for e in ends), *(e + 1 for e in ends[:-1])]:
        folder = tmp_path / str(cut)
        path = folder / (NAME + ".open")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(whole[:cut])
        archive = Archive(folder, "r2", NOON)
        count = sum(end <= cut for end in ends)
        seal = Seal(file=NAME, records=count, bytes=cut, sha256=sha256(whole[:cut]), cut=True)
        assert archive.sealed == (seal,)
        assert list(manifest(folder)) == [seal]
        assert (folder / NAME).read_bytes() == whole[:cut]
        assert Archive(folder, "r3", NOON).sealed == ()
        (folder / NAME).unlink()
        (folder / "evidence/manifest.jsonl").unlink()


def test_noise_behind_the_last_whole_record_is_kept(tmp_path: Path) -> None:
    archive = full(tmp_path)
    path = tmp_path / (NAME + ".open")
    path.write_bytes(path.read_bytes() + b"\0" * 5000)
    del archive
    (seal,) = Archive(tmp_path, "r2", NOON).sealed
    assert (seal.records, seal.cut, seal.bytes) == (3, True, (tmp_path / NAME).stat().st_size)


class Killed(BaseException):
    pass


def test_a_kill_at_any_step_leaves_a_file_that_the_next_run_enters_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def attempt(folder: Path, call: int) -> int:
        made = 0

        def edge(name: str, owner: Any) -> Any:
            real = getattr(owner, name)

            def called(*given: Any) -> Any:
                nonlocal made
                made += 1
                if made == call:
                    if name == "write":
                        real(given[0], given[1][:30])
                    raise Killed
                return real(*given)

            return called

        with monkeypatch.context() as patched:
            for name in ("write", "fdatasync", "fsync"):
                patched.setattr(os, name, edge(name, os))
            patched.setattr(Path, "rename", edge("rename", Path))
            full(folder).close()
        return made

    steps = attempt(tmp_path / "undisturbed", 0)
    assert steps > 10
    for call in range(1, steps + 1):
        folder = tmp_path / str(call)
        with pytest.raises(Killed):
            attempt(folder, call)
        before = set(folder.rglob("*.warc.gz*"))
        Archive(folder, "r2", NOON)
        Archive(folder, "r3", NOON)
        assert [s.file for s in manifest(folder)] == ([NAME] if before else [])
        for seal in manifest(folder):
            data = (folder / NAME).read_bytes()
            assert (seal.bytes, seal.sha256) == (len(data), sha256(data))
            assert seal.cut or len(records(folder / NAME)) == seal.records == 3


def test_a_torn_line_of_the_manifest_is_sealed_and_its_file_entered_again(tmp_path: Path) -> None:
    full(tmp_path).close()
    path = tmp_path / "evidence/manifest.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole[:-9])
    archive = Archive(tmp_path, "r2", NOON)
    assert [(r.file, r.size) for r in archive.repairs] == [(path, len(whole) - 9)]
    assert path.read_bytes() == whole


def test_a_damaged_line_of_the_manifest_is_named(tmp_path: Path) -> None:
    full(tmp_path).close()
    path = tmp_path / "evidence/manifest.jsonl"
    path.write_bytes(b"{}\n" + path.read_bytes())
    with pytest.raises(StoreError, match=r"manifest.jsonl, line 1: not a whole record"):
        Archive(tmp_path, "r2", NOON)


def test_an_open_file_is_not_laid_over_a_sealed_one(tmp_path: Path) -> None:
    full(tmp_path).close()
    (tmp_path / (NAME + ".open")).write_bytes(b"other")
    with pytest.raises(StoreError, match="move one of them away"):
        Archive(tmp_path, "r2", NOON)


@pytest.mark.parametrize("call", [1, 2, 3])
def test_a_full_disk_takes_the_record_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: int) -> None:
    real, made = os.write, 0

    def failing(file: int, data: bytes) -> int:
        nonlocal made
        made += 1
        if made == call:
            real(file, data[:40])
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(file, data)

    def add_three() -> None:
        for number in range(3):
            archive.add(f"https://a.example/{number}", 200, [], str(number).encode(), NOON)

    archive = Archive(tmp_path, "r1", NOON)
    with monkeypatch.context() as patched:
        patched.setattr(os, "write", failing)
        with pytest.raises(StoreError, match="cannot keep evidence: No space left on device: the disk is full"):
            add_three()
    add_three()
    archive.close()
    assert [r[2] for r in records(tmp_path / NAME)[1:]] == [b"0", b"1", b"2"]
    assert next(manifest(tmp_path)).records == 4


def test_a_record_that_cannot_be_taken_back_leaves_the_file_to_be_sealed_as_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise OSError(errno.EIO, "fault")

    archive = full(tmp_path)
    real = os.write
    with monkeypatch.context() as patched:
        patched.setattr(os, "write", lambda file, data: real(file, data[:20]))
        patched.setattr(os, "ftruncate", broken)
        with pytest.raises(StoreError, match="bytes fitted"):
            archive.add("https://a.example/3", 200, [], b"new", NOON)
    with pytest.raises(StoreError, match="cut short"):
        archive.add("https://a.example/4", 200, [], b"newer", NOON)
    archive.close()
    (seal,) = Archive(tmp_path, "r2", NOON).sealed
    assert (seal.records, seal.cut) == (3, True)


def test_a_name_is_durable_before_the_manifest_tells_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[tuple[Path, bool, int]] = []
    monkeypatch.setattr(
        evidence,
        "sync_folder",
        lambda folder: synced.append((folder, (tmp_path / NAME).exists(), len(list(manifest(tmp_path))))),
    )
    full(tmp_path).close()
    assert synced == [((tmp_path / NAME).parent, True, 0)]


def test_the_folder_is_that_of_the_utc_month(tmp_path: Path) -> None:
    started = datetime(2026, 4, 1, 1, 0, tzinfo=timezone(timedelta(hours=3)))
    with Archive(tmp_path, "r1", started) as archive:
        assert archive.add("https://a.example", 200, [], b"", NOON.astimezone(UTC)).file == NAME

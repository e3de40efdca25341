"""Files that only grow: segments by day, one lock, whole lines or none, torn tails sealed.

A segment is `<kind>/YYYY/MM/YYYY-MM-DD.jsonl` below the data folder. It is appended to by one process, which holds
`<data>/lock`; every batch is one `os.write` followed by `os.fdatasync`. After a kill or a power cut the bytes behind
the last line end are moved to `<segment>.torn-<n>` the next time a writer opens the store.
"""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path
from typing import BinaryIO

from polon.store.errors import Locked, StoreError, failed

KINDS = ("documents", "claims", "decisions", "visits", "fetches", "runs")
LONGEST_LINE = 16 * 1024 * 1024
"""Bytes in the longest line that is written; readers give up on longer ones."""

_BLOCK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Repair:
    """A torn end of a file that was moved out of the way: from which file, how many bytes, to which file."""

    file: Path
    size: int
    moved_to: Path

    def __str__(self) -> str:
        return f"{self.file}: {self.size} bytes of a torn last line moved to {self.moved_to.name}"


def segment(folder: Path, kind: str, day: date) -> Path:
    """The file for records of a kind that are written on a day."""
    return folder / kind / f"{day:%Y}" / f"{day:%m}" / f"{day:%Y-%m-%d}.jsonl"


def segments(folder: Path, kind: str) -> list[Path]:
    """Every segment of a kind, the oldest first; torn ends, and files that no store wrote there, are left out."""
    return sorted(p for p in (folder / kind).glob("*/*/*.jsonl") if _is_segment(p, folder, kind))


def _is_segment(path: Path, folder: Path, kind: str) -> bool:
    try:
        return path == segment(folder, kind, date.fromisoformat(path.stem))
    except ValueError:
        return False


def lock(folder: Path) -> int:
    """Takes the lock of a data folder and gives its file descriptor, for `unlock`; a kill frees it too.

    Raises Locked, which names the process that holds it, or StoreError.
    """
    path = folder / "lock"
    try:
        # Never removed again: between one's unlink and another's open two processes would each hold "the" lock.
        held = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise failed("open the lock", path, error) from error
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.pread(held, 32, 0).decode("ascii", "replace").strip() or "unknown"
        os.close(held)
        message = f"{path}: another run (process {holder}) is writing here; wait until it ends, then run again"
        raise Locked(message) from None
    except OSError as error:
        os.close(held)
        raise failed("take the lock", path, error) from error
    os.ftruncate(held, 0)
    with suppress(OSError):  # the number only serves the other's message; a full disk must not hide behind it
        os.pwrite(held, f"{os.getpid()}\n".encode(), 0)
    return held


def unlock(held: int) -> None:
    """Frees the lock, also where a child process has inherited the file descriptor."""
    with suppress(OSError):
        fcntl.flock(held, fcntl.LOCK_UN)
    os.close(held)


def make_folder(folder: Path) -> None:
    """Makes a folder and those above it, each durable before anything is put into it. Raises StoreError."""
    try:
        missing = [p for p in (folder, *folder.parents) if not p.exists()]
        for path in reversed(missing):
            path.mkdir(exist_ok=True)
            sync_folder(path.parent)
        if not folder.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, "Not a directory", str(folder))
    except OSError as error:
        raise failed("make the folder", folder, error) from error


def sync_folder(folder: Path) -> None:
    """Makes the entries of a folder durable: a new file without it may be gone after a power cut."""
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


class Appender:
    """Appends batches, and refuses to go on once one may be cut and could not be taken back: `suspect` is its file."""

    def __init__(self) -> None:
        self.suspect: Path | None = None

    def append(self, path: Path, data: bytes, doing: str, *, durable: bool = True) -> int:
        """Writes `data` at the end of a file in one piece, durably; gives the offset where it begins.

        What is not `durable` outlives a kill of the process, and a power cut only after `sync`. On an error the file
        is cut back to what it was, and StoreError says what to do. Where even that fails the file's end is torn: every
        further call raises, and the next `open` of the store seals it.
        """
        if self.suspect:
            raise StoreError(f"{self.suspect}: the last write was cut short; run again, so that its end is sealed")
        make_folder(path.parent)
        try:
            file = self._open(path)
        except OSError as error:
            raise failed(doing, path, error) from error
        try:
            return self._write(file, path, data, doing, durable)
        finally:
            os.close(file)

    def sync(self, path: Path, doing: str) -> None:
        """Makes durable what was appended to a file. Raises StoreError; then the file's end is suspect."""
        self.suspect, suspect = path, self.suspect
        try:
            file = self._open(path)
            try:
                os.fdatasync(file)
            finally:
                os.close(file)
        except OSError as error:
            raise failed(doing, path, error) from error
        self.suspect = suspect

    def _open(self, path: Path) -> int:
        flags = os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC
        with suppress(FileNotFoundError):
            return os.open(path, flags)
        file = os.open(path, flags | os.O_CREAT, 0o644)
        sync_folder(path.parent)
        return file

    def _write(self, file: int, path: Path, data: bytes, doing: str, durable: bool) -> int:
        start = os.fstat(file).st_size
        self.suspect = path  # until the bytes are known to be there, whatever ends this function
        try:
            written = os.write(file, data)
            if written != len(data):
                raise StoreError(f"{path}: only {written} of {len(data)} bytes fitted; free some space and run again")
            if durable:
                os.fdatasync(file)
        except (OSError, StoreError) as error:
            with suppress(OSError):
                os.ftruncate(file, start)
                os.fdatasync(file)
                self.suspect = None
            raise error if isinstance(error, StoreError) else failed(doing, path, error) from error
        self.suspect = None
        return start


def lines(path: Path) -> Iterator[tuple[int, int, bytes]]:
    """Number (from 1), offset and bytes of each line of a file, without its line end. Raises StoreError."""
    offset = 0
    try:
        with path.open("rb", buffering=1 << 20) as file:
            for number, line in enumerate(file, 1):
                yield number, offset, line.removesuffix(b"\n")
                offset += len(line)
    except OSError as error:
        raise failed("read", path, error) from error


def line_at(path: Path, offset: int) -> bytes:
    """The line that begins at an offset. Raises StoreError."""
    try:
        with path.open("rb") as file:
            file.seek(offset)
            return file.readline().removesuffix(b"\n")
    except OSError as error:
        raise failed("read", path, error) from error


def last_line(path: Path) -> bytes:
    """The last whole line of a file; empty where it has none. Raises StoreError."""
    try:
        with path.open("rb") as file:
            end = sound_end(file, os.fstat(file.fileno()).st_size)
            start = _line_start(file, max(0, end - 1))
            file.seek(start)
            return file.read(end - start).removesuffix(b"\n")
    except OSError as error:
        raise failed("read", path, error) from error


def sound_end(file: BinaryIO, size: int) -> int:
    """Where the whole lines of the first `size` bytes end.

    Bytes behind the last line end are a cut line. A last line with NUL bytes in it was never written: a file system
    shows them where a power cut took the data but not the new length.
    """
    end = _line_start(file, size)
    while end:
        start = _line_start(file, end - 1)
        file.seek(start)
        if b"\0" not in file.read(end - start):
            break
        end = start
    return end


def _line_start(file: BinaryIO, position: int) -> int:
    while position > 0:
        start = max(0, position - _BLOCK)
        file.seek(start)
        found = file.read(position - start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        position = start
    return 0


def seal(path: Path) -> Repair | None:
    """Moves the torn end of a file, if it has one, to `<file>.torn-<n>`, which is kept. Raises StoreError."""
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            end = sound_end(file, size)
        return None if end == size else _cut(path, end, size - end)
    except OSError as error:
        raise failed("seal the torn last line", path, error) from error


def _cut(path: Path, end: int, length: int) -> Repair:
    moved_to = next(p for n in count(1) if not (p := path.with_name(f"{path.name}.torn-{n}")).exists())
    with path.open("r+b") as file:
        try:
            copy_bytes(file, end, length, moved_to)
            sync_folder(path.parent)
        except OSError:
            moved_to.unlink(missing_ok=True)
            raise
        # Only now: a kill before this line leaves the bytes in both places, never in none.
        file.truncate(end)
        os.fsync(file.fileno())
    return Repair(path, length, moved_to)


def copy_bytes(file: BinaryIO, start: int, length: int, target: Path) -> None:
    """Copies `length` bytes of an open file to a new file, durably. Raises OSError."""
    file.seek(start)
    with target.open("xb") as out:
        while length and (block := file.read(min(length, 1 << 20))):
            out.write(block)
            length -= len(block)
        out.flush()
        os.fsync(out.fileno())


def join(records: Sequence[bytes]) -> bytes:
    """Encoded records as lines of one batch."""
    return b"".join(record + b"\n" for record in records)

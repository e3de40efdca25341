"""How far the index has read each segment, and whether a segment is still what was read.

A mark holds a digest chained over the lines before it. It is read again wherever the segment may have been touched:
the time of its last change of state (ctime), which no program can set, is compared to one noted after the last reading.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from polon.store.disk import lines, sound_end
from polon.store.errors import Unfit, failed


@dataclass(slots=True)
class Mark:
    """How far a segment has been read: bytes, lines, and the digest over all of them.

    `state` is how the file system had the segment when it was read last; None where that tells nothing.
    """

    number: int
    path: Path
    size: int = 0
    lines: int = 0
    digest: bytes = b""
    state: str | None = None

    def advance(self, line: bytes) -> int:
        """Takes a line (without its end) for read; gives its offset."""
        offset = self.size
        self.digest = hashlib.blake2b(self.digest + line, digest_size=16).digest()
        self.size, self.lines = offset + len(line) + 1, self.lines + 1
        return offset


def state_of(path: Path, since: int | None) -> str | None:
    """What tells one state of a file from any later one; None for a file touched in or after the moment `since`.

    `since` is a time of the same file system, not later than now, in nanoseconds.
    """
    status = path.stat()
    if since is None or status.st_ctime_ns >= since:
        return None  # what changes it again in the same tick of the clock would not show
    return f"{status.st_ino}:{status.st_ctime_ns}:{status.st_size}"


def tail(mark: Mark, path: Path, *, may_grow: bool) -> Iterator[tuple[int, int, bytes]]:
    """Number, offset and bytes of each whole line behind a mark, which moves with them.

    Raises Unfit where what lies before the mark is not what was read, or something follows that may not; StoreError.
    """
    end = _sound_size(path)
    before = Mark(mark.number, path)
    for _, offset, line in lines(path):
        if offset >= end:
            break
        if offset < mark.size:
            before.advance(line)
        elif (before.size, before.digest) != (mark.size, mark.digest) or not may_grow:
            break
        else:
            at = mark.advance(line)
            before = mark
            yield mark.lines, at, line
    if (before.size, before.digest, mark.size) != (mark.size, mark.digest, end):
        raise Unfit(f"{path}: is not as the index has read it")


def _sound_size(path: Path) -> int:
    try:
        with path.open("rb") as file:
            return sound_end(file, os.fstat(file.fileno()).st_size)
    except OSError as error:
        raise failed("read", path, error) from error


def in_order(marked: Sequence[Path], found: Sequence[Path]) -> bool:
    """Whether the segments on disk are those that have marks, in their order, and then newer ones."""
    return list(found[: len(marked)]) == list(marked)

"""What the store raises: each message names the file (and line) and says what to do."""

from __future__ import annotations

import errno
from pathlib import Path

ADVICE = {
    errno.ENOSPC: "the disk is full; free some space and run again",
    errno.EDQUOT: "the disk quota is used up; free some space and run again",
    errno.EFBIG: "the file has reached the size limit of this system or shell (ulimit -f); raise it and run again",
    errno.EACCES: "this user may not write there; change the owner or the rights, or name another folder with --data",
    errno.EPERM: "this user may not write there; change the owner or the rights, or name another folder with --data",
    errno.EROFS: "the file system is mounted read-only; remount it, or name another folder with --data",
    errno.ENOTDIR: "a file stands where a folder should be; move it away, or name another folder with --data",
    errno.EEXIST: "a file stands where a folder should be; move it away, or name another folder with --data",
    errno.EIO: "the disk reports a fault; check it before anything else is written",
    errno.ENOLCK: "the file system cannot lock files; put the data folder on a local disk",
}


class StoreError(RuntimeError):
    """The store cannot do what was asked; the message names file or line and says what to do."""


class Locked(StoreError):  # noqa: N818 (a name of the field: the folder is locked)
    """Another process holds the lock of the data folder."""


class Refused(StoreError):  # noqa: N818
    """A record that breaks a rule of the store: nothing of it was written, and the store stays usable."""


class Nothing(StoreError):  # noqa: N818
    """There is no store at that place yet."""


class Unfit(StoreError):  # noqa: N818 (a name of the field: the index does not fit)
    """The index is not one of these segments, or not whole: it is to be made anew."""


def failed(doing: str, path: Path, error: OSError) -> StoreError:
    """The StoreError for an operating system's error: what was being done, to which file, why not, what to do."""
    advice = ADVICE.get(error.errno or 0, "look at the file and its folder, then run again")
    return StoreError(f"{path}: cannot {doing}: {error.strerror or error}: {advice}")

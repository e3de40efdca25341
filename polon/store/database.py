"""The file of the index: SQLite, of one writer, and the seal that says that it was closed whole and left alone since.

An index without its seal is never used: a run that was killed, a copy of the folder, a hand on the file, all make the
next run read the segments anew, which are the only truth.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from polon.store.disk import sync_folder
from polon.store.errors import StoreError, Unfit, failed

_SHAPE = 2
"""Version of the tables: an index of any other is made anew."""

_TABLES = """
CREATE TABLE segment (
    number INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, size INTEGER NOT NULL, lines INTEGER NOT NULL,
    digest BLOB NOT NULL, state TEXT);
CREATE TABLE document (
    source TEXT NOT NULL, id TEXT NOT NULL, revision BLOB NOT NULL, deleted INTEGER NOT NULL, withheld TEXT, via TEXT,
    published INTEGER, number INTEGER, segment INTEGER NOT NULL, offset INTEGER NOT NULL,
    PRIMARY KEY (source, id)) WITHOUT ROWID;
CREATE TABLE claim (
    document TEXT NOT NULL, segment INTEGER NOT NULL, offset INTEGER NOT NULL,
    PRIMARY KEY (document, segment, offset)) WITHOUT ROWID;
CREATE TABLE visit (
    source TEXT NOT NULL, segment INTEGER NOT NULL, offset INTEGER NOT NULL,
    PRIMARY KEY (source, segment, offset)) WITHOUT ROWID;
CREATE TABLE fetch (
    source TEXT NOT NULL, url BLOB NOT NULL, segment INTEGER NOT NULL, offset INTEGER NOT NULL,
    PRIMARY KEY (source, url)) WITHOUT ROWID;
CREATE TABLE channel (
    number INTEGER NOT NULL, kind INTEGER NOT NULL, source TEXT NOT NULL, PRIMARY KEY (number, kind)) WITHOUT ROWID;
CREATE TABLE crawled (source TEXT PRIMARY KEY, newest INTEGER, looked INTEGER) WITHOUT ROWID;
"""

_INDEXES = """
CREATE INDEX post ON document (source, number) WHERE number IS NOT NULL AND deleted = 0;
CREATE INDEX time ON document (source, published, number)
    WHERE number IS NOT NULL AND deleted = 0 AND published IS NOT NULL;
"""

_ENVIRONMENT = {
    sqlite3.SQLITE_FULL: "the disk is full; free some space and run again",
    sqlite3.SQLITE_READONLY: "this user may not write there; change the owner or the rights, or name another folder"
    " with --data",
    sqlite3.SQLITE_CANTOPEN: "this user may not write there, or a folder stands in its place; change that, or name"
    " another folder with --data",
    sqlite3.SQLITE_PERM: "this user may not write there; change the owner or the rights",
    sqlite3.SQLITE_BUSY: "another program has the index open; end it and run again",
    sqlite3.SQLITE_LOCKED: "another program has the index open; end it and run again",
    sqlite3.SQLITE_IOERR: "the disk is full or at fault, or the file has reached a size limit (ulimit -f); free"
    " some space and run again",
    sqlite3.SQLITE_NOMEM: "there is not enough memory; run again",
}


class _Seal(msgspec.Struct, frozen=True):
    shape: int
    inode: int
    size: int
    changed: int


class Database:
    """An open index. Every call raises Unfit where the file is damaged, StoreError where the disk refuses."""

    def __init__(self, path: Path, *, cache: int, durable: bool) -> None:
        """Opens or makes the file; `cache` in KiB. One that is not `durable` must be synced before it is relied on."""
        self.path = path
        try:
            self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        except sqlite3.Error as error:
            raise self._failure(error) from error
        try:
            self.execute("PRAGMA locking_mode = EXCLUSIVE")  # no file of shared memory beside it
            self.execute(f"PRAGMA cache_size = -{cache}")
            self.execute("PRAGMA temp_store = MEMORY")
            self.execute(f"PRAGMA synchronous = {'NORMAL' if durable else 'OFF'}")
            self.execute(f"PRAGMA journal_mode = {'WAL' if durable else 'OFF'}")
            self._inode = path.stat().st_ino
        except BaseException:
            self.abandon()
            raise

    def execute(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        """All rows that a statement gives."""
        try:
            return self._connection.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raise self._failure(error) from error

    def put(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """A statement for each of many rows, in one transaction with what was put before, until `commit`."""
        try:
            if not self._connection.in_transaction:
                self._connection.execute("BEGIN")
            self._connection.executemany(statement, rows)
        except sqlite3.Error as error:
            raise self._failure(error) from error

    def commit(self) -> None:
        """Ends the transaction, if there is one."""
        if self._connection.in_transaction:
            self.execute("COMMIT")

    def rollback(self) -> None:
        """Drops the transaction, if there is one."""
        if self._connection.in_transaction:
            self.execute("ROLLBACK")

    def abandon(self) -> None:
        """Closes it, what was not committed forgotten."""
        with suppress(sqlite3.Error):
            self._connection.close()

    def close(self) -> None:
        """Closes it whole, what was not committed forgotten, and seals it; else the next run makes the index anew."""
        with suppress(StoreError, sqlite3.Error, OSError):
            try:
                self.rollback()
                self.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                self._connection.close()
            if not _beside(self.path, "-wal").exists() and self.path.stat().st_ino == self._inode:
                _put_seal(self.path)

    def _failure(self, error: sqlite3.Error) -> StoreError:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        if code not in _ENVIRONMENT:
            return Unfit(f"{self.path}: the index is damaged ({error}); run again: it is made anew")
        return StoreError(f"{self.path}: cannot keep the index: {error}: {_ENVIRONMENT[code]}")


def make(path: Path) -> Database:
    """A new index, empty, under another name until `keep`. Raises StoreError."""
    new = _beside(path, ".new")
    try:
        new.unlink(missing_ok=True)
    except OSError as error:
        raise failed("remove what is left of an index", new, error) from error
    database = Database(new, cache=32 * 1024, durable=False)
    for statement in _TABLES.split(";"):
        database.execute(statement)
    return database


def discard(database: Database) -> None:
    """Removes what was made and cannot be kept."""
    database.abandon()
    with suppress(OSError):
        database.path.unlink(missing_ok=True)


def keep(database: Database, path: Path) -> Database:
    """Makes what was made the index, in place of any other, and opens it. Raises StoreError."""
    for statement in _INDEXES.split(";"):
        database.execute(statement)
    database.commit()
    database.abandon()
    try:
        with database.path.open("r+b") as file:
            os.fsync(file.fileno())
        _unseal(path)
        # A log that is left of another file would be taken for this one's.
        for name in ("", "-wal", "-shm", "-journal"):
            _beside(path, name).unlink(missing_ok=True)
        database.path.rename(path)
        sync_folder(path.parent)
    except OSError as error:
        raise failed("keep the index", path, error) from error
    return Database(path, cache=8 * 1024, durable=True)


def reopen(path: Path) -> Database | None:
    """The index as it was closed, if its seal is whole; it has none from now on. Raises StoreError."""
    sealed = _sealed(path)
    try:
        _unseal(path)
    except OSError as error:
        raise failed("take the seal off the index", path, error) from error
    return Database(path, cache=8 * 1024, durable=True) if sealed else None


def _put_seal(path: Path) -> None:
    status, seal = path.stat(), _beside(path, ".seal")
    with seal.open("wb") as file:
        file.write(msgspec.json.encode(_Seal(_SHAPE, status.st_ino, status.st_size, status.st_ctime_ns)))
        file.flush()
        # The seal must be younger than the file by its clock, so that any later hand on the file shows.
        for _ in range(50):
            os.utime(file.fileno())
            if os.fstat(file.fileno()).st_ctime_ns > status.st_ctime_ns:
                break
            time.sleep(0.001)
        os.fsync(file.fileno())


def _sealed(path: Path) -> bool:
    try:
        seal = _beside(path, ".seal")
        status, told = path.stat(), msgspec.json.decode(seal.read_bytes(), type=_Seal)
        seen = _Seal(_SHAPE, status.st_ino, status.st_size, status.st_ctime_ns)
        return told == seen and seal.stat().st_ctime_ns > status.st_ctime_ns and not _beside(path, "-wal").exists()
    except (OSError, msgspec.MsgspecError):
        return False


def _unseal(path: Path) -> None:
    seal = _beside(path, ".seal")
    if seal.exists():
        seal.unlink()
        sync_folder(path.parent)  # a power cut must not bring it back


def _beside(path: Path, name: str) -> Path:
    return path.with_name(path.name + name)

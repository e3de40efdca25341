"""The raw bytes behind the documents: one WARC file a run, sealed by a line in a manifest.

A WARC that was cut off reads to the cut without an error, so a file's own bytes cannot show that it is whole. While a
run writes, its file is called `.warc.gz.open`; at the end it gets its name and a line in `evidence/manifest.jsonl`
with its length and SHA-256. A file that a kill left open is kept, and its line says `cut`.
"""

from __future__ import annotations

import hashlib
import os
import re
import zlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

import msgspec
from warcio.statusandheaders import StatusAndHeaders
from warcio.utils import Digester
from warcio.warcwriter import WARCWriter

from polon import __version__
from polon.records import Evidence
from polon.store.disk import Appender, Repair, lines, seal, sync_folder
from polon.store.errors import Refused, StoreError, failed
from polon.store.lines import damaged

MANIFEST = "evidence/manifest.jsonl"
_OPEN = ".open"
_RUN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")
_BREAKS = re.compile(r"[\x00-\x20\x7f]+")
_FOREIGN = re.compile(r"[^\x20-\x7e]+")
_ON_THE_WIRE = ("content-encoding", "transfer-encoding", "content-length")
_NOTE = "bodies as decoded by the HTTP client; status lines rebuilt; header order not kept"


class Seal(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the manifest: a file below the data folder, its whole records, bytes, SHA-256, and if it was cut."""

    file: str
    records: int
    bytes: int
    sha256: str
    cut: bool = False


class _Writer(WARCWriter):  # type: ignore[misc]  # warcio has no types
    @staticmethod
    def _create_digester() -> Digester:
        return Digester("sha256")  # its own default is SHA-1


class Archive:
    """The WARC file of one run. To be used by the process that holds the store's lock.

    `sealed` are the files that earlier runs had left open, `repairs` torn ends of the manifest.
    """

    def __init__(self, folder: Path, run: str, started: datetime) -> None:
        """The archive of the run `run`, which began at `started`, below the data folder `folder`.

        Seals what earlier runs left open; makes no file before something is added. Raises StoreError.
        """
        if not _RUN.fullmatch(run):
            raise Refused(f"{run!r} cannot name a file: letters, digits, dots, _ and - only")
        self._folder, self._run = folder, run
        self._name = f"evidence/{started.astimezone(UTC):%Y/%m}/{run}.warc.gz"
        self._records = 0
        self._begun = self._closed = self._unsynced = False
        self._seen: dict[str, Evidence] = {}
        self._appender, self._manifest = Appender(), Appender()
        manifest = folder / MANIFEST
        repair = seal(manifest) if manifest.exists() else None
        self.repairs: tuple[Repair, ...] = (repair,) if repair else ()
        self.sealed: tuple[Seal, ...] = tuple(self._seal_leftovers())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def add(
        self,
        url: str,
        status: int,
        headers: Sequence[tuple[str, str]],
        body: bytes,
        fetched: datetime,
        *,
        durable: bool = True,
    ) -> Evidence:
        """Keeps a response, durably, and says where; a body that this run has kept already is not kept again.

        What is not `durable` is so after `sync`, which must come before anything that stands on it is kept.

        `body` is as the HTTP client hands it on, so headers that tell how it went over the wire are kept under
        `X-Archive-Orig-` names. `fetched` has its offset. Raises StoreError, with nothing of the response kept.
        """
        digest = hashlib.sha256(body).hexdigest()
        if digest not in self._seen:
            self._begin(fetched)
            self._append(_response(url, status, headers, body, fetched), durable)
            self._unsynced |= not durable
            self._seen[digest] = Evidence(sha256=digest, file=self._name)
        return self._seen[digest]

    def sync(self) -> None:
        """Makes durable all that was added. Raises StoreError."""
        if self._unsynced:
            self._appender.sync(self._open, "keep evidence")
            self._unsynced = False

    def close(self) -> None:
        """Gives the file its name and its line in the manifest. May be called twice. Raises StoreError."""
        self._closed = True
        if not self._records or self._appender.suspect:
            return  # no file, or one whose end may be torn: the next run seals it as cut
        self.sync()
        path = self._folder / self._name
        _rename(self._open, path)  # its bytes are durable
        self._enter(self._measure(path, self._records, cut=False))
        self._records = 0

    @property
    def _open(self) -> Path:
        return self._folder / (self._name + _OPEN)

    def _begin(self, fetched: datetime) -> None:
        if self._closed:
            raise StoreError(f"{self._open}: this run's evidence is closed")
        if not self._begun and (self._open.exists() or (self._folder / self._name).exists()):
            raise StoreError(f"{self._open}: a run with this id has kept evidence before; give each run its own id")
        self._begun = True
        if not self._records:
            self._append(_about(self._name.rpartition("/")[2], self._run, fetched))

    def _append(self, record: bytes, durable: bool = True) -> None:
        self._appender.append(self._open, record, "keep evidence", durable=durable)
        self._records += 1

    def _seal_leftovers(self) -> Iterator[Seal]:
        entered = {entry.file for entry in manifest(self._folder)}
        for path in sorted((self._folder / "evidence").glob("*/*/*.warc.gz*")):
            whole = path.with_name(path.name.removesuffix(_OPEN))
            name = whole.relative_to(self._folder).as_posix()
            if path != whole:
                yield self._enter(self._close_cut(path, whole))
            elif name not in entered:  # killed between the name and the manifest: the file is whole
                yield self._enter(self._measure(path, _count_records(path), cut=False))

    def _close_cut(self, path: Path, whole: Path) -> Seal:
        if whole.exists():
            raise StoreError(f"{path}: {whole.name} is there too; move one of them away and run again")
        _rename(path, whole)
        return self._measure(whole, _count_records(whole), cut=True)

    def _measure(self, path: Path, records: int, *, cut: bool) -> Seal:
        try:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
                size = os.fstat(file.fileno()).st_size
        except OSError as error:
            raise failed("read the evidence", path, error) from error
        name = path.relative_to(self._folder).as_posix()
        return Seal(file=name, records=records, bytes=size, sha256=digest, cut=cut)

    def _enter(self, entry: Seal) -> Seal:
        line = msgspec.json.encode(entry) + b"\n"
        self._manifest.append(self._folder / MANIFEST, line, "enter evidence in the manifest")
        return entry


def manifest(folder: Path) -> Iterator[Seal]:
    """The lines of the manifest below a data folder; none if nothing was kept. Raises StoreError."""
    path = folder / MANIFEST
    if not path.exists():
        return
    for number, _, line in lines(path):
        try:
            yield msgspec.json.decode(line, type=Seal)
        except msgspec.MsgspecError as error:
            raise damaged(path, number, error) from error


def _rename(path: Path, whole: Path) -> None:
    try:
        path.rename(whole)
        sync_folder(whole.parent)
    except OSError as error:
        raise failed("seal the evidence", path, error) from error


def _about(name: str, run: str, at: datetime) -> bytes:
    info = {"software": f"polon/{__version__}", "format": "WARC File Format 1.0", "isPartOf": run, "description": _NOTE}
    out = BytesIO()
    writer = _Writer(out, gzip=True)
    record = writer.create_warcinfo_record(name, info)
    record.rec_headers.replace_header("WARC-Date", _warc_date(at))
    writer.write_record(record)
    return out.getvalue()


def _response(url: str, status: int, headers: Sequence[tuple[str, str]], body: bytes, at: datetime) -> bytes:
    kept = [(_prefixed(name), _one_line(value, " ").strip()) for name, value in headers]
    kept.append(("Content-Length", str(len(body))))
    out = BytesIO()
    writer = _Writer(out, gzip=True)
    record = writer.create_warc_record(
        _one_line(url, "%20"),
        "response",
        payload=BytesIO(body),
        length=len(body),
        warc_headers_dict={"WARC-Date": _warc_date(at)},
        http_headers=StatusAndHeaders(f"{status} {_reason(status)}", kept, protocol="HTTP/1.1"),
    )
    writer.write_record(record)
    return out.getvalue()


def _reason(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"


def _one_line(value: str, gap: str) -> str:
    """A value that can neither end its header nor fail to be written, whatever a server put into it."""
    # warcio's own encoding leaves some values as they are and then fails on them (`;\x80=0`)
    return _FOREIGN.sub(lambda found: quote(found[0], errors="replace"), _BREAKS.sub(gap, value))


def _prefixed(name: str) -> str:
    clean = re.sub(r"[^!#$%&'*+.^_`|~0-9A-Za-z-]", "_", name)  # a token of RFC 9110
    return f"X-Archive-Orig-{clean}" if clean.lower() in _ON_THE_WIRE else clean


def _warc_date(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError("the time of a fetch must have its offset")
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _count_records(path: Path) -> int:
    """Whole records of a file that may be cut: each is a gzip member of its own."""
    whole, member = 0, zlib.decompressobj(wbits=zlib.MAX_WBITS + 16)
    try:
        with path.open("rb") as file:
            while block := file.read(1 << 16):
                while block:
                    member.decompress(block)
                    block = member.unused_data
                    if member.eof:
                        whole, member = whole + 1, zlib.decompressobj(wbits=zlib.MAX_WBITS + 16)
    except OSError as error:
        raise failed("read the evidence", path, error) from error
    except zlib.error:
        return whole  # what follows the last whole record is noise, such as NUL bytes after a power cut
    return whole

"""What the index tells of a document: what the last of its lines says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Known:
    """What the last line of a document says: its revision, whether it is gone, by which mirror it came, its time."""

    revision: str
    deleted: bool
    via: str | None = None
    published: datetime | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """The last line of a document: what decides whether it changed, and where it is."""

    id: str
    revision: str
    deleted: bool
    withheld: str | None
    via: str | None
    published: datetime | None
    segment: int
    offset: int

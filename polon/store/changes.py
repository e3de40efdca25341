"""What a document changes, measured by what is kept of it: which lines are to be written for it and its claims."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from polon.records import Claim, Document
from polon.store.checks import check, line_of, reason_of
from polon.store.index import Index
from polon.store.known import Kept


class Change(StrEnum):
    """What a document is, measured by what is kept of it. One that was gone and is back is `changed`."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Written:
    """What one write did: the document's change, how many claims are new, how many were withdrawn."""

    change: Change
    claims_new: int
    claims_withdrawn: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be written for a document: its line, if it changed, those of its claims, and what that comes to."""

    document: Document
    line: bytes | None
    claims: list[bytes]
    written: Written


def change_of(document: Document, kept: Kept | None) -> Change:
    """What `document` is, measured by its last line."""
    if document.deleted:
        return Change.UNCHANGED if kept is None or kept.deleted else Change.DELETED
    if kept is None:
        return Change.NEW
    same = (kept.revision, kept.deleted, kept.withheld) == (document.revision, False, document.withheld)
    return Change.UNCHANGED if same else Change.CHANGED


def plan(index: Index, document: Document, claims: Sequence[Claim]) -> Plan:
    """What keeping a document with the whole list of its claims comes to. Raises Refused, StoreError."""
    kept = index.kept(document.source, document.id)
    change = change_of(document, kept)
    if document.deleted and kept is None:
        return Plan(document, None, [], Written(change, 0, 0))
    if document.deleted and kept is not None:
        document, claims = _gone(index, document, kept), ()
    else:
        document = _succeeding(index, document, kept)
        check(document, claims)
    line = line_of(document)
    lines, written = _compare(index, document, claims, change, kept)
    return Plan(document, None if change is Change.UNCHANGED else line, lines, written)


def _gone(index: Index, document: Document, kept: Kept) -> Document:
    last = index.document(kept)
    return replace(last, deleted=True, evidence=document.evidence or last.evidence)


def _succeeding(index: Index, document: Document, kept: Kept | None) -> Document:
    if kept is None:
        return replace(document, previous=None)
    if kept.revision != document.revision:
        return replace(document, previous=kept.revision)
    return replace(document, previous=index.document(kept).previous)


def _compare(
    index: Index, document: Document, claims: Sequence[Claim], change: Change, kept: Kept | None
) -> tuple[list[bytes], Written]:
    before = index.claims(document.id)
    lines = [line for claim in claims if (line := line_of(claim)) != before.get(claim.id, (None, b""))[1]]
    now = {claim.id for claim in claims}
    stale = [claim for claim, _ in before.values() if claim.id not in now and claim.withdrawn is None]
    lines += [line_of(replace(claim, withdrawn=reason_of(claim, document))) for claim in stale]
    # A claim of this revision whose document line is missing was written by a run that was killed: still new.
    held = {c.id for c, _ in before.values() if c.withdrawn is None and kept and c.revision == kept.revision}
    return lines, Written(change, len(now - held), len(stale))

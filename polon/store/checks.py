"""What may be written: claims that fit their document, lines that every reader gets the same record from."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from polon.records import Claim, Decision, Document, Fetch, Record, Visit, Withdrawal, encode
from polon.store.disk import LONGEST_LINE
from polon.store.errors import Refused

_INT64 = 2**63


def reason_of(claim: Claim, document: Document) -> Withdrawal:
    """Why a claim that was kept does not hold in the document as it is now."""
    if document.deleted:
        return Withdrawal.DELETED
    return Withdrawal.EXTRACTOR if claim.revision == document.revision else Withdrawal.EDITED


def check(document: Document, claims: Sequence[Claim]) -> None:
    """Raises Refused, which names document and claim, where a claim does not fit its document."""
    ids: set[str] = set()
    for claim in claims:
        where = f"{document.id}: claim {claim.id}"
        if (claim.document, claim.revision) != (document.id, document.revision):
            raise Refused(f"{where} is of {claim.document}, revision {claim.revision}: give it with its own document")
        if claim.withdrawn is not None:
            raise Refused(f"{where} is withdrawn: leave it out, the store withdraws what is missing")
        if claim.id in ids:
            raise Refused(f"{where} comes twice: two mentions need two ids")
        if document.withheld is None and not _stands(claim, document.text):
            found = document.text[max(0, claim.start) : max(0, claim.end)][:80]
            raise Refused(f"{where}: text[{claim.start}:{claim.end}] is {found!r}, not its surface {claim.surface!r}")
        if any(n is not None and abs(n) >= _INT64 for n in (claim.value, claim.value_back, claim.value_max)):
            raise Refused(f"{where}: a number beyond 64 bits ({claim.surface[:40]!r})")
        ids.add(claim.id)


def _stands(claim: Claim, text: str) -> bool:
    return 0 <= claim.start < claim.end <= len(text) and text[claim.start : claim.end] == claim.surface


def line_of(record: Record) -> bytes:
    """A record's bytes, without a line end, in the one form that every reader will get the same record from.

    Raises Refused.
    """
    name = f"{type(record).__name__} {_name(record)}"
    channel = record.channel if isinstance(record, Document | Visit) else None
    if channel is not None and not 0 < channel < _INT64:
        raise Refused(f"{name}: {str(channel)[:40]} is no number of a channel")
    try:
        line = encode(msgspec.json.decode(encode(record), type=type(record)))
    except (msgspec.MsgspecError, UnicodeError, TypeError, ValueError) as error:
        raise Refused(f"{name}: cannot be kept: {error}") from error
    if len(line) > LONGEST_LINE:
        raise Refused(f"{name}: {len(line)} bytes are more than a line may have")
    return line


def _name(record: Record) -> str:
    if isinstance(record, Decision):
        return record.claim
    return f"of {record.source}" if isinstance(record, Visit | Fetch) else record.id

"""Text to claims: pure functions of text, publication date and language; no files, no network, no clock, no state."""

from __future__ import annotations

from polon.records import Claim, Document

__all__ = ["claims_of"]


def claims_of(document: Document) -> tuple[Claim, ...]:
    """Every claim of a document, in the order of the text."""
    return ()

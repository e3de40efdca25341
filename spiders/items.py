"""What spiders hand to the pipelines: a page, with the documents that were read from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from scrapy.http import Response

from polon.pages.names import withhold
from polon.records import Claim, Document, Evidence, Fetch, Visit
from polon.store import Change


@dataclass(slots=True)
class Entry:
    """A document on its way to the store; each pipeline fills in its part. `kept` is what of it may be kept."""

    document: Document
    kept: Document
    change: Change | None = None
    claims: tuple[Claim, ...] = ()


@dataclass(slots=True, repr=False)
class Page:
    """A fetched page: its bytes as evidence, the documents that were read from it, and what it told of a channel or
    what is to be remembered of its address.

    They are kept together: `visit` and `fetch` say that a page is done, so they go where one of its documents could
    not be read. `keep` is False where a document lists names of prisoners: then the page's bytes are not kept either.
    """

    url: str
    status: int
    headers: list[tuple[str, str]]
    body: bytes
    fetched: datetime
    keep: bool
    entries: list[Entry]
    visit: Visit | None = None
    fetch: Fetch | None = None
    evidence: Evidence | None = None

    def __repr__(self) -> str:  # Scrapy logs items: no text goes there, least of all one that is to be withheld
        return f"<Page {self.url}: {', '.join(entry.document.id for entry in self.entries)}>"


def page_of(
    response: Response,
    documents: Sequence[Document],
    fetched: datetime,
    visit: Visit | None = None,
    fetch: Fetch | None = None,
) -> Page:
    """A response as an item, with its documents in their order."""
    entries = [Entry(document, withhold(document)) for document in documents]
    keep = not any(entry.kept.withheld for entry in entries)
    headers = [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    ]
    return Page(response.url, response.status, headers, response.body, fetched, keep, entries, visit, fetch)

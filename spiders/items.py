"""What spiders hand to the pipelines: a document, with the page it was read from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from scrapy.http import Response

from polon.pages.names import withhold
from polon.records import Claim, Document, Evidence
from polon.store import Change


@dataclass(slots=True)
class Page:
    """A fetched page, as evidence: one for all documents that were read from it.

    `keep` is False where one of them lists names of prisoners: then its bytes are not kept either.
    """

    url: str
    status: int
    headers: list[tuple[str, str]]
    body: bytes
    fetched: datetime
    keep: bool
    evidence: Evidence | None = None


@dataclass(slots=True, repr=False)
class Item:
    """A document on its way to the store; each pipeline fills in its part."""

    document: Document
    page: Page
    change: Change | None = None
    claims: tuple[Claim, ...] = ()

    def __repr__(self) -> str:  # Scrapy logs items: no text goes there, least of all one that is to be withheld
        return f"<Item {self.document.id}>"


def items_of(response: Response, documents: tuple[Document, ...], fetched: datetime) -> list[Item]:
    """The items of a page: its documents, in their order, which share the page as evidence."""
    keep = not any(withhold(document).withheld for document in documents)
    headers = [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    ]
    page = Page(response.url, response.status, headers, response.body, fetched, keep)
    return [Item(document, page) for document in documents]

"""Step 3: a document that lists names of prisoners keeps its address, digest and numbers, not its text."""

from __future__ import annotations

from dataclasses import replace

from polon.pages.names import roll_of_names, withhold
from polon.records import Claim
from spiders.items import Item


class Withhold:
    """Takes the text away where the rule says so; after the extraction, which needs it."""

    def process_item(self, item: Item) -> Item:
        """The item, its document and claims as they may be kept."""
        item.document = withhold(item.document)
        if item.document.withheld:
            item.claims = tuple(map(without_names, item.claims))
        return item


def without_names(claim: Claim) -> Claim:
    """The claim without the text around its sentence; the sentence itself goes where it is part of the list."""
    quote = claim.surface if roll_of_names(claim.quote) else claim.quote
    return replace(claim, quote=quote, prefix="", suffix="")

"""Step 3: a document that lists names of prisoners keeps its address, digest and numbers, not its text."""

from __future__ import annotations

from polon.pages.names import without_names
from spiders.items import Page


class Withhold:
    """Takes the text away where the rule says so; after the extraction, which needs it."""

    def process_item(self, page: Page) -> Page:
        """The page, its documents and claims as they may be kept."""
        for entry in page.entries:
            entry.document = entry.kept
            if entry.document.withheld:
                entry.claims = tuple(map(without_names, entry.claims))
        return page

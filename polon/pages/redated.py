"""Articles that their site dates anew: the day on which readers first saw a text is what dates in its claims go by."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from polon.pages.times import in_zone
from polon.records import Document


def with_first_date(document: Document, first: datetime | None, zone: ZoneInfo) -> Document:
    """A changed article with the publication time under which it was `first` kept, where its page now says a later one.

    The later time counts as that of the change, unless the page gives a later one still. A page that no longer gives a
    time keeps the first as well. An earlier time stands: the site has corrected itself.
    """
    told = document.published
    if first is None or (told is not None and told <= first):
        return document
    changed = max((time for time in (document.modified, told) if time is not None), default=None)
    return replace(document, published=in_zone(first, zone), modified=changed)

"""Markup to Documents: pure functions of bytes and URL; they run on a saved page and never fetch."""


class PageError(ValueError):
    """A page that cannot be read as what it should be; the message says why."""

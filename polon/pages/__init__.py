"""Markup to Documents: pure functions of bytes and URL; they run on a saved page and never fetch."""


class PageError(ValueError):
    """A page that cannot be read as what it should be; the message says why."""


class EmptyPageError(PageError):
    """A page without an article's text: no bytes, or nothing but what surrounds one."""


class PaywallError(EmptyPageError):
    """A page without an article's text, that says itself that its text is not free."""

"""What went wrong with a request, in one word: the error kinds that a run's line counts (docs/crawl.md lists them)."""

from __future__ import annotations

import ssl

from OpenSSL import SSL
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.internet.error import ConnectError, ConnectionDone, ConnectionLost

REFUSING = ("blocked", "http_429")
"""Kinds by which a host says that it does not want us now: the crawl of the source backs off."""

EXCEPTIONS: tuple[tuple[type[BaseException], str], ...] = (
    (CannotResolveHostError, "dns_failure"),
    (DownloadConnectionRefusedError, "refused"),
    (DownloadTimeoutError, "timeout"),
    (TimeoutError, "timeout"),
    (DownloadCancelledError, "too_large"),  # we cancel a download for its size only
    (ResponseDataLossError, "connection"),
    (DownloadFailedError, "connection"),
    (ConnectionDone, "connection"),
    (ConnectionLost, "connection"),
    (ConnectError, "connection"),
)


class NotFetched(IgnoreRequest):
    """A request that Polon itself does not send, or whose answer it does not take; `kind` says why in one word."""

    def __init__(self, kind: str, message: str):
        super().__init__(message)
        self.kind = kind


def kind_of(error: BaseException) -> str:
    """The kind of a download's failure; what no rule knows is an `exception`, never passed over."""
    if isinstance(error, NotFetched):
        return error.kind
    if isinstance(error, HttpError):
        return kind_of_status(error.response.status)
    if isinstance(error, IgnoreRequest):
        return _kind_of_ignored(str(error))
    if isinstance(error, ValueError) and str(error).startswith("Missing scheme"):
        return "redirect_only"  # our own addresses have one, so a Location had none: javascript:, mailto:
    if _is_tls(error):
        return "tls"
    return next((kind for classes, kind in EXCEPTIONS if isinstance(error, classes)), "exception")


def kind_of_status(status: int) -> str:
    """The kind of an HTTP status that is not a page."""
    if status in (401, 403, 407, 451):
        return "blocked"
    if status in (404, 410):
        return "http_404"
    if status >= 500:
        return "http_5xx"
    if 300 <= status < 400:
        return "redirect_only"
    return f"http_{status}"


def _kind_of_ignored(message: str) -> str:
    """Scrapy's own refusals have one class, so their message must tell them apart."""
    if "max redirections" in message:
        return "redirect_only"
    return "too_large" if "DOWNLOAD_MAXSIZE" in message else "exception"


def _is_tls(error: BaseException) -> bool:
    """Twisted hides a refused certificate in the reasons of a failed response, and Scrapy wraps that once more."""
    if isinstance(error, (SSL.Error, ssl.SSLError)):
        return True
    inner = [failure.value for failure in getattr(error, "reasons", ())] + [error.__cause__]
    return any(_is_tls(cause) for cause in inner if cause is not None)

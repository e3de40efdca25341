"""What went wrong, in one word."""

from __future__ import annotations

import pytest
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
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure
from twisted.web.client import ResponseFailed

from spiders.kinds import NotFetched, kind_of, kind_of_status


def wrapped_certificate_error() -> Exception:
    inner = ResponseFailed([Failure(SSL.Error([("SSL routines", "", "certificate verify failed")]))])
    error = DownloadFailedError(str(inner))
    error.__cause__ = inner
    return error


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (CannotResolveHostError("x"), "dns_failure"),
        (DownloadConnectionRefusedError("x"), "refused"),
        (DownloadTimeoutError("x"), "timeout"),
        (DownloadFailedError("x"), "connection"),
        (ResponseDataLossError("x"), "connection"),
        (DownloadCancelledError("x"), "too_large"),
        (wrapped_certificate_error(), "tls"),
        (HttpError(Response("http://x", status=404)), "http_404"),
        (NotFetched("robots", "x"), "robots"),
        (IgnoreRequest("max redirections reached"), "redirect_only"),
        (IgnoreRequest("... exceeded DOWNLOAD_MAXSIZE (10 B) during decompression."), "too_large"),
        (IgnoreRequest("something new"), "exception"),
        (KeyError("x"), "exception"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_kinds(error: Exception, kind: str) -> None:
    assert kind_of(error) == kind


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (302, "redirect_only"),
        (400, "http_400"),
        (401, "blocked"),
        (403, "blocked"),
        (404, "http_404"),
        (410, "http_404"),
        (429, "http_429"),
        (451, "blocked"),
        (500, "http_5xx"),
        (599, "http_5xx"),
    ],
)
def test_kinds_of_status(status: int, kind: str) -> None:
    assert kind_of_status(status) == kind

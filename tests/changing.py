"""A site on this machine that answers conditional requests as RFC 9110 asks, and notes what it had to send whole."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from types import TracebackType
from typing import Self

from tests.servers import NOT_FOUND, Answer, serving

DAY = "Tue, 19 May 2026 06:{:02}:00 GMT"


class ChangingSite:
    """Pages by path, which may be changed at any time.

    `validator` says what it gives with a page: `etag`, `date` or `both`. `bodies` are the paths that were sent whole,
    `unchanged` those that were answered with 304, `asked` all, each with the request's headers; robots.txt is left out.
    """

    def __init__(self, pages: dict[str, Answer], validator: str = "etag", cache_control: str = "no-cache"):
        self.pages, self.validator, self.cache_control = pages, validator, cache_control
        self.seen: dict[str, list[bytes]] = {}
        self.forget()

    def __enter__(self) -> Self:
        self.context = serving(self.answer)
        self.site = self.context.__enter__()
        self.address = self.site.address
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.context.__exit__(kind, error, at)

    def forget(self) -> None:
        """Empties the notes."""
        self.bodies: list[str] = []
        self.unchanged: list[str] = []
        self.asked: list[tuple[str, Mapping[str, str]]] = []

    def answer(self, path: str) -> Answer:
        """The page, or 304 where the request names what it still has."""
        if path == "/robots.txt":
            return NOT_FOUND
        headers = self.site.headers[-1]
        self.asked.append((path, headers))
        page = self.pages.get(path, NOT_FOUND)
        given = self.validators(path, page.body) if page.status == 200 else {}
        if self.is_unchanged(given, headers):
            self.unchanged.append(path)
            return Answer(status=304, headers=given)
        self.bodies.append(path)
        return Answer(page.body, page.status, {**page.headers, **given}, page.delay)

    def validators(self, path: str, body: bytes) -> dict[str, str]:
        """What a page is to be known by: a digest, and a minute for each form that it has had."""
        forms = self.seen.setdefault(path, [])
        if body not in forms:
            forms.append(body)
        date = {"Last-Modified": DAY.format(forms.index(body))} if self.validator != "etag" else {}
        tag = {"ETag": f'W/"{hashlib.sha256(body).hexdigest()[:12]}"'} if self.validator != "date" else {}
        return {"Cache-Control": self.cache_control, **date, **tag}

    def is_unchanged(self, given: Mapping[str, str], headers: Mapping[str, str]) -> bool:
        """If-None-Match decides where it is sent, else If-Modified-Since."""
        if "if-none-match" in headers:
            return headers["if-none-match"] == given.get("ETag")
        return "if-modified-since" in headers and headers["if-modified-since"] == given.get("Last-Modified")

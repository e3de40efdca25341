"""Questions to the mock, and what its pages hold, read with plain patterns."""

from __future__ import annotations

import re
from http.client import HTTPConnection
from urllib.parse import urlsplit

from polon.mock import Telegram


def ask(base: str, path: str, method: str = "GET", **headers: str) -> tuple[int, str, str]:
    """Status, body and Location."""
    connection = HTTPConnection(urlsplit(base).netloc, timeout=10)
    try:
        connection.request(method, path, headers={k.replace("_", "-"): v for k, v in headers.items()})
        response = connection.getresponse()
        return response.status, response.read().decode(), response.headers.get("Location", "")
    finally:
        connection.close()


def body(telegram: Telegram, path: str, host: int = 0) -> str:
    status, text, _ = ask(telegram.hosts[host], path)
    assert status == 200
    return text


def ids(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'data-post="\w+/(\d+)"', page)]


def cursor(page: str, name: str) -> int | None:
    found = re.search(rf'data-{name}="(\d+)"', page)
    return int(found[1]) if found else None

"""The Telegram that tests share, questions to it, and what its pages hold, read with plain patterns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from polon.mock import Scenario, Telegram, serve
from polon.sources import MirrorKind

SCENARIO = Path(__file__).with_name("scenario.toml").read_text(encoding="utf-8")


def play() -> Iterator[Telegram]:
    """The shared scenario, from its opening on; for a fixture of the scope that the test can do with."""
    with serve(Scenario.parse(SCENARIO)) as telegram:
        yield telegram


def ask(base: str, path: str, method: str = "GET", **headers: str) -> tuple[int, str, str]:
    """Status, body and Location."""
    connection = HTTPConnection(urlsplit(base).netloc, timeout=10)
    try:
        connection.request(method, path, headers={k.replace("_", "-"): v for k, v in headers.items()})
        response = connection.getresponse()
        return response.status, response.read().decode(), response.headers.get("Location", "")
    finally:
        connection.close()


def body(telegram: Telegram, path: str, host: int = 0, **headers: str) -> str:
    """What one of the preview's hosts answers; a refusal or a way elsewhere fails."""
    status, text, _ = ask(telegram.hosts[host], path, **headers)
    assert status == 200
    return text


def mirror(telegram: Telegram, kind: MirrorKind) -> str:
    """The address of a mirror."""
    return {
        MirrorKind.RSSHUB: telegram.rsshub,
        MirrorKind.RSS_BRIDGE: telegram.rss_bridge,
        MirrorKind.TGRSS: telegram.tgrss,
        MirrorKind.TGJSON: telegram.tgjson,
    }[kind]


def ids(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'data-post="\w+/(\d+)"', page)]


def cursor(page: str, name: str) -> int | None:
    found = re.search(rf'data-{name}="(\d+)"', page)
    return int(found[1]) if found else None

"""Web sites on this machine for crawls: a function from path to answer, real sockets, and a log of what was asked."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Answer:
    """One answer, `delay` seconds after the question; `status` 0 hangs up without a word."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0


NOT_FOUND = Answer(b"<!DOCTYPE html><title>Not found</title>", 404)
Answers = Callable[[str], Answer | None]
"""From a path with its query to the answer; None is a 404."""


@dataclass
class Site:
    """A running site: `answers` may be changed at any time; `asked` are the paths in order, `headers` came along."""

    address: str
    answers: Answers
    asked: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    @property
    def pages(self) -> list[str]:
        """What was asked for, robots.txt apart."""
        return [path for path in self.asked if path != "/robots.txt"]


def html(text: str, status: int = 200, delay: float = 0.0, **headers: str) -> Answer:
    return Answer(text.encode(), status, {"Content-Type": "text/html; charset=utf-8", **headers}, delay)


def moved(location: str) -> Answer:
    return Answer(status=302, headers={"Location": location})


@contextmanager
def serving(answers: Answers | Mapping[str, Answer], tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """Serves on a free port of 127.0.0.1 until the block ends."""
    site = Site("", answers if callable(answers) else answers.get)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.0"  # a connection a request: none is left open when a test ends

        def do_GET(self) -> None:
            site.asked.append(self.path)
            site.times.append(time.monotonic())
            site.headers.append({name.lower(): value for name, value in self.headers.items()})
            answer = site.answers(self.path) or NOT_FOUND
            time.sleep(answer.delay)
            if answer.status == 0:
                return
            self.send_response(answer.status)
            for name, value in {"Content-Length": str(len(answer.body)), **answer.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class's name)
            """Says nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            """A client that hangs up is no news."""

    with Server(("127.0.0.1", 0), Handler) as server:
        if tls is not None:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        site.address = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()


def dead_address() -> str:
    """An address of this machine at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"

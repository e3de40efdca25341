"""HTTP on the loopback address: small sites that answer questions, each at a port of its own."""

from __future__ import annotations

import socket
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from urllib.parse import parse_qs, urlsplit

HOST = "127.0.0.1"
HTML = "text/html; charset=utf-8"
JSON = "application/json; charset=utf-8"

Query = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Ask:
    """A question: `base` is the site's own base URL, `path` comes without the query, header names are lower-case."""

    base: str
    path: str
    query: Query = field(default_factory=dict)
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    target: str = ""

    def number(self, key: str) -> int | None:
        """A whole number of the query; None where there is none."""
        value = self.query.get(key, [""])[0]
        return int(value) if value.isascii() and value.isdecimal() and len(value) < 16 else None


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, after `delay` seconds; status 0 hangs up without a word."""

    body: str = ""
    status: int = 200
    kind: str = HTML
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0


Site = Callable[[Ask], Reply]

NOT_FOUND = Reply("<!DOCTYPE html><title>404 Not Found</title><h1>Not Found</h1>", 404)
NO_SUCH_HOST = Reply("<!DOCTYPE html><title>502 Bad Gateway</title>", 502)


def moved(location: str) -> Reply:
    """A redirect, without a body as Telegram's are."""
    return Reply(status=302, headers={"Location": location})


class _Server(ThreadingHTTPServer):
    """A server on a port of the loopback address; `sites` are all sites by host, for those who ask it as a proxy."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, sites: Mapping[str, Site], port: int) -> None:
        super().__init__((HOST, port), _Handler)
        self.host = f"{HOST}:{self.server_port}"
        self.sites = sites
        self._open: set[socket.socket] = set()
        self._lock = Lock()

    def process_request(self, request: object, client_address: object) -> None:
        """Remembers the connection: one that is kept alive has to be ended with the server."""
        with self._lock:
            self._open.add(request)  # type: ignore[arg-type]
        super().process_request(request, client_address)  # type: ignore[arg-type]

    def shutdown_request(self, request: object) -> None:
        """Forgets the connection."""
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)  # type: ignore[arg-type]

    def hang_up(self) -> None:
        """Ends the connections that are still open; their threads close them."""
        with self._lock:
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is no error of the server; anything else is, and is printed."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(BaseHTTPRequestHandler):
    """Answers of its own site or, when asked as a proxy, of any; writes no log."""

    server: _Server
    server_version = "mock"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    timeout = 60
    wbufsize = -1  # an answer goes out in one piece: two would wait for each other
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        """Answers with what the site has for the path."""
        length = self.headers.get("Content-Length", "0")
        self.rfile.read(min(int(length), 1_000_000) if length.isdecimal() else 0)
        parts = urlsplit(self.path)
        host = parts.netloc or self.server.host
        ask = Ask(
            base=f"http://{host}",
            path=parts.path,
            query=parse_qs(parts.query, keep_blank_values=True),
            method=self.command,
            headers={name.lower(): value for name, value in self.headers.items()},
            target=parts.path + (f"?{parts.query}" if parts.query else ""),
        )
        site = self.server.sites.get(host)
        self._send(site(ask) if site else NO_SUCH_HOST)

    do_HEAD = do_POST = do_GET  # noqa: N815 (the names are http.server's)

    def _send(self, reply: Reply) -> None:
        time.sleep(reply.delay)
        if reply.status == 0:
            self.close_connection = True
            return
        body = reply.body.encode()
        self.send_response(reply.status)
        for name, value in {"Content-Type": reply.kind, **reply.headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name is http.server's)
        """Writes nothing: those who ask have logs of their own."""


@contextmanager
def running(sites: Mapping[str, Site], port: int = 0) -> Iterator[str]:
    """Serves until the block ends, and gives the host with its port (a free one for 0). Raises OSError.

    Which site answers is looked up in `sites` by the host that is asked, at every question anew.
    """
    with _Server(sites, port) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield server.host
        finally:
            server.shutdown()
            thread.join()
            server.hang_up()

"""A web site on this machine for tests: paths with their answers, and a log of who asked for what."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Reply:
    """One answer; `promised` is the Content-Length to name if it is not the true one, `pace` seconds a byte."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    promised: int | None = None
    pace: float = 0.0


@dataclass
class Site:
    """The site: `pages` may be changed at any time; `asked` are the paths in order, `agents` who asked."""

    address: str
    pages: dict[str, Reply]
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


@contextmanager
def serve(pages: dict[str, Reply] | None = None, *, tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """Serves `pages` on a free port of the loopback address, by https with `tls`; what is not among them is a 404."""
    site = Site("", pages or {})

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            site.headers.append(dict(self.headers.items()))
            reply = site.pages.get(self.path, Reply(b"not found", 404))
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body) if reply.promised is None else reply.promised))
            self.end_headers()
            try:
                self._send(reply)
            except OSError:
                return  # the client has seen enough

        def _send(self, reply: Reply) -> None:
            step = 1 if reply.pace else len(reply.body) or 1
            for start in range(0, len(reply.body), step):
                time.sleep(reply.pace)
                self.wfile.write(reply.body[start : start + step])
                self.wfile.flush()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class's name)
            """Keeps the tests' output clean."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            """A client that turns away a certificate is no news."""

    server = Server(("127.0.0.1", 0), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    site.address = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

"""A server that hostile documents name: whoever asks it for anything was tricked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


@dataclass
class Canary:
    """Where it listens, and what it was asked for."""

    port: int
    asked: list[str] = field(default_factory=list)

    @property
    def origin(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def listening(page: str = "") -> Iterator[Canary]:
    """The server; `page` is what it shows to who asks for "/page", and is not counted."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/page":
                body = page.replace("CANARY", canary.origin).encode()
            else:
                canary.asked.append(f"{self.command} {self.path}")
                body = b""
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def __getattr__(self, name: str) -> Callable[[], None]:
            if name.startswith("do_"):
                return self.do_GET
            raise AttributeError(name)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    canary = Canary(server.server_address[1])
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield canary
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

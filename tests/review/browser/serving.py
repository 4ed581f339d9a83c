"""A real server in a thread of the test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import uvicorn

from undercount.review.app import make_app
from undercount.review.desks import Desks
from undercount.review.guards.session import Session
from undercount.review.serve import bind, configured


@dataclass(frozen=True)
class Served:
    """Where a server is.

    Attributes:
        port: where it listens.
        address: with the token that lets one browser in.
    """

    port: int
    address: str

    def url(self, path: str) -> str:
        """The whole address of one of its pages."""
        return f"http://127.0.0.1:{self.port}{path}"


@contextmanager
def serving(root: Path, *, by: str, desks: Desks | None = None, port: int = 0) -> Iterator[Served]:
    """The review of the project at `root`, as `undercount review` serves it."""
    with bind(port) as listener:
        bound: int = listener.getsockname()[1]
        session = Session(bound)
        app = make_app(root, by=by, session=session, port=bound, desks=desks)
        listener.listen()
        server = uvicorn.Server(configured(app))
        thread = Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield Served(bound, f"http://127.0.0.1:{bound}/enter#{session.token}")
        finally:
            server.should_exit = True
            thread.join()

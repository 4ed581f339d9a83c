"""The server itself: on this machine only, until somebody ends it."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Final

import uvicorn
from starlette.types import ASGIApp

from undercount.errors import BusyError, Problem
from undercount.review.app import make_app
from undercount.review.guards.session import Session

LOOPBACK: Final = "127.0.0.1"
PORT: Final = 8714
_TRIED: Final = 50


def serve(
    root: Path, *, by: str, why: str = "", port: int = PORT, ready: Callable[[str], None]
) -> None:
    """Serve the review of the project at `root` until it is interrupted.

    Args:
        root: the project's folder.
        by: who decides.
        why: the reason that goes with decisions that bring none of their own.
        port: where to listen; the next free one where it is taken, 0 for any.
        ready: called once with the address, when somebody can connect.

    Raises:
        UndercountError: no such project, or no port is free.
        KeyboardInterrupt: it was ended by ctrl-C.
    """
    with bind(port) as listener:
        bound: int = listener.getsockname()[1]
        session = Session(bound)
        app = make_app(root, by=by, why=why, session=session, port=bound)
        listener.listen()
        ready(f"http://{LOOPBACK}:{bound}/enter#{session.token}")
        uvicorn.Server(configured(app)).run(sockets=[listener])


def configured(app: ASGIApp) -> uvicorn.Config:
    """How the server is run."""
    return uvicorn.Config(
        app,
        # No line for a request: nothing of what somebody looks at is written anywhere.
        access_log=False,
        log_level="error",
        lifespan="off",
        ws="none",
        # Nobody stands between this browser and this server; headers that say so are lies.
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=2,
    )


def bind(port: int) -> socket.socket:
    """A socket on loopback, at `port` or the next one that is free.

    Raises:
        BusyError: none of them is.
    """
    for number in range(port, port + _TRIED if port else 1):
        # Named, or asyncio does not see that it is TCP and leaves 40 ms of waiting in each answer.
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # on Windows another program could share it
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((LOOPBACK, number))
        except (OSError, OverflowError) as error:
            listener.close()
            if getattr(error, "errno", None) not in (errno.EADDRINUSE, errno.EACCES):
                raise
            continue
        return listener
    what = f"no port is free from {port} to {port + _TRIED - 1}"
    raise BusyError(Problem(what, hint="Give another with --port"))

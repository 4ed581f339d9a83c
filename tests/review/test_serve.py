"""Where the server listens: on this machine only, at a port that nobody else has."""

from __future__ import annotations

import socket
from contextlib import ExitStack

import pytest

from tests.review.browser.serving import Served
from undercount.errors import BusyError
from undercount.review import serve
from undercount.review.serve import bind


def _port(listener: socket.socket) -> int:
    address, port = listener.getsockname()
    assert address == "127.0.0.1"
    return int(port)


def test_a_taken_port_leads_to_the_next_free_one() -> None:
    with bind(0) as first:
        first.listen()
        with bind(_port(first)) as second:
            assert 0 < _port(second) - _port(first) < 50


def test_no_free_port_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "_TRIED", 1)
    with ExitStack() as stack:
        taken = stack.enter_context(bind(0))
        taken.listen()
        with pytest.raises(BusyError, match=r"no port is free.*Give another with --port"):
            bind(_port(taken))


def test_nobody_connects_by_another_address_of_this_machine(served: Served) -> None:
    socket.create_connection(("127.0.0.1", served.port), timeout=5).close()
    # All of 127.0.0.0/8 and ::1 are this machine; the server is at one of them.
    for address in ("127.0.0.2", "::1"):
        with pytest.raises(OSError, match=r"refused|unreachable|assign|not supported|timed out"):
            socket.create_connection((address, served.port), timeout=5)

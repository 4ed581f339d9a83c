"""One request: what is sent, when it is sent again, and one clear message for each failure."""

from __future__ import annotations

import itertools
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.read.endpoint_server import Recorded, completion, serving
from undercount.errors import InputError
from undercount.read.endpoint import Clock, Endpoint, EndpointError
from undercount.read.endpoint.request import post

OK: tuple[int, dict[str, str], bytes] = (200, {}, b"{}")
QUESTION = {"model": "small", "messages": []}


class FakeClock:
    """Time that passes only where somebody waits, or `step` seconds at each look."""

    def __init__(self, step: float = 0.0) -> None:
        self.time, self.step = 0.0, step
        self.waits: list[float] = []

    def clock(self) -> Clock:
        return Clock(self.now, self.sleep)

    def now(self) -> float:
        self.time += self.step
        return self.time

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)


def endpoint(url: str, **more: object) -> Endpoint:
    return Endpoint(url, "small", **{"key_variable": None, **more})  # type: ignore[arg-type]  # fields by name


def failure(raw: list[tuple[int, dict[str, str], bytes]], **more: object) -> EndpointError:
    with serving(Recorded(raw=raw)) as server, pytest.raises(EndpointError) as told:
        post(endpoint(server.url, **more), QUESTION, FakeClock().clock())
    return told.value


def test_what_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUR_KEY", "k-123")
    with serving(Recorded(raw=[OK])) as server:
        answer = post(
            endpoint(server.url, key_variable="OUR_KEY"),
            {**QUESTION, "text": "l’été \ud800"}, FakeClock().clock(),
        )  # fmt: skip
    ((headers, body),) = server.asked
    assert answer == b"{}"
    assert headers["Authorization"] == "Bearer k-123"
    assert headers["Content-Type"] == "application/json"
    assert body["path"] == "/v1/chat/completions"
    assert body["text"] == "l’été ?"


def test_no_key_is_sent_where_none_is_wanted() -> None:
    with serving(Recorded(raw=[OK])) as server:
        post(endpoint(server.url), QUESTION, FakeClock().clock())
    assert "Authorization" not in server.asked[0][0]


def test_without_its_key_nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OUR_KEY", raising=False)
    with (
        serving(Recorded(raw=[OK])) as server,
        pytest.raises(InputError, match="no key in the environment variable OUR_KEY"),
    ):
        post(endpoint(server.url, key_variable="OUR_KEY"), QUESTION, FakeClock().clock())
    assert not server.asked


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_what_may_pass_is_asked_again_after_longer_and_longer_waits(status: int) -> None:
    fake = FakeClock()
    with serving(Recorded(raw=[(status, {}, b""), (status, {}, b""), OK])) as server:
        assert post(endpoint(server.url), QUESTION, fake.clock()) == b"{}"
    assert fake.waits == [1, 2]
    assert len(server.asked) == 3


@pytest.mark.parametrize(
    ("header", "wait"), [("7", 7), ("9999", 30), ("Wed, 21 Oct 2026 07:28:00 GMT", 1), ("-3", 1)]
)
def test_the_endpoint_may_say_how_long_to_wait(header: str, wait: float) -> None:
    fake = FakeClock()
    with serving(Recorded(raw=[(429, {"Retry-After": header}, b""), OK])) as server:
        post(endpoint(server.url), QUESTION, fake.clock())
    assert fake.waits == [wait]


@pytest.mark.parametrize(
    ("status", "asked", "why"),
    [
        (400, 1, "127.0.0.1 answers 400: no such field"),
        (401, 1, r"does not accept the key \(401\)"),
        (403, 1, r"does not accept the key \(403\)"),
        (404, 1, r"knows no /v1/chat/completions or no model small \(404\)"),
        (429, 3, r"too many requests \(429\)"),
        (500, 3, "answers 500: no such field"),
        (302, 1, "sends on to another address"),
        (204, 1, "answers 204"),
    ],
)
def test_each_refusal_has_its_message(status: int, asked: int, why: str) -> None:
    # An answer that sends on names a port where nobody listens: to follow it would show.
    raw = (status, {"Location": "http://127.0.0.1:9/"}, b"no such\n field\x07")
    with (
        serving(Recorded(raw=[raw])) as server,
        pytest.raises(EndpointError, match=why) as told,
    ):
        post(endpoint(server.url), QUESTION, FakeClock().clock())
    assert len(server.asked) == asked
    assert told.value.lasting == (status in (401, 403, 404, 302))
    assert len(told.value.problems) == 1


def test_a_key_is_never_said_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUR_KEY", "k-123")
    error = failure([(401, {}, b"Wrong key: k-123")], key_variable="OUR_KEY")
    assert "k-123" not in str(error)
    assert "in OUR_KEY" in str(error)


def test_nobody_at_the_address() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    fake = FakeClock()
    with pytest.raises(EndpointError, match=f"nobody answers at 127.0.0.1:{port}") as told:
        post(endpoint(f"http://127.0.0.1:{port}"), QUESTION, fake.clock())
    assert told.value.lasting
    assert not fake.waits


def test_an_answer_that_is_too_long() -> None:
    error = failure([(200, {}, b"x" * 3000)], max_answer=2000)
    assert "longer than 2,000 bytes" in str(error)


def test_an_answer_that_ends_too_early() -> None:
    error = failure([(200, {"Content-Length": "999"}, b"{}")])
    assert "ends 997 bytes too early" in str(error)


@contextmanager
def bare(*sent: bytes, endless: bytes = b"") -> Iterator[str]:
    """A server below HTTP: sends these bytes, then others for ever, or nothing and stays silent."""
    done = threading.Event()
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        try:
            line, _ = server.accept()
        except OSError:
            return
        with line:
            try:
                line.recv(65536)
                for part in itertools.chain(sent, itertools.repeat(endless) if endless else ()):
                    line.sendall(part)
                    if done.is_set():
                        return
                done.wait()
            except OSError:
                pass  # the reader hung up, as it should

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
    finally:
        done.set()
        server.close()
        thread.join()


HEAD = b"HTTP/1.1 200 OK\r\n\r\n"


@pytest.mark.parametrize(
    ("sent", "endless"),
    [
        (b"", b""),
        (b"HTTP/1.1 200 OK\r\nContent-", b""),
        (HEAD, b""),
        (HEAD + b'{"choices"', b""),
    ],
)
def test_silence_ends_at_the_timeout(sent: bytes, endless: bytes) -> None:
    with (
        bare(sent, endless=endless) as url,
        pytest.raises(EndpointError, match=r"no whole answer within 0.1 s"),
    ):
        post(endpoint(url, timeout=0.1, attempts=1), QUESTION, Clock())


@pytest.mark.parametrize(
    ("sent", "endless"),
    [(HEAD, b"x"), (b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n")],
)
def test_an_endless_drip_ends_at_the_deadline(sent: bytes, endless: bytes) -> None:
    with (
        bare(sent, endless=endless) as url,
        pytest.raises(EndpointError, match="no whole answer within 20 s"),
    ):
        post(endpoint(url, timeout=20, attempts=1, max_answer=10**9), QUESTION,
             FakeClock(step=1.0).clock())  # fmt: skip


@pytest.mark.parametrize("sent", [b"SSH-2.0-x\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n", b"\x15\x03\x01\n"])
def test_what_is_no_http(sent: bytes) -> None:
    fake = FakeClock()
    with bare(sent) as url, pytest.raises(EndpointError, match=r"the line to .* broke"):
        post(endpoint(url, attempts=1), QUESTION, fake.clock())


def test_an_endpoint_that_speaks_no_tls() -> None:
    with bare(b"HTTP/1.1 400 Bad Request\r\n\r\n") as url:
        secure = url.replace("http:", "https:")
        with pytest.raises(EndpointError, match="broke"):
            post(endpoint(secure, attempts=1), QUESTION, FakeClock().clock())


def test_a_completion_comes_through_whole() -> None:
    long = completion("x" * 300_000)
    with serving(Recorded(raw=[(200, {}, long)])) as server:
        assert post(endpoint(server.url), QUESTION, FakeClock().clock()) == long
    assert json.loads(long)

"""One question over HTTP to the endpoint, within a time, a size and a number of attempts."""

from __future__ import annotations

import io
import json
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any, Final, cast

from undercount.errors import UndercountError
from undercount.read.endpoint.settings import Endpoint

_AGAIN: Final = frozenset([408, 409, 425, 429, 500, 502, 503, 504])
_FIRST_WAIT: Final = 1.0
_LONGEST_WAIT: Final = 30.0
_CHUNK: Final = 65536
_SAID: Final = 200  # code points of what the endpoint says of its own error


class EndpointError(UndercountError, ConnectionError):
    """The endpoint gave no answer that could be used; what rules read stands without it.

    Attributes:
        lasting: the next document would meet the same (no such machine, key not accepted).
    """

    def __init__(self, what: str, hint: str | None = None, *, lasting: bool = False) -> None:
        super().__init__(what, hint)
        self.lasting = lasting

    # ConnectionError would format its own arguments; ours carry the hint.
    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Clock:
    """Time as the requests see it, so that a test need not wait.

    Attributes:
        now: seconds on a clock that never goes back.
        sleep: waits so many seconds.
    """

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


CLOCK: Final = Clock()
"""The machine's own."""


class _TryAgainError(Exception):
    """What went wrong may pass.

    Attributes:
        error: what to tell where it does not.
        wait: seconds the endpoint asks to wait, or None.
    """

    def __init__(self, error: EndpointError, wait: float | None = None) -> None:
        super().__init__(str(error))
        self.error = error
        self.wait = wait


def post(endpoint: Endpoint, question: dict[str, Any], clock: Clock) -> bytes:
    """The body of the endpoint's answer to a question.

    Failures that may pass (too many requests, a server's own error, a cut line) are met by waiting
    1, 2, 4 ... seconds, or as long as the endpoint asks but 30 s at most.

    Raises:
        EndpointError: there was no usable answer; the message says why and what to do.
        InputError: the key is not in the environment.
    """
    key = endpoint.key()
    body = json.dumps(question, ensure_ascii=False).encode("utf-8", "replace")
    wait = _FIRST_WAIT
    for left in range(endpoint.attempts - 1, -1, -1):
        try:
            return _once(endpoint, body, key, clock)
        except _TryAgainError as again:
            if not left:
                raise again.error from None
            asked = wait if again.wait is None else again.wait
            clock.sleep(min(max(asked, 0.0), _LONGEST_WAIT))
            wait *= 2
    raise AssertionError("attempts is 1 or more")


def _once(endpoint: Endpoint, body: bytes, key: str | None, clock: Clock) -> bytes:
    host = endpoint.host
    deadline = clock.now() + endpoint.timeout
    connection = _connection(endpoint)
    # Standard library types the response class narrowly; it is called as a function only.
    connection.response_class = cast(
        "type[HTTPResponse]",
        lambda sock, **more: HTTPResponse(cast("socket.socket", _Timed(sock, deadline, clock)),
                                          **more),
    )  # fmt: skip
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if key is not None:
        headers["Authorization"] = f"Bearer {key}"
    try:
        connection.request("POST", endpoint.target, body, headers)
        with connection.getresponse() as response:
            answer = _read(response, endpoint.max_answer)
    except EndpointError:
        raise
    except TimeoutError:
        raise _TryAgainError(_slow(endpoint)) from None
    except ConnectionRefusedError:
        raise EndpointError(
            f"nobody answers at {host}:{endpoint.port}",
            "Start the endpoint, or mend its address", lasting=True,
        ) from None  # fmt: skip
    except socket.gaierror:
        raise EndpointError(
            f"there is no machine {host}", "Mend the endpoint's address", lasting=True
        ) from None
    except ssl.SSLCertVerificationError as error:
        raise EndpointError(
            f"the certificate of {host} is not valid: {error.verify_message}",
            "Do not send it documents", lasting=True,
        ) from None  # fmt: skip
    except (OSError, HTTPException) as error:
        what = str(error) or type(error).__name__
        raise _TryAgainError(
            EndpointError(f"the line to {host} broke: {_hidden(what, key)}", "Try again later")
        ) from None
    finally:
        connection.close()
    return _accepted(endpoint, response, answer, key)


def _connection(endpoint: Endpoint) -> HTTPConnection:
    # Neither proxies of the environment nor redirects are followed: the document goes to the one
    # machine that the user named.
    if endpoint.secure:
        return HTTPSConnection(
            endpoint.host, endpoint.port, timeout=endpoint.timeout,
            context=ssl.create_default_context(),
        )  # fmt: skip
    return HTTPConnection(endpoint.host, endpoint.port, timeout=endpoint.timeout)


def _read(response: HTTPResponse, limit: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    while part := response.read(_CHUNK):
        size += len(part)
        if size > limit:
            raise EndpointError(
                f"the answer is longer than {limit:,} bytes", "Raise max_answer if that is right"
            )
        parts.append(part)
    if response.length:
        raise HTTPException(f"the answer ends {response.length:,} bytes too early")
    return b"".join(parts)


def _accepted(endpoint: Endpoint, response: HTTPResponse, answer: bytes, key: str | None) -> bytes:
    status, host = response.status, endpoint.host
    if status == 200:
        return answer
    said = _said(answer, key)
    if status in (401, 403):
        where = "" if endpoint.key_variable is None else f" in {endpoint.key_variable}"
        raise EndpointError(
            f"{host} does not accept the key{where} ({status}){said}", "Set one that it knows",
            lasting=True,
        )  # fmt: skip
    if status == 404:
        raise EndpointError(
            f"{host} knows no {endpoint.target} or no model {endpoint.model} (404){said}",
            "Mend the address or the model's name", lasting=True,
        )  # fmt: skip
    if 300 <= status < 400:
        raise EndpointError(
            f"{host} sends on to another address ({status}), which is not followed",
            "Set the address that answers itself", lasting=True,
        )  # fmt: skip
    if status == 429:
        error = EndpointError(
            f"{host} has had too many requests (429){said}", "Wait, or ask for a higher limit"
        )
    else:
        error = EndpointError(f"{host} answers {status}{said}", "Ask whoever runs the endpoint")
    if status in _AGAIN:
        raise _TryAgainError(error, _seconds(response.getheader("Retry-After")))
    raise error


def _slow(endpoint: Endpoint) -> EndpointError:
    return EndpointError(
        f"{endpoint.host} gave no whole answer within {endpoint.timeout:g} s", "Raise the timeout"
    )


def _said(answer: bytes, key: str | None) -> str:
    words = " ".join(answer[: 10 * _SAID].decode("utf-8", "replace").split())
    words = "".join(c for c in _hidden(words, key) if c.isprintable())
    return f": {words[:_SAID]}" if words else ""


def _hidden(words: str, key: str | None) -> str:
    """Some endpoints say back the key they refuse."""
    return words.replace(key, "[key]") if key else words


def _seconds(header: str | None) -> float | None:
    """ "Retry-After" in seconds; its other form, a date, is left alone."""
    return float(header) if header and header.isascii() and header.isdigit() else None


class _Timed:
    """A socket whose reading ends at one deadline, however slowly the bytes drip."""

    def __init__(self, sock: socket.socket, deadline: float, clock: Clock) -> None:
        self._sock, self._deadline, self._clock = sock, deadline, clock

    def makefile(self, _mode: str) -> io.BufferedReader:
        # A file of the socket keeps it open after the connection has let go of it.
        raw = self._sock.makefile("rb", buffering=0)
        return io.BufferedReader(_Bytes(raw, self._sock, self._deadline, self._clock))


class _Bytes(io.RawIOBase):
    def __init__(
        self, raw: socket.SocketIO, sock: socket.socket, deadline: float, clock: Clock
    ) -> None:
        self._raw, self._sock, self._deadline, self._clock = raw, sock, deadline, clock

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self._deadline - self._clock.now()
        if left <= 0:
            raise TimeoutError
        self._sock.settimeout(left)
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()

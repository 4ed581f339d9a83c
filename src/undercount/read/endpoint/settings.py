"""Which language model to ask, and where: there is no default for either."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final
from urllib.parse import SplitResult, urlsplit

from undercount.errors import InputError, Problem

_PATH: Final = "/chat/completions"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An OpenAI-compatible endpoint for chat completions, as the user sets it.

    Attributes:
        url: its address, with or without "/chat/completions" at the end: https, or plain http on
            this machine itself (localhost, 127.0.0.1, ::1).
        model: the name by which the endpoint knows the model.
        key_variable: name of the environment variable that holds the key, or None for an endpoint
            that wants none. The key itself is never stored, shown or logged.
        timeout: seconds that one request may take, from the first byte sent to the last received.
        attempts: how often a request is made before giving up; 1 never repeats.
        max_answer: the longest answer in bytes.
        piece: code points of the document in one request; whole sentences.
        pieces: how many requests a document is worth; what lies behind is read without it.
        temperature: passed on to the model; None leaves it out, which some models want.

    Raises:
        InputError: all that is wrong with these settings at once.

    >>> Endpoint("http://localhost:8080/v1", "small", key_variable=None).host
    'localhost'
    """

    url: str
    model: str
    key_variable: str | None = "UNDERCOUNT_MODEL_KEY"
    timeout: float = 30.0
    attempts: int = 3
    max_answer: int = 1_000_000
    piece: int = 12_000
    pieces: int = 25
    temperature: float | None = 0.0

    def __post_init__(self) -> None:
        problems = _wrong_address(self.url)
        if not self.model.strip():
            problems.append(Problem("the endpoint has no model", hint="Name one it offers"))
        if self.key_variable is not None and not self.key_variable.strip():
            problems.append(
                Problem(
                    "the endpoint's key variable has no name",
                    hint="Name the environment variable, not the key; None sends no key",
                )
            )
        if not (self.timeout > 0 and math.isfinite(self.timeout)):
            problems.append(Problem(f"a timeout of {self.timeout} seconds", hint="Use more than 0"))
        problems += [
            Problem(f"the endpoint's {name} is {number}", hint="Use 1 or more")
            for name, number in (
                ("attempts", self.attempts), ("max_answer", self.max_answer),
                ("piece", self.piece), ("pieces", self.pieces),
            )
            if number < 1
        ]  # fmt: skip
        if problems:
            raise InputError(problems)

    @property
    def secure(self) -> bool:
        """Whether requests are encrypted; they are unless they stay on this machine."""
        return self._split().scheme == "https"

    @property
    def host(self) -> str:
        """The machine that is asked."""
        return self._split().hostname or ""

    @property
    def port(self) -> int:
        """Its port."""
        return self._split().port or (443 if self.secure else 80)

    @property
    def target(self) -> str:
        """Path and query of the request."""
        split = self._split()
        path = split.path.rstrip("/")
        path = path if path.endswith(_PATH) else path + _PATH
        return f"{path}?{split.query}" if split.query else path

    def key(self) -> str | None:
        """The key out of the environment, or None where none is wanted.

        Raises:
            InputError: the variable is not set, or holds what no header can carry.
        """
        if self.key_variable is None:
            return None
        key = os.environ.get(self.key_variable, "").strip()
        if not key:
            raise InputError(
                f"no key in the environment variable {self.key_variable}",
                hint="Set it, or set key_variable to None for an endpoint that wants no key",
            )
        if not (key.isascii() and key.isprintable()):
            raise InputError(f"the key in {self.key_variable} holds characters no header can carry")
        return key

    def _split(self) -> SplitResult:
        return urlsplit(self.url)


def _wrong_address(url: str) -> list[Problem]:
    # urlsplit drops tabs and line breaks in silence, and would ask another address.
    if not url.isprintable() or " " in url or not url.isascii():
        return [Problem("the endpoint's address holds a blank or a sign that is no ASCII")]
    try:
        split = urlsplit(url)
        host, _ = split.hostname, split.port
    except ValueError as error:
        return [Problem(f"the endpoint's address {url!r} cannot be read: {error}")]
    if split.scheme not in ("http", "https") or not host:
        return [
            Problem(
                f"the endpoint's address {url!r} is none", hint="Write https://HOST/v1 or the like"
            )
        ]
    problems = []
    if split.username is not None or split.password is not None:
        problems.append(
            Problem(
                "the endpoint's address holds a name or a password",
                hint="Put the key in an environment variable and name that in key_variable",
            )
        )
    if split.fragment:
        problems.append(Problem("the endpoint's address holds a '#'"))
    if split.scheme == "http" and not _is_this_machine(host):
        problems.append(
            Problem(
                f"plain http to {host} would send the document for all to read",
                hint="Use https; http is for this machine alone",
            )
        )
    return problems


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False

"""A client that says what a browser says, or lies about it; and a queue for it to talk to."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection
from threading import Lock
from typing import Any

from undercount.errors import InputError

PROJECT = '[project]\ntitle = "The camp at Aldmouth"\n'
Headers = Mapping[str, str | None]


@dataclass(frozen=True)
class Answer:
    """Status, headers (lower case; the last of each name) and body."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as values."""
        return json.loads(self.body)

    @property
    def said(self) -> str:
        """The problems in words."""
        return "; ".join(one["what"] for one in self.json["problems"])


@dataclass
class Client:
    """One visitor of a server on this machine."""

    port: int
    cookie: str | None = None
    own: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.own = {"Origin": f"http://127.0.0.1:{self.port}", "Sec-Fetch-Site": "same-origin"}

    def ask(
        self, method: str, path: str, body: bytes | None = None, **headers: str | None
    ) -> Answer:
        """One request; a header given as None is left out, "_" stands for "-"."""
        wanted: dict[str, str | None] = {"Host": f"127.0.0.1:{self.port}"}
        if self.cookie:
            wanted["Cookie"] = self.cookie
        if method not in ("GET", "HEAD"):
            wanted |= {**self.own, "Content-Type": "application/json"}
        wanted |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in wanted.items():
                if value is not None:
                    connection.putheader(name, value)
            if body is not None and "Content-Length" not in wanted:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            response = connection.getresponse()
            headers_of = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, headers_of, response.read())
        finally:
            connection.close()

    def get(self, path: str, **headers: str | None) -> Answer:
        """A GET."""
        return self.ask("GET", path, None, **headers)

    def post(self, path: str, value: object, **headers: str | None) -> Answer:
        """A POST of a value as JSON, as a page of the server would send it."""
        return self.ask("POST", path, json.dumps(value).encode(), **headers)

    def enter(self, address: str) -> Client:
        """Exchange the address for the cookie."""
        answer = self.post("/enter", {"token": address.partition("#")[2]})
        assert answer.status == 200, answer
        self.cookie = answer.headers["set-cookie"].partition(";")[0]
        return self


class Kept:
    """A queue that keeps what it was told; nothing of it is looked at."""

    name = "figures"
    closed: str | None = None

    def __init__(self, n: int = 3) -> None:
        self._n = n
        self._lock = Lock()
        self.told: dict[str, dict[str, Any]] = {}

    def ids(self, which: str, order: str) -> list[str]:
        return [f"f{i}" for i in range(self._n)] if which in ("waiting", "all") else []

    def items(self, ids: Sequence[str]) -> list[dict[str, Any]]:
        return [{"id": name, "version": "1", "versions": []} for name in ids]

    def decide(self, decision: Mapping[str, Any]) -> dict[str, Any]:
        if decision["decision"] not in ("accepted", "rejected", "unsure", "undone"):
            raise InputError(f'no decision "{decision["decision"]}"', hint="accepted, rejected")
        with self._lock:
            self.told.setdefault(decision["key"], dict(decision))
        return {
            "id": decision["id"], "standing": decision["decision"], "versions": [],
            "disputed": False, "waiting": 0,
        }  # fmt: skip

    def summary(self) -> dict[str, Any]:
        return {"waiting": self._n, "second": 0, "disputed": 0, "decided": 0, "today": {}}

    def readings(self) -> dict[str, dict[str, str]]:
        return {}


def decision(i: int = 0, **other: object) -> dict[str, Any]:
    """A decision as the browser sends it."""
    return {
        "key": f"key-{i}", "id": f"f{i}", "decision": "accepted", "why": "", "version": "1",
        "changes": {}, **other,
    }  # fmt: skip

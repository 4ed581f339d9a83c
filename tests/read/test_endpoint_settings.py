"""Where a document may be sent: https, or this machine; a key only out of the environment."""

from __future__ import annotations

import pytest

from undercount.errors import InputError
from undercount.read.endpoint import Endpoint


@pytest.mark.parametrize(
    ("url", "host", "port", "target"),
    [
        ("https://models.example/v1", "models.example", 443, "/v1/chat/completions"),
        ("https://models.example:8443/v1/", "models.example", 8443, "/v1/chat/completions"),
        ("HTTPS://models.example", "models.example", 443, "/chat/completions"),
        ("https://m.example/v1/chat/completions?api=2", "m.example", 443,
         "/v1/chat/completions?api=2"),
        ("http://localhost:11434/v1", "localhost", 11434, "/v1/chat/completions"),
        ("http://127.0.0.1/v1", "127.0.0.1", 80, "/v1/chat/completions"),
        ("http://127.8.9.1/v1", "127.8.9.1", 80, "/v1/chat/completions"),
        ("http://[::1]:80/v1", "::1", 80, "/v1/chat/completions"),
    ],
)  # fmt: skip
def test_addresses_that_are_asked(url: str, host: str, port: int, target: str) -> None:
    endpoint = Endpoint(url, "small")
    assert (endpoint.host, endpoint.port, endpoint.target) == (host, port, target)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("", "is none"),
        ("models.example/v1", "is none"),
        ("ftp://models.example", "is none"),
        ("file:///etc/hosts", "is none"),
        ("https://", "is none"),
        ("http://models.example/v1", "plain http"),
        ("http://localhost.models.example/v1", "plain http"),
        ("http://127.0.0.1.models.example/v1", "plain http"),
        ("http://127.1/v1", "plain http"),
        ("http://0.0.0.0/v1", "plain http"),
        ("http://192.168.1.9/v1", "plain http"),
        ("https://ana:secret@models.example", "a name or a password"),
        ("http://localhost@models.example/v1", "plain http"),
        ("https://models.example/#x", "holds a '#'"),
        ("https://models.example/v1\r\nX: y", "holds a blank"),
        ("https://models.exa\tmple/v1", "holds a blank"),
        ("https://mödels.example/v1", "holds a blank"),
        ("https://models.example:99999/v1", "cannot be read"),
        ("https://[::1/v1", "cannot be read"),
    ],
)
def test_addresses_that_are_not(url: str, why: str) -> None:
    with pytest.raises(InputError, match=why):
        Endpoint(url, "small")


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(InputError) as told:
        Endpoint("http://models.example", " ", key_variable="", timeout=0, attempts=0, piece=-1)
    assert len(told.value.problems) == 6


def test_there_is_no_default_for_address_and_model() -> None:
    with pytest.raises(TypeError):
        Endpoint()  # type: ignore[call-arg]  # wrong on purpose


def test_the_key_is_read_at_use_and_never_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    endpoint = Endpoint("https://models.example/v1", "small", key_variable="OUR_KEY")
    monkeypatch.delenv("OUR_KEY", raising=False)
    with pytest.raises(InputError, match="no key in the environment variable OUR_KEY"):
        endpoint.key()
    monkeypatch.setenv("OUR_KEY", " k-123\n")
    assert endpoint.key() == "k-123"
    assert "k-123" not in repr(endpoint)
    monkeypatch.setenv("OUR_KEY", "k-1\r\nX-Other: y")
    with pytest.raises(InputError, match="no header can carry"):
        endpoint.key()
    assert Endpoint("http://localhost", "small", key_variable=None).key() is None

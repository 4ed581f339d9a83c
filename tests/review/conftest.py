"""A real server on an ephemeral port, and who may and may not come in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.review.browser.serving import Served, serving
from tests.review.client import PROJECT, Client, Kept
from undercount.review.desks import Desks


@pytest.fixture
def kept() -> Kept:
    """The one queue of the server."""
    return Kept()


@pytest.fixture
def served(tmp_path: Path, kept: Kept) -> Iterator[Served]:
    """A server of an empty project."""
    (tmp_path / "undercount.toml").write_text(PROJECT)
    with serving(tmp_path, by="Ann", desks=Desks({"figures": lambda: kept})) as it:
        yield it


@pytest.fixture
def stranger(served: Served) -> Client:
    """Somebody on this machine without the address."""
    return Client(served.port)


@pytest.fixture
def inside(served: Served) -> Client:
    """Somebody who has entered."""
    return Client(served.port).enter(served.address)

"""What tests of the file of tracing begin with. All names are invented."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.trace.made import ASKS, OTHER, SABA, YONAS, bring
from undercount.trace.store import Store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "tracing.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store(path) as store:
        bring(store, "case", YONAS, SABA)
        bring(store, "request", ASKS, OTHER)
        yield store

"""The page itself on disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.report import calais
from undercount.report import write


@pytest.fixture(scope="session")
def report_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The realistic page, written."""
    return write(calais.page(), tmp_path_factory.mktemp("report") / "report.html")


@pytest.fixture(scope="session")
def interactive_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same page with its script."""
    folder = tmp_path_factory.mktemp("interactive")
    return write(calais.page(), folder / "interactive.html", interactive=True)

"""A browser for the tests of the page, and the page itself on disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests import find_browser
from tests.report import calais
from undercount.report import write


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests; without one they fail and say what to do."""
    path = find_browser.find()
    if path is None:
        pytest.fail(f"{find_browser.MISSING} (`make setup` tries both)")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path, args=["--headless", *find_browser.ARGUMENTS]
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def report_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The realistic page, written."""
    return write(calais.page(), tmp_path_factory.mktemp("report") / "report.html")

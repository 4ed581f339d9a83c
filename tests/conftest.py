"""What holds for every test, and the one browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests import find_browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# The same examples on every machine and every day: a test that fails must fail again. No test is
# timed: the first of a clean clone also compiles, whichever that is.
settings.register_profile("fixed", derandomize=True, database=None, deadline=None)
settings.load_profile("fixed")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests; without one they fail and say what to do."""
    from playwright.sync_api import sync_playwright

    path = find_browser.find()
    if path is None:
        pytest.fail(f"{find_browser.MISSING} (`make setup` tries both)")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path, args=["--headless", *find_browser.ARGUMENTS]
        )
        yield chromium
        chromium.close()

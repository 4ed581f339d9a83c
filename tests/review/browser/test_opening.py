"""The browser is led in by a file, so that no command line holds the token."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser

from tests.review.browser.conftest import Reviews
from tests.review.browser.fake import FakeFigures
from undercount.review.opening import Opening


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the browser was started with."""
    started: list[str] = []

    def start(address: str) -> bool:
        started.append(address)
        return True

    monkeypatch.setattr(webbrowser, "open", start)
    return started


def test_a_file_that_only_this_account_reads_leads_in(
    browser: Browser, reviews: Reviews, opened: list[str]
) -> None:
    served = reviews.serve(FakeFigures(3))
    token = served.address.partition("#")[2]
    with Opening() as opening:
        assert opening.open(served.address)
        (address,) = opened
        file = Path(unquote(urlsplit(address).path))
        assert address.startswith("file://")
        assert token not in address
        assert token in file.read_text()
        assert file.stat().st_mode & 0o777 == 0o600
        assert file.parent.stat().st_mode & 0o777 == 0o700
        # The cookie is set and sent although the way began in a file.
        context = browser.new_context()
        page = context.new_page()
        page.goto(address)
        page.wait_for_url(served.url("/"))
        page.goto(served.url("/figures"))
        page.locator("#item[data-id]:not([aria-busy])").wait_for()
        context.close()
    assert not file.parent.exists()


def test_where_no_browser_can_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: str) -> bool:
        raise webbrowser.Error("could not locate runnable browser")

    monkeypatch.setattr(webbrowser, "open", fails)
    with Opening() as opening:
        assert not opening.open("http://127.0.0.1:1/enter#token")

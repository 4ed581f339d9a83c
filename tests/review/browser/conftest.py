"""A review served on this machine, and a browser that has entered."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.review.browser.serving import Served, serving
from undercount.review.desks import Desks
from undercount.review.queue import Queue


class Visit:
    """One browser that has entered one server, and what its pages said and asked for."""

    def __init__(self, browser: Browser, served: Served, **settings: Any) -> None:
        self.served = served
        self.said: list[str] = []
        self.asked: list[str] = []
        self.context: BrowserContext = browser.new_context(**settings)
        self.context.on("console", lambda message: self.said.append(message.text))
        self.context.on("weberror", lambda error: self.said.append(str(error.error)))
        self.context.on("request", lambda request: self.asked.append(request.url))
        self.page = self.context.new_page()
        self.page.goto(served.address)
        self.page.wait_for_url(served.url("/"))

    def open(self, path: str, page: Page | None = None) -> Page:
        """Go to a page and wait until its item, or what stands for it, is painted."""
        page = page or self.page
        page.goto(self.served.url(path))
        page.locator("#item:not([aria-busy])").wait_for()
        return page


def _itself(queue: Queue) -> Queue:
    return queue


class Reviews:
    """Opens servers and browsers for a test, and closes them all."""

    def __init__(self, browser: Browser, root: Path, stack: ExitStack) -> None:
        self._browser, self._root, self._stack = browser, root, stack

    def serve(self, *queues: Queue, by: str = "Ruth") -> Served:
        """A server with these queues, each by its name."""
        desks = Desks({queue.name: partial(_itself, queue) for queue in queues})
        return self._stack.enter_context(serving(self._root, by=by, desks=desks))

    def visit(self, *queues: Queue, by: str = "Ruth", **settings: object) -> Visit:
        """A browser that has entered a server with these queues; `settings` are the context's."""
        visit = Visit(self._browser, self.serve(*queues, by=by), **settings)
        self._stack.callback(visit.context.close)
        return visit


@pytest.fixture
def reviews(browser: Browser, tmp_path: Path) -> Iterator[Reviews]:
    """A door to reviews of a small project."""
    (tmp_path / "undercount.toml").write_text('[project]\ntitle = "The camp at Aldmouth"\n')
    with ExitStack() as stack:
        yield Reviews(browser, tmp_path, stack)

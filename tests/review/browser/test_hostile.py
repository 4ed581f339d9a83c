"""Documents that attack who reads them, from their bytes to the screen of a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.review.browser.canary import Canary, listening
from tests.review.browser.conftest import Visit
from tests.review.browser.hostile_project import CORPUS, FOREIGN, MARKUP, UNSEEN, write_project
from tests.review.browser.serving import serving
from undercount.visible import in_place
from undercount.workflow.deciding import read_entries


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Canary]]:
    with listening() as canary:
        yield write_project(tmp_path_factory.mktemp("hostile") / "project", canary), canary


def test_what_is_looked_for_would_be_found(browser: Browser) -> None:
    """Without any guard the corpus does run and fetch: else the tests below could not fail."""
    for name in ("page.html", "handlers.txt", "script.txt"):
        # Not the refresh, which would take the page away.
        text = (CORPUS / name).read_text(encoding="utf-8").replace('="refresh"', '="none"')
        with listening(text) as canary:
            context = browser.new_context()
            page = context.new_page()
            page.goto(f"{canary.origin}/page", wait_until="commit")
            # The page is still being parsed: what stands at its end comes later.
            page.wait_for_function(
                f"() => {{ const found = ({FOREIGN})(); "
                "return found.includes('owned') && found.length > 3; }"
            )
            context.close()
        assert canary.asked != [] or name == "handlers.txt"


def _clean(page: Page) -> None:
    """Nothing of a document became more than words."""
    assert page.evaluate(FOREIGN) == []
    shown = page.locator("body").inner_text() + page.title()
    assert not set(shown) & set(UNSEEN)


def test_every_figure_is_words_and_nothing_else(
    browser: Browser, hostile: tuple[Path, Canary]
) -> None:
    root, canary = hostile
    entries = {entry.id: entry for entry in read_entries(root)}
    with serving(root, by=f"{MARKUP} \u202eAnn") as served:
        visit = Visit(browser, served, viewport={"width": 390, "height": 844})
        page = visit.page
        page.on("dialog", lambda dialog: visit.said.append(f"dialog {dialog.message}"))
        page.goto(served.url("/figures?which=all"))
        left = {name for name, entry in entries.items() if entry.figure.origin != "hand"}
        seen: set[str] = set()
        documents: dict[str, str] = {}
        while True:
            page.locator("#item:not([aria-busy])").wait_for()
            name = page.locator("#item").get_attribute("data-id")
            if not name or name in seen:
                break
            seen.add(name)
            entry = entries[name]
            _clean(page)
            if entry.figure.origin != "hand":
                marked = page.locator("#item mark").first.inner_text()
                assert in_place(entry.figure.surface) in marked
                documents[entry.figure.document or ""] = page.locator("#item").inner_text()
            assert page.evaluate("document.documentElement.scrollWidth") <= 390
            if len(seen) == len(entries):
                break
            page.keyboard.press("n")
            page.locator(f"#item:not([data-id='{name}'])").wait_for()
        assert left <= seen
        words = documents["documents/bidi.txt"]
        assert "counted \ufffd154\ufffd people" in words
        assert "\ufffd[31mred" in words
        assert "{{ 7*7 }}" in documents["documents/braces.txt"]
        assert "<script>" in documents["documents/script.txt"]
        assert "documents/page.html" in documents
        visit.context.close()
    assert [text for text in visit.said if text] == []
    assert [url for url in visit.asked if not url.startswith(served.url("/"))] == []
    assert canary.asked == []


def test_what_people_write_is_words_too(browser: Browser, hostile: tuple[Path, Canary]) -> None:
    root, canary = hostile
    with serving(root, by=MARKUP) as first, serving(root, by=f"{MARKUP} II") as second:
        one, other = Visit(browser, first), Visit(browser, second)
        for visit, key in ((one, "a"), (other, "r")):
            visit.open("/figures?which=all")
            visit.page.keyboard.press(key)
            expect(visit.page.locator("#saving")).to_have_text("All saved")
            visit.page.locator("#item:not([aria-busy])").wait_for()
            _clean(visit.page)
        other.open("/figures?which=disputed")
        assert MARKUP in other.page.locator("#item").inner_text()
        _clean(other.page)
        for path in ("/", "/agreement", "/links", "/tracing"):
            other.page.goto(second.url(path))
            other.page.wait_for_load_state("networkidle")
            _clean(other.page)
        assert MARKUP in other.page.title()
        for visit in (one, other):
            visit.context.close()
            assert [text for text in visit.said if "status of 409" not in text] == []
    assert canary.asked == []


def test_the_report_in_the_server_runs_nothing(
    browser: Browser, hostile: tuple[Path, Canary]
) -> None:
    root, canary = hostile
    with serving(root, by="Ann") as served:
        visit = Visit(browser, served)
        page = visit.page
        page.goto(served.url("/report"))
        expect(page.locator("h1")).to_contain_text("<script>owned=1</script>")
        assert page.locator("script, iframe, object, embed, form, base").count() == 0
        assert page.locator("main img").count() == 0
        # It has no part in the server: neither its cookie nor its storage, and it may run nothing.
        assert page.evaluate("self.origin") == "null"
        page.evaluate(
            "document.body.append("
            "Object.assign(document.createElement('script'), {text: 'owned = 1'}))"
        )
        assert page.evaluate("typeof owned") == "undefined"
        visit.context.close()
    assert [url for url in visit.asked if not url.startswith((served.url("/"), "data:"))] == []
    assert canary.asked == []

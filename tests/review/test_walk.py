"""The walk of somebody new, as docs/tutorial.md tells it, on a copy of the Calais example.

Everything is found by what is to be seen: roles, names, words of the text. The answers are those
that the tutorial names, so neither can drift from the other.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.review.browser.serving import serving
from undercount.workflow.pipeline import run

ROOT = Path(__file__).parents[2]
TUTORIAL = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
BEFORE, AFTER = "8,071 (6,571 to 9,913)", "8,300 (6,839 to 10,073)"

# The figures of the first document before the one of the walk: seven.
_FIRST = ("800 and 1,000", "3,455", "3,700", "5,350", "3,450", "1,900", "5,497")

# Where words stand on the screen: left of the first, right of the last.
_PLACE = """(article, words) => {
    const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = node.data.indexOf(words);
        if (at < 0) continue;
        node.parentElement.scrollIntoView({block: "center"});
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + words.length);
        const boxes = [...range.getClientRects()];
        const [first, last] = [boxes[0], boxes.at(-1)];
        return [first.left + 1, first.top + first.height / 2,
                last.right - 1, last.top + last.height / 2];
    }
}"""


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """The example as `make demo` leaves it."""
    made = shutil.ignore_patterns(
        "ledger.db*", ".undercount", "reports", "series", "balance", "what_if", "exports", "*.json"
    )
    folder = Path(
        shutil.copytree(ROOT / "examples" / "calais-2016", tmp_path / "calais-2016", ignore=made)
    )
    run(folder)
    return folder


def _select(page: Page, words: str) -> None:
    """Draw the mouse over words of the document."""
    left, top, right, bottom = page.get_by_role("article").evaluate(_PLACE, words)
    page.mouse.move(left, top)
    page.mouse.down()
    page.mouse.move(right, bottom, steps=4)
    page.mouse.up()


def test_from_a_figure_read_wrongly_to_a_changed_report(browser: Browser, example: Path) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    said: list[str] = []
    context.on("console", lambda message: said.append(message.text))
    page = context.new_page()
    with serving(example, by="ruth") as served:
        page.goto(served.address)
        answers = page.get_by_role("region", name="The answers")
        expect(answers).to_contain_text(BEFORE, timeout=30_000)
        page.get_by_role("link", name="143 wait").click()

        item = page.get_by_role("article")
        number = item.get_by_title("number as written")
        for words in _FIRST:
            expect(number).to_have_text(words)
            page.keyboard.press("n")
        expect(number).to_have_text("5,350 to 5,500")
        expect(item).to_contain_text("5,350 to 5,500 people")

        page.keyboard.press("c")
        page.get_by_role("button", name="Who says").click()
        _select(page, "other reports")
        expect(page.get_by_role("button", name="Who says")).to_have_text("other reports")
        page.get_by_role("button", name="Where").click()
        _select(page, "whole camp")
        expect(page.get_by_role("button", name="Where")).to_have_text("whole camp")
        page.keyboard.press("Enter")
        expect(page.get_by_text("142 left", exact=True)).to_be_visible()
        expect(page.get_by_role("status").filter(has_text="All saved")).to_be_visible()

        page.get_by_role("link", name="Calais, 2014 to 2016").click()
        expect(answers).to_contain_text(
            re.compile(rf"{re.escape(BEFORE)}.*{re.escape(AFTER)}", re.DOTALL), timeout=60_000
        )
        page.get_by_role("button", name="Bring the report up to date").click()
        expect(page.get_by_text("The report is up to date.")).to_be_visible(timeout=60_000)
        page.get_by_role("link", name="Open the report").click()
        expect(page.get_by_role("main")).to_contain_text("8,300")
        expect(page.get_by_role("main")).to_contain_text("6,839 to 10,073")
    context.close()
    assert said == []
    on_disk = (example / "reports" / "index.html").read_text(encoding="utf-8")
    assert "8,300" in on_disk


def test_the_tutorial_says_what_the_walk_sees() -> None:
    words = " ".join(TUTORIAL.split())
    for seen in (
        BEFORE, AFTER, "143 wait", "5,350 to 5,500", "other reports", "whole camp", "Who says",
        "Where", "All saved", "Bring the report up to date", "Open the report",
        "undercount review examples/calais-2016",
    ):  # fmt: skip
        assert seen in words, seen

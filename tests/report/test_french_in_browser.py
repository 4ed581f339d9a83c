"""The French page in a real browser: longer words fit, labels stay inside, hostile text is text."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.report import calais
from tests.report.test_in_browser import hostile_page
from undercount.report import write


@pytest.fixture(scope="module")
def french_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("french")
    return write(calais.page(), folder / "index.fr.html", interactive=True, language="fr")


@pytest.mark.parametrize("width", [320, 390, 1440])
def test_it_never_scrolls_sideways_and_labels_stay_inside(
    browser: Browser, french_file: Path, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 844})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(french_file.as_uri())
    page.evaluate("for (const it of document.querySelectorAll('details')) it.open = true")
    wide = page.evaluate("document.documentElement.scrollWidth")
    outside = page.evaluate(
        """() => [...document.querySelectorAll('figure svg.chart')]
            .filter(svg => svg.getBoundingClientRect().width)
            .flatMap(svg => [...svg.querySelectorAll('text')].filter(text => {
                const box = text.getBoundingClientRect(), all = svg.getBoundingClientRect();
                return box.left < all.left - 1 || box.right > all.right + 1;
            })).map(text => text.textContent)"""
    )
    heads = page.evaluate(
        """() => [...document.querySelectorAll('thead th')]
            .filter(it => it.clientWidth > 1 && it.scrollWidth > it.clientWidth + 6)
            .map(it => it.textContent)"""
    )
    page.close()
    assert (wide, outside, heads, said) == (width, [], [], [])


def test_axe_finds_nothing(browser: Browser, french_file: Path) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(french_file.as_uri())
    # Rows alike cost axe long and tell nothing new: the first of each table are checked.
    page.evaluate(
        "document.querySelectorAll('tbody').forEach(it => [...it.rows].slice(3)"
        ".forEach(row => row.remove()))"
    )
    found = Axe().run(page).response["violations"]
    context.close()
    assert [(it["id"], it["nodes"][0]["html"][:120]) for it in found] == []


def test_hostile_text_stays_text(browser: Browser, tmp_path: Path) -> None:
    file = write(hostile_page(), tmp_path / "index.html", language="fr")
    page = browser.new_page()
    page.goto(file.as_uri())
    title, scripts, images, links = page.evaluate(
        "[document.title, document.scripts.length, document.images.length,"
        " [...document.links].filter(it => it.protocol !== 'file:').length]"
    )
    page.close()
    assert (scripts, images, links) == (0, 0, 0)
    assert title != "owned"
    assert "\u202e" not in file.read_text(encoding="utf-8")

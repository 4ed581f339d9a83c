"""Every number of a report leads, by one click at most, to its words or to what it rests on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from undercount.workflow.reporting import report

EXAMPLES = Path(__file__).parents[2] / "examples"
WALK = Path(__file__).with_name("walk.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def calais(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the example on Calais: real figures, one click from their words."""
    project = tmp_path_factory.mktemp("calais") / "calais-2016"
    shutil.copytree(EXAMPLES / "calais-2016", project)
    return report(project, tell=lambda step, done, of: None)


@pytest.fixture
def page(browser: Browser, calais: Path) -> Page:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(calais.as_uri())
    return page


def test_it_stays_below_a_megabyte(calais: Path) -> None:
    assert calais.stat().st_size < 1_000_000


@pytest.mark.parametrize(("interactive", "language"), [(False, "fr"), (True, "en")])
def test_so_does_every_number_of_its_other_forms(
    browser: Browser, calais: Path, *, interactive: bool, language: str
) -> None:
    project = calais.parents[1]
    made = report(
        project, interactive=interactive, language=language, tell=lambda step, done, of: None
    )
    page = browser.new_page()
    page.goto(made.as_uri())
    found = page.evaluate(WALK)
    page.close()
    assert found["lost"] == []
    assert found["counts"]["figure"] > 600
    assert made.stat().st_size < 1_000_000


def test_every_number_of_calais_leads_to_what_it_comes_from(page: Page) -> None:
    found = page.evaluate(WALK)
    assert found["lost"] == []
    # It was a walk, and it met every kind.
    assert found["counts"]["figure"] > 600
    assert found["counts"]["basis"] > 150
    assert found["counts"]["words"] > 1000


def test_a_number_that_leads_nowhere_is_found(page: Page) -> None:
    page.evaluate("document.querySelector('#answers').append('some 4,321 people')")
    page.evaluate("document.querySelector('.said a').setAttribute('href', '#claims-h')")
    lost = page.evaluate(WALK)["lost"]
    assert lost == ["8,071", "some 4,321 people"]


def test_every_row_that_is_led_to_opens_and_shows_its_words(page: Page) -> None:
    wrong = page.evaluate(
        """async () => {
            const wrong = [];
            const links = document.querySelectorAll('main a[href^="#figure-"]');
            for (const href of new Set([...links].map(link => link.getAttribute('href')))) {
                location.hash = href;
                await new Promise(requestAnimationFrame);
                const row = document.getElementById(href.slice(1));
                const said = row.querySelector('.as-said').textContent;
                const sentence = row.querySelector('.sentence mark');
                const typed = row.querySelector('.origin').textContent;
                const told = sentence || /^Typed from ./.test(typed);
                if (!row.checkVisibility({ contentVisibilityAuto: true }) || !said || !told)
                    wrong.push([href, said, typed]);
            }
            return [links.length, wrong];
        }"""
    )
    assert wrong[0] > 300
    assert wrong[1] == []


def test_a_phone_is_spared_the_ledger_until_it_is_wanted(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollHeight") < 45_000
    assert page.locator("#ledger mark").first.is_hidden()
    # Skipped and not taken away: the browser's own search finds it, and then opens the group.
    held = "getComputedStyle(document.querySelector('.group'), '::details-content')"
    assert page.evaluate(f"{held}.contentVisibility") == "hidden"
    assert page.evaluate(f"{held}.display") == "block"

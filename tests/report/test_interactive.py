"""What the script of an interactive page does, and that it is the only one."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.report import calais
from tests.report.test_in_browser import hostile_page
from undercount.report import render, write


@pytest.fixture(params=[390, 1440])
def page(
    browser: Browser, interactive_file: Path, request: pytest.FixtureRequest
) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": request.param, "height": 844})
    page.goto(interactive_file.as_uri())
    yield page
    page.close()


def test_the_policy_names_the_one_script_by_its_hash() -> None:
    html = render(calais.page(), interactive=True)
    (script,) = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}';" in html
    assert html.count("<script") == 1
    assert " style=" not in html
    assert not re.search(r"\bon\w+=", html.split("<script>")[0])
    assert "script-src" not in render(calais.page())


def test_words_of_a_source_never_run(browser: Browser, tmp_path: Path) -> None:
    path = write(hostile_page(), tmp_path / "hostile.html", interactive=True)
    page = browser.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    page.locator("#search-words").fill("<img src=x onerror=alert(1)>")
    page.locator("#series svg a[data-source]:visible").last.click()
    expect(page.locator("#peek")).to_be_visible()
    assert page.locator("script").count() == 1
    assert page.locator("img, [onerror], [onmouseover]").count() == 0
    assert page.title().startswith("<script>")
    page.close()
    assert said == []
    assert [url for url in asked if not url.startswith("data:")] == [path.as_uri()]


def test_the_ledger_is_searched_by_words_and_numbers(page: Page) -> None:
    found, rows = page.locator("#search-found"), page.locator("#ledger tbody tr:visible")
    total = len(calais.entries())
    assert found.inner_text() == f"All {total} figures."
    assert rows.count() == 0
    page.locator("#search-words").fill("9106")
    expect(found).to_have_text(re.compile(rf"^[1-9]\d* of {total} figures\.$"))
    assert f"{rows.count()} of {total} figures." == found.inner_text()
    assert all("9,106" in text for text in rows.all_inner_texts())
    page.locator("#search-words").fill("no such words anywhere")
    expect(found).to_have_text("No figure is like that.")
    assert page.locator("#ledger details.group:visible").count() == 0
    page.get_by_role("button", name="Show all").click()
    expect(found).to_have_text(f"All {total} figures.")
    assert rows.count() == 0


def test_the_ledger_is_filtered_by_speaker_standing_and_use(page: Page) -> None:
    ledger = calais.entries()
    rows = page.locator("#ledger tbody tr:visible")
    page.locator("#search-who").select_option("prefecture")
    expect(rows).to_have_count(sum(it.figure.source == "prefecture" for it in ledger))
    page.locator("#search-standing").select_option("accepted")
    accepted = sum(it.figure.source == "prefecture" and it.decision == "accepted" for it in ledger)
    expect(rows).to_have_count(accepted)
    page.get_by_role("button", name="Show all").click()
    page.get_by_label("only in a series").check()
    expect(rows).to_have_count(len(calais.camp(ledger).observations))


def test_a_source_is_switched_off_and_on(page: Page) -> None:
    marks = page.locator("#series svg [data-source='1']:visible")
    before = marks.count()
    switch = page.locator("#series .controls input[value='1']")
    switch.uncheck()
    expect(marks).to_have_count(0)
    switch.check()
    expect(marks).to_have_count(before)
    page.get_by_label("median and band").first.uncheck()
    expect(page.locator("#series .over-time .band:visible")).to_have_count(0)
    assert before > 0


def test_values_are_told_by_keys_and_under_the_pointer(page: Page) -> None:
    slider, said = page.locator("#series input[type=range]"), page.locator("#series output")
    slider.focus()
    page.keyboard.press("Home")
    first = calais.camp(calais.entries()).points[0]
    expect(said).to_have_text(re.compile(rf"^15 Apr 2014: {first.median:,.0f} \("))
    assert slider.get_attribute("aria-valuetext") == said.inner_text()
    page.keyboard.press("ArrowRight")
    expect(said).not_to_have_text(re.compile("^15 Apr 2014"))
    chart = page.locator("#series .over-time > svg.chart:visible")
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    assert box
    page.mouse.move(box["x"] + 0.95 * box["width"], box["y"] + box["height"] / 2)
    expect(said).to_have_text(re.compile(r"(Oct|Sep|Aug) 2016"))
    expect(chart.locator(".pointer")).to_have_count(1)


def test_a_number_shows_its_words_without_losing_the_place(page: Page) -> None:
    link = page.locator('#conflicts a[href^="#figure-"]').first
    link.scroll_into_view_if_needed()
    place = page.evaluate("scrollY")
    link.click()
    peek = page.locator("#peek")
    expect(peek).to_be_visible()
    row = page.locator(link.get_attribute("href") or "")
    assert peek.locator(".as-said").inner_text() == row.locator(".as-said").text_content()
    assert page.evaluate("scrollY") == place
    assert page.evaluate("peek.contains(document.activeElement)")
    page.keyboard.press("Escape")
    expect(peek).to_be_hidden()
    assert link.evaluate("it => it === document.activeElement")
    assert page.evaluate("scrollY") == place


def test_from_the_words_to_the_ledger_and_back(page: Page) -> None:
    link = page.locator('#conflicts a[href^="#figure-"]').first
    link.click()
    page.get_by_role("link", name="Show it in the ledger").click()
    row = page.locator(":target")
    expect(row).to_be_in_viewport()
    assert f"#{row.get_attribute('id')}" == link.get_attribute("href")
    page.get_by_role("button", name="Back to where you were").click()
    expect(link).to_be_in_viewport()
    assert link.evaluate("it => it === document.activeElement")


def test_an_answer_leads_to_its_figures_and_back(page: Page) -> None:
    page.locator(".said a").first.click()
    expect(page.locator("#figures-camp")).to_be_in_viewport()
    page.get_by_role("button", name="Back to where you were").click()
    expect(page.locator(".said a").first).to_be_in_viewport()


def test_it_prints_without_its_controls(page: Page) -> None:
    page.emulate_media(media="print")
    for part in ("#search", ".controls", "#back"):
        assert page.locator(part).first.is_hidden()

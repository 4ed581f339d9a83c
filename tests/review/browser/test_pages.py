"""Every page: no violation by axe, no sideways scroll, an empty console, no other host."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.review.browser.conftest import Reviews, Visit
from tests.review.browser.fake import FakeFigures

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
STATES = ("overview", "agreement", "figure", "correcting", "disputed", "empty", "keys", "refused")


def queue() -> FakeFigures:
    made = FakeFigures(12)
    made.append({"id": "f00003", "decision": "rejected", "why": "A poster", "key": "s"}, "Sam")
    made.append({"id": "f00003", "decision": "accepted", "key": "r"}, "Ruth")
    made.append({"id": "f00004", "decision": "accepted", "key": "t"}, "Sam")
    return made


def show(visit: Visit, figures: FakeFigures, state: str) -> Page:
    """Bring a page into one of the states that people meet."""
    page = visit.page
    if state in ("overview", "agreement"):
        page.goto(visit.served.url("/" if state == "overview" else "/agreement"))
        page.wait_for_load_state("networkidle")
        return page
    which = {"disputed": "disputed", "empty": "decided"}.get(state, "waiting")
    if state == "empty":
        figures.appended.clear()
    visit.open(f"/figures?which={which}")
    if state == "figure":
        page.keyboard.press("n")  # the second has others beside it
        page.locator(".beside").wait_for()
    if state == "correcting":
        page.keyboard.press("c")
        page.keyboard.press("3")
        page.keyboard.press("ArrowRight")
        page.locator(".field.changed").wait_for()
    if state == "keys":
        page.keyboard.press("?")
        page.locator("dialog[open]").wait_for()
    if state == "refused":
        figures.order[0] = "gone"
        page.keyboard.press("a")
        page.locator("#notices li").wait_for()
    return page


# Each page in each look; what else a page can show in two of them.
LOOKS = [
    (state, scheme, width)
    for state in STATES
    for scheme, width in (("light", 390), ("dark", 1440), ("light", 1440), ("dark", 390))
    if state in STATES[:3] or (scheme, width) in (("light", 390), ("dark", 1440))
]


@pytest.mark.parametrize(("state", "scheme", "width"), LOOKS)
def test_axe_finds_nothing(reviews: Reviews, state: str, scheme: str, width: int) -> None:
    figures = queue()
    # bypass_csp only lets the checker's own script in; the page is the same.
    visit = reviews.visit(
        figures, viewport={"width": width, "height": 844}, color_scheme=scheme, bypass_csp=True
    )
    page = show(visit, figures, state)
    found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
    assert [
        (broken["id"], broken["nodes"][0]["html"]) for broken in found.response["violations"]
    ] == []


@pytest.mark.parametrize("state", STATES)
def test_nothing_scrolls_sideways_and_nothing_is_said(reviews: Reviews, state: str) -> None:
    figures = queue()
    visit = reviews.visit(figures, viewport={"width": 320, "height": 640})
    page = show(visit, figures, state)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    # A refusal is an answer that the browser itself reports.
    assert [said for said in visit.said if "422" not in said] == []
    assert all(url.startswith(visit.served.url("/")) for url in visit.asked)


@pytest.mark.parametrize("width", [320, 1440])
def test_targets_are_large_enough(reviews: Reviews, width: int) -> None:
    figures = queue()
    visit = reviews.visit(figures, viewport={"width": width, "height": 844})
    for state in ("overview", "figure", "correcting"):
        page = show(visit, figures, state)
        small = page.evaluate(
            """() => [...document.querySelectorAll(
                    'button, select, summary, nav a, input, .lists a')]
                .map(target => [target.textContent, target.getBoundingClientRect()])
                .filter(([, box]) => box.height && (box.height < 24 || box.width < 24))
                .map(([words, box]) => `${words} ${box.width} x ${box.height}`)"""
        )
        assert small == []


def test_what_is_decided_and_what_comes_next_is_said_aloud(reviews: Reviews) -> None:
    page = reviews.visit(FakeFigures(3)).open("/figures")
    page.keyboard.press("r")
    expect(page.locator("#live")).to_have_text("Rejected. 3,010, Northern Line. 2 left.")


def test_the_bar_of_decisions_never_hides_the_words(reviews: Reviews) -> None:
    visit = reviews.visit(FakeFigures(3), viewport={"width": 390, "height": 600})
    page = visit.open("/figures")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    last = page.locator(".read > :last-child").bounding_box()
    bar = page.locator(".acts-bar").bounding_box()
    assert last is not None
    assert bar is not None
    assert last["y"] + last["height"] <= bar["y"] + 1

"""The screen of links: a sample judged by keyboard, and nothing of the records left behind."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.review.browser.conftest import Reviews
from tests.review.made_links import NAME, SECRET, answer_sheet, make_links
from undercount.link.judgements import judgements_in
from undercount.link.sample_answers import clerks_in
from undercount.review.links import open_queue

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ANSWERS = {"a": "yes", "r": "no", "u": "unsure"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_links(tmp_path / "linked").parent.parent


def test_a_sample_by_keyboard_loses_and_doubles_nothing(reviews: Reviews, root: Path) -> None:
    visit = reviews.visit(open_queue(root, by="Ruth", why=""))
    page = visit.open("/links")
    pressed: dict[str, str] = {}
    for number in range(20):
        if number == 6:
            visit.context.set_offline(True)
        if number == 9:
            visit.context.set_offline(False)
            expect(page.locator("#saving")).to_have_text("All saved")
        if number == 12:
            page.reload()
            page.locator("#item:not([aria-busy])").wait_for()
        name = page.locator("#item").get_attribute("data-id") or ""
        key = "aru"[number % 3]
        pressed[name] = ANSWERS[key]
        page.keyboard.press(key)
        expect(page.locator("#item")).not_to_have_attribute("data-id", name)
        if number == 15:
            page.keyboard.press("z")
            expect(page.locator("#item")).to_have_attribute("data-id", name)
            page.keyboard.press("r")
            pressed[name] = "no"
            expect(page.locator("#item")).not_to_have_attribute("data-id", name)
    expect(page.locator("#item")).to_contain_text("That was the last of this list.")
    expect(page.locator("#saving")).to_have_text("All saved")
    clerks = clerks_in(root / "link" / NAME)
    assert clerks is not None
    assert clerks.done
    # Twenty, one of them taken back and made again.
    assert len(judgements_in(root / "link" / NAME, clerks.linkage)) == 22
    queue = open_queue(root, by="Ruth", why="")
    assert {name: said["Ruth"] for name, said in queue.readings().items()} == pressed
    assert visit.said == [] or all("ERR_INTERNET_DISCONNECTED" in said for said in visit.said)


def test_agree_and_differ_stand_in_words(reviews: Reviews, root: Path) -> None:
    page = reviews.visit(open_queue(root, by="Ruth", why="")).open("/links")
    said = {words.split("\n")[0] for words in page.locator(".verdict").all_inner_texts()}
    assert said <= {"✓ agree", "≈ agree in part", "✗ differ", "– not known"} | {
        words for words in said if words.startswith(("✓ agree ", "✗ differ "))
    }
    assert page.locator("table.pair tbody th").all_inner_texts() == ["Name", "Born", "Sex"]
    assert "%" not in page.locator("#item").inner_text()
    assert page.locator("#item .note").is_visible()


def test_the_second_reader_is_blind_and_then_sees_both(reviews: Reviews, root: Path) -> None:
    answer_sheet(root / "link" / NAME, {1: "no"}, reader="Sam")
    page = reviews.visit(open_queue(root, by="Ruth", why="")).open("/links?which=second")
    assert "Sam" not in page.content()
    page.keyboard.press("a")
    notice = page.locator("#notices li")
    expect(notice).to_contain_text("Sam said two people; you said one person")
    page.goto(page.url.replace("second", "disputed"))
    versions = page.locator(".version")
    expect(versions).to_have_count(2)
    assert "typed in the sheet" in versions.first.inner_text()


def test_no_name_stays_behind(
    reviews: Reviews, root: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    visit = reviews.visit(open_queue(root, by="Ruth", why=""))
    page = visit.open("/links")
    assert SECRET in page.locator("#item").inner_text()
    visit.context.set_offline(True)
    page.keyboard.press("a")
    expect(page.locator("#saving")).to_contain_text("1 waiting")
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert '\\"decision\\":\\"yes\\"' in kept
    visit.context.set_offline(False)
    expect(page.locator("#saving")).to_have_text("All saved")
    told = [kept, page.url, page.title(), *visit.asked, *visit.said, *capfd.readouterr()]
    assert SECRET not in "\n".join(told)
    assert page.evaluate("Object.keys(localStorage).filter(key => key.includes('/links/'))") == []


@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 1440)])
def test_axe_finds_nothing(reviews: Reviews, root: Path, scheme: str, width: int) -> None:
    answer_sheet(root / "link" / NAME, {1: "no"}, reader="Ruth")
    visit = reviews.visit(
        open_queue(root, by="Ruth", why=""), viewport={"width": width, "height": 844},
        color_scheme=scheme, bypass_csp=True,
    )  # fmt: skip
    for which in ("waiting", "decided"):
        page = visit.open(f"/links?which={which}")
        found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
        assert [
            (broken["id"], broken["nodes"][0]["html"]) for broken in found.response["violations"]
        ] == []


def test_nothing_scrolls_sideways(reviews: Reviews, root: Path) -> None:
    visit = reviews.visit(
        open_queue(root, by="Ruth", why=""), viewport={"width": 320, "height": 640}
    )
    page = visit.open("/links")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert visit.said == []

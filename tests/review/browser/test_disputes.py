"""Two people on one figure: read blind, then both versions side by side."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.review.browser.conftest import Reviews
from tests.review.browser.fake import FakeFigures
from tests.review.browser.test_day import press, saved


def by_sam(name: str, decision: str, **more: object) -> dict[str, object]:
    return {"id": name, "decision": decision, "key": f"sam-{name}", **more}


def test_a_second_reading_is_blind_until_it_is_decided(reviews: Reviews) -> None:
    queue = FakeFigures(3)
    queue.append(by_sam("f00001", "rejected", why="A poster, not a count"), "Sam")
    page = reviews.visit(queue).open("/figures?which=second")
    page.locator("#item[data-id=f00001]").wait_for()
    assert "Sam" not in page.locator("#item").inner_text()
    press(page, "a")
    saved(page)
    notice = page.locator("#notices li")
    expect(notice).to_contain_text("Sam said rejected; you said accepted: 3,010")
    notice.get_by_role("button", name="Look at it").click()
    versions = page.locator(".version")
    expect(versions).to_have_count(2)
    expect(page.locator(".versions h3")).to_have_text("Two versions")
    expect(versions.nth(0)).to_contain_text("Sam: rejected")
    expect(versions.nth(0)).to_contain_text("A poster, not a count")
    expect(versions.nth(1)).to_contain_text("You: accepted")


def test_who_decides_meanwhile_is_told_and_kept(reviews: Reviews) -> None:
    queue = FakeFigures(3)
    page = reviews.visit(queue).open("/figures")
    queue.append(by_sam("f00000", "corrected", changes={"unit": "household"}), "Sam")
    press(page, "a")
    expect(page.locator("#notices li")).to_contain_text("Sam said corrected; you said accepted")
    assert [one["by"] for one in queue.appended] == ["Sam", "Ruth"]


def test_a_dispute_shows_what_each_changed_and_can_be_ended(reviews: Reviews) -> None:
    queue = FakeFigures(3)
    queue.append(by_sam("f00002", "corrected", changes={"unit": "household"}), "Sam")
    queue.append({"id": "f00002", "decision": "accepted", "key": "r"}, "Ruth")
    page = reviews.visit(queue).open("/figures?which=disputed")
    expect(page.locator(".version").nth(0)).to_contain_text("Unit: household")
    page.keyboard.press("c")
    page.locator("#field-unit").select_option("household")
    page.keyboard.press("Enter")
    saved(page)
    assert queue.ids("disputed", "") == []
    page.reload()
    expect(page.locator("#item")).to_contain_text("Nobody disagrees.")

"""The overview: what waits, the answers then and now, the report brought up to date."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import BrowserContext, expect

from tests.review.browser.conftest import Reviews, Visit
from tests.review.browser.fake import FakeFigures

THEN = {"median": 8071.2, "lower": 6571, "upper": 9913, "figures": 28}
NOW = {"median": 7806.4, "lower": 6414, "upper": 9500, "figures": 29}
CAMP = {"series": "camp", "title": "People in the camp", "day": "2016-08-31", "level": 0.9}


def tell(context: BrowserContext, path: str, told: dict[str, Any]) -> None:
    """Answer a path with this, as it is when it is asked for."""
    context.route(
        f"**{path}",
        lambda route: route.fulfill(body=json.dumps(told), content_type="application/json"),
    )


def ready(*answers: dict[str, Any], **more: object) -> dict[str, Any]:
    same = {"state": "ready", "problems": [], "contradictions": {"then": 3, "now": 4}}
    return {**same, "answers": answers, "unread": [], **more}


def overview(reviews: Reviews, queue: FakeFigures, moved: dict[str, Any]) -> Visit:
    visit = reviews.visit(queue)
    tell(visit.context, "/api/moved", moved)
    visit.page.goto(visit.served.url("/"))
    return visit


def test_what_waits_leads_to_it(reviews: Reviews) -> None:
    queue = FakeFigures(9)
    queue.append({"id": "f00001", "decision": "accepted", "key": "s"}, "Sam")
    queue.append({"id": "f00002", "decision": "accepted", "key": "t"}, "Sam")
    queue.append({"id": "f00002", "decision": "rejected", "key": "r"}, "Ruth")
    page = overview(reviews, queue, {"state": "never", "problems": []}).page
    waits = page.locator("#waits")
    expect(waits).to_contain_text("7 wait")
    expect(waits).to_contain_text("1 for a second reading")
    expect(waits).to_contain_text("1 disputed")
    expect(waits).to_contain_text("Today Sam: 2 accepted")
    expect(waits).to_contain_text("Today you: 1 rejected")
    expect(page.locator("#answers")).to_have_text("No answer has been worked out yet.")
    expect(page.locator("#report")).to_have_text("There is no report yet.")
    expect(page.get_by_role("link", name="Open the report")).to_have_count(0)
    page.get_by_role("link", name="1 disputed").click()
    page.locator("#item[data-id=f00002]").wait_for()


def test_the_answers_then_and_now(reviews: Reviews) -> None:
    still = {**CAMP, "title": "Children in the camp", "moved": False, "then": THEN, "now": THEN}
    moved = {**CAMP, "moved": True, "then": THEN, "now": NOW}
    few = {**CAMP, "title": "Boats", "moved": True, "then": {"few": 10}, "now": None}
    never = {**CAMP, "title": "Births", "moved": True, "then": None}
    never["now"] = {"reason": "One figure only.", "would_help": "Another."}
    told: dict[str, Any] = {"state": "working", "problems": []}
    page = overview(reviews, FakeFigures(1), told).page
    expect(page.locator("#answers")).to_have_text("Working out what your decisions change.")
    told.update(ready(moved, still, few, never))
    expect(page.locator("#answers > p").first).to_have_text(
        "What was decided since the last run moves 3 of 4 answers."
    )
    lines = page.locator(".moves > li")
    expect(lines.nth(0)).to_contain_text("8,071 (6,571 to 9,913)")
    expect(lines.nth(0)).to_contain_text("7,806 (6,414 to 9,500)")
    expect(lines.nth(0)).to_contain_text("28 figures then, 29 now")
    expect(lines.nth(0).locator("svg")).to_have_count(2)
    expect(lines.nth(1).locator("svg")).to_have_count(1)
    expect(lines.nth(2)).to_contain_text("fewer than 10 counted, not shown")
    expect(lines.nth(3)).to_contain_text("not estimable")
    expect(lines.nth(3)).to_contain_text("One figure only. Another.")
    expect(page.locator("#answers")).to_contain_text("3 then, 4 now")


def test_the_report_is_brought_up_to_date(reviews: Reviews) -> None:
    visit = overview(reviews, FakeFigures(1), ready())
    told: dict[str, Any] = {"problems": [], "cautions": [], "did": [], "state": "idle"}
    tell(visit.context, "/api/run", told)
    page = visit.page
    page.reload()
    page.locator("#run[data-state=idle]").wait_for()
    button = page.get_by_role("button", name="Bring the report up to date")
    told.update(state="running", step="", done=0, of=None)
    button.click()
    expect(button).to_be_disabled()
    told.update(step="series camp", done=3, of=18)
    expect(page.locator("#running")).to_have_text("series camp, 3 of 18")
    told.update(state="done", did=["series camp"])
    expect(page.locator("#running")).to_have_text("The report is up to date.")
    expect(button).to_be_enabled()


def test_a_run_that_fails_says_why(reviews: Reviews) -> None:
    visit = overview(reviews, FakeFigures(1), ready())
    problem = {"what": "documents/a.txt is missing", "hint": "Put it back"}
    tell(visit.context, "/api/run", {"state": "failed", "problems": [problem]})
    visit.page.reload()
    expect(visit.page.locator("#running")).to_have_text("documents/a.txt is missing. Put it back")


def test_agreement_is_told_in_words_and_leads_to_what_differs(reviews: Reviews) -> None:
    queue = FakeFigures(30)
    for i, name in enumerate(queue.order[:24]):
        queue.append({"id": name, "decision": "accepted", "key": f"s{i}"}, "Sam")
        mine = "rejected" if i % 6 == 1 else "accepted"
        queue.append({"id": name, "decision": mine, "key": f"r{i}"}, "Ruth")
    visit = reviews.visit(queue)
    page = visit.page
    page.goto(visit.served.url("/agreement"))
    part = page.locator("#queues section").first
    expect(part.locator(".said")).to_contain_text("Of 24 items that two or more people decided on")
    expect(part.locator("table").first).to_contain_text("Ruth and Sam")
    part.get_by_role("link", name="Sam: accepted, Ruth: rejected").nth(1).click()
    page.locator("#item[data-id=f00007] .versions").wait_for()

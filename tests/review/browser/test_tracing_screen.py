"""The screen of tracing: two people sign, each look is logged, and no name stays behind."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

from tests.review.browser.conftest import Reviews, Visit
from tests.review.browser.serving import serving
from tests.review.client import Client
from tests.review.made_tracing import SECRETS, WITHOUT_CONSENT, make_tracing
from undercount.review.tracing import open_queue
from undercount.trace.store import Store

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NAMED = "the aunt Hiwot told us by telephone"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_tracing(tmp_path / "traced")


def visiting(reviews: Reviews, root: Path, by: str, **settings: object) -> Visit:
    return reviews.visit(open_queue(root, by=by, why="weekly round"), by=by, **settings)


def decide(page: Page, key: str, why: str) -> None:
    shown = page.locator("#item").get_attribute("data-id") or ""
    page.keyboard.press(key)
    expect(page.locator("#reason")).to_be_focused()
    page.keyboard.type(why)
    page.keyboard.press("Enter")
    expect(page.locator("#item")).not_to_have_attribute("data-id", shown)
    expect(page.locator("#saving")).to_have_text("All saved")


def entries(root: Path, action: str) -> list[tuple[str, str | None, str | None]]:
    with Store(root / "tracing.db", write=False) as store:
        return [(it.by, it.case, it.request) for it in store.entries() if it.action == action]


def test_two_people_sign_a_match(reviews: Reviews, root: Path) -> None:
    first = visiting(reviews, root, "amal").open("/tracing")
    expect(first.locator("#item .eyebrow")).to_have_text("Case c1 · request r1")
    expect(first.locator("#item h2")).to_have_text("Possible: 97%")
    decide(first, "a", "the village, told by both")
    expect(first.locator("#notices")).to_contain_text(
        "Case c1, request r1: signed by one of two (amal)."
    )
    second = visiting(reviews, root, "bo").open("/tracing?which=second")
    assert "amal" not in second.content()
    decide(second, "a", "spoke to both")
    expect(second.locator("#notices")).to_contain_text("possible match signed by amal and bo")
    assert entries(root, "decide: accept") == [("amal", "c1", "r1"), ("bo", "c1", "r1")]


def test_nothing_is_looked_at_before_it_is_wanted(reviews: Reviews, root: Path) -> None:
    page = visiting(reviews, root, "amal").open("/tracing")
    assert entries(root, "look") == [("amal", "c1", "r1")]
    page.keyboard.press("n")
    expect(page.locator("#item .eyebrow")).to_have_text("Case c1 · request r2")
    page.keyboard.press("p")
    expect(page.locator("#item .eyebrow")).to_have_text("Case c1 · request r1")
    assert entries(root, "look") == [
        ("amal", "c1", "r1"), ("amal", "c1", "r2"), ("amal", "c1", "r1"),
    ]  # fmt: skip


def test_a_decision_needs_a_reason_and_escape_leaves(reviews: Reviews, root: Path) -> None:
    page = visiting(reviews, root, "amal").open("/tracing")
    page.keyboard.press("r")
    page.keyboard.press("Enter")
    expect(page.locator(".reason .wrong")).to_have_text("A decision needs its reason.")
    page.keyboard.press("Escape")
    expect(page.locator(".reason")).to_be_hidden()
    expect(page.locator("#live")).to_have_text("Left as it was.")
    page.keyboard.press("u")
    expect(page.locator(".reason label")).to_contain_text("Ask for more")
    # Letters are words in the reason, not keys.
    page.keyboard.type("zar")
    expect(page.locator("#reason")).to_have_value("zar")
    with Store(root / "tracing.db", write=False) as store:
        assert store.decisions() == ()


def test_undo_takes_the_latest_back_and_shows_it_again(reviews: Reviews, root: Path) -> None:
    page = visiting(reviews, root, "amal").open("/tracing")
    decide(page, "r", "another mother")
    page.reload()
    page.locator("#item:not([aria-busy])").wait_for()
    page.keyboard.press("z")
    expect(page.locator("#item .eyebrow")).to_have_text("Case c1 · request r1")
    expect(page.locator("#saving")).to_have_text("All saved")
    assert entries(root, "undo: reject") == [("amal", "c1", "r1")]


def test_two_who_differ_see_both_versions(reviews: Reviews, root: Path) -> None:
    decide(visiting(reviews, root, "amal").open("/tracing"), "a", "the village")
    page = visiting(reviews, root, "bo").open("/tracing?which=second")
    decide(page, "r", "another aunt")
    expect(page.locator("#notices")).to_contain_text("amal said accepted; you said rejected")
    page.goto(page.url.replace("second", "disputed"))
    expect(page.locator(".version")).to_have_count(2)
    assert "in conflict" in page.locator(".signatures").inner_text().lower()


def test_steps_and_rivals_are_at_hand(reviews: Reviews, root: Path) -> None:
    page = visiting(reviews, root, "amal").open("/tracing")
    page.locator("summary").click()
    expect(page.locator(".steps")).to_contain_text("no legal advice")
    page.locator(".rivals button").first.click()
    expect(page.locator("#item .eyebrow")).to_have_text("Case c1 · request r2")


def test_no_name_stays_behind_and_nobody_without_consent_leaves(
    reviews: Reviews, root: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    visit = visiting(reviews, root, "amal")
    bodies: list[str] = []

    def watched(route: Route) -> None:
        answer = route.fetch()
        bodies.append(answer.text())
        route.fulfill(response=answer)

    visit.page.route("**/api/tracing/i*", watched)
    page = visit.open("/tracing?which=all")
    assert "Zubaida" in page.locator("#item").inner_text()
    visit.context.set_offline(True)
    page.keyboard.press("a")
    page.keyboard.type(NAMED)
    page.keyboard.press("Enter")
    expect(page.locator("#saving")).to_contain_text("1 waiting")
    # While it waits, its words are in this page's memory and nowhere else.
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    visit.context.set_offline(False)
    expect(page.locator("#saving")).to_have_text("All saved")
    for _ in range(4):
        page.keyboard.press("n")
        page.locator("#item:not([aria-busy])").wait_for()
    kept += page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    places = [kept, page.url, page.title(), *visit.asked, *capfd.readouterr()]
    places += [said for said in visit.said if "ERR_INTERNET_DISCONNECTED" not in said]
    assert not [name for name in SECRETS if name in "\n".join(places)]
    sent = "\n".join(bodies)
    assert "Zubaida" in sent
    assert not [name for name in WITHOUT_CONSENT if name in sent]


def test_the_log_of_access_holds_no_name_of_a_case(reviews: Reviews, root: Path) -> None:
    page = visiting(reviews, root, "amal").open("/tracing")
    page.keyboard.press("n")
    with Store(root / "tracing.db", write=False) as store:
        said = repr(store.entries())
    assert not [name for name in SECRETS if name in said]


def test_who_is_not_named_sees_why_and_nothing_else(root: Path) -> None:
    with serving(root, by="eve") as served:
        eve = Client(served.port).enter(served.address)
        for path in ("/api/tracing/ids?which=all", "/api/tracing/items?ids=x"):
            answer = eve.get(path)
            assert answer.status >= 400
            assert '"eve" may not decide' in answer.said
        home = eve.get("/api/home").body.decode()
    assert not [name for name in SECRETS if name in home]
    assert entries(root, "look") == []


@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 1440)])
def test_axe_finds_nothing(reviews: Reviews, root: Path, scheme: str, width: int) -> None:
    visit = visiting(
        reviews, root, "amal", viewport={"width": width, "height": 844}, color_scheme=scheme,
        bypass_csp=True,
    )  # fmt: skip
    page = visit.open("/tracing")
    page.locator("summary").click()
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    page.locator(".wrong:not(:empty)").wait_for()
    found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
    assert [
        (broken["id"], broken["nodes"][0]["html"]) for broken in found.response["violations"]
    ] == []


def test_nothing_scrolls_sideways(reviews: Reviews, root: Path) -> None:
    visit = visiting(reviews, root, "amal", viewport={"width": 320, "height": 640})
    page = visit.open("/tracing")
    page.locator("summary").click()
    page.keyboard.press("a")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert visit.said == []

"""Hours of work at the desk: by keyboard, with what goes wrong in a day."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.review.browser.conftest import Reviews
from tests.review.browser.fake import FakeFigures
from tests.review.browser.serving import serving
from undercount.review.desks import Desks

DECISIONS = {"a": "accepted", "r": "rejected", "u": "unsure"}


def press(page: Page, key: str) -> None:
    """Press a key that decides, and wait for the next item."""
    before = page.locator("#item").get_attribute("data-id")
    page.keyboard.press(key)
    page.locator(f"#item:not([aria-busy]):not([data-id='{before}'])").wait_for()


def saved(page: Page) -> None:
    expect(page.locator("#saving")).to_have_text("All saved", timeout=30_000)


def made(queue: FakeFigures) -> list[tuple[str, str]]:
    return [(one["id"], one["decision"]) for one in queue.appended]


def test_a_whole_day_by_keyboard_loses_and_doubles_nothing(reviews: Reviews) -> None:
    queue = FakeFigures(200)
    visit = reviews.visit(queue)
    page = visit.open("/figures")
    wanted = []
    for i, name in enumerate(queue.order):
        key = "aarau"[i % 5]
        wanted.append((name, DECISIONS[key]))
        if i == 50:
            page.reload()
            page.locator("#item:not([aria-busy])").wait_for()
        if i == 100:
            # What is decided now cannot leave the browser, and the page goes before it could.
            visit.context.route("**/decisions", lambda route: route.abort())
        if i == 104:
            visit.context.unroute("**/decisions")
            page.reload()
            page.locator("#item:not([aria-busy])").wait_for()
        if i == 150:
            saved(page)
            visit.context.set_offline(True)
        if i == 155:
            expect(page.locator("#saving")).to_contain_text("5 waiting to be saved")
            visit.context.set_offline(False)
        press(page, key)
    saved(page)
    expect(page.locator("#item")).to_contain_text("That was the last of this list")
    assert made(queue) == wanted
    assert len({one["key"] for one in queue.appended}) == 200
    assert page.evaluate("Object.keys(localStorage).filter(name => name.includes('/out/'))") == []
    assert all(url.startswith(visit.served.url("/")) for url in visit.asked)
    # The browser itself reports what was cut; the pages say nothing.
    assert [said for said in visit.said if "net::ERR" not in said] == []


def test_an_answer_that_never_arrives_is_asked_for_again_and_appended_once(
    reviews: Reviews,
) -> None:
    queue = FakeFigures(3)
    visit = reviews.visit(queue)
    page = visit.open("/figures")
    lost: list[object] = []

    def lose(route: Route) -> None:
        if not lost:
            lost.append(route.fetch())
            route.abort()
        else:
            route.continue_()

    visit.context.route("**/decisions", lose)
    press(page, "a")
    press(page, "r")
    expect(page.locator("#saving")).to_have_text("All saved", timeout=30_000)
    assert lost
    assert made(queue) == [("f00000", "accepted"), ("f00001", "rejected")]


def test_offline_the_items_at_hand_are_decided_and_the_next_is_asked_for_again(
    reviews: Reviews,
) -> None:
    queue = FakeFigures(60)
    visit = reviews.visit(queue)
    page = visit.open("/figures")
    visit.context.set_offline(True)
    while not page.locator("#item [role=alert]").count():
        press(page, "a")
    decided = len(page.evaluate("Object.keys(localStorage).filter(n => n.includes('/out/'))"))
    assert decided >= 6
    assert made(queue) == []
    visit.context.set_offline(False)
    page.locator(f"#item[data-id='{queue.order[decided]}'] .text").wait_for()
    saved(page)
    assert made(queue) == [(name, "accepted") for name in queue.order[:decided]]


def test_undo_takes_back_my_last_and_shows_it_again_also_after_a_reload(reviews: Reviews) -> None:
    queue = FakeFigures(5)
    page = reviews.visit(queue).open("/figures")
    press(page, "a")
    press(page, "r")
    page.keyboard.press("z")
    page.locator("#item[data-id=f00001]").wait_for()
    saved(page)
    page.reload()
    page.locator("#item[data-id=f00001]:not([aria-busy])").wait_for()
    page.keyboard.press("z")
    page.locator("#item[data-id=f00000]").wait_for()
    saved(page)
    keys = {one["id"]: one["key"] for one in queue.appended if one["decision"] != "undone"}
    undone = [one["undoes"] for one in queue.appended if one["decision"] == "undone"]
    assert undone == [keys["f00001"], keys["f00000"]]
    assert queue.ids("waiting", "") == queue.order
    page.keyboard.press("z")
    expect(page.locator("#live")).to_have_text("Nothing to undo.")
    expect(page.locator("#left")).to_have_text("5 left")


def test_what_the_server_refuses_comes_back_with_its_reason(reviews: Reviews) -> None:
    queue = FakeFigures(4)
    page = reviews.visit(queue).open("/figures")
    queue.order[0] = "gone"  # the document was read anew meanwhile
    press(page, "a")
    notice = page.locator("#notices li")
    expect(notice).to_contain_text("Not saved: no figure f00000")
    page.reload()
    expect(notice).to_contain_text("Not saved: no figure f00000")
    notice.get_by_role("button", name="Close").click()
    expect(notice).to_have_count(0)
    page.reload()
    page.locator("#item:not([aria-busy])").wait_for()
    expect(notice).to_have_count(0)
    assert queue.appended == []


def test_n_leaves_an_item_waiting_and_p_goes_back(reviews: Reviews) -> None:
    queue = FakeFigures(3)
    page = reviews.visit(queue).open("/figures")
    press(page, "n")
    press(page, "a")
    page.locator("#item[data-id=f00002]").wait_for()
    press(page, "p")
    page.locator("#item[data-id=f00001]").wait_for()
    press(page, "n")
    press(page, "a")
    page.locator("#item[data-id=f00000]").wait_for()
    saved(page)
    assert made(queue) == [("f00001", "accepted"), ("f00002", "accepted")]


def test_words_on_why_go_with_the_next_decision_only(reviews: Reviews) -> None:
    queue = FakeFigures(4)
    page = reviews.visit(queue).open("/figures")
    page.keyboard.press("w")
    page.keyboard.type("A poster, and r is no key here")
    page.keyboard.press("Enter")
    press(page, "r")
    press(page, "a")
    page.keyboard.press("w")
    page.keyboard.type("no")
    page.keyboard.press("Escape")
    press(page, "a")
    saved(page)
    assert [one["why"] for one in queue.appended] == ["A poster, and r is no key here", "", ""]


def test_a_browser_that_can_keep_nothing_says_so_and_stays(reviews: Reviews) -> None:
    queue = FakeFigures(2)
    page = reviews.visit(queue).open("/figures")
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('no room'); }; }")
    page.keyboard.press("a")
    expect(page.locator("#notices li")).to_contain_text("could not keep the decision")
    expect(page.locator("#item")).to_have_attribute("data-id", "f00000")
    assert queue.appended == []


def test_a_held_key_decides_once(reviews: Reviews) -> None:
    queue = FakeFigures(9)
    page = reviews.visit(queue).open("/figures")
    page.keyboard.down("a")
    page.keyboard.down("a")  # as a keyboard repeats it
    page.keyboard.down("a")
    page.keyboard.up("a")
    page.locator("#item[data-id=f00001]").wait_for()
    saved(page)
    assert made(queue) == [("f00000", "accepted")]


def test_keys_of_one_letter_can_be_turned_off(reviews: Reviews) -> None:
    queue = FakeFigures(3)
    page = reviews.visit(queue).open("/figures")
    page.keyboard.press("?")
    page.get_by_label("Keys of one letter act").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    expect(page.locator("#left")).to_have_text("3 left")
    page.get_by_role("button", name="Accept").click()
    saved(page)
    assert made(queue) == [("f00000", "accepted")]


def test_a_tab_of_another_person_keeps_what_it_has(browser: Browser, tmp_path: Path) -> None:
    """The server was started anew for Sam; Ruth's open tab must not write in his name."""
    (tmp_path / "undercount.toml").write_text('[project]\ntitle = "The camp at Aldmouth"\n')
    ruth, sam = FakeFigures(3), FakeFigures(3, by="Sam")
    context = browser.new_context()
    page, other = context.new_page(), context.new_page()
    with serving(tmp_path, by="Ruth", desks=Desks({"figures": lambda: ruth})) as first:
        page.goto(first.address)
        page.wait_for_url(first.url("/"))
        page.goto(first.url("/figures"))
        page.locator("#item:not([aria-busy])").wait_for()
    page.keyboard.press("a")
    expect(page.locator("#saving")).to_contain_text("until the connection is back")
    desks = Desks({"figures": lambda: sam})
    with serving(tmp_path, by="Sam", desks=desks, port=first.port) as second:
        assert second.port == first.port
        other.goto(second.address)  # Sam sees the overview, and no queue yet
        other.wait_for_url(second.url("/"))
        expect(page.locator("#saving")).to_contain_text("open the address", timeout=15_000)
        expect(page.locator("#saving")).to_contain_text("1 waiting to be saved")
        assert ruth.appended == sam.appended == []
    desks = Desks({"figures": lambda: ruth})
    with serving(tmp_path, by="Ruth", desks=desks, port=first.port) as again:
        other.goto(again.address)
        other.wait_for_url(again.url("/"))
        saved(page)
    assert made(ruth) == [("f00000", "accepted")]
    context.close()


@pytest.mark.parametrize("n", [0, 10_000])
def test_no_figure_and_ten_thousand(reviews: Reviews, n: int) -> None:
    visit = reviews.visit(FakeFigures(n))
    page = visit.open("/figures")
    if n:
        expect(page.locator("#left")).to_have_text("10,000 left")
        asked = [url for url in visit.asked if "/items" in url]
        assert len(asked) <= 2
    else:
        expect(page.locator("#item")).to_contain_text("Nothing waits to be decided.")
        page.keyboard.press("a")  # nothing to decide, nothing breaks
    assert visit.said == []

"""A figure is corrected by selecting its words; what the ledger gets is counted in code points."""

from __future__ import annotations

import random
from typing import Any

from playwright.sync_api import Page, Route, expect

from tests.review.browser.conftest import Reviews
from tests.review.browser.fake import FakeFigures, item
from tests.review.browser.test_day import made, press, saved

DRAG = """words => {
    const text = document.querySelector('.text');
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = node.data.indexOf(words);
        if (at >= 0) {
            range.setStart(node, at);
            range.setEnd(node, at + words.length);
            const boxes = [...range.getClientRects()];
            const [first, last] = [boxes[0], boxes[boxes.length - 1]];
            return [first.left + 1, first.top + first.height / 2,
                    last.right - 1, last.top + last.height / 2];
        }
    }
}"""


def drag_over(page: Page, words: str) -> None:
    """Select words with the mouse, as a hand does."""
    left, top, right, bottom = page.evaluate(DRAG, words)
    page.mouse.move(left, top)
    page.mouse.down()
    page.mouse.move((left + right) / 2, bottom)
    page.mouse.move(right, bottom)
    page.mouse.up()


def correcting(reviews: Reviews, n: int = 3) -> tuple[FakeFigures, Page]:
    queue = FakeFigures(n)
    page = reviews.visit(queue).open("/figures")
    page.keyboard.press("c")
    expect(page.locator(".field.chosen")).to_have_count(1)
    return queue, page


def words_at(shown: dict[str, Any], start: int, end: int) -> str:
    text: str = shown["text"]
    return text[start - shown["text_start"] : end - shown["text_start"]]


def test_words_selected_with_the_mouse_are_the_fields_with_their_place(reviews: Reviews) -> None:
    queue, page = correcting(reviews)
    page.keyboard.press("3")
    drag_over(page, "400 places in reception centres")
    expect(page.locator("#field-population")).to_have_text("400 places in reception centres")
    press(page, "Enter")
    saved(page)
    assert made(queue) == [("f00000", "corrected")]
    (change,) = queue.appended[0]["changes"].items()
    name, told = change
    assert name == "population"
    # The passage holds a letter that JavaScript counts twice; the ledger counts it once.
    assert "𝟛" in item(0)["text"].split("400 places")[0]
    assert words_at(item(0), told["start"], told["end"]) == told["text"]
    assert told["text"] == "400 places in reception centres"


def test_words_are_chosen_by_keyboard(reviews: Reviews) -> None:
    queue, page = correcting(reviews)
    page.keyboard.press("4")  # "the prefecture"
    page.keyboard.press("ArrowLeft")  # "Tuesday,"
    page.keyboard.press("ArrowLeft")  # "on"
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowLeft")
    expect(page.locator("#field-claimant")).to_have_text("on Tuesday,")
    expect(page.locator("#live")).to_have_text("on Tuesday,")
    page.keyboard.press("2")
    page.keyboard.press("Backspace")
    expect(page.locator("#field-hedge")).to_have_text("—")
    page.keyboard.press("1")
    page.keyboard.press("Backspace")  # a figure without a number is none
    expect(page.locator("#field-surface")).to_have_text("3,000")
    press(page, "Enter")
    saved(page)
    changes = queue.appended[0]["changes"]
    assert changes["hedge"] is None
    assert changes["claimant"]["text"] == "on Tuesday,"
    start, end = changes["claimant"]["start"], changes["claimant"]["end"]
    assert words_at(item(0), start, end) == "on Tuesday,"
    assert changes.keys() == {"hedge", "claimant"}


def test_on_a_phone_fields_are_chosen_beside_the_words(reviews: Reviews) -> None:
    queue = FakeFigures(2)
    visit = reviews.visit(queue, viewport={"width": 390, "height": 700})
    page = visit.open("/figures")
    page.get_by_role("button", name="Correct").click()
    page.get_by_label("The field that takes the words").select_option(label="Who says so")
    drag_over(page, "the ministry")
    expect(page.locator(".taking option:checked")).to_have_text("Who says so: the ministry")
    page.get_by_role("button", name="Save").click()
    page.locator("#item[data-id=f00001]").wait_for()
    saved(page)
    assert queue.appended[0]["changes"]["claimant"]["text"] == "the ministry"


def test_choices_numbers_and_days_are_typed(reviews: Reviews) -> None:
    queue, page = correcting(reviews)
    page.keyboard.press("8")
    page.locator("#field-measure").select_option("flow")
    page.locator("#field-value").fill("4,500")
    page.locator("#field-period_start").fill("2016-08-09")
    page.locator("#field-status").focus()
    press(page, "Enter")
    saved(page)
    assert queue.appended[0]["changes"] == {
        "measure": "flow", "value": 4500, "period_start": "2016-08-09",
    }  # fmt: skip


def test_escape_leaves_it_as_it_was_and_keys_decide_again(reviews: Reviews) -> None:
    queue, page = correcting(reviews)
    page.keyboard.press("3")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("a")  # a letter does nothing while a field is corrected
    page.keyboard.press("Escape")
    expect(page.locator(".field.chosen")).to_have_count(0)
    assert queue.appended == []
    press(page, "a")
    saved(page)
    assert made(queue) == [("f00000", "accepted")]


def test_a_second_correction_says_only_what_is_new(reviews: Reviews) -> None:
    queue, page = correcting(reviews)
    page.keyboard.press("2")
    page.keyboard.press("Backspace")
    press(page, "Enter")
    saved(page)
    page.keyboard.press("p")
    expect(page.locator(".version.corrected")).to_contain_text("You: corrected")
    page.keyboard.press("c")
    page.locator("#field-unit").select_option("household")
    page.locator("#field-surface").focus()
    page.keyboard.press("Enter")
    page.locator("#item[data-id=f00001]").wait_for()
    saved(page)
    # What was changed before stays; sent again, it would go before what follows from the new.
    assert queue.appended[1]["changes"] == {"unit": "household"}


def test_nothing_changed_is_not_saved(reviews: Reviews) -> None:
    queue, page = correcting(reviews)
    page.keyboard.press("Enter")
    expect(page.locator("#live")).to_contain_text("Nothing was changed")
    assert queue.appended == []


def test_a_correction_that_is_refused_is_not_lost(reviews: Reviews) -> None:
    queue, page = correcting(reviews)
    page.locator("#field-unit").select_option("household")
    page.keyboard.press("Tab")
    page.locator("#field-hedge").click()
    page.keyboard.press("Backspace")
    kept, queue.order[0] = queue.order[0], "gone"  # read anew meanwhile, and back in a moment
    press(page, "Enter")
    notice = page.locator("#notices li")
    expect(notice).to_contain_text("Not saved: no figure f00000")
    queue.order[0] = kept
    notice.get_by_role("button", name="Look at it").click()
    expect(page.locator("#field-unit")).to_have_value("household")
    expect(page.locator("#field-hedge")).to_have_text("—")
    press(page, "Enter")
    saved(page)
    assert queue.appended[0]["changes"] == {"unit": "household", "hedge": None}


def test_what_is_corrected_while_an_undo_is_on_its_way_is_kept(reviews: Reviews) -> None:
    queue = FakeFigures(3)
    visit = reviews.visit(queue)
    page = visit.open("/figures")
    press(page, "a")
    saved(page)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    visit.context.route("**/decisions", hold)
    press(page, "z")
    page.keyboard.press("c")
    page.locator("#field-unit").select_option("household")
    expect(page.locator("#saving")).to_contain_text("1 waiting")
    held[0].continue_()
    saved(page)
    visit.context.unroute("**/decisions")
    expect(page.locator("#field-unit")).to_have_value("household")
    page.locator("#field-surface").focus()
    press(page, "Enter")
    saved(page)
    assert made(queue) == [
        ("f00000", "accepted"), ("f00000", "undone"), ("f00000", "corrected"),
    ]  # fmt: skip
    assert visit.said == []


def test_an_item_forgotten_on_its_way_is_asked_for_once_more(reviews: Reviews) -> None:
    queue = FakeFigures(3)
    visit = reviews.visit(queue)
    page = visit.open("/figures")
    page.keyboard.press("c")
    page.locator("#field-unit").select_option("household")
    page.locator("#field-surface").focus()
    press(page, "Enter")
    saved(page)
    late: list[Route] = []

    def first_later(route: Route) -> None:
        if late:
            route.continue_()
        else:
            late.append(route)

    # Fetched as it stood before the undo, and answered after it.
    before = queue.items(["f00000"])
    visit.context.route("**/items?*", first_later)
    page.keyboard.press("z")
    saved(page)
    late[0].fulfill(json={"items": before})
    expect(page.locator("#item:not([aria-busy])")).to_be_visible()
    expect(page.locator("#item")).not_to_contain_text("corrected")
    page.keyboard.press("c")
    expect(page.locator("#field-unit")).to_have_value("person")


def test_undo_passes_over_what_was_refused(reviews: Reviews) -> None:
    queue = FakeFigures(3)
    page = reviews.visit(queue).open("/figures")
    press(page, "a")
    saved(page)
    queue.order[1] = "gone"
    press(page, "a")
    expect(page.locator("#notices li")).to_contain_text("Not saved: no figure f00001")
    press(page, "z")
    saved(page)
    assert made(queue) == [("f00000", "accepted"), ("f00000", "undone")]


def test_any_spans_keep_the_words_and_their_count(reviews: Reviews) -> None:
    """Spans that nest, cross, touch or repeat: the words stay whole, a selection stays itself."""
    page = reviews.visit(FakeFigures(1)).open("/figures")
    chance = random.Random(11)
    text = "Ab 𝟛𝟜 ç é́ \u202e7,000 名前 in 🏕️ — end. " * 3
    start = 500
    for _ in range(60):
        cuts = [
            sorted((chance.randint(start - 3, start + len(text) + 3)) for _ in range(2))
            for _ in range(chance.randint(0, 7))
        ]
        low, high = sorted(chance.sample(range(start, start + len(text) + 1), 2))
        found = page.evaluate(
            """async ([text, start, cuts, low, high]) => {
                const { Passage } = await import('/static/passage.js');
                const place = document.querySelector('.text');
                const passage = new Passage(text, start);
                passage.draw(place, cuts.map(([start, end], i) =>
                    ({ start, end, attributes: { class: `f f-${i}` } })));
                passage.select(low, high);
                return [place.textContent, passage.selected(), passage.trimmed(low, high)];
            }""",
            [text, start, cuts, low, high],
        )
        assert found[0] == text.replace("\u202e", "\ufffd")
        assert found[1] == found[2]

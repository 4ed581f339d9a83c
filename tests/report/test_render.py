"""The page as text: policy, size, and what must and must not be in it."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import date
from itertools import pairwise

import pytest

from tests.report import calais
from undercount.ledger import Entry, Figure, Statement
from undercount.report import Page, render
from undercount.results import Caution, Estimate, EstimateSet, Interval, NotEstimable


@pytest.fixture(scope="module")
def html() -> str:
    return render(calais.page())


def test_the_policy_allows_the_one_style_and_nothing_else(html: str) -> None:
    styles = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    assert len(styles) == 1
    digest = base64.b64encode(hashlib.sha256(styles[0].encode()).digest()).decode()
    assert (
        "content=\"default-src 'none'; "
        f"style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'\""
    ) in html
    assert '<meta name="referrer" content="no-referrer">' in html


def test_nothing_points_off_the_page(html: str) -> None:
    assert "<script" not in html
    assert " style=" not in html
    assert re.findall(r"(?:https?:)?//(?!www\.w3\.org/2000/svg)", html) == []
    assert re.findall(r"url\(|@import|@font-face", html) == []


def test_it_is_small() -> None:
    page = calais.page()
    html = render(page)
    assert len(html.encode()) < 300_000
    assert len(page.entries) > 100


def test_the_answer_comes_first_with_its_range_and_what_fixes_it(html: str) -> None:
    answers = html[html.index('id="answers"') : html.index('id="series"')]
    assert "31 August 2016" in answers
    assert "7,564" in answers
    assert "6,688" in answers
    assert "90%" in answers
    assert "taken as the truth" in answers
    assert "12,690" in answers
    assert "7,186 to 18,194" in answers


def test_the_parts_stand_in_order(html: str) -> None:
    order = [
        "answers", "series", "estimates", "lineage", "conflicts", "balance", "repairs", "claims",
        "what-if", "ledger", "method",
    ]  # fmt: skip
    places = [html.index(f'<section id="{name}"') for name in order]
    assert places == sorted(places)


def test_headings_step_down_one_at_a_time(html: str) -> None:
    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", html)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_an_empty_project_still_makes_a_page() -> None:
    html = render(Page("Nothing yet"))
    assert "The ledger is empty" in html
    assert "No question was asked" in html
    for absent in ("#series", "#lineage", "#repairs", "#balance", "#what-if"):
        assert absent not in html


def test_a_project_of_estimates_alone_speaks_of_no_words() -> None:
    html = render(Page("x", estimates=(calais.slavery(),)))
    main = html.split("</style>")[1]
    assert "11,313" in main
    assert 'id="method"' in main
    for absent in ("ledger", "0 figures", "0 documents", "almost 1,000", "#claims"):
        assert absent not in main


def test_what_is_not_estimable_says_why() -> None:
    none = NotEstimable("The lists never overlap.", "A third list.")
    html = render(Page("x", series=(none,), estimates=(EstimateSet("a", (("b", none),)),)))
    assert html.count("The lists never overlap.") >= 2
    assert html.count("A third list.") >= 2


def test_a_series_without_answer_is_known_by_its_title() -> None:
    origin = {"name": "camp", "title": "People in the camp"}
    html = render(Page("x", series=(NotEstimable("One figure.", "Two.", provenance=origin),)))
    assert html.count(">People in the camp</h3>") == 2


def test_an_open_range_is_said_in_words() -> None:
    answer = Estimate(50, Interval(40, float("inf"), 0.95, "profile"), 30, "Chao")
    html = render(Page("x", estimates=(EstimateSet("a", (("Chao", answer),)),)))
    assert "40 or more" in html
    assert "inf" not in re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)


def test_only_claims_are_shown_of_the_statements() -> None:
    claim = Statement(document="a", type="undercount", start=0, end=1, words="Many go unseen.")
    quote = Statement(document="a", type="quote", start=0, end=1, words="We are tired.")
    html = render(Page("x", statements=(claim, quote)))
    assert "Many go unseen." in html
    assert "We are tired." not in html


def test_a_vague_figure_of_nobody_named_is_a_row() -> None:
    figure = Figure(surface="dozens", value=None, low=24, high=99, kind="vague")
    entry = Entry("v1", figure, "suggested", "There were dozens.", 11, None, date(2016, 8, 1))
    html = render(Page("x", entries=(entry,)))
    assert "There were <mark>dozens</mark>." in html
    assert "read as 24 to 99" in html
    assert "nobody named" in html


def test_words_of_a_document_carry_its_language() -> None:
    page = calais.page()
    assert 'lang="en"' in render(page).split("<main")[1]


@pytest.mark.parametrize("offset", [0, 12])
def test_a_highlight_on_the_wrong_words_is_refused(offset: int) -> None:
    figure = Figure(surface="dozens", value=None, low=24, high=99, kind="vague")
    with pytest.raises(ValueError, match="does not stand at"):
        Page("x", entries=(Entry("v1", figure, "suggested", "There were dozens.", offset),))


def test_two_entries_of_one_id_are_refused() -> None:
    entry = Entry("v1", Figure(surface="7", value=7, low=7, high=7), "accepted")
    with pytest.raises(ValueError, match="two ledger entries"):
        Page("x", entries=(entry, entry))


def _answer(point: float, *cautions: Caution) -> Estimate:
    interval = Interval(point - 10, point + 10, 0.95, "profile")
    return Estimate(point, interval, 50, "a method", cautions=cautions)


def _said(estimates: EstimateSet) -> str:
    html = render(Page("People", estimates=(estimates,)))
    return html[html.index('id="answers"') : html.index('id="estimates"')]


def test_of_strata_the_total_is_the_answer() -> None:
    rows = tuple(
        (f"{method}: {label}", _answer(point))
        for method, more in (("loglinear", 0), ("chao", 5))
        for label, point in (("men", 200 + more), ("women", 300 + more), ("total", 500 + more))
    )
    said = _said(EstimateSet("q", rows))
    assert ">500<" in said
    assert ">505<" in said
    assert "200" not in said


def test_without_a_total_the_answer_without_strata_stands() -> None:
    rows = (
        ("men", _answer(200)),
        ("women", NotEstimable("Too few.", "More.")),
        ("total", NotEstimable("Not for women.", "Merge.")),
        ("all together", _answer(450)),
    )
    said = _said(EstimateSet("q", rows))
    assert ">450<" in said
    assert "all together" in said


def test_a_bound_is_no_answer_beside_one() -> None:
    bound = _answer(100, Caution("lower-bound", "A lower bound."))
    assert ">100<" not in _said(EstimateSet("q", (("chao", bound), ("loglinear", _answer(300)))))
    assert ">100<" in _said(EstimateSet("q", (("chao", bound),)))

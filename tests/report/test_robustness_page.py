"""The page of a robustness check: its policy, what it prints, and how it looks in a browser."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from axe_playwright_python.sync_playwright import Axe
from markupsafe import escape
from playwright.sync_api import Browser

from tests.estimate.tables import KOREA, KOSOVO, SPARSE, UK_FIVE, histories
from tests.report.plain import text_of
from undercount.estimate.robustness import robustness
from undercount.histories import CaptureHistories
from undercount.report import Page, render
from undercount.report.robustness import (
    render_robustness,
    robustness_css,
    robustness_section,
    write_robustness,
)
from undercount.report.robustness_charts import chart_pairs, chart_spread
from undercount.report.series_chart import NARROW, WIDE
from undercount.results import Estimate, EstimateSet
from undercount.results.robustness import CRITICISM, Robustness
from undercount.results.robustness_checks import NotDone, OddsRatios, PairCurve, Spread

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '<script>document.title="owned"</script><img src=x> \u202e {{ 7*7 }} ]]></style>'


@pytest.fixture(scope="module")
def uk() -> Robustness:
    return replace(robustness(UK_FIVE, replicates=5), name="UK 2013")


@pytest.fixture(scope="module")
def html(uk: Robustness) -> str:
    return render_robustness(uk)


@pytest.fixture(scope="module")
def page_file(uk: Robustness, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_robustness(uk, tmp_path_factory.mktemp("robustness") / "robustness.html")


def test_the_policy_allows_the_one_style_and_nothing_else(html: str) -> None:
    styles = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    assert len(styles) == 1
    assert robustness_css() in styles[0]
    digest = base64.b64encode(hashlib.sha256(styles[0].encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in html
    assert "<script" not in html
    assert " style=" not in html
    assert re.findall(r"(?:https?:)?//(?!www\.w3\.org/2000/svg)", html) == []
    assert len(html.encode()) < 200_000


def test_it_ends_in_what_may_be_said_next_to_the_criticism(uk: Robustness, html: str) -> None:
    body = html[: html.index("</main>")]
    assert body.rstrip().endswith(f"{uk.verdict.plain}</p>\n</section>")
    said = str(escape(CRITICISM))
    assert html.index("It may be said") < html.index("It may not be said") < html.index(said)


def test_every_model_and_pair_is_in_its_picture(uk: Robustness) -> None:
    assert isinstance(uk.spread, Spread)
    assert isinstance(uk.odds_ratios, OddsRatios)
    assert isinstance(uk.answer, Estimate)
    for width in (WIDE, NARROW):
        drawn = chart_spread(uk.spread, uk.answer.interval, name="uk", width=width)
        root = ElementTree.fromstring(drawn)
        dots = [it for it in root.iter(f"{SVG}circle") if "dot" in it.get("class", "")]
        assert len(dots) == len(uk.spread.models)
        assert len([it for it in dots if "near" in it.get("class", "")]) == len(uk.spread.equals())
        drawn = chart_pairs(uk.odds_ratios, uk.n_observed, name="uk", width=width)
        root = ElementTree.fromstring(drawn)
        rings = [it for it in root.iter(f"{SVG}circle") if it.get("class") == "answer"]
        assert len(rings) == 10
        inside = [
            at
            for pair in uk.odds_ratios.pairs
            if isinstance(pair, PairCurve)
            for at in (pair.leaves_low, pair.leaves_high)
            if at is not None and pair.curve[0][0] <= at <= pair.curve[-1][0]
        ]
        tips = [it for it in root.iter(f"{SVG}path") if it.get("class") == "tip"]
        assert len(tips) == len(inside) > 5


def test_a_total_is_drawn_where_its_number_says(uk: Robustness) -> None:
    assert isinstance(uk.spread, Spread)
    assert isinstance(uk.answer, Estimate)
    root = ElementTree.fromstring(chart_spread(uk.spread, uk.answer.interval, name="uk"))
    lines = {float(it.get("y1", 0)) for it in root.iter(f"{SVG}line") if it.get("class") == "grid"}
    base = next(float(it.get("y1", 0)) for it in root.iter(f"{SVG}line") if it.get("class") ==
                "axis")  # fmt: skip
    per_person = (base - max(lines)) / 10_000
    ring = next(it for it in root.iter(f"{SVG}circle") if it.get("class") == "answer")
    assert base - float(ring.get("cy", 0)) == pytest.approx(uk.answer.point * per_person, abs=0.3)


@pytest.mark.parametrize(
    "data",
    [
        KOREA,
        KOSOVO,
        SPARSE,
        histories(("A", "B"), {1: 40, 2: 30, 3: 20}),
        histories(("A",), {1: 40}),
        histories(("A", "B", "C"), {}),
    ],
)
def test_every_answer_has_a_page(data: CaptureHistories) -> None:
    made = robustness(data, replicates=2)
    page = render_robustness(made, suppress_below=0)
    assert page.count("Not done:") == sum(
        isinstance(check, NotDone)
        for check in (
            made.spread, made.odds_ratios, made.highest_order, made.left_out, made.known,
            made.coverage,
        )
    )  # fmt: skip
    assert made.verdict.plain in page


def test_small_numbers_are_not_printed() -> None:
    # 5 people are on b alone, 5 on c alone.
    made = robustness(KOREA, replicates=2)
    section = str(robustness_section(made))
    assert section.count("fewer than 10") == 2
    assert not re.search(r'data-label="Only on it" class="n">5<', section)
    # The picture would show how many were observed without the list.
    assert "without b" not in section
    assert "without d" in section
    few = robustness(histories(("A", "B", "C"), {1: 2, 2: 2, 3: 1, 4: 1, 5: 1}), replicates=2)
    section = str(robustness_section(few))
    assert "Fewer than 10 people" in section
    assert few.verdict.plain not in section


def test_two_sections_may_stand_on_one_page() -> None:
    one = replace(robustness(KOREA, replicates=2), name="one")
    both = str(robustness_section(one)) + str(robustness_section(replace(one, name="two")))
    ids = re.findall(r' id="([^"]+)"', both)
    assert len(ids) == len(set(ids))


def test_names_of_lists_are_not_believed() -> None:
    data = CaptureHistories((HOSTILE, "B,[", "×C"), KOREA.counts)
    page = render_robustness(robustness(data, replicates=2), title=HOSTILE)
    assert "<script" not in page
    assert "<img" not in page
    assert "\u202e" not in page
    assert "[U+202E]" in page
    assert "{{ 7*7 }}" in page


def test_the_page_opens_without_error_or_request(browser: Browser, page_file: Path) -> None:
    page = browser.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(page_file.as_uri())
    page.close()
    assert said == []
    assert [url for url in asked if not url.startswith("data:")] == [page_file.as_uri()]


@pytest.mark.parametrize("width", [320, 390, 1440])
def test_never_scrolls_sideways_and_labels_are_legible(
    browser: Browser, page_file: Path, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 844})
    page.goto(page_file.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    drawn = page.evaluate(
        """() => [...document.querySelectorAll('figure svg')]
            .filter(svg => svg.getBoundingClientRect().width)
            .map(svg => ({
                scale: svg.getBoundingClientRect().width / svg.viewBox.baseVal.width,
                size: parseFloat(svg.getAttribute('font-size')),
                outside: [...svg.querySelectorAll('text')].filter(text => {
                    const box = text.getBoundingClientRect(), all = svg.getBoundingClientRect();
                    return box.left < all.left - 1 || box.right > all.right + 1
                        || box.bottom > all.bottom + 2;
                }).map(text => text.textContent),
            }))"""
    )
    page.close()
    assert len(drawn) == 4
    for chart in drawn:
        assert chart["outside"] == []
        assert width < 390 or chart["scale"] * chart["size"] >= 11.5


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_axe_finds_nothing(browser: Browser, page_file: Path, width: int, scheme: str) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 844},
        color_scheme="dark" if scheme == "dark" else "light",
        bypass_csp=True,
    )
    page = context.new_page()
    page.goto(page_file.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    options = {
        "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        "resultTypes": ["violations"],
    }
    found = Axe().run(page, options=options)
    context.close()
    assert [
        (broken["id"], broken["nodes"][0]["html"]) for broken in found.response["violations"]
    ] == []


def test_the_project_report_says_what_may_be_said_and_leads_to_why(uk: Robustness) -> None:
    assert isinstance(uk.answer, Estimate)
    asked = EstimateSet("uk", (("loglinear", uk.answer),), "UK 2013")
    html = render(Page("People", estimates=(asked,), checks=(uk,)))
    answers = html[html.index('id="answers"') : html.index('id="estimates"')]
    assert uk.verdict.plain in text_of(answers)
    (target,) = re.findall(r'href="#(robustness-[^"]+)"', answers)
    assert f'id="{target}"' in html
    assert robustness_css() in html
    small = replace(uk, n_observed=4)
    hidden = render(Page("People", estimates=(asked,), checks=(small,)))
    assert uk.verdict.plain not in text_of(hidden)

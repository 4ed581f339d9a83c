"""What a notebook shows of a result: escaped, without script, with the numbers a report prints."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

import undercount
from tests.report import calais
from undercount import (
    Assumption,
    CaptureHistories,
    Caution,
    Estimate,
    EstimateSet,
    Interval,
    NotEstimable,
)
from undercount.report.notebook import show

HOSTILE = '<script>document.title="owned"</script><img src=x onerror=alert(1)>"\' \u202e7,000'


def _estimate(n: int = 1880, name: str = "passed-through") -> Estimate:
    return Estimate(
        4 * n, Interval(3 * n, 5 * n, 0.95, "profile"), n, "A method (Author, 2003)", name,
        (Assumption("Nobody comes or goes.", "untestable"),),
        (Caution("sparse", "Some cells are empty."),),
    )  # fmt: skip


RESULTS: dict[str, Any] = {
    "estimate": _estimate(),
    "set": EstimateSet(
        "strata",
        (
            ("men", _estimate(300, "")), ("women", _estimate(80, "")),
            ("children", _estimate(9, "")), ("elders", _estimate(90, "")),
            ("others", NotEstimable("No list overlaps.", "A third list.", n_observed=400)),
        ),
        "People by group",
    ),
    "refusal": NotEstimable("No list overlaps.", "A third list."),
    "series": calais.camp(calais.entries()),
    "histories": CaptureHistories(("A", "B"), np.array([0, 400, 300, 60])),
}  # fmt: skip


def _words(html: str) -> str:
    return " ".join(re.sub(r"<style>.*?</style>|<[^>]*>", " ", html).split())


@pytest.mark.parametrize("name", RESULTS)
def test_every_result_shows_itself_and_asks_for_nothing(name: str) -> None:
    html = RESULTS[name]._repr_html_()
    assert html == show(RESULTS[name])
    assert "<script" not in html
    assert all(target.startswith("data:image/svg") for target in re.findall(r'src="([^"]*)', html))
    assert " href" not in html
    assert "http" not in re.sub(r'src="data:[^"]*"', "", html)
    assert "@import" not in html
    assert "url(" not in html


def test_the_answer_with_its_range_and_what_it_rests_on() -> None:
    said = _words(show(_estimate()))
    for words in (
        "7,520 people", "95% profile interval: 5,640 to 9,400", "1,880 of them observed",
        "Some cells are empty.", "Nobody comes or goes. untestable", "A method (Author, 2003)",
    ):  # fmt: skip
        assert words in said
    assert 'alt="1 answer on one scale from 0' in show(_estimate())


def test_a_row_the_report_keeps_back_is_kept_back_here() -> None:
    html = show(RESULTS["set"])
    said = _words(html)
    assert "children fewer than 10" in said
    assert "men 1,200 900 to 1,500" in said
    assert "not estimable: No list overlaps." in said
    # Women are the fewest beside the children: else the children could be worked out.
    assert "women not shown" in said
    assert "27 to 45" not in said
    assert "elders 360 270 to 450" in said
    assert "observed. No number" in _words(show(_estimate(9)))


def test_a_series_says_what_fixes_it() -> None:
    series = calais.camp(calais.entries())
    said = _words(show(series))
    assert f"{series.answers[0].median:,.0f}" in said
    assert all(item.source.replace("'", "&#x27;") in said for item in series.sources)
    assert "fixes the level" in said


def test_histories_print_no_small_count() -> None:
    assert "760 people observed" in _words(show(RESULTS["histories"]))
    few = CaptureHistories(("A", "B"), np.array([0, 400, 3, 5]))
    said = _words(show(few))
    assert "B fewer than 10" in said
    assert "408" not in said


def test_hostile_words_stay_words(browser: Browser) -> None:
    hostile = EstimateSet(
        HOSTILE,
        ((HOSTILE, _estimate(name=HOSTILE)), (HOSTILE + "2", NotEstimable(HOSTILE, HOSTILE))),
        HOSTILE,
    )
    page = browser.new_page()
    page.set_content(f"<title>mine</title>{show(hostile)}")
    assert page.title() == "mine"
    assert page.locator("script, [onerror]").count() == 0
    text = page.locator(".undercount-result").inner_text()
    assert "\u202e" not in text
    assert "[U+202E]" in text
    assert "<script>" in text
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1000])
def test_it_is_legible_on_any_notebook(
    browser: Browser, tmp_path: Path, scheme: str, width: int
) -> None:
    file = tmp_path / "notebook.html"
    shown = "".join(f"<section>{show(result)}</section>" for result in RESULTS.values())
    # Black paper, whatever the notebook's theme: the block has paper of its own.
    file.write_text(
        f"<!doctype html><html lang=en><meta charset=utf-8><title>A notebook</title>"
        f"<body style='background:#000'><main><h1 style='color:#fff'>A notebook</h1>{shown}</main>",
        encoding="utf-8",
    )
    context = browser.new_context(
        viewport={"width": width, "height": 844},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    page.wait_for_function("[...document.images].every(image => image.naturalWidth > 0)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
    context.close()
    assert [url for url in asked if not url.startswith("data:")] == [file.as_uri()]
    assert [
        (broken["id"], broken["nodes"][0]["html"]) for broken in found.response["violations"]
    ] == []


def test_nothing_is_loaded_before_a_notebook_asks() -> None:
    code = (
        "import sys, undercount; undercount.NotEstimable('a', 'b'); "
        "print({'numpy', 'undercount.report'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_what_has_no_view_is_said() -> None:
    with pytest.raises(TypeError, match="Interval"):
        show(undercount.Interval(1, 2, 0.95, "normal"))

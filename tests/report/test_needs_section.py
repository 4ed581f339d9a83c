"""What would be needed: panels, words, and what is too small to print."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest

from tests.report import disagreeing
from tests.report.plain import text_of
from undercount.reconcile.needs import Band, WhatIf
from undercount.report import Page, render
from undercount.report.band_chart import chart_band

SVG = "{http://www.w3.org/2000/svg}"


def section(made: WhatIf | str, suppress_below: int = 10) -> str:
    html = render(Page("x", what_ifs=(("What then?", made),), suppress_below=suppress_below))
    start = html.index('<section id="what-if"')
    return html[start : html.index("</section>", start)]


def test_a_band_is_drawn_where_its_numbers_say() -> None:
    days = [date(2016, 9, 1) + timedelta(days=7 * i) for i in range(4)]
    points = [Band(day, 100, 80, 150) for day in days]
    root = ElementTree.fromstring(chart_band(points, name="a", title="t", capacity=50))
    (line,) = (part for part in root.iter(f"{SVG}line") if part.get("class") == "capacity")
    (dot,) = (part for part in root.iter(f"{SVG}circle") if part.get("class") == "answer")
    ticks = {text.text: float(text.get("y", 0)) - 4 for text in root.iter(f"{SVG}text")}
    assert float(line.get("y1", 0)) == pytest.approx(ticks["50"], abs=0.2)
    assert float(dot.get("cy", 0)) == pytest.approx(ticks["100"], abs=0.2)


def test_one_day_alone_is_drawn() -> None:
    day = date(2016, 9, 1)
    assert chart_band([Band(day, 0, 0, 0)], name="a", title="t").startswith("<svg")


def test_it_says_that_it_is_no_forecast_and_what_was_stated() -> None:
    told = section(disagreeing.what_if())
    assert "no forecast" in told
    assert "230 to 460 people arrive" in told
    assert "1 to 2% of those present leave" in told


def test_what_is_missing_stands_with_its_probability() -> None:
    told = section(disagreeing.what_if())
    assert "over 99%" in text_of(told)
    assert "14 Sep 2016" in told
    assert "2,000" in told


def test_a_need_of_few_people_prints_no_number() -> None:
    told = section(disagreeing.what_if())
    assert "Fewer than 10 people: no number is printed." in told
    assert "Eight places" not in told
    assert "0.1%" not in told
    assert "Eight places" in section(disagreeing.what_if(), suppress_below=0)


def test_few_people_present_print_nothing() -> None:
    made = replace(disagreeing.what_if(7), needs=())
    told = section(made)
    assert "<svg" not in told
    assert "Fewer than 10 people" in told


def test_what_cannot_be_said_says_why() -> None:
    assert "there is no series port" in section("there is no series port")

"""The pictures: what is drawn, where, and that nothing is left out silently."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

import undercount
from tests.report import calais
from undercount.reconcile.result import Observation, Point, Reconciled, SourceEffect
from undercount.report import chart_estimates, chart_series, plot
from undercount.report.scale import Scale, day_ticks, people_ticks
from undercount.report.series_chart import NARROW, WIDE
from undercount.results import Estimate, EstimateSet, Interval

SVG = "{http://www.w3.org/2000/svg}"


def small(sources: int = 2) -> Reconciled:
    """An invented series of ten days."""
    start = date(2016, 8, 1)
    names = [f"source {i}" for i in range(sources)]
    return Reconciled(
        name="small",
        title="People in a place",
        level=0.9,
        points=tuple(Point(start + timedelta(days=i), 100 + i, 80 + i, 130) for i in range(10)),
        answers=(Point(date(2016, 8, 5), 104, 84, 130),),
        sources=tuple(
            SourceEffect(name, 1, 0.9, 1.1, 1.1, 1, i == 1) for i, name in enumerate(names)
        ),
        observations=tuple(
            Observation(f"f{i}", name, start + timedelta(days=i % 10), 100, 90, 110, 100, 90, 110)
            for i, name in enumerate(names)
        ),
        left_out=(),
        fixed_by="The level is fixed by source 1.",
    )


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_point_is_drawn_where_its_numbers_say(width: int) -> None:
    root = ElementTree.fromstring(chart_series(small(), width=width))
    bars = [line for line in root.iter(f"{SVG}line") if "hedge" in line.get("class", "")]
    tops = {text.text: float(text.get("y", 0)) for text in root.iter(f"{SVG}text")}
    # From 90 to 110 people on an axis whose labels stand at known numbers.
    per_person = (tops["0"] - tops["100"]) / 100
    assert len(bars) == 2
    for bar in bars:
        drawn = float(bar.get("y1", 0)) - float(bar.get("y2", 0))
        assert drawn == pytest.approx(20 * per_person, abs=0.2)


def test_every_source_has_a_mark_of_its_own_and_the_anchor_the_first() -> None:
    root = ElementTree.fromstring(chart_series(small(7), linked={f"f{i}" for i in range(7)}))
    looks = set()
    for link in root.iter(f"{SVG}a"):
        if not link.get("data-source"):
            continue
        mark = next(part for part in link if "mark" in part.get("class", ""))
        looks.add((mark.tag, mark.get("class"), mark.get("d")))
        if link.get("href") == "#figure-f1":
            assert "s0" in mark.get("class", "")
    assert len(looks) == 7
    # Shape and fill alone, without colour, tell them apart too.
    shapes = {(tag, "hollow" in (kind or ""), d) for tag, kind, d in looks}
    assert len(shapes) == 7


def test_many_sources_share_the_last_mark_and_the_key_says_so() -> None:
    assert "5 other sources" in chart_series(small(12))


def test_points_without_a_row_are_no_links() -> None:
    svg = chart_series(small(), linked={"f0"})
    # The answer in the picture leads to the figures it rests on.
    assert set(re.findall(r'href="([^"]*)"', svg)) == {"#figure-f0", "#figures-small"}
    assert 'role="group"' in svg
    assert 'role="img"' in chart_series(small())


def test_a_flaring_band_does_not_flatten_the_points() -> None:
    series = small()
    flaring = tuple(replace(point, upper=1e6) for point in series.points)
    assert "1,000,000" not in chart_series(replace(series, points=flaring))


def test_the_picture_says_what_it_shows_and_what_fixes_it() -> None:
    svg = chart_series(calais.camp(calais.entries()))
    root = ElementTree.fromstring(svg)
    named = (root.get("aria-labelledby") or "").split()
    assert {part.get("id") for part in root.iter() if part.get("id")} >= set(named)
    assert "31 Aug 2016: 7,564" in svg
    assert "taken as the truth" in svg
    assert "closure register taken out" in svg
    assert "closure register taken out" not in chart_series(
        calais.camp(calais.entries()), left_out=False
    )


def test_estimates_stand_on_one_scale_with_what_was_seen() -> None:
    svg = chart_estimates(calais.netherlands())
    assert "12,690" in svg
    assert "7,186–18,194" in svg
    assert "not estimable" in svg
    assert svg.count('class="seen"') == 4


def test_near_best_models_are_ticks_under_the_bar() -> None:
    svg = chart_estimates(calais.slavery())
    assert svg.count('class="nearby"') == 8
    assert "11,313–34,083" in svg


def test_a_runaway_end_is_an_arrow_with_its_number_beside_it() -> None:
    far = Estimate(300, Interval(200, 5.4e14, 0.95, "profile"), 100, "x")
    open_end = Estimate(300, Interval(200, float("inf"), 0.95, "profile"), 100, "x")
    svg = chart_estimates(EstimateSet("s", (("a", far), ("b", open_end))))
    assert svg.count('class="arrow"') == 2
    assert "540,000,000,000,000" in svg
    assert "200 or more" in svg


def test_plot_draws_each_result_and_saves_it_whole(tmp_path: Path) -> None:
    for result in (small(), calais.slavery(), calais.slavery().rows[0][1]):
        assert not isinstance(result, undercount.NotEstimable)
        chart = undercount.plot(result)
        ElementTree.fromstring(chart.svg)
        assert chart._repr_svg_() == chart.svg
        assert "<style>" in chart.svg
        assert "href" not in chart.svg
        saved = chart.save(tmp_path / "a" / "chart.svg")
        assert saved.read_text(encoding="utf-8") == chart.svg


def test_plot_refuses_what_has_no_picture() -> None:
    with pytest.raises(TypeError, match="no picture of a str"):
        plot("7,000")  # type: ignore[arg-type]  # wrong on purpose


@given(st.floats(0.5, 1e9), st.integers(3, 8))
def test_ticks_of_people_are_round_few_and_reach_the_top(highest: float, most: int) -> None:
    ticks = people_ticks(highest, most)
    assert ticks[0] == 0
    assert ticks[-1] >= highest * (1 - 1e-9)
    assert 2 <= len(ticks) <= most + 1
    assert all(tick == round(tick) for tick in ticks)


@given(st.dates(date(1950, 1, 1), date(2030, 1, 1)), st.integers(1, 20000), st.integers(3, 14))
def test_ticks_of_days_are_in_order_inside_and_few(start: date, days: int, most: int) -> None:
    end = start + timedelta(days=days)
    found = [tick[0] for tick in day_ticks(start, end, most)]
    assert found == sorted(set(found))
    assert all(start <= when <= end for when in found)
    assert len(found) <= most + 1


@pytest.mark.parametrize("first", [date(1, 1, 1), date(2016, 2, 3), date(9999, 10, 2)])
def test_ticks_reach_the_last_day_there_is(first: date) -> None:
    found = [tick[0] for tick in day_ticks(first, date.max, 6)]
    assert 1 <= len(found) <= 7
    series = replace(small(), points=(Point(first, 9, 8, 10), Point(date.max, 9, 8, 10)))
    assert chart_series(series).startswith("<svg")


def test_a_scale_keeps_inside_the_drawing() -> None:
    scale = Scale(0, 10, 100, 200)
    assert [scale(value) for value in (-5, 0, 5, 10, float("inf"))] == [100, 100, 150, 200, 200]

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from undercount.errors import InputError
from undercount.ledger.entry import Entry
from undercount.reconcile.expectation import propagate
from undercount.reconcile.house_effects import HouseEffects
from undercount.reconcile.result import Reconciled
from undercount.results import NotEstimable

Say = Callable[..., Entry]
ANCHOR = "closure register"
ASKED = date(2016, 8, 31)


def fit(entries: Sequence[Entry], anchors: tuple[str, ...] = (ANCHOR,), **more: Any) -> Reconciled:
    answer = HouseEffects(anchors=anchors).fit(
        entries, name="camp", title="People in the camp", **more
    )
    assert isinstance(answer, Reconciled)
    return answer


def codes(series: Reconciled | NotEstimable) -> set[str]:
    return {caution.code for caution in series.cautions}


# Published figures: a prototype with other priors and fewer sources gave 31 August 2016 as 7,380
# (90%: 5,680 to 9,500), the prefecture x0.93 and the charities x1.31. What the figures fix is the
# ratio of the two; the height in August hangs on how far October's comparison carries back.
def test_calais_agrees_with_the_prototype_where_the_figures_speak(camp: Sequence[Entry]) -> None:
    series = fit(camp, ask=[ASKED])
    effects = {source.source: source for source in series.sources}
    prefecture, charities = effects["prefecture"], effects["charities' census"]
    assert charities.ratio / prefecture.ratio == pytest.approx(1.31 / 0.93, abs=0.08)
    assert prefecture.lower < 0.93 < prefecture.upper
    assert charities.lower < 1.31 < charities.upper
    assert prefecture.upper < 1 < charities.lower
    [answer] = series.answers
    assert 5_680 < answer.lower < 7_380 < answer.upper < 10_500
    assert answer.lower < answer.median < answer.upper


def test_calais_register_left_out_lies_inside_the_band(camp: Sequence[Entry]) -> None:
    [row] = fit(camp).left_out
    assert (row.source, row.day, row.value) == (ANCHOR, date(2016, 10, 24), 7338)
    assert row.inside
    assert row.lower < 6_360 < row.upper  # the prototype's prediction
    assert row.upper / row.lower > 1.5  # not by being vague about nothing, nor sharp by luck


def test_calais_says_what_fixes_the_level(camp: Sequence[Entry]) -> None:
    series = fit(camp)
    assert series.fixed_by.startswith(
        "The level is fixed by the closure register of 24 October 2016: it alone is taken to "
        "count everybody; without it the other sources would put 24 October 2016 at "
    )
    assert "one-figure-fixes-level" in codes(series)


def test_calais_copies_count_once(camp: Sequence[Entry]) -> None:
    """ "Almost 7,000" of 17 August is the prefecture's 6,901 of that day; the two counts of
    11 October are two."""
    series = fit(camp)
    used = {row.figure_id for row in series.observations}
    assert series.diagnostics["copies"] == ["F004"]
    assert {"F038", "F039", "F040"} <= used
    assert len(used) == 28


def test_printing_a_figure_again_changes_nothing(camp: Sequence[Entry]) -> None:
    again = [replace(camp[21], id=f"copy-{i}") for i in range(5)]
    assert fit([*camp, *again], ask=[ASKED]).answers == fit(camp, ask=[ASKED]).answers


def test_points_cover_the_series_and_asked_days_outside_widen(camp: Sequence[Entry]) -> None:
    near, far = date(2016, 11, 5), date(2017, 5, 1)
    series = fit(camp, ask=[far, ASKED, near])
    assert series.points[0].day == date(2015, 6, 2)
    assert series.points[-1].day == date(2016, 10, 24)
    assert len(series.points) <= 200
    assert [point.day for point in series.answers] == [ASKED, near, far]
    widths = [np.log(point.upper / point.lower) for point in series.answers]
    assert widths[2] > widths[1]
    assert [c.text for c in series.cautions if c.code == "far-from-figures"] == [
        "1 May 2017 lies 189 days after the last figure: the band is mostly guess."
    ]


def test_round_trip_and_strict_json(camp: Sequence[Entry]) -> None:
    series = fit(camp, ask=[ASKED], seed=20160831)
    text = json.dumps(series.to_dict(), allow_nan=False)
    assert Reconciled.from_dict(json.loads(text)) == series
    assert series.provenance["seed"] == 20160831
    assert series.provenance["settings"] == {
        "level": 0.9,
        "anchors": [ANCHOR],
        "interventions": [],
    }
    assert series.provenance["version"]


@pytest.mark.parametrize("level", [0.0, 1.0, 90.0])
def test_level_must_be_a_probability(level: float) -> None:
    with pytest.raises(InputError, match="level must lie between 0 and 1"):
        HouseEffects(level=level)


@pytest.mark.parametrize("many", [0, 1])
def test_fewer_than_two_figures_are_not_estimable(say: Say, many: int) -> None:
    attempts = say(84088, "2015-01-01", "2015-12-31", source="FOI reply", unit="attempt")
    people = [say(900 + i, source="office") for i in range(many)]
    answer = HouseEffects().fit([*people, *people, attempts], name="x", title="x")
    assert isinstance(answer, NotEstimable)
    assert "needs two" in answer.reason
    assert "Two or more" in answer.what_would_help


def test_what_is_not_estimable_keeps_its_name_and_title(say: Say) -> None:
    answer = HouseEffects().fit([say(900)], name="camp", title="People in the camp")
    assert isinstance(answer, NotEstimable)
    named = (answer.provenance["name"], answer.provenance["title"])
    assert named == ("camp", "People in the camp")


def test_fewer_than_one_is_no_figure(say: Say) -> None:
    few = say(1, source="a", low=0, high=0, quantifier="less_than")
    most = say(120, source="b", low=0, high=120, quantifier="at_most")
    answer = HouseEffects().fit([few, most], name="x", title="x")
    assert isinstance(answer, NotEstimable)
    assert "zero" in answer.cautions[0].text


def test_a_fit_that_runs_away_is_not_estimable(say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(*args: Any) -> Any:
        found = propagate(*args)
        return replace(found, by_noise=found.by_noise * np.nan)

    monkeypatch.setattr("undercount.reconcile.mode.propagate", lost)
    answer = HouseEffects().fit([say(900), say(950, source="b")], name="x", title="x")
    assert isinstance(answer, NotEstimable)
    assert "did not converge" in answer.reason


def test_without_an_anchor_the_level_is_a_convention(say: Say) -> None:
    days = ["2020-01-05", "2020-02-05", "2020-03-05"]
    entries = [say(v, day, source="low") for v, day in zip([800, 810, 790], days, strict=True)]
    entries += [say(v, day, source="high") for v, day in zip([1250, 1240, 1260], days, strict=True)]
    series = fit(entries, anchors=())
    assert "level-by-convention" in codes(series)
    assert series.fixed_by.startswith("Nothing fixes the level")
    logs = [np.log(source.ratio) for source in series.sources]
    assert sum(logs) == pytest.approx(0, abs=1e-3)  # house effects average zero
    assert logs[0] - logs[1] == pytest.approx(np.log(1250 / 800), abs=0.03)
    middle = next(point for point in series.points if point.day == date(2020, 2, 5))
    assert middle.median == pytest.approx(1000, rel=0.02)
    assert middle.upper / middle.lower > 1.3  # all may miss the same people


def test_one_figure_sources_shrink(say: Say) -> None:
    entries = [say(1000 + i, f"2020-01-{1 + i:02d}", source="register") for i in range(9)]
    entries += [say(1500, "2020-01-05", source="once")]
    entries += [say(1500, f"2020-01-{1 + i:02d}", source="often") for i in range(8)]
    ratios = {s.source: s.ratio for s in fit(entries, anchors=("register",)).sources}
    assert 1.1 < ratios["once"] < ratios["often"] < 1.5


def test_a_named_anchor_without_figures_is_said(say: Say) -> None:
    series = fit([say(900, source="a"), say(1100, source="b")], anchors=("census of 2020",))
    assert {"anchor-missing", "level-by-convention"} <= codes(series)
    assert series.left_out == ()


def test_anchor_is_found_whatever_its_case_and_article(say: Say) -> None:
    series = fit([say(900, source="The Register"), say(1100, source="b")], anchors=("register",))
    assert next(s for s in series.sources if s.anchor).source == "The Register"


def test_a_figure_far_from_its_own_source_is_named(say: Say) -> None:
    entries = [say(1000 + i, f"2020-01-{1 + i:02d}", source="office") for i in range(12)]
    entries += [say(1010 + i, f"2020-01-{1 + i:02d}", source="charity") for i in range(12)]
    entries += [say(1004, f"2020-01-{1 + i:02d}", source="register") for i in range(0, 12, 3)]
    entries += [say(2000, "2020-01-06", source="office")]
    series = fit(entries, anchors=("register",))
    [text] = [c.text for c in series.cautions if c.code == "figure-outside"]
    assert "2,000 of 6 January 2020 (office, expected" in text


def test_all_on_one_day_all_hedged_and_zero_low_ends(say: Say) -> None:
    entries = [
        say(1000, source="a", low=1001, high=2000, quantifier="more_than"),
        say(1500, source="b", low=0, high=1499, quantifier="less_than"),
        say(None, source="c", low=900, high=1400, kind="range", quantifier="range"),
        say(None, source="d", low=24, high=99, kind="vague", quantifier="vague", id="tens"),
    ]
    series = fit(entries[:3], anchors=())
    [point] = series.points
    assert 700 < point.lower < point.median < point.upper < 2000
    assert len(fit(entries, anchors=()).observations) == 4


def test_the_same_figures_in_any_order_give_the_same_series(camp: Sequence[Entry]) -> None:
    rng = np.random.default_rng(4)
    shuffled = [camp[i] for i in rng.permutation(len(camp))]
    assert fit(shuffled, ask=[ASKED]) == fit(camp, ask=[ASKED])


def test_scaling_every_figure_scales_the_series(say: Say) -> None:
    rows = [(912, 1, "a"), (1234, 2, "b"), (951, 20, "a"), (1041, 21, "r"), (1317, 23, "b")]
    one, ten = (
        fit(
            [say(times * v, f"2020-03-{d:02d}", source=s) for v, d, s in rows],
            anchors=("r",),
            ask=[date(2020, 3, 10)],
        )
        for times in (1, 11)  # eleven keeps every figure from ending in two zeros
    )
    assert ten.answers[0].median == pytest.approx(11 * one.answers[0].median, rel=1e-3)
    assert ten.sources[0].ratio == pytest.approx(one.sources[0].ratio, rel=1e-3)


def test_many_sources_do_not_multiply_the_work(say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    """Forty sources with a scatter of their own each: a few fits of the level, not hundreds."""
    rng = np.random.default_rng(9)
    entries = [
        say(round(5000 * np.exp(0.1 * rng.standard_normal())), f"2020-{month:02d}-{day:02d}",
            source=f"source {4 * day + month % 4}")
        for month in range(1, 13)
        for day in range(1, 11)
    ]  # fmt: skip
    calls = []

    def counted(*args: Any) -> Any:
        calls.append(args)
        return propagate(*args)

    monkeypatch.setattr("undercount.reconcile.mode.propagate", counted)
    series = fit(entries, anchors=())
    assert len(series.sources) == 40
    assert len({source.noise for source in series.sources}) == 40
    assert len(calls) < 100

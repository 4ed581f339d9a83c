"""Known truth: is it inside the bands as often as they say?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import pytest

from undercount.ledger.entry import Entry
from undercount.reconcile.house_effects import HouseEffects
from undercount.reconcile.result import Reconciled
from undercount.units import hedge_interval

Say = Callable[..., Entry]
START, DAYS, REGISTER = date(2020, 1, 1), 300, 280
FIGURES = (10, 8, 5, 2, 1)


def simulate(say: Say, rng: np.random.Generator) -> tuple[list[Entry], np.ndarray, list[float]]:
    """Five sources over 300 days, a quarter of figures rounded, a quarter hedged, one register."""
    walk = 0.02 * np.exp(0.5 * rng.standard_normal())
    spread = 0.3 * np.exp(0.3 * rng.standard_normal())
    steps = np.concatenate([[0], walk * rng.standard_normal(DAYS)])
    level = np.log(5000) + np.cumsum(steps)
    entries, houses = [], []
    for number, many in enumerate(FIGURES):
        house = float(spread * rng.standard_normal())
        noise = 0.08 * np.exp(0.5 * rng.standard_normal())
        houses.append(house)
        for day in rng.integers(0, DAYS + 1, many):
            value = np.exp(level[day] + house + noise * rng.standard_normal())
            entries.append(stated(say, rng, float(value), int(day), f"s{number}"))
    value = round(np.exp(level[REGISTER] + 0.02 * rng.standard_normal()))
    entries.append(say(value, str(START + timedelta(days=REGISTER)), source="register"))
    return entries, level, houses


def stated(say: Say, rng: np.random.Generator, value: float, day: int, source: str) -> Entry:
    """The figure in the words a source might choose: rounded, "about", "almost" or exact."""
    when, style = str(START + timedelta(days=day)), rng.random()
    if style < 0.25:
        return say(round(value, -2), when, source=source)
    if style < 0.4:
        about = round(value / rng.uniform(0.92, 1.08))
        low, high = hedge_interval("approx", about)
        return say(about, when, source=source, low=low, high=high, quantifier="approx")
    if style < 0.5:
        almost = round(value / rng.uniform(0.91, 0.999))
        low, high = hedge_interval("almost", almost)
        return say(almost, when, source=source, low=low, high=high, quantifier="almost")
    return say(round(value), when, source=source)


def coverage(say: Say, sets: int, seed: int) -> dict[str, float]:
    """Shares inside the 90% bands, and the log error against that of the plain average."""
    rng = np.random.default_rng(seed)
    level_in, house_in, left_in, error, plain = [], [], [], [], []
    for _ in range(sets):
        entries, level, houses = simulate(say, rng)
        series = HouseEffects(anchors=("register",)).fit(entries, name="x", title="x")
        assert isinstance(series, Reconciled)
        for point in series.points[::15]:
            truth = np.exp(level[(point.day - START).days])
            level_in.append(point.lower <= truth <= point.upper)
            error.append(np.log(point.median / truth))
            near = min(series.observations, key=lambda row: abs((row.day - point.day).days))
            plain.append(np.log(near.value / truth))
        for source in series.sources:
            if not source.anchor:
                truth = np.exp(houses[int(source.source[1:])])
                house_in.append(source.lower <= truth <= source.upper)
        left_in += [row.inside for row in series.left_out]
    return {
        "level": float(np.mean(level_in)),
        "house": float(np.mean(house_in)),
        "left_out": float(np.mean(left_in)),
        "error": float(np.sqrt(np.mean(np.square(error)) / np.mean(np.square(plain)))),
    }


# 60 sets of a few hundred correlated points: the standard error of a share is near 0.02.
def test_bands_hold_the_truth_as_often_as_they_say(say: Say) -> None:
    found = coverage(say, sets=60, seed=1)
    assert 0.85 <= found["level"] <= 0.95
    assert 0.85 <= found["house"] <= 0.96
    assert found["left_out"] >= 0.82
    assert found["error"] <= 0.55  # of taking the nearest figure at its word


@pytest.mark.long
def test_bands_hold_the_truth_in_five_hundred_sets(say: Say) -> None:
    found = coverage(say, sets=500, seed=2)
    assert 0.88 <= found["level"] <= 0.92
    assert 0.88 <= found["house"] <= 0.93
    assert 0.88 <= found["left_out"] <= 0.96
    assert found["error"] <= 0.5


def test_house_effects_are_found_again(say: Say) -> None:
    """Plenty of figures: the estimates lie within a few percent of the truth."""
    rng = np.random.default_rng(6)
    houses = {"low": 0.8, "high": 1.3}
    entries = [
        say(round(5000 * ratio * np.exp(0.03 * rng.standard_normal())), f"2020-0{month}-{day:02d}",
            source=source)
        for source, ratio in houses.items()
        for month in range(1, 7)
        for day in (3, 13, 23)
    ]  # fmt: skip
    entries += [say(5013, f"2020-0{month}-08", source="register") for month in (1, 3, 5)]
    series = HouseEffects(anchors=("register",)).fit(entries, name="x", title="x")
    assert isinstance(series, Reconciled)
    for source in series.sources:
        if not source.anchor:
            assert source.ratio == pytest.approx(houses[source.source], rel=0.03)
            assert source.noise == pytest.approx(1.03, abs=0.015)

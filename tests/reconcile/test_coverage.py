"""Known truth: is it inside the bands as often as they say?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pytest
from numpy.typing import NDArray

from undercount.ledger.entry import Entry
from undercount.reconcile.house_effects import HouseEffects
from undercount.reconcile.result import Reconciled
from undercount.units import hedge_interval

Say = Callable[..., Entry]
Floats = NDArray[np.float64]
START, DAYS, REGISTER = date(2020, 1, 1), 300, 280
# Figures of each of five sources.
FEW, FIFTY, HUNDRED = (10, 8, 5, 2, 1), (16, 13, 10, 6, 4), (32, 26, 20, 12, 8)


@dataclass(frozen=True, slots=True)
class Truth:
    """What an invented series was made of."""

    level: Floats
    houses: list[float]
    drifters: set[str]


def simulate(
    say: Say, rng: np.random.Generator, kind: str = "model", figures: Sequence[int] = FEW
) -> tuple[list[Entry], Truth]:
    """Five sources over 300 days, a quarter of figures rounded, a quarter hedged, one register.

    Kinds: "model"; "line" and "walk" (the habit of one or two sources with five figures or more
    drifts over 0.3 to 0.6 in logarithms); "t" (noise with 2 to 3 degrees of freedom) and "gross"
    (5 to 10 figures in a hundred off by a factor of 1.5 to 3).
    """
    walk = 0.02 * np.exp(0.5 * rng.standard_normal())
    spread = 0.3 * np.exp(0.3 * rng.standard_normal())
    steps = np.concatenate([[0], walk * rng.standard_normal(DAYS)])
    level = np.log(5000) + np.cumsum(steps)
    often = [number for number, many in enumerate(figures) if many >= 5]
    drifters = set()
    if kind in ("line", "walk"):
        drifters = set(rng.choice(often, 1 + int(rng.random() < 0.5), replace=False).tolist())
    freedom, rate = rng.uniform(2, 3), rng.uniform(0.05, 0.1)
    entries, houses = [], []
    for number, many in enumerate(figures):
        house = float(spread * rng.standard_normal())
        noise = 0.08 * np.exp(0.5 * rng.standard_normal())
        path = drift(rng, kind) if number in drifters else np.zeros(DAYS + 1)
        houses.append(house)
        for day in rng.integers(0, DAYS + 1, many):
            off = noise * (rng.standard_t(freedom) if kind == "t" else rng.standard_normal())
            if kind == "gross" and rng.random() < rate:
                off += rng.choice([-1, 1]) * np.log(rng.uniform(1.5, 3))
            value = max(30.0, float(np.exp(level[day] + house + path[day] + off)))
            entries.append(stated(say, rng, value, int(day), f"s{number}"))
    value = round(np.exp(level[REGISTER] + 0.02 * rng.standard_normal()))
    entries.append(say(value, str(START + timedelta(days=REGISTER)), source="register"))
    return entries, Truth(level, houses, {f"s{number}" for number in drifters})


def drift(rng: np.random.Generator, kind: str) -> Floats:
    """How a habit moves: by 0.3 to 0.6 from end to end, or from lowest to highest."""
    far = rng.uniform(0.3, 0.6)
    if kind == "line":
        return np.asarray(rng.choice([-far, far]) * (np.arange(DAYS + 1) / DAYS - 0.5))
    path = np.cumsum(rng.standard_normal(DAYS + 1))
    path *= far / np.ptp(path)
    return np.asarray(path - path.mean())


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


def averaged(series: Reconciled) -> tuple[Floats, Floats]:
    """What the sources say on the series' days, each drawn as a line through its figures and held
    at its ends: the average of all sources, and the source with most figures."""
    days = [point.day.toordinal() for point in series.points]
    lines = {}
    for source in series.sources:
        said: dict[int, list[float]] = {}
        for row in series.observations:
            if row.source == source.source:
                said.setdefault(row.day.toordinal(), []).append(row.value)
        when = sorted(said)
        lines[source.source] = np.interp(days, when, [np.log(np.mean(said[day])) for day in when])
    every = np.log(np.mean([np.exp(line) for line in lines.values()], axis=0))
    return every, lines[series.sources[0].source]


def measure(
    say: Say, sets: int, seed: int, kind: str = "model", figures: Sequence[int] = FEW
) -> dict[str, float]:
    """Shares inside the 90% bands, errors against those of simpler ways, shares of cautions."""
    rng = np.random.default_rng(seed)
    rows: dict[str, list[float]] = defaultdict(list)
    for _ in range(sets):
        entries, truth = simulate(say, rng, kind, figures)
        series = HouseEffects(anchors=("register",)).fit(entries, name="x", title="x")
        assert isinstance(series, Reconciled)
        level = truth.level[[(point.day - START).days for point in series.points]]
        inside = [
            point.lower <= np.exp(true) <= point.upper
            for point, true in zip(series.points, level, strict=True)
        ]
        rows["level"].append(float(np.mean(inside)))
        own = np.log([point.median for point in series.points])
        for name, log_level in zip(("own", "average", "official"), (own, *averaged(series)),
                                   strict=True):  # fmt: skip
            rows[name].append(float(np.mean((log_level - level) ** 2)))
        for source in series.sources:
            if not source.anchor:
                ratio = np.exp(truth.houses[int(source.source[1:])])
                rows["house"].append(source.lower <= ratio <= source.upper)
        rows["left_out"] += [row.inside for row in series.left_out]
        told = {caution.code: caution.text for caution in series.cautions}
        rows["drift"].append("house-drift" in told)
        rows["tails"].append("heavy-tails" in told)
        rows["named"].append(any(name in told.get("house-drift", "") for name in truth.drifters))
    found = {name: float(np.mean(values)) for name, values in rows.items()}
    error = np.sqrt(found.pop("own"))
    found["average"] = float(error / np.sqrt(found["average"]))
    found["official"] = float(error / np.sqrt(found["official"]))
    print(f"{kind:6} {sum(figures) + 1:4} figures", {k: round(v, 3) for k, v in found.items()})
    return found


# 60 sets of a few hundred correlated points: the standard error of a share is near 0.02.
def test_bands_hold_the_truth_as_often_as_they_say(say: Say) -> None:
    found = measure(say, sets=60, seed=1)
    assert 0.85 <= found["level"] <= 0.95
    assert 0.85 <= found["house"] <= 0.96
    assert found["left_out"] >= 0.82
    assert found["average"] <= 0.55
    assert found["official"] <= 0.45


@pytest.mark.long
@pytest.mark.parametrize("figures", [FEW, FIFTY])
def test_bands_hold_the_truth_in_five_hundred_sets(say: Say, figures: tuple[int, ...]) -> None:
    found = measure(say, sets=500, seed=2, figures=figures)
    assert 0.88 <= found["level"] <= 0.92
    assert 0.87 <= found["house"] <= 0.93
    assert 0.87 <= found["left_out"] <= 0.96
    assert found["average"] <= 0.55
    assert found["official"] <= 0.45
    assert found["drift"] <= 0.15
    assert found["tails"] <= 0.12


# What can be noticed grows with the figures: a drift that wanders is seen in half of the sets of
# fifty and in two of three of a hundred.
@pytest.mark.long
@pytest.mark.parametrize(
    ("kind", "figures", "code", "noticed"),
    [
        ("line", FIFTY, "drift", 0.8),
        ("walk", HUNDRED, "drift", 0.65),
        ("t", FIFTY, "tails", 0.65),
        ("t", HUNDRED, "tails", 0.85),
        ("gross", FIFTY, "tails", 0.8),
    ],
)
def test_what_the_model_does_not_hold_is_noticed(
    say: Say, kind: str, figures: tuple[int, ...], code: str, noticed: float
) -> None:
    found = measure(say, sets=200, seed=3, kind=kind, figures=figures)
    assert found["level"] >= 0.8
    assert found[code] >= noticed


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

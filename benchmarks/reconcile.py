"""Milliseconds per fit of a reconciled series with all that goes with it, and per search.

Run: python benchmarks/reconcile.py
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import numpy as np

from undercount.ledger.entry import Entry
from undercount.ledger.records import Figure
from undercount.reconcile import HouseEffects, find_conflicts
from undercount.units import Quantifier, hedge_interval

START = date(2016, 1, 1)
ASKED = START + timedelta(days=200)
SERIES, FIGURES = 200, 25


def series(many: int, seed: int, sources: int = 6, anchor: bool = True) -> list[Entry]:
    """Invented figures of one camp, a quarter of them hedged, and a register at the end."""
    rng = np.random.default_rng(seed)
    days = np.sort(rng.integers(0, 365, many))
    level = 8.5 + 0.02 * np.cumsum(rng.standard_normal(365))
    entries = []
    for index, day in enumerate(days):
        house = index % sources
        value = round(float(np.exp(level[day] + 0.1 * (house - 2) + 0.08 * rng.standard_normal())))
        hedge: Quantifier = "approx" if index % 4 == 0 else "exact"
        entries.append(_entry(index, value, int(day), f"source {house}", hedge))
    if anchor:
        entries.append(_entry(many, round(float(np.exp(level[-1]))), 364, "register", "exact"))
    return entries


def _entry(number: int, value: float, day: int, source: str, hedge: Quantifier) -> Entry:
    low, high = hedge_interval(hedge, value)
    when = START + timedelta(days=day)
    figure = Figure(
        surface=f"{value:,}", value=value, low=low, high=high, quantifier=hedge, measure="stock",
        source=source, quantity="camp", period_start=when, period_end=when,
    )  # fmt: skip
    return Entry(f"f{number}", figure, "accepted")


def fit(model: HouseEffects, entries: list[Entry]) -> object:
    """A fit with everything: leave-outs, checks, an asked day."""
    return model.fit(entries, name="x", title="x", ask=[ASKED])


def milliseconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return 1000 * (time.perf_counter() - start)


def fits(many: int, anchor: bool) -> list[float]:
    """Twelve series of a size, in milliseconds, shortest first."""
    model = HouseEffects(anchors=("register",) if anchor else ())
    fit(model, series(many, 0, anchor=anchor))
    return sorted(
        milliseconds(partial(fit, model, series(many, seed, anchor=anchor)))
        for seed in range(1, 13)
    )


def main() -> None:
    print("figures   alone: median  longest   with an anchor: median  longest (ms)")
    for many in (10, 25, 50, 100, 200):
        free, fixed = fits(many, anchor=False), fits(many, anchor=True)
        print(f"{many:7} {free[6]:15.1f} {free[-1]:8.1f} {fixed[6]:24.1f} {fixed[-1]:8.1f}")
    model = HouseEffects(anchors=("register",))
    every = [series(FIGURES - 1, seed) for seed in range(SERIES)]
    start = time.perf_counter()
    for entries in every:
        fit(model, entries)
    took = time.perf_counter() - start
    print(f"{SERIES * FIGURES} figures in {SERIES} series: {took:.1f} s")
    for many in (100, 500):
        found = min(milliseconds(partial(find_conflicts, series(many, 1))) for _ in range(5))
        print(f"{many:4} figures: {found:6.1f} ms to look for conflicts")


if __name__ == "__main__":
    main()

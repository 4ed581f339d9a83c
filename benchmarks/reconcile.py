"""Milliseconds per fit of a reconciled series, and per search for conflicts.

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


def series(many: int, sources: int = 6, anchor: bool = True) -> list[Entry]:
    """Invented figures of one camp, a quarter of them hedged, and a register at the end."""
    rng = np.random.default_rng(many)
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


def median_ms(run: Callable[[], object], times: int = 7) -> float:
    """The median of several runs, after one that does not count."""
    run()
    took = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        took.append(time.perf_counter() - start)
    return 1000 * sorted(took)[times // 2]


def main() -> None:
    free, fixed = HouseEffects(), HouseEffects(anchors=("register",))
    for many in (10, 25, 50, 100, 200):
        alone = median_ms(partial(free.fit, series(many, anchor=False), name="x", title="x"))
        both = median_ms(partial(fixed.fit, series(many), name="x", title="x"))
        print(f"{many:4} figures: {alone:6.1f} ms, with an anchor and its leave-out {both:6.1f} ms")
    for many in (100, 500):
        found = median_ms(partial(find_conflicts, series(many)))
        print(f"{many:4} figures: {found:6.1f} ms to look for conflicts")


if __name__ == "__main__":
    main()

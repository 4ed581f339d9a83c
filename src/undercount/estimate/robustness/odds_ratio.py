"""The total against the odds ratio of each pair of lists, and where the answer tips."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import chdtri

from undercount.estimate.loglinear.existence import mle_exists
from undercount.estimate.robustness.fixed_odds import FixedOdds
from undercount.histories import CaptureHistories
from undercount.results import Estimate
from undercount.results.robustness_checks import (
    HighestOrder,
    NoCurve,
    NotDone,
    OddsRatios,
    PairCurve,
)

# The curve is drawn from 1/10 to 10 in steps of 10**0.1, and searched from 1/100 to 100.
_DRAWN, _SEARCHED, _STEP = 10, 20, 0.1 * math.log(10.0)
# The log of an odds ratio that is as good as 0.
_NOTHING = math.log(1e-9)
# A design matrix of 2**t cells is made for every pair.
_MOST_LISTS = 8
_FACTORS = (0.1, 0.2, 0.5, 2.0, 5.0, 10.0)


def odds_ratios(
    data: CaptureHistories, answer: Estimate, model: NDArray[np.bool_]
) -> OddsRatios | NotDone:
    """N against the odds ratio of every pair of lists, within the model that was chosen.

    The log odds ratio of the pair is an offset (Gerritse, van der Heijden & Bakker 2015; for two
    lists Lum & Ball 2015), every other term of the model is fitted anew. **Terms above the pair
    are kept**: with 0/1 coding the pair's own term is then the odds ratio among people on no
    other list, and at the model's own value the model's own total comes out. For two lists
    N = n + OR n10 n01 / n11.

    Args:
        data: the table.
        answer: the log-linear estimate.
        model: shape (2**t,), the terms of its model.
    """
    if len(data.lists) > _MOST_LISTS:
        return NotDone(f"More than {_MOST_LISTS} lists have too many pairs.")
    pairs = tuple(
        _pair_curve(data, model, first, second, answer)
        for first, second in combinations(range(len(data.lists)), 2)
    )
    return OddsRatios(answer.diagnostics["model"], answer.point, answer.interval, pairs)


def highest_order(answer: Estimate) -> HighestOrder:
    """N if the unseen are k times as many as the rule of no interaction of all lists says.

    The rule is what identifies the unseen (Aleshin-Guendel, Sadinle & Wakefield 2024): whatever
    is fitted to the observed cells, an interaction xi of all t lists multiplies the unseen by
    exp(xi) or exp(-xi) as t is even or odd, and leaves every observed cell as it was.
    """
    n, unseen = answer.n_observed, answer.point - answer.n_observed
    low, high = answer.interval.lower, answer.interval.upper
    return HighestOrder(
        unseen,
        tuple((k, n + k * unseen) for k in _FACTORS),
        max(0.0, (low - n) / unseen),
        (high - n) / unseen if math.isfinite(high) else None,
    )


def _pair_curve(
    data: CaptureHistories, model: NDArray[np.bool_], first: int, second: int, answer: Estimate
) -> PairCurve | NoCurve:
    names = data.lists[first], data.lists[second]
    pair, counts, n = 1 << first | 1 << second, data.counts, answer.n_observed
    without = model.copy()
    without[pair] = False
    if not mle_exists(counts.astype(np.float64), without):
        return NoCurve(names, "With a fixed odds ratio the model has no finite estimate.")
    table = FixedOdds.of(counts, model, pair)
    grid = _STEP * np.arange(-_SEARCHED, _SEARCHED + 1, dtype=np.float64)
    fits = [table.fit(float(value)) for value in grid]
    if any(fit is None for fit in fits):
        return NoCurve(names, "The fit with a fixed odds ratio did not converge.")
    totals = np.array([n + fit[0] for fit in fits if fit is not None], dtype=np.float64)
    free = None if len(data.lists) == 2 else _preferred(counts, model, pair, table)
    held = _held(model, pair, free)

    def total(value: float) -> float:
        fit = table.fit(value)
        return n + fit[0] if fit else math.nan

    start = min(max(math.log(held), grid[0]), grid[-1]) if held else float(grid[0])
    crossing = _Crossing(total, grid, totals, start)
    leaves_low, leaves_high = crossing.leaves(answer.interval.lower, answer.interval.upper)
    low, high = (0.0, None) if free is None else _data_range(table, free, answer.interval.level)
    drawn = np.abs(np.arange(-_SEARCHED, _SEARCHED + 1)) <= _DRAWN
    if held:
        drawn |= np.abs(grid - math.log(held)) <= 3.5 * _STEP
        inside = np.flatnonzero(drawn)
        drawn[inside[0] : inside[-1] + 1] = True
    return PairCurve(
        pair=names,
        curve=tuple(
            (float(math.exp(x)), float(y)) for x, y in zip(grid[drawn], totals[drawn], strict=True)
        ),
        held=held,
        preferred=None if free is None else math.exp(free[0]),
        data_low=low,
        data_high=high,
        leaves_low=leaves_low,
        leaves_high=leaves_high,
        halves=crossing.nearest(answer.point / 2),
        doubles=crossing.nearest(answer.point * 2),
    )


def _held(model: NDArray[np.bool_], pair: int, free: tuple[float, float] | None) -> float:
    """The odds ratio in the model; 0 where it holds the pair to be impossible."""
    if not model[pair]:
        return 1.0
    return math.exp(free[0]) if free and math.isfinite(free[0]) else 0.0


def _preferred(
    counts: NDArray[np.int64], model: NDArray[np.bool_], pair: int, table: FixedOdds
) -> tuple[float, float] | None:
    """Log odds ratio and log likelihood that the data prefer; -inf where nobody is on both."""
    cells = np.arange(len(counts))
    if counts[(cells & pair) == pair].sum() == 0:
        # The likelihood rises as the odds ratio falls; there it has risen as far as it will.
        fit = table.fit(_NOTHING)
        return None if fit is None else (-math.inf, fit[1])
    with_pair = model.copy()
    with_pair[pair] = True
    if not mle_exists(counts.astype(np.float64), with_pair):
        return None
    return table.fit_free()


def _data_range(
    table: FixedOdds, free: tuple[float, float], level: float
) -> tuple[float, float | None]:
    """The odds ratios whose profile likelihood lies within the chi-square bound."""
    best, highest = free
    cut = highest - float(chdtri(1, 1.0 - level)) / 2

    def above(value: float) -> float:
        fit = table.fit(value)
        return fit[1] - cut if fit else -1.0

    reach, inside = math.log(1e4), max(best, _NOTHING)
    if best == inside and above(inside) <= 0:
        # So little confidence that the drop is lost in rounding: the range is its middle.
        return math.exp(best), math.exp(best)
    low, high = inside - 1.0, inside + 1.0
    while above(low) > 0 and low > -reach:
        low -= 1.0
    while above(high) > 0 and high < reach:
        high += 1.0
    lower = 0.0
    if math.isfinite(best) and above(low) <= 0:
        lower = math.exp(float(brentq(above, low, inside)))
    if above(inside) <= 0 or above(high) > 0:
        return lower, None
    return lower, math.exp(float(brentq(above, inside, high)))


class _Crossing:
    """Where a curve known on a grid first crosses a value, seen from one place."""

    def __init__(
        self,
        total: Callable[[float], float],
        grid: NDArray[np.float64],
        totals: NDArray[np.float64],
        start: float,
    ) -> None:
        self._total = total
        up = [(x, y) for x, y in zip(grid, totals, strict=True) if x > start]
        down = [(x, y) for x, y in zip(grid, totals, strict=True) if x < start]
        here = (start, total(start))
        self._up, self._down = [here, *up], [here, *reversed(down)]

    def leaves(self, lower: float, upper: float) -> tuple[float | None, float | None]:
        """The nearest odds ratios below and above at which the curve is outside."""
        ways = []
        for way in (self._down, self._up):
            found = [at for at in (self._first(way, lower), self._first(way, upper)) if at]
            nearest = min(found, key=lambda at: abs(math.log(at) - way[0][0]), default=None)
            ways.append(nearest)
        return ways[0], ways[1]

    def nearest(self, value: float) -> float | None:
        """The odds ratio nearest to the start at which the curve has a value."""
        found = [at for at in (self._first(self._down, value), self._first(self._up, value)) if at]
        return min(found, key=lambda at: abs(math.log(at) - self._up[0][0]), default=None)

    def _first(self, way: list[tuple[float, float]], value: float) -> float | None:
        if not math.isfinite(value):
            return None
        for (x0, y0), (x1, y1) in pairwise(way):
            if (y0 - value) * (y1 - value) < 0:
                return math.exp(float(brentq(lambda x: self._total(x) - value, x0, x1)))
        return None

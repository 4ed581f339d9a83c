"""Ratios of neighbouring counts, drawn on to the count that nobody has: ratio regression."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from undercount.errors import InputError
from undercount.estimate.draws import lognormal_draws
from undercount.estimate.extrapolation import far_extrapolation
from undercount.estimate.intervals import lognormal, quantile
from undercount.estimate.provenance import provenance
from undercount.estimate.register.jet import Array
from undercount.estimate.register.words import MEETINGS
from undercount.estimate.unusable import NOBODY, nobody_unseen
from undercount.histories import CountData
from undercount.results import Assumption, Caution, Estimate, NotEstimable

_METHOD: Final = "Ratio regression (Rocchetti, Bunge & Böhning 2011)"
REGRESSORS: Final = ("log", "linear")


@dataclass(frozen=True, slots=True)
class RatioRegression:
    """The number of people from how the ratios of neighbouring counts run.

    With f_y people met y times the ratios r_y = (y + 1) f_{y+1} / f_y are constant for a Poisson
    law and rise where people differ in their rate. log r_y = a + b x_y is fitted by least squares
    with weights 1 / (1 / f_y + 1 / f_{y+1}), and carried on to y = 0, where x is 0:
    f_0 = f_1 exp(-a), N = n + f_0 (Rocchetti, Bunge & Böhning 2011, Annals of Applied Statistics
    5:1512-1533). x_y is log(y + 1), with which Poisson (b = 0) and geometric counts (b = 1) both
    lie on the line, or y itself.

    log f_0 is a weighted sum of the logs of the counts, so that its variance follows from that of
    multinomial counts (delta method, weights taken as given); the interval is log-normal.

    Takes one register, without covariates. Assumes a closed population and that the line holds
    down to 0. Known failure: too many people met just once (removal after the first meeting) bend
    the line at its end and drive N up; it breaks at the first count that nobody has, and what is
    beyond is left aside.

    Attributes:
        regressor: "log" or "linear".

    Raises:
        InputError: the level is not between 0 and 1, or there is no such regressor.

    >>> met = CountData(np.arange(1, 6), np.array([500, 250, 125, 62, 31]))
    >>> fit = RatioRegression().fit(met)
    >>> round(fit.point), round(fit.diagnostics["slope"], 2)
    (1964, 1.0)
    """

    regressor: str = "log"

    def __post_init__(self) -> None:
        if self.regressor not in REGRESSORS:
            hint = f"Give {' or '.join(REGRESSORS)}"
            raise InputError(f"there is no regressor '{self.regressor}'", hint)

    def fit(self, data: CountData, level: float = 0.95, seed: int = 1) -> Estimate | NotEstimable:
        """The estimate from one register; `seed` is for the order of draws."""
        quantile(level)
        origin = provenance(self, level, seed)
        n = data.n_observed
        most = int(data.captures.max(initial=0))
        counts = np.array([data.met(y) for y in range(1, most + 1)], dtype=np.float64)
        gap = int(np.argmax(counts == 0)) if (counts == 0).any() else len(counts)
        if gap < 3:
            return NotEstimable(
                "A line through ratios needs people met once, twice and three times.",
                "A longer period, in which some are met three times, or Chao's lower bound.",
                _METHOD,
                n,
                (),
                origin,
            )
        unseen, se, line = _ratio_regression(counts, gap, self.regressor)
        if not math.isfinite(unseen) or unseen < NOBODY:
            return nobody_unseen(_METHOD, n, origin)
        cautions = list(far_extrapolation(unseen, n))
        if self.regressor == "log" and line[1] > 1:
            text = (
                "The line is steeper than that of geometric counts: either people differ very "
                "much in their rate, or too many were met just once, which drives the total up."
            )
            cautions.append(Caution("steep-line", text))
        if gap == 3:
            text = "The line rests on two ratios, and nothing tells whether there is one."
            cautions.append(Caution("two-ratios", text))
        return Estimate(
            point=n + unseen,
            interval=lognormal(n, unseen, se, level),
            n_observed=n,
            method=_METHOD,
            assumptions=(*MEETINGS, Assumption("The ratios of neighbouring counts lie on a line.")),
            cautions=tuple(cautions),
            diagnostics={
                "se": se,
                "unseen": unseen,
                "intercept": float(line[0]),
                "slope": float(line[1]),
                "ratios": ((np.arange(1, gap) + 1) * counts[1:gap] / counts[: gap - 1]).tolist(),
            },
            provenance=origin,
            draws=lognormal_draws(n, unseen, se, seed),
        )


def _ratio_regression(counts: Array, gap: int, regressor: str) -> tuple[float, float, Array]:
    """Unseen people, the standard error of the total, intercept and slope.

    Args:
        counts: shape (m,), people met 1 to m times.
        gap: how many of them, from the first, are above 0; 3 or more.
        regressor: "log" or "linear".
    """
    y = np.arange(1.0, gap)
    low, high = counts[: gap - 1], counts[1:gap]
    x = np.log(y + 1) if regressor == "log" else y
    design = np.column_stack([np.ones(len(y)), x])
    weight = 1 / (1 / low + 1 / high)
    through = np.linalg.solve((design.T * weight) @ design, design.T * weight)
    line: Array = through @ np.log((y + 1) * high / low)
    unseen = float(counts[0] * math.exp(-float(line[0])))
    # log f0 = log f1 - a is a sum of share_y log f_y.
    share = np.zeros(len(counts))
    share[0] = 1.0
    share[: gap - 1] += through[0]
    share[1:gap] -= through[0]
    slope = 1 + unseen * share / np.maximum(counts, 1.0)
    # N is homogeneous of degree one in the counts: its multinomial variance is sum d**2 f - N.
    variance = float(np.square(slope) @ counts) - (counts.sum() + unseen)
    return unseen, math.sqrt(max(variance, unseen)), line

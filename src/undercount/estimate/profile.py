"""The profile likelihood interval of a log-linear model (Cormack 1992)."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq, minimize_scalar
from scipy.special import chdtri, gammaln

# Where the likelihood has not fallen enough at this many times the people observed, the data set
# no upper end.
_FAR = 1e6


def profile_interval(
    counts: NDArray[np.float64], model: NDArray[np.bool_], unseen: float, level: float
) -> tuple[float, float, float]:
    """The unseen totals that the multinomial profile likelihood does not rule out.

    For each number u of unseen the model is fitted to the table with u in cell 0, which gives
    l(u) = log N! - log u! + sum n log(mu / N) + u log(mu_0 / N), N = n + u. The interval holds all
    u with 2 (max l - l(u)) below the chi-square quantile at one degree of freedom.

    Args:
        counts: shape (2**t,), people by cell.
        model: shape (2**t,), True at each term.
        unseen: the fitted unseen, where the search begins.
        level: between 0 and 1.

    Returns:
        (lower, best, upper) of the unseen; 0 and `inf` where the likelihood sets no end. `best`
        is the multinomial estimate, near the Poisson one but not the same.
    """
    from undercount.estimate.kernel import fitted_means

    n, seen = counts.sum(), counts > 0
    full = counts.copy()

    def likelihood(log_unseen: float) -> float:
        full[0] = math.exp(log_unseen)
        total = n + full[0]
        _, mu = fitted_means(full, model, True)
        value = gammaln(total + 1) - gammaln(full[0] + 1) + full[0] * math.log(mu[0] / total)
        return float(value + (counts[seen] * np.log(mu[seen] / total)).sum())

    middle = math.log(max(unseen, 1e-3))
    best = minimize_scalar(
        lambda u: -likelihood(u), bounds=(middle - 1.0, middle + 1.0), options={"xatol": 1e-6}
    )
    middle = float(best.x)
    cut = -float(best.fun) - float(chdtri(1, 1.0 - level)) / 2

    def above(log_unseen: float) -> float:
        return likelihood(log_unseen) - cut

    low, high = middle - 0.5, middle + 0.5
    while above(low) > 0 and low > math.log(1e-3):
        low -= 1.0
    while above(high) > 0 and high < math.log(_FAR * n):
        high += 1.0
    lower = 0.0 if above(low) > 0 else math.exp(float(brentq(above, low, middle, xtol=1e-9)))
    upper = math.inf
    if above(high) <= 0:
        upper = math.exp(float(brentq(above, middle, high, xtol=1e-9)))
    return lower, math.exp(middle), upper

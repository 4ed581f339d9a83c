"""The best of many log-linear models, without fitting to the end those that cannot be it.

Import this module inside a fit only: it loads numba, and compiles on first use (kept on disk).
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from undercount.estimate.kernel import BEATEN, FITTED, ROUNDING, fit_one, superset_sums

# The log of more unseen people than any answer is given for.
_MOST_UNSEEN = math.log(1e12)


@njit(cache=True)
def usable(theta: float, variance: float) -> bool:
    """Whether an intercept gives a finite number of people with a finite standard error."""
    return theta < _MOST_UNSEEN and math.isfinite(math.exp(2 * theta) * variance)


@njit(cache=True)
def fit_contenders(
    counts: NDArray[np.float64],
    models: NDArray[np.bool_],
    sizes: NDArray[np.int64],
    penalty: float,
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Fits to one table every model that may have the lowest criterion.

    The others are given up by proof (BEATEN): the penalty of their terms alone, or with the bound
    of `kernel.fit_one`, puts them above a model already fitted. Quick where likely winners come
    first.

    Args:
        counts: shape (2**t,), people by cell; cell 0 is not used.
        models: shape (m, 2**t), True at each term, likely winners first.
        sizes: shape (m,), the terms of each model, those at minus infinity counted.
        penalty: of one term; the criterion is penalty x sizes - 2 log likelihood.

    Returns:
        Arrays of shape (m,): status; criterion, without the log n! of the counts; intercept, log
        of the fitted unseen; its variance.
    """
    m, size = models.shape
    margins = counts.copy()
    margins[0] = 0.0
    superset_sums(margins)
    saturated = 0.0
    for cell in range(1, size):
        if counts[cell] > 0.0:
            saturated += counts[cell] * math.log(counts[cell]) - counts[cell]
    status = np.full(m, BEATEN)
    criterion = np.full(m, math.inf)
    theta, variance = np.full(m, math.nan), np.full(m, math.nan)
    terms, kept, mu = np.empty(size + 1, np.int64), np.empty(size, np.bool_), np.empty(size)
    lowest = math.inf
    for row in range(m):
        needed = (penalty * sizes[row] - lowest) / 2
        if saturated < needed - ROUNDING * (1.0 + abs(needed)):
            continue
        status[row], loglik, theta[row], variance[row], _, _ = fit_one(
            counts, margins, models[row], False, needed, terms, kept, mu
        )
        criterion[row] = penalty * sizes[row] - 2 * loglik
        # Only an answer that will surely be accepted may rule out others.
        if status[row] == FITTED and usable(theta[row], variance[row]):
            lowest = min(lowest, criterion[row])
    return status, criterion, theta, variance

"""The profile likelihood of the unseen in a log-linear model (Cormack 1992)."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq, minimize_scalar
from scipy.special import chdtri, gammaln

from undercount.estimate.loglinear.collapsed import collapsed_means
from undercount.estimate.loglinear.roles import COUNTED, IMPOSSIBLE, UNSEEN

# Where the likelihood has not fallen enough at this many times the people observed, the data set
# no upper end.
FAR = 1e6
# Fewer unseen people than this are nobody.
LEAST = 1e-3


def profile_likelihood(
    counts: NDArray[np.float64], model: NDArray[np.bool_], roles: NDArray[np.int8]
) -> Callable[[float], float]:
    """The multinomial profile log likelihood of the log of the unseen.

    For each number u of unseen the model is fitted to the table with u in the unseen cells, which
    gives l(u) = log N! - log u! + sum n log(mu / N) + u log(mu_u / N), N = n + u, mu_u the sum of
    the fitted means over the unseen cells.

    Args:
        counts: shape (2**t,), people by cell, 0 where nobody was counted.
        model: shape (2**t,), True at each term.
        roles: shape (2**t,), see `roles`.
    """
    from undercount.estimate.loglinear import kernel

    n, seen, hidden = counts.sum(), counts > 0, roles == UNSEEN
    together = int(hidden.sum()) > 1
    full, models = counts.copy(), np.array(model[np.newaxis])
    whole = np.where(roles == IMPOSSIBLE, IMPOSSIBLE, COUNTED).astype(np.int8)
    none = np.zeros(1, dtype=np.int64)

    nearby = np.empty(0)

    def likelihood(log_unseen: float) -> float:
        nonlocal nearby
        u = math.exp(log_unseen)
        # Each fit starts from the one before: the numbers of unseen asked for lie close together.
        if together:
            mu = collapsed_means(counts, u, model, roles, nearby if nearby.size else None)
        else:
            full[0] = u
            mu = kernel.fit_models(full, models, whole, none, 0.0, math.inf, math.inf, nearby)[-1]
        nearby = mu
        # The means add up to N at the maximum; dividing by their own sum keeps what the fit is
        # short of it out of the likelihood.
        shares = np.log(np.array([*mu[seen], mu[hidden].sum()]) / mu.sum())
        value = gammaln(n + u + 1) - gammaln(u + 1) + u * shares[-1]
        return float(value + (counts[seen] * shares[:-1]).sum())

    return likelihood


def profile_interval(
    likelihood: Callable[[float], float], n_observed: int, unseen: float, level: float
) -> tuple[float, float, float]:
    """The unseen totals that the profile likelihood does not rule out.

    The interval holds all u with 2 (max l - l(u)) below the chi-square quantile at one degree of
    freedom.

    Args:
        likelihood: from `profile_likelihood`.
        n_observed: people observed.
        unseen: the fitted unseen, where the search begins.
        level: between 0 and 1.

    Returns:
        (lower, best, upper) of the unseen; 0 and `inf` where the likelihood sets no end. `best`
        is the multinomial estimate, near the Poisson one but not the same.
    """
    middle = math.log(max(unseen, LEAST))
    best = minimize_scalar(
        lambda u: -likelihood(u), bounds=(middle - 1.0, middle + 1.0), options={"xatol": 1e-6}
    )
    middle = float(best.x)
    cut = -float(best.fun) - float(chdtri(1, 1.0 - level)) / 2

    def above(log_unseen: float) -> float:
        return likelihood(log_unseen) - cut

    if above(middle) <= 0:
        # So little confidence that the drop is lost in rounding: the interval is its middle.
        return (math.exp(middle),) * 3

    low, high = middle - 0.5, middle + 0.5
    while above(low) > 0 and low > math.log(LEAST):
        low -= 1.0
    while above(high) > 0 and high < math.log(FAR * n_observed):
        high += 1.0
    lower = 0.0 if above(low) > 0 else math.exp(float(brentq(above, low, middle, xtol=1e-9)))
    upper = math.inf
    if above(high) <= 0:
        upper = math.exp(float(brentq(above, middle, high, xtol=1e-9)))
    return lower, math.exp(middle), upper

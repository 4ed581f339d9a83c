"""A log-linear fit to a table in which several cells were counted together."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve

from undercount.estimate.loglinear.roles import COUNTED, UNSEEN

_MOST_STEPS = 200
# A step that raises the log likelihood by less than this has arrived.
_ARRIVED = 1e-10


def collapsed_means(
    counts: NDArray[np.float64],
    together: float,
    model: NDArray[np.bool_],
    roles: NDArray[np.int8],
    start: NDArray[np.float64] | None = None,
) -> NDArray[np.float64]:
    """Fitted means where the unseen cells T hold `together` people, nobody knows how many each.

    The likelihood is the sum of n log mu - mu over the counted cells, with u log mu_T - mu_T for
    the cells of T as one, mu_T = sum of mu over T. Fisher scoring: the score is
    X'(n - mu) over the counted cells + (u / mu_T - 1) g, g = X_T'mu_T, and the information
    X'WX + g g' / mu_T.

    Args:
        counts: shape (2**t,), people by cell, 0 where nobody was counted.
        together: u, people in the unseen cells, above 0.
        model: shape (2**t,), True at each term; its estimate from the counted cells must exist.
        roles: shape (2**t,), see `roles`.
        start: shape (2**t,), fitted means of a table nearby.

    Returns:
        Shape (2**t,): fitted means; 0 at impossible cells.
    """
    counted, unseen = roles == COUNTED, roles == UNSEEN
    margins = supersets(np.where(counted, counts, 0.0))
    terms = np.flatnonzero(model & (margins > 0))
    dead = subsets((model & (margins == 0)).astype(np.float64)) > 0
    counted, unseen = counted & ~dead, unseen & ~dead
    mu = np.where(counted, counts + 0.5, together / unseen.sum()) if start is None else start
    mu = np.where(counted | unseen, mu, 0.0)
    theta = np.zeros(len(model))
    # The start is one weighted least squares fit of the log of these means.
    logs = np.log(mu, out=np.zeros_like(mu), where=mu > 0)
    theta[terms] = _solved(supersets(mu), terms, supersets(mu * logs)[terms])
    eta = subsets(theta)
    reached = -np.inf
    for _ in range(_MOST_STEPS):
        mu = np.where(counted | unseen, np.exp(np.minimum(eta, 700.0)), 0.0)
        hidden = np.where(unseen, mu, 0.0)
        total = hidden.sum()
        slope = supersets(hidden)[terms]
        seen = supersets(mu - hidden)
        score = margins[terms] - seen[terms] + (together / total - 1) * slope
        step = _solved(seen, terms, score, np.outer(slope, slope) / total)
        now = (counts * eta)[counted].sum() - mu.sum() + together * np.log(total)
        reached = max(reached, now)
        if step @ score < _ARRIVED:
            break
        share = 1.0
        while share > 1e-9:
            trial = theta.copy()
            trial[terms] += share * step
            eta = subsets(trial)
            mu = np.where(counted | unseen, np.exp(np.minimum(eta, 700.0)), 0.0)
            total = mu[unseen].sum()
            value = (counts * eta)[counted].sum() - mu.sum() + together * np.log(total)
            if value >= reached - 1e-9 * abs(reached):
                break
            share /= 2
        theta = trial
    return mu


def _solved(
    sums: NDArray[np.float64],
    terms: NDArray[np.int64],
    right: NDArray[np.float64],
    added: NDArray[np.float64] | float = 0.0,
) -> NDArray[np.float64]:
    """x with (X'WX + added) x = right, from the superset sums of the weights."""
    matrix = sums[terms[:, None] | terms] + added
    solved: NDArray[np.float64] = cho_solve(cho_factor(matrix, lower=True), right)
    return solved


def subsets(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Each cell's sum over the cells within it."""
    table = values.reshape((2,) * (len(values).bit_length() - 1))
    for axis in range(table.ndim):
        table = np.cumsum(table, axis=axis)
    return table.ravel()


def supersets(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Each cell's sum over the cells that hold it."""
    return subsets(values[::-1])[::-1]

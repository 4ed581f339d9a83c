"""Poisson log-linear fits over bitmask cells, compiled; no design matrix is ever built.

Import this module inside a fit only: it loads numba, and compiles on first use (kept on disk).
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from undercount.estimate.loglinear.lattice import subset_sums, superset_sums
from undercount.estimate.loglinear.proofs import ceiling, runs_away, score_vanishes
from undercount.estimate.loglinear.roles import COUNTED, UNSEEN

# What became of one fit. UNDECIDED has arrived, but may stand at a boundary: a linear programme
# must say (see existence.py).
FITTED = 0
UNIDENTIFIED = 1
NO_MLE = 2
UNDECIDED = 3
NOT_CONVERGED = 4
# Given up: the likelihood cannot reach what the caller needs, whatever the terms.
BEATEN = 5

_MOST_STEPS = 60
# A Newton step that raises the log likelihood by less than this has arrived.
_ARRIVED = 1e-11
# And by less than this: only rounding is left, and further steps prove nothing.
_STOOD = 1e-22
# Rounding of a likelihood and of its bound, beside which no model is given up.
_ROUNDING = 1e-7
# A pivot below this share of its diagonal is 0: of the information, and of a count of cells.
_SINGULAR = 1e-14
_SINGULAR_COUNTS = 1e-9
# The log of more unseen people than any answer is given for.
MOST_UNSEEN = math.log(1e12)


@njit(cache=True)
def _cholesky(matrix: NDArray[np.float64], p: int, singular: float) -> bool:
    """In place, lower triangle; False where the matrix is not positive definite."""
    for i in range(p):
        for j in range(i + 1):
            total = matrix[i, j]
            for k in range(j):
                total -= matrix[i, k] * matrix[j, k]
            if i == j:
                if not total > singular * matrix[i, i]:
                    return False
                matrix[i, i] = math.sqrt(total)
            else:
                matrix[i, j] = total / matrix[j, j]
    return True


@njit(cache=True)
def _forward(lower: NDArray[np.float64], vector: NDArray[np.float64], p: int) -> None:
    """In place: the solution of L x = vector."""
    for i in range(p):
        for k in range(i):
            vector[i] -= lower[i, k] * vector[k]
        vector[i] /= lower[i, i]


@njit(cache=True)
def _backward(lower: NDArray[np.float64], vector: NDArray[np.float64], p: int) -> None:
    """In place: the solution of L' x = vector."""
    for i in range(p - 1, -1, -1):
        for k in range(i + 1, p):
            vector[i] -= lower[k, i] * vector[k]
        vector[i] /= lower[i, i]


@njit(cache=True)
def _identified(
    terms: NDArray[np.int64],
    p: int,
    kept: NDArray[np.bool_],
    n_left_out: int,
    room: NDArray[np.float64],
    matrix: NDArray[np.float64],
) -> bool:
    """Whether the kept cells settle every term: whether the design has full column rank.

    Where cell 0 alone is left out, one vector, (-1)**|a| at term a, is sent to 0 by every cell
    that the model itself sends there, so some kept cell must break it. Else X'X, which counts the
    kept cells that hold both terms, must be positive definite.
    """
    if n_left_out == 1:
        room[:] = 0.0
        for i in range(p):
            room[terms[i]] = 1.0
            bits = terms[i]
            while bits:
                room[terms[i]] = -room[terms[i]]
                bits &= bits - 1
        subset_sums(room)
        broken = False
        for cell in range(kept.size):
            broken = broken or (kept[cell] and room[cell] != 0.0)
        return broken
    for cell in range(kept.size):
        room[cell] = 1.0 if kept[cell] else 0.0
    superset_sums(room)
    for i in range(p):
        for j in range(i + 1):
            matrix[i, j] = room[terms[i] | terms[j]]
    return _cholesky(matrix, p, _SINGULAR_COUNTS)


@njit(cache=True)
def _all_unseen(
    theta: NDArray[np.float64],
    terms: NDArray[np.int64],
    p: int,
    impossible: NDArray[np.bool_],
    roles: NDArray[np.int8],
    lower: NDArray[np.float64],
    room: NDArray[np.float64],
) -> tuple[float, float]:
    """Log of the fitted means of all unseen cells together, and its variance (delta method)."""
    room[:] = 0.0
    for i in range(p):
        room[terms[i]] = theta[i]
    subset_sums(room)
    total = 0.0
    for cell in range(room.size):
        if roles[cell] == UNSEEN and not impossible[cell]:
            room[cell] = math.exp(min(room[cell], 700.0))
            total += room[cell]
        else:
            room[cell] = 0.0
    superset_sums(room)
    slope = np.empty(p)
    for i in range(p):
        slope[i] = room[terms[i]] / total
    _forward(lower, slope, p)
    variance = 0.0
    for i in range(p):
        variance += slope[i] * slope[i]
    return math.log(total), variance


@njit(cache=True)
def _fit_one(
    counts: NDArray[np.float64],
    margins: NDArray[np.float64],
    model: NDArray[np.bool_],
    roles: NDArray[np.int8],
    needed: float,
    start: NDArray[np.float64],
    terms: NDArray[np.int64],
    kept: NDArray[np.bool_],
    mu: NDArray[np.float64],
) -> tuple[int, float, float, float, int, int]:
    """One model; `terms`, `kept` and `mu` are room for its terms, cells and fitted means.

    The fit is given up as soon as it is proved that its log likelihood stays below `needed`.

    Returns:
        status, log likelihood, log of the fitted unseen, its variance, finite terms, terms at
        minus infinity.
    """
    size = counts.size
    room = np.zeros(size)
    p, n_infinite = 0, 0
    # Extended MLE, first step: a term nobody supports is minus infinity, and so is all above it.
    for term in range(size):
        if term and model[term]:
            if margins[term] > 0.0:
                terms[p] = term
                p += 1
            elif margins[term] == 0.0:
                n_infinite += 1
                room[term] = 1.0
            else:
                return UNIDENTIFIED, -math.inf, math.nan, math.nan, p, n_infinite
    terms[p] = 0  # the intercept last, so that its variance is read off the last pivot
    p += 1
    subset_sums(room)
    n_left_out, n_unseen = 0, 0
    for cell in range(size):
        kept[cell] = roles[cell] == COUNTED and room[cell] == 0.0
        n_left_out += roles[cell] != COUNTED
        n_unseen += roles[cell] == UNSEEN
    impossible = room > 0.0 if n_unseen > 1 else kept
    matrix = np.zeros((p, p))
    if n_left_out and not _identified(terms, p, kept, n_left_out, room, matrix):
        return UNIDENTIFIED, -math.inf, math.nan, math.nan, p, n_infinite

    theta = np.zeros(p)
    score = np.zeros(p)
    step = np.zeros(p)
    trial = np.zeros(p)
    status, loglik, variance = NOT_CONVERGED, -math.inf, math.nan
    # The start is one weighted least squares fit, of the log of the means of a model nearby or,
    # as usual, of log(n + 1/2).
    nearby = start.size > 0
    for cell in range(size):
        mu[cell] = 0.0
        if kept[cell]:
            mu[cell] = start[cell] if nearby else counts[cell] + 0.5
            if not mu[cell] > 0.0:
                nearby = False
                break
    if start.size and not nearby:
        for cell in range(size):
            mu[cell] = counts[cell] + 0.5 if kept[cell] else 0.0
    for iteration in range(_MOST_STEPS):
        room[:] = mu
        superset_sums(room)
        for i in range(p):
            score[i] = margins[terms[i]] - room[terms[i]]
            for j in range(i + 1):
                matrix[i, j] = room[terms[i] | terms[j]]
        if iteration == 0:
            for cell in range(size):
                room[cell] = mu[cell] * math.log(mu[cell]) if kept[cell] else 0.0
            superset_sums(room)
            for i in range(p):
                step[i] = room[terms[i]]
        else:
            step[:] = score
        if not _cholesky(matrix, p, _SINGULAR):
            break
        variance = 1.0 / matrix[p - 1, p - 1] ** 2
        _forward(matrix, step, p)
        _backward(matrix, step, p)
        gain = 0.0
        for i in range(p):
            gain += step[i] * score[i]
        if iteration and gain < _ARRIVED:
            status = UNDECIDED
            if score_vanishes(score, p, counts, mu, kept):
                status = FITTED
                break
            if gain < _STOOD:
                break
        if iteration > 4 and iteration % 2 and runs_away(step, terms, p, counts, kept, room):
            status = NO_MLE
            break
        if iteration and needed > -math.inf:
            rounding = _ROUNDING * (1.0 + abs(needed))
            if ceiling(step, terms, p, mu, kept, room) < needed - rounding:
                status = BEATEN
                break
        share = 1.0
        for _ in range(30):
            for i in range(p):
                trial[i] = theta[i] + share * step[i]
            room[:] = 0.0
            for i in range(p):
                room[terms[i]] = trial[i]
            subset_sums(room)
            new = 0.0
            for cell in range(size):
                if kept[cell]:
                    mu[cell] = math.exp(min(room[cell], 700.0))
                    new += counts[cell] * room[cell] - mu[cell]
            if new >= loglik - 1e-9 * abs(loglik):
                break
            share /= 2.0
        loglik = new
        theta[:] = trial
    log_unseen = theta[p - 1]
    if n_unseen > 1 and status in (FITTED, UNDECIDED):
        log_unseen, variance = _all_unseen(theta, terms, p, impossible, roles, matrix, room)
    return status, loglik, log_unseen, variance, p, n_infinite


@njit(cache=True)
def usable(log_unseen: float, variance: float) -> bool:
    """Whether the unseen are a finite number of people with a finite standard error."""
    return log_unseen < MOST_UNSEEN and math.isfinite(math.exp(2 * log_unseen) * variance)


@njit(cache=True)
def fit_models(
    counts: NDArray[np.float64],
    models: NDArray[np.bool_],
    roles: NDArray[np.int8],
    sizes: NDArray[np.int64],
    penalty: float,
    lowest: float,
    slack: float,
    start: NDArray[np.float64],
) -> tuple[
    NDArray[np.int64],
    NDArray[np.float64],
    NDArray[np.float64],
    NDArray[np.float64],
    NDArray[np.int64],
    NDArray[np.int64],
    NDArray[np.float64],
]:
    """Fits to one table every model whose criterion may come within `slack` of the lowest.

    The criterion is penalty x sizes - 2 log likelihood. The other models are given up by proof
    (BEATEN): the penalty of their terms alone, or with the bound of `proofs.ceiling`, puts them
    above `lowest` or a model already fitted. Quick where likely winners come first.

    One function does all fits, so that one is compiled. All arrays must be contiguous and
    writable: numba compiles anew for others.

    Args:
        counts: shape (2**t,), people by cell; only cells whose role is COUNTED are used.
        models: shape (m, 2**t), True at each term of the model, singletons included.
        roles: shape (2**t,), see `roles`.
        sizes: shape (m,), the terms of each model that count.
        penalty: of one term.
        lowest: a criterion already reached; `inf` for none.
        slack: `inf` to give no model up.
        start: shape (2**t,), fitted means of a model nearby to start from; or shape (0,).

    Returns:
        Arrays of shape (m,): status; log likelihood without the log n! of the counts; log of the
        fitted unseen; its variance; finite terms with the intercept; terms at minus infinity. And
        of shape (2**t,): fitted means of the last model, 0 at cells that are not fitted.
    """
    m, size = models.shape
    table, reach, hidden = np.zeros(size), np.zeros(size), np.zeros(size)
    saturated = 0.0
    for cell in range(size):
        if roles[cell] == COUNTED:
            table[cell] = counts[cell]
            reach[cell] = 1.0
            if counts[cell] > 0.0:
                saturated += counts[cell] * math.log(counts[cell]) - counts[cell]
        elif roles[cell] == UNSEEN:
            hidden[cell] = 1.0
    margins = table.copy()
    superset_sums(margins)
    superset_sums(reach)
    superset_sums(hidden)
    for term in range(size):
        # No counted cell holds this term, but an unseen one does: nothing could settle it.
        if reach[term] == 0.0 and hidden[term] > 0.0:
            margins[term] = -1.0
    status = np.full(m, BEATEN)
    loglik, theta = np.full(m, -math.inf), np.full(m, math.nan)
    variance = np.full(m, math.nan)
    n_terms, n_infinite = np.zeros(m, np.int64), np.zeros(m, np.int64)
    terms, kept, mu = np.empty(size + 1, np.int64), np.zeros(size, np.bool_), np.zeros(size)
    for row in range(m):
        needed = (penalty * sizes[row] - lowest - slack) / 2
        if saturated < needed - _ROUNDING * (1.0 + abs(needed)):
            continue
        status[row], loglik[row], theta[row], variance[row], n_terms[row], n_infinite[row] = (
            _fit_one(table, margins, models[row], roles, needed, start, terms, kept, mu)
        )
        # Only an answer that will surely be accepted may rule out others.
        if status[row] == FITTED and usable(theta[row], variance[row]):
            lowest = min(lowest, penalty * sizes[row] - 2 * loglik[row])
    for cell in range(size):
        if not kept[cell]:
            mu[cell] = 0.0
    return status, loglik, theta, variance, n_terms, n_infinite, mu

"""Poisson log-linear fits over bitmask cells, compiled; no design matrix is ever built.

A term is a bitmask of lists, as a cell is. In a model with 0/1 coding, log mu at cell c is the sum
of theta over the terms within c, and (X'WX)[a, b] is the sum of mu over the cells that hold a and
b, so both are one zeta transform of 2**t numbers (t 2**(t - 1) additions).

Import this module inside a fit only: it loads numba, and compiles on first use (kept on disk).
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

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
# On the boundary the score keeps pace with the smallest fitted mean; see `_score_vanishes`.
_SCORE_SHARE = 1e-3
# Rounding of a likelihood and of its bound, beside which no model is given up.
ROUNDING = 1e-7


@njit(cache=True)
def subset_sums(values: NDArray[np.float64]) -> None:
    """In place: each cell becomes the sum over the cells within it."""
    step = 1
    while step < values.size:
        for cell in range(values.size):
            if cell & step:
                values[cell] += values[cell ^ step]
        step <<= 1


@njit(cache=True)
def superset_sums(values: NDArray[np.float64]) -> None:
    """In place: each cell becomes the sum over the cells that hold it."""
    step = 1
    while step < values.size:
        for cell in range(values.size):
            if not cell & step:
                values[cell] += values[cell | step]
        step <<= 1


@njit(cache=True)
def _cholesky(matrix: NDArray[np.float64], p: int) -> bool:
    """In place, lower triangle; False where the matrix is not positive definite."""
    for i in range(p):
        for j in range(i + 1):
            total = matrix[i, j]
            for k in range(j):
                total -= matrix[i, k] * matrix[j, k]
            if i == j:
                if not total > 1e-14 * matrix[i, i]:
                    return False
                matrix[i, i] = math.sqrt(total)
            else:
                matrix[i, j] = total / matrix[j, j]
    return True


@njit(cache=True)
def _solve(lower: NDArray[np.float64], vector: NDArray[np.float64], p: int) -> None:
    """In place: the solution of L L' x = vector."""
    for i in range(p):
        for k in range(i):
            vector[i] -= lower[i, k] * vector[k]
        vector[i] /= lower[i, i]
    for i in range(p - 1, -1, -1):
        for k in range(i + 1, p):
            vector[i] -= lower[k, i] * vector[k]
        vector[i] /= lower[i, i]


@njit(cache=True)
def _score_vanishes(
    score: NDArray[np.float64],
    p: int,
    counts: NDArray[np.float64],
    mu: NDArray[np.float64],
    kept: NDArray[np.bool_],
) -> bool:
    """Whether a maximum was reached, and not a boundary approached.

    If the maximum does not exist there is a whole direction d along which the likelihood never
    falls: X d is 0 where people were counted, and -1 or less on some empty cell. The score along d
    is at least that cell's mu, so a score far below the smallest mu of an empty cell rules d out.
    """
    largest = 0.0
    for i in range(p):
        largest = max(largest, abs(score[i]))
    for cell in range(counts.size):
        if kept[cell] and counts[cell] == 0.0 and largest > _SCORE_SHARE * mu[cell]:
            return False
    return True


@njit(cache=True)
def _runs_away(
    step: NDArray[np.float64],
    terms: NDArray[np.int64],
    p: int,
    counts: NDArray[np.float64],
    kept: NDArray[np.bool_],
    room: NDArray[np.float64],
) -> bool:
    """Whether the rounded Newton step proves that the maximum does not exist.

    In whole numbers, hence a proof: moving along it changes no cell with people, raises no empty
    cell and lowers at least one, so the likelihood rises for ever (Fienberg & Rinaldo 2012).
    """
    room[:] = 0.0
    for i in range(p):
        room[terms[i]] = np.rint(step[i])
    subset_sums(room)
    lowered = False
    for cell in range(counts.size):
        if not kept[cell]:
            continue
        if room[cell] > 0.0 or (counts[cell] > 0.0 and room[cell] != 0.0):
            return False
        lowered = lowered or room[cell] < 0.0
    return lowered


@njit(cache=True)
def _ceiling(
    step: NDArray[np.float64],
    terms: NDArray[np.int64],
    p: int,
    mu: NDArray[np.float64],
    kept: NDArray[np.bool_],
    room: NDArray[np.float64],
) -> float:
    """A value that the log likelihood exceeds at no theta, from the Newton step at mu.

    Any m >= 0 with the margins X'm = X'n bounds it: sum(n X theta - mu) is sum(m X theta - mu), at
    most sum(m log m - m) cell by cell. Newton's step d solves X'W X d = X'(n - mu), so
    m = mu (1 + X d) has these margins; where it is negative somewhere, nothing is known (`inf`).
    """
    room[:] = 0.0
    for i in range(p):
        room[terms[i]] = step[i]
    subset_sums(room)
    ceiling = 0.0
    for cell in range(mu.size):
        if kept[cell]:
            moved = mu[cell] * (1.0 + room[cell])
            if moved < 0.0:
                return math.inf
            if moved > 0.0:
                ceiling += moved * math.log(moved) - moved
    return ceiling


@njit(cache=True)
def fit_one(
    counts: NDArray[np.float64],
    margins: NDArray[np.float64],
    model: NDArray[np.bool_],
    unseen: bool,
    needed: float,
    terms: NDArray[np.int64],
    kept: NDArray[np.bool_],
    mu: NDArray[np.float64],
) -> tuple[int, float, float, float, int, int]:
    """One model; `terms`, `kept` and `mu` are room for its terms, cells and fitted means.

    The fit is given up as soon as it is proved that its log likelihood stays below `needed`.

    Returns:
        status, log likelihood, theta of the intercept, its variance, finite terms, terms at
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
            else:
                n_infinite += 1
                room[term] = 1.0
    terms[p] = 0  # the intercept last, so that its variance is read off the last pivot
    p += 1
    subset_sums(room)
    for cell in range(size):
        kept[cell] = room[cell] == 0.0
    kept[0] = unseen
    if not unseen:
        # The intercept is identified if some cell breaks the one vector, (-1)**|a| at term a,
        # that every cell of the model itself sends to 0.
        room[:] = 0.0
        for i in range(p):
            room[terms[i]] = 1.0
            bits = terms[i]
            while bits:
                room[terms[i]] = -room[terms[i]]
                bits &= bits - 1
        subset_sums(room)
        broken = False
        for cell in range(size):
            broken = broken or (kept[cell] and room[cell] != 0.0)
        if not broken:
            return UNIDENTIFIED, -math.inf, math.nan, math.nan, p, n_infinite

    theta = np.zeros(p)
    score = np.zeros(p)
    step = np.zeros(p)
    matrix = np.zeros((p, p))
    trial = np.zeros(p)
    status, loglik, variance = NOT_CONVERGED, -math.inf, math.nan
    # The usual start: one weighted least squares fit of log(n + 1/2).
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
        if not _cholesky(matrix, p):
            break
        variance = 1.0 / matrix[p - 1, p - 1] ** 2
        _solve(matrix, step, p)
        gain = 0.0
        for i in range(p):
            gain += step[i] * score[i]
        if iteration and gain < _ARRIVED:
            status = UNDECIDED
            if _score_vanishes(score, p, counts, mu, kept):
                status = FITTED
                break
        if iteration > 4 and iteration % 2 and _runs_away(step, terms, p, counts, kept, room):
            status = NO_MLE
            break
        if iteration and needed > -math.inf:
            rounding = ROUNDING * (1.0 + abs(needed))
            if _ceiling(step, terms, p, mu, kept, room) < needed - rounding:
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
    return status, loglik, theta[p - 1], variance, p, n_infinite


@njit(cache=True)
def fit_models(
    counts: NDArray[np.float64], models: NDArray[np.bool_], unseen: bool
) -> tuple[
    NDArray[np.int64],
    NDArray[np.float64],
    NDArray[np.float64],
    NDArray[np.float64],
    NDArray[np.int64],
    NDArray[np.int64],
]:
    """Fits every model to one table.

    Args:
        counts: shape (2**t,), people by cell; cell 0 is used only where `unseen`.
        models: shape (m, 2**t), True at each term of the model, singletons included.
        unseen: True to fit cell 0 as a count like the others (for the profile likelihood).

    Returns:
        Arrays of shape (m,): status; log likelihood without the log n! of the counts; intercept,
        log of the fitted unseen; its variance; finite terms with the intercept; terms at minus
        infinity.
    """
    m, size = models.shape
    margins = counts.copy()
    if not unseen:
        margins[0] = 0.0
    superset_sums(margins)
    status = np.empty(m, np.int64)
    loglik, theta, variance = np.empty(m), np.empty(m), np.empty(m)
    n_terms, n_infinite = np.empty(m, np.int64), np.empty(m, np.int64)
    terms, kept, mu = np.empty(size + 1, np.int64), np.empty(size, np.bool_), np.empty(size)
    for row in range(m):
        status[row], loglik[row], theta[row], variance[row], n_terms[row], n_infinite[row] = (
            fit_one(counts, margins, models[row], unseen, -math.inf, terms, kept, mu)
        )
    return status, loglik, theta, variance, n_terms, n_infinite


@njit(cache=True)
def fitted_means(
    counts: NDArray[np.float64], model: NDArray[np.bool_], unseen: bool
) -> tuple[int, NDArray[np.float64]]:
    """Status and fitted means, shape (2**t,), of one model; 0 at cells fitted as impossible."""
    margins = counts.copy()
    if not unseen:
        margins[0] = 0.0
    superset_sums(margins)
    terms = np.empty(counts.size + 1, np.int64)
    kept, mu = np.empty(counts.size, np.bool_), np.zeros(counts.size)
    status = fit_one(counts, margins, model, unseen, -math.inf, terms, kept, mu)[0]
    for cell in range(counts.size):
        if not kept[cell]:
            mu[cell] = 0.0
    return status, mu

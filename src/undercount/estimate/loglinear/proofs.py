"""What a Newton step of a log-linear fit proves, compiled.

Import this module inside a fit only: it loads numba, and compiles on first use (kept on disk).
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from undercount.estimate.loglinear.lattice import subset_sums

# On the boundary the score keeps pace with the smallest fitted mean; see `score_vanishes`.
_SCORE_SHARE = 1e-3


@njit(cache=True)
def score_vanishes(
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
def runs_away(
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
def ceiling(
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

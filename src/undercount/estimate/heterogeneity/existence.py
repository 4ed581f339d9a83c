"""Whether a heterogeneity model has a finite estimate of the unseen at all."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.special import comb

from undercount.estimate.heterogeneity.fit import Design

_TOLERANCE = 1e-9
# Rounding of the programme, whose objective is a mean over the cells.
_NOUGHT = 1e-6
_MOST_ROUNDS = 200

Trouble = Literal["", "unidentified", "no-mle", "not-converged"]


def trouble(counts: NDArray[np.int64], model: Design) -> Trouble:
    """Why there is no finite estimate, or "" (Fienberg & Rinaldo 2012).

    It exists unless a direction d has X d = 0 on every cell with people and X d <= 0, not all 0,
    on the empty ones, with d >= 0 for coefficients that may not be below 0. Where the cells with
    people have full rank there is none. Else a linear programme looks within their null space; of
    all cells of k lists only the one where X d is highest can be in the way, so that cells join
    the programme when they are violated.

    Args:
        counts: shape (2**t,), people by cell.
        model: the columns.
    """
    t = model.n_lists
    # One cell of each size has the rank of all where the lists share a coefficient; else add each
    # list alone and each list with the first.
    first = 1 << np.arange(t)
    few = np.concatenate([first, first[0] | first[1:], 2 ** np.arange(1, t + 1) - 1])
    if _null_space(_rows(np.unique(few), model)).shape[1]:
        return "unidentified"
    null = _null_space(_rows(np.flatnonzero(counts), model))
    if not null.shape[1]:
        return ""
    aim = _mean_row(model) @ null
    held = -null[len(null) - model.n_signed :]
    for _ in range(_MOST_ROUNDS):
        found = linprog(aim, A_ub=held, b_ub=np.zeros(len(held)), bounds=(-1, 1), method="highs")
        if found.status != 0 or found.x is None or found.fun is None:
            return "not-converged"
        if found.fun > -_NOUGHT:
            return ""
        rows = _rows(_highest(null @ found.x, model), model) @ null
        violated = rows @ found.x > _NOUGHT / 10
        if not violated.any():
            return "no-mle"
        held = np.vstack([held, rows[violated]])
    return "not-converged"


def _rows(cells: NDArray[np.int64], model: Design) -> NDArray[np.float64]:
    """Shape (cells, p)."""
    by_size = model.columns[np.bitwise_count(cells)]
    if not model.by_list:
        return np.unique(by_size, axis=0)
    on = (cells[:, np.newaxis] >> np.arange(model.n_lists)) & 1
    return np.hstack([on, by_size])


def _mean_row(model: Design) -> NDArray[np.float64]:
    """Shape (p,): the mean of all rows but the unseen one's, up to a factor."""
    t = model.n_lists
    share = comb(t, np.arange(t + 1)) / 2.0**t
    share[0] = 0.0
    lists = np.full(t if model.by_list else 0, 0.5)
    mean: NDArray[np.float64] = np.concatenate([lists, share @ model.columns])
    return mean


def _highest(direction: NDArray[np.float64], model: Design) -> NDArray[np.int64]:
    """For each number of lists the cell where X d is highest."""
    order = np.arange(model.n_lists)
    if model.by_list:
        order = np.argsort(-direction[: model.n_lists], kind="stable")
    cells: NDArray[np.int64] = np.cumsum(1 << order)
    return cells


def _null_space(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shape (p, m): directions in which no row moves."""
    # By the triangular factor: there can be thousands of rows, but the columns are few.
    _, sizes, right = np.linalg.svd(np.linalg.qr(rows, mode="r"), full_matrices=True)
    rank = int((sizes > _TOLERANCE * sizes.max()).sum())
    null: NDArray[np.float64] = right[rank:].T
    return null

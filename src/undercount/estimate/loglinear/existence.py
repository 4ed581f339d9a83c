"""Whether the maximum likelihood estimate of a log-linear model exists at all.

It depends on which cells are empty and not on how full the others are. The compiled kernel
settles nearly every model by a proof of its own; what is left comes here.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from undercount.estimate.loglinear.roles import COUNTED, unrestricted

_TOLERANCE = 1e-7
# An eigenvalue below this share of the largest is 0.
_ZERO = 1e-10


def mle_exists(
    counts: NDArray[np.float64],
    model: NDArray[np.bool_],
    roles: NDArray[np.int8] | None = None,
) -> bool:
    """Whether the extended maximum likelihood estimate is finite (Fienberg & Rinaldo 2012).

    First every term with a zero sufficient statistic goes to minus infinity, with the cells it
    holds (Chan, Silverman & Vincent 2021). Of the rest the estimate exists unless some
    direction d has X d = 0 on every cell with people and X d <= 0, not all 0, on the empty ones.
    Where the cells with people leave no such d at all, or one and its opposite, that is read off;
    else a linear programme looks for it, in the coordinates of the directions left. This is the
    dual of asking whether a table without empty cells has the same margins.

    Args:
        counts: shape (2**t,), people by cell; only cells whose role is COUNTED are used.
        model: shape (2**t,), True at each term.
        roles: shape (2**t,), see `roles`; None where cell 0 alone is not counted.

    >>> counts = np.array([0.0, 40, 30, 6, 20, 0, 0, 0])
    >>> terms = np.zeros(8, dtype=np.bool_)
    >>> terms[[0, 1, 2, 4]] = True
    >>> mle_exists(counts, terms)
    True
    """
    if roles is None:
        roles = unrestricted(len(counts))
    counted = roles == COUNTED
    return _exists(model.tobytes(), (counted & (counts > 0)).tobytes(), counted.tobytes())


@lru_cache(maxsize=65536)
def _exists(model_bytes: bytes, pattern_bytes: bytes, counted_bytes: bytes) -> bool:
    model = np.frombuffer(model_bytes, dtype=np.bool_)
    full = np.frombuffer(pattern_bytes, dtype=np.bool_)
    counted = np.frombuffer(counted_bytes, dtype=np.bool_)
    terms = np.flatnonzero(model)
    at_full = _within(np.flatnonzero(full), terms)
    supported = at_full.any(axis=0)
    directions = _null_space(at_full[:, supported])
    if not directions.shape[1]:
        return True
    at_empty = _within(np.flatnonzero(counted & ~full), terms)
    possible = ~at_empty[:, ~supported].any(axis=1)
    moved = at_empty[possible][:, supported] @ directions
    if directions.shape[1] == 1:
        return not len(moved) or (moved.min() < -_TOLERANCE < _TOLERANCE < moved.max())
    found = linprog(
        moved.sum(axis=0),
        A_ub=moved,
        b_ub=np.zeros(len(moved)),
        bounds=(-1, 1),
        method="highs",
    )
    return found.status == 0 and found.fun is not None and found.fun > -_TOLERANCE


def _within(cells: NDArray[np.int64], terms: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Shape (cells, terms): whether the term is within the cell, the design matrix."""
    made: NDArray[np.bool_] = (cells[:, None] & terms) == terms
    return made


def _null_space(design: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Shape (p, k): an orthonormal basis of the directions that the design sends to 0."""
    columns = design.astype(np.float64)
    # X'X counts cells: in whole numbers, so an eigenvalue is 0 or well above rounding.
    sizes, directions = np.linalg.eigh(columns.T @ columns)
    made: NDArray[np.float64] = directions[:, sizes <= _ZERO * sizes[-1]]
    return made

"""Whether the maximum likelihood estimate of a log-linear model exists at all.

It depends on which cells are empty and not on how full the others are. The compiled kernel
settles nearly every model by a proof of its own; what is left comes here.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

_TOLERANCE = 1e-7


def mle_exists(counts: NDArray[np.float64], model: NDArray[np.bool_]) -> bool:
    """Whether the extended maximum likelihood estimate is finite (Fienberg & Rinaldo 2012).

    First every term with a zero sufficient statistic goes to minus infinity, with the cells it
    holds (Chan, Silverman & Vincent 2021). Of the rest the estimate exists unless some
    direction d has X d = 0 on every cell with people and X d <= 0, not all 0, on the empty ones;
    a linear programme looks for it. This is the dual of asking whether a table without empty cells
    has the same margins.

    Args:
        counts: shape (2**t,), people by cell; cell 0 is not used.
        model: shape (2**t,), True at each term.

    >>> counts = np.array([0.0, 40, 30, 6, 20, 0, 0, 0])
    >>> terms = np.zeros(8, dtype=np.bool_)
    >>> terms[[0, 1, 2, 4]] = True
    >>> mle_exists(counts, terms)
    True
    """
    return _exists(len(counts), model.tobytes(), (counts > 0).tobytes())


@lru_cache(maxsize=65536)
def _exists(size: int, model_bytes: bytes, pattern_bytes: bytes) -> bool:
    model = np.frombuffer(model_bytes, dtype=np.bool_)
    full = np.frombuffer(pattern_bytes, dtype=np.bool_)
    cells = np.arange(1, size)
    full = full[1:]
    terms = np.flatnonzero(model)
    within = (cells[:, None] & terms) == terms
    supported = within[full].any(axis=0)
    kept = ~within[:, ~supported].any(axis=1)
    design = within[kept][:, supported].astype(np.float64)
    full = full[kept]
    if full.all():
        return True
    found = linprog(
        design[~full].sum(axis=0),
        A_ub=design[~full],
        b_ub=np.zeros(int((~full).sum())),
        A_eq=design[full],
        b_eq=np.zeros(int(full.sum())),
        bounds=(-1, 1),
        method="highs",
    )
    return found.status == 0 and found.fun is not None and found.fun > -_TOLERANCE

"""The best of many log-linear models, without fitting to the end those that cannot be it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from undercount.estimate.loglinear.existence import mle_exists
from undercount.estimate.loglinear.roles import COUNTED


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """The model that a table chooses.

    Attributes:
        unseen: fitted unseen people; `nan` where no model can be fitted.
        model: shape (2**t,), True at each term; None where there is no model.
    """

    unseen: float
    model: NDArray[np.bool_] | None


NONE_FITS = Chosen(math.nan, None)


def best_of(
    counts: NDArray[np.int64],
    models: NDArray[np.bool_],
    sizes: NDArray[np.int64],
    penalty: float,
    roles: NDArray[np.int8],
) -> Chosen:
    """The model with the lowest criterion, penalty x sizes - 2 log likelihood.

    Args:
        counts: shape (2**t,), people by cell; only cells whose role is COUNTED are used.
        models: shape (m, 2**t), True at each term, likely winners first; in a tie they win.
            Contiguous and writable.
        sizes: shape (m,), terms of each model that count.
        penalty: of one term.
        roles: shape (2**t,), see `roles`.
    """
    from undercount.estimate.loglinear import kernel

    table = np.where(roles == COUNTED, counts, 0).astype(np.float64)
    status, loglik, log_unseen, variance, *_ = kernel.fit_models(
        table, models, roles, sizes, penalty, math.inf, 0.0, np.empty(0)
    )
    criterion = penalty * sizes - 2 * loglik
    standing = np.flatnonzero((status == kernel.FITTED) | (status == kernel.UNDECIDED))
    for row in standing[np.argsort(criterion[standing], kind="stable")]:
        if not kernel.usable(log_unseen[row], variance[row]):
            continue
        if status[row] == kernel.FITTED or mle_exists(table, models[row], roles):
            return Chosen(math.exp(log_unseen[row]), models[row])
    return NONE_FITS

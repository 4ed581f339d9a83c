"""Forward addition of pairs by p-value (Chan, Silverman & Vincent 2021)."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.special import pdtr, pdtrc

from undercount.estimate.loglinear.collapsed import supersets
from undercount.estimate.loglinear.contenders import NONE_FITS, Chosen
from undercount.estimate.loglinear.existence import mle_exists
from undercount.estimate.loglinear.roles import COUNTED
from undercount.estimate.loglinear.space import Space

# A pair is added if so many people or so few on both lists are less likely than this.
THRESHOLD = 0.02


def stepwise(
    counts: NDArray[np.int64], space: Space, roles: NDArray[np.int8]
) -> tuple[Chosen, tuple[tuple[int, float], ...]]:
    """The model reached from main effects by adding, each time, the pair least due to chance.

    The people on both lists of a pair, on others or not, are Poisson with the fitted mean of the
    model without the pair; p is the smaller tail. The pair with the lowest p is added if p is
    below 0.02 and the estimate of the model with it exists and is identified.

    Args:
        counts: shape (2**t,), people by cell; only cells whose role is COUNTED are used.
        space: whose terms of two lists may be added.
        roles: shape (2**t,), see `roles`.

    Returns:
        The model, and the pairs in the order added with their p.
    """
    from undercount.estimate.loglinear import kernel

    table = np.where(roles == COUNTED, counts, 0).astype(np.float64)
    people = supersets(table)
    pairs = space.terms[np.bitwise_count(space.terms) == 2]
    added: list[tuple[int, float]] = []
    unsized, cold = np.zeros(1, dtype=np.int64), np.empty(0)

    def fitted(model: NDArray[np.bool_]) -> tuple[Chosen, NDArray[np.float64]]:
        (status,), _, (log_unseen,), (variance,), _, _, mu = kernel.fit_models(
            table, model[np.newaxis].copy(), roles, unsized, 0.0, math.inf, math.inf, cold
        )
        sound = status == kernel.FITTED or (
            status == kernel.UNDECIDED and mle_exists(table, model, roles)
        )
        if sound and kernel.usable(log_unseen, variance):
            return Chosen(math.exp(log_unseen), model), mu
        return NONE_FITS, mu

    best, mu = fitted(space.independence)
    while best.model is not None:
        expected = supersets(mu)[pairs]
        met = people[pairs]
        p = np.minimum(pdtr(met, expected), np.where(met > 0, pdtrc(met - 1, expected), 1.0))
        p[best.model[pairs]] = 1.0
        for row in np.argsort(p, kind="stable"):
            if not p[row] < THRESHOLD:
                return best, tuple(added)
            wider = best.model.copy()
            wider[pairs[row]] = True
            tried, means = fitted(wider)
            if tried.model is not None:
                best, mu = tried, means
                added.append((int(pairs[row]), float(p[row])))
                break
        else:
            break
    return best, tuple(added)

"""Which log-linear models are averaged over."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from undercount.estimate.linkage.mixture import PENALTY
from undercount.estimate.linkage.noisy import NoisyFits, fit_noisy
from undercount.estimate.loglinear.models import hierarchical_models

# Every hierarchical model is fitted up to so many lists (6,893 for five).
_MOST_LISTS = 5


def fit_models(counts: NDArray[np.float64], errors: NDArray[np.float64]) -> NoisyFits:
    """All hierarchical models of up to five lists; beyond, those met on the way downhill.

    Downhill: from main effects, that pair of lists is added which lowers the criterion most, as
    long as one does; all models that were tried are kept.

    Args:
        counts: shape (2**t,), people by cell.
        errors: shape (2**t, 2**t), covariance of their errors.
    """
    t = len(counts).bit_length() - 1
    if t <= _MOST_LISTS:
        return fit_noisy(counts, errors, hierarchical_models(t))
    pairs = [1 << i | 1 << j for i in range(t) for j in range(i)]
    now = hierarchical_models(t, 1)[0]
    tried = [now]
    reached = np.inf
    while True:
        wider = [np.where(np.arange(len(counts)) == pair, True, now) for pair in pairs]
        wider = [model for model, pair in zip(wider, pairs, strict=True) if not now[pair]]
        beside = fit_noisy(counts, errors, np.array([now, *wider]))
        criterion = beside.distance + PENALTY * beside.models.sum(axis=1)
        tried += wider
        best = int(criterion.argmin())
        if best == 0 or criterion[best] >= reached or len(wider) == 1:
            break
        reached, now = float(criterion[best]), beside.models[best]
    return fit_noisy(counts, errors, np.unique(np.array(tried), axis=0))

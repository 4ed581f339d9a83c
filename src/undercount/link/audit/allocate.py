"""How many records of each stratum to audit."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def allocate(
    sizes: NDArray[np.int64], spread: NDArray[np.float64], n: int, least: int
) -> NDArray[np.int64]:
    """Neyman's allocation: n_s proportional to N_s S_s, `least` at least, N_s at most.

    Args:
        sizes: shape (strata,), records N_s.
        spread: shape (strata,), standard deviation S_s of what is estimated, 0 or more.
        n: records to audit; all there are where they are fewer.
        least: in each stratum, or all of it; may take the sum above n.

    Returns:
        Shape (strata,): records to audit.

    Source: Neyman 1934; Cochran 1977, section 5.5.

    >>> allocate(np.array([800, 100, 3]), np.array([1.0, 4.0, 0.0]), 64, 4).tolist()
    [41, 20, 3]
    """
    sizes = np.asarray(sizes, np.int64)
    floor = np.minimum(least, sizes).astype(np.float64)
    claim = sizes * np.maximum(spread, 0.0)
    if claim.sum() <= 0:
        claim = sizes.astype(np.float64)
    share = floor.copy()
    settled = claim <= 0
    while not settled.all():
        free = ~settled
        left = max(n - share[settled].sum(), 0.0)
        share[free] = claim[free] / claim[free].sum() * left
        low, high = free & (share < floor), free & (share > sizes)
        if not (low | high).any():
            break
        # Those below their floor take from the others, which must be settled again.
        now = low if low.any() else high
        share[now] = floor[now] if low.any() else sizes[now]
        settled |= now
    taken = np.floor(share + 1e-9).astype(np.int64)
    target = min(n, int(sizes.sum()))
    for place in np.argsort(taken - share, kind="stable"):
        if taken.sum() >= target:
            break
        taken[place] += taken[place] < sizes[place]
    # What rounding leaves where the largest fractions were full already.
    for place in np.argsort(-claim, kind="stable"):
        taken[place] += min(max(target - taken.sum(), 0), sizes[place] - taken[place])
    return taken

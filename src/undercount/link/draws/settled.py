"""Whether chains have met."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def split_r_hat(chains: NDArray[np.float64]) -> float:
    """Split R-hat (Gelman et al. 2013, BDA3 section 11.4); near 1 where no draw differs.

    A count that hardly moves is not judged harshly: the chains are held to meet within half a
    person, since whole people are counted.

    Args:
        chains: shape (chain, draw); with fewer than four draws nothing can be told: nan.
    """
    half = chains.shape[1] // 2
    if half < 2:
        return float("nan")
    halves = np.concatenate([chains[:, :half], chains[:, -half:]])
    within = float(halves.var(axis=1, ddof=1).mean()) + 0.25
    between = float(halves.mean(axis=1).var(ddof=1))
    return float(np.sqrt((half - 1) / half + between / within))

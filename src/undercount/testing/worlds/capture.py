"""Who is on which list: chances by origin, age, sex and visibility, and lists that depend."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# People on whom the level of each list is found; all others follow from the same numbers.
_SAMPLE = 50_000
_BLOCK = 100_000


def draw_cells(
    logits: NDArray[np.float64],
    shares: NDArray[np.float64],
    interactions: NDArray[np.float64],
    rng: np.random.Generator,
) -> NDArray[np.int64]:
    """The capture history of each person, as the sum of 2**i over the lists i that hold them.

    A person's chance of history h is proportional to exp(sum_i h_i (a_i + x_i) + sum_ij h_i h_j
    g_ij): x are the person's own logits, g the logs of the odds ratios, and the levels a are found
    such that the mean chance of each list is its share.

    Args:
        logits: shape (n, t), what makes a person likelier to be on each list; 0 for all alike.
        shares: shape (t,), above 0 and below 1.
        interactions: shape (t, t), symmetric, logs of odds ratios.
        rng: draws one uniform number a person.
    """
    n_lists = len(shares)
    on = (np.arange(2**n_lists)[:, np.newaxis] >> np.arange(n_lists) & 1).astype(np.float64)
    fixed = np.einsum("ci,ij,cj->c", on, np.triu(interactions, 1), on)
    levels = np.log(shares / (1 - shares))
    sample = logits[:_SAMPLE]
    for _ in range(200):
        chance = _chances(sample + levels, on, fixed)
        now = (chance @ on).mean(axis=0)
        step = np.log(shares / (1 - shares)) - np.log(now / (1 - now))
        levels = levels + step
        if np.abs(step).max() < 1e-6:
            break
    cells = np.empty(len(logits), dtype=np.int64)
    for first in range(0, len(logits), _BLOCK):
        block = slice(first, first + _BLOCK)
        summed = np.cumsum(_chances(logits[block] + levels, on, fixed), axis=1)
        drawn = rng.random((len(summed), 1))
        cells[block] = (drawn > summed[:, :-1]).sum(axis=1)
    return cells


def _chances(
    logits: NDArray[np.float64], on: NDArray[np.float64], fixed: NDArray[np.float64]
) -> NDArray[np.float64]:
    exponent = logits @ on.T + fixed
    chance = np.exp(exponent - exponent.max(axis=1, keepdims=True))
    return np.asarray(chance / chance.sum(axis=1, keepdims=True))

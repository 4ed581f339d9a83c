"""Draws of simulated pairs whose weights are what they claim."""

from __future__ import annotations

import numpy as np
import pytest

from undercount.link.draws import draw_partitions
from undercount.link.pairs import Pairs

_BITS = 5.0  # standard deviation of a weight, among true pairs and among others


def _pairs(shared: int, each: int, rng: np.random.Generator) -> Pairs:
    """Two lists, all pairs compared; a weight is the log Bayes factor of itself."""
    left, right = (grid.ravel() for grid in np.mgrid[0:each, 0:each])
    true = (left == right) & (left < shared)
    middle = _BITS**2 * np.log(2) / 2
    weight = rng.normal(np.where(true, middle, -middle), _BITS)
    odds = np.exp2(weight) * shared / (each * each)
    return Pairs(
        ("clinic", "census"),
        np.repeat([0, 1], each).astype(np.int16),
        left.astype(np.int32),
        (right + each).astype(np.int32),
        weight,
        odds / (1 + odds),
    )


@pytest.mark.long
def test_shared_people_lie_in_the_middle_nine_tenths_of_the_draws_nine_times_in_ten() -> None:
    rng = np.random.default_rng(11)
    held, off = 0, []
    for seed in range(40):
        shared = int(rng.integers(20, 61))
        drawn = draw_partitions(_pairs(shared, 100, rng), draws=100, seed=seed)
        both = drawn.histories()[:, 3]
        low, high = np.quantile(both, [0.05, 0.95])
        held += bool(low <= shared <= high)
        off.append(both.mean() - shared)
        assert drawn.r_hat < 1.2
    assert held >= 31  # 36 expected; below 31 comes up once in a hundred
    assert abs(np.mean(off)) < 3 * np.std(off) / 40**0.5 + 0.3

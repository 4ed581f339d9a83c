"""Simulated tables of lists with covariates, for the tests of methods that use them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from undercount.histories import CaptureHistories
from undercount.histories.described import Described

People = dict[tuple[int, tuple[str, ...]], int]


def described(
    lists: Sequence[str], covariates: tuple[str, ...], people: People
) -> CaptureHistories:
    """A table from the number of people by (cell, values of the covariates)."""
    held = Described.of(people, covariates)
    return CaptureHistories(tuple(lists), held.table(2 ** len(lists)), described=held)


def simulated(
    n: int, seed: int, n_lists: int = 2, strength: float = 0.7, middle: float = -0.3
) -> CaptureHistories:
    """`n` people, a number x that moves every list alike and a sex that moves the first.

    The logit of the chance to be on a list is `middle + strength x`.
    """
    rng = np.random.default_rng(seed)
    x = rng.normal(size=n).round(1)
    sex = rng.integers(0, 2, n)
    cell = np.zeros(n, dtype=np.int64)
    for bit in range(n_lists):
        reach = middle + strength * x + 0.4 * sex * (bit == 0)
        cell |= (rng.random(n) < 1 / (1 + np.exp(-reach))).astype(np.int64) << bit
    people: People = {}
    for one in range(n):
        if cell[one]:
            key = int(cell[one]), (str(x[one]), "fm"[sex[one]])
            people[key] = people.get(key, 0) + 1
    return described("ABCDE"[:n_lists], ("x", "sex"), people)

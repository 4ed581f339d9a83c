"""Chances of an error that belong to the record: a bad one is bad in every field."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Standard deviation of the logarithm of how bad a record is: the worst in a hundred has ten
# times the errors of the middle one.
_SPREAD = 1.0
_WORST = 12.0


@dataclass(frozen=True, slots=True, eq=False)
class Chance:
    """Draws which records have an error.

    Attributes:
        badness: shape (r,), how bad each record is, 1 on average, already times the noise.
        rng: one uniform number a record and question.
    """

    badness: NDArray[np.float64]
    rng: np.random.Generator

    def share(self, base: float | NDArray[np.float64]) -> NDArray[np.float64]:
        """Shape (r,): the chance of an error that an ordinary record has with chance `base`."""
        return np.asarray(1 - np.exp(-np.asarray(base) * self.badness))

    def __call__(self, base: float | NDArray[np.float64]) -> NDArray[np.bool_]:
        """Shape (r,): the records in which it happens."""
        return np.asarray(self.rng.random(len(self.badness)) < self.share(base))


def draw_badness(records: int, level: float, rng: np.random.Generator) -> NDArray[np.float64]:
    """Shape (r,): log-normal with mean `level`, cut at the worst."""
    drawn = np.exp(_SPREAD * rng.standard_normal(records) - _SPREAD**2 / 2)
    return np.asarray(level * np.minimum(drawn, _WORST))

"""The bootstrap that chooses the log-linear model afresh in every replicate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from undercount.errors import InputError
from undercount.estimate import progress
from undercount.estimate.loglinear.bca import acceleration, bca_ends, bias_correction
from undercount.estimate.loglinear.contenders import Chosen

# Replicates between two signs of life.
_TELL = 10


@dataclass(frozen=True, slots=True, eq=False)
class Bootstrap:
    """What the bootstrap says of one table.

    Attributes:
        draws: shape (b,), total of each replicate that has an estimate, people, in the order drawn.
        missing: share of the replicates without an estimate.
        z0: bias correction.
        a: acceleration.
        n_chosen: how many different models were best in some replicate.
        jackknife_missing: people in cells whose jackknife table has no estimate.
    """

    draws: NDArray[np.float64]
    missing: float
    z0: float
    a: float
    n_chosen: int
    jackknife_missing: int

    def to_dict(self) -> dict[str, float | int | None]:
        """Plain values, without the draws; `median` is theirs, the mean of the middle two."""
        return {
            "without_estimate": self.missing,
            "median": float(np.median(self.draws)) if len(self.draws) else None,
            "bias_correction": self.z0,
            "acceleration": self.a,
            "n_models_chosen": self.n_chosen,
            "jackknife_without_estimate": self.jackknife_missing,
        }

    def ends(self, level: float) -> tuple[float, float]:
        """The BCa interval, people; there must be a draw."""
        return bca_ends(self.draws, self.z0, self.a, level)


def bootstrap(
    counts: NDArray[np.int64],
    choose: Callable[[NDArray[np.int64]], Chosen],
    point: float,
    replicates: int,
    seed: int,
) -> Bootstrap:
    """Repeats the choice of a model on resampled tables (Silverman, Chan & Vincent 2024).

    Each replicate spreads the n people over the observed cells by a multinomial draw and takes the
    total of the model that `choose` chooses for it. The acceleration takes one person from each
    observed cell in turn.

    Args:
        counts: shape (2**t,), people by cell, 0 in cells that are not counted.
        choose: the model of a table, chosen as for `counts`.
        point: the total estimated from `counts`.
        replicates: tables drawn, 1 or more.
        seed: 0 or more. All tables are drawn before any is fitted.
    """
    if seed < 0:
        raise InputError(f"a seed of {seed} is below 0", "Give a whole number of 0 or more")
    n = int(counts.sum())
    drawn = np.random.default_rng(seed).multinomial(n, counts / n, size=replicates)
    cells = np.flatnonzero(counts)
    without = np.repeat(counts[np.newaxis], len(cells), axis=0)
    without[np.arange(len(cells)), cells] -= 1
    found = []
    for done, table in enumerate(drawn):
        if done % _TELL == 0:
            progress.tell("bootstrap", done, replicates)
        found.append(choose(table))
    progress.tell("bootstrap", replicates, replicates)
    draws = np.array([n + each.unseen for each in found if each.model is not None])
    left_out = np.array([n - 1 + choose(table).unseen for table in without])
    return Bootstrap(
        draws=draws,
        missing=1 - len(draws) / replicates,
        z0=bias_correction(draws, point) if len(draws) else 0.0,
        a=acceleration(left_out, counts[cells].astype(np.float64)),
        n_chosen=len({each.model.tobytes() for each in found if each.model is not None}),
        jackknife_missing=int(counts[cells][np.isnan(left_out)].sum()),
    )

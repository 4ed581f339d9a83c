"""The bootstrap that chooses the log-linear model afresh in every replicate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from undercount.errors import InputError
from undercount.estimate.bca import acceleration, bca_ends, bias_correction
from undercount.estimate.existence import mle_exists


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
    models: NDArray[np.bool_],
    criterion: NDArray[np.float64],
    penalty: Callable[[int], float],
    point: float,
    replicates: int,
    seed: int,
) -> Bootstrap:
    """Repeats the choice among the models on resampled tables (Silverman, Chan & Vincent 2024).

    Each replicate spreads the n people over the observed cells by a multinomial draw, fits every
    model with the checks of the first fit, and takes the total of the best. The acceleration takes
    one person from each observed cell in turn.

    Args:
        counts: shape (2**t,), people by cell, cell 0 empty.
        models: shape (m, 2**t), True at each term.
        criterion: shape (m,), of the fits to `counts`: in a tie of a replicate the model that is
            better here wins, and then the one in the earlier row.
        penalty: of one term, from the number of people.
        point: the total estimated from `counts`.
        replicates: tables drawn, 1 or more.
        seed: 0 or more. All tables are drawn before any is fitted.
    """
    if seed < 0:
        raise InputError(f"a seed of {seed} is below 0", "Give a whole number of 0 or more")
    n = int(counts.sum())
    order = np.argsort(criterion, kind="stable")
    ranked = np.ascontiguousarray(models[order])
    sizes = ranked.sum(axis=1).astype(np.int64)
    drawn = np.random.default_rng(seed).multinomial(n, counts / n, size=replicates)
    found = [best_of(table, ranked, sizes, penalty(n)) for table in drawn]
    draws = np.array([n + unseen for unseen, row in found if row >= 0])
    cells = np.flatnonzero(counts)
    without = np.repeat(counts[np.newaxis], len(cells), axis=0)
    without[np.arange(len(cells)), cells] -= 1
    left_out = np.array(
        [n - 1 + best_of(table, ranked, sizes, penalty(n - 1))[0] for table in without]
    )
    return Bootstrap(
        draws=draws,
        missing=1 - len(draws) / replicates,
        z0=bias_correction(draws, point) if len(draws) else 0.0,
        a=acceleration(left_out, counts[cells].astype(np.float64)),
        n_chosen=len({row for _, row in found if row >= 0}),
        jackknife_missing=int(counts[cells][np.isnan(left_out)].sum()),
    )


def best_of(
    counts: NDArray[np.int64], models: NDArray[np.bool_], sizes: NDArray[np.int64], penalty: float
) -> tuple[float, int]:
    """Fitted unseen and row of the best model of one table; (nan, -1) where none can be fitted.

    Args:
        counts: shape (2**t,), people by cell, cell 0 empty.
        models: shape (m, 2**t), True at each term, likely winners first; in a tie they win.
        sizes: shape (m,), terms of each model.
        penalty: of one term.
    """
    from undercount.estimate import contenders, kernel

    table = counts.astype(np.float64)
    status, criterion, theta, variance = contenders.fit_contenders(table, models, sizes, penalty)
    standing = np.flatnonzero((status == kernel.FITTED) | (status == kernel.UNDECIDED))
    for row in standing[np.argsort(criterion[standing], kind="stable")]:
        if not contenders.usable(theta[row], variance[row]):
            continue
        if status[row] == kernel.FITTED or mle_exists(table, models[row]):
            return float(np.exp(theta[row])), int(row)
    return float("nan"), -1

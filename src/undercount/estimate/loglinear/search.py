"""Fit many log-linear models to one table and rank those that can be estimated."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from undercount.estimate.loglinear.existence import mle_exists
from undercount.estimate.loglinear.notation import format_model
from undercount.estimate.loglinear.roles import COUNTED, unrestricted

NEAR = 10.0
BEST = 8
_LISTED = 50


@dataclass(frozen=True, slots=True, eq=False)
class Fits:
    """The outcome of fitting m models to one table.

    Attributes:
        models: shape (m, 2**t), True at each term.
        verdict: shape (m,): "fitted", "unidentified", "no-mle" or "not-converged".
        loglik: shape (m,), Poisson log likelihood of the observed cells.
        unseen: shape (m,), fitted mean of cell 0, people.
        se: shape (m,), standard error of the total, people.
        n_finite: shape (m,), parameters estimated as finite, intercept included.
        n_infinite: shape (m,), parameters at minus infinity.
    """

    models: NDArray[np.bool_]
    verdict: NDArray[np.str_]
    loglik: NDArray[np.float64]
    unseen: NDArray[np.float64]
    se: NDArray[np.float64]
    n_finite: NDArray[np.int64]
    n_infinite: NDArray[np.int64]

    def criterion(self, penalty: float, *, count_infinite: bool = True) -> NDArray[np.float64]:
        """Shape (m,): -2 log likelihood + penalty x parameters; `inf` where nothing was fitted.

        Args:
            penalty: log n for BIC, 2 for AIC.
            count_infinite: True to count parameters at minus infinity too.
        """
        size = self.n_finite + (self.n_infinite if count_infinite else 0)
        value = penalty * size - 2 * self.loglik
        return np.where(self.verdict == "fitted", value, np.inf)

    def tally(self) -> dict[str, int]:
        """How many models came to each verdict."""
        names = ("fitted", "unidentified", "no-mle", "not-converged")
        return {name: int((self.verdict == name).sum()) for name in names}


@dataclass(frozen=True, slots=True, eq=False)
class Looked:
    """Models as the kernel left them, their existence not yet proved.

    Attributes:
        models: shape (m, 2**t), True at each term.
        status, loglik, log_unseen, variance, n_finite, n_infinite: shape (m,), see
            `kernel.fit_models`.
    """

    models: NDArray[np.bool_]
    status: NDArray[np.int64]
    loglik: NDArray[np.float64]
    log_unseen: NDArray[np.float64]
    variance: NDArray[np.float64]
    n_finite: NDArray[np.int64]
    n_infinite: NDArray[np.int64]

    def criterion(self, penalty: float, *, count_infinite: bool = True) -> NDArray[np.float64]:
        """Shape (m,), as `Fits.criterion`, without the log n! of the counts."""
        size = self.n_finite + (self.n_infinite if count_infinite else 0)
        value: NDArray[np.float64] = penalty * size - 2 * np.where(self.sound, self.loglik, -np.inf)
        return value

    @property
    def sound(self) -> NDArray[np.bool_]:
        """Shape (m,): whether the fit arrived at a finite number of people."""
        from undercount.estimate.loglinear import kernel

        arrived = (self.status == kernel.FITTED) | (self.status == kernel.UNDECIDED)
        with np.errstate(over="ignore", invalid="ignore"):
            spread = np.exp(2 * self.log_unseen) * self.variance
        made: NDArray[np.bool_] = (
            arrived & (self.log_unseen < kernel.MOST_UNSEEN) & np.isfinite(spread)
        )
        return made

    def take(self, rows: NDArray[np.bool_]) -> Looked:
        """The rows that are True."""
        return Looked(*(getattr(self, field.name)[rows] for field in fields(self)))

    @classmethod
    def joined(cls, parts: Sequence[Looked]) -> Looked:
        """The models of all parts, one after the other."""
        names = [field.name for field in fields(cls)]
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def fit_all(
    counts: NDArray[np.int64], models: NDArray[np.bool_], roles: NDArray[np.int8] | None = None
) -> Fits:
    """Fits every model, and asks for each whether its estimate exists.

    Args:
        counts: shape (2**t,), people by cell; only cells whose role is COUNTED are used.
        models: shape (m, 2**t), True at each term.
        roles: shape (2**t,), see `roles`; None where cell 0 alone is not counted.
    """
    # Here, not above: loading numba takes longer than everything else in this room.
    from undercount.estimate.loglinear import kernel

    roles = unrestricted(len(counts)) if roles is None else roles
    table, unsized = counts.astype(np.float64), np.zeros(len(models), dtype=np.int64)
    fitted = kernel.fit_models(
        table, writable(models), roles, unsized, 0.0, math.inf, math.inf, np.empty(0)
    )
    return judge(counts, Looked(models, *fitted[:-1]), roles)


def judge(counts: NDArray[np.int64], looked: Looked, roles: NDArray[np.int8]) -> Fits:
    """Asks of each model that the kernel did not decide whether its estimate exists."""
    from undercount.estimate.loglinear import kernel

    table = np.where(roles == COUNTED, counts, 0).astype(np.float64)
    names = {
        kernel.FITTED: "fitted",
        kernel.UNIDENTIFIED: "unidentified",
        kernel.NO_MLE: "no-mle",
        kernel.UNDECIDED: "fitted",
        kernel.NOT_CONVERGED: "not-converged",
    }
    status = looked.status
    verdict = np.array([names[code] for code in range(len(names))])[status]
    for row in np.flatnonzero((status == kernel.UNDECIDED) | (status == kernel.NOT_CONVERGED)):
        if not mle_exists(table, looked.models[row], roles):
            verdict[row] = "no-mle"
    with np.errstate(over="ignore", invalid="ignore"):
        unseen = np.exp(looked.log_unseen)
        # Poisson noise of the unseen, and what the fit does not know about their mean.
        se = np.sqrt(unseen + unseen**2 * looked.variance)
    verdict[(verdict == "fitted") & ~looked.sound] = "not-converged"
    loglik = looked.loglik - float(gammaln(table + 1).sum())
    return Fits(looked.models, verdict, loglik, unseen, se, looked.n_finite, looked.n_infinite)


def writable(models: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The same models as the kernel was compiled for: contiguous and writable."""
    return np.require(models, requirements=("C", "W"))


def near_best(
    fits: Fits,
    criterion: NDArray[np.float64],
    n_observed: int,
    lists: tuple[str, ...],
    name: str = "bic",
) -> dict[str, Any]:
    """The models close to the best and how far apart their totals lie, as plain values.

    Returns:
        `near_best`: the best eight (fewer if fewer lie within 10), each with `model`, the
        criterion under its `name`, its difference `delta` to the best, and the total `point`;
        empty where the best stands alone. `near_best_range`: their number `n_models`, the
        `lowest` and `highest` total, and `within`, how far behind the last of them is.
        `within_10`: the same for all within 10, with the first 50 as `models`.
    """
    order = np.argsort(criterion, kind="stable")
    order = order[criterion[order] <= criterion[order[0]] + NEAR]
    delta = criterion[order] - criterion[order[0]]
    total = n_observed + fits.unseen[order]

    def spread(k: int) -> dict[str, Any]:
        return {
            "n_models": k,
            "within": float(delta[k - 1]),
            "lowest": float(total[:k].min()),
            "highest": float(total[:k].max()),
        }

    listed = [
        {
            "model": format_model(fits.models[row], lists),
            name: float(criterion[row]),
            "delta": float(delta[i]),
            "point": float(total[i]),
        }
        for i, row in enumerate(order[:_LISTED])
    ]
    return {
        "near_best": listed[:BEST] if len(listed) > 1 else [],
        "near_best_range": spread(min(BEST, len(order))),
        "within_10": {**spread(len(order)), "models": listed},
    }


def saturated_loglik(counts: NDArray[np.int64]) -> float:
    """Poisson log likelihood of a model that fits every observed cell exactly."""
    full = counts[counts > 0].astype(np.float64)
    return float((full * np.log(full) - full - gammaln(full + 1)).sum())

"""A log-linear model in which the odds ratio of two lists is given and not estimated."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_MOST_STEPS = 60
_ARRIVED = 1e-10


@dataclass(frozen=True, slots=True, eq=False)
class FixedOdds:
    """A table and a model, ready to be fitted with the log odds ratio of one pair as an offset.

    Attributes:
        design: shape (cells, terms), the intercept first.
        people: shape (cells,), counts of the cells that the model holds to be possible.
        both: shape (cells,), 1 where the pair is met.
    """

    design: NDArray[np.float64]
    people: NDArray[np.float64]
    both: NDArray[np.float64]

    @classmethod
    def of(cls, counts: NDArray[np.int64], model: NDArray[np.bool_], pair: int) -> FixedOdds:
        """The model without its term for the pair; terms above the pair stay as they are.

        As in every fit of this room, a term that nobody supports is minus infinity and takes its
        cells with it.

        Args:
            counts: shape (2**t,), people by cell.
            model: shape (2**t,), True at each term.
            pair: bitmask of the two lists.
        """
        cells = np.arange(1, len(counts))
        terms = np.flatnonzero(model)
        terms = terms[terms != pair]
        within = (cells[:, None] & terms) == terms
        supported = within[counts[1:] > 0].any(axis=0)
        kept = ~within[:, ~supported].any(axis=1)
        return cls(
            within[kept][:, supported].astype(np.float64),
            counts[1:][kept].astype(np.float64),
            ((cells[kept] & pair) == pair).astype(np.float64),
        )

    def fit(self, log_odds: float) -> tuple[float, float] | None:
        """Unseen people and log likelihood (without log n!), or None if it does not converge."""
        return _newton(self.design, self.people, log_odds * self.both)

    def fit_free(self) -> tuple[float, float] | None:
        """Log odds ratio and log likelihood where the pair's term is estimated too."""
        design = np.column_stack([self.design, self.both])
        theta, loglik = _solve(design, self.people, np.zeros_like(self.people))
        return None if math.isnan(loglik) else (float(theta[-1]), loglik)


def _newton(
    design: NDArray[np.float64], people: NDArray[np.float64], offset: NDArray[np.float64]
) -> tuple[float, float] | None:
    theta, loglik = _solve(design, people, offset)
    if math.isnan(loglik) or not theta[0] < math.log(1e12):
        return None
    return math.exp(theta[0]), loglik


def _solve(
    design: NDArray[np.float64], people: NDArray[np.float64], offset: NDArray[np.float64]
) -> tuple[NDArray[np.float64], float]:
    """Newton's method for log mu = offset + X theta; the log likelihood is nan if it fails."""
    start = people + 0.5
    root = np.sqrt(start)
    target = (np.log(start) - offset) * root
    found = np.linalg.lstsq(design * root[:, None], target, rcond=None)[0]
    theta = np.asarray(found, dtype=np.float64)
    eta = offset + design @ theta
    mu = np.exp(np.minimum(eta, 50.0))
    loglik = float(people @ eta - mu.sum())
    for _ in range(_MOST_STEPS):
        score = design.T @ (people - mu)
        try:
            step = np.linalg.solve(design.T @ (design * mu[:, None]), score)
        except np.linalg.LinAlgError:
            break
        if score @ step < _ARRIVED:
            return theta, loglik
        share, new = 1.0, -math.inf
        while share > 1e-9:
            trial = theta + share * step
            eta = offset + design @ trial
            mu = np.exp(np.minimum(eta, 50.0))
            new = float(people @ eta - mu.sum())
            if new >= loglik - 1e-9 * abs(loglik):
                break
            share /= 2
        theta, loglik = trial, new
    return theta, math.nan

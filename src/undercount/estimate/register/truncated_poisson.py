"""The zero-truncated Poisson likelihood, and the total that follows from it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

_MOST_STEPS = 100
_ARRIVED = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class PoissonFit:
    """A zero-truncated Poisson regression that converged.

    Attributes:
        beta: shape (p,), coefficients on the log rate.
        rate: shape (g,), expected meetings a person.
        information: shape (p, p), Fisher information of beta.
        loglik: log likelihood without the log y! of the data.
    """

    beta: NDArray[np.float64]
    rate: NDArray[np.float64]
    information: NDArray[np.float64]
    loglik: float


def fit_poisson(
    design: NDArray[np.float64], people: NDArray[np.float64], meetings: NDArray[np.float64]
) -> PoissonFit | None:
    """Maximum likelihood by Newton steps; None if it does not converge.

    P(y) = l**y / (y! (e**l - 1)) for y = 1, 2, ..., log l = X beta (van der Heijden et al. 2003).
    The likelihood needs people and meetings of each group only.

    Args:
        design: shape (g, p).
        people: shape (g,), people met at least once.
        meetings: shape (g,), how often they were met in all.
    """
    beta = np.zeros(design.shape[1])
    beta[0] = np.log(2 * (meetings.sum() / people.sum() - 1))
    loglik = _loglik(design @ beta, people, meetings)
    for _ in range(_MOST_STEPS):
        rate = np.exp(design @ beta)
        mean = rate / -np.expm1(-rate)
        score = design.T @ (meetings - people * mean)
        # The variance mean (1 + rate - mean), free of its cancellation at small rates.
        weight = people * mean * (1 - rate / np.expm1(np.minimum(rate, 700.0)))
        information = (design.T * weight) @ design
        try:
            step = np.linalg.solve(information, score)
        except np.linalg.LinAlgError:
            return None
        if step @ score < _ARRIVED * max(1.0, abs(loglik)):
            return PoissonFit(beta, rate, information, loglik)
        # Five log units a step at most keep the first steps out of overflow.
        share = min(1.0, 5.0 / float(np.abs(step).max()))
        while True:
            trial = _loglik(design @ (beta + share * step), people, meetings)
            if trial >= loglik or share < 1e-8:
                break
            share /= 2
        beta, loglik = beta + share * step, trial
    return None


def horvitz_thompson(
    fit: PoissonFit, design: NDArray[np.float64], people: NDArray[np.float64]
) -> tuple[NDArray[np.float64], float]:
    """Each group's total, and the standard error of their sum.

    N = sum people / p with p = 1 - exp(-rate). Its variance is sum people (1 - p) / p**2, for who
    happened to be met, plus g' I**-1 g, for the rates being estimated, with g the gradient of N
    (van der Heijden et al. 2003).

    Returns:
        totals of shape (g,), people; standard error, people.
    """
    seen = -np.expm1(-fit.rate)
    missed = np.exp(-fit.rate)
    gradient = design.T @ (-people * missed * fit.rate / seen**2)
    variance = (people * missed / seen**2).sum()
    variance += gradient @ np.linalg.solve(fit.information, gradient)
    return people / seen, float(np.sqrt(variance))


def separated(
    design: NDArray[np.float64], people: NDArray[np.float64], meetings: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Shape (g,): groups whose rate runs to 0, and with it the total to infinity.

    There are any if some direction d has X d = 0 in every group with a second meeting and
    X d <= 0, not all 0, in those without: the likelihood then rises along d for ever.
    """
    once: NDArray[np.bool_] = meetings == people
    if not once.any():
        return once
    found = linprog(
        design[once].sum(axis=0),
        A_ub=np.vstack([design[once], design[~once], -design[~once]]),
        b_ub=np.zeros(len(design) + int((~once).sum())),
        bounds=(-1, 1),
        method="highs",
    )
    direction = np.asarray(found.x, dtype=np.float64)
    falls: NDArray[np.bool_] = once & (design @ direction < -1e-7)
    return falls


def _loglik(
    eta: NDArray[np.float64], people: NDArray[np.float64], meetings: NDArray[np.float64]
) -> float:
    # log(e**l - 1) = l + log(1 - e**-l), which does not overflow.
    rate = np.exp(np.minimum(eta, 700.0))
    return float(meetings @ eta - people @ (rate + np.log(-np.expm1(-rate))))

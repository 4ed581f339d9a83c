"""Maximum likelihood of the power law, by Newton steps on all parameters together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from undercount.estimate.aggregate.likelihood import Array, Terms, terms

_MOST_STEPS = 200
_ARRIVED = 1e-14
_MOST_DAMPING = 1e9
# A dispersion beyond this many times the largest mean leaves nothing but Poisson noise.
_POISSON = 1e3
# Where Newton stalls beyond this many, it stalls on the way there.
_NEARLY_POISSON = 10.0


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """What is fitted.

    Attributes:
        m: shape (r,), encounters.
        size: shape (r, a), log N times the columns of alpha's design.
        ratio: shape (r,), n / N.
        weight: shape (r,), how often each row counts.
        truncated: whether rows without an encounter could not be in the table.
    """

    m: Array
    size: Array
    ratio: Array
    weight: Array
    truncated: bool


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """A power law at its maximum.

    Attributes:
        theta: shape (k,), alpha's coefficients, beta, log gamma if it was estimated, log phi if
            the family has one.
        gamma: the gamma used.
        tau: log phi, or None for Poisson.
        free_gamma: whether gamma is in theta.
        eta: shape (r,), log means.
        information: shape (k, k), observed.
        scores: shape (r, k), by row, unweighted.
        loglik: log likelihood.
    """

    theta: Array
    gamma: float
    tau: float | None
    free_gamma: bool
    eta: Array
    information: Array
    scores: Array
    loglik: float

    def alpha(self, columns: int) -> Array:
        """Shape (columns,), the coefficients of alpha."""
        return self.theta[:columns]


class NoDispersionError(Exception):
    """The negative binomial ran to its Poisson limit."""


def fit_power_law(
    given: Problem,
    gamma: float | None,
    negative_binomial: bool,
    start: Array | None = None,
) -> Fit | None:
    """The fit of log mu = log N x'a + beta log(gamma + n / N); None if it does not converge.

    Args:
        given: the rows.
        gamma: held at this value, or None to estimate it, which needs a start.
        negative_binomial: else Poisson.
        start: shape (k,), first values.

    Raises:
        NoDispersionError: the dispersion parameter runs to infinity.
    """
    theta = _start(given, gamma, negative_binomial) if start is None else start.copy()
    value, slope, curve, parts, eta = _objective(given, theta, gamma, negative_binomial)
    damping = 0.0 if np.isfinite(value) else np.inf
    for _ in range(_MOST_STEPS):
        if damping > _MOST_DAMPING:
            break
        if negative_binomial and _beyond(theta, eta, _POISSON):
            raise NoDispersionError
        step = _step(curve, slope, damping)
        if step is None:
            damping = max(1e-3, damping * 10)
            continue
        gain = float(step @ slope)
        if gain < _ARRIVED * max(1.0, abs(value)) and damping < 1e-2:
            return _made(given, theta, gamma, negative_binomial, value, curve, parts, eta)
        longest = float(np.abs(step).max())
        if longest == 0 or not np.isfinite(longest):
            break
        step *= min(1.0, 2.0 / longest)
        tried = theta + step
        after = _objective(given, tried, gamma, negative_binomial)
        if np.isfinite(after[0]) and after[0] >= value - 1e-12 * abs(value):
            theta, (value, slope, curve, parts, eta) = tried, after
            damping = damping / 10 if damping > 1e-6 else 0.0
        else:
            damping = max(1e-3, damping * 10)
    if negative_binomial and np.isfinite(value) and _beyond(theta, eta, _NEARLY_POISSON):
        raise NoDispersionError
    return None


def _beyond(theta: Array, eta: Array, times: float) -> bool:
    """Whether the dispersion parameter exceeds the largest mean so many times."""
    return bool(theta[-1] > np.log(times * max(1.0, float(np.exp(eta).max()))))


def _step(curve: Array, slope: Array, damping: float) -> Array | None:
    """A step uphill, or None where the damped curvature is not that of a hill."""
    scale = np.abs(np.diag(curve)) + 1e-12
    try:
        factor = np.linalg.cholesky(curve + damping * np.diag(scale))
    except np.linalg.LinAlgError:
        return None
    made: Array = np.linalg.solve(factor.T, np.linalg.solve(factor, slope))
    return made


def _start(given: Problem, gamma: float | None, negative_binomial: bool) -> Array:
    if gamma is None:
        raise ValueError("gamma to be estimated needs a start")
    design = np.column_stack([given.size, np.log(gamma + given.ratio)])
    root = np.sqrt(given.weight * (given.m + 0.5))
    made = np.linalg.lstsq(design * root[:, None], np.log(given.m + 0.5) * root, rcond=None)[0]
    return np.append(made, 0.0) if negative_binomial else np.asarray(made, dtype=np.float64)


def _objective(
    given: Problem, theta: Array, gamma: float | None, negative_binomial: bool
) -> tuple[float, Array, Array, NDArray[np.float64], Array]:
    """Log likelihood, its slope, minus its curvature, scores by row, log means."""
    columns = given.size.shape[1]
    held = float(np.exp(theta[columns + 1])) if gamma is None else gamma
    rate = np.log(held + given.ratio)
    beta = theta[columns]
    eta = given.size @ theta[:columns] + beta * rate
    if float(np.abs(eta).max()) > 200:
        return -np.inf, theta, np.empty(0), np.empty(0), eta
    found: Terms = terms(given.m, eta, theta[-1] if negative_binomial else None, given.truncated)
    design = np.column_stack([given.size, rate])
    if gamma is None:
        inside = held / (held + given.ratio)
        design = np.column_stack([design, beta * inside])
    scores = design * found.by_eta[:, None]
    curve = (design.T * (given.weight * found.eta_eta)) @ design
    if gamma is None:
        pull = given.weight * found.by_eta * inside
        at = columns + 1
        curve[at, at] += beta * (pull * (1 - inside)).sum()
        curve[at, columns] += pull.sum()
        curve[columns, at] += pull.sum()
    if negative_binomial:
        scores = np.column_stack([scores, found.by_tau])
        cross = design.T @ (given.weight * found.eta_tau)
        wider = np.empty((len(theta), len(theta)))
        wider[:-1, :-1], wider[-1, :-1], wider[:-1, -1] = curve, cross, cross
        wider[-1, -1] = given.weight @ found.tau_tau
        curve = wider
    return float(given.weight @ found.value), given.weight @ scores, -curve, scores, eta


def _made(
    given: Problem,
    theta: Array,
    gamma: float | None,
    negative_binomial: bool,
    value: float,
    curve: Array,
    scores: Array,
    eta: Array,
) -> Fit:
    at = given.size.shape[1] + 1
    return Fit(
        theta=theta,
        gamma=float(np.exp(theta[at])) if gamma is None else gamma,
        tau=float(theta[-1]) if negative_binomial else None,
        free_gamma=gamma is None,
        eta=eta,
        information=curve,
        scores=scores,
        loglik=value,
    )

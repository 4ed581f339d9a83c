"""Expectation propagation: the Gaussian that stands in for the posterior under interval figures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg.lapack import dpotrf, dtrtri

from undercount.reconcile.interval_factor import Floats, interval_factor

_SWEEPS = 60
_TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Approximation:
    """A Gaussian posterior of the n values f_i = level at day i + house effect of its source.

    Attributes:
        precision: of the Gaussian that stands in for each figure's likelihood, shape (n,).
        shift: precision times mean of the same, shape (n,).
        mean: posterior means of f, shape (n,).
        weights: K^-1 times the posterior mean, shape (n,): predictions are cross @ weights.
        shrink: (K + 1/precision)^-1, shape (n, n): predictions lose cross @ shrink @ cross'.
        log_evidence: log probability of the figures under the model.
        by_noise: its derivative by each figure's noise variance, shape (n,).
        converged: whether the stand-ins had settled.
    """

    precision: Floats
    shift: Floats
    mean: Floats
    weights: Floats
    shrink: Floats
    log_evidence: float
    by_noise: Floats
    converged: bool

    def by_covariance(self, change: Floats) -> float:
        """Derivative of the log evidence when the prior covariance changes by `change`."""
        through_mean = self.weights @ change @ self.weights
        return float(0.5 * (through_mean - np.sum(self.shrink * change)))


def propagate(
    covariance: Floats,
    low: Floats,
    high: Floats,
    noise: Floats,
    start: tuple[Floats, Floats] | None = None,
) -> Approximation:
    """Posterior of f ~ N(0, covariance) given low_i <= f_i + N(0, noise_i) <= high_i.

    Each interval's likelihood is replaced by the Gaussian that gives f_i the right mean and
    variance when all other figures are taken into account (Minka 2001; Rasmussen & Williams
    2006, section 3.6, with the probit of an interval for that of a half line). The likelihood is
    log-concave, so the precisions stay positive. Exact figures are Gaussian already and need no
    sweep.

    Args:
        covariance: prior covariance of f, shape (n, n).
        low: lower ends, log people, shape (n,); -inf allowed.
        high: upper ends, shape (n,); equal to `low` for an exact figure.
        noise: variance of each source's scatter, shape (n,).
        start: precision and shift of an earlier answer to set out from.
    """
    eye = np.eye(len(noise))
    exact = high == low
    precision, shift = _first_guess(low, high, noise)
    if start is not None:
        precision, shift = np.where(exact, precision, start[0]), np.where(exact, shift, start[1])
    step, before, converged = 1.0, np.inf, False
    for _ in range(_SWEEPS):
        mean, variance, shrink, log_det = _posterior(covariance, precision, shift, eye)
        left = 1 / (1 / variance - precision)
        left_mean = left * (mean / variance - shift)
        value, first, second, by_noise = interval_factor(low, high, left_mean, left + noise)
        fresh = -second / (1 + left * second)
        fresh_shift = (first - left_mean * second) / (1 + left * second)
        turned = np.abs(fresh - precision) * variance
        shifted = np.abs(fresh_shift - shift) * np.sqrt(variance)
        moved = float(np.max(turned + shifted))
        if moved < _TOLERANCE:
            converged = True
            break
        # All move at once; hedged figures that share a level can overshoot together.
        step, before = step * (0.5 if moved > before else 1.0), moved
        precision = np.where(exact, precision, precision + step * (fresh - precision))
        shift = np.where(exact, shift, shift + step * (fresh_shift - shift))
    spread = 1 + left * precision
    stand_in = 0.5 * (
        (left_mean / left + shift) ** 2 * left / spread - left_mean**2 / left - np.log(spread)
    )
    log_evidence = float(np.sum(value - stand_in) - 0.5 * log_det + 0.5 * shift @ mean)
    return Approximation(
        precision, shift, mean, shift - precision * mean, shrink, log_evidence, by_noise, converged
    )


def _first_guess(low: Floats, high: Floats, noise: Floats) -> tuple[Floats, Floats]:
    bottom = np.where(np.isfinite(low), low, high - 2.0)
    precision = 1 / (noise + (high - bottom) ** 2 / 12)
    return precision, precision * 0.5 * (bottom + high)


def _posterior(
    covariance: Floats, precision: Floats, shift: Floats, eye: Floats
) -> tuple[Floats, Floats, Floats, float]:
    """Mean, variances, shrink matrix, and log determinant of I + K * precision."""
    root = np.sqrt(precision)
    # LAPACK itself: on fifty figures scipy's wrappers cost as much as the work.
    factor, _ = dpotrf(eye + root[:, None] * covariance * root, lower=1)
    inverse, _ = dtrtri(factor, lower=1)
    half = inverse * root
    through = half @ covariance
    mean = covariance @ shift - through.T @ (through @ shift)
    variance = covariance.diagonal() - np.sum(through**2, axis=0)
    return mean, variance, half.T @ half, 2 * float(np.sum(np.log(factor.diagonal())))

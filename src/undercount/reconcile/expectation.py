"""Expectation propagation: the Gaussian that stands in for the posterior under interval figures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg.lapack import dpotrf, dtrtri

from undercount.reconcile.interval_factor import Floats, interval_factor

_SWEEPS = 60
_TOLERANCE = 1e-6
# Share of its own variance that a figure must take away to count as telling.
_VAGUE = 1e-3


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
    exact = high == low
    precision, shift = _first_guess(low, high, noise)
    if start is not None:
        precision, shift = np.where(exact, precision, start[0]), np.where(exact, shift, start[1])
    step, before, converged = 1.0, np.inf, False
    for _ in range(_SWEEPS):
        weights, variance, half, log_det = _posterior(covariance, precision, shift)
        mean = covariance @ weights
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
    shrink = half.T @ half
    return Approximation(precision, shift, mean, weights, shrink, log_evidence, by_noise, converged)


def _first_guess(low: Floats, high: Floats, noise: Floats) -> tuple[Floats, Floats]:
    bottom = np.where(np.isfinite(low), low, high - 2.0)
    precision = 1 / (noise + (high - bottom) ** 2 / 12)
    return precision, precision * 0.5 * (bottom + high)


def _posterior(
    covariance: Floats, precision: Floats, shift: Floats
) -> tuple[Floats, Floats, Floats, float]:
    """K^-1 times the mean, variances, a root of the shrink matrix, log det of I + K * precision.

    With B = I + R K R, R the root of the precisions, and L its Cholesky factor, the posterior
    covariance is R^-1 (I - B^-1) R^-1: its diagonal needs L^-1 only, no product of matrices.
    """
    root = np.sqrt(precision)
    scaled = root[:, None] * covariance * root
    scaled.flat[:: len(root) + 1] += 1
    # LAPACK itself: on fifty figures scipy's wrappers cost as much as the work. It stores by
    # columns, so a symmetric matrix goes in transposed and is not copied.
    factor, _ = dpotrf(scaled.T, lower=1, overwrite_a=1)
    log_det = 2 * float(np.sum(np.log(factor.diagonal())))
    inverse, _ = dtrtri(factor, lower=1, overwrite_c=1)
    # K^-1 times the mean is a solve of its own: shift - precision * mean would lose its digits
    # where hundreds of figures share a level whose prior is flat.
    target = np.divide(shift, root, out=np.zeros_like(shift), where=root > 0)
    weights = root * (inverse.T @ (inverse @ target))
    told = 1 - np.einsum("ij,ij->j", inverse, inverse)
    # Where a figure tells next to nothing, the difference has lost its digits.
    vague = told < _VAGUE
    variance = told / np.where(vague, 1.0, precision)
    if vague.any():
        through = inverse @ (root[:, None] * covariance[:, vague])
        variance[vague] = covariance.diagonal()[vague] - np.sum(through**2, axis=0)
    return weights, variance, inverse * root, log_det

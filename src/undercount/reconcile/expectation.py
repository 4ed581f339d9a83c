"""Expectation propagation: the Gaussian that stands in for the posterior under interval figures.

Import this module inside a fit only: it loads numba, and compiles on first use (kept on disk).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numba import njit

from undercount.reconcile.interval_factor import Floats, mixed_factor

_SWEEPS = 60
TOLERANCE = 1e-6
# Share of its own variance that a figure must take away to count as telling.
_VAGUE = 1e-3
# Triangles up to this size are inverted by plain loops.
_BLOCK = 40
# A stand-in that would have to be less than flat (a figure torn between two readings) is kept
# this flat.
_FLAT = 1e-9


@dataclass(frozen=True, slots=True)
class Approximation:
    """A Gaussian posterior of the n latent values f_i behind the figures.

    Attributes:
        precision: of the Gaussian that stands in for each figure's likelihood, shape (n,).
        shift: precision times mean of the same, shape (n,).
        mean: posterior means of f, shape (n,).
        weights: K^-1 times the posterior mean, shape (n,): predictions are cross @ weights.
        half: a root of the shrink matrix (K + 1/precision)^-1 = half' half, shape (n, n).
        rest_mean: what all other figures say of each, shape (n,).
        rest_variance: the doubt about that, noise apart, shape (n,).
        log_evidence: log probability of the figures under the model.
        by_noise: its derivative by each figure's noise variance, shape (n,).
        gross: chance that each figure is a gross error, shape (n,).
        converged: whether the stand-ins had settled.
    """

    precision: Floats
    shift: Floats
    mean: Floats
    weights: Floats
    half: Floats
    rest_mean: Floats
    rest_variance: Floats
    log_evidence: float
    by_noise: Floats
    gross: Floats
    converged: bool

    @property
    def shrink(self) -> Floats:
        """(K + 1/precision)^-1, shape (n, n): predictions lose cross @ shrink @ cross'."""
        return np.asarray(self.half.T @ self.half, dtype=np.float64)

    def by_covariance(self, change: Floats) -> float:
        """Derivative of the log evidence when the prior covariance changes by `change`."""
        return float(slopes(self, change[None])[0])


def slopes(posterior: Approximation, changes: Floats) -> Floats:
    """Derivatives of the log evidence by changes of the covariance, (k, n, n) to (k,)."""
    pull = np.outer(posterior.weights, posterior.weights) - posterior.shrink
    flat = changes.reshape(len(changes), -1)
    return np.asarray(0.5 * (flat @ pull.ravel()), dtype=np.float64)


def propagate(
    covariance: Floats,
    low: Floats,
    high: Floats,
    noise: Floats,
    start: tuple[Floats, Floats] | None = None,
    gross: tuple[Floats, float] | None = None,
    tolerance: float = TOLERANCE,
) -> Approximation:
    """Posterior of f ~ N(0, covariance) given low_i <= f_i + N(0, noise_i) <= high_i.

    Each interval's likelihood is replaced by the Gaussian that gives f_i the right mean and
    variance when all other figures are taken into account (Minka 2001; Rasmussen & Williams
    2006, section 3.6, with the probit of an interval for that of a half line). The likelihood is
    log-concave, so the precisions stay positive. Exact figures are Gaussian already and need no
    sweep. Where some may be gross errors the likelihood has two parts (Jylanki, Vanhatalo &
    Vehtari 2011, JMLR 12, 3227-3257, on such likelihoods): a precision that would turn negative
    is held at nothing.

    Args:
        covariance: prior covariance of f, shape (n, n).
        low: lower ends, log people, shape (n,); -inf allowed.
        high: upper ends, shape (n,); equal to `low` for an exact figure.
        noise: variance of each source's scatter, shape (n,).
        start: precision and shift of an earlier answer to set out from.
        gross: chance of a gross error for each figure, shape (n,), and how many times
            the usual noise variance those have.
        tolerance: largest move, in posterior standard deviations, that counts as settled.
    """
    chance, times = (np.zeros(len(low)), 1.0) if gross is None else gross
    precision, shift = _first_guess(low, high, noise)
    if start is not None:
        exact = (high == low) & (chance == 0)
        precision, shift = np.where(exact, precision, start[0]), np.where(exact, shift, start[1])
    return Approximation(
        *_settle(covariance, low, high, noise, chance, times, precision, shift, tolerance)
    )


def _first_guess(low: Floats, high: Floats, noise: Floats) -> tuple[Floats, Floats]:
    bottom = np.where(np.isfinite(low), low, high - 2.0)
    precision = 1 / (noise + (high - bottom) ** 2 / 12)
    return precision, precision * 0.5 * (bottom + high)


@njit(cache=True)
def _settle(
    covariance: Floats,
    low: Floats,
    high: Floats,
    noise: Floats,
    chance: Floats,
    times: float,
    precision: Floats,
    shift: Floats,
    tolerance: float,
) -> tuple[Floats, Floats, Floats, Floats, Floats, Floats, Floats, float, Floats, Floats, bool]:
    """The sweeps of `propagate`; answers the fields of `Approximation` in their order."""
    loose = np.where((high == low) & (chance == 0), 0.0, 1.0)
    step, before, sweep = 1.0, np.inf, 0
    while True:
        weights, variance, half, log_det = _posterior(covariance, precision, shift)
        mean = covariance @ weights
        left = 1 / (1 / variance - precision)
        left_mean = left * (mean / variance - shift)
        value, first, second, by_noise, odd = mixed_factor(
            low, high, left_mean, left, noise, chance, times
        )
        fresh = np.maximum(-second / (1 + left * second), _FLAT)
        fresh_shift = first + fresh * (left_mean + left * first)
        turned = np.abs(fresh - precision) * variance
        moved = np.max(turned + np.abs(fresh_shift - shift) * np.sqrt(variance))
        sweep += 1
        converged = moved < tolerance
        if converged or sweep == _SWEEPS:
            break
        # All move at once; hedged figures that share a level can overshoot together.
        if moved > before:
            step *= 0.5
        before = moved
        precision = precision + step * loose * (fresh - precision)
        shift = shift + step * loose * (fresh_shift - shift)
    spread = 1 + left * precision
    stand_in = 0.5 * (
        (left_mean / left + shift) ** 2 * left / spread - left_mean**2 / left - np.log(spread)
    )
    log_evidence = float(np.sum(value - stand_in + 0.5 * shift * mean)) - 0.5 * log_det
    return (
        precision, shift, mean, weights, half, left_mean, left, log_evidence, by_noise, odd,
        converged,
    )  # fmt: skip


@njit(cache=True)
def _posterior(
    covariance: Floats, precision: Floats, shift: Floats
) -> tuple[Floats, Floats, Floats, float]:
    """K^-1 times the mean, variances, a root of the shrink matrix, log det of I + K * precision.

    With B = I + R K R, R the root of the precisions, and L its Cholesky factor, the posterior
    covariance is R^-1 (I - B^-1) R^-1: its diagonal needs L^-1 only, no product of matrices.
    """
    many = len(precision)
    root = np.sqrt(precision)
    scaled = root.reshape(-1, 1) * covariance * root
    for i in range(many):
        scaled[i, i] += 1
    factor = np.ascontiguousarray(np.linalg.cholesky(scaled))
    log_det = 0.0
    for i in range(many):
        log_det += 2 * math.log(factor[i, i])
    inverse = _inverse(factor)
    # K^-1 times the mean is a solve of its own: shift - precision * mean would lose its digits
    # where hundreds of figures share a level whose prior is flat.
    weights = root * (inverse.T @ (inverse @ (shift / root)))
    told = 1 - np.sum(inverse**2, axis=0)
    variance = told / precision
    for i in range(many):
        # Where a figure tells next to nothing, the difference has lost its digits.
        if told[i] < _VAGUE:
            through = inverse @ (root * covariance[i])
            variance[i] = covariance[i, i] - np.sum(through**2)
    return weights, variance, inverse * root, log_det


@njit(cache=True)
def _inverse(triangle: Floats) -> Floats:
    """The inverse of a lower triangle: of halves, while there are products worth having."""
    many = len(triangle)
    if many <= _BLOCK:
        return _small_inverse(triangle)
    cut = many // 2
    made = np.zeros((many, many))
    top = _inverse(np.ascontiguousarray(triangle[:cut, :cut]))
    end = _inverse(np.ascontiguousarray(triangle[cut:, cut:]))
    made[:cut, :cut] = top
    made[cut:, cut:] = end
    made[cut:, :cut] = -end @ (np.ascontiguousarray(triangle[cut:, :cut]) @ top)
    return made


@njit(cache=True, fastmath={"reassoc", "contract"})
def _small_inverse(triangle: Floats) -> Floats:
    """The same by columns that are kept as rows."""
    many = len(triangle)
    turned = np.zeros((many, many))
    for j in range(many):
        turned[j, j] = 1 / triangle[j, j]
        for i in range(j + 1, many):
            total = 0.0
            for k in range(j, i):
                total += triangle[i, k] * turned[j, k]
            turned[j, i] = -total / triangle[i, i]
    return np.ascontiguousarray(turned.T)

"""What "between 6,300 and 6,999" says about a latent number: the probit interval likelihood.

Import this module inside a fit only: it loads numba, and compiles on first use (kept on disk).
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Below this share of the scatter a Gaussian density is flat across the interval, and the
# difference of two cumulative probabilities would lose its digits.
_NARROW = 1e-5
_LOG_ROOT_2PI = 0.5 * math.log(2 * math.pi)
_ROOT_2 = math.sqrt(2.0)
# Beyond this erfc underflows; five terms of the asymptotic series have sixteen digits there.
_FAR = -35.0


@njit(cache=True)
def _log_ndtr(x: float) -> float:
    """Log of the standard normal's cumulative probability."""
    if x > _FAR:
        return math.log(0.5 * math.erfc(-x / _ROOT_2))
    s = 1 / (x * x)
    tail = 1 - s * (1 - s * (3 - s * (15 - 105 * s)))
    return -0.5 * x * x - _LOG_ROOT_2PI - math.log(-x) + math.log(tail)


@njit(cache=True)
def _one(
    low: float, high: float, mean: float, variance: float
) -> tuple[float, float, float, float]:
    scale = math.sqrt(variance)
    a, b = (low - mean) / scale, (high - mean) / scale
    if b - a < _NARROW:
        z = 0.5 * (a + b)
        value = -0.5 * z * z - _LOG_ROOT_2PI - math.log(scale)
        return value, z / scale, -1 / variance, 0.5 * (z * z - 1) / variance
    # Mirrored so that both ends lie where the logarithm keeps its digits.
    sign = 1.0
    if a > 0:
        sign, a, b = -1.0, -b, -a
    upper = _log_ndtr(b)
    lower = _log_ndtr(a) if a > -1e300 else -np.inf
    value = upper + math.log1p(-math.exp(min(lower - upper, -1e-300)))
    at_a = math.exp(-0.5 * a * a - _LOG_ROOT_2PI - value) if a > -1e150 else 0.0
    at_b = math.exp(-0.5 * b * b - _LOG_ROOT_2PI - value) if b < 1e150 else 0.0
    a_at_a = a * at_a if at_a > 0 else 0.0
    b_at_b = b * at_b if at_b > 0 else 0.0
    first = sign * (at_a - at_b) / scale
    curve = (a_at_a - b_at_b) / variance
    # Log-concave by theory; deep inside a wide interval rounding may leave a hair above nothing.
    return value, first, min(curve - first * first, 0.0), 0.5 * curve


@njit(cache=True)
def interval_factor(
    low: Floats, high: Floats, mean: Floats, variance: Floats
) -> tuple[Floats, Floats, Floats, Floats]:
    """log P(low <= y <= high) for y ~ N(mean, variance), and its derivatives.

    An interval without width stands for the density at its point, so that exact and hedged
    figures share one likelihood.

    Args:
        low: lower ends, log people; -inf allowed.
        high: upper ends, log people.
        mean: mean of y.
        variance: variance of y, doubt about the mean and the source's noise together.

    Returns:
        (log factor, d/d mean, d2/d mean2, d/d variance), each of the shape of `mean`.
    """
    rows = np.empty((4, mean.size))
    for i in range(mean.size):
        value, first, second, by_variance = _one(low[i], high[i], mean[i], variance[i])
        rows[0, i], rows[1, i], rows[2, i], rows[3, i] = value, first, second, by_variance
    return rows[0], rows[1], rows[2], rows[3]


@njit(cache=True)
def mixed_factor(
    low: Floats,
    high: Floats,
    mean: Floats,
    variance: Floats,
    noise: Floats,
    gross: Floats,
    times: float,
) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """The factor of figures some of which are gross errors, whose noise is a multiple.

    Args:
        low: lower ends, log people, shape (n,).
        high: upper ends, shape (n,).
        mean: what all other figures say of each, shape (n,).
        variance: doubt about that, noise apart, shape (n,).
        noise: noise variance of each figure's source, shape (n,).
        gross: chance before the figures are seen that each is a gross error, shape (n,).
        times: noise variance of a gross error as a multiple of the usual one.

    Returns:
        (log factor, d/d mean, d2/d mean2, d/d noise, chance of a gross error), each (n,).
    """
    rows = np.empty((5, mean.size))
    for i in range(mean.size):
        value, first, second, by_noise = _one(low[i], high[i], mean[i], variance[i] + noise[i])
        odd = 0.0
        if gross[i] > 0:
            far, far_first, far_second, far_by_noise = _one(
                low[i], high[i], mean[i], variance[i] + times * noise[i]
            )
            value += math.log1p(-gross[i])
            far += math.log(gross[i])
            top = max(value, far)
            both = top + math.log(math.exp(value - top) + math.exp(far - top))
            odd = math.exp(far - both)
            mixed = (1 - odd) * first + odd * far_first
            second = (
                (1 - odd) * (second + first * first)
                + odd * (far_second + far_first * far_first)
                - mixed * mixed
            )
            value, first = both, mixed
            by_noise = (1 - odd) * by_noise + odd * times * far_by_noise
        rows[0, i], rows[1, i], rows[2, i], rows[3, i], rows[4, i] = (
            value, first, second, by_noise, odd,
        )  # fmt: skip
    return rows[0], rows[1], rows[2], rows[3], rows[4]

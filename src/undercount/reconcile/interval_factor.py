"""What "between 6,300 and 6,999" says about a latent number: the probit interval likelihood."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_ndtr

Floats = NDArray[np.float64]

# Below this share of the scatter a Gaussian density is flat across the interval, and the
# difference of two cumulative probabilities would lose its digits.
_NARROW = 1e-5
_LOG_ROOT_2PI = 0.5 * np.log(2 * np.pi)


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
    scale = np.sqrt(variance)
    a, b = (low - mean) / scale, (high - mean) / scale
    point = (b - a) < _NARROW
    z = np.where(point, 0.5 * (a + b), 0.0)
    # Mirrored so that both ends lie where log_ndtr keeps its digits.
    mirrored = a > 0
    a, b = np.where(mirrored, -b, a), np.where(mirrored, -a, b)
    b = np.where(point, a + 1.0, b)
    upper = log_ndtr(b)
    log_mass = upper + np.log1p(-np.exp(np.minimum(log_ndtr(a) - upper, -1e-300)))
    at_a = np.exp(-0.5 * a**2 - _LOG_ROOT_2PI - log_mass)
    at_b = np.exp(-0.5 * b**2 - _LOG_ROOT_2PI - log_mass)
    a_at_a = np.where(np.isfinite(a), np.where(np.isfinite(a), a, 0.0) * at_a, 0.0)
    slope = np.where(mirrored, -1.0, 1.0) * (at_a - at_b) / scale
    curve = (a_at_a - b * at_b) / variance
    value = np.where(point, -0.5 * z**2 - _LOG_ROOT_2PI - np.log(scale), log_mass)
    first = np.where(point, z / scale, slope)
    second = np.where(point, -1 / variance, curve - slope**2)
    by_variance = np.where(point, 0.5 * (z**2 - 1) / variance, 0.5 * curve)
    # Log-concave by theory; deep inside a wide interval rounding may leave a hair above nothing.
    return value, first, np.minimum(second, 0.0), by_variance

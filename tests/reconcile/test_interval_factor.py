from __future__ import annotations

import numpy as np
import pytest

from undercount.reconcile.interval_factor import interval_factor

# Twelve digits of the derivatives survive a central difference of step 1e-5; ask for six.
CLOSE = 1e-6


def brute(low: float, high: float, mean: float, variance: float) -> float:
    """The probability by Gauss-Legendre quadrature of the density, its peak factored out."""
    nodes, weights = np.polynomial.legendre.leggauss(200)
    y = 0.5 * (high - low) * nodes + 0.5 * (high + low)
    log_density = -0.5 * (y - mean) ** 2 / variance - 0.5 * np.log(2 * np.pi * variance)
    peak = float(np.max(log_density))
    area = np.sum(weights * np.exp(log_density - peak)) * 0.5 * (high - low)
    return float(np.log(area) + peak)


@pytest.mark.parametrize(
    ("low", "high", "mean", "variance"),
    [
        (-0.1, 0.1, 0.0, 0.01),
        (0.2, 0.9, 0.0, 0.04),
        (-0.9, -0.2, 0.0, 0.04),
        (0.0, 0.001, 0.3, 0.02),
        (3.0, 3.5, 0.0, 0.01),  # thirty standard deviations away
        (-3.5, -3.0, 0.0, 0.01),
    ],
)
def test_equals_quadrature(low: float, high: float, mean: float, variance: float) -> None:
    row = [np.array([x]) for x in (low, high, mean, variance)]
    assert interval_factor(*row)[0][0] == pytest.approx(brute(low, high, mean, variance), rel=1e-9)


@pytest.mark.parametrize("ends", [(0.2, 0.9), (-2.0, -1.0), (0.3, 0.3), (-np.inf, 0.4)])
def test_derivatives(ends: tuple[float, float]) -> None:
    low, high = (np.array([end]) for end in ends)
    mean, variance, step = np.array([0.1]), np.array([0.05]), 1e-5
    _, first, second, by_variance = interval_factor(low, high, mean, variance)
    up, down = (interval_factor(low, high, mean + s, variance) for s in (step, -step))
    assert first == pytest.approx((up[0] - down[0]) / (2 * step), rel=CLOSE)
    assert second == pytest.approx((up[1] - down[1]) / (2 * step), rel=CLOSE)
    up, down = (interval_factor(low, high, mean, variance + s) for s in (step, -step))
    assert by_variance == pytest.approx((up[0] - down[0]) / (2 * step), rel=CLOSE)


def test_a_narrowing_interval_becomes_the_density_at_its_point() -> None:
    mean, variance = np.array([0.1]), np.array([0.05])
    point = interval_factor(np.array([0.3]), np.array([0.3]), mean, variance)
    for half in (1e-3, 1e-4, 1e-5):
        narrow = interval_factor(np.array([0.3 - half]), np.array([0.3 + half]), mean, variance)
        assert narrow[1] == pytest.approx(point[1], rel=1e-4)
        assert narrow[2] == pytest.approx(point[2], rel=1e-3)
        assert narrow[0] - np.log(2 * half) == pytest.approx(point[0], abs=1e-4)


def test_log_concave_everywhere() -> None:
    rng = np.random.default_rng(3)
    low = rng.normal(0, 3, 2000)
    high = low + np.exp(rng.normal(-1, 2, 2000))
    mean, variance = rng.normal(0, 3, 2000), np.exp(rng.normal(-3, 1, 2000))
    _, _, second, _ = interval_factor(low, high, mean, variance)
    assert np.all(np.isfinite(second))
    assert np.all(second <= 0)
    assert np.mean(second < 0) > 0.9

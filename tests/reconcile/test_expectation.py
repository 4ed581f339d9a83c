from __future__ import annotations

import numpy as np
import pytest

from undercount.reconcile.expectation import propagate
from undercount.reconcile.interval_factor import Floats

# The sampler's own error is 0.003 posterior standard deviations; the rest is what the Gaussian
# gives away, and a tenth of that would be seen in no band.
SHARE_OF_SPREAD = 0.02


def problem() -> tuple[Floats, Floats, Floats, Floats]:
    """Six figures of two sources: exact, almost, more than, range, approx, exact."""
    days = np.array([0.0, 3.0, 20.0, 21.0, 40.0, 60.0])
    source = np.array([0, 1, 0, 1, 0, 1])
    covariance = 4.0 + 0.03**2 * np.minimum.outer(days, days)
    covariance = covariance + 0.25**2 * np.equal.outer(source, source)
    low = np.log([6000, 6300, 7001, 8000, 5400, 9106]) - 8.8
    high = np.log([6000, 6999, 14000, 11000, 6600, 9106]) - 8.8
    return covariance, low, high, np.full(6, 0.1**2)


def gibbs(
    covariance: Floats, low: Floats, high: Floats, noise: Floats, sweeps: int, seed: int
) -> tuple[Floats, Floats]:
    """Posterior mean and standard deviation by drawing the unrounded figures in turn."""
    from scipy.special import ndtr, ndtri

    rng = np.random.default_rng(seed)
    precision = np.linalg.inv(covariance + np.diag(noise))
    gain = covariance @ precision
    rest = covariance - gain @ covariance
    chains = 400
    y = np.tile(0.5 * (low + high), (chains, 1))
    means = []
    for sweep in range(sweeps):
        for i in range(len(low)):
            if low[i] == high[i]:
                continue
            spread = precision[i, i] ** -0.5
            centre = y[:, i] - (y @ precision[i]) / precision[i, i]
            a, b = ndtr((low[i] - centre) / spread), ndtr((high[i] - centre) / spread)
            y[:, i] = centre + spread * ndtri(a + (b - a) * rng.random(chains))
        if sweep >= 50:
            means.append(y @ gain.T)
    drawn = np.concatenate(means)
    return drawn.mean(axis=0), np.sqrt(drawn.var(axis=0) + np.diag(rest))


def test_mean_and_spread_equal_gibbs_sampling() -> None:
    covariance, low, high, noise = problem()
    found = propagate(covariance, low, high, noise)
    mean, spread = gibbs(covariance, low, high, noise, sweeps=600, seed=1)
    variance = np.diag(covariance - covariance @ found.shrink @ covariance)
    assert found.converged
    assert np.max(np.abs(found.mean - mean) / spread) < SHARE_OF_SPREAD
    assert np.max(np.abs(np.sqrt(variance) / spread - 1)) < SHARE_OF_SPREAD


def test_taking_a_wide_range_for_its_middle_would_be_wrong() -> None:
    """The shortcut that this replaces: a Gaussian at the middle, a uniform's variance."""
    covariance, low, high, noise = problem()
    mean, spread = gibbs(covariance, low, high, noise, sweeps=300, seed=2)
    crude = covariance + np.diag(noise + (high - low) ** 2 / 12)
    shortcut = covariance @ np.linalg.solve(crude, 0.5 * (low + high))
    assert np.max(np.abs(shortcut - mean) / spread) > 5 * SHARE_OF_SPREAD


def test_log_evidence_equals_brute_force() -> None:
    """Two interval figures and an exact one: the evidence as a double integral."""
    covariance, low, high, noise = (part[np.ix_(*[[0, 1, 3]] * part.ndim)] for part in problem())
    total = covariance + np.diag(noise)
    nodes, weights = np.polynomial.legendre.leggauss(80)
    ys = [0.5 * (high[i] - low[i]) * nodes + 0.5 * (high[i] + low[i]) for i in (1, 2)]
    grid = np.stack([np.full((80, 80), low[0]), *np.meshgrid(*ys, indexing="ij")], axis=-1)
    quadratic = np.einsum("abi,ij,abj->ab", grid, np.linalg.inv(total), grid)
    log_det = np.linalg.slogdet(2 * np.pi * total)[1]
    area = 0.25 * (high[1] - low[1]) * (high[2] - low[2])
    brute = np.log(area * weights @ np.exp(-0.5 * quadratic) @ weights) - 0.5 * log_det
    found = propagate(covariance, low, high, noise)
    assert found.log_evidence == pytest.approx(brute, abs=2e-3)


def test_exact_figures_alone_are_the_textbook_gaussian() -> None:
    covariance, low, _, noise = problem()
    found = propagate(covariance, low, low, noise)
    total = covariance + np.diag(noise)
    assert found.mean == pytest.approx(covariance @ np.linalg.solve(total, low), rel=1e-9)
    log_det = np.linalg.slogdet(2 * np.pi * total)[1]
    textbook = -0.5 * low @ np.linalg.solve(total, low) - 0.5 * log_det
    assert found.log_evidence == pytest.approx(textbook, rel=1e-9)


def test_hundreds_of_figures_of_one_level_keep_its_digits() -> None:
    """The flat prior of the level is 1e6 times the noise: the closed form of one shared level."""
    rng = np.random.default_rng(8)
    said, flat, noise = 0.3 + 0.1 * rng.standard_normal(300), 100.0, 1e-4
    found = propagate(np.full((300, 300), flat), said, said, np.full(300, noise))
    level = flat * said.sum() / (noise + 300 * flat)
    assert flat * found.weights.sum() == pytest.approx(level, abs=1e-7)
    assert found.mean == pytest.approx(np.full(300, level), abs=1e-7)


def test_a_figure_that_tells_nothing_changes_nothing() -> None:
    covariance, low, high, noise = problem()
    low, high = low.copy(), high.copy()
    low[2], high[2] = -40.0, 40.0
    found = propagate(covariance, low, high, noise)
    rest = np.array([0, 1, 3, 4, 5])
    without = propagate(covariance[np.ix_(rest, rest)], low[rest], high[rest], noise[rest])
    assert found.converged
    assert found.mean[rest] == pytest.approx(without.mean, abs=1e-6)
    assert found.log_evidence == pytest.approx(without.log_evidence, abs=1e-5)


def test_slopes_of_the_evidence() -> None:
    covariance, low, high, noise = problem()
    found = propagate(covariance, low, high, noise)
    change = np.eye(6) * 0.3 + 0.1
    step = 1e-4
    up, down = (propagate(covariance + s * change, low, high, noise) for s in (step, -step))
    slope = (up.log_evidence - down.log_evidence) / (2 * step)
    assert found.by_covariance(change) == pytest.approx(slope, rel=1e-3)
    for i in range(6):
        bump = np.zeros(6)
        bump[i] = 1e-5
        up, down = (propagate(covariance, low, high, noise + s * bump) for s in (1, -1))
        slope = (up.log_evidence - down.log_evidence) / 2e-5
        assert found.by_noise[i] == pytest.approx(slope, rel=1e-3, abs=1e-3)


def test_fifty_loose_figures_that_share_a_level_settle() -> None:
    rng = np.random.default_rng(5)
    days = np.sort(rng.uniform(0, 300, 50))
    covariance = 100 + 0.02**2 * np.minimum.outer(days, days)
    low = rng.normal(0, 0.3, 50)
    found = propagate(covariance, low, low + rng.uniform(0.1, 0.7, 50), np.full(50, 1e-4))
    assert found.converged
    assert np.all(found.precision > 0)

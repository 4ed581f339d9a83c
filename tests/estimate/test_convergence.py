from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from undercount.estimate.convergence import ess_bulk, ess_tail, quantile_error, r_hat


def autoregressive(phi: float, chains: int, n: int, seed: int) -> NDArray[np.float64]:
    """Stationary chains of variance 1; their mean is worth (1 - phi) / (1 + phi) of the draws."""
    noise = np.random.default_rng(seed).normal(size=(chains, n))
    made = noise.copy()
    for at in range(1, n):
        made[:, at] = phi * made[:, at - 1] + np.sqrt(1 - phi**2) * noise[:, at]
    return made


@pytest.mark.parametrize("phi", [0.0, 0.5, 0.9, -0.4])
def test_effective_draws_of_an_autoregression(phi: float) -> None:
    draws = autoregressive(phi, 4, 20000, 1)
    expected = draws.size * (1 - phi) / (1 + phi)
    # The estimate itself varies by a few per cent; ranks change little for normal draws.
    assert ess_bulk(draws) == pytest.approx(expected, rel=0.1)
    assert r_hat(draws) < 1.005


def test_a_chain_apart_is_seen_by_place_and_by_spread() -> None:
    draws = autoregressive(0.0, 4, 1000, 2)
    assert r_hat(draws) < 1.01
    moved = draws + np.array([[0], [0], [0], [1.0]])
    assert r_hat(moved) > 1.05
    wider = draws * np.array([[1], [1], [1], [3.0]])
    assert r_hat(wider) > 1.05
    drifting = draws + np.linspace(0, 2, 1000)
    assert r_hat(drifting) > 1.05
    assert ess_bulk(moved) < 100


def test_ranks_serve_draws_without_a_variance() -> None:
    cauchy = np.tan(np.pi * (np.random.default_rng(3).random((4, 2000)) - 0.5))
    assert r_hat(cauchy) < 1.01
    assert ess_bulk(cauchy) > 6000
    assert 5000 < ess_tail(cauchy) < 9500


def test_what_does_not_depend_on_scale() -> None:
    draws = autoregressive(0.7, 3, 500, 4)
    for moved in (100 * draws + 7, np.exp(draws)):
        assert r_hat(moved) == pytest.approx(r_hat(draws), rel=0.01)
        assert ess_tail(moved) == pytest.approx(ess_tail(draws), rel=0.01)
    assert ess_bulk(np.exp(draws)) == pytest.approx(ess_bulk(draws))


def test_draws_that_do_not_move() -> None:
    still = np.full((4, 100), 12.0)
    assert r_hat(still) == 1
    assert ess_bulk(still) == ess_tail(still) == 400
    assert quantile_error(still, 0.5) == 0
    apart = still + np.array([[0.0], [1.0], [2.0], [3.0]])
    assert r_hat(apart) > 1.05


@pytest.mark.parametrize("share", [0.025, 0.5, 0.975])
def test_the_error_of_a_quantile_is_its_spread_over_seeds(share: float) -> None:
    runs = [autoregressive(0.6, 4, 500, seed) for seed in range(200)]
    spread = np.std([np.quantile(run, share) for run in runs])
    told = np.mean([quantile_error(run, share) for run in runs])
    # The standard deviation of 200 values is known to 5%.
    assert told == pytest.approx(spread, rel=0.2)

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import betaln, gammaln, softmax

from undercount.errors import InputError
from undercount.estimate import Chapman
from undercount.histories import CaptureHistories
from undercount.results import Estimate, Interval
from undercount.testing import Simulated, calibration, simulate_histories
from undercount.testing.calibration import uniformity

MOST = 2000
PEOPLE = np.arange(20, MOST + 1)
PRIOR = (1 / PEOPLE) / (1 / PEOPLE).sum()


def from_the_prior(seed: int) -> Simulated:
    """N with chance proportional to 1/N on 20 to 2,000, each list's probability Beta(1, 9)."""
    rng = np.random.default_rng(seed)
    people = int(rng.choice(PEOPLE, p=PRIOR))
    # A seed of its own: the table must not be drawn from the numbers that drew the truth.
    return simulate_histories(people, rng.beta(1, 9, 3).tolist(), seed=int(rng.integers(2**32)))


@dataclass(frozen=True, slots=True)
class Independent:
    """The posterior of N for independent lists, summed exactly over N (Castledine 1981).

    Integrating each list's probability out, p(N | table) is proportional to
    p(N) N! / (N - n)! times the product of B(n_j + 1, N - n_j + 9).
    """

    broken: Literal["", "no prior", "too narrow", "too wide", "counts the seen twice"] = ""

    def posterior(self, data: CaptureHistories) -> NDArray[np.float64]:
        n = data.n_observed + (len(data.lists) if self.broken == "counts the seen twice" else 0)
        with np.errstate(invalid="ignore"):
            log = gammaln(PEOPLE + 1) - gammaln(PEOPLE - n + 1)
            log += betaln(data.sizes[:, None] + 1, PEOPLE - data.sizes[:, None] + 9).sum(axis=0)
        log += 0 if self.broken == "no prior" else -np.log(PEOPLE)
        log[n > PEOPLE] = -np.inf
        if self.broken in ("too narrow", "too wide"):
            log *= 2 if self.broken == "too narrow" else 0.5
        return np.asarray(softmax(log))

    def fit(self, data: CaptureHistories, level: float = 0.95, seed: int = 1) -> Estimate:
        draws = np.random.default_rng(seed).choice(PEOPLE, 400, p=self.posterior(data))
        lower, point, upper = np.quantile(draws, ((1 - level) / 2, 0.5, (1 + level) / 2))
        n, interval = data.n_observed, Interval(lower, upper, level, "posterior")
        return Estimate(point, interval, n, "exact", draws=draws[np.newaxis].astype(np.float64))


def test_the_correct_model_passes() -> None:
    found = calibration(Independent(), from_the_prior, 300)
    assert found.p_value > 0.05
    assert found.to_dict()["replicates"] == 300
    assert sum(found.to_dict()["ranks_in_tenths"]) == len(found.ranks) == 300


@pytest.mark.parametrize("broken", ["no prior", "too narrow", "too wide", "counts the seen twice"])
def test_a_broken_model_fails(
    broken: Literal["no prior", "too narrow", "too wide", "counts the seen twice"],
) -> None:
    assert calibration(Independent(broken), from_the_prior, 500).p_value < 0.01


class Undrawn:
    """Chapman's estimator without its draws."""

    def fit(self, data: CaptureHistories, level: float = 0.95, seed: int = 1) -> Estimate:
        answer = Chapman().fit(data, level, seed)
        assert isinstance(answer, Estimate)
        return replace(answer, draws=None)


def test_a_method_without_draws_cannot_be_calibrated() -> None:
    with pytest.raises(InputError, match="0 draws are fewer than the 99"):
        calibration(Undrawn(), lambda seed: simulate_histories(200, (0.4, 0.4), seed=seed), 3)


def test_the_same_seed_gives_the_same_ranks() -> None:
    one, other = (calibration(Independent(), from_the_prior, 20, seed=6) for _ in range(2))
    assert one.ranks.tolist() == other.ranks.tolist()
    assert one.to_dict() == other.to_dict()


def test_the_p_value_of_uniform_ranks_is_uniform() -> None:
    rng = np.random.default_rng(12)
    values = np.array([uniformity(rng.integers(20, size=50), 19) for _ in range(100)])
    # Standard errors of 100 shares: 0.03 at 0.1, 0.05 at a half.
    assert (values < 0.1).mean() == pytest.approx(0.1, abs=0.1)
    assert (values < 0.5).mean() == pytest.approx(0.5, abs=0.2)

"""The promises, kept by the methods for one register; and how often they are right."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from undercount.errors import InputError
from undercount.estimate import Chao, RatioRegression, Zelterman, ZeroTruncated
from undercount.histories import CountData
from undercount.results import Estimate, Interval, NotEstimable
from undercount.testing import check_estimator, coverage, simulate_register
from undercount.testing.protocol import RegisterEstimator

METHODS: list[RegisterEstimator] = [
    ZeroTruncated(),
    ZeroTruncated(covariates="group"),
    ZeroTruncated(family="geometric"),
    ZeroTruncated(family="negbin"),
    ZeroTruncated(family="one-inflated-zero-truncated-poisson"),
    ZeroTruncated(family="zero-truncated-hurdle-geometric"),
    ZeroTruncated(interval="semiparametric", replicates=30),
    Chao(),
    Zelterman(),
    RatioRegression(),
]


@pytest.mark.parametrize(
    "method",
    # The dispersion of this family is searched in every fit: a quarter of a minute in all.
    [
        pytest.param(m, marks=[pytest.mark.long] if "negbin" in repr(m) else [], id=repr(m))
        for m in METHODS
    ],
)
def test_every_method_for_a_register_keeps_the_promises(method: RegisterEstimator) -> None:
    # A bootstrap's quantiles fall otherwise when the rows stand in another order.
    tolerance = 0.3 if "semiparametric" in repr(method) else 1e-5
    check_estimator(method, on="register", tolerance=tolerance)


@dataclass(frozen=True, slots=True)
class Doubles:
    """Says that as many again were never met: an answer for every register, even for none."""

    def fit(self, data: CountData, level: float = 0.95, seed: int = 1) -> Estimate | NotEstimable:
        n = float(data.n_observed)
        first = float(data.counts[0]) if len(data.counts) else 0.0
        return Estimate(n + first, Interval(n, 3 * n, level, "normal"), int(n), "doubling")


def test_a_method_that_breaks_them_is_named() -> None:
    with pytest.raises(AssertionError) as caught:
        check_estimator(Doubles(), on="register")
    assert "everybody met once" in str(caught.value)
    assert "the order of rows does not matter" in str(caught.value)


def test_a_simulated_register_is_what_was_asked_for() -> None:
    made = simulate_register(200_000, 0.5, "negbin", dispersion=2.0, groups=(0.5, 1.5), seed=4)
    data = made.histories
    total = float(data.captures @ data.counts)
    assert total == pytest.approx(200_000 * 0.5, rel=0.02)
    # P(never) = (1 + 2 r)^(-1/2) for the two rates r.
    never = np.mean([(1 + 2 * 0.5 * g) ** -0.5 for g in (0.5, 1.5)])
    assert data.n_observed == pytest.approx(200_000 * (1 - never), rel=0.01)
    with pytest.raises(InputError, match="law"):
        simulate_register(10, 1.0, "normal")


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    found = coverage(
        ZeroTruncated(), lambda seed: simulate_register(1000, 0.6, seed=seed), replicates=150
    )
    assert found.share is not None
    assert found.share >= 0.92 - 2 * 0.018

from __future__ import annotations

import numpy as np
import pytest

from tests.estimate.register.netherlands import fitted
from tests.estimate.tables import NETHERLANDS
from undercount.errors import InputError
from undercount.estimate import RatioRegression
from undercount.estimate.register.ratio_regression import _ratio_regression
from undercount.histories import CountData
from undercount.results import NotEstimable


def test_exact_laws_lie_on_the_line() -> None:
    y = np.arange(1, 9)
    factorial = np.cumprod(y)
    # 10,000 people, Poisson with rate 1: 3,679 are never met.
    poisson = np.array(10000 * np.exp(-1.0) / factorial, dtype=np.float64)
    assert _ratio_regression(poisson, 8, "log")[0] == pytest.approx(3678.8, abs=0.1)
    assert _ratio_regression(poisson, 8, "linear")[0] == pytest.approx(3678.8, abs=0.1)
    # Geometric with a mean of 1: half are.
    geometric = np.array(10000 * 0.5 ** (y + 1.0), dtype=np.float64)
    assert _ratio_regression(geometric, 8, "log")[0] == pytest.approx(5000)


def test_counts_after_a_gap_are_left_aside() -> None:
    short = CountData(np.array([1, 2, 3, 4]), np.array([300, 90, 30, 8]))
    long = CountData(np.array([1, 2, 3, 4, 7]), np.array([300, 90, 30, 8, 1]))
    one, other = (fitted(RatioRegression().fit(data)) for data in (short, long))
    assert other.diagnostics["unseen"] == pytest.approx(one.diagnostics["unseen"])
    assert other.point == pytest.approx(one.point + 1)


def test_two_counts_are_too_few() -> None:
    made = RatioRegression().fit(CountData(np.array([1, 2, 5]), np.array([30, 9, 1])))
    assert isinstance(made, NotEstimable)
    with pytest.raises(InputError, match="no regressor"):
        RatioRegression("cubic")


def test_the_netherlands_have_an_answer() -> None:
    made = fitted(RatioRegression().fit(NETHERLANDS))
    assert 1880 < made.interval.lower < made.point < made.interval.upper


def test_the_interval_covers_poisson_and_geometric_counts() -> None:
    rng = np.random.default_rng(2011)
    hits = np.zeros(2)
    for _ in range(300):
        for i, times in enumerate((rng.poisson(0.9, 3000), rng.geometric(0.5, 3000) - 1)):
            met = np.bincount(times)[1:]
            data = CountData(np.flatnonzero(met) + 1, met[met > 0])
            ends = fitted(RatioRegression().fit(data)).interval
            hits[i] += ends.lower <= 3000 <= ends.upper
    # 300 draws at 95%: fewer than 272 would happen by chance less than once in 500 times.
    assert hits.min() >= 272, hits

"""Draws stand for the interval at every level."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np
import pytest

from tests.estimate.tables import HIV, KOREA, KOSOVO, UK_FIVE, histories
from undercount.estimate import LogLinear
from undercount.estimate.draws import N_DRAWS, normal_draws
from undercount.estimate.loglinear.profile_draws import profile_draws
from undercount.histories import CaptureHistories
from undercount.results import Estimate


def fitted(setting: LogLinear, data: CaptureHistories, level: float = 0.95) -> Estimate:
    answer = setting.fit(data, level=level)
    assert isinstance(answer, Estimate)
    return answer


@pytest.mark.parametrize("interval", ["profile", "lognormal", "bca"])
@pytest.mark.parametrize("data", [HIV, KOREA, KOSOVO, replace(KOSOVO, non_members=("HRW",))])
def test_quantiles_are_the_ends_at_every_level(
    data: CaptureHistories, interval: Literal["profile", "lognormal", "bca"]
) -> None:
    setting = LogLinear(interval=interval, replicates=200)
    draws = fitted(setting, data).draws
    assert draws is not None
    assert draws.shape == (1, N_DRAWS)
    for level in (0.5, 0.8, 0.95, 0.99):
        ends = fitted(setting, data, level).interval
        found = np.quantile(draws, (0.5 - level / 2, 0.5 + level / 2))
        assert found == pytest.approx((ends.lower, ends.upper), rel=0.005)


def test_the_level_asked_for_does_not_move_the_draws_of_a_profile() -> None:
    one, two = (fitted(LogLinear(), UK_FIVE, level).draws for level in (0.8, 0.95))
    assert one is not None
    assert two is not None
    assert one == pytest.approx(two, rel=1e-3)


def test_the_seed_and_the_table_settle_the_draws() -> None:
    one, two, other = (
        normal_draws(1, 100, 40.5),
        normal_draws(1, 100, 40.5),
        normal_draws(2, 100, 40.5),
    )
    assert (one == two).all()
    assert np.sort(one) == pytest.approx(np.sort(other))
    assert abs(np.corrcoef(one, other)[0, 1]) < 0.06
    # Draws of different tables can be added as if they were independent, with one seed.
    assert abs(np.corrcoef(one, normal_draws(1, 101, 40.5))[0, 1]) < 0.06


def test_nobody_unseen_at_the_lower_end_stays_nobody() -> None:
    draws = fitted(LogLinear(model="[A][B]"), histories(("A", "B"), {1: 3, 2: 1, 3: 40})).draws
    assert draws is not None
    assert draws.min() >= 44


def test_a_likelihood_without_an_upper_end_has_no_draws() -> None:
    def flat(log_unseen: float) -> float:
        return -(max(0.0, 3.0 - log_unseen) ** 2)

    normal = normal_draws(1, 100, 20.0)
    assert profile_draws(flat, 100, (5.0, 20.0, np.inf), 0.95, normal) is None
    assert profile_draws(flat, 100, (5.0, 20.0, 50.0), 0.95, normal) is None

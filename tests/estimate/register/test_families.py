from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.estimate.register.netherlands import COVARIATES, fitted, register
from tests.estimate.tables import NETHERLANDS
from undercount.errors import InputError
from undercount.estimate import FAMILIES, ZeroTruncated
from undercount.estimate.register.families.make import family
from undercount.estimate.register.jet import variables
from undercount.estimate.register.likelihood import Rows, likelihood, plain_parameters
from undercount.histories import CountData
from undercount.results import NotEstimable

# singleRcapture 1.1.0 on the same register with gender, age and nation: the point, the log-normal
# interval and AIC of ztgeom, as published with the data of this project.
GEOMETRIC = (24663.8, 15977.7, 38701.7)


def test_the_geometric_with_covariates_on_the_netherlands() -> None:
    made = fitted(ZeroTruncated(COVARIATES, "geometric", "lognormal").fit(register()))
    ends = made.point, made.interval.lower, made.interval.upper
    assert tuple(round(x, 1) for x in ends) == GEOMETRIC
    assert round(made.diagnostics["aic"], 1) == 1684.9


def test_inflated_and_zero_one_truncated_agree_where_they_must() -> None:
    # Those met twice or more fix the rate in all three; they differ in whom they add.
    before = fitted(ZeroTruncated(family="zero-truncated-one-inflated-poisson").fit(NETHERLANDS))
    after = fitted(ZeroTruncated(family="one-inflated-zero-truncated-poisson").fit(NETHERLANDS))
    again = fitted(ZeroTruncated(family="zero-one-truncated-poisson").fit(NETHERLANDS))
    assert before.point == pytest.approx(again.point, rel=1e-6)
    assert before.diagnostics["aic"] == pytest.approx(after.diagnostics["aic"])
    rate = math.exp(again.diagnostics["coefficients"]["intercept"])
    assert after.point == pytest.approx(1880 / -math.expm1(-rate), rel=1e-6)


@pytest.mark.parametrize("name", FAMILIES)
def test_a_family_is_a_distribution(name: str) -> None:
    made = family(name)
    y = np.arange(made.least, 4000.0)
    theta = np.array([[-0.4, *([-0.7] * len(made.auxiliaries))]])
    eta, *more = plain_parameters(Rows(np.ones((len(y), 1)), y), theta)
    density = np.exp(made.log_density(y, eta, tuple(more)).value[0])
    assert density.sum() == pytest.approx(1, abs=1e-9)
    assert np.exp(made.log_missed(eta, tuple(more)).value).max() < 1


@pytest.mark.parametrize("name", FAMILIES)
@pytest.mark.parametrize("penalised", [False, True])
def test_score_and_information_are_those_of_the_likelihood(name: str, penalised: bool) -> None:
    made = family(name)
    y = np.arange(1.0, 7.0)
    people = np.array([1645.0, 183, 37, 13, 1, 1])[np.newaxis]
    keep = y >= made.least
    rows, people = Rows(np.ones((int(keep.sum()), 1)), y[keep]), people[:, keep]
    theta = np.array([[-1.0, *([-0.5] * len(made.auxiliaries))]])
    firth = np.array([penalised])
    here = likelihood(made, rows, theta, people, firth)
    for i in range(theta.shape[1]):
        step = np.zeros_like(theta)
        step[0, i] = 1e-5
        above = likelihood(made, rows, theta + step, people, firth)
        below = likelihood(made, rows, theta - step, people, firth)
        slope = (above.value - below.value) / 2e-5
        assert slope == pytest.approx(here.score[:, i], rel=1e-4, abs=1e-2)
        if not penalised:
            bend = -(above.score - below.score)[0] / 2e-5
            assert bend == pytest.approx(here.information[0, i], rel=1e-4, abs=1e-2)


def test_the_negative_binomial_lies_between_its_limits() -> None:
    y = np.arange(1.0, 30.0)
    eta = np.full((1, len(y)), -0.3)
    poisson, geometric, negbin = (family(name) for name in ("poisson", "geometric", "negbin"))
    for log_dispersion, other in ((-18.0, poisson), (0.0, geometric)):
        own = variables(eta, np.array([[log_dispersion]]))
        same = negbin.log_density(y, own[0], own[1:]).value
        assert same == pytest.approx(other.log_density(y, variables(eta)[0], ()).value, abs=1e-5)


def test_counts_of_all_people_and_of_rows_are_one() -> None:
    data = register()
    rows = np.repeat(np.arange(len(data.counts)), data.counts)
    single = CountData(data.captures[rows], np.ones(len(rows), dtype=np.int64))
    one, many = (fitted(ZeroTruncated().fit(given)) for given in (single, NETHERLANDS))
    assert one.point == pytest.approx(many.point, rel=1e-9)
    assert one.diagnostics["se"] == pytest.approx(many.diagnostics["se"], rel=1e-9)


@given(
    st.lists(st.integers(0, 400), min_size=2, max_size=8),
    st.sampled_from(FAMILIES),
)
@settings(max_examples=60, deadline=None)
def test_any_counts_have_an_answer_or_a_reason(people: list[int], name: str) -> None:
    times = np.flatnonzero(people)
    data = CountData(times + 1, np.array(people)[times])
    made = ZeroTruncated(family=name).fit(data)
    if isinstance(made, NotEstimable):
        assert made.reason
        assert made.what_would_help
    else:
        assert data.n_observed <= made.interval.lower <= made.point <= made.interval.upper
        narrow = made.interval.upper - made.interval.lower < 0.2 * made.point
        assert not (made.point > 1e6 and narrow)


def test_a_family_or_interval_that_does_not_exist() -> None:
    with pytest.raises(InputError, match=r"no family 'weibull'.*poisson or geometric"):
        ZeroTruncated(family="weibull")
    with pytest.raises(InputError, match="no interval 'bca'"):
        ZeroTruncated(interval="bca")
    with pytest.raises(InputError, match="1 replicates"):
        ZeroTruncated(replicates=1)

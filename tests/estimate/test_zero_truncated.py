from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.estimate.tables import NETHERLANDS
from undercount.errors import InputError
from undercount.estimate import ZeroTruncated
from undercount.estimate.covariates import parse_covariates
from undercount.histories import CountData, Covariate
from undercount.results import Estimate, NotEstimable

# The published table is the example's own input.
REGISTER = Path(__file__).parents[2] / "examples/netherlands-1995/histories/register.csv"


def fitted(answer: Estimate | NotEstimable) -> Estimate:
    assert isinstance(answer, Estimate)
    return answer


def described(captures: list[int], counts: list[int], *codes: list[int]) -> CountData:
    names = tuple(
        Covariate(name, ("a", "b", "c")[: max(column) + 1], np.array(column))
        for name, column in zip(("x", "y"), codes, strict=False)
    )
    return CountData(np.array(captures), np.array(counts), names)


def test_one_rate_on_the_netherlands() -> None:
    answer = fitted(ZeroTruncated().fit(NETHERLANDS))
    ends = (answer.point, answer.interval.lower, answer.interval.upper)
    assert [round(x) for x in ends] == [7080, 6363, 7797]
    assert answer.diagnostics["se"] == pytest.approx(365.8, abs=0.06)
    assert "below-chao" in {caution.code for caution in answer.cautions}
    assert [item.verdict for item in answer.assumptions][-1] == "fails"


def test_three_covariates_on_the_netherlands() -> None:
    data = CountData.read_csv(REGISTER)
    answer = fitted(ZeroTruncated("gender + age + nation").fit(data))
    ends = (answer.point, answer.interval.lower, answer.interval.upper)
    assert [round(x, 2) for x in ends] == [12690.35, 7186.44, 18194.26]
    other = answer.diagnostics["lognormal"]
    assert (round(other["lower"]), round(other["upper"])) == (8431, 19718)
    assert round(answer.diagnostics["aic"], 1) == 1712.9
    few = [caution.text for caution in answer.cautions if caution.code == "few-repeats"]
    assert len(few) == 2
    assert few[0] == (
        "nation=Surinam: its rate rests on fewer than 5 further meetings, and about 2 in 10 people "
        "of the total with it."
    )
    surinam = answer.diagnostics["by_level"]["nation=Surinam"]
    assert (surinam["observed"], surinam["met_again"]) == (64, 1)


def test_everybody_met_once() -> None:
    answer = ZeroTruncated().fit(described([1], [40]))
    assert isinstance(answer, NotEstimable)
    assert "more than once" in answer.reason


def test_nobody() -> None:
    answer = ZeroTruncated().fit(described([], []))
    assert isinstance(answer, NotEstimable)
    assert answer.n_observed == 0


def test_a_level_without_a_second_meeting_is_named() -> None:
    data = described([1, 2, 1], [40, 9, 12], [0, 0, 1])
    assert isinstance(ZeroTruncated().fit(data), Estimate)
    answer = ZeroTruncated(("x",)).fit(data)
    assert isinstance(answer, NotEstimable)
    assert "x=b" in answer.reason


def test_separation_by_a_combination_of_levels_is_found() -> None:
    # Each level has second meetings. Rates of (a,a) and (b,b) fix x + y only, so raising x and
    # lowering y sends the rate of (a,b), where nobody was met again, to 0.
    data = described([1, 2, 1, 2, 1], [30, 5, 30, 5, 9], [0, 0, 1, 1, 0], [0, 0, 1, 1, 1])
    answer = ZeroTruncated("x+y").fit(data)
    assert isinstance(answer, NotEstimable)
    assert "combinations" in answer.reason


def test_covariates_in_step_change_nothing() -> None:
    column = [0, 0, 1, 1]
    data = described([1, 2, 1, 2], [40, 9, 30, 12], column, column)
    one = fitted(ZeroTruncated("x").fit(data))
    both = fitted(ZeroTruncated("x+y").fit(data))
    assert both.point == pytest.approx(one.point)
    assert len(both.diagnostics["coefficients"]) == 2


def test_one_covariate_is_each_level_alone() -> None:
    data = described([1, 2, 3, 1, 2], [40, 9, 2, 30, 12], [0, 0, 0, 1, 1])
    joint = fitted(ZeroTruncated("x").fit(data))
    alone = [
        fitted(ZeroTruncated().fit(described(*part)))
        for part in (([1, 2, 3], [40, 9, 2]), ([1, 2], [30, 12]))
    ]
    assert joint.point == pytest.approx(sum(answer.point for answer in alone), rel=1e-8)
    assert joint.diagnostics["se"] == pytest.approx(
        np.hypot(*(answer.diagnostics["se"] for answer in alone)), rel=1e-6
    )


def test_many_meetings_leave_nobody_unseen() -> None:
    answer = ZeroTruncated().fit(described([80, 90], [40, 50]))
    assert isinstance(answer, NotEstimable)


@pytest.mark.parametrize("formula", ["gender*age", "~ gender", "gender+", "a+a", "log(x)", "-1"])
def test_formulas_of_more_than_names_are_refused(formula: str) -> None:
    if formula == "-1":
        with pytest.raises(InputError, match="no covariate '-1'"):
            ZeroTruncated(formula).fit(NETHERLANDS)
    else:
        with pytest.raises(InputError, match="covariates"):
            parse_covariates(formula)


def test_an_unknown_covariate_names_those_there_are() -> None:
    with pytest.raises(InputError, match="gender, age, reason, nation"):
        ZeroTruncated("country").fit(CountData.read_csv(REGISTER))


def test_the_lognormal_interval_covers_with_covariates() -> None:
    rng = np.random.default_rng(2003)
    hits = 0
    for _ in range(200):
        group = rng.random(3000) < 0.4
        times = rng.poisson(np.where(group, 0.8, 0.4))
        keys, people = np.unique(
            np.column_stack([times, group])[times > 0], axis=0, return_counts=True
        )
        data = described(keys[:, 0].tolist(), people.tolist(), keys[:, 1].tolist())
        interval = fitted(ZeroTruncated("x").fit(data)).diagnostics["lognormal"]
        hits += interval["lower"] <= 3000 <= interval["upper"]
    # 200 draws at 95%: fewer than 181 would happen by chance less than once in 500 times.
    assert hits >= 181

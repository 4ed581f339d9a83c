from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undercount.results import (
    Assumption,
    Caution,
    Estimate,
    EstimateSet,
    Interval,
    NotEstimable,
)


def _estimate(point: float = 7080, upper: float = 7797) -> Estimate:
    return Estimate(
        point, Interval(6363, upper, 0.95, "normal"), 1880, "A method (Author, 2003)",
        assumptions=(Assumption("Meetings are independent."),),
        cautions=(Caution("sparse-cells", "Some cells are small."),),
        diagnostics={"aic": 1.5}, provenance={"seed": 1},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("point", "lower", "upper", "observed"),
    [(10, 11, 12, 5), (10, 9, 9.5, 5), (10, 4, 12, 5), (math.nan, 9, 12, 5)],
)
def test_an_estimate_out_of_order_cannot_be_made(
    point: float, lower: float, upper: float, observed: int
) -> None:
    with pytest.raises(ValueError, match="n_observed <= lower <= point <= upper"):
        Estimate(point, Interval(lower, upper, 0.9, "normal"), observed, "m")


@pytest.mark.parametrize(
    "ends", [(2, 1, 0.9), (1, 2, 0), (1, 2, 1), (math.nan, 2, 0.9), (math.inf, math.inf, 0.9)]
)
def test_an_interval_must_be_one(ends: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match=r"order|level"):
        Interval(*ends, "normal")


def test_json_comes_back_as_it_went() -> None:
    answers = EstimateSet(
        "unseen",
        (
            ("one", _estimate()),
            ("open", _estimate(upper=math.inf)),
            ("none", NotEstimable("Why.", "What.", cautions=(Caution("c", "t"),))),
        ),
    )
    text = json.dumps(answers.to_dict(), allow_nan=False)
    again = EstimateSet.from_dict(json.loads(text))
    assert again.to_dict() == answers.to_dict()
    assert [type(answer) for _, answer in again] == [Estimate, Estimate, NotEstimable]


@given(st.floats(1, 1e9), st.floats(0, 1e9), st.floats(0, 1e9))
def test_any_ordered_numbers_make_an_estimate(lower: float, up: float, more: float) -> None:
    made = Estimate(lower + up, Interval(lower, lower + up + more, 0.9, "x"), 1, "m")
    assert Estimate.from_dict(made.to_dict()).to_dict() == made.to_dict()


def test_the_summary_does_not_round_the_level() -> None:
    sure = Estimate(20, Interval(10, 30, 0.999, "normal"), 5, "A method")
    assert "(99.9% normal interval 10 to 30)" in sure.summary()


def test_the_summary_says_what_a_reader_needs() -> None:
    words = _estimate(upper=math.inf).summary()
    for part in ("7,080 people", "6,363 or more", "1,880", "Author, 2003", "untestable", "small"):
        assert part in words

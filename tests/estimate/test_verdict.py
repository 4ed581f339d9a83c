from __future__ import annotations

from dataclasses import replace

import pytest

from undercount.estimate.robustness.against import Checks, against_interval, against_number
from undercount.estimate.robustness.verdict import verdict
from undercount.results import Estimate, EstimateSet, Interval, NotEstimable
from undercount.results.robustness_checks import (
    Known,
    LeftOut,
    NearModel,
    NotDone,
    OddsRatios,
    PairCurve,
    Simulated,
    Spread,
)


def answer(point: float, lower: float, upper: float, seen: int = 300) -> Estimate:
    return Estimate(point, Interval(lower, upper, 0.95, "profile"), seen, "")


def spread(*models: NearModel) -> Spread:
    points = [item.point for item in models]
    return Spread(models, len(models), 8, 8, 0.99, 0.6, min(points), max(points))


PAIR = PairCurve(
    pair=("A", "B"),
    curve=((0.1, 900.0), (10.0, 1500.0)),
    held=1.0,
    preferred=1.1,
    data_low=0.8,
    data_high=1.4,
    leaves_low=0.5,
    leaves_high=2.0,
    halves=None,
    doubles=None,
)
ODDS = OddsRatios("[AB][C]", 1000.0, Interval(900, 1120, 0.95, "profile"), (PAIR,))
HELD = Simulated("[AB][C]", 1000.0, 200, 0.95, 0.02, 0.03, 0.0)
# An invented answer that every check bears out.
GOOD = Checks(
    lists=("A", "B", "C"),
    n_observed=300,
    answer=answer(1000, 900, 1120),
    spread=spread(NearModel("[AB][C]", 0.0, 1000.0, 900.0, 1120.0)),
    odds_ratios=ODDS,
    left_out=(LeftOut("A", 40, answer(1010, 860, 1200)),),
    known=(Known("A", 120, 40, answer(118, 105, 140, 80)),),
    coverage=(HELD,),
    methods=EstimateSet(
        "methods",
        (
            ("loglinear", answer(1000, 900, 1120)),
            ("model-average", answer(1010, 880, 1180)),
            ("chao", answer(950, 850, 1090)),
        ),
    ),
)


def test_what_every_check_bears_out_may_be_said() -> None:
    assert against_number(GOOD, answer(1000, 900, 1120)) == []
    assert against_interval(GOOD, answer(1000, 900, 1120)) == []
    made = verdict(GOOD)
    assert made.plain == (
        "From these lists it may be said that there were about 1,000 people, with the 95% interval "
        "of 900 to 1,120. The checks do not speak against it. What may be said holds "
        "only if records of one person were linked, nobody came or went, and the lists do not all "
        "interact at once."
    )
    assert made.may[1].startswith("At least 850 people")
    # Only what no check can test is left.
    assert len(made.may_not) == 1
    assert "interact at once no table can show" in made.may_not[0]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (
            {"spread": spread(
                NearModel("[AB][C]", 0.0, 1000.0, 900.0, 1120.0),
                NearModel("[AC][B]", 3.0, 2000.0, 1700.0, 2400.0),
            )},
            "2 models that fit about as well give 1,000 to 2,000",
        ),
        ({"known": (Known("A", 120, 40, answer(260, 200, 330, 80)),)}, "A come out at 2.17 times"),
        ({"known": (Known("A", 120, 40, NotEstimable("", "")),)}, "none of them could be used"),
        ({"known": NotDone("")}, "none of them could be used"),
        ({"left_out": (LeftOut("A", 40, answer(400, 350, 500, 260)),)}, "without A the answer is"),
        (
            {"methods": EstimateSet("", (("model-average", answer(1300, 1000, 1500)),))},
            "by model-average there are 1,300",
        ),
        (
            {"methods": EstimateSet("", (("chao", answer(1300, 1200, 1500)),))},
            "Chao's bound begins there",
        ),
    ],
)  # fmt: skip
def test_each_check_can_forbid_the_number(change: dict[str, object], reason: str) -> None:
    made = verdict(replace(GOOD, **change))  # type: ignore[arg-type]  # fields by name
    assert "A single number may not be said" in made.plain
    assert made.may_not[0].startswith("That there were 1,000 people: ")
    assert any(reason in text for text in made.may_not)
    assert not any(text.startswith("About") for text in made.may)
    assert any(text.startswith("Between") for text in made.may)
    # What the observed alone do not show has its condition in the plain sentence too.
    assert "at least 300 people, those on the lists; at least " in made.plain
    assert "if the methods hold; and between" in made.plain
    assert "and the lists do not all interact at once" in made.plain


def test_a_range_tells_that_models_without_a_finite_estimate_are_not_in_it() -> None:
    near = spread(
        NearModel("[AB][C]", 0.0, 1000.0, 900.0, 1120.0),
        NearModel("[AC][B]", 3.0, 2000.0, 1700.0, 2400.0),
    )
    for fitted, told in ((8, False), (4, True)):
        made = verdict(replace(GOOD, spread=replace(near, n_fitted=fitted)))
        assert ("as well as the best and have a finite estimate." in made.plain) is told
        (between,) = [text for text in made.may if text.startswith("Between")]
        assert between.endswith("and have a finite estimate.") is told


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"coverage": (HELD, replace(HELD, covered=0.7, truth="[AC][B]"))}, "70% where [AC][B]"),
        ({"coverage": NotDone("")}, "coverage was not simulated"),
        (
            {"odds_ratios": replace(ODDS, pairs=(replace(PAIR, data_high=2.5),))},
            "at an odds ratio of 2 between them",
        ),
        (
            {"spread": spread(
                NearModel("[AB][C]", 0.0, 1000.0, 900.0, 1120.0),
                NearModel("[AC][B]", 3.0, 1150.0, 960.0, 1240.0),
            )},
            "2 models that fit about as well give 1,000 to 1,150",
        ),
    ],
)  # fmt: skip
def test_each_check_can_forbid_the_printed_interval(change: dict[str, object], reason: str) -> None:
    made = verdict(replace(GOOD, **change))  # type: ignore[arg-type]  # fields by name
    assert any(reason in text for text in made.may_not)
    assert "with the 95% interval" not in made.plain


def test_a_number_with_the_wider_range_where_models_agree() -> None:
    near = spread(NearModel("[AB][C]", 0.0, 1000.0, 940.0, 1060.0))
    made = verdict(
        replace(
            GOOD,
            answer=answer(1000, 940, 1060),
            spread=near,
            methods=EstimateSet("", (("loglinear", answer(1000, 940, 1060)),)),
            coverage=(replace(HELD, covered=0.8),),
        )
    )
    assert "about 1,000 people, between 940 and 1,060 over all models" in made.plain
    assert "alone may not be said" in made.plain


def test_a_model_that_is_far_behind_says_nothing() -> None:
    near = spread(
        NearModel("[AB][C]", 0.0, 1000.0, 900.0, 1120.0),
        NearModel("[AC][B]", 6.5, 5000.0, 4000.0, 6000.0),
    )
    assert verdict(replace(GOOD, spread=near)).plain == verdict(GOOD).plain


def test_what_the_model_itself_predicts_is_no_sign_against_it() -> None:
    left_out = (LeftOut("A", 40, answer(400, 350, 500, 260), explained=True),)
    made = verdict(replace(GOOD, left_out=left_out))
    assert made == verdict(GOOD)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"spread": NotDone("")}, "how far other models lie was not checked"),
        (
            {"spread": spread(NearModel("[AB][C]", 0.0, 1000.0, 900.0, None))},
            "the data set no upper end",
        ),
        (
            {"spread": spread(NearModel("[AB][C]", 0.0, 1000.0, 400.0, 40_000.0))},
            "order of magnitude",
        ),
        (
            {"known": (
                Known("A", 120, 40, answer(260, 200, 330, 80)),
                Known("B", 100, 40, answer(300, 200, 430, 60)),
                Known("C", 90, 40, answer(91, 70, 130, 50)),
            )},
            "of the 3 lists whose people could be estimated from the others, 2 come out wrong",
        ),
    ],
)  # fmt: skip
def test_a_range_needs_its_conditions(change: dict[str, object], reason: str) -> None:
    made = verdict(replace(GOOD, **change))  # type: ignore[arg-type]  # fields by name
    assert "Neither a single number nor a range may be said" in made.plain
    assert reason in made.plain
    assert not any(text.startswith("Between") for text in made.may)
    assert made.may[0] == (
        "At least 300 people, if records of one person were linked and nobody came or went."
    )


def test_two_lists_give_conditions_only() -> None:
    made = verdict(replace(GOOD, lists=("A", "B"), spread=NotDone("")))
    assert "1,000 if it did not, 1,700 if it doubled the odds, 650 if it halved them" in made.plain
    assert not any(text.startswith(("Between", "About")) for text in made.may)


def test_without_an_answer_the_people_on_the_lists_remain() -> None:
    none = NotEstimable("None of the models has a finite estimate.", "")
    made = verdict(replace(GOOD, answer=none, methods=EstimateSet("", ())))
    assert made.plain == (
        "From these lists it may be said that there were at least 300 people. How many more may "
        "not be said: none of the models has a finite estimate."
    )
    assert verdict(replace(GOOD, answer=none, n_observed=0)).may == ()

"""Models of people who differ: what R's Rcapture 1.4 prints, existence, edges, truth."""

from __future__ import annotations

import json
import math
from itertools import pairwise
from typing import Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.estimate.rcapture_answers import MODELS, PROFILES, RCAPTURE, SPINA
from tests.estimate.tables import HIV, KOREA, KOSOVO, SPARSE, histories
from undercount.errors import InputError
from undercount.estimate.heterogeneity.existence import trouble
from undercount.estimate.heterogeneity.fit import Totals, design, fit_heterogeneity
from undercount.estimate.heterogeneity.heterogeneity import Heterogeneity
from undercount.estimate.heterogeneity.names import heterogeneity_model
from undercount.estimate.loglinear.log_linear import LogLinear
from undercount.histories import CaptureHistories
from undercount.results import Estimate, NotEstimable

# Snowshoe hares on six occasions: Cormack (1989), the example of Baillargeon & Rivest (2007).


def fitted(answer: Estimate | NotEstimable) -> Estimate:
    assert isinstance(answer, Estimate)
    return answer


def codes(answer: Estimate) -> set[str]:
    return {caution.code for caution in answer.cautions}


@pytest.mark.parametrize(("table", "totals", "errors"), RCAPTURE)
def test_totals_and_errors_of_rcapture(
    table: CaptureHistories, totals: tuple[float, ...], errors: tuple[float, ...]
) -> None:
    made = [fitted(Heterogeneity(name, "lognormal").fit(table)) for name in MODELS]
    assert [one.point for one in made] == pytest.approx(totals, rel=1e-6)
    # Rcapture takes its standard error before the last step of its fit, ours is at the end.
    assert [one.diagnostics["se"] for one in made] == pytest.approx(errors, rel=1e-3)


def test_criteria_of_rcapture() -> None:
    said = fitted(Heterogeneity("Mth Chao").fit(HIV)).diagnostics
    found = [said[name] for name in ("deviance", "degrees_of_freedom", "aic", "bic")]
    assert found == pytest.approx([10.15749471, 9, 89.1933532, 122.4783633], rel=1e-8)
    assert said["eta"] == pytest.approx({"eta3": 0.7658670046, "eta4": 0.0})


@pytest.mark.parametrize(("table", "name", "lower", "upper"), PROFILES)
def test_profile_intervals_of_rcapture(
    table: CaptureHistories, name: str, lower: float, upper: float
) -> None:
    made = fitted(Heterogeneity(name).fit(table))
    # It counts on a grid of its own; ends agree to a hundredth of a percent.
    assert (made.interval.lower, made.interval.upper) == pytest.approx((lower, upper), rel=1e-4)


def test_mt_is_the_log_linear_model_of_independence() -> None:
    one, other = (fitted(each.fit(KOSOVO)) for each in (Heterogeneity("Mt"), LogLinear(order=1)))
    assert one.point == pytest.approx(other.point, rel=1e-9)
    assert one.interval.upper == pytest.approx(other.interval.upper, rel=1e-6)


@pytest.mark.parametrize("kind", ["profile", "lognormal"])
def test_draws_follow_the_interval(kind: Literal["profile", "lognormal"]) -> None:
    made = fitted(Heterogeneity("Mth Darroch", kind).fit(KOSOVO, level=0.9))
    assert made.draws is not None
    assert made.draws.shape == (1, 4000)
    ends = np.quantile(made.draws, [0.05, 0.95])
    assert ends == pytest.approx([made.interval.lower, made.interval.upper], rel=2e-3)


def test_strata_drawn_with_one_seed_add_up_as_independent_ones() -> None:
    one, other = (fitted(Heterogeneity("Mt", "lognormal").fit(t)) for t in (KOSOVO, HIV))
    assert one.draws is not None
    assert other.draws is not None
    assert abs(np.corrcoef(one.draws[0], other.draws[0])[0, 1]) < 0.06


def test_what_differs_is_said() -> None:
    assert "heterogeneity-models-differ" in codes(fitted(Heterogeneity().fit(HIV)))
    assert "lower-bound" in codes(fitted(Heterogeneity().fit(HIV)))
    assert "poor-fit" in codes(fitted(Heterogeneity("Mt").fit(KOSOVO)))
    assert "better-model" in codes(fitted(Heterogeneity("M0").fit(KOSOVO)))
    assert "poor-fit" not in codes(fitted(Heterogeneity("Mt").fit(HIV)))
    negative = fitted(Heterogeneity("Mth Darroch").fit(SPINA))
    assert "negative-heterogeneity" in codes(negative)
    assert negative.assumptions[-1].verdict == "fails"
    # Such a model is held up to nobody as the better one.
    assert "better-model" not in codes(fitted(Heterogeneity("Mt").fit(SPINA)))


def test_names_are_forgiving_and_others_refused() -> None:
    assert heterogeneity_model("MTH  gamma") == "Mth Gamma3.5"
    assert Heterogeneity("mh chao").model == "Mh Chao"
    for text in ("[A][B]", "Mb", "", "Mth Normal"):
        assert heterogeneity_model(text) is None
        with pytest.raises(InputError, match="no heterogeneity model"):
            Heterogeneity(text)
    with pytest.raises(InputError, match="no interval"):
        Heterogeneity("Mt", "bca")  # type: ignore[arg-type]  # wrong on purpose


def test_with_two_lists_the_law_is_not_identified() -> None:
    two = histories(("A", "B"), {1: 9, 2: 8, 3: 4})
    for name in MODELS:
        answer = Heterogeneity(name).fit(two)
        law = " " in name and "Chao" not in name
        assert isinstance(answer, NotEstimable) == law
        if isinstance(answer, NotEstimable):
            assert "not identified" in answer.reason
    assert fitted(Heterogeneity("Mt").fit(two)).point == pytest.approx(13 * 12 / 4)


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize(
    "table",
    [
        histories(("A",), {1: 9}),
        histories(("A", "B", "C"), {}),
        histories(("A", "B", "C"), {1: 9, 2: 8, 4: 4}),
        histories(("A", "B", "C"), {1: 9, 2: 8, 3: 4}),
        histories(("A", "B", "C"), {7: 9}),
        histories(("A", "B", "C"), {1: 3, 2: 3, 4: 3, 7: 10**7}),
        histories(("A", "B", "C", "D"), {1: 1, 15: 10**6}),
        CaptureHistories(("A", "B", "C"), np.array([0, 5, 6, 0, 7, 3, 3, 0]), (("A", "B"),)),
    ],
)
def test_nothing_to_go_by_is_not_estimable(table: CaptureHistories, name: str) -> None:
    answer = Heterogeneity(name).fit(table)
    assert isinstance(answer, NotEstimable)
    assert answer.reason
    assert answer.what_would_help


@pytest.mark.parametrize("name", ["Mth Poisson2", "Mth Darroch", "Mth Gamma3.5", "Mh Darroch"])
def test_nobody_on_three_lists_leaves_no_estimate(name: str) -> None:
    # The likelihood rises for ever as tau falls, and the unseen with it: Rcapture prints numbers.
    answer = Heterogeneity(name).fit(SPARSE)
    assert isinstance(answer, NotEstimable)
    assert "does not exist" in answer.reason


def by_all_cells(table: CaptureHistories, name: str) -> bool:
    """Whether the estimate exists, by a programme over every cell."""
    from scipy.optimize import linprog

    model, cells = design(len(table.lists), name), np.arange(1, len(table.counts))
    rows = model.columns[np.bitwise_count(cells)]
    if model.by_list:
        rows = np.hstack([(cells[:, np.newaxis] >> np.arange(model.n_lists)) & 1, rows])
    full = table.counts[1:] > 0
    low = np.where(model.unsigned, -1.0, 0.0)
    found = linprog(
        rows[~full].sum(axis=0),
        A_ub=rows[~full],
        b_ub=np.zeros(int((~full).sum())),
        A_eq=rows[full],
        b_eq=np.zeros(int(full.sum())),
        bounds=list(zip(low, np.ones(len(low)), strict=True)),
    )
    assert found.fun is not None
    return bool(found.fun > -1e-6)


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.sampled_from([0, 0, 0, 1, 5]), min_size=15, max_size=15),
    st.sampled_from(MODELS),
)
def test_existence_agrees_with_all_cells(people: list[int], name: str) -> None:
    table = histories(("A", "B", "C", "D"), dict(enumerate(people, start=1)))
    why = trouble(table.counts, design(4, name)) if table.n_observed else "no-mle"
    assert (why == "") == (table.n_observed > 0 and by_all_cells(table, name))
    answer = Heterogeneity(name).fit(table)
    if isinstance(answer, Estimate):
        ends = (answer.n_observed, answer.interval.lower, answer.point, answer.interval.upper)
        assert all(low <= high * (1 + 1e-9) for low, high in pairwise(ends))
        if math.isfinite(answer.interval.upper):
            json.loads(answer.to_json())


@settings(deadline=None, max_examples=30)
@given(st.lists(st.integers(0, 40), min_size=15, max_size=15), st.permutations(range(4)))
def test_the_order_of_lists_does_not_matter(people: list[int], order: list[int]) -> None:
    moved = {
        sum(1 << order[i] for i in range(4) if cell >> i & 1): count
        for cell, count in enumerate(people, start=1)
    }
    names = ("A", "B", "C", "D")
    tables = (histories(names, dict(enumerate(people, 1))), histories(names, moved))
    one, other = (Heterogeneity("Mth Chao", "lognormal").fit(table) for table in tables)
    assert type(one) is type(other)
    if isinstance(one, Estimate) and isinstance(other, Estimate):
        assert other.point == pytest.approx(one.point, rel=1e-7)


def test_a_million_in_one_cell_is_followed() -> None:
    made = fitted(Heterogeneity("Mt").fit(histories(("A", "B", "C"), {1: 10**6, 2: 3, 3: 1, 4: 5})))
    assert math.isfinite(made.interval.upper)
    huge = histories(("A", "B"), {1: 10**10, 2: 10**10, 3: 1})
    far = fitted(Heterogeneity("Mt").fit(huge))
    # The profile keeps its digits where N! does not: 95% ends of a Poisson count of one.
    assert far.interval.lower < far.point / 3
    assert far.interval.upper > far.point * 5
    assert "far-extrapolation" in codes(far)


def differing(n: int, n_lists: int, spread: float, seed: int) -> CaptureHistories:
    rng = np.random.default_rng(seed)
    odds = spread * rng.normal(size=(n, 1)) - 1.0 + 0.3 * rng.normal(size=n_lists)
    on = rng.random((n, n_lists)) < 1 / (1 + np.exp(-odds))
    counts = np.bincount((on * (1 << np.arange(n_lists))).sum(axis=1), minlength=2**n_lists)
    counts[0] = 0
    return CaptureHistories(tuple(f"L{i}" for i in range(n_lists)), counts)


def test_sixteen_lists_are_answered() -> None:
    # In 1.4 s; with a design matrix of all 65,535 cells it took 26.
    table = differing(3000, 16, 1.0, 1)
    assert fitted(Heterogeneity("Mth Darroch").fit(table)).diagnostics["compared"]


def test_chaos_model_is_a_bound_where_people_differ() -> None:
    # With a normal spread of log odds of 1, independence falls short and the bound between.
    totals = np.array(
        [
            [
                fitted(Heterogeneity(name, "lognormal").fit(differing(3000, 5, 1.0, seed))).point
                for name in ("Mt", "Mth Chao")
            ]
            for seed in range(20)
        ]
    ).mean(axis=0)
    assert totals[0] < totals[1] < 3000


def test_alike_people_are_covered() -> None:
    held = 0
    for seed in range(60):
        made = fitted(Heterogeneity("Mt").fit(differing(800, 4, 0.0, seed)))
        held += made.interval.lower <= 800 <= made.interval.upper
    # 57 expected; four standard deviations of a binomial below.
    assert held >= 50


def test_korea_and_ties_give_fits_without_warnings() -> None:
    for name in MODELS:
        fit = fit_heterogeneity(Totals.of(KOREA), design(3, name))
        assert fit is not None
        assert np.isfinite([fit.unseen, fit.se, fit.loglik]).all()

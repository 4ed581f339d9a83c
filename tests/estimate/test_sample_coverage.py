"""Sample coverage: the tables of Chao et al. (2001) as R's CARE1 1.1.0 fits them, edges, truth."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.estimate.tables import HIV, KOREA, SPARSE, histories
from undercount.estimate.sample_coverage import SampleCoverage
from undercount.histories import CaptureHistories
from undercount.results import Estimate, NotEstimable

# Hepatitis A, Taiwan 1995 (Chao et al. 2001).
HEPATITIS = histories(("P", "Q", "E"), {1: 69, 2: 55, 4: 63, 3: 21, 5: 17, 6: 18, 7: 28})
# Diabetes in Casale Monferrato (Bruno et al. 1994), the first list in the lowest bit.
DIABETES = CaptureHistories(
    ("1", "2", "3", "4"),
    np.array([0, 709, 74, 104, 182, 650, 20, 157, 10, 12, 7, 18, 8, 46, 14, 58]),
)
# Of the same table by R's CARE1 1.1.0: N0, one step, N; coverage to the three digits it prints.
CARE = [
    (HEPATITIS, 0.513, (407.003789673, 507.771995547, 970.804763623)),
    (DIABETES, 0.803, (2271.68891184, 2457.96868481, 2609.0298404)),
]
KINDS = ("independent", "one_step", "high_coverage")


def fitted(answer: Estimate | NotEstimable) -> Estimate:
    assert isinstance(answer, Estimate)
    return answer


@pytest.mark.parametrize(("table", "coverage", "totals"), CARE)
def test_the_three_estimates_of_care(
    table: CaptureHistories, coverage: float, totals: tuple[float, ...]
) -> None:
    said = fitted(SampleCoverage().fit(table)).diagnostics
    assert said["coverage"] == pytest.approx(coverage, abs=5e-4)
    assert [said[kind]["point"] for kind in KINDS] == pytest.approx(totals, rel=1e-10)


def test_coverage_decides_which_is_given() -> None:
    low, high = fitted(SampleCoverage().fit(HEPATITIS)), fitted(SampleCoverage().fit(DIABETES))
    assert (round(low.point), round(high.point)) == (508, 2609)
    assert {"low-coverage", "lower-bound"} <= {caution.code for caution in low.cautions}
    assert low.assumptions[-1].verdict == "fails"
    assert "lower-bound" not in {caution.code for caution in high.cautions}


def test_an_unstable_estimate_gives_way_to_the_bound() -> None:
    table = histories(("A", "B", "C"), {1: 37, 2: 31, 3: 4, 4: 5, 5: 17, 7: 17})
    made = fitted(SampleCoverage().fit(table))
    assert made.diagnostics["coverage"] > 0.55
    assert made.diagnostics["high_coverage"]["se"] > made.diagnostics["high_coverage"]["point"] / 3
    assert made.point == made.diagnostics["one_step"]["point"]
    assert "unstable-estimate" in {caution.code for caution in made.cautions}


@pytest.mark.parametrize("table", [HEPATITIS, DIABETES])
def test_standard_errors_are_those_of_a_bootstrap(table: CaptureHistories) -> None:
    # The bootstrap of the papers: N people, each in a cell with its estimated chance, the unseen
    # one with them. N of the hepatitis table has no finite variance and is left out.
    said = fitted(SampleCoverage().fit(table)).diagnostics
    rng = np.random.default_rng(5)
    for kind in KINDS if table is DIABETES else KINDS[:2]:
        total = round(said[kind]["point"])
        chance = table.counts / total
        chance[0] = 1 - chance.sum()
        drawn = rng.multinomial(total, chance, size=400)
        drawn[:, 0] = 0
        again = [
            fitted(SampleCoverage().fit(CaptureHistories(table.lists, row))).diagnostics
            for row in drawn
        ]
        spread = np.std([one[kind]["point"] for one in again])
        assert said[kind]["se"] == pytest.approx(spread, rel=0.12)


def test_draws_follow_the_interval() -> None:
    made = fitted(SampleCoverage().fit(DIABETES, level=0.9))
    assert made.draws is not None
    assert made.draws.shape == (1, 4000)
    ends = np.quantile(made.draws, [0.05, 0.95])
    assert ends == pytest.approx([made.interval.lower, made.interval.upper], rel=1e-3)


@pytest.mark.parametrize(
    "table",
    [
        histories(("A", "B"), {1: 9, 2: 8, 3: 4}),
        histories(("A",), {1: 9}),
        histories(("A", "B", "C"), {}),
        histories(("A", "B", "C"), {1: 9, 2: 8, 4: 4}),
        histories(("A", "B", "C"), {1: 9, 2: 8, 3: 4}),
        histories(("A", "B", "C"), {3: 5, 5: 6, 6: 4}),
        histories(("A", "B", "C"), {1: 13, 2: 30, 3: 20, 4: 2, 5: 8, 6: 10, 7: 4}),
        histories(("A", "B", "C"), {7: 9}),
        CaptureHistories(("A", "B", "C"), np.array([0, 5, 6, 0, 7, 3, 3, 0]), (("A", "B"),)),
    ],
)
def test_what_cannot_be_told_is_not_estimable(table: CaptureHistories) -> None:
    answer = SampleCoverage().fit(table)
    assert isinstance(answer, NotEstimable)
    assert answer.reason
    assert answer.what_would_help


@pytest.mark.parametrize("table", [HIV, KOREA, SPARSE])
def test_sparse_tables_give_a_bound_or_a_finite_answer(table: CaptureHistories) -> None:
    made = fitted(SampleCoverage().fit(table))
    assert np.isfinite([made.point, made.interval.upper, made.diagnostics["se"]]).all()
    json.loads(made.to_json())


@settings(deadline=None)
@given(st.lists(st.integers(0, 60), min_size=7, max_size=7), st.permutations(range(3)))
def test_the_order_of_lists_does_not_matter(people: list[int], order: list[int]) -> None:
    table = histories(("A", "B", "C"), dict(enumerate(people, start=1)))
    moved = {
        sum(1 << order[i] for i in range(3) if cell >> i & 1): count
        for cell, count in enumerate(people, start=1)
    }
    one, other = (SampleCoverage().fit(each) for each in (table, histories(("A", "B", "C"), moved)))
    assert type(one) is type(other)
    if isinstance(one, Estimate) and isinstance(other, Estimate):
        assert one.n_observed <= one.interval.lower <= one.point <= one.interval.upper
        assert other.point == pytest.approx(one.point, rel=1e-9)


def test_independent_lists_are_covered() -> None:
    rng = np.random.default_rng(3)
    chance, n, held = np.array([0.5, 0.6, 0.4, 0.5]), 2000, 0
    for _ in range(200):
        cells = ((rng.random((n, 4)) < chance) * (1 << np.arange(4))).sum(axis=1)
        counts = np.bincount(cells, minlength=16)
        counts[0] = 0
        made = fitted(SampleCoverage().fit(CaptureHistories(("A", "B", "C", "D"), counts)))
        assert made.diagnostics["estimator"] == "high_coverage"
        held += made.interval.lower <= n <= made.interval.upper
    # 190 expected; five standard deviations of a binomial below.
    assert held >= 175

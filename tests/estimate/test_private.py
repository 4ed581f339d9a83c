"""Estimates from tables with noise know the noise."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from undercount.estimate.linkage.mixture import draw_totals
from undercount.estimate.linkage.noisy import fit_noisy
from undercount.estimate.loglinear.models import hierarchical_models
from undercount.estimate.private import EPSILONS, estimate_private, privacy_cost
from undercount.histories.noise import Noise
from undercount.histories.release import Release
from undercount.results import Estimate, NotEstimable

TABLE = np.array([0, 600, 500, 150, 400, 120, 100, 50], dtype=np.float64)


def _release(counts: list[int] | tuple[int, ...], epsilon: str = "1", spent: str = "1") -> Release:
    lists = tuple("ABCDEF"[: (len(counts) + 1).bit_length() - 1])
    return Release(lists, tuple(counts), Fraction(epsilon), Fraction(spent), "2026-11-23")


def _people(people: int, shares: list[float], rng: np.random.Generator) -> NDArray[np.int64]:
    """People by history, from independent lists; cell 0 emptied."""
    history = np.zeros(people, dtype=np.int64)
    for bit, share in enumerate(shares):
        history |= (rng.random(people) < share).astype(np.int64) << bit
    counts = np.bincount(history, minlength=2 ** len(shares))
    counts[0] = 0
    return counts


def _answered(counts: list[int], epsilon: str = "1", *, linked: bool = True) -> Estimate:
    answer = estimate_private(_release(counts, epsilon), linked=linked)
    assert isinstance(answer, Estimate)
    return answer


def test_two_lists_give_lincoln_and_petersens_number() -> None:
    """503 x 400 / 101 (Petersen 1896), and hardly wider for noise of epsilon 5."""
    answer = _answered([402, 299, 101], "5", linked=False)
    assert answer.point == pytest.approx(503 * 400 / 101, rel=0.02)
    variance = 503 * 400 * 402 * 299 / 101**3
    half = (answer.interval.upper - answer.interval.lower) / 2
    # With the noise of N itself, as all draws have it.
    assert half == pytest.approx(1.96 * (variance + answer.point) ** 0.5, rel=0.06)


def test_it_says_what_the_noise_is_and_that_no_audit_is_in_it() -> None:
    answer = _answered([601, 500, 148, 400, 120, 103, 52])
    codes = {item.code: item.text for item in answer.cautions}
    assert list(codes)[:2] == ["no-audit", "noise"]
    assert "epsilon 1, 1 with all before it" in codes["noise"]
    assert "moved by at most 2" in codes["noise"]
    assert answer.diagnostics["linkage_share"] > 0.5
    assert "n_records" not in answer.diagnostics
    assert answer.interval.kind == "noise"


def test_it_is_made_from_the_release_alone() -> None:
    made = _release([601, 500, 148, 400, 120, 103, 52])
    one, two = estimate_private(made), estimate_private(made)
    assert one.to_dict() == two.to_dict()


@pytest.mark.parametrize(
    "counts",
    [[3, 2, 1], [30, 20, -1], [-2, -3, -1], [0, 50, 9], [400, 0, 3, 0, 0, 0, 20], [0] * 7, [40]],
)
def test_what_noise_leaves_open_is_not_estimated(counts: list[int]) -> None:
    answer = estimate_private(_release(counts), linked=False)
    assert isinstance(answer, NotEstimable)
    assert "noise" in answer.reason or "only one list" in answer.reason
    assert (answer.n_observed or 0) >= 0


def test_methods_that_take_counts_as_certain_are_refused() -> None:
    answer = estimate_private(_release([402, 299, 101]), "chapman")
    assert isinstance(answer, NotEstimable)
    assert "carry noise" in answer.reason


def test_a_linkage_nobody_audited_is_widened_as_others_are() -> None:
    counts = [601, 500, 148, 400, 120, 103, 52]
    wide, sure = _answered(counts), _answered(counts, linked=False)
    assert wide.interval.lower < sure.interval.lower
    assert "noise_share" in wide.diagnostics
    assert wide.diagnostics["noise_share"] < sure.diagnostics["noise_share"] + 0.01


def test_the_cost_rises_as_epsilon_falls_and_draws_no_noise() -> None:
    made = privacy_cost(TABLE)
    assert [item.epsilon for item in made] == [None, *EPSILONS]
    widths = [item.interval.upper - item.interval.lower for item in made if item.interval]
    assert len(widths) == 6
    # Draws have an error of their own; the same seed keeps it small.
    assert all(a <= b * 1.01 for a, b in itertools.pairwise(widths))
    assert widths[-1] > widths[0] * 1.03
    assert [item.within for item in made] == [0, 0, 1, 2, 5, 23]
    assert privacy_cost(TABLE) == made


def test_a_small_table_costs_more() -> None:
    def wider(table: NDArray[np.float64]) -> float:
        made = privacy_cost(table)
        ends = [made[i].interval for i in (0, -2)]
        assert ends[0] is not None
        assert ends[1] is not None
        return (ends[1].upper - ends[1].lower) / (ends[0].upper - ends[0].lower)

    assert wider(np.round(TABLE / 8)) > wider(TABLE) + 0.02


def test_where_noise_drowns_the_overlap_its_cost_says_so() -> None:
    made = privacy_cost(np.array([0.0, 60, 50, 6]))
    assert made[0].interval is not None
    assert made[-1].interval is None


@settings(max_examples=25, deadline=None)
@given(
    st.integers(2, 3).flatmap(
        lambda t: st.lists(st.integers(-20, 400), min_size=2**t - 1, max_size=2**t - 1)
    ),
    st.sampled_from(["0.1", "1", "5"]),
    st.booleans(),
)
def test_any_noisy_table_has_an_answer_in_order_or_a_reason(
    counts: list[int], epsilon: str, linked: bool
) -> None:
    answer = estimate_private(_release(counts, epsilon), linked=linked)
    if isinstance(answer, Estimate):
        assert np.isfinite([answer.point, answer.interval.lower, answer.interval.upper]).all()
        assert answer.diagnostics["noise_share"] >= 0
    else:
        assert answer.reason


def _covered(
    people: int, shares: list[float], epsilon: str, times: int, *, told: bool = True
) -> tuple[float, float]:
    """Share of 90% intervals that hold the truth, and the median of point over truth."""
    noise, rng, chance = Noise(Fraction(epsilon)), np.random.default_rng(7), random.Random(7)
    held, points = [], []
    for seed in range(times):
        counts = [int(n) + noise.draw(chance.randrange) for n in _people(people, shares, rng)[1:]]
        if told:
            answer = estimate_private(_release(counts, epsilon), level=0.9, seed=seed, linked=False)
            assert isinstance(answer, Estimate)
            held.append(answer.interval.lower <= people <= answer.interval.upper)
            points.append(answer.point / people)
        else:
            table = np.array([0, *counts], dtype=np.float64)
            models = hierarchical_models(len(shares), 1)[:1]
            fits = fit_noisy(table, np.zeros((len(table),) * 2), models)
            draws = draw_totals(fits, np.ones(1), 2000, np.random.default_rng(seed))
            lower, upper = np.quantile(draws, [0.05, 0.95])
            held.append(lower <= people <= upper)
            points.append(float(np.median(draws)) / people)
    return float(np.mean(held)), float(np.median(points))


@pytest.mark.parametrize("people", [500, 2000, 10_000])
@pytest.mark.parametrize("shares", [[0.3, 0.2], [0.3, 0.25, 0.2]])
def test_intervals_hold_the_truth_at_epsilon_1(people: int, shares: list[float]) -> None:
    held, point = _covered(people, shares, "1", 100)
    assert held >= 0.85
    assert point == pytest.approx(1.0, abs=0.03)


def test_who_takes_noisy_counts_as_people_is_too_sure() -> None:
    """The same tables with much noise: told of it, 9 in 10 hold the truth; not told, far fewer."""
    assert _covered(1500, [0.3, 0.2], "0.1", 100)[0] >= 0.85
    assert _covered(1500, [0.3, 0.2], "0.1", 100, told=False)[0] < 0.83

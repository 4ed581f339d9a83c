"""Chances of lists: marginal shares, odds ratios, and independence where it is asked for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from undercount.errors import InputError
from undercount.testing.worlds import simulate_world
from undercount.testing.worlds.capture import draw_cells


def _pair_counts(counts: np.ndarray, i: int, j: int) -> tuple[int, int, int]:
    cells = np.arange(len(counts))
    on_i, on_j = cells >> i & 1 == 1, cells >> j & 1 == 1
    return int(counts[on_i].sum()), int(counts[on_j].sum()), int(counts[on_i & on_j].sum())


def test_independent_lists_give_lincoln_petersen_on_the_true_links() -> None:
    world = simulate_world(30_000, heterogeneity=0, reach=0, dependence={}, seed=3)
    for i, j in ((0, 1), (0, 2), (1, 2)):
        n1, n2, both = _pair_counts(world.counts, i, j)
        # n1 n2 / m has a standard error of 1.5 to 2.1% of the 30,000 here.
        assert n1 * n2 / both == pytest.approx(30_000, rel=0.06)


def test_visibility_makes_lists_agree_and_hides_people() -> None:
    world = simulate_world(10_000, heterogeneity=1.5, reach=0, dependence={}, seed=3)
    n1, n2, both = _pair_counts(world.counts, 0, 1)
    assert n1 * n2 / both < 0.75 * 10_000


def test_the_odds_ratio_of_two_lists_is_the_one_asked_for() -> None:
    logs = np.zeros((3, 3))
    logs[0, 1] = logs[1, 0] = np.log(3.0)
    logs[1, 2] = logs[2, 1] = np.log(0.25)
    shares = np.array([0.3, 0.2, 0.25])
    cells = draw_cells(np.zeros((400_000, 3)), shares, logs, np.random.default_rng(4))
    counts = np.bincount(cells, minlength=8)
    for i in range(3):
        assert counts[np.arange(8) >> i & 1 == 1].sum() / 400_000 == pytest.approx(
            shares[i], abs=0.004
        )
    # Conditional on the third list the log odds ratio has a standard error below 0.02.
    assert np.log(counts[3] * counts[0] / counts[1] / counts[2]) == pytest.approx(
        np.log(3.0), abs=0.06
    )
    assert np.log(counts[6] * counts[0] / counts[2] / counts[4]) == pytest.approx(
        np.log(0.25), abs=0.08
    )


def test_the_bodies_shares_are_kept_whatever_moves_people() -> None:
    world = simulate_world(12_000, 5, heterogeneity=1.2, reach=1.5, seed=5)
    for i, share in enumerate((0.25, 0.18, 0.32, 0.20, 0.12)):
        found = world.counts[np.arange(32) >> i & 1 == 1].sum() / 12_000
        # A binomial share has a standard error of 0.0043 at most.
        assert found == pytest.approx(share, abs=0.015)


def test_by_default_lists_hold_a_quarter_and_three_of_them_share_hundreds() -> None:
    world = simulate_world(seed=6)
    assert world.people == 10_000
    for i in range(3):
        assert 0.15 < world.counts[np.arange(8) >> i & 1 == 1].sum() / 10_000 < 0.35
    assert 50 < world.counts[7] < 800


@settings(max_examples=10, deadline=None)
@given(
    people=st.integers(1, 300),
    lists=st.integers(2, 5),
    heterogeneity=st.floats(0, 3),
    seed=st.integers(0, 2**32),
)
def test_counts_hold_everybody(people: int, lists: int, heterogeneity: float, seed: int) -> None:
    world = simulate_world(people, lists, heterogeneity=heterogeneity, seed=seed)
    assert world.counts.shape == (2**lists,)
    assert world.counts.sum() == people == world.people


@pytest.mark.parametrize(
    "settings",
    [
        {"people": 0},
        {"seed": -1},
        {"lists": 1},
        {"lists": 6},
        {"shares": (0.2, 0.3)},
        {"shares": (0.2, 0.3, 1.0)},
        {"dependence": {("clinic", "moon"): 2.0}},
        {"dependence": {("clinic", "census"): 0.0}},
        {"noise": -0.1},
        {"heterogeneity": 9.0},
        {"scripts": "greek"},
        {"births": "hour"},
        {"duplicates": 1.5},
    ],
)
def test_arguments_that_do_not_fit_are_refused(settings: dict[str, object]) -> None:
    with pytest.raises(InputError):
        simulate_world(**settings)  # type: ignore[arg-type]  # fields by name

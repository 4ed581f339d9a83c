"""The mixture finds priors it was not told."""

from __future__ import annotations

import math

import numpy as np
import pytest

from undercount.link.encoded.mixture import learn_mixture, prior_odds


def _scores(people: int, overlap: float, seed: int) -> tuple[np.ndarray, ...]:
    """Two lists; scores of pairs of two are low, of one far above."""
    rng = np.random.default_rng(seed)
    both = round(people * overlap)
    others = 20 * people
    left = np.concatenate([np.arange(both), rng.integers(0, people, others)])
    right = np.concatenate([np.arange(both), rng.integers(0, people, others)]) + people
    code = np.unique(left.astype(np.int64) << 32 | right)
    left, right = (code >> 32).astype(np.int32), (code & 0xFFFFFFFF).astype(np.int32)
    same = (left + people == right) & (left < both)
    score = np.where(same, rng.normal(18, 1.5, len(left)), rng.normal(-3, 1.7, len(left)))
    return score, left, right, np.repeat(np.arange(2, dtype=np.int16), people), same


@pytest.mark.parametrize("overlap", [0.1, 0.5, 0.95])
def test_the_overlap_is_found_without_being_told(overlap: float) -> None:
    score, left, right, of_list, same = _scores(2000, overlap, seed=3)
    learned = learn_mixture(score, left, right, of_list, 2, False)
    between = learned.groups.index((0, 1))
    assert learned.expected[between] == pytest.approx(same.sum(), rel=0.03)
    assert ((learned.probability >= 0.5) == same).mean() > 0.999


def test_a_matching_of_even_weights_has_as_many_pairs_as_are_expected() -> None:
    """Ten records on each list, all pairs alike: the mean by adding up every matching there is."""
    n, m = 10, 4.0
    weight = prior_odds(np.array([m]), np.array([100.0]), np.array([10.0, 10.0]), [(0, 1)])[0]
    sizes = np.arange(n + 1)
    ways = np.array([math.comb(n, k) ** 2 * math.factorial(k) * weight**k for k in sizes])
    assert (sizes * ways).sum() / ways.sum() == pytest.approx(m, rel=0.03)


def test_a_record_has_one_partner_at_most() -> None:
    score, left, right, of_list, _ = _scores(500, 0.3, seed=4)
    learned = learn_mixture(np.full(len(score), 9.0), left, right, of_list, 2, False)
    assert np.bincount(left, learned.probability).max() < 1.01
    assert np.bincount(right, learned.probability).max() < 1.01


def test_lists_without_a_pair_have_none() -> None:
    nothing = np.empty(0, np.int32)
    learned = learn_mixture(np.empty(0), nothing, nothing, np.zeros(4, np.int16), 1, False)
    assert len(learned.probability) == 0


def test_of_rows_that_meet_across_lists_only_nothing_is_said_inside_a_list() -> None:
    score, left, right, of_list, _ = _scores(500, 0.3, seed=4)
    learned = learn_mixture(score, left, right, of_list, 2, True)
    inside = [i for i, (a, b) in enumerate(learned.groups) if a == b]
    assert learned.expected[inside].tolist() == [0.0, 0.0]
    assert learned.prior[inside].tolist() == [0.0, 0.0]

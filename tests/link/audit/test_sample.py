from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.link.audit.toy import noisy_world
from undercount.errors import InputError
from undercount.link.audit.allocate import allocate
from undercount.link.audit.influence import influence
from undercount.link.audit.sample import audit_sample
from undercount.link.draws import PartitionDraws


def lincoln_petersen(cells: np.ndarray) -> float:
    return float((cells[1] + cells[3]) * (cells[2] + cells[3]) / cells[3])


def test_two_lists_have_the_derivatives_of_lincoln_and_petersen() -> None:
    cells = np.array([0.0, 140, 230, 60])
    (slopes,) = influence(cells)
    for cell in (1, 2, 3):
        moved = cells.copy()
        moved[cell] += 1e-4
        numeric = (np.log(lincoln_petersen(moved)) - np.log(lincoln_petersen(cells))) / 1e-4
        assert slopes[cell] == pytest.approx(numeric, rel=1e-4)


def test_three_lists_add_the_models_in_which_two_are_one() -> None:
    cells = np.array([0.0, 100, 80, 40, 200, 50, 30, 20])
    slopes = influence(cells)
    # [ab][c]: a, b and both are one list, so that the two cells without c weigh the same.
    merged = slopes[1]
    assert merged[0b001] == pytest.approx(merged[0b010])
    assert merged[0b101] == pytest.approx(merged[0b111])
    two = np.array([0.0, 220, 200, 100])
    assert merged[0b100] == pytest.approx(influence(two)[0][2])
    assert slopes.shape == (4, 8)


def test_one_list_and_empty_cells_have_finite_derivatives() -> None:
    assert influence(np.array([0.0, 50])).tolist() == [[0.0, 1 / 50]]
    assert np.isfinite(influence(np.array([0.0, 50, 0, 0, 30, 0, 0, 0]))).all()


@given(
    st.lists(st.tuples(st.integers(1, 500), st.floats(0, 10)), min_size=1, max_size=12),
    st.integers(1, 600),
    st.integers(2, 6),
)
def test_an_allocation_fills_the_audit_and_no_stratum_beyond_itself(
    strata: list[tuple[int, float]], n: int, least: int
) -> None:
    sizes = np.array([size for size, _ in strata])
    taken = allocate(sizes, np.array([spread for _, spread in strata]), n, least)
    floor = np.minimum(sizes, least)
    assert (taken >= floor).all()
    assert (taken <= sizes).all()
    assert taken.sum() == min(max(n, floor.sum()), sizes.sum())


def test_neyman_gives_most_to_large_strata_in_doubt() -> None:
    taken = allocate(np.array([1000, 1000, 100]), np.array([1.0, 3.0, 3.0]), 100, 4)
    assert taken.tolist() == [23, 70, 7]


def test_the_sample_has_the_size_asked_and_four_a_stratum() -> None:
    draws, _, _ = noisy_world(2000, 1)
    for n in (20, 50, 200, 500):
        sample = audit_sample(draws, n)
        assert sample.taken.sum() == len(sample.records) == len(set(sample.records.tolist())) == n
        assert (sample.taken >= np.minimum(4, sample.sizes)).all()
        assert (np.bincount(sample.stratum[sample.records]) == sample.taken).all()
    assert len(audit_sample(draws, 20).strata) < len(audit_sample(draws, 500).strata)


def test_the_first_half_of_the_sheet_is_half_of_every_stratum() -> None:
    draws, _, _ = noisy_world(2000, 2)
    sample = audit_sample(draws, 200)
    half = np.bincount(sample.stratum[sample.records[:100]], minlength=len(sample.taken))
    assert (abs(half - sample.taken / 2) <= 1).all()
    twice = np.bincount(sample.stratum[sample.second(0.5)], minlength=len(sample.taken))
    assert abs(twice - sample.taken / 2).sum() < 0.3 * sample.taken.sum()


def test_a_grown_sample_keeps_what_was_looked_up() -> None:
    draws, _, _ = noisy_world(2000, 3)
    small = audit_sample(draws, 100)
    large = small.grown(300)
    assert set(small.records.tolist()) <= set(large.records.tolist())
    assert len(large.records) == 300
    assert (small.grown(50).taken == small.taken).all()


def test_all_records_are_audited_where_more_are_asked_than_there_are() -> None:
    draws, persons, _ = noisy_world(100, 4)
    sample = audit_sample(draws, 10_000)
    assert sorted(sample.records.tolist()) == list(range(len(persons)))


def test_records_have_the_same_chance_within_a_stratum() -> None:
    draws, _, _ = noisy_world(60, 5)
    times = np.zeros(len(draws.of_list))
    for seed in range(150):
        sample = audit_sample(draws, 20, seed=seed)
        times[sample.records] += 1
    rate = (sample.taken / sample.sizes)[sample.stratum]
    deviation = (times / 150 - rate) / np.sqrt(rate * (1 - rate) / 150)
    assert abs(deviation).max() < 4.5


def test_the_same_seed_draws_the_same_sample_and_another_another() -> None:
    draws, _, _ = noisy_world(500, 6)
    records = audit_sample(draws, 50, seed=3).records
    assert (audit_sample(draws, 50, seed=3).records == records).all()
    assert set(audit_sample(draws, 50, seed=4).records.tolist()) != set(records.tolist())


def test_a_short_list_speaks_for_people_who_are_on_a_long_one_too() -> None:
    draws, _, _ = noisy_world(4000, 7, lists=(0.05, 0.5))
    sample = audit_sample(draws, 200)
    rate = (sample.taken / sample.sizes)[sample.stratum]
    assert rate[draws.of_list == 0].mean() > 2 * rate[draws.of_list == 1].mean()
    assert sample.weight == pytest.approx(sample.taken / sample.sizes)


def test_what_cannot_be_sampled_is_said() -> None:
    draws, _, _ = noisy_world(100, 8)
    with pytest.raises(InputError, match="tells nothing"):
        audit_sample(draws, 0)
    with pytest.raises(InputError, match="nothing to audit"):
        audit_sample(replace(draws, labels=draws.labels[:0]))
    none = PartitionDraws(("a",), np.zeros(0, np.int16), np.zeros((2, 0), np.int32), 1.0)
    with pytest.raises(InputError, match="nothing to audit"):
        audit_sample(none)
    with pytest.raises(InputError, match="read twice"):
        audit_sample(draws, 20).second(0)

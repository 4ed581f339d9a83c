from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.link.draws.toy import pairs_of
from undercount.errors import InputError
from undercount.link.draws import PartitionDraws, draw_partitions
from undercount.link.draws.settled import split_r_hat


def test_two_partitions_by_hand() -> None:
    labels = np.array([[0, 0, 1, 2], [0, 0, 0, 1]], np.int32)
    drawn = PartitionDraws(("a", "b"), np.array([0, 1, 1, 0], np.int16), labels, 1.0)
    assert drawn.histories().tolist() == [[0, 1, 1, 1], [0, 1, 0, 1]]
    assert drawn.history_shares()[2].tolist() == [0, 0, 0.5, 0.5]
    assert drawn.record_shares()[0].tolist() == [0, 0, 0, (1 / 2 + 1 / 3) / 2]
    assert drawn.modal_history().tolist() == [3, 3, 2, 1]
    assert drawn.uncertainty().tolist() == [0, 0, 0.5, 0]


def test_no_pairs_leave_everybody_alone() -> None:
    drawn = draw_partitions(pairs_of([0, 0, 1], {}), draws=8)
    assert drawn.labels.tolist() == [[0, 1, 2]] * 8
    assert drawn.settled


def test_too_few_draws_tell_nothing_of_the_chains() -> None:
    drawn = draw_partitions(pairs_of([0, 0, 1], {}), draws=4)
    assert np.isnan(drawn.r_hat)
    assert not drawn.settled


def test_no_records() -> None:
    drawn = draw_partitions(pairs_of([], {}), draws=4)
    assert drawn.labels.shape == (4, 0)
    assert drawn.record_shares().shape[0] == 0
    assert drawn.uncertainty().shape == (0,)
    assert drawn.histories().sum() == 0


def test_all_duplicates_of_one_list_are_one_person() -> None:
    sure = {(a, b): 40.0 for a in range(4) for b in range(a + 1, 4)}
    drawn = draw_partitions(pairs_of([0] * 4, sure), draws=20)
    assert drawn.histories()[:, 1].tolist() == [1.0] * 20
    assert drawn.record_shares()[:, 1] == pytest.approx(0.25)


def test_sure_links_are_made_and_sure_non_links_not() -> None:
    drawn = draw_partitions(pairs_of([0, 1, 0, 1], {(0, 1): 40.0, (2, 3): -40.0}), draws=10)
    assert {tuple(draw) for draw in drawn.labels.tolist()} == {(0, 0, 1, 2)}


def test_a_bad_third_record_does_not_undo_two_good_links() -> None:
    # a record alike to both others by 20 bits; those two were never compared
    drawn = draw_partitions(pairs_of([0, 1, 2], {(0, 1): 20.0, (1, 2): 20.0}), draws=40)
    assert (drawn.histories()[:, 7] == 1).mean() > 0.8


def test_same_seed_same_draws_another_seed_others() -> None:
    pairs = pairs_of([0, 1, 0, 1], {(0, 1): 3.0, (2, 3): 2.0, (0, 3): 2.0})
    once, again = draw_partitions(pairs, seed=5), draw_partitions(pairs, seed=5)
    assert (once.labels == again.labels).all()
    assert (once.labels != draw_partitions(pairs, seed=6).labels).any()


def test_settings_without_sense_are_refused() -> None:
    pairs = pairs_of([0, 1], {(0, 1): 1.0})
    with pytest.raises(InputError, match="cannot be drawn"):
        draw_partitions(pairs, draws=0)
    with pytest.raises(InputError, match="tempered"):
        draw_partitions(pairs, temper=0)
    with pytest.raises(InputError, match="finite"):
        draw_partitions(pairs_of([0, 1], {(0, 1): np.inf}))


def test_chains_apart_are_told() -> None:
    apart = np.array([np.arange(20) % 3, 50 + np.arange(20) % 3], float)
    assert split_r_hat(apart) > 5
    assert split_r_hat(np.ones((2, 20))) == pytest.approx(1, abs=0.06)
    labels = np.zeros((2, 1), np.int32)
    assert not PartitionDraws(("a",), np.zeros(1, np.int16), labels, 5.0).settled


@st.composite
def _any_pairs(draw: st.DrawFn) -> tuple[list[int], dict[tuple[int, int], float]]:
    of_list = sorted(draw(st.lists(st.integers(0, 2), min_size=1, max_size=9)))
    ends = [(a, b) for b in range(len(of_list)) for a in range(b)]
    chosen = draw(st.lists(st.sampled_from(ends), unique=True)) if ends else []
    return of_list, {pair: draw(st.floats(-20, 40)) for pair in chosen}


@settings(max_examples=60, deadline=None)
@given(_any_pairs(), st.integers(0, 5))
def test_labels_are_partitions_and_shares_add_up(
    given_pairs: tuple[list[int], dict[tuple[int, int], float]], seed: int
) -> None:
    of_list, weights = given_pairs
    drawn = draw_partitions(pairs_of(of_list, weights), draws=8, seed=seed, thin=1)
    for labels in drawn.labels.tolist():
        seen = -1
        for label in labels:  # numbered by first record: no number is left out
            assert 0 <= label <= seen + 1
            seen = max(seen, label)
    histories, shares = drawn.histories(), drawn.record_shares()
    assert shares.sum(axis=0) == pytest.approx(histories.mean(axis=0))
    assert histories.sum(axis=1) == pytest.approx(drawn.labels.max(axis=1) + 1)
    assert drawn.history_shares().sum(axis=1) == pytest.approx(1)
    assert (shares <= drawn.history_shares() + 1e-12).all()
    own = np.left_shift(1, drawn.of_list.astype(int))
    assert (drawn.modal_history() & own == own).all()

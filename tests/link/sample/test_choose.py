from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.link.sample.claims import pairs_that_claim
from undercount.errors import InputError
from undercount.link.sample import BANDS, choose_pairs, fingerprint

PAIRS, TRUE = pairs_that_claim(1)


def test_each_band_is_looked_at_the_low_ones_too() -> None:
    sample = choose_pairs(PAIRS, 200)
    assert len(sample.pair) == 200
    assert len(set(sample.pair.tolist())) == 200
    bands = np.digitize(PAIRS.probability[sample.pair], BANDS[1:-1])
    assert np.bincount(bands, minlength=8).min() >= 4
    assert (bands <= 3).sum() >= 80  # below 0.1


def test_weights_add_up_to_all_pairs_of_each_band() -> None:
    sample = choose_pairs(PAIRS, 150, seed=4)
    numbers = np.bincount(np.digitize(PAIRS.probability, BANDS[1:-1]))
    bands = np.digitize(PAIRS.probability[sample.pair], BANDS[1:-1])
    assert np.bincount(bands, weights=sample.weight) == pytest.approx(numbers)


def test_same_seed_same_pairs() -> None:
    assert (choose_pairs(PAIRS, 100, 3).pair == choose_pairs(PAIRS, 100, 3).pair).all()
    assert (choose_pairs(PAIRS, 100, 3).pair != choose_pairs(PAIRS, 100, 4).pair).any()


def test_fewer_pairs_than_asked_for_are_all_taken() -> None:
    few = replace(
        PAIRS,
        left=PAIRS.left[:30],
        right=PAIRS.right[:30],
        weight=PAIRS.weight[:30],
        probability=PAIRS.probability[:30],
    )
    sample = choose_pairs(few, 200)
    assert sorted(sample.pair) == list(range(30))
    assert sample.weight == pytest.approx(1)


def test_no_pairs_no_sample() -> None:
    none = replace(
        PAIRS,
        left=PAIRS.left[:0],
        right=PAIRS.right[:0],
        weight=PAIRS.weight[:0],
        probability=PAIRS.probability[:0],
    )
    assert len(choose_pairs(none, 20).pair) == 0


def test_too_few_pairs_asked_for() -> None:
    with pytest.raises(InputError, match="too few"):
        choose_pairs(PAIRS, 10)


def test_another_linkage_has_another_fingerprint() -> None:
    assert fingerprint(PAIRS) == fingerprint(replace(PAIRS))
    assert fingerprint(PAIRS) != fingerprint(replace(PAIRS, weight=PAIRS.weight + 0.01))
    assert fingerprint(PAIRS) != fingerprint(replace(PAIRS, lists=("clinic", "census")))


def test_true_pairs_of_all_bands_are_counted_without_bias() -> None:
    found = []
    for seed in range(200):
        sample = choose_pairs(PAIRS, 200, seed)
        found.append((sample.weight * TRUE[sample.pair]).sum())
    error = np.std(found) / 200**0.5
    assert np.mean(found) == pytest.approx(TRUE.sum(), abs=4 * error)

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.link.sample.claims import pairs_that_claim
from undercount.link.sample import PairSample, choose_pairs
from undercount.link.sample_calibration import Calibration, calibrate
from undercount.link.sample_sheet import SampleAnswers


def _answers(same: np.ndarray, sample: PairSample) -> SampleAnswers:
    return SampleAnswers(sample, same.astype(float), ())


def test_no_correction_changes_nothing() -> None:
    pairs, _ = pairs_that_claim(1, 500)
    same = Calibration(1.0, 1.0, 0.0, 0, 0).apply(pairs)
    assert same.probability == pytest.approx(pairs.probability)
    assert same.weight == pytest.approx(pairs.weight, abs=1e-6)


def test_a_shift_moves_weights_less_what_the_prior_learns() -> None:
    pairs, _ = pairs_that_claim(1, 500)
    moved = Calibration(1.0, 1.0, float(np.log(4.0)), 0, 0).apply(pairs)
    odds = pairs.probability / (1 - pairs.probability)
    assert moved.probability / (1 - moved.probability) == pytest.approx(4 * odds)
    more = np.log2(moved.probability.sum() / pairs.probability.sum())
    assert more > 0.2
    assert moved.weight == pytest.approx(pairs.weight + 2.0 - more, abs=1e-6)


def test_nothing_sampled_leaves_the_probabilities() -> None:
    pairs, _ = pairs_that_claim(1, 500)
    empty = PairSample(np.zeros(0, np.int64), np.zeros(0), "")
    correction = calibrate(pairs, SampleAnswers(empty, np.zeros(0), ()))
    assert (correction.low, correction.high, correction.shift) == pytest.approx((1, 1, 0))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.lists(st.sampled_from([0.0, 0.5, 1.0]), min_size=1, max_size=60))
def test_order_is_kept_whatever_the_clerk_says(seed: int, said: list[float]) -> None:
    pairs, _ = pairs_that_claim(2, 800)
    rows = np.random.default_rng(seed).choice(800, len(said), replace=False)
    sample = PairSample(rows, np.ones(len(said)), "")
    found = calibrate(pairs, _answers(np.array(said), sample)).apply(pairs)
    order = np.argsort(pairs.probability)
    assert (np.diff(found.probability[order]) >= -1e-12).all()
    assert ((found.probability >= 0) & (found.probability <= 1)).all()


def test_claims_five_times_too_low_are_corrected() -> None:
    off, off_before, low = [], [], []
    for seed in range(30):
        pairs, true = pairs_that_claim(seed)
        sample = choose_pairs(pairs, 200, seed)
        found = calibrate(pairs, _answers(true[sample.pair], sample)).apply(pairs)
        off.append(found.probability.sum() / true.sum() - 1)
        off_before.append(pairs.probability.sum() / true.sum() - 1)
        tail = pairs.probability < 0.1
        low.append(found.probability[tail].sum() / true[tail].sum() - 1)
    assert np.mean(off_before) < -0.25
    assert abs(np.mean(off)) < 0.04
    assert np.std(off) < 0.15
    assert abs(np.mean(low)) < 0.12

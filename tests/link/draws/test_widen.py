from __future__ import annotations

import numpy as np
import pytest

from tests.link.draws.toy import pairs_of
from undercount.errors import InputError
from undercount.link.draws import draw_partitions, widened_draws


def test_widened_draws_differ_more_and_are_the_same_again() -> None:
    rng = np.random.default_rng(5)
    of_list = [0] * 60 + [1] * 60
    weights = {
        (a, 60 + b): float(rng.normal(9.0 if a == b < 30 else -1.0, 3.0))
        for a in range(60)
        for b in range(60)
        if a == b or rng.random() < 0.05
    }
    pairs = pairs_of(of_list, weights)
    plain = draw_partitions(pairs, draws=80).histories()
    drawn = widened_draws(pairs, draws=80)
    wide = drawn.histories()
    assert wide.shape == (80, 4)
    assert wide[:, 3].std() > 1.2 * plain[:, 3].std()
    assert (drawn.labels == widened_draws(pairs, draws=80).labels).all()


def test_beliefs_must_make_sense() -> None:
    pairs = pairs_of([0, 1], {(0, 1): 3.0})
    with pytest.raises(InputError, match="too few"):
        widened_draws(pairs, beliefs=())
    with pytest.raises(InputError, match="tempered"):
        widened_draws(pairs, beliefs=(3.0,))


def test_too_few_draws_for_the_beliefs() -> None:
    with pytest.raises(InputError, match="two for each"):
        widened_draws(pairs_of([0, 1], {(0, 1): 30.0}), draws=6)

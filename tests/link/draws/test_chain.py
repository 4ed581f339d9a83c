"""The chain against every partition of a few records, counted out by brute force."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from tests.link.draws.toy import pairs_of, posterior
from undercount.link.draws.draw import _renumbered, _run
from undercount.link.draws.graph import graph_of

TOYS = {
    "two lists": ([0, 0, 1, 1], {(0, 2): 4.0, (0, 3): 2.0, (1, 2): 3.0, (1, 3): -1.0}),
    "three lists, a side never compared": (
        [0, 1, 2, 2],
        {(0, 1): 5.0, (1, 2): 4.0, (1, 3): 1.0, (0, 3): 2.0},
    ),
    "duplicates": ([0, 0, 0, 1], {(0, 1): 6.0, (0, 2): 4.0, (1, 2): 5.0, (1, 3): 3.0}),
    "five records, all compared": (
        [0, 0, 1, 1, 2],
        {(a, b): 3.0 - 1.3 * ((a * 3 + b) % 4) + b / 3 for a in range(5) for b in range(a + 1, 5)},
    ),
}


@pytest.mark.parametrize("toy", TOYS)
@pytest.mark.parametrize("uncompared", [-3.0, 1.0])
def test_frequencies_are_the_posterior(toy: str, uncompared: float) -> None:
    of_list, weights = TOYS[toy]
    pairs = pairs_of(of_list, weights)
    graph = graph_of(pairs)
    rng = np.random.default_rng(3)
    log_people = np.concatenate([[0.0], rng.normal(0.5, 1.0, 2 ** len(pairs.lists) - 1)])
    log_again = np.log(np.array([0.3, 0.1, 0.2])[: len(pairs.lists)])
    exact = posterior(of_list, weights, uncompared, log_people, log_again)
    begin = np.arange(len(of_list), dtype=np.int64)
    absent = uncompared * np.log(2)
    drawn, _ = _run(graph, rng, begin, absent, 100, 2, 40_000, (log_people, log_again))
    seen = Counter(tuple(int(c) for c in _renumbered(draw)) for draw in drawn)
    assert set(seen) <= set(exact)
    for labels, chance in exact.items():
        # 40,000 draws, half of them worth one: six standard errors
        assert seen[labels] / 40_000 == pytest.approx(
            chance, abs=6 * (chance * (1 - chance) / 20_000) ** 0.5 + 1e-4
        )

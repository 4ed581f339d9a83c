"""Pairs whose probabilities claim too little, as those of a linkage do; simulated."""

from __future__ import annotations

import numpy as np

from undercount.link.pairs import Pairs


def pairs_that_claim(seed: int, n_pairs: int = 20_000) -> tuple[Pairs, np.ndarray]:
    """Pairs of two lists and whether each is true: true odds are those claimed x 5."""
    rng = np.random.default_rng(seed)
    n = 4_000
    code = rng.choice(n * n, n_pairs, replace=False)
    weight = rng.normal(2.0, 5.0, n_pairs)
    odds = np.log(2.0) * (weight - 8.0)
    pairs = Pairs(
        ("clinic", "legal-aid"),
        np.repeat([0, 1], n).astype(np.int16),
        (code // n).astype(np.int32),
        (n + code % n).astype(np.int32),
        weight,
        1 / (1 + np.exp(-odds)),
    )
    return pairs, rng.random(n_pairs) < 1 / (1 + np.exp(-odds - np.log(5.0)))

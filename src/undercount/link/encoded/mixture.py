"""What the scores are worth between these lists: two kinds of pairs, learned without labels.

Scores of pairs of one person lie about one mean, those of two people about another, with one spread;
so the log Bayes factor is a line in the score (Fisher's), which expectation and maximisation find
with at most one partner a record on each other list (`kernels.one_to_one`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from undercount.link.kernels import one_to_one

Floats = NDArray[np.float64]

_STEPS: Final = 200
_STILL: Final = 1e-4
_SWEEPS: Final = 3
_LAST_SWEEPS: Final = 15
# Share of the smaller list taken to be on the other at first, and to be on it twice; what the
# guess of duplicates weighs beside those found.
_OVERLAP: Final = 0.2
_DUPLICATES: Final = 0.03
_GUESSED: Final = 0.25
_ADDED: Final = 0.5
_SLOPES: Final = (0.5, 3.0)
_STRENGTH = 1.0
_LEARN = False
_TAU = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Mixture:
    """What is learned.

    Attributes:
        slope: of the log Bayes factor in the score.
        level: the log Bayes factor of a score of 0.
        groups: the pairs of lists (a, b), a <= b.
        expected: shape (groups,), pairs of one person among the candidates.
        prior: shape (groups,), their share of all pairs.
        steps: of EM.
        weight: shape (pairs,), log2 Bayes factor.
        probability: shape (pairs,).
    """

    slope: float
    level: float
    groups: tuple[tuple[int, int], ...]
    expected: Floats
    prior: Floats
    steps: int
    weight: Floats
    probability: Floats


def learn_mixture(
    score: Floats,
    left: NDArray[np.int32],
    right: NDArray[np.int32],
    of_list: NDArray[np.int16],
    t: int,
) -> Mixture:
    """The line, the priors and each pair's probability.

    Args:
        score: shape (pairs,), of the candidates.
        left: shape (pairs,), records.
        right: shape (pairs,), records, greater than `left`.
        of_list: shape (records,).
        t: lists.
    """
    groups = tuple((a, b) for a in range(t) for b in range(a, t))
    of_group = np.zeros((t, t), np.int16)
    for g, (a, b) in enumerate(groups):
        of_group[a, b] = of_group[b, a] = g
    group = of_group[of_list[left], of_list[right]]
    n = np.bincount(of_list, minlength=t).astype(float)
    same = np.array([a == b for a, b in groups])
    total = np.array([n[a] * (n[b] - (a == b)) / (1 + (a == b)) for a, b in groups])
    total = np.maximum(total, 1.0)
    guess = np.array([min(n[a], n[b]) for a, b in groups])
    guess = guess * np.where(same, _DUPLICATES, _OVERLAP)
    between = ~same[group]
    whole = float(total[~same].sum())
    one = np.arange(int(between.sum()), dtype=np.int32)
    pairs = one, np.zeros(len(one), np.int16), left[between], right[between], of_list
    free = np.ones(len(one)), np.ones(len(one))
    expected, slope, level, steps = guess, 1.0, 0.0, 0
    probability = np.empty(len(score))

    def settle(odds: Floats, sweeps: int) -> None:
        probability[:] = odds / (1.0 + odds)
        probability[between] = one_to_one(
            *pairs, np.zeros(1, np.bool_), odds[between][None, :], t, *free, sweeps
        )[0]

    for steps in range(1, _STEPS + 1):
        factor = np.exp(np.clip(slope * score + level, -50.0, 50.0))
        odds = factor * (expected / total)[group]
        settle(odds, _SWEEPS)
        before, expected = expected, np.bincount(group, probability, len(groups))
        expected = np.where(same, (expected + _GUESSED * guess) / (1 + _GUESSED), expected)
        expected = np.maximum(expected, _ADDED)
        if _LEARN:
            slope, level = _line(score[between], probability[between], whole)
        if np.abs(expected - before).max() <= _STILL * max(expected.sum(), 1.0):
            break
    settle(odds, _LAST_SWEEPS)
    weight = (slope * score + level) / np.log(2.0)
    return Mixture(
        slope, level, groups, expected, expected / total, steps, weight, probability
    )  # fmt: skip


def _line(score: Floats, probability: Floats, total: float) -> tuple[float, float]:
    """Slope and level of the log Bayes factor, against all pairs of two records."""
    p, q = probability, 1.0 - probability
    ones, twos = p.sum() + _ADDED, q.sum() + _ADDED
    high, low = (p * score).sum() / ones, (q * score).sum() / twos
    spread = ((p * (score - high) ** 2).sum() / ones + (q * (score - low) ** 2).sum() / twos) / 2
    slope = float(np.clip(_STRENGTH * (high - low) / max(spread, 1e-9), *_SLOPES))
    level = float(np.log(total / twos)) - slope * (high + low) / 2
    return slope, level

"""How much each degree of agreement is worth, learned without labels: EM over pairs of records.

Fellegi and Sunter's model (1969, JASA 64): given that two records are of one person (m) or of two
(u), the fields agree independently. Three things differ from the textbook:

- a record has at most one partner on another list, so the E-step shares the odds of a pair with
  those of all other pairs of both records: p_ij = o_ij / (1 + sum_j o_ij + sum_i o_ij - o_ij);
- u is of all pairs, not of the candidates: candidates are counted whole, and the others by a
  random sample of pairs outside;
- each pair of lists has its own m, drawn towards the m of all by a Dirichlet prior, since EM alone
  collapses where two lists have few people in common.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from undercount.link.kernels import one_to_one

Floats = NDArray[np.float64]

# Pairs that the m of all lists is worth, in the m of two lists.
_BORROWED: Final = 100.0
# Pairs added to each level, so that no level is impossible.
_ADDED: Final = 0.5
_STEPS: Final = 100
_STILL: Final = 1e-4
# Share of its records that a list is taken to have in common with another at first.
_FIRST_OVERLAP: Final = 0.2
_FIRST_DUPLICATES: Final = 0.01
# The first m is u to this power: rare agreements are taken to be less rare in one person.
_FLAT: Final = 0.3


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """What is learned of the fields.

    Attributes:
        groups: the pairs of lists (a, b), a <= b; a pair (a, a) is for duplicates inside a list.
        m: per comparison, shape (groups, levels): P(level | one person, both know the field).
        u: per comparison, shape (levels,): P(level | two persons, both know the field).
        prior: shape (groups,): share of all pairs that are of one person and are candidates.
        expected: shape (groups,): pairs of one person among the candidates.
        steps: of EM.
    """

    groups: tuple[tuple[int, int], ...]
    m: tuple[Floats, ...]
    u: tuple[Floats, ...]
    prior: Floats
    expected: Floats
    steps: int


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """The model, and each candidate pair's weight and probability.

    Attributes:
        model: what is learned.
        weight: shape (pairs,), log2 Bayes factor.
        probability: shape (pairs,).
    """

    model: Model
    weight: Floats
    probability: Floats


def learn(
    levels: NDArray[np.int8],
    left: NDArray[np.int32],
    right: NDArray[np.int32],
    of_list: NDArray[np.int16],
    outside: NDArray[np.int8],
    n_levels: Sequence[int],
) -> Learned:
    """m, u, priors and the probability of each candidate pair.

    Args:
        levels: shape (pairs, comparisons), of the candidates; -1 is missing.
        left: shape (pairs,), records.
        right: shape (pairs,), records, greater than `left`.
        of_list: shape (records,).
        outside: shape (sample, comparisons), of random pairs that are no candidates.
        n_levels: levels of each comparison.
    """
    t = int(of_list.max()) + 1
    sizes = np.bincount(of_list, minlength=t).astype(float)
    groups = tuple((a, b) for a in range(t) for b in range(a, t))
    of_group = np.zeros((t, t), dtype=np.int16)
    for g, (a, b) in enumerate(groups):
        of_group[a, b] = of_group[b, a] = g
    group = of_group[of_list[left], of_list[right]]
    total = np.array(
        [sizes[a] * (sizes[a] - 1) / 2 if a == b else sizes[a] * sizes[b] for a, b in groups]
    )
    patterns, pattern, counts = _patterns(levels, group, len(groups))
    rest = max(total.sum() - len(left), 0.0) / max(len(outside), 1)
    away = [
        np.bincount(outside[:, c][outside[:, c] >= 0], minlength=k) * rest
        for c, k in enumerate(n_levels)
    ]
    tallies = [_tally(patterns[:, c], k) for c, k in enumerate(n_levels)]
    whole = counts.sum(axis=0)
    u = [_shares(tally @ whole + far + _ADDED) for tally, far in zip(tallies, away, strict=True)]
    m = [np.tile(_shares(value**_FLAT), (len(groups), 1)) for value in u]
    smaller = np.array([min(sizes[a], sizes[b]) for a, b in groups])
    same = np.array([a == b for a, b in groups])
    expected = smaller * np.where(same, _FIRST_DUPLICATES, _FIRST_OVERLAP)
    prior = expected / np.maximum(total, 1)
    known = [patterns[:, c] >= 0 for c in range(len(n_levels))]
    step = 0
    while step < _STEPS:
        step += 1
        weight = _weights(patterns, known, m, u)
        odds = prior[:, None] * np.exp2(weight)
        found = one_to_one(pattern, group, left, right, of_list, same, odds, t)
        before = expected
        expected = found.sum(axis=1)
        prior = np.maximum(expected, _ADDED) / np.maximum(total, 1)
        for c, tally in enumerate(tallies):
            of_one = found @ tally.T
            shared = _shares(of_one.sum(axis=0) + _ADDED)
            m[c] = _shares(of_one + _BORROWED * shared + 1e-9)
            u[c] = _shares(np.maximum(tally @ whole - of_one.sum(axis=0), 0.0) + away[c] + _ADDED)
        if np.abs(expected - before).max() <= _STILL * max(expected.sum(), 1.0):
            break
    weight = _weights(patterns, known, m, u)
    odds = prior[:, None] * np.exp2(weight)
    probability = np.empty(len(left))
    one_to_one(pattern, group, left, right, of_list, same, odds, t, probability)
    model = Model(groups, tuple(m), tuple(u), prior, expected, step)
    return Learned(model, weight[group, pattern], probability)


def _patterns(
    levels: NDArray[np.int8], group: NDArray[np.int16], n_groups: int
) -> tuple[NDArray[np.int8], NDArray[np.int32], Floats]:
    """Distinct rows of levels, the row of each pair, and how many pairs of each group have it."""
    code = np.zeros(len(levels), dtype=np.int64)
    for c in range(levels.shape[1]):
        code = code * 32 + (levels[:, c] + 1)
    _, first, inverse = np.unique(code, return_index=True, return_inverse=True)
    pattern = inverse.astype(np.int32)
    counts = np.zeros((n_groups, len(first)))
    for g in range(n_groups):
        counts[g] = np.bincount(pattern[group == g], minlength=len(first))
    return levels[first], pattern, counts


def _tally(level: NDArray[np.int8], n: int) -> Floats:
    """Shape (levels, patterns): 1 where the pattern has the level."""
    return np.asarray(level[None, :] == np.arange(n)[:, None], dtype=float)


def _shares(counts: Floats) -> Floats:
    return np.asarray(counts / counts.sum(axis=-1, keepdims=True))


def _weights(
    patterns: NDArray[np.int8],
    known: Sequence[NDArray[np.bool_]],
    m: Sequence[Floats],
    u: Sequence[Floats],
) -> Floats:
    """Shape (groups, patterns): log2 Bayes factor."""
    weight = np.zeros((m[0].shape[0], len(patterns)))
    for c, here in enumerate(known):
        ratio = np.log2(m[c]) - np.log2(u[c])
        weight[:, here] += ratio[:, patterns[here, c]]
    return weight

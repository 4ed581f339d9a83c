"""How many pairs are of one person, learned without labels from the scores of the lists at hand.

A score says how much likelier one person is than two where registers are like simulated ones. Two
things differ from lists to lists, and are learned by expectation and maximisation: the prior of
each pair of lists, and how many pairs of two people have high scores (fewer where nobody is kin). A
record has at most one partner on another list (`matching.one_to_one`). No threshold is set.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from undercount.link.matching import one_to_one, rivals
from undercount.link.pairs import groups_of

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
# Share of a list that is taken to have no partner on another at the least.
_FREE: Final = 0.02
# Log of how many pairs of two people, of all pairs, have a score, per unit of it: a parabola that
# fits simulated registers (as the scores do) from 1 to 13. Below `_HIGH` it is no matter. Of rows
# that can be compared inside a list too, and of rows that meet across lists only.
_OF_TWO: Final = ((-7.7959, 0.1494, -0.0658), (-8.8510, 0.4036, -0.0832))
_HIGH: Final = 3.0
_HIGHEST: Final = 25.0
# Pairs that the simulated registers count for beside those at hand.
_LIKE_SIMULATED: Final = 20.0
# And those of all lists, beside the two at hand.
_BORROWED: Final = 100.0
# Least crowding that is believed: below, pairs that nothing speaks for would be links.
_THINNEST: Final = 0.25


@dataclass(frozen=True, slots=True, eq=False)
class Mixture:
    """What is learned.

    Attributes:
        crowding: shape (groups,), pairs of two people with high scores, over those of simulated
            registers; higher inside a list, where one clerk spells and whole families stand.
        groups: the pairs of lists (a, b), a <= b.
        expected: shape (groups,), pairs of one person among the candidates.
        prior: shape (groups,), their share of all pairs.
        steps: of EM.
        weight: shape (pairs,), log2 Bayes factor.
        probability: shape (pairs,).
    """

    crowding: Floats
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
    across: bool,
) -> Mixture:
    """Priors, crowding and each pair's probability.

    Args:
        score: shape (pairs,), of the candidates, natural log Bayes factors as simulated.
        left: shape (pairs,), records.
        right: shape (pairs,), records, greater than `left`.
        of_list: shape (records,).
        t: lists.
        across: whether rows meet across lists only.
    """
    groups, of_group, same, total, smaller = groups_of(of_list, t)
    sizes = np.bincount(of_list, minlength=t).astype(float)
    group = of_group[of_list[left], of_list[right]]
    guess = smaller * np.where(same, _DUPLICATES, _OVERLAP)
    between = ~same[group]
    usual = _usual(across) * total
    high = np.flatnonzero(score > _HIGH)
    one = np.arange(int(between.sum()), dtype=np.int32)
    whole = np.zeros(len(one), np.int16)
    live = np.ones((1, len(one)), np.bool_)
    pairs = rivals(live, left[between], right[between], whole, one, of_list)
    expected, crowding, steps = guess, np.ones(len(groups)), 0
    probability = np.empty(len(score))
    odds = np.empty(len(score))

    def settle(sweeps: int) -> None:
        each = prior_odds(expected, total, sizes, groups) / crowding
        odds[:] = np.exp(np.clip(score, -50.0, 50.0)) * each[group]
        probability[:] = odds / (1.0 + odds)
        probability[between] = one_to_one(pairs, odds[between][None, :], sweeps)[0]

    while steps < _STEPS:
        steps += 1
        settle(_SWEEPS)
        before, expected = expected, np.bincount(group, probability, len(groups)).astype(float)
        expected = np.where(same, (expected + _GUESSED * guess) / (1 + _GUESSED), expected)
        expected = np.maximum(expected, _ADDED)
        of_two = np.bincount(group[high], 1.0 - probability[high], len(groups))
        for kind in (same, ~same):
            all_of_them = of_two[kind].sum() + _LIKE_SIMULATED
            pooled = all_of_them / (usual[kind].sum() + _LIKE_SIMULATED)
            own = of_two[kind] + _BORROWED * pooled
            crowding[kind] = np.maximum(own / (usual[kind] + _BORROWED), _THINNEST)
        if np.abs(expected - before).max() <= _STILL * max(float(expected.sum()), 1.0):
            break
    settle(_LAST_SWEEPS)
    if across:
        # Nothing is known of pairs inside a list; a guess must not look like a finding.
        expected = np.where(same, 0.0, expected)
    weight = (score - np.log(crowding)[group]) / np.log(2.0)
    return Mixture(crowding, groups, expected, expected / total, steps, weight, probability)


def prior_odds(
    expected: Floats, total: Floats, sizes: Floats, groups: Sequence[tuple[int, int]]
) -> Floats:
    """Shape (groups,): odds of any pair before it is looked at, its records having no partner yet.

    Of n records each, m of them with one partner on the other list, every pair has the weight
    m / n² / (1 - m/n)² in a matching: that is what makes m of them on average.

    Args:
        expected: shape (groups,), pairs of one person.
        total: shape (groups,), all pairs.
        sizes: shape (lists,), records.
        groups: the lists of each group.
    """
    odds = expected / total
    for g, (a, b) in enumerate(groups):
        if a != b:
            free = [max(1.0 - float(expected[g]) / sizes[i], _FREE) for i in (a, b)]
            odds[g] /= free[0] * free[1]
    return odds


def _usual(across: bool) -> float:
    """Share of all pairs of two people that have a high score, in simulated registers."""
    at = np.arange(_HIGH, _HIGHEST, 0.05) + 0.025
    a, b, c = _OF_TWO[across]
    return float(np.exp(a + b * at + c * at**2).sum() * 0.05)

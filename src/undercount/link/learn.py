"""How much each degree of agreement is worth, learned without labels: EM over pairs of records.

Fellegi and Sunter's model (1969, JASA 64) asks how often fields agree in two records of one person
(m) and of two (u). Four things differ from the textbook:

- a record has at most one partner on another list, so the probability of a pair depends on all
  other pairs of both records (`matching.one_to_one`);
- u is of all pairs, not of the candidates, and its fields hang together (`negatives`);
- within a kind of agreement, m spreads over rare and common values as records do (`rarity`);
- each pair of lists has its own m, drawn towards the m of all by a Dirichlet prior, since EM alone
  collapses where two lists have few people in common. Duplicates inside a list have the m of all
  and a prior of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from undercount.link.births import by_chance
from undercount.link.comparisons import Comparison
from undercount.link.controls import Controls
from undercount.link.kernels import distinct_rows, tally
from undercount.link.matching import one_to_one, rivals
from undercount.link.negatives import Negatives, learn_negatives
from undercount.link.pairs import groups_of
from undercount.link.rarity import Spread
from undercount.link.table import Table

Floats = NDArray[np.float64]

# Pairs that the m of all lists is worth, in the m of two lists.
_BORROWED: Final = 100.0
# Pairs added to each level, so that no level is impossible.
_ADDED: Final = 0.5
_STEPS: Final = 200
# When EM is still, in each of two rounds: negative controls hold a few records of one person, which
# are told by what the first round learns.
_STILL: Final = (1e-3, 2e-5)
# Pairs with smaller odds, in each round, are nobody's rivals, and are left out of the sweeps. Who
# they are is told anew at these steps of the first round, while it still changes.
_HOPELESS: Final = (1e-4, 1e-5)
_ANEW: Final = (1, 2, 4, 8)
# Sweeps of belief propagation in a step of EM, and after the last one.
_SWEEPS: Final = 3
_LAST_SWEEPS: Final = 15
# Share of the smaller list that is taken to be on the other at first, and to be on it twice.
_FIRST_OVERLAP: Final = 0.2
_FIRST_DUPLICATES: Final = 0.02
# What the first guess of duplicates weighs beside those found.
_GUESSED: Final = 0.25
# A field on which fewer pairs of one person tell anything between lists, and how often two records
# of one person agree on a field, as is usual.
_FEW: Final = 10.0
_USUAL: Final = 0.85
# The first m is u to this power: rare agreements are taken to be less rare in one person.
_FLAT: Final = 0.3


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """What is learned of the fields.

    Attributes:
        groups: the pairs of lists (a, b), a <= b; a pair (a, a) is for duplicates inside a list.
        m: per comparison, shape (groups, levels): P(level | one person, both know the field).
        negatives: u.
        prior: shape (groups,): share of all pairs that are of one person and are candidates.
        expected: shape (groups,): pairs of one person among the candidates.
        steps: of EM.
    """

    groups: tuple[tuple[int, int], ...]
    m: tuple[Floats, ...]
    negatives: Negatives
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


@dataclass(frozen=True, slots=True, eq=False)
class Observed:
    """Pairs by the pattern of their levels.

    Attributes:
        patterns: shape (patterns, comparisons), distinct rows of levels.
        pattern: shape (pairs,), int32, row of each pair.
        group: shape (pairs,), int16, pair of lists of each pair.
    """

    patterns: NDArray[np.int8]
    pattern: NDArray[np.int32]
    group: NDArray[np.int16]


def learn(
    levels: NDArray[np.int8],
    left: NDArray[np.int32],
    right: NDArray[np.int32],
    table: Table,
    control_levels: NDArray[np.int8],
    controls: Controls,
    comparisons: Sequence[Comparison],
    spread: Spread,
) -> Learned:
    """m, u, priors and the probability of each candidate pair.

    Args:
        levels: shape (pairs, comparisons), of the candidates; -1 is missing.
        left: shape (pairs,), records.
        right: shape (pairs,), records, greater than `left`.
        table: the records.
        control_levels: shape (controls, comparisons).
        controls: random pairs that stand for all pairs.
        comparisons: in the order of the columns.
        spread: how agreement spreads over rare and common values.
    """
    of_list, t = table.of_list, len(table.lists)
    groups, of_group, same, total, smaller = groups_of(of_list, t)
    seen = _observed(levels, of_group[of_list[left], of_list[right]])
    random = _observed(control_levels, of_group[of_list[controls.left], of_list[controls.right]])
    guess = smaller * np.where(same, _FIRST_DUPLICATES, _FIRST_OVERLAP)
    chance = by_chance(table, groups)
    kinds = [_kinds(comparison) for comparison in comparisons]
    least = [_least(comparison) for comparison in comparisons]
    doubt = np.zeros(len(random.pattern))
    expected, prior = guess, guess / total
    together = spread.together(seen.patterns)
    together_random = spread.together(random.patterns)
    often = tally(seen.group, seen.pattern, len(groups), len(seen.patterns))
    m: list[Floats] = []
    steps = 0
    for still, hopeless in zip(_STILL, _HOPELESS, strict=True):
        negatives = learn_negatives(random, controls, comparisons, chance, doubt)
        against = negatives.log2(seen.patterns) - together
        if not m:
            m = [np.tile(_shares(u**_FLAT), (len(groups), 1)) for u in negatives.marginal()]
        for step in range(_STEPS):
            steps += 1
            odds = prior[:, None] * np.exp2(_log2_m(seen.patterns, m) - against)
            if step == 0 or (still == _STILL[0] and step in _ANEW):
                # A record may have several duplicates: inside a list a pair's odds stand alone.
                live = (odds > hopeless) & ~same[:, None]
                pairs = rivals(live, left, right, seen.group, seen.pattern, of_list)
            found = one_to_one(pairs, odds, _SWEEPS)
            found += np.where(live, 0.0, often * odds / (1.0 + odds))
            before, expected = expected, found.sum(axis=1)
            prior = np.where(same, _blend(expected, guess), np.maximum(expected, _ADDED)) / total
            m = _update(seen.patterns, found, same, kinds, spread.shares, least)
            if np.abs(expected - before).max() <= still * max(expected.sum(), 1.0):
                break
        odds_random = prior[:, None] * np.exp2(
            _log2_m(random.patterns, m) + together_random - negatives.log2(random.patterns)
        )
        doubt = (odds_random / (1.0 + odds_random))[random.group, random.pattern]
    weight = _log2_m(seen.patterns, m) - against
    odds = prior[:, None] * np.exp2(weight)
    probability = (odds / (1.0 + odds))[seen.group, seen.pattern]
    settled = np.empty(len(pairs.group))
    one_to_one(pairs, odds, _LAST_SWEEPS, settled)
    probability[live[seen.group, seen.pattern]] = settled
    model = Model(groups, tuple(m), negatives, prior, expected, steps)
    return Learned(model, weight[seen.group, seen.pattern], probability)


def _observed(levels: NDArray[np.int8], group: NDArray[np.int16]) -> Observed:
    first, pattern = distinct_rows(levels)
    return Observed(levels[first], pattern, group)


def _kinds(comparison: Comparison) -> NDArray[np.bool_]:
    """Shape (kinds, levels): which levels are of each kind; a level without one is its own."""
    names = [level.kind or f"#{i}" for i, level in enumerate(comparison.levels)]
    return np.array([[name == kind for name in names] for kind in dict.fromkeys(names)])


def _least(comparison: Comparison) -> Floats:
    """Shape (kinds,): the least share of each kind in pairs of one person."""
    kinds = {level.kind or f"#{i}": level.least for i, level in enumerate(comparison.levels)}
    return np.array(list(kinds.values()))


def _update(
    patterns: NDArray[np.int8],
    found: Floats,
    same: NDArray[np.bool_],
    kinds: Sequence[NDArray[np.bool_]],
    spread: Sequence[Floats],
    least: Sequence[Floats],
) -> list[Floats]:
    """m of each pair of lists, from the expected pairs of one person of each pattern."""
    m = []
    between = found * ~same[:, None]
    for c, (kind, share, floor) in enumerate(zip(kinds, spread, least, strict=True)):
        counts = _by_level(between, patterns[:, c], len(share)) @ kind.T
        if counts.sum() < _FEW:
            # Only one list has the field: duplicates tell, beside what is usual.
            usual = np.full(len(kind), (1.0 - _USUAL) / max(len(kind) - 1, 1))
            usual[_agreeing(kind)] = _USUAL
            counts = _by_level(found, patterns[:, c], len(share)).sum(axis=0) @ kind.T
            counts = np.tile(counts + _BORROWED * usual, (len(found), 1))
        shared = _shares(counts.sum(axis=0) + _ADDED)
        own = _shares(np.maximum(_shares(counts + _BORROWED * shared), floor))
        m.append(own @ kind * share)
    return m


def _by_level(found: Floats, level: NDArray[np.int8], levels: int) -> Floats:
    """Shape (groups, levels): pairs of each level, those without the field left out."""
    place = level.astype(np.int64) + 1
    return np.stack([np.bincount(place, row, levels + 1)[1:] for row in found])


def _agreeing(kind: NDArray[np.bool_]) -> int:
    """The kind of full agreement: the one of several levels by rarity, else the first."""
    return int(np.argmax(kind.sum(axis=1)))


def _blend(expected: Floats, guess: Floats) -> Floats:
    """Duplicates found, and a little of those guessed."""
    return np.asarray((expected + _GUESSED * guess) / (1 + _GUESSED))


def _log2_m(patterns: NDArray[np.int8], m: Sequence[Floats]) -> Floats:
    """Shape (groups, patterns): log2 P(pattern | one person)."""
    total = np.zeros((m[0].shape[0], len(patterns)))
    for c, table in enumerate(m):
        known = patterns[:, c] >= 0
        total[:, known] += np.log2(table)[:, patterns[known, c]]
    return total


def _shares(counts: Floats) -> Floats:
    return np.asarray(counts / counts.sum(axis=-1, keepdims=True))

"""How the records of two people look: u, with the fields hanging together.

Two people who share a name are more often of one language, one sex and one nationality than any
two people are. Taken as independent, such pairs look like one person by the thousand. So u is a
mixture of kinds of pairs (of one origin, of one family, of nothing in common), within each of
which the fields are independent. It is learned from negative controls, pairs of which we know
that they are of two people because their births lie years apart; u of the birth itself comes from
pairs without a name in common.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from undercount.link.comparisons import Comparison
from undercount.link.controls import Controls
from undercount.link.kernels import sums_by_column, told_kinds

if TYPE_CHECKING:
    from undercount.link.learn import Observed

Floats = NDArray[np.float64]

_KINDS: Final = 8
_STEPS: Final = 100
_STILL: Final = 1e-6
_ENOUGH: Final = 200
# Where a list has no days of birth, nobody agrees on one; yet nothing is impossible.
_TINY: Final = 1e-7
# Pairs of a kind that are taken to be spread over the levels of a field as all pairs are.
_SMOOTH: Final = 2.0
_BIRTH: Final = "birth"
_APART: Final = 0


@dataclass(frozen=True, slots=True, eq=False)
class Negatives:
    """u of patterns of levels.

    Attributes:
        shares: shape (kinds,), of all pairs.
        u: per comparison, shape (kinds, levels); for the birth, shape (groups, levels).
        birth: which comparison is the birth, or None.
    """

    shares: Floats
    u: tuple[Floats, ...]
    birth: int | None

    def marginal(self) -> tuple[Floats, ...]:
        """Per comparison, shape (levels,): u of all kinds of pairs together."""
        return tuple(
            u.mean(axis=0) if c == self.birth else self.shares @ u for c, u in enumerate(self.u)
        )

    def log2(self, patterns: NDArray[np.int8]) -> Floats:
        """log2 u of each pattern in each group of list pairs, shape (groups or 1, patterns)."""
        logs = np.log(self.shares)[:, None] + np.zeros((1, len(patterns)))
        for c, u in enumerate(self.u):
            if c != self.birth:
                known = patterns[:, c] >= 0
                logs[:, known] += np.log(u[:, patterns[known, c]])
        top = logs.max(axis=0)
        total = (top + np.log(np.exp(logs - top).sum(axis=0)))[None, :] / np.log(2)
        if self.birth is None:
            return np.asarray(total)
        known = patterns[:, self.birth] >= 0
        birth = np.zeros((len(self.u[self.birth]), len(patterns)))
        birth[:, known] = np.log2(self.u[self.birth][:, patterns[known, self.birth]])
        return np.asarray(total + birth)


def learn_negatives(
    random: Observed,
    controls: Controls,
    comparisons: Sequence[Comparison],
    by_chance: Mapping[int, Floats],
    doubt: Floats,
) -> Negatives:
    """u from random pairs.

    Args:
        random: the pairs' levels and groups.
        controls: the pairs.
        comparisons: in the order of the columns.
        by_chance: of rare levels of the birth, P(level | two persons) in each group.
        doubt: shape (controls,), how probable it is that a pair is of one person after all.
    """
    names = [comparison.name for comparison in comparisons]
    birth = names.index(_BIRTH) if _BIRTH in names else None
    sure = 1.0 - doubt
    u: list[Floats] = [np.empty(0)] * len(comparisons)
    if birth is not None:
        level = random.patterns[:, birth][random.pattern]
        u[birth] = _of_births(level, controls, random.group, comparisons[birth], by_chance)
        apart = sure * (level == _APART)
        # Lists of a few records, or where nobody tells a birth, have no such pairs to learn from.
        sure = apart if apart.sum() >= _ENOUGH else sure
    fields = [c for c in range(len(comparisons)) if c != birth]
    n = len(random.patterns)
    shares, learned = _kinds(
        random.patterns[:, fields],
        np.bincount(random.pattern, controls.weight * sure, n).astype(float),
        np.bincount(random.pattern, sure, n).astype(float),
        [len(comparisons[c].levels) for c in fields],
    )
    for c, table in zip(fields, learned, strict=True):
        u[c] = table
    return Negatives(shares, tuple(u), birth)


def _of_births(
    level: NDArray[np.int8],
    controls: Controls,
    group: NDArray[np.int16],
    comparison: Comparison,
    by_chance: Mapping[int, Floats],
) -> Floats:
    """Shape (groups, levels): seen in pairs without a name in common, rare levels by chance."""
    n_groups = len(next(iter(by_chance.values())))
    here = controls.no_name & (level >= 0)
    counts = np.zeros((n_groups, len(comparison.levels)))
    np.add.at(counts, (group[here], level[here]), 1.0)
    every = counts.sum(axis=0) + 0.5
    counts += 20.0 * every / every.sum()
    rare = list(by_chance)
    counts[:, rare] = 0.0
    shares = np.stack([np.maximum(by_chance[i], _TINY) for i in rare], axis=1)
    u = counts / counts.sum(axis=1, keepdims=True) * (1.0 - shares.sum(axis=1, keepdims=True))
    u[:, rare] = shares
    return np.asarray(u)


def _kinds(
    patterns: NDArray[np.int8], weight: Floats, real: Floats, n_levels: Sequence[int]
) -> tuple[Floats, list[Floats]]:
    """A mixture of kinds by EM. It starts from kinds by how rare the first field's level is."""
    ends = np.cumsum(n_levels)
    starts = ends - np.asarray(n_levels)
    # The column of each level, or -1.
    columns = np.where(patterns >= 0, patterns.astype(np.int64) + starts, -1).astype(np.int16)
    total = max(float(weight.sum()), 1.0)
    # What was looked at without being found may still be there, in fewer pairs than were seen.
    alone = sums_by_column(columns, weight[:, None], int(ends[-1]))[:, 0]
    every = alone + total / max(real.sum(), 1.0) * 1e-3
    for a, b in zip(starts, ends, strict=True):
        every[a:b] /= every[a:b].sum()
    rare = np.argsort(np.argsort(-every[: ends[0]], kind="stable"), kind="stable")
    rank = rare[np.maximum(patterns[:, 0].astype(int), 0)]
    belongs = np.full((len(patterns), _KINDS), 0.02 / _KINDS)
    belongs[np.arange(len(patterns)), rank * _KINDS // n_levels[0]] += 0.98
    shares = np.full(_KINDS, 1.0 / _KINDS)
    table = np.empty((_KINDS, len(every)))
    before = -np.inf
    for _ in range(_STEPS):
        weighted = belongs * weight[:, None]
        mass = weighted.sum(axis=0)
        shares = (mass + 1e-9 * total) / (total * (1 + 1e-9 * _KINDS))
        # What a pair of this kind that was looked at stands for, on average.
        scale = mass / np.maximum((belongs * real[:, None]).sum(axis=0), 1e-9)
        held = sums_by_column(columns, weighted, len(every))
        table = held.T + (_SMOOTH * scale)[:, None] * every
        for a, b in zip(starts, ends, strict=True):
            table[:, a:b] /= table[:, a:b].sum(axis=1, keepdims=True)
        now = told_kinds(columns, weight, np.log(shares), np.log(table.T), belongs) / total
        if now - before < _STILL:
            break
        before = now
    return shares, [table[:, a:b] for a, b in zip(starts, ends, strict=True)]

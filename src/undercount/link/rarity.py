"""How agreement spreads over common and rare values in records of one person.

Two records of one person agree on a common name as often as people have common names. That is
seen in any single list. Left to EM it is lost: pairs that agree on a common name are hardly ever
sure, so it would learn that one person's records never do. And who has a name that is common has
more often a nationality that is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from undercount.link.comparisons import Comparison
from undercount.link.table import NAME_KEYS, Table

Floats = NDArray[np.float64]

# Records that every level is taken to have besides.
_ADDED: Final = 0.5
# Records that independence of the fields counts for beside the records themselves.
_INDEPENDENT: Final = 20.0
_SEED: Final = 20160831
# Parts of a name that are no rarer than this are a level of their own in `comparisons`.
_COMMON: Final = 2


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """How rare the values are on which one person's records agree.

    Attributes:
        shares: per comparison, shape (levels,), the share of each level in its kind; 1 for a level
            that is a kind of its own.
        levels: per comparison and kind, shape (records,): the level that each record would have
            with another of the same person, -1 where it lacks the field.
        kinds: per comparison, the kind of each level.
    """

    shares: tuple[Floats, ...]
    levels: dict[tuple[int, str], NDArray[np.int64]]
    kinds: tuple[tuple[str, ...], ...]

    def together(self, patterns: NDArray[np.int8]) -> Floats:
        """log2 of how much more often than apart the rarities of a pattern come together."""
        bonus = np.zeros(len(patterns))
        named = np.full(patterns.shape, "", dtype=object)
        for c, kinds in enumerate(self.kinds):
            known = patterns[:, c] >= 0
            named[known, c] = np.array(kinds, dtype=object)[patterns[known, c]]
        rows: dict[tuple[tuple[int, str], ...], list[int]] = {}
        for i, row in enumerate(named):
            agreed = tuple((c, kind) for c, kind in enumerate(row) if kind)
            if len(agreed) > 1:
                rows.setdefault(agreed, []).append(i)
        for agreed, chosen in rows.items():
            cells = np.stack([self.levels[item] for item in agreed], axis=1)
            cells = cells[(cells >= 0).all(axis=1)]
            asked = patterns[chosen][:, [c for c, _ in agreed]].astype(np.int64)
            if len(cells):
                bonus[chosen] = _ratio(cells, asked)
        return bonus


def spread(table: Table, comparisons: Sequence[Comparison]) -> Spread:
    """How rarities spread in the records of a table."""
    shares = [np.ones(len(comparison.levels)) for comparison in comparisons]
    levels = {}
    for c, comparison in enumerate(comparisons):
        kinds = np.array([level.kind for level in comparison.levels])
        for kind in dict.fromkeys(k for k in kinds.tolist() if k):
            here = np.flatnonzero(kinds == kind)
            bounds = [comparison.levels[i].rarest for i in here]
            if comparison.name == "name":
                steps = _names(table, shorter=not kind.startswith("same"))
                steps = np.where(kind.startswith("same") | (steps > _COMMON), steps, 0)
            else:
                steps = table.integers(f"rarity_{comparison.name}", 0)
            level = np.where(steps > 0, here[np.searchsorted(bounds, steps)], -1)
            levels[c, kind] = level
            counts = np.bincount(level[level >= 0], minlength=len(kinds))[here] + _ADDED
            shares[c][here] = counts / counts.sum()
    named = tuple(tuple(level.kind for level in comparison.levels) for comparison in comparisons)
    return Spread(tuple(shares), levels, named)


def _ratio(cells: NDArray[np.int64], asked: NDArray[np.int64]) -> Floats:
    """log2 P(levels together) / product of P(level), of the rows asked for."""
    n = len(cells)
    apart = np.ones(len(asked))
    code, wanted = np.zeros(n, np.int64), np.zeros(len(asked), np.int64)
    for c in range(cells.shape[1]):
        often = np.bincount(cells[:, c], minlength=128) + _ADDED
        apart *= often[asked[:, c]] / often.sum()
        code, wanted = code * 128 + cells[:, c], wanted * 128 + asked[:, c]
    distinct, counts = np.unique(code, return_counts=True)
    place = np.minimum(np.searchsorted(distinct, wanted), len(distinct) - 1)
    found = np.where(distinct[place] == wanted, counts[place], 0)
    together = (found + _INDEPENDENT * apart) / (n + _INDEPENDENT)
    return np.asarray(np.log2(together / apart))


def _names(table: Table, shorter: bool) -> NDArray[np.int64]:
    """Steps of rarity of what each name has in common with another record of the person.

    The other record may be shorter, by as much as names of the lists are; and lacks one part more
    where `shorter`. Keys that no other record has are slips of the pen, on which nobody agrees.
    """
    keys = table.name_keys()
    rarity = np.stack([table.integers(f"rarity_{i + 1}", 0) for i in range(NAME_KEYS)], axis=1)
    often = np.bincount(keys[keys >= 0], minlength=1)
    known = (keys >= 0) & (often[np.maximum(keys, 0)] > 1)
    count = known.sum(axis=1)
    generator = np.random.default_rng(_SEED)
    other = generator.permutation(count[count > 0])
    least = np.zeros(len(keys), dtype=np.int64)
    least[count > 0] = np.minimum(count[count > 0], other)
    # The parts of each name in random order; those beyond the shorter name's number go.
    order = np.argsort(np.where(known, generator.random(keys.shape), 2.0), axis=1)
    steps = np.take_along_axis(np.where(known, rarity, 0), order, axis=1)
    kept = np.arange(NAME_KEYS)[None, :] < (least - shorter)[:, None]
    return np.asarray((steps * kept).sum(axis=1))

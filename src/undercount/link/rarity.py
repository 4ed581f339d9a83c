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
from undercount.link.kernels import distinct_rows
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
        column: per comparison and kind, the column of `rows`, and the levels of the kind.
        rows: shape (rows, columns), distinct: which of its kind's levels a record would have with
            another of the same person, -1 where it lacks the field.
        often: shape (rows,), records of each row.
        kinds: per comparison, the kind of each level.
    """

    shares: tuple[Floats, ...]
    column: dict[tuple[int, str], tuple[int, NDArray[np.int64]]]
    rows: NDArray[np.int8]
    often: NDArray[np.int64]
    kinds: tuple[tuple[str, ...], ...]

    def together(self, patterns: NDArray[np.int8]) -> Floats:
        """log2 of how much more often than apart the rarities of a pattern come together."""
        bonus = np.zeros(len(patterns))
        numbers = {item: i for i, item in enumerate(self.column)}
        named = np.full(patterns.shape, -1, dtype=np.int8)
        for c, kinds in enumerate(self.kinds):
            of_level = np.array([numbers.get((c, kind), -1) for kind in kinds] + [-1], np.int8)
            named[:, c] = of_level[patterns[:, c]]
        first, which = distinct_rows(named)
        order = np.argsort(which, kind="stable")
        counts = np.bincount(which, minlength=len(first))
        ends = np.cumsum(counts)
        for row, begin, end in zip(named[first], ends - counts, ends, strict=True):
            chosen = order[begin:end]
            agreed = np.flatnonzero(row >= 0)
            if len(agreed) < 2:
                continue
            cells, often = [], self.often
            for c in agreed.tolist():
                column, levels = self.column[list(self.column)[row[c]]]
                cells.append(np.where(self.rows[:, column] >= 0, levels[self.rows[:, column]], -1))
            stacked = np.stack(cells, axis=1)
            known = (stacked >= 0).all(axis=1)
            if known.any():
                asked = patterns[chosen][:, agreed].astype(np.int64)
                bonus[chosen] = _ratio(stacked[known], often[known], asked)
        return bonus


def spread(table: Table, comparisons: Sequence[Comparison]) -> Spread:
    """How rarities spread in the records of a table."""
    shares = [np.ones(len(comparison.levels)) for comparison in comparisons]
    column: dict[tuple[int, str], tuple[int, NDArray[np.int64]]] = {}
    columns: dict[tuple[int, bool, tuple[int, ...]], tuple[int, NDArray[np.int8]]] = {}
    for c, comparison in enumerate(comparisons):
        kinds = np.array([level.kind for level in comparison.levels])
        for kind in dict.fromkeys(k for k in kinds.tolist() if k):
            here = np.flatnonzero(kinds == kind)
            bounds = tuple(comparison.levels[i].rarest for i in here)
            same = kind.startswith("same")
            # Names by likeness have many kinds, whose rarities are the same.
            if (c, same, bounds) not in columns:
                if comparison.name == "name":
                    steps = _names(table, shorter=not same)
                    steps = np.where(same | (steps > _COMMON), steps, 0)
                else:
                    steps = table.integers(f"rarity_{comparison.name}", 0)
                level = np.where(steps > 0, np.searchsorted(bounds, steps), -1).astype(np.int8)
                columns[c, same, bounds] = len(columns), level
            number, level = columns[c, same, bounds]
            column[c, kind] = number, here
            counts = np.bincount(level + 1, minlength=len(here) + 1)[1:] + _ADDED
            shares[c][here] = counts / counts.sum()
    named = tuple(tuple(level.kind for level in comparison.levels) for comparison in comparisons)
    every = [level for _, level in columns.values()]
    rows = np.stack(every, axis=1) if every else np.empty((table.n_records, 0), np.int8)
    first, which = distinct_rows(rows)
    return Spread(tuple(shares), column, rows[first], np.bincount(which), named)


def _ratio(cells: NDArray[np.int64], often: NDArray[np.int64], asked: NDArray[np.int64]) -> Floats:
    """log2 P(levels together) / product of P(level), of the rows asked for.

    Args:
        cells: shape (rows, fields), levels.
        often: shape (rows,), how often each is there.
        asked: shape (asked, fields), levels.
    """
    n = int(often.sum())
    apart = np.ones(len(asked))
    code, wanted = np.zeros(len(cells), np.int64), np.zeros(len(asked), np.int64)
    for c in range(cells.shape[1]):
        each = np.bincount(cells[:, c], often, minlength=128) + _ADDED
        apart *= each[asked[:, c]] / each.sum()
        code, wanted = code * 128 + cells[:, c], wanted * 128 + asked[:, c]
    distinct, which = np.unique(code, return_inverse=True)
    counts = np.bincount(which, often)
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

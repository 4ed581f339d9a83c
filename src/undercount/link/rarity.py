"""How agreement spreads over common and rare values in records of one person.

Two records of one person agree on a common name as often as people have common names. That is
seen in any single list. Left to EM it is lost: pairs that agree on a common name are hardly ever
sure, so it would learn that one person's records never do.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from undercount.link.comparisons import Comparison
from undercount.link.table import NAME_KEYS, Table

Floats = NDArray[np.float64]

# Records that every level is taken to have besides.
_ADDED = 0.5


def spread(table: Table, comparisons: Sequence[Comparison]) -> tuple[Floats, ...]:
    """Per comparison, the share of each level in its kind, shape (levels,); 1 for a kind alone."""
    return tuple(_spread(table, comparison) for comparison in comparisons)


def _spread(table: Table, comparison: Comparison) -> Floats:
    shares = np.ones(len(comparison.levels))
    for kind in dict.fromkeys(level.kind for level in comparison.levels if level.kind):
        here = [i for i, level in enumerate(comparison.levels) if level.kind == kind]
        bounds = [comparison.levels[i].rarest for i in here]
        values, weight = (
            _names(table, kind) if comparison.name == "name" else _values(table, comparison.name)
        )
        counts = np.bincount(np.searchsorted(bounds, values), weight, len(here)) + _ADDED
        shares[here] = counts / counts.sum()
    return shares


def _names(table: Table, kind: str) -> tuple[NDArray[np.int64], Floats]:
    """Steps of rarity of whole names, or of names that lack one part."""
    rarity = np.stack([table.integers(f"rarity_{i + 1}", 0) for i in range(NAME_KEYS)], axis=1)
    whole = rarity.sum(axis=1)
    if kind == "same":
        return whole[whole > 0], np.ones(int((whole > 0).sum()))
    count = (rarity > 0).sum(axis=1)
    record, place = np.nonzero((rarity > 0) & (count >= 2)[:, None])
    return whole[record] - rarity[record, place], 1.0 / count[record]


def _values(table: Table, name: str) -> tuple[NDArray[np.int64], Floats]:
    rarity = table.integers(f"rarity_{name}", 0)
    return rarity[rarity > 0], np.ones(int((rarity > 0).sum()))

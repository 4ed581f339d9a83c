"""Why two records may be of one person, in words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from undercount.link.comparisons import MISSING, Comparison
from undercount.link.kernels import distinct_rows
from undercount.link.shown import FIELDS


def reasons(levels: NDArray[np.int8], comparisons: Sequence[Comparison]) -> list[str]:
    """The reason of each pair: what agrees, what differs, and what one of them does not know.

    Args:
        levels: shape (pairs, comparisons), as in `splink_backend.Candidates`.
        comparisons: in the order of the columns.
    """
    if not len(levels):
        return []
    first, which = distinct_rows(levels)
    said = np.array([reason(row, comparisons) for row in levels[first].tolist()], dtype=object)
    shared: list[str] = said[which].tolist()
    return shared


def reason(levels: Sequence[int], comparisons: Sequence[Comparison]) -> str:
    """The reason of one pair.

    >>> from undercount.link.comparisons import comparisons_for
    >>> reason([0, -1, -1, 1, 0, -1], comparisons_for({"name", "year", "sex", "nationality"}))
    'another name; same day of birth; same sex; nationality missing on one'
    """
    said = []
    lacking = []
    for level, comparison in zip(levels, comparisons, strict=True):
        if level != MISSING:
            said.append(comparison.levels[level].words)
        elif comparison.name in FIELDS:
            lacking.append(comparison.name)
    if lacking:
        said.append(f"{' and '.join(lacking)} missing on one")
    return "; ".join(said)

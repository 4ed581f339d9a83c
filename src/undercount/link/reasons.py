"""Why two records may be of one person, in words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from undercount.link.comparisons import MISSING, Comparison
from undercount.link.shown import FIELDS


def reasons(levels: NDArray[np.int8], comparisons: Sequence[Comparison]) -> list[str]:
    """The reason of each pair: what agrees, what differs, and what one of them does not know.

    Args:
        levels: shape (pairs, comparisons), as in `splink_backend.Candidates`.
        comparisons: in the order of the columns.
    """
    if not len(levels):
        return []
    distinct, which = np.unique(levels, axis=0, return_inverse=True)
    said = [reason(row.tolist(), comparisons) for row in distinct]
    return [said[i] for i in which.ravel()]


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

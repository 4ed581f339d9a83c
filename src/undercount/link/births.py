"""Births that agree by chance, too rarely to be seen among random pairs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from undercount.link.comparisons import OTHER_YEAR, SAME_DAY, SWAPPED
from undercount.link.table import Table

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def by_chance(table: Table, groups: Sequence[tuple[int, int]]) -> dict[int, Floats]:
    """For rare levels of the birth, P(level | two persons) in each pair of lists, shape (groups,).

    The year and the day in the year of two people are independent, and each is seen often enough
    in the lists themselves: P(same day) = P(same year) P(same day of the year). Days that offices
    write by habit are left out, as the levels leave them out.
    """
    year, month, day = (table.integers(name) for name in ("year", "month", "day"))
    told = (year >= 0) & (month >= 0) & (day >= 0) & (table.integers("heaped") == 0)
    known = table.integers("year_low") >= 0
    shares = {level: np.zeros(len(groups)) for level in (SAME_DAY, SWAPPED, OTHER_YEAR)}
    for g, (a, b) in enumerate(groups):
        here, there = told & (table.of_list == a), told & (table.of_list == b)
        both = here.sum() * there.sum()
        every = (known & (table.of_list == a)).sum() * (known & (table.of_list == b)).sum()
        if not both:
            continue
        within = a == b
        of_year = _meeting(year[here], year[there], within)
        of_day = _meeting((month * 32 + day)[here], (month * 32 + day)[there], within)
        unlike = here & (month != day)
        swapped = _meeting((month * 32 + day)[unlike], (day * 32 + month)[there], False)
        q = both / every
        shares[SAME_DAY][g] = q * of_year * of_day
        shares[SWAPPED][g] = q * of_year * swapped * unlike.sum() / here.sum()
        shares[OTHER_YEAR][g] = q * (1.0 - of_year) * of_day
    return shares


def _meeting(left: Ints, right: Ints, within: bool) -> float:
    """The share of pairs of one value; `within` for pairs of one list with itself."""
    if not len(left) or not len(right):
        return 0.0
    size = int(max(left.max(), right.max())) + 1
    a, b = np.bincount(left, minlength=size), np.bincount(right, minlength=size)
    if within:
        return float((a * (a - 1)).sum() / max(len(left) * (len(left) - 1), 1))
    return float((a * b).sum() / (len(left) * len(right)))

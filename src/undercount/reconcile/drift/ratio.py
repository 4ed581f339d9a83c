"""A growth told otherwise: times 2.67 printed as doubled."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import timedelta

from undercount.reconcile.drift.edge import Change, Edge
from undercount.reconcile.growth import said_growth
from undercount.reconcile.stated import Stated, same_source

_APART = math.log(1.15)
_YEAR = timedelta(days=365)


def ratio(edge: Edge) -> Change | None:
    """A factor in the child's words that the parent and its own former figure do not give."""
    growth = said_growth(edge.child)
    if growth is None or edge.how in ("derived", "added"):
        return None
    found = [(one, before) for one in edge.line if (before := _former(one, edge.earlier))]
    if not found:
        return None
    one, before = found[-1]
    true = one.value / before.value
    if abs(math.log(growth.factor / true)) <= _APART:
        return None
    text = (
        f'"{growth.words}" is said of {edge.child.number} ({edge.child.outlet}); '
        f"{one.number} ({one.when}) is {true:.2f} times {before.number} "
        f"({before.when})."
    )
    return Change("ratio", "ratio_changed", text)


def _former(one: Stated, earlier: Sequence[Stated]) -> Stated | None:
    """The same source on the same quantity, one year and the same length before."""
    if one.start is None or one.end is None:
        return None
    for row in earlier:
        if row.start is None or row.end is None or row.value <= 0:
            continue
        a_year = abs((one.start - row.start - _YEAR).days) <= 3 and (
            abs((one.end - row.end - _YEAR).days) <= 3
        )
        if a_year and same_source(one, row) and row.place == one.place:
            return row
    return None

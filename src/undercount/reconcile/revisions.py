"""Revisions: a later number of one source for one closed period, or for one target."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Final

from undercount.reconcile.digits import relation
from undercount.reconcile.stated import Stated, same_source

_FAR: Final = 0.1


def revisions(figures: Sequence[Stated]) -> list[tuple[Stated, Stated]]:
    """Pairs of an earlier print and the next one that reads otherwise.

    Both are exact, of one source, quantity and place, and their days of publication are known. A
    period must be closed and the change within a tenth; a target may be set anew at will. What a
    slip of a digit explains is no revision.
    """
    groups: dict[tuple[object, ...], list[tuple[date, Stated]]] = defaultdict(list)
    for row in figures:
        exact = row.figure.quantifier == "exact" and row.figure.value is not None
        target = row.figure.status == "target"
        closed = row.start and row.end and row.start < row.end
        if exact and row.what and (closed or target) and (printed := row.printed):
            days = None if target else (row.start, row.end)
            key = (row.what, row.place, row.figure.unit, row.figure.measure, days)
            groups[key].append((printed, row))
    found = []
    for rows in groups.values():
        rows.sort(key=lambda pair: (pair[0], pair[1].entry.id))
        told: set[tuple[float, float]] = set()
        for place, (before, one) in enumerate(rows):
            later = (two for day, two in rows[place + 1 :] if day > before and _revises(one, two))
            after = next(later, None)
            if after is not None and (one.value, after.value) not in told:
                told.add((one.value, after.value))
                found.append((one, after))
    return found


def _revises(one: Stated, two: Stated) -> bool:
    target = one.figure.status == "target"
    near = abs(one.value - two.value) <= _FAR * one.value
    other = relation(one.value, two.value) in (None, "lost")
    return same_source(one, two) is True and one.value != two.value and (target or (near and other))

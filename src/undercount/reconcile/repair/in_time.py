"""What the days of publication say: a revised number, and a number of days still to come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from undercount.reconcile.digits import relation
from undercount.reconcile.repair.proposal import Repair
from undercount.reconcile.said import spell
from undercount.reconcile.stated import Stated, same_source, subject

_FAR: Final = 0.1
_AHEAD: Final = timedelta(days=1)


def in_time(figures: Sequence[Stated]) -> list[Repair]:
    """Revisions and anticipations."""
    return [*_revisions(figures), *_anticipations(figures)]


def _revisions(figures: Sequence[Stated]) -> list[Repair]:
    """One source's later number of one closed period: a revision, no error."""
    groups: dict[tuple[object, ...], list[tuple[date, Stated]]] = defaultdict(list)
    for row in figures:
        exact = row.figure.quantifier == "exact" and row.figure.value is not None
        target = row.figure.status == "target"
        closed = row.start and row.end and (row.start < row.end or target)
        if exact and row.what and row.printed and (closed or target):
            days = None if target else (row.start, row.end)
            key = (row.what, row.place, row.figure.unit, row.figure.measure, days)
            groups[key].append((row.printed, row))
    found = []
    for rows in groups.values():
        rows.sort(key=lambda pair: (pair[0], pair[1].entry.id))
        told: set[tuple[float, float]] = set()
        for place, (_, one) in enumerate(rows):
            later = rows[place + 1 :]
            after = next(
                (two for day, two in later if _revises(one, rows[place][0], two, day)), None
            )
            if after is None or (one.value, after.value) in told:
                continue
            told.add((one.value, after.value))
            found.append(_revision(one, after))
    return found


def _revises(one: Stated, before: date, two: Stated, day: date) -> bool:
    far = abs(one.value - two.value) / one.value
    target = one.figure.status == "target"
    known = relation(one.value, two.value) in (None, "lost") or target
    later = day > before and one.value != two.value
    return later and known and same_source(one, two) is True and (far <= _FAR or target)


def _revision(one: Stated, two: Stated) -> Repair:
    text = (
        f"{one.number} ({subject(one)}, {one.when}), printed {_day(one)}, reads {two.number} in a "
        f"print of {_day(two)}: revised by its source, no error."
    )
    return Repair(
        one.entry.id, "revision", one.value, two.value, text, (one.entry.id, two.entry.id)
    )


def _anticipations(figures: Sequence[Stated]) -> list[Repair]:
    """A figure about days after its own publication: no observation."""
    found = []
    for row in figures:
        ahead = row.start and row.printed and row.start > row.printed + _AHEAD
        if ahead and row.figure.status == "asserted" and row.figure.measure != "target":
            text = (
                f"{row.number} ({subject(row)}) is said of {row.when} in a text of {_day(row)}: "
                "no observation."
            )
            found.append(
                Repair(row.entry.id, "anticipation", row.value, None, text, (row.entry.id,))
            )
    return found


def _day(row: Stated) -> str:
    return spell(row.printed) if row.printed else "no known day"

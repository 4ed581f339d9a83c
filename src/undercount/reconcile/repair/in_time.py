"""What the days of publication say: a revised number, and a number of days still to come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from undercount.reconcile.repair.proposal import Repair
from undercount.reconcile.revisions import revisions
from undercount.reconcile.said import spell
from undercount.reconcile.stated import Stated, subject

_AHEAD: Final = timedelta(days=1)


def in_time(figures: Sequence[Stated]) -> list[Repair]:
    """Revisions and anticipations."""
    return [
        *(_revision(one, two) for one, two in revisions(figures)),
        *_anticipations(figures),
    ]


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
        if is_ahead(row):
            text = (
                f"{row.number} ({subject(row)}) is said of {row.when} in a text of {_day(row)}: "
                "no observation."
            )
            found.append(
                Repair(row.entry.id, "anticipation", row.value, None, text, (row.entry.id,))
            )
    return found


def is_ahead(row: Stated) -> bool:
    """Whether a figure asserts what had not happened when it was printed."""
    figure = row.figure
    asserted = figure.status == "asserted" and figure.measure != "target"
    return asserted and bool(row.start and row.printed and row.start > row.printed + _AHEAD)


def _day(row: Stated) -> str:
    return spell(row.printed) if row.printed else "no known day"

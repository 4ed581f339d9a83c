"""Numbers that arithmetic made of others: 200 a week x 52, 84,088 a year is 230 a day."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from undercount.reconcile.lineage import Lineage
from undercount.reconcile.rates import per_days, per_words, times
from undercount.reconcile.repair.numbers import numbers
from undercount.reconcile.repair.proposal import Repair, around
from undercount.reconcile.said import numeral
from undercount.reconcile.stated import Stated, subject

_A_DAY: Final = re.compile(r"^(?: [a-z]+){0,2}(?: (?:a|per|each|par|al|por)|/) ?(?:day|jour|dia)\b")


def derived(figures: Mapping[str, Stated], lineage: Lineage) -> list[Repair]:
    """Numbers that are arithmetic on another: no observations of their own."""
    found = []
    for descent in lineage.descents:
        child, parent = figures.get(descent.child), figures.get(descent.parent)
        if descent.how != "derived" or child is None or parent is None:
            continue
        rate, wanted = per_days(parent.figure), per_days(child.figure) or _days(child)
        if rate is None or wanted is None:
            continue
        made = min((parent.value * factor for factor in times(rate, wanted)),
                   key=lambda number: (abs(number - child.value), number))  # fmt: skip
        text = (
            f"{child.said} ({subject(child)}, {child.outlet}) is {parent.number} {per_words(rate)} "
            f"x {made / parent.value:.0f} = {numeral(made)}: arithmetic, no observation."
        )
        ids = (child.entry.id, parent.entry.id)
        found.append(Repair(child.entry.id, "derived", child.value, made, text, ids))
    return found


def daily(figures: Sequence[Stated]) -> list[Repair]:
    """Totals against the number a day that their own words give."""
    found = []
    for row in figures:
        days = _days(row)
        if row.figure.measure == "stock" or days is None or row.figure.value is None:
            continue
        text = around(row)
        for number in numbers(text):
            if _A_DAY.match(text[number.end : number.end + 30].casefold()):
                true = row.value / days
                if number.value and abs(true - number.value) <= max(0.5, 0.01 * number.value):
                    said = f"{row.number} in {days:.0f} days is {true:,.1f} a day: agrees."
                    ids = (row.entry.id,)
                    found.append(Repair(row.entry.id, "rate", row.value, row.value, said, ids))
                break
    return found


def _days(row: Stated) -> float | None:
    return (
        (row.end - row.start).days + 1.0 if row.start and row.end and row.end > row.start else None
    )

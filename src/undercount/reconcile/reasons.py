"""The signs of a descent in words."""

from __future__ import annotations

from undercount.reconcile.prints import Print
from undercount.reconcile.rates import per_words
from undercount.reconcile.said import numeral


def span(row: Print) -> float | None:
    """Days of a period; None for one day or without dates."""
    start, end = row.stated.start, row.stated.end
    return (end - start).days + 1.0 if start and end and end > start else None


def value_words(how: str, child: Print, parent: Print) -> str:
    """How the number was carried on."""
    first, later = parent.stated.number, child.stated.number
    if how == "derived":
        one, two = parent.per or span(parent), child.per or span(child)
        factor = (two or 1.0) / (one or 1.0)
        steps = f"{first} x {factor:.0f}" if factor >= 1 else f"{first} / {1 / factor:.0f}"
        per = f" {per_words(parent.per)}" if parent.per else ""
        return f"value: {later} is about {steps} ({first}{per}), arithmetic and no observation"
    return (
        "value: "
        + {
            "same": f"the same number, {later}",
            "rounded": f"{later} is {first} rounded",
            "cut": f"{later} is {first} cut off",
            "held": f"{child.stated.said} holds {first}",
            "digit": f"{later} is {first} with one digit changed",
            "swap": f"{later} is {first} with two digits swapped",
            "lost": f"{later} is {first} with a digit more or less",
            "other": f"{later} stands where the other has {first}",
        }[how]
    )


def time_words(child: Print, parent: Print, days: int | None) -> str:
    """When the two were printed, or which days they speak of."""
    if child.printed and parent.printed and child.printed != parent.printed:
        gap = (child.printed - parent.printed).days
        if gap > 0:
            return f"time: printed {numeral(gap)} {'day' if gap == 1 else 'days'} later"
    if days is None:
        return "time: one of the two names no day"
    if days == 0:
        return (
            f"time: both speak of {child.stated.when}"
            if (child.stated.when == parent.stated.when)
            else "time: their periods overlap"
        )
    return f"time: {numeral(days)} days lie between what they speak of"

"""A number said of other days: half a year printed as a year."""

from __future__ import annotations

import re
from typing import Final

from undercount.ledger.aliases import fold
from undercount.reconcile.drift.edge import Change, Edge
from undercount.reconcile.repair.numbers import MONTHS
from undercount.reconcile.stated import Stated, days_apart

_ALIKE: Final = 1.2
_SHIFT_DAYS: Final = 15
_LENGTH_DAYS: Final = 3
# Words that point back to days named before: a machine dates them by what it finds.
_BACK: Final = re.compile(
    r"\bsame (?:\w+ )?(?:period|months?|days?|time|weeks?|quarter|year|night|dates)\b"
    r"|\bmemes? (?:\w+ )?(?:periode|mois|jours?|temps|semaines?|dates?)\b"
    r"|\bmism[oa]s? (?:\w+ )?(?:periodo|mes|meses|dias?|fechas?|semanas?)\b"
)
_SINCE: Final = re.compile(r"\| (?:ever )?(?:since|depuis|desde)\b")
_MONTH: Final = re.compile(rf"\b{MONTHS}\b")
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
_STOCK_DAYS: Final = 3


def period(edge: Edge) -> Change | None:
    """The same number of a longer, shorter or other period; of another day for a stock.

    Days in place of the month around them are no drift of a stock: the words are coarser, that
    is all.
    """
    one, two = edge.parent, edge.child
    if edge.how == "derived" or _points_back(one) or _points_back(two):
        return None
    if _guessed(one) or _guessed(two):
        return None
    apart = days_apart(one, two)
    if apart is None:
        changed = _other_words(one, two, copied=edge.copied)
    elif "stock" in (one.figure.measure, two.figure.measure):
        changed = apart > _STOCK_DAYS
    else:
        changed = apart > 0 or _other_length(one, two) or _shifted(one, two)
    if not changed:
        return None
    text = (
        f"{edge.about} is said of {_when(one)} ({one.outlet}) and elsewhere of {_when(two)} "
        f"({two.outlet})."
    )
    return Change("period", _change(one, two), text)


def _change(one: Stated, two: Stated) -> str:
    first, second = _days(one), _days(two)
    if not two.start and _SINCE.match(fold(f"| {two.figure.period or ''}")):
        return "period_widened"
    if not (one.start and two.start) or max(first, second) <= _ALIKE * min(first, second):
        return "period_changed"
    return "period_widened" if second > first else "period_narrowed"


def _points_back(row: Stated) -> bool:
    unseen = row.entry.decision != "accepted"
    said = f"{row.figure.period or ''} | {row.entry.sentence or ''}"
    return unseen and bool(_BACK.search(fold(f"| {said}")))


def _guessed(row: Stated) -> bool:
    """Whether a machine took the year from the day of print: "July" in a text on 2015."""
    figure = row.figure
    said = fold(f"| {figure.period or ''}")
    unseen = row.entry.decision != "accepted" and figure.period_anchor == "publication"
    return unseen and bool(_MONTH.search(said)) and not _YEAR.search(said)


def _other_words(one: Stated, two: Stated, *, copied: bool) -> bool:
    """Periods in words: neither's hold the other's, and neither has days, unless texts tie them."""
    dated = bool(one.start or two.start) and not copied
    # "A month" says how often, not when.
    dated = dated or any(row.figure.measure == "rate" for row in (one, two))
    if dated or not (one.figure.period and two.figure.period):
        return False
    first, second = (set((row.figure.period or "").casefold().split()) for row in (one, two))
    return not (first <= second or second <= first)


def _other_length(one: Stated, two: Stated) -> bool:
    first, second = _days(one), _days(two)
    return max(first, second) > max(_ALIKE * min(first, second), min(first, second) + _LENGTH_DAYS)


def _shifted(one: Stated, two: Stated) -> bool:
    if not (one.start and two.start and one.end and two.end):
        return False
    moved = min(abs((two.start - one.start).days), abs((two.end - one.end).days))
    return moved > _SHIFT_DAYS


def _days(row: Stated) -> int:
    return (row.end - row.start).days + 1 if row.start and row.end else 1


def _when(row: Stated) -> str:
    return row.when if row.start else f'"{row.when}"'

"""Two sources whose rates exclude each other: 200 a week against 10 to 15 a night."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from undercount.reconcile.rates import per_days, per_words
from undercount.reconcile.said import numeral
from undercount.reconcile.stated import Finding, Stated, days_apart, same_source, subject

_NEAR_DAYS: Final = 31
_APART: Final = 1.1
_WEEK: Final = 7.0


def rates_apart(figures: Sequence[Stated]) -> list[Finding]:
    """Rates of one quantity and place, a month apart at most, each as so many a week.

    One finding a pair of numbers: the nearest in time. A rate per year is an extrapolation as
    often as not and is left out.
    """
    groups: dict[tuple[object, ...], list[tuple[float, Stated]]] = defaultdict(list)
    for row in figures:
        per = per_days(row.figure)
        if per and per <= _NEAR_DAYS and row.what and row.start and row.who:
            groups[row.what, row.place, row.figure.unit].append((per, row))
    findings: dict[tuple[object, ...], tuple[int, Finding]] = {}
    for rows in groups.values():
        rows.sort(key=lambda pair: (pair[1].start, pair[1].entry.id))
        for place, (per, one) in enumerate(rows):
            for other_per, two in rows[place + 1 :]:
                apart = days_apart(one, two)
                if apart is None or apart > _NEAR_DAYS or same_source(one, two) is not False:
                    continue
                first, second = _weekly(one, per), _weekly(two, other_per)
                if first[0] <= _APART * second[1] and second[0] <= _APART * first[1]:
                    continue
                # One claim that is given to two bodies is told once.
                key = (subject(one), *sorted((one.value / per, two.value / other_per)))
                made = (apart, _finding((one, per, first), (two, other_per, second)))
                if key not in findings or made[0] < findings[key][0]:
                    findings[key] = made
    return [finding for _, finding in findings.values()]


def _weekly(row: Stated, per: float) -> tuple[float, float]:
    return row.low * _WEEK / per, row.high * _WEEK / per


def _finding(*sides: tuple[Stated, float, tuple[float, float]]) -> Finding:
    said = []
    for row, per, (low, high) in sides:
        week = (
            f"{numeral(low)} to {numeral(high)}"
            if high > 1.2 * low
            else numeral(row.value * 7 / per)
        )
        as_week = "" if per == _WEEK else f", {week} a week"
        said.append(f"{row.said} {per_words(per)}{as_week} ({row.source}, {row.when})")
    text = f"{subject(sides[0][0])}: {said[0]} against {said[1]}."
    rows = tuple(side[0] for side in sides)
    return Finding("rates-apart", text[:1].upper() + text[1:], rows, sides[0][2][1])

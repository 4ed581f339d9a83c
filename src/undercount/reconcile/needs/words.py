"""The sentences of a what-if."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from undercount.reconcile.needs.need import NEEDS, Need, Range
from undercount.reconcile.needs.result import Band
from undercount.reconcile.said import numeral, spell
from undercount.results import Assumption
from undercount.units import percent

NO_WALK: Final = (
    "The series does not say how much it moves from day to day; the bands grow by the stated "
    "arrivals and exits only."
)


def assumptions(
    arrivals: Range, exits: Range, exits_share: bool, needs: Sequence[Need], walks: bool
) -> tuple[Assumption, ...]:
    """What must be true for the bands to mean what they say."""
    made = [
        Assumption(f"{_range(arrivals)} people arrive a week, as many every week."),
        Assumption(f"{_left(exits, exits_share)} leave a week, as many every week."),
    ]
    if walks:
        made.append(
            Assumption("Beyond that the number moves from day to day as much as the series did.")
        )
    for need in needs:
        made.append(Assumption(_factor(need)))
    return tuple(dict.fromkeys(made))


def needed(
    unit: str,
    last: Band,
    level: float,
    capacity: float | None,
    shortfall: Band | None,
    short: float | None,
    short_from: date | None,
) -> str:
    """How much is needed on the last day, and how much of it is missing."""
    text = (
        f"{numeral(last.median)} {unit} on {spell(last.day)} "
        f"({percent(level)}: {numeral(last.lower)} to {numeral(last.upper)})"
    )
    if capacity is None or shortfall is None or short is None:
        return f"{text}."
    if short <= 0.5:
        return f"{text}; {numeral(capacity)} are enough with a probability {_often(1 - short)}."
    text += (
        f"; {numeral(capacity)} are too few with a probability {_often(short)}: "
        f"{numeral(shortfall.median)} are missing ({percent(level)}: "
        f"{numeral(shortfall.lower)} to {numeral(shortfall.upper)})."
    )
    if short_from is None or short_from == last.day:
        return text
    return f"{text} They are likely too few from {spell(short_from)} on."


def away(title: str, day: date, nearest: date) -> str:
    """That the first day lies away from the series."""
    return (
        f"{title}: the series has no answer for {spell(day)}; that of {spell(nearest)} is used, "
        "with a wider band."
    )


def _often(share: float) -> str:
    """A probability from draws, never certain.

    >>> _often(0.834), _often(1.0), _often(0.001)
    ('of 83%', 'over 99%', 'under 1%')
    """
    if share > 0.99:
        return "over 99%"
    return "under 1%" if share < 0.01 else f"of {share:.0%}"


def _range(ends: Range) -> str:
    low, high = (f"{end:,.10g}" for end in ends)
    return low if low == high else f"{low} to {high}"


def _left(exits: Range, share: bool) -> str:
    if not share:
        return f"{_range(exits)} people"
    low, high = (f"{100 * end:.10g}" for end in exits)
    return f"{low}%" if low == high else f"{low} to {high}%"


def _factor(need: Need) -> str:
    sort = NEEDS[need.kind]
    low, high = (f"{end:,.2g}" if end < 10 else f"{end:,.10g}" for end in need.each)
    each = low if low == high else f"{low} to {high}"
    source = f" ({sort.source})" if sort.source and need.per_person is None else ""
    what = f"{sort.unit[0].upper()}{sort.unit[1:]}: {each}"
    if need.number is not None:
        return f"{what} for each of {_range(need.number)} people, a number that stays."
    if need.share is not None:
        least, most = (f"{100 * end:.10g}" for end in need.share)
        share = f"{least}%" if least == most else f"{least} to {most}%"
        return f"{what} for each of {share} of the people."
    if need.part is not None:
        return f"{what} for each of “{need.part}”, who keep their share of the people."
    return f"{what} a person{source}."

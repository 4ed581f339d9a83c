"""One number, two stories: another source, unit, period or hedge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import combinations
from typing import Final

from undercount.reconcile.stated import (
    Finding,
    Stated,
    by_trust,
    days_apart,
    join,
    same_source,
    same_thing,
    same_time,
    significant,
    subject,
)
from undercount.reconcile.said import last_place

# Three written digits make two equal numbers the same number; two do where the quantity agrees.
_TELLING = 3
_LEAST = 100
_LENGTHS_ALIKE = 1.2
_EVENTS = ("attempt", "event")
_UNITS: Final = {"place_capacity": "places", "person": "people", "attempt": "attempts"}
_UNDER: Final = ("almost", "less_than", "at_most")
_OVER: Final = ("more_than", "at_least")

Pair = Callable[[Stated, Stated], bool]


def number_families(figures: Sequence[Stated]) -> list[list[Stated]]:
    """Groups of figures that print one number, a rounded print with the flow that it rounds.

    Stocks are not matched by rounding: on a moving level near numbers are no copies.
    """
    by_value: dict[float, list[Stated]] = defaultdict(list)
    for row in figures:
        if row.figure.value is not None and row.value >= _LEAST and significant(row.value) > 1:
            by_value[row.value].append(row)
    for value in sorted(by_value, key=lambda number: (significant(number), number)):
        half = last_place(value) / 2
        near = [other for other in by_value if 0 < abs(other - value) <= half]
        for other in near:
            rounds = any(
                one.figure.quantity and same_thing(one, two) and "stock" not in _measures(one, two)
                for one in by_value[value]
                for two in by_value[other]
            )
            if rounds:
                by_value[value] += by_value[other]
                by_value[other] = []
    return [rows for rows in by_value.values() if len(rows) > 1]


def source_changed(family: Sequence[Stated]) -> Finding | None:
    """The same number of the same people given to different claimants."""

    def clash(one: Stated, two: Stated) -> bool:
        told_apart = same_source(one, two) is False and _other_voice(one, two)
        return told_apart and _same_story(one, two) and same_time(one, two)

    rows = _clashing(family, clash)
    if not rows:
        return None
    given = join(f"to {row.source} ({row.outlet})" for row in _first_each(rows, same_source))
    text = f"{_numbers(rows)} ({subject(rows[0])}) is given {given}."
    return Finding("source-changed", text, rows, len(rows) + significant(rows[0].value))


def unit_changed(family: Sequence[Stated]) -> Finding | None:
    """The same number of people here and of attempts, households or boats there."""

    def clash(one: Stated, two: Stated) -> bool:
        units = {_kind_of_unit(one), _kind_of_unit(two)}
        told = significant(one.value) >= _TELLING or bool(same_source(one, two))
        return (
            one.value == two.value
            and one.what is not None
            and two.what is not None
            and len(units) == 2
            and "other" not in units
            and told
            and same_time(one, two)
        )

    rows = _clashing(family, clash)
    if not rows:
        return None
    counted = join(
        f"{_UNITS.get(row.figure.unit, f'{row.figure.unit}s')} ({row.outlet})"
        for row in _first_each(rows, lambda a, b: _kind_of_unit(a) == _kind_of_unit(b))
    )
    return Finding(
        "unit", f"{_numbers(rows)} is printed as a number of {counted}.", rows, len(rows)
    )


def period_changed(family: Sequence[Stated]) -> Finding | None:
    """The same flow said of periods of different length."""

    def clash(one: Stated, two: Stated) -> bool:
        if "stock" in _measures(one, two) or not _same_story(one, two):
            return False
        if days_apart(one, two) is None:
            told = one.figure.period and two.figure.period and one.start is two.start is None
            return bool(told) and not _same_words(one, two)
        return days_apart(one, two) == 0 and not _same_length(one, two)

    rows = _clashing(family, clash)
    if not rows:
        return None
    said = join(f"{row.when} ({row.outlet})" for row in _first_each(rows, _same_period))
    text = f"{_numbers(rows)} ({subject(rows[0])}) is said of {said}."
    return Finding("period", text, rows, len(rows))


def hedge_changed(family: Sequence[Stated]) -> Finding | None:
    """The same number hedged one way here and the other way, or not at all, there."""

    def clash(one: Stated, two: Stated) -> bool:
        hedges = {_direction(one), _direction(two)}
        if one.value != two.value or len(hedges) == 1 or not same_time(one, two):
            return False
        if hedges == {"under", "over"}:
            return same_source(one, two) is not False and _same_story(one, two)
        # A hedge that is dropped says little unless source and quantity are plainly the same.
        plain = "exact" in hedges and same_source(one, two) and same_thing(one, two)
        return bool(plain) and days_apart(one, two) == 0

    rows = _clashing(family, clash)
    if not rows:
        return None
    said = join(
        f'"{_hedged(row)}" ({row.outlet})'
        for row in _first_each(rows, lambda a, b: _direction(a) == _direction(b))
    )
    turned = {"under", "over"} <= {_direction(row) for row in rows}
    text = f"One number ({subject(rows[0])}, {rows[0].when}) is hedged in different ways: {said}."
    return Finding("hedge", text, rows, len(rows) + (10 if turned else 0))


def _same_story(one: Stated, two: Stated) -> bool:
    """Whether both speak of the same people, or print one telling number of people in words.

    A machine's figure without any population says too little: its unit and source are guesses.
    """
    same = same_thing(one, two)
    exact = one.value == two.value and significant(one.value) >= _TELLING
    return bool(same) or (same is None and exact and None not in (one.what, two.what))


def _other_voice(one: Stated, two: Stated) -> bool:
    """Whether different names are different sources.

    In a suggestion that nobody has looked at, "police" and "officers" may be one: there only a
    claimant of another class counts.
    """
    if "suggested" not in (one.entry.decision, two.entry.decision):
        return True
    classes = {one.figure.claimant_class, two.figure.claimant_class}
    return len(classes) == 2 and "unknown" not in classes


def _clashing(family: Sequence[Stated], clash: Pair) -> tuple[Stated, ...]:
    return by_trust(row for pair in combinations(family, 2) if clash(*pair) for row in pair)


def _first_each(
    rows: Sequence[Stated], alike: Callable[[Stated, Stated], bool | None]
) -> list[Stated]:
    """One figure for each way the number is told."""
    firsts: list[Stated] = []
    for row in rows:
        if not any(alike(row, first) for first in firsts):
            firsts.append(row)
    return firsts


def _numbers(rows: Sequence[Stated]) -> str:
    return " or ".join(dict.fromkeys(row.number for row in rows))


def _measures(one: Stated, two: Stated) -> tuple[str, str]:
    return one.figure.measure, two.figure.measure


def _kind_of_unit(row: Stated) -> str:
    return "attempt" if row.figure.unit in _EVENTS else row.figure.unit


def _same_period(one: Stated, two: Stated) -> bool:
    return (one.start, one.end, one.when) == (two.start, two.end, two.when)


def _same_words(one: Stated, two: Stated) -> bool:
    first, second = (set((row.figure.period or "").casefold().split()) for row in (one, two))
    return first <= second or second <= first


def _same_length(one: Stated, two: Stated) -> bool:
    first, second = (
        (row.end - row.start).days + 1 if row.start and row.end else 1 for row in (one, two)
    )
    return max(first, second) <= _LENGTHS_ALIKE * min(first, second)


def _direction(row: Stated) -> str:
    hedge = row.figure.quantifier
    return "under" if hedge in _UNDER else "over" if hedge in _OVER else hedge


def _hedged(row: Stated) -> str:
    hedge = row.figure.hedge or row.figure.quantifier.replace("_", " ")
    return row.number if row.figure.quantifier == "exact" else f"{hedge} {row.number}"

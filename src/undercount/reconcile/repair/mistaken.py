"""A number that belongs to something else: a percentage, or another quantity of the same days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from undercount.reconcile.definitions import defining
from undercount.reconcile.digits import relation, shapes, significant
from undercount.reconcile.repair.numbers import numbers
from undercount.reconcile.repair.proposal import Repair, around
from undercount.reconcile.stated import Stated, days_apart, same_source, subject

_APART: Final = 0.05
_TELLING: Final = 3


def mistaken(figures: Sequence[Stated], shares: Sequence[Stated]) -> list[Repair]:
    """Figures that others of the same days contradict, and whose number stands elsewhere."""
    counts = [row for row in figures if row.figure.value is not None and row.what]
    series: dict[tuple[str | None, str], list[Stated]] = defaultdict(list)
    for row in counts:
        series[row.what, row.figure.unit].append(row)
    percents = _percents(figures, shares)
    places: dict[object, list[Stated]] = defaultdict(list)
    for row in counts:
        for shape in (*shapes(row.value), row.value):
            places[shape].append(row)
    found: list[Repair] = []
    for row in counts:
        if row.figure.quantity is None or row.value < 10:
            continue
        strangers = list(_strangers(row, places))
        if not strangers and row.value not in percents:
            continue
        rivals = [one for one in series[row.what, row.figure.unit] if _rival(row, one)]
        if rivals:
            made = _percent(row, rivals, percents) or next(_confused(row, rivals, strangers), None)
            if made:
                found.append(made)
    return found


def _strangers(row: Stated, places: Mapping[object, Sequence[Stated]]) -> Iterator[Stated]:
    """Figures of other quantities of the same days with this number, or one a slip away."""
    if significant(row.value) < _TELLING:
        return
    for shape in (row.value, *shapes(row.value)):
        for other in places.get(shape, ()):
            same = other.figure.quantity in (None, row.figure.quantity)
            if same or other.figure.unit != row.figure.unit or days_apart(row, other) != 0:
                continue
            alike = relation(other.value, row.value) in ("same", "digit", "swap")
            if alike and same_source(row, other) is not False and _of_one_place(row, other):
                yield other


def _rival(row: Stated, one: Stated) -> bool:
    """A number of the same thing and days that is another, and no print of this one."""
    apart = abs(one.value - row.value) > _APART * max(one.value, row.value)
    days = days_apart(row, one) if apart else None
    place = not row.place or not one.place or row.place == one.place
    return apart and days == 0 and place and relation(one.value, row.value) is None


def _percents(
    figures: Sequence[Stated], shares: Sequence[Stated]
) -> dict[float, list[tuple[Stated, str]]]:
    found: dict[float, list[tuple[Stated, str]]] = defaultdict(list)
    for row in shares:
        if row.figure.kind == "percent":
            found[row.value].append((row, f"{row.value:g}%"))
    for row in figures:
        for number in numbers(around(row)):
            if number.percent and number.value >= 10:
                found[number.value].append((row, f"{number.value:g}%"))
    return found


def _percent(
    row: Stated, rivals: Sequence[Stated], percents: dict[float, list[tuple[Stated, str]]]
) -> Repair | None:
    for other, words in percents.get(row.value, ()):
        near = other.figure.quantity == row.figure.quantity or other.outlet == row.outlet
        if not near or other.entry.id == row.entry.id or significant(row.value) < _TELLING:
            continue
        first = rivals[0]
        text = (
            f"{row.number} ({subject(row)}, {row.when}, {row.outlet}) is the number of {words} "
            f"({other.outlet}); others have {first.number} ({first.outlet})."
        )
        ids = (row.entry.id, other.entry.id, *(one.entry.id for one in rivals))
        return Repair(
            row.entry.id, "percent", row.value, _only(rivals), text, tuple(dict.fromkeys(ids))
        )
    return None


def _confused(
    row: Stated, rivals: Sequence[Stated], strangers: Sequence[Stated]
) -> Iterator[Repair]:
    voices = [one for one in rivals if same_source(row, one) is not False]
    for other in strangers if voices else ():
        first = voices[0]
        if _says_other(row, other, first):
            continue
        what = "" if other.value == row.value else f", one slip from {other.number}"
        text = (
            f"{row.number} ({subject(row)}, {row.when}, {row.outlet}){what} is the number of "
            f"{subject(other)} ({other.outlet}); for {subject(row)} there is {first.number} "
            f"({first.outlet})."
        )
        ids = (row.entry.id, other.entry.id, *(one.entry.id for one in voices))
        yield Repair(row.entry.id, "confused", row.value, _only(voices), text, ids)


def _says_other(row: Stated, other: Stated, rival: Stated) -> bool:
    """Whether the words around a machine's reading name the other's people: it misread whom."""
    mine = defining(row)
    return not mine.seen and bool((defining(other).parts - defining(rival).parts) & mine.near)


def _of_one_place(one: Stated, two: Stated) -> bool:
    named = not one.place or not two.place or one.place == two.place
    return named and not defining(one).without


def _only(rivals: Sequence[Stated]) -> float | None:
    """The one number the others have, if it is one."""
    values = {one.value for one in rivals}
    return values.pop() if len(values) == 1 else None

"""What is wrong or not sure with a column of dates, in words; never a date itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from undercount.errors import Problem
from undercount.registers.births.dates import DOUBTS, NOTES, Dates
from undercount.registers.births.settle import Clash
from undercount.registers.births.written import WITHOUT_DAY
from undercount.registers.coded import Coded
from undercount.registers.where import count, lines, places
from undercount.results import Caution

_ORDERS = {
    "last": ("with the day first", "with the month first"),
    "dotted": ("with the day first", "with the month first"),
    "first": ("as year, month, day", "as year, day, month"),
    "short": ("with the year last", "with the year first"),
}
_ISO = "Write them as year-month-day, as in 2016-08-31"


def clash_problems(
    dates: Dates,
    column: Coded,
    line: NDArray[np.int64],
    file: NDArray[np.int16],
    files: Sequence[str | None],
    header: str,
) -> list[Problem]:
    """Two orders of day and month proved in one column of one file."""
    problems = []
    for at, clash in dates.clashes:
        if clash.slip:
            continue
        usual, other = _rows(clash, column, file == at)
        one, two = _ORDERS[clash.group][:: -1 if clash.swapped else 1]
        what = (
            f"{count(len(usual), 'date', 'dates')} can only be read {one} ({lines(line[usual])}), "
            f"{len(other):,} only {two} ({lines(line[other])})"
        )
        first = int(line[other[0]])
        problems.append(Problem(what, files[at], first, header, f"Settle which is meant. {_ISO}"))
    return problems


def _rows(
    clash: Clash, column: Coded, here: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    usual = np.flatnonzero(here & np.isin(column.codes, clash.usual))
    return usual, np.flatnonzero(here & np.isin(column.codes, clash.other))


def date_cautions(
    dates: Dates,
    column: Coded,
    line: NDArray[np.int64],
    file: NDArray[np.int16],
    files: Sequence[str],
    header: str,
) -> Iterator[Caution]:
    """What had to be settled, and what could not be read, with the lines where it stands."""

    def at(rows: NDArray[np.bool_]) -> str:
        return places(rows, line, file, files)

    column_name = f"column '{header}'"
    for number, clash in dates.clashes:
        if clash.slip:
            _, other = _rows(clash, column, file == number)
            two = _ORDERS[clash.group][:: -1 if clash.swapped else 1][1]
            where = at(np.isin(np.arange(len(line)), other))
            text = (
                f"In {column_name} {count(len(other), 'date', 'dates')} can only be read {two}, "
                f"against the rest: {where}. They were read so; look whether they are slips."
            )
            yield Caution("date-order-slips", text)
    if (rows := dates.doubt == DOUBTS.index("two readings")).any():
        text = (
            f"In {column_name} {count(int(rows.sum()), 'date', 'dates')} can be read in two ways "
            f"and nothing settles which: {at(rows)}. Only what both ways share was kept. {_ISO}."
        )
        yield Caution("dates-with-two-readings", text)
    notes = {
        "not a birth": ("dates-not-understood", "cannot be read as a date, a month or a year"),
        "impossible day": ("impossible-days", "name a day that no month has; the year was kept"),
        "placeholder": ("placeholder-dates", "are what programs put for nothing (1 January 1900)"),
        "future": ("future-dates", "lie in the future and were left out"),
    }
    for note, (code, words) in notes.items():
        if (rows := dates.note == NOTES.index(note)).any():
            many = count(int(rows.sum()), "cell", "cells")
            yield Caution(code, f"In {column_name} {many} {words}: {at(rows)}.")
    of_days = [i for i, way in enumerate(dates.formats) if way not in WITHOUT_DAY]
    used = [(dates.formats[i], dates.format == i) for i in of_days if (dates.format == i).any()]
    if len(used) > 2:
        told = "; ".join(
            f"{way} ({count(int(rows.sum()), 'row', 'rows')}, first {at(rows & _first(rows))})"
            for way, rows in used
        )
        text = f"In {column_name} dates are written in {len(used)} ways: {told}. {_ISO}."
        yield Caution("many-date-formats", text)


def _first(rows: NDArray[np.bool_]) -> NDArray[np.bool_]:
    made = np.zeros(len(rows), dtype=np.bool_)
    made[np.argmax(rows)] = True
    return made

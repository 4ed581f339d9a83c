"""The births of a whole list, and what is not sure about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from undercount.registers.births.reading import Birth, Orders, read_birth
from undercount.registers.births.settle import Clash, Group, as_orders, settle
from undercount.registers.births.written import Written, read_written
from undercount.registers.coded import Coded

PRECISIONS: Final = ("", "day", "month", "year", "age")
DOUBTS: Final = ("", "first-of-january", "first-of-july", "non-gregorian", "two readings")
NOTES: Final = ("", "not a birth", "impossible day", "placeholder", "future", "thirteenth month")


@dataclass(frozen=True, slots=True, eq=False)
class Dates:
    """A column of dates as numbers, 0 where nothing is known; shape (rows,) each.

    Attributes:
        year: int16.
        month: int8.
        day: int8.
        low: int16, first possible year.
        high: int16, last possible year.
        precision: int8, position in `PRECISIONS`.
        doubt: int8, position in `DOUBTS`.
        note: int8, position in `NOTES`.
        national_low: int16, first possible year in the calendar of the country it may be of.
        national_high: int16.
        format: int16, position in `formats`; -1 where nothing is written.
        formats: ways of writing.
        short_years: rows whose year has two digits only.
        clashes: of each file (by its position), the two orders proved in it.
    """

    year: NDArray[np.int16]
    month: NDArray[np.int8]
    day: NDArray[np.int8]
    low: NDArray[np.int16]
    high: NDArray[np.int16]
    precision: NDArray[np.int8]
    doubt: NDArray[np.int8]
    note: NDArray[np.int8]
    national_low: NDArray[np.int16]
    national_high: NDArray[np.int16]
    format: NDArray[np.int16]
    formats: tuple[str, ...]
    short_years: int
    clashes: tuple[tuple[int, Clash], ...] = field(default=())

    @property
    def known(self) -> NDArray[np.bool_]:
        """Shape (rows,): where at least a range of years is known."""
        known: NDArray[np.bool_] = self.low > 0
        return known


def read_dates(column: Coded, files: NDArray[np.int16], latest: int) -> Dates:
    """Understand a column of dates; the order of day and month is settled file by file.

    Args:
        column: the texts.
        files: shape (rows,), the file each row is of.
        latest: the last year that is possible.
    """
    written = [read_written(text) for text in column.values]
    n_files = int(files.max(initial=0)) + 1
    proved: list[dict[Group, str | None]] = []
    clashes: list[tuple[int, Clash]] = []
    for file in range(n_files):
        codes = column.codes[(files == file) & column.known]
        counts = np.bincount(codes, minlength=len(written))
        orders, found = settle(written, counts)
        proved.append(orders)
        clashes += [(file, clash) for clash in found]
    by_file = [
        as_orders(own, [other for j, other in enumerate(proved) if j != i])
        for i, own in enumerate(proved)
    ]
    names = list(dict.fromkeys(made.format for made in written if made is not None))
    formats = np.array([-1 if m is None else names.index(m.format) for m in written], np.int16)
    table = np.zeros((n_files, len(written) + 1, 10), dtype=np.int16)
    for orders_ in set(by_file):
        numbers = _numbers(written, orders_, latest)
        table[[i for i, own in enumerate(by_file) if own == orders_]] = numbers
    rows = table[files, column.codes]
    return Dates(
        year=rows[:, 0],
        month=rows[:, 1].astype(np.int8),
        day=rows[:, 2].astype(np.int8),
        low=rows[:, 3],
        high=rows[:, 4],
        precision=rows[:, 5].astype(np.int8),
        doubt=rows[:, 6].astype(np.int8),
        note=rows[:, 7].astype(np.int8),
        national_low=rows[:, 8],
        national_high=rows[:, 9],
        format=column.spread(formats, -1),
        formats=tuple(names),
        short_years=int(column.counts()[[w is not None and w.short_year for w in written]].sum()),
        clashes=tuple(clashes),
    )


def _numbers(written: Sequence[Written | None], orders: Orders, latest: int) -> NDArray[np.int16]:
    """Shape (texts + 1, 10): each distinct text in numbers; the last row is "nothing known"."""
    rows = []
    for text in written:
        made = Birth(note="not a birth") if text is None else read_birth(text, orders, latest)
        rows.append(
            (
                *made[:5],
                PRECISIONS.index(made.precision),
                DOUBTS.index(made.doubt),
                NOTES.index(made.note),
                *made.national,
            )
        )
    return np.array([*rows, (0,) * 10], dtype=np.int16)

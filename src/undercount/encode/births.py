"""Births as texts: what of them is sure, and what of them is hashed."""

from __future__ import annotations

from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from undercount.registers.coded import Coded

# Years that a range of births may span and still be hashed: beyond, it tells next to nothing.
WIDEST: Final = 4
_HEAPED: Final = ("first-of-january", "first-of-july")


def births_of(table: pa.Table) -> Coded:
    """Each distinct birth as a text: low-high-month-day-heaped, 0 for what is not known."""
    columns = [
        table[name].cast(pa.int64()).fill_null(0)
        for name in ("year_low", "year_high", "month", "day")
    ]
    heaped = pc.is_in(table["birth_doubt"], pa.array(_HEAPED)).cast(pa.int64())
    texts = [column.cast(pa.string()) for column in (*columns, heaped)]
    joined = pc.binary_join_element_wise(*texts, "-")
    known = pc.greater(columns[0], 0)
    return Coded.of(pc.if_else(known, joined, pa.scalar(None, pa.string())))


def parts_of_birth(birth: str) -> tuple[int, int, int, int]:
    """First and last year, month, day of a text; 0 for a month or day that says nothing."""
    low, high, month, day, heaped = map(int, birth.split("-"))
    return (low, high, 0, 0) if heaped or not month else (low, high, month, day)


def years_of(birth: str, around: int = 0) -> list[str]:
    """The years it may be of, and so many on either side; none where they are too many."""
    low, high, _, _ = parts_of_birth(birth)
    if high - low > WIDEST:
        return []
    return [str(year) for year in range(low - around, high + around + 1)]


def bands_of(birth: str) -> list[str]:
    """The spans of four years it may be of, and those that begin two years later.

    Two births at most two years apart have one in common.
    """
    years = [int(year) for year in years_of(birth)]
    return sorted({f"{shift} {(year + shift) // 4}" for year in years for shift in (0, 2)})


def days_of(birth: str) -> list[str]:
    """Month and day, where they are sure."""
    _, _, month, day = parts_of_birth(birth)
    return [f"{month}-{day}"] if day else []


def sure_births_of(birth: str) -> list[str]:
    """The whole date, where it is sure."""
    low, high, _, _ = parts_of_birth(birth)
    return [f"{low}-{day}" for day in days_of(birth) if low == high]

"""Births from dates, from ages, and from the calendars of people's countries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from undercount.registers.births.ages import read_age
from undercount.registers.births.calendars import ethiopian
from undercount.registers.births.dates import DOUBTS, NOTES, PRECISIONS, Dates
from undercount.registers.coded import Coded

_PERSIAN: Final = ("AFG", "IRN")
_BIKRAM: Final = ("NPL",)
_ETHIOPIAN: Final = ("ETH", "ERI")
_AGE: Final = PRECISIONS.index("age")
_YEAR: Final = PRECISIONS.index("year")
_OTHER: Final = DOUBTS.index("non-gregorian")


@dataclass(frozen=True, slots=True, eq=False)
class Births:
    """Births of all rows, 0 where nothing is known; shape (rows,) each.

    Attributes:
        year: int16.
        month: int8.
        day: int8.
        low: int16, first possible year.
        high: int16, last possible year.
        precision: int8, position in `PRECISIONS`.
        doubt: int8, position in `DOUBTS`.
    """

    year: NDArray[np.int16]
    month: NDArray[np.int8]
    day: NDArray[np.int8]
    low: NDArray[np.int16]
    high: NDArray[np.int16]
    precision: NDArray[np.int8]
    doubt: NDArray[np.int8]

    @property
    def known(self) -> NDArray[np.bool_]:
        """Shape (rows,): where at least a range of years is known."""
        known: NDArray[np.bool_] = self.low > 0
        return known

    def take(self, rows: NDArray[np.int64]) -> Births:
        """The births at these rows; -1 gives one of which nothing is known."""

        def at(values: NDArray[Any]) -> NDArray[Any]:
            return np.append(values, values.dtype.type(0))[rows]

        return Births(
            at(self.year), at(self.month), at(self.day), at(self.low), at(self.high),
            at(self.precision), at(self.doubt),
        )  # fmt: skip

    def columns(self) -> dict[str, pa.Array]:
        """The columns of the standard form."""
        made = {
            name: pa.array(values, mask=values == 0)
            for name, values in (
                ("year", self.year),
                ("month", self.month),
                ("day", self.day),
                ("year_low", self.low),
                ("year_high", self.high),
            )
        }
        words = (
            ("birth_precision", PRECISIONS, self.precision),
            ("birth_doubt", DOUBTS, self.doubt),
        )
        for name, options, codes in words:
            made[name] = pa.array(options, pa.string()).take(pa.array(codes, mask=codes == 0))
        return made


def join_births(dates: Dates, ages: AgeSpans, nationality: Coded) -> Births:
    """Births from dates; where there is no date, from ages; in doubt, by the country's calendar.

    A year that can be of the Persian calendar is read in it for citizens of Iran and Afghanistan,
    one that can be of the Bikram Sambat for those of Nepal; a year of Ethiopians and Eritreans
    that makes them seven or eight years older than they say, as one of the Ethiopian calendar.
    Each keeps its doubt "non-gregorian" and a range of years instead of a year.
    """
    of = {country: nationality.spread(_among(nationality, country), False)
          for country in (_PERSIAN, _BIKRAM, _ETHIOPIAN)}  # fmt: skip
    low, high = dates.low.copy(), dates.high.copy()
    year, precision, doubt = dates.year.copy(), dates.precision.copy(), dates.doubt.copy()
    month, day = dates.month.copy(), dates.day.copy()
    told = dates.national_low > 0
    theirs = told & (
        of[_PERSIAN] & (dates.note == NOTES.index("")) & (doubt == _OTHER)
        | of[_BIKRAM] & (dates.note == NOTES.index("future"))
        | of[_ETHIOPIAN] & (dates.note == NOTES.index("thirteenth month"))
    )
    low[theirs], high[theirs] = dates.national_low[theirs], dates.national_high[theirs]
    precision[theirs], doubt[theirs] = _YEAR, _OTHER
    behind, ahead = ethiopian(0)
    theirs = of[_ETHIOPIAN] & (year > 0) & (ages.low > 0)
    theirs &= (year + behind <= ages.high) & (year + ahead >= ages.low) & (year < ages.low - 3)
    low[theirs], high[theirs] = year[theirs] + behind, year[theirs] + ahead
    year[theirs] = month[theirs] = day[theirs] = 0
    precision[theirs], doubt[theirs] = _YEAR, _OTHER
    aged = (low == 0) & (ages.low > 0)
    low[aged], high[aged], precision[aged] = ages.low[aged], ages.high[aged], _AGE
    return Births(year, month, day, low, high, precision, doubt)


def _among(nationality: Coded, countries: tuple[str, ...]) -> NDArray[np.bool_]:
    return np.array([code in countries for code in nationality.values], dtype=np.bool_)


@dataclass(frozen=True, slots=True, eq=False)
class AgeSpans:
    """Ages on the day seen; shape (rows,) each, 0 where nothing is known.

    Attributes:
        low: int16, first year of birth that is possible.
        high: int16, last year of birth that is possible.
        years: int16, age in full years on that day, -1 where it is not known.
        misread: bool, where something is written that is no age.
    """

    low: NDArray[np.int16]
    high: NDArray[np.int16]
    years: NDArray[np.int16]
    misread: NDArray[np.bool_]


def read_ages(column: Coded, seen: Dates) -> AgeSpans:
    """The years of birth that ages on the day seen leave possible."""
    spans = [read_age(text) for text in column.values]
    least = column.spread(np.array([s[0] if s else -1 for s in spans], np.int32), -1)
    most = column.spread(np.array([s[1] if s else -1 for s in spans], np.int32), -1)
    years = np.where(least < 0, -1, least // 12)
    told = (least >= 0) & (seen.year > 0)
    # Months are counted from January of year 0. Who is a full `most` months on that day would be
    # too old, so the first possible day of birth is the day after.
    month = np.where(seen.month > 0, seen.month - 1, 0).astype(np.int32)
    first = 12 * seen.year.astype(np.int32) + month - most
    # Born on the last day of December, one is not of that year any more.
    low = first // 12 + ((first % 12 == 11) & (seen.day == 31))
    last_month = np.where(seen.month > 0, seen.month - 1, 11).astype(np.int32)
    high = (12 * seen.year.astype(np.int32) + last_month - least) // 12
    return AgeSpans(
        low=np.where(told, low, 0).astype(np.int16),
        high=np.where(told, high, 0).astype(np.int16),
        years=years.astype(np.int16),
        misread=column.known & (least < 0),
    )

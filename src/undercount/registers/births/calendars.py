"""Years of other calendars, as the years of ours they may be."""

from __future__ import annotations

from typing import Final

# Years of the Persian (solar) calendar in which a living person may be born; the same numbers may
# be years of the Islamic (lunar) one, which alone goes on from there.
PERSIAN: Final = range(1290, 1415)
HIJRI: Final = range(1300, 1460)
BUDDHIST: Final = range(2420, 2620)
# Nepal's Bikram Sambat: years that for us are still to come.
BIKRAM: Final = range(1970, 2100)
_HIJRI_START = 1_948_439.5  # Julian day of 1 Muharram of year 1 (civil, tabular calendar)


def persian(year: int) -> tuple[int, int]:
    """A year of the Persian calendar begins in March of the first of these."""
    return year + 621, year + 622


def ethiopian(year: int) -> tuple[int, int]:
    """A year of the Ethiopian calendar begins in September of the first."""
    return year + 7, year + 8


def buddhist(year: int) -> tuple[int, int]:
    """543 years ahead in Thailand, 544 in Myanmar and Sri Lanka before their new year."""
    return year - 544, year - 543


def bikram(year: int) -> tuple[int, int]:
    """A year of the Bikram Sambat begins in April of the first."""
    return year - 57, year - 56


def hijri(year: int) -> tuple[int, int]:
    """The years in which a year of the Islamic calendar begins and ends, by the tabular rule.

    >>> hijri(1418)  # from 8 May 1997 to 27 April 1998
    (1997, 1998)
    """
    # Reingold and Dershowitz, Calendrical Calculations (2018), chapter 7.
    first = 354 * (year - 1) + (3 + 11 * year) // 30 + _HIJRI_START
    return _gregorian_year(first), _gregorian_year(first + 353)


def _gregorian_year(julian_day: float) -> int:
    from datetime import date

    # The ordinal of Python's dates counts from 1 January of year 1, Julian day 1721425.5.
    day = int(julian_day - 1_721_424.5)
    return date.fromordinal(min(day, date.max.toordinal())).year

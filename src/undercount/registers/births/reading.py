"""What a written birth means once the order of day and month is known."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Mapping
from typing import Final, Literal, NamedTuple

from undercount.registers.births import calendars
from undercount.registers.births.written import Calendar, Written


class Orders(NamedTuple):
    """The orders of day, month and year in one column; None where nothing settles it.

    Attributes:
        last: of numbers with the year last: "dmy" or "mdy".
        dotted: the same where full stops stand between the numbers.
        first: with the year first: "ymd" or "ydm".
        short: where the year stands among three numbers of two digits: "last" or "first".
    """

    last: Literal["dmy", "mdy"] | None = None
    dotted: Literal["dmy", "mdy"] | None = "dmy"
    first: Literal["ymd", "ydm"] = "ymd"
    short: Literal["last", "first"] | None = None


OLDEST: Final = 110  # years; a birth before that is no living person's
# Days that programs put where nothing was known.
_PLACEHOLDERS: Final = ((1900, 1, 1), (1899, 12, 30), (1899, 12, 31), (1900, 1, 0), (1, 1, 1))
_NAMED: Final[Mapping[Calendar | None, Callable[[int], tuple[int, int]]]] = {
    "persian": calendars.persian,
    "hijri": calendars.hijri,
    "buddhist": calendars.buddhist,
    "ethiopian": calendars.ethiopian,
}


class Birth(NamedTuple):
    """One birth. Numbers are 0 where nothing is known.

    Attributes:
        year: of birth.
        month: 1 to 12.
        day: 1 to 31.
        low: first possible year.
        high: last possible year.
        precision: "day", "month", "year" or "".
        doubt: as in the standard form, or "".
        note: "impossible day", "placeholder", "future", "thirteenth month", "not a birth", or ""
            where all is well.
        national: the years (low, high) in the calendar of Iran and Afghanistan, of Nepal (in the
            future), or of Ethiopia (a thirteenth month), if they can be of it, else (0, 0).
    """

    year: int = 0
    month: int = 0
    day: int = 0
    low: int = 0
    high: int = 0
    precision: str = ""
    doubt: str = ""
    note: str = ""
    national: tuple[int, int] = (0, 0)


_NONE: Final = Birth(note="not a birth")


def is_day(day: int, month: int) -> bool:
    """Whether two numbers can be a day and a month; zeros stand for what is not known."""
    return 0 <= day <= 31 and 0 <= month <= 12 and (month > 0 or day == 0)


def is_pagume(day: int, month: int) -> bool:
    """Whether this is the short thirteenth month of the Ethiopian year."""
    return month == 13 and 1 <= day <= 6


def read_birth(written: Written, orders: Orders, latest: int) -> Birth:
    """A birth, in a column with these orders.

    Args:
        written: the numbers.
        orders: those of the column.
        latest: the last year in which anybody on the list can be born.
    """
    numbers, short = written.numbers, written.short_year
    match written.kind:
        case "span":
            return _span(numbers[0], numbers[1], latest)
        case "year":
            return _date(numbers[0], 0, 0, written, latest)
        case "month":
            year, month = numbers
            return _date(_century(year, latest) if short else year, month, 0, written, latest)
        case "day":
            year, month, day = numbers
            return _date(_century(year, latest) if short else year, month, day, written, latest)
        case "first":
            year, month, day = numbers
            if orders.first == "ydm" or not (is_day(day, month) or is_pagume(day, month)):
                month, day = day, month
            return _date(year, month, day, written, latest)
        case "last":
            a, b, year = numbers
        case "short":
            a, b, year = numbers
            if a > 31 or (orders.short == "first" and year <= 31):
                return _date(_century(a, latest), b, year, written, latest)
            if orders.short is None and year <= 31:
                ends = sorted((_century(a, latest), _century(year, latest)))
                return _two_years(ends[0], ends[1])
            year = _century(year, latest)
    order = orders.dotted if written.sign == "." else orders.last
    # A single row of the other order is a slip of the hand: it can be read in one way only.
    if order is None and is_day(a, b) != is_day(b, a):
        order = "dmy" if is_day(a, b) else "mdy"
    if order is None and a != b and is_day(a, b):
        year_only = _date(year, 0, 0, written, latest)
        return year_only if year_only.doubt else year_only._replace(doubt="two readings")
    day, month = (b, a) if order == "mdy" else (a, b)
    if not is_day(day, month) and is_day(month, day) and not is_pagume(day, month):
        day, month = month, day
    return _date(year, month, day, written, latest)


def _span(low: int, high: int, latest: int) -> Birth:
    if not latest - OLDEST <= low <= high <= latest or high - low > 10:
        return _NONE
    return _two_years(low, high)


def _two_years(low: int, high: int) -> Birth:
    if low == high:
        return Birth(low, 0, 0, low, high, "year")
    return Birth(0, 0, 0, low, high, "year", "two readings")


def _century(year: int, latest: int) -> int:
    """The one year of these two digits in the hundred years up to the latest."""
    return latest - (latest - year) % 100


def _date(year: int, month: int, day: int, written: Written, latest: int) -> Birth:
    if (year, month, day) in _PLACEHOLDERS:
        return Birth(note="placeholder")
    if is_pagume(day, month) and written.calendar is None:
        # The end of an Ethiopian year, or the thirteenth of a month that was written first.
        national = calendars.ethiopian(year)
        made = _other((year, national[1]), latest)
        return made._replace(note="thirteenth month", national=national) if made.low else made
    if convert := _NAMED.get(written.calendar):
        return _other(convert(year), latest)
    if latest - OLDEST <= year <= latest:
        return _gregorian(year, month, day)
    if year in calendars.PERSIAN or year in calendars.HIJRI:
        solar, lunar = calendars.persian(year), calendars.hijri(year)
        both = [ends for ends in (solar, lunar) if _lived(ends, latest)]
        if not both:
            return _NONE
        made = _other((min(low for low, _ in both), max(high for _, high in both)), latest)
        return made._replace(national=solar if solar in both else (0, 0))
    if year in calendars.BUDDHIST:
        return _other(calendars.buddhist(year), latest)
    if year in calendars.BIKRAM and year > latest:
        return Birth(note="future", national=calendars.bikram(year))
    return _NONE


def _lived(ends: tuple[int, int], latest: int) -> bool:
    return ends[1] >= latest - OLDEST and ends[0] <= latest


def _other(ends: tuple[int, int], latest: int) -> Birth:
    if not _lived(ends, latest):
        return _NONE
    return Birth(0, 0, 0, ends[0], min(ends[1], latest), "year", "non-gregorian")


def _gregorian(year: int, month: int, day: int) -> Birth:
    if month == 0:
        return Birth(year, 0, 0, year, year, "year")
    if month > 12 or day > monthrange(year, month)[1]:
        return Birth(year, 0, 0, year, year, "year", note="impossible day")
    if day == 0:
        return Birth(year, month, 0, year, year, "month")
    doubt = {(1, 1): "first-of-january", (1, 7): "first-of-july"}.get((day, month), "")
    return Birth(year, month, day, year, year, "day", doubt)

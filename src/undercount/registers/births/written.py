"""What one text says of a birth, before the order of day and month is settled."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from typing import Final, Literal, NamedTuple

from undercount.registers.births.months import MONTHS
from undercount.registers.fold import fold
from undercount.registers.lexicon import words

Kind = Literal["day", "month", "year", "span", "last", "first", "short"]
Calendar = Literal["ethiopian", "persian", "hijri", "buddhist", "gregorian"]


class Written(NamedTuple):
    """Numbers of one text.

    By kind: "day" (year, month, day), "month" (year, month), "year" (year,), "span" (first year,
    last year), "last" (a, b, year) and "first" (year, a, b) where a and b are day and month in
    an order that the column must settle, "short" the same with three numbers of two digits.

    Attributes:
        kind: which of these.
        numbers: as the kind says.
        format: the way of writing, in words.
        short_year: whether the year has two digits only.
        sign: what stands between the numbers.
        calendar: the calendar that is named, or None.
    """

    kind: Kind
    numbers: tuple[int, ...]
    format: str
    short_year: bool = False
    sign: str = ""
    calendar: Calendar | None = None


# Ways of writing that have no day.
WITHOUT_DAY: Final = ("year", "two years", "month and year", "month in words, no day", "yyyynn")
_TIME: Final = re.compile(
    r"(?i)[\sT]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[ap]\.?m\.?)?\s*(?:Z|UTC|[+-]\d{2}:?\d{2})?$"
)
_DOTTED: Final = re.compile(r"\b([^\W\d_])\.(?=[^\W\d_]\b)")  # "E.C.", "A.H."
_SERIAL: Final = re.compile(r"(\d{5})(?:\.\d+)?")
_PIECES: Final = re.compile(r"\d+|[^\W\d_]+")
# What may stand beside a date and says nothing of its own.
_FILLERS: Final = words("dates", "fillers")
_CALENDARS: Final[dict[str, Calendar]] = {
    "ec": "ethiopian", "eth": "ethiopian", "ethiopian": "ethiopian", "ዓ ም": "ethiopian",
    "ዓም": "ethiopian", "ah": "hijri", "hijri": "hijri", "هـ": "hijri", "ه": "hijri",
    "هجري": "hijri", "هجرية": "hijri", "sh": "persian", "shamsi": "persian", "ش": "persian",
    "شمسي": "persian", "هش": "persian", "هق": "hijri", "be": "buddhist",
    "พ ศ": "buddhist", "พศ": "buddhist", "ad": "gregorian",
    "ce": "gregorian", "gc": "gregorian", "ميلادي": "gregorian", "ميلادية": "gregorian",
}  # fmt: skip
_EPOCH: Final = date(1899, 12, 30)  # of spreadsheets, after their leap day of 1900


def read_written(text: str) -> Written | None:
    """What a text says, or None where it is no date, month or year.

    >>> read_written("12 mars 1998").numbers, read_written("03/04/1998").kind
    ((1998, 3, 12), 'last')
    """
    plain = _DOTTED.sub(r"\1", _TIME.sub("", ascii_digits(text).strip()))
    if serial := _SERIAL.fullmatch(plain):
        return _serial(int(serial[1]))
    calendar: Calendar | None = None
    month: int | None = None
    words: list[str] = []
    numbers: list[str] = []
    for piece in _PIECES.findall(plain):
        if piece.isdigit():
            numbers.append(piece)
        else:
            words.append(fold(piece))
    at = 0
    while at < len(words):
        pair = " ".join(words[at : at + 2])
        word = pair if pair in MONTHS or pair in _CALENDARS else words[at]
        at += 2 if word == pair and at + 1 < len(words) else 1
        if word in MONTHS and month is None:
            month = MONTHS[word]
        elif word in _CALENDARS:
            calendar = _CALENDARS[word]
        elif word not in _FILLERS:
            return None
    found = _in_words(numbers, month) if month else _in_numbers(plain, numbers)
    return found._replace(calendar=calendar) if found and calendar else found


def ascii_digits(text: str) -> str:
    """The text with digits of every script as those of ASCII."""
    if text.isascii():
        return text
    return "".join(
        str(unicodedata.digit(char)) if char.isdigit() else char
        for char in unicodedata.normalize("NFKC", text)
    )


def _serial(days: int) -> Written | None:
    day = _EPOCH + timedelta(days=days)
    if days < 1000:
        return None
    numbers = (day.year, day.month, day.day)
    return Written("day", numbers, "a spreadsheet's number of days")


def _in_words(numbers: list[str], month: int) -> Written | None:
    name = "month in words"
    if len(numbers) == 1:
        short = len(numbers[0]) < 3
        # "Mar-12" may be a day or a year; "Mar-98" can only be a year.
        if short and int(numbers[0]) <= 31:
            return None
        return Written("month", (int(numbers[0]), month), f"{name}, no day", short)
    if len(numbers) != 2:
        return None
    first, second = numbers
    if len(first) > 2:
        first, second = second, first
    if len(first) > 2 or len(second) == 3:
        return None
    short = len(second) < 3
    if short and int(first) > 31:
        first, second = second, first
    return Written("day", (int(second), month, int(first)), name, short)


def _in_numbers(plain: str, numbers: list[str]) -> Written | None:
    signs = set(re.sub(r"[\w\s]", "", plain))
    sign = signs.pop() if len(signs) == 1 else ""
    sizes = [len(number) for number in numbers]
    values = [int(number) for number in numbers]
    if sizes == [4]:
        return Written("year", (values[0],), "year")
    if sizes == [8]:
        return _eight(numbers[0])
    if sizes == [6] and 1 <= int(numbers[0][4:]) <= 12 and not 1 <= int(numbers[0][2:4]) <= 12:
        return Written("month", (int(numbers[0][:4]), int(numbers[0][4:])), "yyyynn")
    if sizes == [4, 4]:
        return Written("span", (min(values), max(values)), "two years")
    if len(sizes) == 2 and 4 in sizes:
        year, month = (values[0], values[1]) if sizes[0] == 4 else (values[1], values[0])
        if min(sizes) > 2:
            return None
        return Written(
            "month" if month else "year", (year, month)[: 2 if month else 1], "month and year"
        )
    if len(sizes) != 3 or sorted(sizes)[1] > 2:
        return None
    if max(sizes) <= 2:
        return Written("short", tuple(values), f"nn{sign}nn{sign}yy", True, sign)
    if sizes[0] == 4:
        return Written("first", tuple(values), f"yyyy{sign}nn{sign}nn", sign=sign)
    if sizes[2] == 4:
        return Written("last", tuple(values), f"nn{sign}nn{sign}yyyy", sign=sign)
    return None


def _eight(digits: str) -> Written | None:
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    if 1300 <= year <= 2600 and 0 <= month <= 13 and day <= 31:
        return Written("first", (year, month, day), "yyyynnnn")
    numbers = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    return Written("last", numbers, "nnnnyyyy")

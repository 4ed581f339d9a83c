"""Dates as written, found by pattern and resolved to days where day, month and year are known."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from undercount.read.lexicon import lexicon

_YEAR: Final = r"(?:19|20)\d{2}"
_D: Final = r"(?:0?[1-9]|[12]\d|3[01])"
_M: Final = r"(?:0?[1-9]|1[0-2])"
# "Version 3.5.21" is no day; "on 3.5.21" is one, 3.5.21 alone as a period, and 3.5.2021 always.
_SAID: Final = "|".join(
    [r"\A(?=[\d.]+\Z)"]
    + [
        rf"(?<=\b{word}\s)"
        for word in (
            "on", "of", "since", "until", "dated", "between", "from", "to", "and", "le", "du", "au",
            "entre", "et", "el", "del", "al", "desde", "y",
        )
    ]
)  # fmt: skip
IN_DIGITS: Final = (
    rf"(?<![\w/.,-])(?<![A-Z]\s)(?:(?:{_D}/{_M}|{_M}/{_D})/(?:{_YEAR}|\d\d)|"
    rf"(?:{_D}\.{_M}|{_M}\.{_D})\.{_YEAR}|(?i:{_SAID}){_D}\.{_M}\.\d\d)(?![\w/]|[.,]\d)"
)
"""A day in digits: 10/12/2014, 25/12/14, "on 3.5.21"."""
_REACH: Final = 60  # code points from the name of a month to the ends of its date, and some more
_PARTED: Final = re.compile(r"\d[/.-]\d")  # every date in digits has such a mark
_MONTHS: Final = 12
_CENTURY: Final = 100
_LATEST: Final = 68  # 00 to 68 are of this century, as POSIX has it for strptime's %y
_DASH: Final = r"\s?(?:–|—|-|to|and|or|through|au|et|à|al|a|y)\s?"


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date of the text: `year`, `month` and `day` are None where it does not say them.

    `until_day` and `until_month` are the other end of "9–11 April" and "January to April 2017".
    """

    start: int
    end: int
    year: int | None
    month: int
    day: int | None
    until_day: int | None = None
    until_month: int | None = None

    def first(self, year: int | None = None) -> date | None:
        """First day of the span, with `year` where the text names none."""
        known = self.year or year
        return None if known is None else _day(known, self.month, self.day or 1)

    def final(self, year: int | None = None) -> date | None:
        """Last day of the span, with `year` where the text names none."""
        known = self.year or year
        if known is None:
            return None
        month = self.until_month or self.month
        day = self.until_day or (None if self.until_month else self.day)
        return _day(known, month, day or calendar.monthrange(known, month)[1])


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _names(language: str) -> str:
    """Any name of a month, the longest first."""
    names = sorted(lexicon(language).table("dates.months"), key=lambda name: (-len(name), name))
    if language == "en":  # "may" and "march" are verbs; the months are written with a capital
        return "|".join(form for name in names for form in (name.capitalize(), name.upper()))
    return "|".join(form for name in names for form in (name, name.capitalize(), name.upper()))


@cache
def _months(language: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{_names(language)})\b")


@cache
def _patterns(
    language: str,
) -> tuple[tuple[re.Pattern[str], ...], tuple[re.Pattern[str], ...]]:
    """Dates that name their month, and dates in digits alone."""
    words = lexicon(language)
    month = rf"(?:{_names(language)})\b\.?"
    weekdays = "|".join(words.words("dates.weekdays"))
    weekday = rf"(?:(?i:{weekdays}),?\s)?"
    day = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|er)?"
    # "In December 12 people came" counts people.
    counted = r"(?!\s(?:people|persons|men|women|children|migrants|refugees|bodies)\b)"
    named = (
        re.compile(
            rf"(?<![\d.,])\b{weekday}(?P<d>{day})(?:(?:{_DASH})(?P<d2>{day}))?\s(?:of\s|de\s)?"
            rf"(?P<m>{month})(?:(?:,|\sdel?)?\s\(?(?P<y>{_YEAR})\)?(?!\d))?"
        ),
        re.compile(
            rf"(?<!\w){weekday}(?P<m>{month})\s(?P<d>{day})(?![\d,.]?\d|\s\d{{3}}(?!\d))"
            rf"(?!\s(?:percent|per|million)){counted}"
            rf"(?:(?:{_DASH})(?P<d2>{day})(?![\d,.]?\d))?(?:,?\s(?P<y>{_YEAR})(?!\d))?"
        ),
        re.compile(
            rf"(?<!\w)(?P<m>{month})(?:(?:{_DASH})(?P<m2>{month}))?(?:,|\sdel?)?\s\(?(?P<y>{_YEAR})(?!\d)\)?"
        ),
    )
    numeric = (
        re.compile(r"(?P<y>[12](?<!\d.)\d{3}(?<=19..|20..))-(?P<m>\d{2})-(?P<d>\d{2})(?!\d)"),
        re.compile(r"(?<![\d/.])(?P<m>0?[1-9]|1[0-2])/(?P<y>(?:19|20)\d{2})(?![\d/])"),
        re.compile(rf"(?=\d){IN_DIGITS}"),
    )
    return named, numeric


def dates(text: str, language: str, start: int = 0, end: int | None = None) -> Iterator[DateSpan]:
    """Every date in `text[start:end]` that names at least a month with a day or a year.

    >>> [span.first() for span in dates("From 9–11 April 2019.", "en")]
    [datetime.date(2019, 4, 9)]
    """
    stop = len(text) if end is None else end
    code = lexicon(language).language
    months = lexicon(language).table("dates.months")
    named, numeric = _patterns(code)
    near = list(_around(_months(code), text, start, stop))
    found = [(pattern, near) for pattern in named]
    near = list(_around(_PARTED, text, start, stop))
    found += [(pattern, near) for pattern in numeric]
    taken: list[tuple[int, int]] = []
    for pattern, parts in found:
        fresh = []
        for first, last in parts:
            for match in pattern.finditer(text, first, last):
                if _overlaps(taken, match.start(), match.end()):
                    continue
                span = _span(match, months)
                if span is not None:
                    fresh.append((match.start(), match.end()))
                    yield span
        taken = sorted(taken + fresh)


def _around(pattern: re.Pattern[str], text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of `text[start:end]` around what the pattern finds, those that meet joined."""
    first, last = start, start
    for match in pattern.finditer(text, start, end):
        if match.start() - _REACH > last:
            if last > first:
                yield first, last
            first = match.start() - _REACH
        last = min(match.end() + _REACH, end)
    if last > first:
        yield first, last


def _overlaps(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether a span meets one of the sorted, disjoint spans taken before."""
    from bisect import bisect_left

    i = bisect_left(taken, (end, -1))
    return i > 0 and taken[i - 1][1] > start


def _span(match: re.Match[str], months: object) -> DateSpan | None:
    assert isinstance(months, dict)
    groups = match.groupdict()
    if not groups:
        return _in_digits(match)
    name = groups["m"].lower().rstrip(".")
    month = int(name) if name.isdigit() else months[name]
    if not 1 <= month <= 12:
        return None

    def number(key: str) -> int | None:
        found = re.match(r"\d+", groups.get(key) or "")
        return int(found.group()) if found else None

    day, until = number("d"), number("d2")
    if any(value is not None and not 1 <= value <= 31 for value in (day, until)):
        return None
    second = groups.get("m2")
    return DateSpan(
        start=match.start(), end=match.end(), year=number("y"), month=month, day=day,
        until_day=until, until_month=months[second.lower().rstrip(".")] if second else None,
    )  # fmt: skip


def _in_digits(match: re.Match[str]) -> DateSpan | None:
    """Day first, as most of the world writes; month first where only that can be."""
    day, month, year = (int(part) for part in re.split(r"[/.]", match.group()))
    if month > _MONTHS:
        day, month = month, day
    if year < _CENTURY:
        year += 2000 if year <= _LATEST else 1900
    return DateSpan(match.start(), match.end(), year, month, day)

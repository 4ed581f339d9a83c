"""Periods as days: "last week", "since January", "the 12 months to 31 March 2019"."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from undercount.read.lexicon import lexicon
from undercount.read.times.dates import DateSpan, dates

Days = tuple[date | None, date | None]

_YEAR: Final = re.compile(r"(?<![\d,.])((?:19|20)\d{2})(?:[–/-](\d{2,4}))?(?![\d,.]\d|\d)")
_OPEN: Final = re.compile(r"^(?:since|depuis)\b", re.IGNORECASE)
_UNTIL: Final = re.compile(
    r"^(?:up to|until|by|before|through|jusqu|d['’]ici|avant)\b", re.IGNORECASE
)
_SPAN: Final = re.compile(r"\b(day|week|month|year|jour|semaine|mois|an|année)s?\b", re.IGNORECASE)
_LENGTHS: Final = {
    "day": 1, "week": 7, "month": 30, "year": 365, "jour": 1, "semaine": 7, "mois": 30, "an": 365,
    "année": 365,
}  # fmt: skip
_SEASON: Final = re.compile(
    r"\b(?:spring|summer|autumn|fall|winter|printemps|été|automne|hiver)\b", re.IGNORECASE
)
_LAST: Final = re.compile(
    r"\b(?:last|past|previous|derni\w+|pass\w+|précédent\w*)\b", re.IGNORECASE
)
_THIS: Final = re.compile(r"\b(?:this|cette|ce|cet)\b", re.IGNORECASE)


def days_of(period: str | None, language: str, published: date | None) -> Days:
    """First and last day a period speaks of; None at an end that cannot be told.

    Args:
        period: verbatim, as in a figure.
        language: of the document.
        published: day of publication; periods without a year are taken as the latest before it.

    >>> days_of("between 1 January and 30 April", "en", date(2023, 5, 11))
    (datetime.date(2023, 1, 1), datetime.date(2023, 4, 30))
    """
    if period is None:
        return None, None
    spans = sorted(dates(period, language), key=lambda span: span.start)
    spans = spans or _bare_months(period, language)
    if spans:
        return _from_dates(period, spans, published)
    year = _YEAR.search(period)
    if year is not None:
        return _from_year(period, year, published)
    return (None, None) if published is None else _from_day(period, language, published)


def _bare_months(period: str, language: str) -> list[DateSpan]:
    months = lexicon(language).table("dates.months")
    found = []
    for match in re.finditer(r"[^\W\d_]+", period):
        month = months.get(match.group().lower())
        if month is not None:
            found.append(DateSpan(match.start(), match.end(), None, month, None))
    return found


def _from_dates(period: str, spans: list[DateSpan], published: date | None) -> Days:
    years = [span.year for span in spans if span.year]
    year = years[-1] if years else None
    if year is None and published is not None:
        final = spans[-1].first(published.year)
        year = published.year - (final is not None and final > published and not _future(period))
    first, last = spans[0].first(year), spans[-1].final(year)
    if first and last and first > last and spans[0].year is None and year:
        first = spans[0].first(year - 1)
    if len(spans) == 1 and _OPEN.match(period):
        return first, published
    if len(spans) == 1 and _UNTIL.match(period):
        return None, last
    return first, last


def _future(period: str) -> bool:
    return re.match(r"(?:by|before|until|d['’]ici|avant)\b", period, re.IGNORECASE) is not None


def _from_year(period: str, match: re.Match[str], published: date | None) -> Days:
    year = int(match[1])
    if match[2] is not None or _SEASON.search(period):
        return None, None  # a reporting year may begin in any month, a season too
    first, last = date(year, 1, 1), date(year, 12, 31)
    if _OPEN.match(period):
        return first, published
    return (None, last) if _UNTIL.match(period) else (first, last)


def _from_day(period: str, language: str, published: date) -> Days:
    words = period.lower()
    weekdays = list(lexicon(language).table("dates")["weekdays"])
    named = [i for i, day in enumerate(weekdays) if day in words]
    if len(named) == 1 and not _UNTIL.match(words):
        back = (published.weekday() - named[0]) % 7
        day = published - timedelta(days=back)
        return (day, published) if _OPEN.match(words) else (day, day)
    unit = _SPAN.search(words)
    if unit is None:
        return None, None
    length = _LENGTHS[unit[1]]
    if _LAST.search(words):
        return _last(words, length, published)
    if _THIS.search(words):
        start = {365: date(published.year, 1, 1), 30: published.replace(day=1)}.get(
            length, published - timedelta(days=published.weekday() if length == 7 else 0)
        )
        return start, published
    return None, None


def _last(words: str, length: int, published: date) -> Days:
    count = re.search(r"\b(\d{1,3})\b", words)
    over = count is not None or words.startswith(("over", "past", "au cours"))
    if over:
        days = length * (int(count[1]) if count else 1)
        return published - timedelta(days=days), published
    if length == 365:
        return date(published.year - 1, 1, 1), date(published.year - 1, 12, 31)
    if length == 30:
        last = published.replace(day=1) - timedelta(days=1)
        return last.replace(day=1), last
    if length == 7:
        monday = published - timedelta(days=published.weekday() + 7)
        return monday, monday + timedelta(days=6)
    return None, None

"""Periods as days: "last week", "since January", "the 12 months to 31 March 2019"."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from undercount.read.lexicon import Lexicon, lexicon
from undercount.read.lexicon.facets import facets
from undercount.read.times.dates import DateSpan, dates
from undercount.units import Accuracy, Anchor

Days = tuple[date | None, date | None]

_YEAR: Final = re.compile(r"(?<![\d,.])((?:19|20)\d{2})(?:[–/-](\d{2,4}))?(?![\d,.]\d|\d)")
_WEEK: Final = re.compile(r"\b(?:week|semaine|semana) (\d{1,2})\b")
_EARLIER_DAY: Final = re.compile(
    r"(?<!\d)([1-9]|[12]\d|3[01])(?:er|º|st|nd|rd|th)?\s(?:and|to|y|et|al|au|hasta|until)"
    r"(?:\s(?:el|le|the))?\s?$",
    re.IGNORECASE,
)
_COUNT: Final = re.compile(r"(?<!\d)(\d{1,3})(?!\d)")
_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# Days up to which a span is as long as its name says: a night is of two days.
_LONGEST: Final[tuple[tuple[int, Accuracy], ...]] = (
    (2, "day"), (11, "week"), (45, "month"), (135, "quarter"), (380, "year"),
)  # fmt: skip
_MONTHS: Final = {30: 1, 91: 3, 182: 6, 365: 12}


@dataclass(frozen=True, slots=True)
class Dated:
    """The days of a period.

    Attributes:
        first: first day, or None where it cannot be told.
        last: last day, or None.
        accuracy: how long a time the words mean.
        anchor: "stated" where the words name the year, "publication" where they are counted from
            that day, "none" where neither dates them.
    """

    first: date | None
    last: date | None
    accuracy: Accuracy
    anchor: Anchor


def days_of(period: str | None, language: str, published: date | None) -> Days:
    """First and last day a period speaks of; None at an end that cannot be told.

    Args:
        period: verbatim, as in a figure.
        language: of the document.
        published: day of publication; periods without a year are taken as the latest before it.

    >>> days_of("between 1 January and 30 April", "en", date(2023, 5, 11))
    (datetime.date(2023, 1, 1), datetime.date(2023, 4, 30))
    """
    told = dated(period, language, published)
    return told.first, told.last


@lru_cache(maxsize=4096)
def dated(period: str | None, language: str, published: date | None) -> Dated:
    """The days of a period, how long a time its words mean, and what dates them.

    >>> told = dated("first half of 2023", "en", None)
    >>> told.first, told.last, told.accuracy, told.anchor
    (datetime.date(2023, 1, 1), datetime.date(2023, 6, 30), 'year', 'stated')
    """
    if period is None:
        return Dated(None, None, "unknown", "none")
    code = lexicon(language).language
    words = _Words(period.lower().replace("’", "'"), facets(code))
    first, last = _days(period, words, code, published)
    stated = _YEAR.search(period) is not None or any(span.year for span in dates(period, code))
    anchor: Anchor = "none"
    if stated:
        anchor = "stated"
    elif first is not None or last is not None:
        anchor = "publication"
    return Dated(first, last, _accuracy(first, last, words, code, period), anchor)


class _Words:
    """A period's words in lower case, and what their lists say of them."""

    def __init__(self, low: str, lists: Lexicon) -> None:
        self.low = low
        self.lists = lists
        self.parts = _WORD.findall(low)

    def has(self, key: str) -> bool:
        """Whether a word or phrase of a list is among them."""
        return self.lists.pattern(f"period.{key}").search(self.low) is not None

    def opens(self, key: str) -> bool:
        """Whether they begin with one of a list."""
        return self.low.startswith(tuple(self.lists.words(f"period.{key}")))

    def length(self) -> int | None:
        """Days of the first unit of time among them."""
        lengths = self.lists.table("period.lengths")
        return next((int(lengths[part]) for part in self.parts if part in lengths), None)

    def count(self, code: str) -> int | None:
        """ "The last three months" are three."""
        found = _COUNT.search(self.low)
        if found is not None:
            return int(found[1])
        units = lexicon(code).table("numbers.units")
        return next((int(units[part]) for part in self.parts if units.get(part, 0) > 1), None)


def _accuracy(
    first: date | None, last: date | None, words: _Words, code: str, period: str
) -> Accuracy:
    length = words.length()
    whole = length is not None and words.count(code) is None and words.has("this")
    if first is not None and last is not None and not whole:
        return _named((last - first).days + 1)
    spans = list(dates(period, code)) or _bare_months(period, code)
    if spans:
        return "month" if spans[-1].day is None else "day"
    if _YEAR.search(period) is not None and length is None:
        return "year"
    if length == 7 and _WEEK.search(words.low):
        return "week"
    return "unknown" if length is None else _named(length * (words.count(code) or 1))


def _named(days: int) -> Accuracy:
    return next((name for most, name in _LONGEST if days <= most), "longer")


def _days(period: str, words: _Words, code: str, published: date | None) -> Days:
    if words.has("halves") or words.length() in (91, 30) or words.has("first"):
        part = _part(period, words, code, published)
        if part is not None:
            return part
    spans = sorted(dates(period, code), key=lambda span: span.start)
    spans = [_joined(period, span) for span in spans[:1]] + spans[1:]
    spans = spans or _bare_months(period, code)
    if spans:
        back = _counted_back(words, spans, code, published)
        return back if back is not None else _from_dates(words, spans, published)
    years = list(_YEAR.finditer(period))
    if years:
        return _from_years(words, years, published)
    return (None, None) if published is None else _from_day(words, code, published)


def _joined(period: str, span: DateSpan) -> DateSpan:
    """ "Entre el 3 y el 9 de mayo": the day before the date is of the same month."""
    before = _EARLIER_DAY.search(period[: span.start])
    if before is None or span.day is None or span.until_day is not None:
        return span
    return replace(span, day=int(before[1]), until_day=span.day)


def _part(period: str, words: _Words, code: str, published: date | None) -> Days | None:
    """ "The first half of 2023", "second quarter", "first seven months of 2022"."""
    order = words.lists.table("period.order")
    nth = next((int(order[part]) for part in words.parts if part in order), None)
    length = words.length()
    many = words.count(code) if words.has("first") else None
    if nth is None and many is not None:
        nth = 1
    months = _MONTHS.get(length or 0)
    named = _YEAR.search(period)
    year = int(named[1]) if named else published.year if published is not None else None
    if nth is None or months is None or year is None or any(True for _ in dates(period, code)):
        return None
    if named is None and (words.has("last") or _bare_months(period, code)):
        return None
    months *= many if many is not None and nth == 1 and length == 30 else 1
    begin, end = (nth - 1) * months + 1, nth * months
    if months == 12 or end > 12 or (length == 30 and many is None):
        return None
    return date(year, begin, 1), date(year, end, calendar.monthrange(year, end)[1])


def _bare_months(period: str, code: str) -> list[DateSpan]:
    months = lexicon(code).table("dates.months")
    found = []
    for match in _WORD.finditer(period):
        month = months.get(match.group().lower())
        if month is not None:
            found.append(DateSpan(match.start(), match.end(), None, month, None))
    return found


def _counted_back(
    words: _Words, spans: list[DateSpan], code: str, published: date | None
) -> Days | None:
    """ "12 months to 31 March 2019", "seven days ending 3 May": counted back from their end."""
    length, many = words.length(), words.count(code)
    head = words.low[: spans[-1].start].split()
    ends = {word for phrase in words.lists.words("period.ends") for word in phrase.split()}
    if length is None or len(spans) > 1 or not head or head[-1] not in ends:
        return None
    year = spans[0].year
    if year is None and published is not None:
        ahead = spans[0].first(published.year)
        year = published.year - (ahead is not None and ahead > published)
    last = spans[0].final(year)
    if last is None or (many is None and length != 365):
        return None
    many = many or 1
    months = _MONTHS.get(length)
    if months is None:
        return last - timedelta(days=length * many - 1), last
    start = last + timedelta(days=1)
    total = start.year * 12 + start.month - 1 - months * many
    day = min(start.day, calendar.monthrange(total // 12, total % 12 + 1)[1])
    return date(total // 12, total % 12 + 1, day), last


def _from_dates(words: _Words, spans: list[DateSpan], published: date | None) -> Days:
    years = [span.year for span in spans if span.year]
    year = years[-1] if years else None
    if year is None and published is not None:
        final = spans[-1].first(published.year)
        late = final is not None and final > published and not words.has("future")
        year = published.year - late
        if words.has("future") and final is not None and final < published:
            year += 1  # "by March", said in May, is of the year to come
    first, last = spans[0].first(year), spans[-1].final(year)
    if first and last and first > last and spans[0].year is None and year:
        first = spans[0].first(year - 1)
    if len(spans) == 1 and words.opens("open"):
        return first, published
    if len(spans) == 1 and words.opens("until"):
        return None, last
    return first, last


def _from_years(words: _Words, years: list[re.Match[str]], published: date | None) -> Days:
    if any(year[2] is not None for year in years) or words.length() == 91:
        return None, None  # a reporting year may begin in any month, a season too
    first, last = date(int(years[0][1]), 1, 1), date(int(years[-1][1]), 12, 31)
    if len(years) > 1:
        return (first, last) if first < last else (None, None)
    if words.opens("open"):
        return first, published
    return (None, last) if words.opens("until") else (first, last)


def _from_day(words: _Words, code: str, published: date) -> Days:
    weekdays = list(lexicon(code).table("dates")["weekdays"])
    named = [i for i, day in enumerate(weekdays) if day in words.low]
    open_end = words.opens("open")
    if len(named) == 2 and not words.opens("until"):
        last = published - timedelta(days=(published.weekday() - named[1]) % 7)
        return last - timedelta(days=(named[1] - named[0]) % 7), last
    if len(named) == 1 and not words.opens("until"):
        day = published - timedelta(days=(published.weekday() - named[0]) % 7)
        many = words.count(code)
        if many is not None and words.length() is not None:
            return day - timedelta(days=(words.length() or 1) * many - 1), day
        return (day, published) if open_end else (day, day)
    if named:
        return None, published - timedelta(days=(published.weekday() - named[-1]) % 7)
    if words.low in words.lists.words("period.today"):
        return published, published
    if words.low in words.lists.words("period.yesterday"):
        day = published - timedelta(days=1)
        return day, day
    if words.low in words.lists.words("period.year_so_far"):
        return date(published.year, 1, 1), published
    week = _WEEK.search(words.low)
    if week is not None:
        return _iso_week(int(week[1]), published)
    length = words.length()
    if length is None or words.has("future") or words.has("same") or words.opens("until"):
        return None, None
    if words.has("last"):
        return _last(words, length, code, published)
    if words.has("this"):
        start = {365: date(published.year, 1, 1), 30: published.replace(day=1)}.get(length)
        if length == 7:
            start = published - timedelta(days=published.weekday())
        return (None, None) if start is None else (start, published)
    return None, None


def _iso_week(week: int, published: date) -> Days:
    """The days of the latest week of that number not after the day of publication."""
    year = published.isocalendar().year
    try:
        monday = date.fromisocalendar(year, week, 1)
        if monday > published:
            monday = date.fromisocalendar(year - 1, week, 1)
    except ValueError:
        return None, None
    return monday, monday + timedelta(days=6)


def _last(words: _Words, length: int, code: str, published: date) -> Days:
    many = words.count(code)
    if many is not None or words.opens("over"):
        return published - timedelta(days=length * (many or 1)), published
    if length == 365:
        return date(published.year - 1, 1, 1), date(published.year - 1, 12, 31)
    if length == 91 and not words.has("seasons"):
        begin = date(published.year, published.month - (published.month - 1) % 3, 1)
        last = begin - timedelta(days=1)
        return date(last.year, last.month - 2, 1), last
    if length == 30:
        last = published.replace(day=1) - timedelta(days=1)
        return last.replace(day=1), last
    if length == 7:
        monday = published - timedelta(days=published.weekday() + 7)
        return monday, monday + timedelta(days=6)
    return None, None

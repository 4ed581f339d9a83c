"""One figure as the model reads it: who, when, and what the words allow."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta

from undercount.ledger.entry import Entry
from undercount.ledger.records import Figure
from undercount.reconcile.priors import ROUNDING_CAP


@dataclass(frozen=True, slots=True)
class Said:
    """A figure with a source, a period and an interval.

    Attributes:
        entry: the ledger's entry.
        source: who said it; the outlet where nobody is named.
        start: first day it speaks of.
        end: last day it speaks of.
        value: the number as stated, or the geometric middle of a range.
        low: lower end of what the words allow, people.
        high: upper end of what the words allow, people.
        dated: False where the day of publication stands in for a period.
    """

    entry: Entry
    source: str
    start: date
    end: date
    value: float
    low: float
    high: float
    dated: bool

    @property
    def day(self) -> date:
        """The middle of the period."""
        return self.start + timedelta(days=(self.end - self.start).days // 2)

    @property
    def days(self) -> int:
        """The length of the period, both ends included."""
        return (self.end - self.start).days + 1

    def words(self) -> str:
        """How a sentence names the figure: number, day, source."""
        return f"{numeral(self.value)} of {spell(self.day)} ({self.source})"


def is_zero(figure: Figure) -> bool:
    """Whether the words allow nobody at all: 0, or fewer than 1."""
    most = figure.value if figure.high is None else figure.high
    return most == 0 or figure.value == 0


def said(entry: Entry) -> Said | None:
    """The figure as the model reads it; None without a positive number or without any day."""
    figure = entry.figure
    ends = allowed(figure)
    start = figure.period_start or figure.period_end
    # A stock that names no day is one of about the day it was printed; a flow is not.
    printed = entry.published if figure.measure != "flow" else None
    start, dated = (printed, False) if start is None else (start, True)
    if ends is None or start is None:
        return None
    value, low, high = ends
    end = max(figure.period_end or start, start)
    return Said(entry, speaker(figure), start, end, value, low, high, dated)


def speaker(figure: Figure) -> str:
    """Who said it. Where nobody is named, the outlet vouches for it under its own name."""
    named = figure.source or figure.claimant
    return named or f"unattributed ({figure.publisher or 'no outlet named'})"


def allowed(figure: Figure) -> tuple[float, float, float] | None:
    """(value, low, high) in people, or None where there is no positive number.

    Bare round numbers get the ends of their rounding; open ends are closed at twice or none.

    >>> allowed(Figure(surface="3,700", value=3700, low=3700, high=3700))
    (3700.0, 3650.0, 3750.0)
    >>> allowed(Figure(surface="5,500 to 6,000", value=None, low=5500, high=6000))
    (5744.562646538028, 5500.0, 6000.0)
    """
    value, low, high = figure.value, figure.low, figure.high
    if value is None and low is None and high is None:
        return None
    if value is not None:
        low, high = value if low is None else low, value if high is None else high
    else:
        low, high = 0.0 if low is None else low, 2 * (low or 0.0) if high is None else high
        value = math.sqrt(low * high) if low > 0 else high / 2
    if not (
        math.isfinite(low) and math.isfinite(high) and 0 <= low <= high and high > 0 and value > 0
    ):
        return None
    if low == high and figure.quantifier == "exact":
        half = min(last_place(value) / 2, ROUNDING_CAP * value)
        low, high = value - half, value + half
    return float(value), float(low), float(high)


def last_place(value: float) -> float:
    """The place a round number is written to; 0 for a number that is not round.

    Two zeros make a number round: 6,430 may well be a count, 6,400 hardly.

    >>> last_place(6400), last_place(7000), last_place(6430)
    (100.0, 1000.0, 0.0)
    """
    if value < 100 or value % 100:
        return 0.0
    place = 100
    while value % (place * 10) == 0:
        place *= 10
    return float(place)


def numeral(value: float) -> str:
    """People in figures: a whole number with separators."""
    return f"{value:,.0f}"


def spell(day: date) -> str:
    """A day in words: 24 October 2016."""
    return f"{day.day} {day:%B %Y}"


def spell_span(first: date, last: date) -> str:
    """A period in words, saying month and year once.

    >>> spell_span(date(2016, 8, 6), date(2016, 8, 9))
    '6 to 9 August 2016'
    """
    if first == last:
        return spell(first)
    if first.year != last.year:
        return f"{spell(first)} to {spell(last)}"
    start = f"{first.day}" if first.month == last.month else f"{first.day} {first:%B}"
    return f"{start} to {spell(last)}"

"""From people and days to places on paper, and where the ticks go."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from undercount.report.language import SHORT_MONTHS, spoken_day
from undercount.report.words import month

_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12000, 24000)


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight line from values to places.

    Attributes:
        low: value drawn at `start`.
        high: value drawn at `end`.
        start: place of `low`.
        end: place of `high`.
    """

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """The place of a value, kept inside the drawing."""
        share = (value - self.low) / (self.high - self.low)
        return self.start + min(max(share, 0.0), 1.0) * (self.end - self.start)


def people_ticks(highest: float, most: int = 6) -> list[float]:
    """Round numbers from 0 to at least `highest`, at most `most` of them above 0.

    >>> people_ticks(10188)
    [0.0, 2000.0, 4000.0, 6000.0, 8000.0, 10000.0, 12000.0]
    """
    rough = max(highest, 1.0) / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(unit * power for unit in (1, 2, 5, 10) if unit * power >= rough * (1 - 1e-9))
    # Half a person is no tick.
    step = max(step, 1.0)
    return [step * i for i in range(math.ceil(highest / step - 1e-9) + 1)]


def day_ticks(first: date, last: date, most: int) -> list[tuple[date, str, str]]:
    """Round days from `first` to `last`: (day, label, year where it is news or "").

    >>> [tick[1:] for tick in day_ticks(date(2015, 9, 20), date(2016, 10, 24), 5)]
    [('Oct', '2015'), ('Jan', '2016'), ('Apr', ''), ('Jul', ''), ('Oct', '')]
    """
    if (last - first).days < 28 * 2:
        step = max(1, math.ceil((last - first).days / most))
        days = [first + timedelta(days=i) for i in range(0, (last - first).days + 1, step)]
        labels = [spoken_day(when.day, SHORT_MONTHS.split()[when.month - 1]) for when in days]
    else:
        months = (last.year - first.year) * 12 + last.month - first.month
        step = next((s for s in _MONTH_STEPS if months / s <= most), _MONTH_STEPS[-1])
        days = [when for when in _months(first, last) if _month_number(when) % step == 0]
        labels = [month(when) for when in days]
        if step >= 12:
            return [(when, str(when.year), "") for when in days]
    years = [
        str(when.year) if not i or when.year != days[i - 1].year else ""
        for i, when in enumerate(days)
    ]
    return list(zip(days, labels, years, strict=True))


def _month_number(when: date) -> int:
    return when.year * 12 + when.month - 1


def _months(first: date, last: date) -> Iterator[date]:
    """The first of every month; counted in numbers, for there is no month after December 9999."""
    start = _month_number(first) + (first.day > 1)
    for months in range(start, _month_number(last) + 1):
        yield date(months // 12, months % 12 + 1, 1)

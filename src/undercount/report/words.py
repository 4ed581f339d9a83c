"""Numbers, days and names as a reader meets them."""

from __future__ import annotations

import math
import re
from datetime import date
from typing import Any

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip


def anchor_id(kind: str, name: str) -> str:
    """An HTML id that needs no escaping in a link and keeps different names apart.

    >>> anchor_id("figure", "a1"), anchor_id("series", "Calais camp")
    ('figure-a1', 'series-Calais_20_camp')
    """
    safe = re.sub(r"[^A-Za-z0-9-]", lambda found: f"_{ord(found.group()):x}_", name)
    return f"{kind}-{safe}"


def number(value: float) -> str:
    """A count in words of digits; small or broken ones keep up to two decimals.

    >>> number(7380.4), number(2.67), number(float("inf"))
    ('7,380', '2.67', 'no upper bound')
    """
    if math.isinf(value):
        return "no upper bound"
    if abs(value) < 10 and value != int(value):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return f"{value:,.0f}"


def people(value: float) -> str:
    """A number of people: whole, with thousands apart.

    >>> people(10356.5)
    '10,356'
    """
    return "no upper bound" if math.isinf(value) else f"{value:,.0f}"


def span(lower: float, upper: float) -> str:
    """A range of people in words.

    >>> span(5680, 9500), span(410, float("inf"))
    ('5,680 to 9,500', '410 or more')
    """
    if math.isinf(upper):
        return f"{people(lower)} or more"
    return f"{people(lower)} to {people(upper)}"


def day(when: date) -> str:
    """A day in full.

    >>> day(date(2016, 8, 31))
    '31 August 2016'
    """
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def short_day(when: date) -> str:
    """A day for charts and tables.

    >>> short_day(date(2016, 8, 31))
    '31 Aug 2016'
    """
    return f"{when.day} {month(when)} {when.year}"


def month(when: date) -> str:
    """The month in three letters."""
    return _MONTHS[when.month - 1][:3]


def period(start: date | None, end: date | None) -> str:
    """A period as short as it can be said.

    >>> period(date(2016, 8, 6), date(2016, 8, 9)), period(date(2016, 8, 17), date(2016, 8, 17))
    ('6–9 Aug 2016', '17 Aug 2016')
    >>> period(date(2015, 4, 1), date(2015, 9, 30))
    '1 Apr – 30 Sep 2015'
    """
    if start is None or end is None or start == end:
        one = start or end
        return "" if one is None else short_day(one)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{short_day(end)}"
    if start.year == end.year:
        return f"{start.day} {month(start)} – {short_day(end)}"
    return f"{short_day(start)} – {short_day(end)}"


def counted(n: int, one: str, many: str | None = None) -> str:
    """A count with its noun.

    >>> counted(1, "figure"), counted(21, "figure")
    ('1 figure', '21 figures')
    """
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def plain(value: Any) -> str:
    """A provenance value on one line."""
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, list | tuple):
        return ", ".join(plain(item) for item in value)
    return str(value)

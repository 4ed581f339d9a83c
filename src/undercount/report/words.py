"""Numbers, days and names as a reader meets them."""

from __future__ import annotations

import math
import re
from datetime import date
from typing import Any, Final

from undercount import units
from undercount.report.language import MONTHS, SHORT_MONTHS, digits, plural, say, spoken_day
from undercount.report.sentences import known


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
        return say("no upper bound")
    if abs(value) < 10 and value != int(value):
        return digits(f"{value:.2f}".rstrip("0").rstrip("."))
    return digits(f"{value:,.0f}")


def people(value: float) -> str:
    """A number of people: whole, with thousands apart.

    >>> people(10356.5)
    '10,356'
    """
    return say("no upper bound") if math.isinf(value) else digits(f"{value:,.0f}")


def span(lower: float, upper: float) -> str:
    """A range of people in words.

    >>> span(5680, 9500), span(410, float("inf"))
    ('5,680 to 9,500', '410 or more')
    """
    if math.isinf(upper):
        return say("{lower} or more", lower=people(lower))
    return say("{lower} to {upper}", lower=people(lower), upper=people(upper))


def day(when: date) -> str:
    """A day in full.

    >>> day(date(2016, 8, 31))
    '31 August 2016'
    """
    return spoken_day(when.day, MONTHS.split()[when.month - 1], str(when.year))


def short_day(when: date) -> str:
    """A day for charts and tables.

    >>> short_day(date(2016, 8, 31))
    '31 Aug 2016'
    """
    return spoken_day(when.day, SHORT_MONTHS.split()[when.month - 1], str(when.year))


def month(when: date) -> str:
    """The month in three letters."""
    return say(SHORT_MONTHS).split()[when.month - 1]


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
        first = spoken_day(start.day, SHORT_MONTHS.split()[start.month - 1])
        return f"{first} – {short_day(end)}"
    return f"{short_day(start)} – {short_day(end)}"


def counted(n: int, one: str, many: str | None = None) -> str:
    """A count with its noun.

    >>> counted(1, "figure"), counted(21, "figure")
    ('1 figure', '21 figures')
    """
    many = many or one + "s"
    return plural(f"{{n}} {one}", f"{{n}} {many}", n, n=digits(f"{n:,}"))


def row_label(label: str) -> str:
    """The label of an answer: methods and totals in the page's words, names as they are.

    >>> row_label("loglinear: total")
    'loglinear: total'
    """
    return (
        say("{a}: {b}")
        .replace("{a}", "")
        .replace("{b}", "")
        .join(known(part) for part in label.split(": "))
    )


# What can change from one print to the next, as `reconcile.drift` names it.
CHANGES: Final = (
    "source", "unit", "definition", "measure", "period", "ratio", "digits", "hedge", "wording",
)  # fmt: skip


def said_change(kind: str) -> str:
    """What changed from one print to the next."""
    return say(kind)


def percent(share: float) -> str:
    """A share in hundredths.

    >>> percent(0.95)
    '95%'
    """
    return digits(units.percent(share))


def fixed(value: float, spec: str) -> str:
    """A number in a form of Python's, with the separators of the page's language.

    >>> fixed(1.05, ".2f"), fixed(0.12, "+.0%")
    ('1.05', '+12%')
    """
    return digits(format(value, spec))


def plain(value: Any) -> str:
    """A provenance value on one line."""
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, list | tuple):
        return ", ".join(plain(item) for item in value)
    return str(value)

"""Units of time in the words around a figure: rates, spans in which people leave, lengths of stay.

English and French. What is not in the table is not guessed.
"""

from __future__ import annotations

import re
from typing import Final

MONTH: Final = 365.25 / 12
_DAYS: Final = {"day": 1.0, "week": 7.0, "month": MONTH, "year": 365.25}

_UNITS: Final = {
    "day": "day", "days": "day", "night": "day", "nights": "day", "daily": "day",
    "nightly": "day", "jour": "day", "jours": "day", "nuit": "day", "nuits": "day",
    "quotidien": "day", "quotidiens": "day", "quotidiennes": "day", "quotidienne": "day",
    "week": "week", "weeks": "week", "weekly": "week", "semaine": "week", "semaines": "week",
    "hebdomadaire": "week", "hebdomadaires": "week",
    "month": "month", "months": "month", "monthly": "month", "mois": "month", "mensuel": "month",
    "mensuels": "month", "mensuelle": "month", "mensuelles": "month",
    "year": "year", "years": "year", "yearly": "year", "annually": "year", "annual": "year",
    "an": "year", "ans": "year", "année": "year", "années": "year", "annuel": "year",
    "annuels": "year", "annuelle": "year", "annuelles": "year",
}  # fmt: skip
_NUMBERS: Final = {
    word: float(number)
    for number, words in enumerate(
        (
            "one a an un une", "two deux", "three trois", "four quatre", "five cinq", "six",
            "seven sept", "eight huit", "nine neuf", "ten dix", "eleven onze", "twelve douze",
        ),
        start=1,
    )
    for word in words.split()
}  # fmt: skip
_SINGLE: Final = "day|night|week|month|year|jour|nuit|semaine|mois|année|an"
_PLURAL: Final = "days?|nights?|weeks?|months?|years?|jours?|nuits?|semaines?|mois|années?|ans?"
# "in a month" is a span, "a month" a rate.
_RATE: Final = re.compile(
    rf"(?<!\bin )(?<!within )(?<!over )(?<!for )(?<!after )"
    rf"(?:\b(?:a|an|per|each|every|par|chaque)\s+|/\s*|\bl['’])({_SINGLE})\b"
    r"(?!\s+(?:ago|before|earlier|later|old)\b)"
    r"|\b(daily|nightly|weekly|monthly|yearly|annually|quotidien(?:ne)?s?|hebdomadaires?"
    r"|mensuel(?:le)?s?|annuel(?:le)?s?)\b",
    re.IGNORECASE,
)
_SPAN: Final = re.compile(
    r"\b(?:within|in|inside|in less than|in under|after|en|dans les|sous|en moins de|au bout de)"
    rf"\s+(?:about |around |environ )?(\d+(?:[.,]\d+)?|[a-zé]+)\s+({_PLURAL})\b",
    re.IGNORECASE,
)
_LENGTH: Final = re.compile(rf"\b(?:in|en)\s+({_PLURAL})\b", re.IGNORECASE)
_AFTER: Final = re.compile(rf"^[\d.,\s-]*({_PLURAL})\b", re.IGNORECASE)
_MORE: Final = re.compile(
    r"\b(more|increase[ds]?|grew|grown|growth|rise|rose|risen|up|additional|plus|hausse"
    r"|augment\w*|supplémentaires?)\b",
    re.IGNORECASE,
)
_FEWER: Final = re.compile(
    r"\b(fewer|less|decrease[ds]?|fall|fell|fallen|drop(?:ped)?|down|decline[ds]?|moins|baisse"
    r"|diminu\w*|recul)\b",
    re.IGNORECASE,
)


def rate_unit(words: str) -> tuple[str, float] | None:
    """The unit of time of a rate and its days; a night is a day.

    >>> rate_unit("successful passages a night"), rate_unit("1 000 arrivées par mois")[0]
    (('day', 1.0), 'month')
    >>> rate_unit("2,000 more people in a month") is None
    True
    """
    found = _RATE.search(words)
    if not found:
        return None
    unit = _UNITS[(found[1] or found[2]).lower()]
    return unit, _DAYS[unit]


def span(words: str) -> tuple[str, float] | None:
    """The span of time in which something happens, in words and in days.

    >>> span("left within four months")
    ('4 months', 121.75)
    """
    for found in _SPAN.finditer(words):
        number = _number(found[1])
        if number is not None and number > 0:
            unit = _UNITS[found[2].lower()]
            return count(number, unit), number * _DAYS[unit]
    return None


def length_unit(after: str, words: str) -> tuple[str, float] | None:
    """The unit of a length of time: right after the number, else "in months" in other words.

    >>> length_unit(" months on average", ""), length_unit("", "mean stay so far, in weeks")
    (('month', 30.4375), ('week', 7.0))
    """
    found = _AFTER.match(after) or _LENGTH.search(words)
    if not found:
        return None
    unit = _UNITS[found[1].lower()]
    return unit, _DAYS[unit]


def direction(words: str) -> int:
    """1 where words say that the number grew, -1 where it fell, 0 where neither or both.

    >>> direction("more people in the camp"), direction("400 de moins"), direction("people")
    (1, -1, 0)
    """
    return bool(_MORE.search(words)) - bool(_FEWER.search(words))


def count(number: float, unit: str) -> str:
    """A number of units of time in words: 1 month, 4 months."""
    return f"{number:g} {unit}" if number == 1 else f"{number:g} {unit}s"


def unit_of(days: float) -> str:
    """The unit of time of so many days.

    >>> unit_of(7.0)
    'week'
    """
    return next(unit for unit, size in _DAYS.items() if size == days)


def _number(word: str) -> float | None:
    if word[0].isdigit():
        return float(word.replace(",", "."))
    return _NUMBERS.get(word.lower())

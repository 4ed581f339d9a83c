"""What a number is said per: 200 a week, 15 a night, 4,000 a month."""

from __future__ import annotations

import re
from typing import Final

from undercount.ledger.aliases import fold
from undercount.ledger.records import Figure

_PER: Final = (
    (1.0, r"day|night|jour|nuit|dia|noche"),
    (7.0, r"week|semaine|semana"),
    (365.25 / 12, r"month|mois|mes"),
    (365.25, r"year|annum|an|annee|ano"),
)
_ADVERBS: Final = {"daily": 1.0, "nightly": 1.0, "weekly": 7.0, "monthly": 365.25 / 12,
                   "yearly": 365.25, "annually": 365.25}  # fmt: skip
_SAID: Final = tuple(
    (days, re.compile(rf"(?:\b(?:a|an|per|each|every|par|por|al|la)\s+|/)(?:{names})s?\b"))
    for days, names in _PER
)
LENGTHS: Final = tuple(days for days, _ in _PER)
_NAMES: Final = {1.0: "day", 7.0: "week", 365.25 / 12: "month", 365.25: "year"}

# 52 weeks in a year is what people multiply by, not 52.18.
_USUAL: Final = {("week", "year"): 52.0, ("day", "year"): 365.0, ("month", "year"): 12.0,
                 ("day", "month"): 30.0, ("week", "month"): 4.0}  # fmt: skip


def per_days(figure: Figure) -> float | None:
    """Days that the number is said per, from its own words; None where they do not say.

    >>> per_days(Figure(surface="200", value=200, low=None, high=None, period="a week"))
    7.0
    """
    for text in (figure.period, figure.hedge, figure.population, figure.surface):
        plain = fold(text or "")
        for days, pattern in _SAID:
            # Folding takes a leading article away: "a week" is "week" then.
            if pattern.search(plain) or re.fullmatch(dict(_PER)[days], plain):
                return days
        for word, days in _ADVERBS.items():
            if word in plain.split():
                return days
    return None


def per_words(days: float) -> str:
    """ "a week" for 7."""
    return f"a {_NAMES[days]}"


def times(short: float, long: float) -> tuple[float, ...]:
    """What arithmetic multiplies a number per `short` by to reach one per `long`.

    >>> times(7.0, 365.25)
    (52.0, 52.17857142857143)
    """
    exact = long / short
    usual = _USUAL.get((_NAMES.get(short, ""), _NAMES.get(long, "")), exact)
    return tuple(dict.fromkeys((usual, exact)))

"""The unit that a noun counts in."""

from __future__ import annotations

from functools import cache

from undercount.read.lexicon import Lexicon, lexicon
from undercount.units import UNITS, Unit


def unit_of(word: str, words: Lexicon) -> Unit | None:
    """The unit that a noun counts in, or None for a noun that the lexicon does not hold.

    >>> unit_of("families", lexicon("en")), unit_of("storms", lexicon("en"))
    ('household', None)
    """
    return _units(words.language).get(word)


@cache
def _units(language: str) -> dict[str, Unit]:
    words = lexicon(language)
    found: dict[str, Unit] = {}
    for unit in reversed(UNITS):  # the first unit wins where two lists hold a noun
        if unit != "other":
            found |= dict.fromkeys(words.words(f"units.{unit}"), unit)
    return found

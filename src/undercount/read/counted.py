"""The unit that a noun counts in."""

from __future__ import annotations

from typing import cast

from undercount.read.lexicon import Lexicon
from undercount.units import UNITS, Unit


def unit_of(word: str, lexicon: Lexicon) -> Unit | None:
    """The unit that a noun counts in, or None for a noun that the lexicon does not hold."""
    for unit in UNITS:
        if unit != "other" and word in lexicon.words(f"units.{unit}"):
            return cast("Unit", unit)
    return None

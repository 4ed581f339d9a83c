"""Ages as they are told, in months."""

from __future__ import annotations

import re
from typing import Final

from undercount.registers.births.reading import OLDEST
from undercount.registers.births.written import ascii_digits
from undercount.registers.fold import fold
from undercount.registers.lexicon import words

_YEARS: Final = words("age", "years")
_MONTHS: Final = words("age", "months")
_DAYS: Final = words("age", "days")
_FILLERS: Final = words("age", "fillers")


def read_age(text: str) -> tuple[int, int] | None:
    """The least age in months, and the first that is too much; None where it is no age.

    >>> read_age("35 ans"), read_age("6 months"), read_age("30-35")
    ((420, 432), (6, 7), (360, 432))
    """
    # Texts of half years: "17.5", "17,5".
    plain = re.sub(r"(\d)[.,](\d+)\b", r"\1", ascii_digits(text))
    pieces = re.findall(r"\d+|[^\W\d_]+", fold(plain))
    numbers = [int(piece) for piece in pieces if piece.isdigit()]
    words = [piece for piece in pieces if not piece.isdigit() and piece not in _FILLERS]
    if not numbers or len(numbers) > 2 or numbers != sorted(numbers) or numbers[-1] > OLDEST:
        return None
    if any(word not in _YEARS | _MONTHS | _DAYS for word in words) or "+" in text or ">" in text:
        return None
    low, high = numbers[0], numbers[-1]
    if words and set(words) <= _DAYS:
        return 0, 12
    if words and set(words) <= _MONTHS:
        return (low, high + 1) if high <= 36 else None
    return None if set(words) & (_MONTHS | _DAYS) else (12 * low, 12 * high + 12)

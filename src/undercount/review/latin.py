"""Names in other letters, read in Latin ones: for a person who does not read the script."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from undercount.registers.names import tokens


def in_latin(text: str) -> str:
    """How the names in a text are read, as they are compared; "" where it is in Latin letters.

    >>> in_latin("ኢሳይያስ ሀይለ"), in_latin("Zoé Müller")
    ('isayiyas hayle', '')
    """
    if all(map(_is_latin, filter(str.isalpha, text))):
        return ""
    return "; ".join(" ".join(tokens(part)) for part in text.split(";")).strip("; ")


def both_in_latin(values: Sequence[str]) -> list[str]:
    """The same for both sides of a field."""
    return [in_latin(value) for value in values]


def _is_latin(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("LATIN ")

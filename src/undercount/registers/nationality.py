"""Stands in until countries are there."""

from __future__ import annotations

from undercount.registers.coded import Coded
from undercount.registers.fold import fold


def read_nationality(column: Coded) -> tuple[Coded, dict[str, int]]:
    """The column as ISO 3166 alpha-3, and how often each value not understood occurs."""
    known = {"afg": "AFG", "afghan": "AFG", "afghane": "AFG", "syr": "SYR", "eri": "ERI"}
    made = [
        known.get(fold(text), text if len(text) == 3 and text.isupper() else None)
        for text in column.values
    ]
    unknown = {
        text: int(count)
        for text, count, code in zip(column.values, column.counts(), made, strict=True)
        if code is None
    }
    return column.recoded(made), unknown

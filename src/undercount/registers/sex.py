"""Sex, in the codes and words of many bodies."""

from __future__ import annotations

from typing import Final

from undercount.registers.coded import Coded
from undercount.registers.fold import fold
from undercount.registers.lexicon import words

_MALE: Final = words("sex", "male")
_FEMALE: Final = words("sex", "female")
# ISO/IEC 5218; 0 is "not known" and 9 "not applicable".
_ISO: Final = {"1": "m", "2": "f", "0": None, "9": None}
_LETTERS: Final = frozenset("fmhwvke")


def read_sex(column: Coded, header: str = "") -> tuple[Coded, dict[str, int]]:
    """The column as "f" and "m", and how often each value that is not understood occurs."""
    made: list[str | None] = []
    unknown: dict[str, int] = {}
    for text, count in zip(column.values, column.counts(), strict=True):
        word = fold(text)
        code = {"f": "f", "m": "m", "h": "m", "w": "f", **_ISO}.get(word)
        if word in _MALE:
            code = "m"
        elif word in _FEMALE:
            code = "f"
        if code is None and word not in ("0", "9"):
            unknown[text] = int(count)
        made.append(code)
    return column.recoded(made), unknown

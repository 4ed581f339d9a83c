"""Names of months in the languages lists are kept in."""

from __future__ import annotations

from typing import Final

from undercount.registers.lexicon import phrases

MONTHS: Final = {
    phrase: month for month in range(1, 13) for phrase in phrases("months", str(month))
}

"""Cells that a spreadsheet would take for a formula: an apostrophe keeps them text."""

from __future__ import annotations

import re
from typing import Final

_FORMULA: Final = re.compile(r"[\ufeff\x00-\x1f\x7f\s]*[=+\-@|%]")


def guarded(text: str) -> str:
    """The text as a spreadsheet may hold it.

    >>> guarded("=1+1"), guarded("Saba")
    ("'=1+1", 'Saba')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """The text that was guarded.

    >>> unguarded("'=1+1"), unguarded("'Abdi")
    ('=1+1', "'Abdi")
    """
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text

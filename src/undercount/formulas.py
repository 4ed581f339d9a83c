"""Cells that a spreadsheet would take for a formula: an apostrophe keeps them text."""

from __future__ import annotations

import re
from typing import Final

# What a spreadsheet passes over before it looks at a cell's first sign, then the signs by which a
# formula begins (OWASP, "CSV Injection"), the wide ones of East Asian keyboards among them. The
# apostrophes make it a pair: a text that looks guarded already gets one more, and loses one.
_FORMULA: Final = re.compile(
    r"'*[\ufeff\u200b-\u200f\u2060\u202a-\u202e\x00-\x1f\x7f\s]*[=+\-@|%\uff1d\uff0b\uff0d\uff20]"
)


def guarded(text: str) -> str:
    """The text as a spreadsheet may hold it.

    >>> guarded("=1+1"), guarded("'=1+1"), guarded("Saba")
    ("'=1+1", "''=1+1", 'Saba')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """The text that was guarded, whatever it was.

    >>> unguarded("'=1+1"), unguarded("''=1+1"), unguarded("'Abdi")
    ('=1+1', "'=1+1", "'Abdi")
    """
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text

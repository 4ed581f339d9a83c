"""Digits that neither a figure nor a rejected number holds: none is lost without a word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from undercount.ledger.records import Rejected
from undercount.units import Rejection

_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_RUN: Final = re.compile(r"\d+")


def leftovers(text: str, taken: Iterable[tuple[int, int]]) -> list[Rejected]:
    """Rejected numbers for the runs of digits that none of the spans `taken` touches.

    A run with a letter right beside it is a code ("id"); any other counts nothing that the
    grammar knows ("other"): a page of bare digits, a number too long for a value.

    >>> [(left.surface, left.why) for left in leftovers("12 boats, file x77", [(0, 2)])]
    [('77', 'id')]
    """
    spans = sorted(taken)
    found = []
    i, reached = 0, 0
    for match in _RUN.finditer(text):
        start, end = match.span()
        while i < len(spans) and spans[i][0] < end:
            reached = max(reached, spans[i][1])
            i += 1
        if reached > start:
            continue
        beside = text[max(0, start - 1) : start] + text[end : end + 1]
        found.append(Rejected(start, end, match.group(), _why(match.group(), beside)))
    return found


def _why(digits: str, beside: str) -> Rejection:
    if any(letter.isalpha() or letter == "_" for letter in beside):
        return "id"
    return "year" if _YEAR.fullmatch(digits) else "other"  # a year with a footnote's number

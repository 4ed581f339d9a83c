"""Digits that neither a figure nor a rejected number holds: none is lost without a word."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from typing import Final

from undercount.ledger.records import Rejected

_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_RUN: Final = re.compile(r"\d+")
_ROW: Final = re.compile(r"\d+(?:[^\w\n]{1,3}\d+)*")  # "1% 1% 1%" is one


def leftovers(text: str, taken: Iterable[tuple[int, int]]) -> list[Rejected]:
    """Rejected numbers for the digits that none of the spans `taken` touches.

    Digits with a letter right beside them are a code ("id"); others count nothing that the
    grammar knows ("other"): a page of bare digits, a number too long for a value.

    >>> [(left.surface, left.why) for left in leftovers("12 boats, file x77", [(0, 2)])]
    [('77', 'id')]
    """
    spans = sorted(taken)
    starts = [start for start, _ in spans]
    found: list[Rejected] = []
    for row in _ROW.finditer(text):
        start, end = row.span()
        if not _touched(spans, starts, start, end):
            found.append(_rejected(text, start, end))
            continue
        for run in _RUN.finditer(text, start, end):
            if not _touched(spans, starts, *run.span()):
                found.append(_rejected(text, *run.span()))
    return found


def _touched(spans: list[tuple[int, int]], starts: list[int], start: int, end: int) -> bool:
    i = bisect_left(starts, end) - 1
    return i >= 0 and spans[i][1] > start


def _rejected(text: str, start: int, end: int) -> Rejected:
    beside = text[max(0, start - 1) : start] + text[end : end + 1]
    digits = text[start:end]
    if any(letter.isalpha() or letter == "_" for letter in beside):
        return Rejected(start, end, digits, "id")
    # A year with the number of a footnote behind it is no number of the grammar.
    return Rejected(start, end, digits, "year" if _YEAR.fullmatch(digits) else "other")

"""Sums and differences that the words around a figure state."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from undercount.reconcile.repair.numbers import Written, numbers
from undercount.reconcile.repair.proposal import Repair, around
from undercount.reconcile.repair.settle import changes, tolerance
from undercount.reconcile.said import numeral
from undercount.reconcile.stated import Stated

_NEAR: Final = 0.02  # a list that misses its total by more is a list of something else
_LEAST: Final = 100
_SMALLEST: Final = 0.002
_MINUS: Final = re.compile(r"^\s*(?:-|−|–|less|minus|moins|menos)\s*$")


def in_words(row: Stated) -> list[Repair]:
    """What the sentence or note of one figure adds up to."""
    text = around(row)
    if not text or row.figure.value is None or row.value < _LEAST:
        return []
    found = numbers(text)
    counts = [number for number in found if not number.percent]
    return [*_sum(row, counts), *_difference(row, counts, text)]


def _sum(row: Stated, counts: Sequence[Written]) -> list[Repair]:
    """A run of numbers that make up the figure, or nearly do with every other number."""
    found: list[Repair] = []
    for reading in _readings(counts):
        # The 1 of "Europe 1" is no part of thousands.
        least = _SMALLEST * row.value
        others = [n for n in reading if n.value != row.value and n.value >= least]
        made = _exact_sum(row, others)
        if made is None and len(others) > 1 and max(n.value for n in others) < row.value:
            made = _near_sum(row, others)
        if made:
            found.append(made)
    if len(found) < 2:
        return found
    # Two readings of one number: the one that does not come out is told with the one that does.
    found.sort(key=lambda item: item.agrees)
    text = f"{found[0].text} Read the other way: {found[1].text}"
    return [replace(found[0], text=text)]


def _exact_sum(row: Stated, others: Sequence[Written]) -> Repair | None:
    for run in _runs(others):
        values = [number.value for number in run]
        if sum(values) != row.value or max(values) >= row.value:
            continue
        # Small numbers beside a large one add up to it too easily.
        if len(run) == len(others) or len(run) > 2 or min(values) >= 0.05 * row.value:
            return _repair(row, "sum", row.value, _equation(values, row.value, "agrees"))
    return None


def _near_sum(row: Stated, parts: Sequence[Written]) -> Repair | None:
    values = [part.value for part in parts]
    gap = abs(sum(values) - row.value)
    if gap == 0 or gap > _NEAR * row.value:
        return None
    hedged = [part.hedged for part in parts]
    settled = changes(row.value, values)
    slip = settled[0].slip and settled[0].said == row.value and not any(hedged)
    if gap <= tolerance(values, hedged) and not slip:
        text = _equation(values, row.value, "agrees within the rounding of its parts")
        return _repair(row, "sum", row.value, text)
    slips = [change for change in settled if change.slip]
    would = "; ".join(change.words() for change in settled[:3])
    head = _equation(values, row.value, "does not come out")
    text = f"{head} One of these would settle it: {would}."
    proposed = settled[0].wanted if len(slips) == 1 and settled[0].said == row.value else None
    return _repair(row, "sum", proposed, text)


def _difference(row: Stated, counts: Sequence[Written], text: str) -> list[Repair]:
    """ "423 less 294" beside 129."""
    for one, two in pairwise(counts):
        if _MINUS.match(text[one.end : two.start]) and row.value in (one.value, two.value):
            left = one.value - two.value
            if any(number.value == left for number in counts):
                said = f"{numeral(one.value)} less {numeral(two.value)} is {numeral(left)}: agrees."
                return [_repair(row, "difference", row.value, said)]
    return []


def _readings(counts: Sequence[Written]) -> list[list[Written]]:
    """The list with each "or" left out, or in place of the number before it."""
    first = [number for number in counts if not number.other]
    if len(first) == len(counts):
        return [first]
    second: list[Written] = []
    for number in counts:
        if number.other and second:
            second.pop()
        second.append(number)
    return [first, second]


def _runs(parts: Sequence[Written]) -> list[Sequence[Written]]:
    """Two neighbours or more."""
    return [
        parts[start:end] for start in range(len(parts)) for end in range(start + 2, len(parts) + 1)
    ]


def _equation(parts: Sequence[float], total: float, verdict: str) -> str:
    sums = " + ".join(numeral(part) for part in parts)
    made = sum(parts)
    against = "" if made == total else f", against {numeral(total)}"
    return f"{sums} = {numeral(made)}{against}: {verdict}."


def _repair(row: Stated, kind: str, proposed: float | None, text: str) -> Repair:
    return Repair(row.entry.id, kind, row.value, proposed, text, (row.entry.id,))

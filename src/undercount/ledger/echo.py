"""Which sentences of documents say what a person typed by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from undercount.ledger.entry import Entry
from undercount.ledger.records import Figure


def echoes(entries: Sequence[Entry]) -> Mapping[str, tuple[str, ...]]:
    """For each figure typed by hand, the ids of figures in documents that say the same.

    The same means: the same number or range, said by the same source (after aliases), counting
    the same unit, of a day that does not contradict, and of the same quantity where both name
    one. It ties a typed number to words that can be read; it never makes two counts of one. A
    sentence stands before a row of a table.
    """
    read: dict[tuple[object, ...], list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.figure.origin != "hand" and entry.decision != "rejected":
            read[_key(entry.figure)].append(entry)
    found = {}
    for entry in entries:
        if entry.figure.origin == "hand":
            same = [other for other in read[_key(entry.figure)] if _agrees(entry, other)]
            # A sentence says more than a row of a table.
            same.sort(key=lambda other: other.figure.origin == "table")
            if same:
                found[entry.id] = tuple(other.id for other in same)
    return found


def _key(figure: Figure) -> tuple[object, ...]:
    number = figure.value if figure.value is not None else (figure.low, figure.high)
    return number, figure.source, figure.unit


def _agrees(typed: Entry, read: Entry) -> bool:
    quantities = {typed.figure.quantity, read.figure.quantity} - {None}
    start, end = typed.figure.period_start, typed.figure.period_end
    if len(quantities) > 1 or start is None or end is None:
        return False
    if read.figure.period_start is not None:
        last = read.figure.period_end or read.figure.period_start
        return read.figure.period_start <= end and start <= last
    # No day is named: a document can repeat a count of the past, never one of the future.
    return read.published is None or start <= read.published

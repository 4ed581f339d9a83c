"""A total of one text against groups of people or places in the same text: adults and minors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

from undercount.reconcile.digits import significant
from undercount.reconcile.repair.proposal import Repair
from undercount.reconcile.stated import Stated, same_source, subject

_MOST: Final = 9  # figures of one text whose sums are tried
_PARTS: Final = 4
_TELLING: Final = 3
_SMALLEST: Final = 0.02


def groups(figures: Sequence[Stated]) -> Iterator[Repair]:
    """A total of one text against groups of people or places in the same text and days."""
    texts: dict[tuple[object, ...], list[Stated]] = defaultdict(list)
    for row in figures:
        where = row.figure.document or (row.figure.publisher, row.entry.title or row.figure.title)
        if row.figure.value is not None and row.start:
            texts[where, row.start, row.end, row.figure.unit].append(row)
    for rows in texts.values():
        if not 3 <= len(rows) <= _MOST:
            continue
        for whole in rows:
            found = _made_of(whole, [row for row in rows if row.value < whole.value])
            if found:
                shown = " + ".join(f"{part.number} ({_named(part)})" for part in found)
                text = f"{shown} = {whole.number} ({_named(whole)}): agrees."
                ids = (whole.entry.id, *(part.entry.id for part in found))
                yield Repair(whole.entry.id, "sum", whole.value, whole.value, text, ids)


def _made_of(whole: Stated, smaller: Sequence[Stated]) -> Sequence[Stated]:
    if significant(whole.value) < _TELLING:
        return ()
    rows = [row for row in smaller if same_source(row, whole) is not False]
    rows = [row for row in rows if row.value >= _SMALLEST * whole.value]
    for size in range(min(_PARTS, len(rows)), 1, -1):
        for parts in combinations(rows, size):
            told_apart = len({(_named(part), part.place) for part in parts}) == size
            if told_apart and sum(part.value for part in parts) == whole.value:
                return parts
    return ()


def _named(row: Stated) -> str:
    return row.figure.population or subject(row)

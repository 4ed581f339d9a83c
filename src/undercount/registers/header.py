"""Which row of a sheet holds the names of its columns."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from undercount.registers.fold import fold

# Titles and notes above a table take a few rows; further down a match would be chance.
LOOKED_AT = 20


def find_header(rows: Sequence[Sequence[str | None]], wanted: AbstractSet[str]) -> int | None:
    """Position of the header among the first rows: the one with most of the wanted names, folded.

    Without wanted names, or where no row has one, it is the first row with more than one name, or
    the first that is not empty.
    """
    filled = [
        (position, [cell.strip() for cell in row if cell and cell.strip()])
        for position, row in enumerate(rows[:LOOKED_AT])
    ]
    filled = [(position, cells) for position, cells in filled if cells]
    if not filled:
        return None
    hits = [len({fold(cell) for cell in cells} & wanted) for _, cells in filled]
    if max(hits):
        return filled[hits.index(max(hits))][0]
    several = [position for position, cells in filled if len(cells) > 1]
    return several[0] if several else filled[0][0]


def clean_header(cells: Sequence[str | None]) -> tuple[list[str], frozenset[str]]:
    """Names of columns, and those that stand twice; nameless and repeated ones are "" here."""
    names = [" ".join((cell or "").replace("\ufeff", "").split()) for cell in cells]
    twice = frozenset(name for name in names if name and names.count(name) > 1)
    return [name if name not in names[:i] else "" for i, name in enumerate(names)], twice

"""Which row of a sheet holds the names of its columns."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from undercount.errors import Problem

# Titles and notes above a table take a few rows; further down a match would be chance.
LOOKED_AT = 20


def find_header(rows: Sequence[Sequence[str | None]], wanted: Collection[str]) -> int | None:
    """Position of the header among the first rows: the one with most of the wanted names.

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
    hits = [len(set(cells) & set(wanted)) for _, cells in filled]
    if max(hits):
        return filled[hits.index(max(hits))][0]
    several = [position for position, cells in filled if len(cells) > 1]
    return several[0] if several else filled[0][0]


def clean_header(
    cells: Sequence[str | None], file: str | None, line: int, problems: list[Problem]
) -> list[str]:
    """Names of columns; nameless ones get "" and are left out, two of one name are noted."""
    names = [" ".join((cell or "").replace("\ufeff", "").split()) for cell in cells]
    for name in sorted({name for name in names if name and names.count(name) > 1}):
        hint = "Give each column its own name"
        problems.append(Problem(f'two columns are called "{name}"', file, line, name, hint))
    return names

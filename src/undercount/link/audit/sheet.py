"""The clerk's sheet: a block for each audited record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from undercount.link.audit.grid import write_grid
from undercount.link.audit.kept import Kept

KEY: Final = ("row", "list", "record")
TYPED: Final = ("same", "also", "reader", "note")


def row_key(block: int, candidate: int = 0) -> str:
    """The name of a row, which no spreadsheet takes for a number or a day.

    >>> row_key(12), row_key(12, 3)
    ('A12', 'A12.3')
    """
    return f"A{block}.{candidate}" if candidate else f"A{block}"


def rows_of(kept: Kept, only: Sequence[int] | None = None) -> dict[str, int]:
    """The record number of each row of a sheet, by the row's name, in its order.

    Args:
        kept: the audit.
        only: audited records of the sheet; None for all.
    """
    wanted = None if only is None else set(only)
    made = {}
    for block, (record, others) in enumerate(kept.blocks.items(), start=1):
        if wanted is None or record in wanted:
            made[row_key(block)] = record
            made |= {row_key(block, i): other for i, other in enumerate(others, start=1)}
    return made


def write_sheet(
    path: Path,
    kept: Kept,
    fields: Mapping[str, Sequence[str]],
    *,
    only: Sequence[int] | None = None,
    typed: Mapping[str, Mapping[str, str]] | None = None,
) -> None:
    """Writes the sheet: CSV that Excel opens, or XLSX; mode 0600, for it holds names.

    The first row of a block is the audited record; below it stand those that may be of the same
    person. The clerk writes yes or no in `same` for each of these, in `also` of the first row the
    records found by searching the lists oneself ("clinic:123; census:77"), and a name in `reader`
    when the record is done. No probability is shown.

    Args:
        path: .csv or .xlsx; replaced.
        kept: the audit.
        fields: texts of each record, by the name of the field; see `link.shown`.
        only: audited records to write; None for all.
        typed: what was typed already, by row and column.
    """
    lines = [[*KEY, *fields, *TYPED]]
    for row, number in rows_of(kept, only).items():
        name, own = kept.name(number)
        answers = (typed or {}).get(row, {})
        lines.append(
            [
                row,
                _plain(name),
                _plain(own),
                *(texts[number] for texts in fields.values()),
                *(answers.get(column, "") for column in TYPED),
            ]
        )
    write_grid(path, lines)


def _plain(text: str) -> str:
    """A text that no spreadsheet takes for a formula; the reader takes the mark off again."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text

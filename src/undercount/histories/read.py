"""Open a table without knowing beforehand what it holds."""

from __future__ import annotations

from pathlib import Path

from undercount.errors import InputError, Problem
from undercount.histories.capture import CaptureHistories
from undercount.histories.count_data import CountData
from undercount.histories.table import Table, read_table_file


def read_table(path: str | Path) -> CaptureHistories | CountData:
    """Capture histories or one register, by the columns: `capture` makes it a register.

    Raises:
        MissingFileError: there is no such file.
        InputError: every problem of the file at once, with line and column.
    """
    return from_table(read_table_file(path))


def from_table(table: Table) -> CaptureHistories | CountData:
    """What a table of text holds: capture histories or one register.

    Raises:
        InputError: every problem of the table at once, with line and column.
    """
    if table.column("capture") is None:
        return CaptureHistories.from_table(table)
    if table.column("count") is None:
        what = "there is no column 'count' beside 'capture'"
        hint = "Add 'count': how many people each row stands for, 1 if each row is a person"
        raise InputError(Problem(what, table.source, 1, hint=hint))
    return CountData.from_table(table)

"""Open a table without knowing beforehand what it holds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from undercount.errors import InputError, Problem
from undercount.histories.capture import CaptureHistories
from undercount.histories.count_data import CountData
from undercount.histories.table import Table, read_table_file


def read_table(
    path: str | Path,
    covariates: Sequence[str] = (),
    exclusive: Sequence[tuple[str, str]] = (),
    non_members: Sequence[str] = (),
) -> CaptureHistories | CountData:
    """Capture histories or one register, by the columns: `capture` makes it a register.

    Args:
        path: the file.
        covariates: columns of a table of lists that describe groups of people; in a register all
            columns but two do.
        exclusive: pairs of lists on which nobody can be at once.
        non_members: lists that also hold people who are not of the population.

    Raises:
        MissingFileError: there is no such file.
        InputError: every problem of the file at once, with line and column.
    """
    return from_table(read_table_file(path), covariates, exclusive, non_members)


def from_table(
    table: Table,
    covariates: Sequence[str] = (),
    exclusive: Sequence[tuple[str, str]] = (),
    non_members: Sequence[str] = (),
) -> CaptureHistories | CountData:
    """What a table of text holds: capture histories or one register; the rest as in `read_table`.

    Raises:
        InputError: every problem of the table at once, with line and column.
    """
    if table.column("capture") is None:
        return CaptureHistories.from_table(table, covariates, exclusive, non_members)
    if exclusive or non_members:
        what = "one register (a column 'capture') has no lists that could exclude each other"
        hint = "Leave out exclusive and non_members"
        raise InputError(Problem(what, table.source, 1, hint=hint))
    if table.column("count") is None:
        what = "there is no column 'count' beside 'capture'"
        hint = "Add 'count': how many people each row stands for, 1 if each row is a person"
        raise InputError(Problem(what, table.source, 1, hint=hint))
    return CountData.from_table(table)

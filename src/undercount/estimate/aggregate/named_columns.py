"""Columns of a table by what they hold, with every problem of a file at once."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

from undercount.errors import InputError, Problem
from undercount.histories.table import Table, shortened

_LARGEST: Final = 10**12


class NamedColumns:
    """Reads the columns of one table and collects what is wrong with them.

    Args:
        table: the text as it was received.
        roles: what is looked for, each a column of the same name unless `columns` says otherwise.
        columns: from a role to the name of its column.
    """

    def __init__(self, table: Table, roles: Sequence[str], columns: Mapping[str, str]) -> None:
        self._table = table
        self._names = {role: columns.get(role, role) for role in roles}
        self.problems = [
            Problem(
                f"there is no column for '{role}' to be named",
                table.source,
                hint=f"One of {', '.join(roles)}",
            )
            for role in columns
            if role not in roles
        ]

    def has(self, role: str) -> bool:
        """Whether the table holds this column."""
        return self._table.column(self._names[role].lower()) is not None

    def text(self, role: str) -> list[str]:
        """The text of a column, row by row; none if it is missing, which is a problem."""
        return [value for value, _ in self._fields(role)]

    def whole(self, role: str) -> list[int]:
        """The whole numbers of 0 or more in a column."""
        made: list[int] = []
        for value, lines in self._fields(role):
            number = _number(value)
            good = math.isfinite(number) and 0 <= number <= _LARGEST and number == int(number)
            if not good:
                self._bad(role, value, lines, "is not a whole number of 0 or more")
            made.append(int(number) if good else 0)
        return made

    def share(self, role: str) -> list[float]:
        """The numbers above 0 and up to 1 in a column."""
        made: list[float] = []
        for value, lines in self._fields(role):
            number = _number(value)
            if not 0 < number <= 1:
                self._bad(role, value, lines, "is not above 0 and at most 1")
            made.append(number)
        return made

    def problem(self, role: str, row: int, what: str, hint: str) -> None:
        """One more problem, of the row counted from 0 in the order of `text`."""
        lines = [lines for _, lines in self._rows()][row]
        name = self._names[role]
        self.problems += [Problem(what, self._table.source, line, name, hint) for line in lines]

    def lines(self) -> list[list[int]]:
        """For each row the lines of the file it stands on."""
        return [lines for _, lines in self._rows()]

    def done(self) -> None:
        """Raises all problems found so far, if any."""
        if self.problems:
            raise InputError(shortened(self.problems))

    def _rows(self) -> list[tuple[tuple[str, ...], list[int]]]:
        return list(self._table.rows.items())

    def _fields(self, role: str) -> list[tuple[str, list[int]]]:
        name = self._names[role]
        position = self._table.column(name.lower())
        if position is None:
            held = ", ".join(self._table.header)
            hint = f"The columns are {held}. Name the right one: --column {role}=NAME"
            missing = Problem(f"there is no column '{name}'", self._table.source, 1, hint=hint)
            if missing not in self.problems:
                self.problems.append(missing)
            return []
        return [(row[position], lines) for row, lines in self._rows()]

    def _bad(self, role: str, value: str, lines: list[int], what: str) -> None:
        shown = f"'{value}'" if value else "nothing"
        name = self._names[role]
        self.problems += [Problem(f"{shown} {what}", self._table.source, n, name) for n in lines]


def _number(value: str) -> float:
    try:
        return float(value)
    except ValueError:
        return math.nan

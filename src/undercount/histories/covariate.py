"""What describes groups of people in a table, and never a single person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from undercount.errors import Problem
from undercount.histories.table import Table

# A column that is different for most rows names people rather than describing groups of them.
_MOST_LEVELS = 20
# Whole numbers beyond this, different for most rows, are file numbers and not ages or years.
_MOST_MEASURE = 3000
_DIGITS = frozenset("0123456789+-.eE")


@dataclass(frozen=True, slots=True, eq=False)
class Covariate:
    """A description of the rows, by category or by number.

    Attributes:
        name: column name.
        levels: the different values as text, sorted; by size where all are numbers.
        codes: shape (r,), int64: each row's position in `levels`. Read-only.
    """

    name: str
    levels: tuple[str, ...]
    codes: NDArray[np.int64]

    @property
    def numbers(self) -> NDArray[np.float64] | None:
        """Shape (r,): the values where all levels are numbers (an age, a year), else None."""
        # All levels at once: a measure may have as many as there are people.
        if not _DIGITS.issuperset("".join(self.levels)):
            return None
        try:
            return np.array(self.levels, dtype=np.float64)[self.codes]
        except ValueError:
            return None

    @classmethod
    def of(cls, name: str, values: Sequence[str]) -> Covariate:
        """From the text of each row.

        >>> Covariate.of("age", ["31", "9", "31"]).levels
        ('9', '31')
        """
        different = sorted(set(values))
        if all(_number(value) is not None for value in different):
            different.sort(key=float)
        position = {level: i for i, level in enumerate(different)}
        codes = np.array([position[value] for value in values], dtype=np.int64)
        codes.flags.writeable = False
        return cls(name, tuple(different), codes)

    def take(self, rows: NDArray[np.bool_]) -> Covariate:
        """The covariate of some rows, with the levels that are left."""
        return Covariate.of(self.name, [self.levels[code] for code in self.codes[rows]])


def covariate_problems(fields: dict[str, list[int]], table: Table, name: str) -> list[Problem]:
    """What keeps a column from describing groups: gaps, and values that look like identifiers."""
    n_rows = sum(map(len, fields.values()))
    if len(fields) > _MOST_LEVELS and 2 * len(fields) > n_rows and not _measures(fields):
        what = f"{len(fields)} different values in {n_rows} rows look like names or identifiers"
        hint = "Leave this column out: only groups of people may be described here"
        return [Problem(what, table.source, column=name, hint=hint)]
    hint = "Write a value, such as 'unknown'"
    return [
        Problem("the field is empty", table.source, line, name, hint) for line in fields.get("", [])
    ]


def _measures(fields: dict[str, list[int]]) -> bool:
    numbers = [_number(field) for field in fields]
    return all(number is not None and abs(number) <= _MOST_MEASURE for number in numbers)


def _number(text: str) -> float | None:
    # float() also takes "1_000", "inf", "nan" and digits of other scripts.
    if not _DIGITS.issuperset(text):
        return None
    try:
        return float(text)
    except ValueError:
        return None

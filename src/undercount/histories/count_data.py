"""One register: how many people were met once, twice, three times."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from undercount.errors import InputError, Problem
from undercount.histories.covariate import Covariate, covariate_problems
from undercount.histories.numbers import numbers_of
from undercount.histories.table import Table, frame_table, read_table_file, shortened

_HINTS = {
    "count": "Write how many people were met that often as a whole number, 0 or more",
    "capture": "Write how often they were met, 1 or more: nobody met 0 times is in a register",
}


@dataclass(frozen=True, slots=True, eq=False)
class CountData:
    """People of one register by how often they were met; a row stands for `counts` people.

    Holds no identifiers: rows equal in captures and covariates are one row.

    Attributes:
        captures: shape (r,), int64, 1 or more: times met. Read-only.
        counts: shape (r,), int64, 1 or more: people so often met. Read-only.
        covariates: categorical columns, in the order of the table.

    >>> import pandas
    >>> made = CountData.from_frame(pandas.DataFrame({"capture": [1, 2, 1], "count": [5, 2, 1]}))
    >>> made.captures.tolist(), made.counts.tolist(), made.n_observed, made.met(1)
    ([1, 2], [6, 2], 8, 6)
    """

    captures: NDArray[np.int64]
    counts: NDArray[np.int64]
    covariates: tuple[Covariate, ...] = ()

    def __post_init__(self) -> None:
        captures, counts = np.array(self.captures, np.int64), np.array(self.counts, np.int64)
        if captures.ndim != 1 or captures.shape != counts.shape:
            raise InputError("captures and counts must be two columns of the same length")
        if captures.size and (captures.min() < 1 or counts.min() < 1):
            raise InputError("captures and counts must be 1 or more")
        if any(covariate.codes.shape != counts.shape for covariate in self.covariates):
            raise InputError("every covariate must have one value a row")
        for array in (captures, counts, *(covariate.codes for covariate in self.covariates)):
            array.flags.writeable = False
        object.__setattr__(self, "captures", captures)
        object.__setattr__(self, "counts", counts)

    @property
    def n_observed(self) -> int:
        """People met at least once."""
        return int(self.counts.sum())

    def met(self, times: int) -> int:
        """People met exactly so often."""
        return int(self.counts[self.captures == times].sum())

    @classmethod
    def read_csv(cls, path: str | Path) -> CountData:
        """The register in a CSV file: columns `capture`, `count`, all others covariates.

        Rows equal in capture and covariates are added up; rows that count nobody are left out.

        Raises:
            MissingFileError: there is no such file.
            InputError: every problem of the file at once, with line and column.
        """
        return cls.from_table(read_table_file(path))

    @classmethod
    def from_frame(cls, frame: Any) -> CountData:
        """The register in a pandas, polars or pyarrow table; columns as in `read_csv`."""
        return cls.from_table(frame_table(frame))

    @classmethod
    def from_table(cls, table: Table) -> CountData:
        """The register in a table of text."""
        problems = [
            Problem(f"there is no column '{name}'", table.source, 1, hint=_HINTS[name])
            for name in _HINTS
            if table.column(name) is None
        ]
        numbers: dict[str, dict[str, int]] = {}
        others = []
        for i, name in enumerate(table.header):
            fields, role = table.fields(i), name.lower()
            if role in _HINTS:
                least = 1 if role == "capture" else 0
                numbers[role], wrong = numbers_of(fields, table.source, name, _HINTS[role], least)
                problems += wrong
            else:
                others.append(i)
                problems += covariate_problems(fields, table, name)
        if problems:
            raise InputError(shortened(problems))
        return cls._tabulated(table, numbers, others)

    @classmethod
    def _tabulated(
        cls, table: Table, numbers: dict[str, dict[str, int]], others: list[int]
    ) -> CountData:
        names = [name.lower() for name in table.header]
        at_capture, at_count = names.index("capture"), names.index("count")
        people: dict[tuple[int, tuple[str, ...]], int] = {}
        for row, lines in table.rows.items():
            count = numbers["count"][row[at_count]] * len(lines)
            if count:
                key = numbers["capture"][row[at_capture]], tuple(row[i] for i in others)
                people[key] = people.get(key, 0) + count
        keys = sorted(people)
        covariates = [
            Covariate.of(table.header[i], [described[position] for _, described in keys])
            for position, i in enumerate(others)
        ]
        return cls(
            np.array([times for times, _ in keys], dtype=np.int64),
            np.array([people[key] for key in keys], dtype=np.int64),
            tuple(covariates),
        )

"""Encounters, registrations and reference populations by country."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from undercount.estimate.aggregate.named_columns import NamedColumns
from undercount.histories.table import Table, frame_table, read_table_file

_ROLES = ("country", "encounters", "registered", "population")


@dataclass(frozen=True, slots=True, eq=False)
class AggregateCounts:
    """A table by country of nationality, or by groups of people within countries.

    Rows are held in an order of their own, so that the order they came in plays no part. The
    groups must hold different people (men and women, say): a country in two periods would be
    counted twice.

    Attributes:
        country: names, one a row; the rows of one country are one cluster.
        encounters: shape (r,), people of the hidden group who were met (m).
        registered: shape (r,), people in the auxiliary register (n).
        population: shape (r,), reference population in people, not thousands (N).
        groups: text by row for each covariate.
        sha256: of the file, or "".
    """

    country: tuple[str, ...]
    encounters: NDArray[np.int64]
    registered: NDArray[np.int64]
    population: NDArray[np.int64]
    groups: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sha256: str = ""

    @classmethod
    def read_csv(
        cls,
        path: str | Path,
        columns: Mapping[str, str] | None = None,
        covariates: Sequence[str] = (),
    ) -> AggregateCounts:
        """The table in a CSV file; see `from_table`."""
        return cls.from_table(read_table_file(path), columns, covariates)

    @classmethod
    def from_frame(
        cls, frame: Any, columns: Mapping[str, str] | None = None, covariates: Sequence[str] = ()
    ) -> AggregateCounts:
        """The table in a pandas, polars or pyarrow frame; see `from_table`.

        >>> import polars
        >>> frame = polars.DataFrame({"country": ["A", "B"], "m": [3, 0],
        ...     "registered": [10, 2], "population": [400, 90]})
        >>> AggregateCounts.from_frame(frame, {"encounters": "m"}).encounters.tolist()
        [3, 0]
        """
        return cls.from_table(frame_table(frame), columns, covariates)

    @classmethod
    def from_table(
        cls,
        table: Table,
        columns: Mapping[str, str] | None = None,
        covariates: Sequence[str] = (),
    ) -> AggregateCounts:
        """The table in text.

        Args:
            table: with columns country, encounters, registered and population.
            columns: which columns these are if they have other names, such as
                `{"encounters": "m"}`.
            covariates: more columns, of text that names a group.

        Raises:
            InputError: every problem at once: a missing column, a number that is none, a row
                given twice, an empty name.
        """
        read = NamedColumns(table, (*_ROLES, *covariates), columns or {})
        country = read.text("country")
        numbers = [read.whole(role) for role in _ROLES[1:]]
        groups = {name: read.text(name) for name in covariates}
        for row, lines in enumerate(read.lines()):
            if country and not country[row]:
                read.problem("country", row, "a row names no country", "Name each row's country")
            for name, text in groups.items():
                if text and not text[row]:
                    read.problem(name, row, f"a row names no {name}", "Write 'unknown' if it is")
            if country and len(lines) > 1:
                hint = "Keep it once, or add the column that tells the two apart"
                read.problem("country", row, "this row stands in the table twice", hint)
        read.done()
        rows = zip(country, *groups.values(), *numbers, strict=True)
        order = sorted(range(len(country)), key=list(rows).__getitem__)
        whole = [np.array([column[i] for i in order], dtype=np.int64) for column in numbers]
        for column in whole:
            column.flags.writeable = False
        met, registered, population = whole
        return cls(
            tuple(country[i] for i in order),
            met,
            registered,
            population,
            {name: tuple(text[i] for i in order) for name, text in groups.items()},
            table.sha256,
        )

    @property
    def n_observed(self) -> int:
        """People encountered."""
        return int(self.encounters.sum())

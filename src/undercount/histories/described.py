"""People by pattern and by what describes them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from undercount.histories.covariate import Covariate


@dataclass(frozen=True, slots=True, eq=False)
class Described:
    """The people of a table of lists with their covariates; rows equal in all are one row.

    Attributes:
        cells: shape (r,), int64: bitmask of the lists the people of a row are on. Read-only.
        counts: shape (r,), int64: people of each row, 1 or more. Read-only.
        covariates: one or more, each with a code a row, in the order they were asked for.
    """

    cells: NDArray[np.int64]
    counts: NDArray[np.int64]
    covariates: tuple[Covariate, ...]

    def __post_init__(self) -> None:
        for name in ("cells", "counts"):
            array = np.array(getattr(self, name), dtype=np.int64)
            array.flags.writeable = False
            object.__setattr__(self, name, array)

    @classmethod
    def of(
        cls, people: dict[tuple[int, tuple[str, ...]], int], names: tuple[str, ...]
    ) -> Described:
        """From the number of people by (cell, values of the covariates)."""
        keys = sorted(key for key, count in people.items() if count)
        return cls(
            np.array([cell for cell, _ in keys], dtype=np.int64),
            np.array([people[key] for key in keys], dtype=np.int64),
            tuple(
                Covariate.of(name, [values[i] for _, values in keys])
                for i, name in enumerate(names)
            ),
        )

    def covariate(self, name: str) -> Covariate | None:
        """The covariate of this name, or None."""
        return next((item for item in self.covariates if item.name == name), None)

    def table(self, size: int) -> NDArray[np.int64]:
        """Shape (size,): people by cell, whatever describes them."""
        made = np.zeros(size, dtype=np.int64)
        np.add.at(made, self.cells, self.counts)
        return made

    def take(self, rows: NDArray[np.bool_], covariates: tuple[Covariate, ...]) -> Described:
        """Some of the rows, with some of the covariates."""
        return Described(
            self.cells[rows], self.counts[rows], tuple(item.take(rows) for item in covariates)
        )

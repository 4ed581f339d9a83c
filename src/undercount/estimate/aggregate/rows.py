"""Which rows a power law is fitted to, and which its total runs over."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from undercount.errors import InputError
from undercount.estimate.aggregate.counts import AggregateCounts
from undercount.estimate.aggregate.likelihood import Array
from undercount.estimate.aggregate.power_law import Problem


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """A table ready to be fitted.

    Attributes:
        given: the rows of the fit.
        size: shape (r, a), log N times alpha's design, for all rows of the total.
        ratio: shape (r,), n / N of those.
        population: shape (r,), N of those.
        encounters: shape (r,), m of those.
        cluster: shape (r,), country of each row of the total, numbered.
        used: shape (r,), which rows of the total are in the fit.
        columns: names of the coefficients of alpha.
        labels: names of the rows of the total.
        countries: names by number.
        no_reference: people encountered in rows without a reference population.
        dropped: rows without a reference population.
    """

    given: Problem
    size: Array
    ratio: Array
    population: Array
    encounters: Array
    cluster: NDArray[np.int64]
    used: NDArray[np.bool_]
    columns: tuple[str, ...]
    labels: tuple[str, ...]
    countries: tuple[str, ...]
    no_reference: int
    dropped: tuple[str, ...]

    @property
    def fitted_cluster(self) -> NDArray[np.int64]:
        """Country of each row of the fit."""
        made: NDArray[np.int64] = self.cluster[self.used]
        return made

    @property
    def alpha_design(self) -> Array:
        """Shape (r, a): alpha by row is this times its coefficients."""
        with np.errstate(invalid="ignore", divide="ignore"):
            made = self.size / np.log(self.population)[:, None]
        # log 1 = 0: the row holds one person whatever alpha is.
        made[~np.isfinite(made)] = 0.0
        return made


def rows_of(data: AggregateCounts, covariates: tuple[str, ...], truncated: bool) -> Rows:
    """The rows of a table under a model.

    Raises:
        InputError: a covariate that the table does not hold.
    """
    if unknown := [name for name in covariates if name not in data.groups]:
        held = ", ".join(data.groups) or "none"
        raise InputError(
            f"there is no covariate '{unknown[0]}'", f"The covariates of this table: {held}"
        )
    known = data.population > 0
    at = np.flatnonzero(known)
    size_n = data.population[at].astype(np.float64)
    groups = {name: [data.groups[name][i] for i in at] for name in covariates}
    design, columns = alpha_design(groups, len(at))
    used = data.encounters[at] > 0 if truncated else np.ones(len(at), dtype=bool)
    countries = tuple(sorted({data.country[i] for i in at}))
    number = {name: i for i, name in enumerate(countries)}
    cluster = np.array([number[data.country[i]] for i in at], dtype=np.int64)
    m, ratio = data.encounters[at].astype(np.float64), data.registered[at] / size_n
    size = design * np.log(size_n)[:, None]
    given = Problem(m[used], size[used], ratio[used], np.ones(int(used.sum())), truncated)
    return Rows(
        given=given,
        size=size,
        ratio=ratio,
        population=size_n,
        encounters=m,
        cluster=cluster,
        used=used,
        columns=columns,
        labels=tuple(_label(data, int(i)) for i in at),
        countries=countries,
        no_reference=int(data.encounters[~known].sum()),
        dropped=tuple(_label(data, int(i)) for i in np.flatnonzero(~known)),
    )


def alpha_design(groups: dict[str, list[str]], rows: int) -> tuple[Array, tuple[str, ...]]:
    """Treatment coding with the first level of each covariate as the one compared with.

    >>> design, columns = alpha_design({"sex": ["f", "m", "m"]}, 3)
    >>> columns, design[:, 1].tolist()
    (('alpha', 'sex=m'), [0.0, 1.0, 1.0])
    """
    design, columns = [np.ones(rows)], ["alpha"]
    for name, values in groups.items():
        text = np.array(values)
        for level in sorted(set(values))[1:]:
            inside = (text == level).astype(np.float64)
            # A level that others already describe would leave the coefficients undetermined.
            if np.linalg.matrix_rank(np.column_stack([*design, inside])) == len(design) + 1:
                design.append(inside)
                columns.append(f"{name}={level}")
    return np.column_stack(design), tuple(columns)


def _label(data: AggregateCounts, row: int) -> str:
    parts = [text[row] for text in data.groups.values()]
    return f"{data.country[row]} ({', '.join(parts)})" if parts else data.country[row]

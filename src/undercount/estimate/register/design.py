"""One register as a table of groups and times met, with the design matrix of a formula."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from undercount.errors import InputError
from undercount.estimate.covariates import parse_covariates
from undercount.estimate.register.formula import is_plain, names_in, through_formulaic
from undercount.estimate.register.jet import Array
from undercount.histories import CountData, Covariate


@dataclass(frozen=True, eq=False)
class RegisterTable:
    """People of a register by covariates and times met, equal rows once.

    Attributes:
        design: shape (g, p): a row for each different combination of the covariates.
        columns: the p names, such as "intercept" and "nation=Turkey".
        group: shape (r,), int64: the combination of each row.
        y: shape (r,), times met.
        people: shape (r,).
        levels: each "covariate=level" with its groups, a mask of shape (g,).
    """

    design: Array
    columns: tuple[str, ...]
    group: NDArray[np.int64]
    y: Array
    people: Array
    levels: tuple[tuple[str, NDArray[np.bool_]], ...]

    @cached_property
    def n_observed(self) -> int:
        """People met at least once."""
        return int(self.people.sum())

    def by_group(self, values: Array) -> Array:
        """Shape (g,): sums of a number of each row."""
        made: Array = np.bincount(self.group, values, len(self.design)).astype(np.float64)
        return made

    def take(self, rows: NDArray[np.bool_]) -> RegisterTable:
        """Some of the rows; the groups stay."""
        return RegisterTable(
            self.design,
            self.columns,
            self.group[rows],
            self.y[rows],
            self.people[rows],
            self.levels,
        )

    def keep(self, columns: list[int]) -> RegisterTable:
        """Some of the columns of the design."""
        names = tuple(self.columns[i] for i in columns)
        return RegisterTable(
            self.design[:, columns], names, self.group, self.y, self.people, self.levels
        )


def register_table(data: CountData, covariates: str) -> RegisterTable:
    """The register by the covariates of a formula; columns in step with others are left out.

    Categories are in treatment coding, the first level as the reference; a column of numbers
    enters as a number.

    Raises:
        InputError: a formula that is not understood, or a name that is no covariate.
    """
    plain = is_plain(covariates)
    names = parse_covariates(covariates) if plain else names_in(covariates)
    known = {covariate.name: covariate for covariate in data.covariates}
    if unknown := [name for name in names if name not in known]:
        held = ", ".join(known) or "none"
        raise InputError(
            f"there is no covariate '{unknown[0]}'", f"The covariates of this register: {held}"
        )
    used = [known[name] for name in names]
    first, group = _groups(used, len(data.counts))
    if plain:
        design, columns = _additive(used, first)
    else:
        design, columns = through_formulaic(covariates, used, first)
    kept = independent(design)
    # Rows equal in all that counts are one row, whatever else describes them.
    times = int(data.captures.max(initial=0)) + 1
    different, row = np.unique(group * times + data.captures, return_inverse=True)
    return RegisterTable(
        design[:, kept],
        tuple(columns[i] for i in kept),
        different // times,
        (different % times).astype(np.float64),
        np.bincount(row, data.counts, len(different)).astype(np.float64),
        tuple(_levels(used, first)),
    )


def independent(design: Array) -> list[int]:
    """The columns that add something to those before them."""
    scale = np.sqrt(np.square(design).sum(0))
    left = design / np.where(scale > 0, scale, 1.0)
    kept = []
    for i in range(design.shape[1]):
        length = float(np.sqrt(np.square(left[:, i]).sum()))
        if length < 1e-6:
            continue
        kept.append(i)
        unit = left[:, i] / length
        left[:, i + 1 :] -= np.outer(unit, unit @ left[:, i + 1 :])
    return kept


def _groups(used: list[Covariate], rows: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The first row of each combination, and the combination of each row."""
    code = np.zeros(rows, dtype=np.int64)
    for covariate in used:
        size = len(covariate.levels)
        if rows and int(code.max()) > 2**62 // max(size, 1):
            code = np.unique(code, return_inverse=True)[1]
        code = code * size + covariate.codes
    _, first, group = np.unique(code, return_index=True, return_inverse=True)
    return first, group


def _additive(used: list[Covariate], first: NDArray[np.int64]) -> tuple[Array, list[str]]:
    design, columns = [np.ones(len(first))], ["intercept"]
    for covariate in used:
        if (numbers := covariate.numbers) is not None:
            design.append(numbers[first])
            columns.append(covariate.name)
            continue
        codes = covariate.codes[first]
        for code, level in list(enumerate(covariate.levels))[1:]:
            design.append((codes == code).astype(np.float64))
            columns.append(f"{covariate.name}={level}")
    return np.column_stack(design), columns


def _levels(used: list[Covariate], first: NDArray[np.int64]) -> list[tuple[str, NDArray[np.bool_]]]:
    made = []
    for covariate in used:
        if len(covariate.levels) > 2 and covariate.numbers is not None:
            continue
        codes = covariate.codes[first]
        made += [
            (f"{covariate.name}={level}", codes == code)
            for code, level in enumerate(covariate.levels)
            if (codes == code).any()
        ]
    return made

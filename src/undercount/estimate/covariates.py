"""Categorical covariates: their formula, and the table of people by them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from undercount.errors import InputError
from undercount.histories import CountData


def parse_covariates(text: str) -> tuple[str, ...]:
    """The names in a formula "gender+age"; nothing but names and `+` is understood.

    Raises:
        InputError: an operator other than `+`, or an empty or repeated name.

    >>> parse_covariates("gender + age")
    ('gender', 'age')
    >>> parse_covariates("")
    ()
    """
    if not text.strip():
        return ()
    hint = "Write column names joined by +, such as gender+age"
    if found := sorted(set(text) & set("~*:^()|/%")):
        raise InputError(f"'{found[0]}' in the covariates '{text}' is not understood", hint)
    names = tuple(name.strip() for name in text.split("+"))
    if not all(names) or len(set(names)) < len(names):
        raise InputError(f"the covariates '{text}' have an empty or repeated name", hint)
    return names


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """People tabulated by the covariates of a model: all that its likelihood needs.

    Attributes:
        design: shape (g, p): 1 in the first column, then a 0/1 column for every level but the
            first of each covariate (treatment coding).
        columns: the p names, such as "nation=Turkey".
        people: shape (g,), people observed.
        meetings: shape (g,), how often they were met in all.
        levels: each "covariate=level" with its groups, a mask of shape (g,).
    """

    design: NDArray[np.float64]
    columns: tuple[str, ...]
    people: NDArray[np.float64]
    meetings: NDArray[np.float64]
    levels: tuple[tuple[str, NDArray[np.bool_]], ...]


def tabulate(data: CountData, names: tuple[str, ...]) -> Groups:
    """People by the named covariates; columns that add nothing to the others are left out.

    Raises:
        InputError: a name that is no covariate of the data.
    """
    known = {covariate.name: covariate for covariate in data.covariates}
    if unknown := [name for name in names if name not in known]:
        held = ", ".join(known) or "none"
        raise InputError(
            f"there is no covariate '{unknown[0]}'", f"The covariates of this register: {held}"
        )
    used = [known[name] for name in names]
    group = np.zeros(len(data.counts), dtype=np.int64)
    for covariate in used:
        group = group * len(covariate.levels) + covariate.codes
    _, first, member = np.unique(group, return_index=True, return_inverse=True)
    people: NDArray[np.float64] = np.bincount(member, data.counts).astype(np.float64)
    meetings: NDArray[np.float64] = np.bincount(member, data.counts * data.captures).astype(
        np.float64
    )
    design, columns = [np.ones(len(first))], ["intercept"]
    levels = []
    for covariate in used:
        for code, level in enumerate(covariate.levels):
            inside = covariate.codes[first] == code
            levels.append((f"{covariate.name}={level}", inside))
            # A level that others already describe (two covariates in step) would leave the
            # coefficients, though not the fitted rates, undetermined.
            wider = np.column_stack([*design, inside])
            if code and np.linalg.matrix_rank(wider) == len(columns) + 1:
                design.append(inside.astype(np.float64))
                columns.append(f"{covariate.name}={level}")
    return Groups(np.column_stack(design), tuple(columns), people, meetings, tuple(levels))

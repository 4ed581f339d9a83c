"""People of a table of lists by covariates and pattern, and the columns of their regressions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from undercount.histories import CaptureHistories
from undercount.histories.covariate import Covariate

# Fewer different numbers than this are taken as categories.
_NUMBERS = 6
# Where a curve may bend, as shares of the people (Harrell 2015, four knots).
_KNOTS = (0.05, 0.35, 0.65, 0.95)


@dataclass(frozen=True, slots=True, eq=False)
class DescribedPatterns:
    """People on none of the other lists, by covariates and by pattern over the chosen lists.

    Attributes:
        lists: the J chosen lists, in an order that does not depend on the table's.
        elsewhere: people on some other list.
        people: shape (g, 2**J), people by group and pattern.
        design: shape (g, p), 1 in the first column, the others of mean 0 and deviation 1.
        columns: the p names.
        levels: each "covariate=level" of the categories with its groups, a mask of shape (g,).
    """

    lists: tuple[str, ...]
    elsewhere: int
    people: NDArray[np.int64]
    design: NDArray[np.float64]
    columns: tuple[str, ...]
    levels: tuple[tuple[str, NDArray[np.bool_]], ...]


def described_patterns(
    data: CaptureHistories, lists: Sequence[str], names: Sequence[str]
) -> DescribedPatterns:
    """Tabulates the people; neither the order of lists, rows or covariates changes anything.

    Args:
        data: a table with `described`.
        lists: two lists of it or more.
        names: covariates of it.
    """
    assert data.described is not None
    size = dict(zip(data.lists, data.sizes.tolist(), strict=True))
    chosen = sorted(lists, key=lambda name: (size[name], name))
    cells = data.described.cells
    pattern = np.zeros(len(cells), dtype=np.int64)
    for bit, name in enumerate(chosen):
        pattern |= (cells >> data.lists.index(name) & 1) << bit
    inside = np.bitwise_count(cells) == np.bitwise_count(pattern)
    counts = data.described.counts
    used = [item for item in data.described.covariates if item.name in names]
    used.sort(key=lambda item: item.name)
    taken = [item.take(inside) for item in used]
    codes = np.stack([item.codes for item in taken], axis=1)
    groups, member = np.unique(codes, axis=0, return_inverse=True)
    people = np.zeros((len(groups), 2 ** len(chosen)), dtype=np.int64)
    np.add.at(people, (member.ravel(), pattern[inside]), counts[inside])
    columns, design, levels = ["intercept"], [np.ones(len(groups))], []
    for i, item in enumerate(taken):
        values = _values(item)
        if values is not None:
            bends = _curve(values[groups[:, i]], people.sum(axis=1))
            columns += [item.name + "'" * k for k in range(bends.shape[1])]
            design += list(bends.T)
            continue
        for code, level in enumerate(item.levels):
            here = groups[:, i] == code
            levels.append((f"{item.name}={level}", here))
            if code:
                columns.append(f"{item.name}={level}")
                design.append(here.astype(np.float64))
    return DescribedPatterns(
        tuple(chosen),
        int(counts[~inside].sum()),
        people,
        _standard(np.column_stack(design), people.sum(axis=1)),
        tuple(columns),
        tuple(levels),
    )


def _values(item: Covariate) -> NDArray[np.float64] | None:
    """The number of each level, or None for categories."""
    if item.numbers is None or len(item.levels) < _NUMBERS:
        return None
    return np.array([float(level) for level in item.levels])


def _curve(values: NDArray[np.float64], people: NDArray[np.int64]) -> NDArray[np.float64]:
    """A restricted cubic spline: straight beyond its outer knots (Harrell 2015, section 2.4.5)."""
    order = np.argsort(values, kind="stable")
    share = np.cumsum(people[order]) / people.sum()
    knots = np.unique(values[order][np.searchsorted(share, _KNOTS)])
    if len(knots) < 3:
        return values[:, None]
    last, before, reach = knots[-1], knots[-2], knots[-1] - knots[0]

    def cube(knot: float) -> NDArray[np.float64]:
        made: NDArray[np.float64] = np.maximum((values - knot) / reach, 0.0) ** 3
        return made

    bends = [
        cube(knot)
        - cube(before) * (last - knot) / (last - before)
        + cube(last) * (before - knot) / (last - before)
        for knot in knots[:-2]
    ]
    return np.column_stack([values, *bends])


def _standard(design: NDArray[np.float64], people: NDArray[np.int64]) -> NDArray[np.float64]:
    """Columns but the first with mean 0 and deviation 1 over the people; constants become 0."""
    weight = people / people.sum()
    mean = weight @ design
    made = design - mean
    spread = np.sqrt(weight @ made**2)
    constant = spread <= 1e-9 * (1 + np.abs(mean))
    made = np.where(constant, 0.0, made / np.where(constant, 1.0, spread))
    made[:, 0] = 1.0
    return made

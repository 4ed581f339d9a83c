"""The same table written down in another way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from undercount.histories import CaptureHistories, Covariate


def lists_reordered(data: CaptureHistories, order: Sequence[int]) -> CaptureHistories:
    """The lists in another order; `order[j]` is the old position of the new list j.

    >>> turned = lists_reordered(CaptureHistories(("A", "B"), np.array([0, 7, 2, 1])), (1, 0))
    >>> turned.lists, turned.counts.tolist()
    (('B', 'A'), [0, 2, 7, 1])
    """

    def moved(cells: NDArray[np.int64]) -> NDArray[np.int64]:
        made = np.zeros_like(cells)
        for new, old in enumerate(order):
            made |= (cells >> old & 1) << new
        return made

    counts = np.zeros_like(data.counts)
    counts[moved(np.arange(len(counts)))] = data.counts
    described = data.described
    if described is not None:
        described = replace(described, cells=moved(described.cells))
    names = tuple(data.lists[old] for old in order)
    return replace(data, lists=names, counts=counts, described=described)


def rows_reordered(data: CaptureHistories, seed: int) -> CaptureHistories:
    """The rows of described people in another order, and with them nothing else."""
    described = data.described
    if described is None:
        return data
    order = np.random.default_rng(seed).permutation(len(described.cells))
    covariates = tuple(
        replace(item, codes=_frozen(item.codes[order])) for item in described.covariates
    )
    return replace(
        data,
        described=replace(
            described,
            cells=described.cells[order],
            counts=described.counts[order],
            covariates=covariates,
        ),
    )


def strata_relabelled(data: CaptureHistories) -> CaptureHistories:
    """The values of each covariate by category renamed, so that their order is turned round.

    Numbers (an age) are left alone: their values mean something.
    """
    described = data.described
    if described is None:
        return data
    covariates = tuple(
        item if item.numbers is not None else turned(item) for item in described.covariates
    )
    return replace(data, described=replace(described, covariates=covariates))


def turned(item: Covariate) -> Covariate:
    """A covariate by category with other names, in the opposite order."""
    last = len(item.levels) - 1
    names = tuple(f"level {i:03} once {item.levels[last - i]}" for i in range(last + 1))
    return Covariate(item.name, names, _frozen(last - item.codes))


def _frozen(array: NDArray[np.int64]) -> NDArray[np.int64]:
    array.flags.writeable = False
    return array

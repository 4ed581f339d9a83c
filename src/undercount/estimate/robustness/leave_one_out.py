"""The estimate without each list in turn."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from undercount.estimate.loglinear.log_linear import LogLinear
from undercount.estimate.robustness.chosen import explained
from undercount.estimate.robustness.slim import slim
from undercount.estimate.robustness.sublists import without
from undercount.histories import CaptureHistories
from undercount.results.robustness_checks import LeftOut, NotDone


def leave_one_out(
    data: CaptureHistories,
    model: NDArray[np.bool_] | None,
    level: float,
    seed: int,
    step: Callable[[int, int], None],
) -> tuple[LeftOut, ...] | NotDone:
    """The log-linear estimate from t - 1 lists, t times.

    The population is the same, though people only on the list left out are no longer among those
    observed; so the answers should agree within their ranges.

    Args:
        data: the table.
        model: shape (2**t,), terms of the model chosen for all lists, or None.
        level: of the intervals.
        seed: recorded.
        step: told how many of the lists are done, and of how many.
    """
    n_lists = len(data.lists)
    if n_lists < 3:
        return NotDone("Without one of two lists there is no overlap left.")
    made = []
    for i, name in enumerate(data.lists):
        table = without(data, i)
        answer = slim(LogLinear().fit(table, level, seed))
        alone = int(data.counts[1 << i])
        made.append(LeftOut(name, alone, answer, explained(data, model, table.lists)))
        step(i + 1, n_lists)
    return tuple(made)

"""People whose number is known, estimated as if it were not."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from undercount.estimate.chapman import Chapman
from undercount.estimate.loglinear.log_linear import LogLinear
from undercount.estimate.robustness.chosen import explained
from undercount.estimate.robustness.slim import slim
from undercount.estimate.robustness.sublists import inside
from undercount.histories import CaptureHistories
from undercount.results import Estimate, NotEstimable
from undercount.results.robustness_checks import Known, NotDone


def consistency(
    data: CaptureHistories,
    model: NDArray[np.bool_] | None,
    level: float,
    seed: int,
    step: Callable[[int, int], None],
) -> tuple[Known, ...] | NotDone:
    """Each list's people, estimated from the other lists.

    People on list j and on no other play the unseen; how many they are is known (Hook & Regal
    2000; Binette & Steorts 2022). Two other lists are met by Chapman's estimator, more by the
    log-linear models; a list that shares nobody with list j is left out, for it tells nothing of
    it. A list that comes out wrong shows that the method fails on these lists; one that comes out
    right shows little, for people on a list differ from people on none.

    Args:
        data: the table.
        model: shape (2**t,), terms of the model chosen for all lists, or None.
        level: of the intervals.
        seed: recorded.
        step: told how many of the lists are done, and of how many.
    """
    n_lists = len(data.lists)
    if n_lists < 3:
        return NotDone("With two lists only one other is left to estimate from.")
    made = []
    for i, name in enumerate(data.lists):
        table = _met(inside(data, i))
        answer: Estimate | NotEstimable
        if table is None:
            answer = NotEstimable(
                f"The people on {name} are on one other list at most.", "Lists that overlap more."
            )
        elif len(table.lists) == 2:
            answer = Chapman().fit(table, level, seed)
        else:
            answer = LogLinear().fit(table, level, seed)
        alone = int(data.counts[1 << i])
        why = table is not None and explained(data, model, table.lists)
        made.append(Known(name, int(data.sizes[i]), alone, slim(answer), why))
        step(i + 1, n_lists)
    return tuple(made)


def _met(data: CaptureHistories) -> CaptureHistories | None:
    """The table without its empty lists, or None if fewer than two are left."""
    kept = [i for i, size in enumerate(data.sizes) if size]
    if len(kept) < 2:
        return None
    cells = np.arange(2 ** len(kept))
    full = sum((cells >> place & 1) << i for place, i in enumerate(kept))
    return CaptureHistories(tuple(data.lists[i] for i in kept), data.counts[full])

"""Downhill search among hierarchical models (Silverman, Chan & Vincent 2024)."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from undercount.estimate.loglinear.contenders import NONE_FITS, Chosen
from undercount.estimate.loglinear.criterion import Criterion
from undercount.estimate.loglinear.existence import mle_exists
from undercount.estimate.loglinear.roles import COUNTED
from undercount.estimate.loglinear.search import Looked
from undercount.estimate.loglinear.space import Space

# A model must be better by more than rounding to be moved to.
_BETTER = 1e-8
# Tables of this many cells start each fit from the model before; below, it is not worth a fit.
_WARM = 512


def downhill(
    counts: NDArray[np.int64],
    space: Space,
    criterion: Criterion,
    roles: NDArray[np.int8],
    slack: float = 0.0,
    watch: Callable[[Looked], None] | None = None,
) -> Chosen:
    """The end of a steepest descent: no neighbour has a lower criterion.

    It begins with main effects alone. Each step fits all models with one term more or one less
    and moves to the best of them whose estimate exists, as long as it is better. A model that is
    proved to lie more than `slack` above the one stood on is not fitted to the end.

    Args:
        counts: shape (2**t,), people by cell; only cells whose role is COUNTED are used.
        space: the models.
        criterion: what is to be low.
        roles: shape (2**t,), see `roles`.
        slack: of the criterion; see above.
        watch: told what was fitted in each step.
    """
    from undercount.estimate.loglinear import kernel

    table = np.where(roles == COUNTED, counts, 0).astype(np.float64)
    n = int(table.sum())
    penalty = criterion.penalty(n)
    visited: set[bytes] = set()
    stood: NDArray[np.bool_] = space.independence
    near = stood[np.newaxis].copy()
    start, lowest, best = np.empty(0), math.inf, NONE_FITS
    moved = True
    while moved and len(near):
        # Where main effects alone have no estimate their neighbours may.
        moved = not visited
        visited.update(model.tobytes() for model in near)
        sizes = criterion.sizes(near, counts, roles)
        made = kernel.fit_models(table, near, roles, sizes, penalty, lowest, slack, start)
        looked = Looked(near, *made[:-1])
        if watch is not None:
            watch(looked)
        value = penalty * sizes - 2 * looked.loglik
        for row in np.argsort(value, kind="stable"):
            if not value[row] < lowest - _BETTER:
                break
            status = looked.status[row]
            if (
                status in (kernel.FITTED, kernel.UNDECIDED)
                and kernel.usable(looked.log_unseen[row], looked.variance[row])
                and (status == kernel.FITTED or mle_exists(table, near[row], roles))
            ):
                moved, stood, lowest = True, near[row], float(value[row])
                best = Chosen(math.exp(looked.log_unseen[row]), stood)
                break
        near = space.neighbours(stood)
        near = near[[model.tobytes() not in visited for model in near]]
        if moved and len(near) and len(table) >= _WARM:
            one, unsized = stood[np.newaxis].copy(), np.zeros(1, dtype=np.int64)
            *_, start = kernel.fit_models(
                table, one, roles, unsized, 0.0, math.inf, math.inf, start
            )
    return best

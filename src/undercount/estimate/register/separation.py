"""Groups whose rate runs to 0 because nobody in them was met again."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from undercount.estimate.register.design import RegisterTable
from undercount.estimate.register.jet import Array


def separated(design: Array, people: Array, excess: Array) -> NDArray[np.bool_]:
    """Shape (g,): groups whose rate runs to 0, and with it the total to infinity.

    There are any if some direction d has X d = 0 in every group with a further meeting and
    X d <= 0, not all 0, in those without: the likelihood then rises along d for ever. Found by
    one linear programme (Albert & Anderson 1984, for truncated counts).

    Args:
        design: shape (g, p).
        people: shape (g,), people who tell of the rate; groups without are left aside.
        excess: shape (g,), their meetings beyond the fewest that a person can have.
    """
    some = people > 0
    once: NDArray[np.bool_] = some & (excess == 0)
    if not once.any():
        return once
    again = some & ~once
    found = linprog(
        design[once].sum(axis=0),
        A_ub=np.vstack([design[once], design[again], -design[again]]),
        b_ub=np.zeros(int(once.sum() + 2 * again.sum())),
        bounds=(-1, 1),
        method="highs",
    )
    direction = np.asarray(found.x, dtype=np.float64)
    falls: NDArray[np.bool_] = once & (design @ direction < -1e-7)
    return falls


def apart(table: RegisterTable, informs: int) -> tuple[NDArray[np.bool_], str, tuple[str, ...]]:
    """Separated groups, why in words, and the levels that are to blame.

    Args:
        table: the register.
        informs: the smallest count that tells of the rate, 1 or 2.
    """
    tells = table.y >= informs
    people = table.by_group(table.people * tells)
    excess = table.by_group(table.people * np.maximum(table.y - informs, 0))
    groups = separated(table.design, people, excess)
    again = "again" if informs == 1 else "more than twice"
    if not groups.any():
        return groups, "", ()
    levels = tuple(
        name
        for name, inside in table.levels
        if people[inside].sum() > 0 and excess[inside].sum() == 0
    )
    if levels:
        reason = (
            f"Nobody with {' or '.join(levels)} was met {again}, so their rate is estimated as 0 "
            "and their number as infinite."
        )
    else:
        reason = (
            f"Some combinations of the covariates hold nobody who was met {again}, so their rate "
            "is estimated as 0 and their number as infinite."
        )
    return groups, reason, levels

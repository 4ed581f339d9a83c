"""How much one more person in a cell moves the estimated number of people."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from numpy.typing import NDArray

# Cells that the draws leave empty must not divide by zero.
_AT_LEAST = 0.5
_STEPS = 200


def influence(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Derivatives of log N in each cell under simple models of the unseen.

    The models are independence of all lists, and for three lists and more independence once two
    lists are taken as one, for each pair: with three lists that is the log-linear model [AB][C].
    N solves n = N (1 - prod(1 - n_j / N)) for n people seen and n_j on list j, so that its
    derivatives are those of an implicit function. Which of the models holds nobody knows before
    the audit; a sample for all of them serves whichever it is. With one list every person counts
    the same.

    Args:
        counts: shape (2**t,), people by cell; cell 0 is not used.

    Returns:
        Shape (models, 2**t), per person; 0 at cell 0.

    >>> influence(np.array([0.0, 40, 30, 10])).round(4).tolist()
    [[0.0, 0.02, 0.025, -0.055]]
    """
    cells = np.arange(len(counts))
    t = len(counts).bit_length() - 1
    people = np.maximum(counts, _AT_LEAST)
    people[0] = 0.0
    if t == 1:
        return np.array([[0.0, 1.0 / people[1]]])
    alone = [1 << bit for bit in range(t)]
    merged = [alone]
    if t > 2:
        for one, other in combinations(range(t), 2):
            rest = [alone[bit] for bit in range(t) if bit not in (one, other)]
            merged.append([alone[one] | alone[other], *rest])
    return np.array([_derivatives(people, (cells[:, None] & np.array(m)) > 0) for m in merged])


def _derivatives(people: NDArray[np.float64], on: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Shape (2**t,): d log N / d cell where the columns of `on` are independent."""
    n, listed = float(people.sum()), people @ on
    # 1 / N lies between 0 and 1 / n: the share seen falls from its limit to n / N only once.
    low, high = 0.0, 1.0 / n
    for _ in range(_STEPS):
        x = (low + high) / 2
        if -np.expm1(np.log1p(-np.minimum(listed * x, 1.0 - 1e-15)).sum()) > n * x:
            low = x
        else:
            high = x
    total = 1.0 / max(low, 1e-12)
    missed = 1.0 - np.minimum(listed / total, 1.0 - 1e-12)
    none = float(missed.prod())
    slope = (1.0 - none) - none * float((listed / total / missed).sum())
    made: NDArray[np.float64] = (1.0 - on @ (none / missed)) / (slope * total)
    made[0] = 0.0
    return made

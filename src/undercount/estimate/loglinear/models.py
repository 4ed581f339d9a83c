"""Every hierarchical model over a few lists."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray


@cache
def hierarchical_models(
    n_lists: int, order: int | None = None, exclusive: frozenset[int] = frozenset()
) -> NDArray[np.bool_]:
    """All hierarchical log-linear models in which every list has its own main effect.

    Args:
        n_lists: t lists, 1 to 5; 6 with order 2 at most.
        order: most lists in one term; None for all but the term of all t lists, which the
            missing cell makes inestimable.
        exclusive: bitmasks of lists that exclude each other: no term holds one of them.

    Returns:
        Shape (m, 2**t): True at the bitmask of each term of the model. Read-only.

    >>> [len(hierarchical_models(t)) for t in (2, 3, 4, 5)]
    [1, 8, 113, 6893]
    >>> len(hierarchical_models(6, 2))
    32768
    >>> len(hierarchical_models(3, None, frozenset({0b011})))
    4
    """
    highest = n_lists - 1 if order is None else min(order, n_lists - 1)
    size = 2**n_lists
    base = np.zeros((1, size), dtype=np.bool_)
    base[0, [0, *(1 << i for i in range(n_lists))]] = True
    models = base
    terms = sorted(range(size), key=lambda term: (term.bit_count(), term))
    for term in terms:
        impossible = any(term & pair == pair for pair in exclusive)
        if 2 <= term.bit_count() <= highest and not impossible:
            faces = [term ^ (1 << i) for i in range(n_lists) if term >> i & 1]
            wider = models[models[:, faces].all(axis=1)]
            wider[:, term] = True
            models = np.concatenate([models, wider])
    models.flags.writeable = False
    return models

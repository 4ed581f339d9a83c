"""The hierarchical models over many lists, and the neighbours of one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Space:
    """Hierarchical log-linear models in which every list has its own main effect.

    Attributes:
        n_lists: t.
        order: most lists in one term, at most t - 1.
        exclusive: bitmasks of lists that exclude each other: no term holds one of them.

    >>> space = Space(3, 2)
    >>> near = space.neighbours(space.independence)
    >>> [np.flatnonzero(model).tolist() for model in near]
    [[0, 1, 2, 3, 4], [0, 1, 2, 4, 5], [0, 1, 2, 4, 6]]
    """

    n_lists: int
    order: int
    exclusive: frozenset[int] = frozenset()

    @property
    def independence(self) -> NDArray[np.bool_]:
        """Shape (2**t,): the model of main effects alone."""
        model: NDArray[np.bool_] = np.bitwise_count(np.arange(2**self.n_lists)) < 2
        return model

    @property
    def terms(self) -> NDArray[np.int64]:
        """Terms of two lists or more that a model may have, smaller ones first."""
        return _lattice(self)[0]

    def neighbours(self, model: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Shape (k, 2**t): the hierarchical models with one term more or one less."""
        terms, faces, above = _lattice(self)
        held = model[terms]
        added = ~held & model[faces].all(axis=1)
        removed = held & ~model[above].any(axis=1)
        changed = terms[added | removed]
        near = np.repeat(model[np.newaxis], len(changed), axis=0)
        near[np.arange(len(changed)), changed] ^= True
        return near


@cache
def _lattice(space: Space) -> tuple[NDArray[np.int64], ...]:
    """The terms, and shape (terms, t): those one list smaller and those one list larger."""
    t, masks = space.n_lists, np.arange(2**space.n_lists)
    count = np.bitwise_count(masks)
    allowed = (count >= 2) & (count <= min(space.order, t - 1))
    for pair in space.exclusive:
        allowed &= (masks & pair) != pair
    terms = masks[allowed]
    terms = terms[np.argsort(count[allowed], kind="stable")]
    bits = 1 << np.arange(t)
    # A list that is not in the term has no face (0 is in every model), and one that is in it has
    # nothing above (the term of all lists is in no model).
    faces = np.where(terms[:, None] & bits, terms[:, None] ^ bits, 0)
    above = np.where(terms[:, None] & bits, 2**t - 1, terms[:, None] | bits)
    return terms, faces, above

"""Pairs of records that may be of one person."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Candidate pairs of records, within and between lists, with what speaks for each.

    Records are numbered from 0 over all lists, in the order of the lists.

    Attributes:
        lists: names of the t lists.
        of_list: shape (n_records,), int16, the list of each record.
        left: shape (n_pairs,), int32, record numbers; `left < right` in every pair, no pair twice.
        right: shape (n_pairs,), int32.
        weight: shape (n_pairs,), log2 of the Bayes factor of the fields, without any prior.
        probability: shape (n_pairs,), that the two are one person, given all pairs of both records.
    """

    lists: tuple[str, ...]
    of_list: NDArray[np.int16]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    weight: NDArray[np.float64]
    probability: NDArray[np.float64]

    @property
    def n_records(self) -> int:
        """Records on all lists together."""
        return len(self.of_list)

    @property
    def within(self) -> NDArray[np.bool_]:
        """Shape (n_pairs,): pairs inside one list, which are duplicates if they are one person."""
        return np.equal(self.of_list[self.left], self.of_list[self.right])

"""Pairs of records that may be of one person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

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


class Groups(NamedTuple):
    """The pairs of lists, those of a list with itself among them.

    Attributes:
        lists: (a, b), a <= b; a pair (a, a) is for duplicates inside a list.
        number: shape (t, t), int16, the place of each pair of lists in `lists`.
        same: shape (groups,), whether it is a list with itself.
        total: shape (groups,), pairs of records in each, 1 at the least.
        smaller: shape (groups,), records of the smaller list.
    """

    lists: tuple[tuple[int, int], ...]
    number: NDArray[np.int16]
    same: NDArray[np.bool_]
    total: NDArray[np.float64]
    smaller: NDArray[np.float64]


def groups_of(of_list: NDArray[np.int16], t: int) -> Groups:
    """The pairs of t lists; `of_list`, shape (n_records,), is the list of each record."""
    lists = tuple((a, b) for a in range(t) for b in range(a, t))
    number = np.zeros((t, t), np.int16)
    for g, (a, b) in enumerate(lists):
        number[a, b] = number[b, a] = g
    n = np.bincount(of_list, minlength=t).astype(float)
    same = np.array([a == b for a, b in lists])
    total = np.array([n[a] * (n[b] - (a == b)) / (1 + (a == b)) for a, b in lists])
    smaller = np.array([min(n[a], n[b]) for a, b in lists])
    return Groups(lists, number, same, np.maximum(total, 1.0), smaller)

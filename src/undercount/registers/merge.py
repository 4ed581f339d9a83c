"""Rows that share an id become one record: the first known value of each field."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Merge:
    """Which rows make which record.

    Attributes:
        record: shape (rows,), the record each row is of, in order of first appearance.
        n_records: how many records.
    """

    record: NDArray[np.int64]
    n_records: int

    @classmethod
    def by_id(cls, codes: NDArray[np.int32]) -> Merge:
        """Rows with the same id; a row without one (-1) is a record of its own."""
        own = np.where(codes >= 0, codes, codes.max(initial=-1) + 1 + np.arange(len(codes)))
        _, first, inverse = np.unique(own, return_index=True, return_inverse=True)
        rank = np.empty(len(first), dtype=np.int64)
        rank[np.argsort(first, kind="stable")] = np.arange(len(first))
        return cls(rank[inverse], len(first))

    @property
    def n_merged(self) -> int:
        """Rows that are no record of their own."""
        return len(self.record) - self.n_records

    def first(self, known: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Shape (records,): the first row of each record where something is known, else -1."""
        rows = np.flatnonzero(known)
        made = np.full(self.n_records, -1, dtype=np.int64)
        # Of several rows the one written last stays: the first, when they are taken backwards.
        made[self.record[rows[::-1]]] = rows[::-1]
        return made

    def differing(self, codes: NDArray[np.integer]) -> NDArray[np.bool_]:
        """Shape (records,): where rows have different known values; below 0 is not known."""
        rows = np.flatnonzero(codes >= 0)
        pairs = np.unique(np.stack((self.record[rows], codes[rows]), axis=1), axis=0)
        differ: NDArray[np.bool_] = np.bincount(pairs[:, 0], minlength=self.n_records) > 1
        return differ

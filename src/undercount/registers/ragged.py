"""Lists of numbers of different lengths, one for each row, kept flat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Ragged:
    """One list of codes for each row.

    Attributes:
        flat: all codes, int32, row after row.
        lengths: shape (rows,), int64, how many of them each row has.
    """

    flat: NDArray[np.int32]
    lengths: NDArray[np.int64]

    @classmethod
    def of(cls, lists: Sequence[Sequence[int]]) -> Ragged:
        """From Python lists."""
        flat = np.array([code for codes in lists for code in codes], dtype=np.int32)
        return cls(flat, np.array([len(codes) for codes in lists], dtype=np.int64))

    @property
    def rows(self) -> NDArray[np.int64]:
        """Shape of `flat`: the row each code is of."""
        return np.repeat(np.arange(len(self.lengths)), self.lengths)

    @property
    def ends(self) -> NDArray[np.int64]:
        """Shape (rows + 1,): where each list begins in `flat`, and where the last one ends."""
        return np.concatenate(([0], np.cumsum(self.lengths)))

    def take(self, at: NDArray[np.integer]) -> Ragged:
        """The lists at these rows; -1 gives an empty one."""
        lengths = np.append(self.lengths, 0)[at]
        starts = np.append(np.cumsum(self.lengths) - self.lengths, 0)[at]
        within = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        return Ragged(self.flat[np.repeat(starts, lengths) + within], lengths)

    def sorted(self) -> Ragged:
        """Each list with its codes in order of size."""
        order = np.lexsort((self.flat, self.rows))
        return Ragged(self.flat[order], self.lengths)

    def arrow(self, texts: Sequence[str]) -> pa.ListArray:
        """The lists with a text for each code."""
        offsets = np.concatenate(([0], np.cumsum(self.lengths))).astype(np.int32)
        words = pa.array(texts, pa.string()).take(pa.array(self.flat))
        return pa.ListArray.from_arrays(pa.array(offsets), words)


def joined(parts: Sequence[Ragged]) -> Ragged:
    """Row by row, the lists of all parts one after the other."""
    rows = np.concatenate([part.rows for part in parts])
    order = np.argsort(rows, kind="stable")
    flat = np.concatenate([part.flat for part in parts])[order]
    lengths = np.sum([part.lengths for part in parts], axis=0)
    return Ragged(flat.astype(np.int32), lengths.astype(np.int64))

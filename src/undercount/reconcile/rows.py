"""What a figure or an answer is made of: the level, a share of it, a source's habit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from undercount.reconcile.interval_factor import Floats

Whole = NDArray[np.intp]
Truths = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Rows:
    """Gaussian quantities, each a sum of parts: of figures and of what is asked alike.

    Attributes:
        day: counted from the origin, shape (m,).
        level: whether the log level of the whole is in it, shape (m,).
        share: whether the log share of its part is in it, shape (m,).
        part: which part of the whole it speaks of, shape (m,); -1 for the whole itself.
        source: whose habit is in it, shape (m,); -1 for nobody's.
    """

    day: Floats
    level: Truths
    share: Truths
    part: Whole
    source: Whole

    def __len__(self) -> int:
        return len(self.day)

    @classmethod
    def of(
        cls,
        day: Sequence[float] | Floats,
        *,
        part: Sequence[int] | Whole | int = -1,
        source: Sequence[int] | Whole | int = -1,
        level: bool = True,
        share: bool = True,
    ) -> Rows:
        """Rows on these days; one part, source or flag stands for all."""
        days = np.asarray(day, dtype=np.float64)
        parts = np.broadcast_to(np.asarray(part, dtype=np.intp), days.shape)
        return cls(
            days,
            np.full(days.shape, level),
            (parts >= 0) & share,
            parts,
            np.broadcast_to(np.asarray(source, dtype=np.intp), days.shape),
        )

    def __getitem__(self, which: object) -> Rows:
        return Rows(*(getattr(self, name)[which] for name in self.__slots__))

    def join(self, other: Rows) -> Rows:
        """These rows and then the others."""
        pairs = ((getattr(self, name), getattr(other, name)) for name in self.__slots__)
        return Rows(*(np.concatenate(pair) for pair in pairs))

"""Capture histories that come from a linkage, with what the linkage does not know."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class LinkedHistories:
    """People by the lists they are on, several times over: once for each way the links may be.

    Cells as in `CaptureHistories`: bit i is set for people on list i; cell 0 is 0 throughout.
    Holds no identifiers. Counts need not be whole numbers.

    Attributes:
        lists: names of the t lists.
        linked: shape (2**t,), people by point linkage: the best links, taken as certain.
        drawn: shape (draws, 2**t), people in each drawn linkage.
        audited: shape (replicates, 2**t), replicates of the counts that an audit of records gives,
            or None where nobody has audited.
        audited_point: shape (2**t,), the audit's own counts, or None.
        n_records: records on all lists together.
        n_audited: records a clerk has looked up.
        n_read_twice: those of them a second reader has looked up too.
        overlooked: share of the true links a clerk does not find, as the second reader measures
            it, or None.
    """

    lists: tuple[str, ...]
    linked: NDArray[np.float64]
    drawn: NDArray[np.float64]
    audited: NDArray[np.float64] | None = None
    audited_point: NDArray[np.float64] | None = None
    n_records: int = 0
    n_audited: int = 0
    n_read_twice: int = 0
    overlooked: float | None = None

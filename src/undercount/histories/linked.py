"""Capture histories that come from a linkage, with what the linkage does not know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from undercount.errors import InputError

# Replicates and draws are tables of 2**t numbers each.
MOST_LINKED: Final = 12


@dataclass(frozen=True, slots=True, eq=False)
class LinkedHistories:
    """People by the lists they are on, several times over: once for each way the links may be.

    Cells as in `CaptureHistories`: bit i is set for people on list i; cell 0 is 0 throughout.
    Holds no identifiers. Counts need not be whole numbers.

    Attributes:
        lists: names of the t lists.
        linked: shape (2**t,), people by point linkage: the best links, taken as certain.
        drawn: shape (draws, 2**t), people in each drawn linkage; no draws at all are allowed.
        audited: shape (replicates, 2**t), replicates of the counts that an audit of records gives,
            or None where nobody has audited.
        audited_point: shape (2**t,), the audit's own counts, or None.
        n_records: records on all lists together.
        n_audited: records a clerk has looked up.
        n_read_twice: those of them a second reader has looked up too.
        overlooked: share of the true links a clerk does not find, as the second reader measures
            it, or None.
        widened: whether `drawn` is widened already by what nobody has checked.
        encoded: whether encodings were linked, whose records nobody can look up.

    Raises:
        InputError: every problem at once: names twice, counts of another shape, below 0, not
            finite or on no list, an audit without counts or counts without an audit.

    >>> made = LinkedHistories(("A", "B"), np.array([0.0, 40, 30, 6]), np.zeros((0, 4)))
    >>> made.n_linked, made.is_audited
    (76.0, False)
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
    widened: bool = False
    encoded: bool = False

    def __post_init__(self) -> None:
        t = len(self.lists)
        if not 1 <= t <= MOST_LINKED:
            raise InputError(f"{t} lists: give 1 to {MOST_LINKED}")
        wrong = []
        if len(set(self.lists)) != t:
            wrong.append("two lists have the same name")
        for name, dimensions in (("linked", 1), ("drawn", 2), ("audited", 2), ("audited_point", 1)):
            if getattr(self, name) is not None:
                wrong += self._settle(name, dimensions)
        if (self.audited is None) != (self.audited_point is None):
            wrong.append("an audit needs both its counts and their replicates")
        if self.audited is not None and len(self.audited) < 2:
            wrong.append("an audit needs two replicates at least")
        if (self.audited is None) != (self.n_audited == 0):
            wrong.append(f"{self.n_audited} records audited do not fit what the audit gives")
        if not 0 <= self.n_read_twice <= self.n_audited or self.n_records < 0:
            wrong.append("the numbers of records contradict one another")
        if self.encoded and self.is_audited:
            wrong.append("a linkage of encodings cannot have been audited")
        if self.overlooked is not None and not 0 <= self.overlooked < 1:
            wrong.append(f"a share of {self.overlooked} overlooked is not 0 or more and below 1")
        if wrong:
            raise InputError("; ".join(wrong))

    def _settle(self, name: str, dimensions: int) -> list[str]:
        """Makes one array of counts read-only, and says what is wrong with it."""
        counts = np.array(getattr(self, name), dtype=np.float64)
        object.__setattr__(self, name, counts)
        counts.flags.writeable = False
        cells = 2 ** len(self.lists)
        if counts.ndim != dimensions or counts.shape[-1] != cells:
            return [f"{name} of shape {counts.shape} does not hold {cells} counts a table"]
        if not np.isfinite(counts).all() or (counts < 0).any():
            return [f"{name} holds counts below 0 or not finite"]
        return [f"{name} counts people on no list"] if counts[..., 0].any() else []

    @property
    def is_audited(self) -> bool:
        """Whether a clerk has looked up any record."""
        return self.audited is not None

    @property
    def n_linked(self) -> float:
        """People by point linkage."""
        return float(self.linked.sum())

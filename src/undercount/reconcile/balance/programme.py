"""Bounds on numbers that are never negative, as a sparse linear programme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import coo_array, csr_array, hstack, vstack

Floats = NDArray[np.float64]
Terms = dict[int, float]

# Of the largest number of people; HiGHS keeps constraints to 1e-7.
_TOLERANCE: Final = 1e-6
_PRICE: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Bound:
    """terms @ x <= most, which holds when all claims in `needs` do."""

    terms: Terms
    most: float
    needs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Programme:
    """values @ x <= most with x >= 0.

    Attributes:
        values: coefficients, shape (rows, columns).
        most: right-hand sides, shape (rows,).
        needs: the claims that each row needs; none for what holds by nature.
        whole: coefficients of what equals 1, or None.
    """

    values: csr_array[Any, tuple[int, int]]
    most: Floats
    needs: list[tuple[int, ...]]
    whole: Floats | None = None

    @classmethod
    def of(cls, bounds: Sequence[Bound], width: int) -> Programme:
        """Bounds as a matrix of so many columns."""
        lengths = [len(row.terms) for row in bounds]
        values = np.array([v for row in bounds for v in row.terms.values()], dtype=np.float64)
        columns = np.array([c for row in bounds for c in row.terms], dtype=np.intp)
        lines = np.repeat(np.arange(len(bounds)), lengths)
        matrix = coo_array((values, (lines, columns)), shape=(len(bounds), width)).tocsr()
        most = np.array([row.most for row in bounds], dtype=np.float64)
        return cls(matrix, most, [row.needs for row in bounds])

    def take(self, rows: Sequence[int]) -> Programme:
        """Some of the rows."""
        return Programme(self.values[rows], self.most[rows], [self.needs[row] for row in rows])

    def above(self, other: Programme) -> Programme:
        """These rows, then those."""
        values = vstack([self.values, other.values], format="csr")
        return Programme(values, np.concatenate([self.most, other.most]), self.needs + other.needs)

    def per(self, terms: Terms) -> Programme:
        """The same in shares of terms @ x, so that ratios become sums (Charnes & Cooper 1962).

        One more column holds 1 / (terms @ x).
        """
        values = hstack([self.values, csr_array(-self.most[:, None])], format="csr")
        whole = np.zeros(values.shape[1])
        whole[list(terms)] = list(terms.values())
        return Programme(values, np.zeros_like(self.most), self.needs, whole)

    def least(self, terms: Terms) -> float | None:
        """The least that terms @ x can be, or None where it has no end."""
        if not terms:
            return 0.0
        cost = np.zeros(self.values.shape[1])
        cost[list(terms)] = list(terms.values())
        answer = self._solve(self.values, cost)
        return float(answer.fun) if answer.status == 0 else None

    def stretched(self) -> list[int]:
        """Rows with a price where claims are stretched as little as possible; none if none need be.

        Rows that need the same claims are stretched together.
        """
        groups: dict[tuple[int, ...], int] = {}
        lines = [n for n, needs in enumerate(self.needs) if needs]
        columns = [groups.setdefault(self.needs[n], len(groups)) for n in lines]
        if not groups:
            return []
        shape = (len(self.needs), len(groups))
        slack = coo_array((-np.ones(len(lines)), (lines, columns)), shape=shape)
        width = self.values.shape[1]
        cost = np.concatenate([np.zeros(width), np.ones(len(groups))])
        answer = self._solve(hstack([self.values, slack], format="csr"), cost)
        if answer.fun <= _TOLERANCE:
            return []
        prices = np.abs(answer.ineqlin.marginals)
        return [n for n in lines if prices[n] > _PRICE]

    def _solve(self, values: csr_array[Any, tuple[int, int]], cost: Floats) -> Any:
        same: dict[str, Any] = {}
        if self.whole is not None:
            same = {"A_eq": self.whole[None], "b_eq": [1.0]}
        # The stubs know dense matrices only.
        solve: Any = linprog
        return solve(cost, A_ub=values, b_ub=self.most, method="highs", **same)


def total(*parts: Terms) -> Terms:
    """The sum of linear terms."""
    found: Terms = {}
    for part in parts:
        for column, value in part.items():
            found[column] = found.get(column, 0.0) + value
    return found


def times(factor: float, terms: Terms) -> Terms:
    """A multiple of linear terms."""
    return {column: factor * value for column, value in terms.items()}


def at_least(terms: Terms, least: float, needs: tuple[int, ...] = ()) -> Bound:
    """terms @ x >= least."""
    return Bound(times(-1, terms), -least, needs)


def no_more(part: Terms, share: float, whole: Terms, needs: tuple[int, ...]) -> Bound:
    """A part is at most this share of the whole."""
    return Bound(total(part, times(-share, whole)), 0.0, needs)


def no_less(part: Terms, share: float, whole: Terms, needs: tuple[int, ...]) -> Bound:
    """A part is at least this share of the whole."""
    return at_least(total(part, times(-share, whole)), 0.0, needs)

"""Sums over the lattice of cells, compiled: everything a log-linear fit needs of its design.

A term is a bitmask of lists, as a cell is. In a model with 0/1 coding, log mu at cell c is the sum
of theta over the terms within c, and (X'WX)[a, b] is the sum of mu over the cells that hold a and
b, so both are one zeta transform of 2**t numbers (t 2**(t - 1) additions).

Import this module inside a fit only: it loads numba, and compiles on first use (kept on disk).
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray


@njit(cache=True)
def subset_sums(values: NDArray[np.float64]) -> None:
    """In place: each cell becomes the sum over the cells within it."""
    step = 1
    while step < values.size:
        for cell in range(values.size):
            if cell & step:
                values[cell] += values[cell ^ step]
        step <<= 1


@njit(cache=True)
def superset_sums(values: NDArray[np.float64]) -> None:
    """In place: each cell becomes the sum over the cells that hold it."""
    step = 1
    while step < values.size:
        for cell in range(values.size):
            if not cell & step:
                values[cell] += values[cell | step]
        step <<= 1

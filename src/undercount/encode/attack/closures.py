"""Which columns of packed bits are set together, compiled.

Import this module inside a run only: it loads numba, and compiles on first use (kept on disk).
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Bits = NDArray[np.uint64]
Ints = NDArray[np.int64]


@njit(cache=True)
def _count(word: np.uint64) -> int:
    """Set bits of one word (LLVM makes one instruction of it)."""
    word = word - ((word >> np.uint64(1)) & np.uint64(0x5555555555555555))
    word = (word & np.uint64(0x3333333333333333)) + (
        (word >> np.uint64(2)) & np.uint64(0x3333333333333333)
    )
    word = (word + (word >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return int((word * np.uint64(0x0101010101010101)) >> np.uint64(56))


@njit(cache=True)
def partners(
    columns: Bits,
    often: Ints,
    n: int,
    may: Ints,
    most: int,
    fewest: int,
    smallest: int,
    percent: int,
) -> Ints:
    """Shape (k,): the other with which a column closes on a set in most rows, or -1.

    The others are those that it meets most beyond chance. A column of the set misses at most
    `percent` of 100 of the rows that have both; so it meets the first column in nearly as many
    rows as the other does, and only columns that do are counted.

    Args:
        columns: shape (p, words), the rows in which each column is set.
        often: shape (p,), in how many it is.
        n: rows.
        may: shape (k,), columns of which a set may be.
        most: others of each that are tried; of equals the first.
        fewest: rows that have both, at least.
        smallest: columns of a set, at least.
        percent: rows that a column of the set may miss, of 100.
    """
    p, words = columns.shape
    found = np.full(len(may), -1, np.int64)
    met = np.empty(p, np.int64)
    lifts, near = np.empty(most, np.int64), np.empty(most, np.int64)
    for s in range(len(may)):
        i = may[s]
        lifts[:] = np.iinfo(np.int64).min
        near[:] = -1
        for j in range(p):
            met[j] = 0
            for w in range(words):
                met[j] += _count(columns[i, w] & columns[j, w])
            lift = n * met[j] - often[i] * often[j]
            if j == i or lift <= lifts[most - 1]:
                continue
            at = most - 1
            while at > 0 and lifts[at - 1] < lift:
                lifts[at], near[at] = lifts[at - 1], near[at - 1]
                at -= 1
            lifts[at], near[at] = lift, j
        best = fewest - 1
        for other in near:
            if other < 0 or met[other] <= best:
                continue
            allowed = percent * met[other] // 100
            size = 0
            for k in may:
                if met[k] < met[other] - allowed:
                    continue
                missed = 0
                for w in range(words):
                    missed += _count(columns[i, w] & columns[other, w] & ~columns[k, w])
                    if missed > allowed:
                        break
                if missed <= allowed:
                    size += 1
                    if size == smallest:
                        break
            if size >= smallest:
                best = int(met[other])
                found[s] = other
    return found

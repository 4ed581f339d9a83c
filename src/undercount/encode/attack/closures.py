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
def nearest(columns: Bits, often: Ints, n: int, start: Ints, most: int) -> Ints:
    """Shape (k, most): for each column of `start` those that it meets most beyond chance.

    Args:
        columns: shape (p, words), the rows in which each column is set.
        often: shape (p,), in how many it is.
        n: rows.
        start: shape (k,), columns.
        most: others of each, the nearest first, of equals the first; -1 where there are no more.
    """
    p, words = columns.shape
    near = np.full((len(start), most), -1, np.int64)
    lifts = np.empty(most, np.int64)
    for s in range(len(start)):
        i = start[s]
        lifts[:] = np.iinfo(np.int64).min
        for j in range(p):
            if j == i:
                continue
            together = 0
            for w in range(words):
                together += _count(columns[i, w] & columns[j, w])
            lift = n * together - often[i] * often[j]
            if lift <= lifts[most - 1]:
                continue
            at = most - 1
            while at > 0 and lifts[at - 1] < lift:
                lifts[at] = lifts[at - 1]
                near[s, at] = near[s, at - 1]
                at -= 1
            lifts[at] = lift
            near[s, at] = j
    return near


@njit(cache=True)
def partners(
    columns: Bits, near: Ints, start: Ints, may: Ints, fewest: int, smallest: int, percent: int
) -> Ints:
    """Shape (k,): the nearest other with which a column closes on a set in most rows, or -1.

    A column of the set misses at most `percent` of 100 of the rows that have both. Counting ends
    with the first miss too many, for a column set by chance within the first word.

    Args:
        columns: shape (p, words), the rows in which each column is set.
        near: shape (k, most), for each column of `start` the others to try.
        start: shape (k,), columns.
        may: columns of which a set may be.
        fewest: rows that have both, at least.
        smallest: columns of a set, at least.
        percent: rows that a column of the set may miss, of 100.
    """
    words = columns.shape[1]
    found = np.full(len(start), -1, np.int64)
    both = np.empty(words, np.uint64)
    for s in range(len(start)):
        best = fewest - 1
        for j in near[s]:
            if j < 0:
                break
            rows = 0
            for w in range(words):
                both[w] = columns[start[s], w] & columns[j, w]
                rows += _count(both[w])
            if rows <= best:
                continue
            allowed = percent * rows // 100
            size = 0
            for k in may:
                missed = 0
                for w in range(words):
                    missed += _count(both[w] & ~columns[k, w])
                    if missed > allowed:
                        break
                if missed <= allowed:
                    size += 1
                    if size == smallest:
                        break
            if size >= smallest:
                best = rows
                found[s] = j
    return found

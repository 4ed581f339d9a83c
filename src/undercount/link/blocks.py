"""Rows of (key, record) packed into one number each, counted and met; compiled.

The upper bits of a row are its key, the lower ones its record, so that one sort brings the records
of a block together, in the order of their lists.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

Rows = NDArray[np.uint64]
Ints = NDArray[np.int64]


def sift(
    rows: Rows, bits: int, bounds: Ints, largest: int, inside: bool, brought: Ints
) -> tuple[Rows, Rows]:
    """The rows of blocks that bring pairs: those small enough, and those too large.

    Args:
        rows: sorted.
        bits: how many of them are the record's.
        bounds: shape (lists + 1,), the first record of each list, and how many there are.
        largest: records of the largest block that is small enough.
        inside: a block is of one list, and its pairs are too; else pairs are of two lists.
        brought: shape (largest + 1,); pairs of small blocks are added by the size of the block.
    """
    small, large = _sift(rows, bits, bounds, largest, inside, brought)
    return small, large


@njit(cache=True, nogil=True)
def _end(rows: Any, i: Any, bits: Any, bounds: Any, inside: Any) -> Any:
    """Where the block that begins with row i ends, and how many pairs it brings."""
    shift = np.uint64(bits)
    mask = (np.uint64(1) << shift) - np.uint64(1)
    key = rows[i] >> shift
    of_list = np.searchsorted(bounds, np.int64(rows[i] & mask), side="right")
    j, begin, alike = i, i, 0
    while j < len(rows) and rows[j] >> shift == key:
        if np.int64(rows[j] & mask) >= bounds[of_list]:
            if inside:
                break
            alike += (j - begin) * (j - begin)
            begin = j
            of_list = np.searchsorted(bounds, np.int64(rows[j] & mask), side="right")
        j += 1
    size = j - i
    alike += (j - begin) * (j - begin)
    return j, size * (size - 1) // 2 if inside else (size * size - alike) // 2


@njit(cache=True, nogil=True)
def _sift(rows: Any, bits: Any, bounds: Any, largest: Any, inside: Any, brought: Any) -> Any:
    small, large = np.empty_like(rows), np.empty_like(rows)
    n_small = n_large = i = 0
    while i < len(rows):
        j, pairs = _end(rows, i, bits, bounds, inside)
        if pairs > 0:
            if j - i <= largest:
                small[n_small : n_small + j - i] = rows[i:j]
                n_small += j - i
                brought[j - i] += pairs
            else:
                large[n_large : n_large + j - i] = rows[i:j]
                n_large += j - i
        i = j
    return small[:n_small].copy(), large[:n_large].copy()


@njit(cache=True, nogil=True)
def _partners(rows: Any, bits: Any, bounds: Any, largest: Any, inside: Any) -> Any:
    """Per row, from which to which row its partners of higher number are."""
    mask = (np.uint64(1) << np.uint64(bits)) - np.uint64(1)
    first, last = np.zeros(len(rows), np.int32), np.zeros(len(rows), np.int32)
    i = 0
    while i < len(rows):
        j, pairs = _end(rows, i, bits, bounds, inside)
        if pairs > 0 and j - i <= largest:
            begin = j
            for k in range(j - 1, i - 1, -1):
                record = np.int64(rows[k] & mask)
                if inside:
                    begin = k + 1
                elif k + 1 < j:
                    of_list = np.searchsorted(bounds, record, side="right")
                    if np.int64(rows[k + 1] & mask) >= bounds[of_list]:
                        begin = k + 1
                first[k], last[k] = begin, j
        i = j
    return first, last


def meet(
    rules: list[Rows], bits: int, bounds: Ints, largest: list[int]
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int8]]:
    """Left and right record of each pair and the first rule that brings it, no pair twice.

    Pairs are sorted by left, then right. The last rule is for pairs inside a list.

    Args:
        rules: sorted rows of each.
        bits: how many of a row's bits are the record's.
        bounds: as for `sift`.
        largest: per rule, records of the largest block that counts.
    """
    n = int(bounds[-1])
    mask = np.uint64((1 << bits) - 1)
    offset, ends = 0, []
    parts: list[tuple[NDArray[np.int32], ...]] = []
    for i, rows in enumerate(rules):
        first, last = _partners(rows, bits, bounds, largest[i], i == len(rules) - 1)
        parts.append(
            ((rows & mask).astype(np.int32), first + np.int32(offset), last + np.int32(offset))
        )
        offset += len(rows)
        ends.append(offset)
    record, first, last = (np.concatenate(column) for column in zip(*parts, strict=True))
    del parts
    at, row = _by_record(record, first, last, n)
    most = int((last - first).sum(dtype=np.int64))
    right, rule, counts = _meet(record, first, last, np.array(ends), at, row, most)
    return np.repeat(np.arange(n, dtype=np.int32), counts), right, rule


@njit(cache=True, nogil=True)
def _by_record(record: Any, first: Any, last: Any, n: Any) -> Any:
    """The rows of each record that have partners, in the order of the rows."""
    at = np.zeros(n + 1, np.int64)
    for k in range(len(record)):
        if last[k] > first[k]:
            at[record[k] + 1] += 1
    for i in range(n):
        at[i + 1] += at[i]
    row = np.empty(at[n], np.int32)
    here = at[:-1].copy()
    for k in range(len(record)):
        if last[k] > first[k]:
            row[here[record[k]]] = k
            here[record[k]] += 1
    return at, row


@njit(cache=True, nogil=True)
def _meet(record: Any, first: Any, last: Any, ends: Any, at: Any, row: Any, most: Any) -> Any:
    n = len(at) - 1
    # Memory that is never written to is never taken, so room for pairs that come twice is free.
    right, rule = np.empty(most, np.int32), np.empty(most, np.int8)
    counts = np.zeros(n, np.int64)
    met = np.full(n, -1, np.int32)
    partners = np.empty(n, np.int64)
    total = 0
    for i in range(n):
        m = c = 0
        for s in range(at[i], at[i + 1]):
            k = row[s]
            while k >= ends[c]:
                c += 1
            for q in range(first[k], last[k]):
                j = record[q]
                if met[j] != i:
                    met[j] = i
                    partners[m] = (np.int64(j) << 8) | c
                    m += 1
        partners[:m].sort()
        for q in range(m):
            right[total] = partners[q] >> 8
            rule[total] = partners[q] & 255
            total += 1
        counts[i] = m
    return right[:total].copy(), rule[:total].copy(), counts

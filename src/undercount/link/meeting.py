"""Pairs of records that meet in blocks, each once: counted and listed; compiled."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from undercount.link.blocks import Grown, Ints, Whole

# Work is cut into so many parts whatever the number of threads.
_PARTS: Final = 2
# Bits of a rank that are the rule's; the others are the size of the block.
_RULE: Final = 5


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """Rows of blocks by record: those of the record i * stride are `at[i]` to `at[i + 1]`.

    A row's partners are `record[first:last]`, of higher number; `rank` is its block's size and
    rule, as one number.
    """

    record: Whole
    at: Ints
    first: Whole
    last: Whole
    rank: Whole


def _rows(blocks: list[Grown], bounds: Ints, largest: Ints, stride: int) -> _Rows:
    n = int(bounds[-1])
    record = np.concatenate([grown.record for grown in blocks])
    at = np.zeros((n - 1) // stride + 2, np.int64)
    offset = 0
    for grown in blocks:
        _count_rows(grown.record, grown.end, bounds, largest[grown.rule], stride, grown.inside, at)
    np.cumsum(at, out=at)
    first, last, rank = (np.empty(at[-1], np.int32) for _ in range(3))
    here = at.copy()
    for grown in blocks:
        _fill_rows(
            grown.record, grown.end, bounds, largest[grown.rule], stride, grown.inside,
            grown.rule, offset, here, first, last, rank,
        )  # fmt: skip
        offset += len(grown.record)
    return _Rows(record, at, first, last, rank)


@njit(cache=True, nogil=True)
def _until(record: Any, i: Any, j: Any, bounds: Any, inside: Any) -> Any:
    """Where the records of a block end that have partners of higher number."""
    if inside:
        return j - 1
    last = bounds[np.searchsorted(bounds, np.int64(record[j - 1]), side="right") - 1]
    return i + np.searchsorted(record[i:j], last)


@njit(cache=True, nogil=True)
def _count_rows(
    record: Any, end: Any, bounds: Any, largest: Any, stride: Any, inside: Any, at: Any
) -> Any:
    i = 0
    for j in end:
        if j - i <= largest:
            for k in range(i, _until(record, i, j, bounds, inside)):
                if record[k] % stride == 0:
                    at[record[k] // stride + 1] += 1
        i = j


@njit(cache=True, nogil=True)
def _fill_rows(
    record: Any,
    end: Any,
    bounds: Any,
    largest: Any,
    stride: Any,
    inside: Any,
    rule: Any,
    offset: Any,
    here: Any,
    first: Any,
    last: Any,
    rank: Any,
) -> Any:
    i = 0
    for j in end:
        if j - i <= largest:
            begin = i + 1
            of_list = np.searchsorted(bounds, np.int64(record[i]), side="right")
            for k in range(i, _until(record, i, j, bounds, inside)):
                if inside:
                    begin = k + 1
                elif k == i or record[k] >= bounds[of_list]:
                    of_list = np.searchsorted(bounds, np.int64(record[k]), side="right")
                    begin = k + 1
                    while begin < j and record[begin] < bounds[of_list]:
                        begin += 1
                if record[k] % stride == 0:
                    p = here[record[k] // stride]
                    here[record[k] // stride] += 1
                    first[p], last[p] = begin + offset, j + offset
                    rank[p] = ((j - i) << _RULE) | rule
        i = j


def count(blocks: list[Grown], bounds: Ints, most: int, stride: int = 1) -> Ints:
    """Distinct pairs by the smallest block that brings them and its first rule.

    Args:
        blocks: of all rules.
        bounds: as for `blocks.grow`.
        most: records of the largest block there is.
        stride: only pairs of every so-manieth record are counted.

    Returns:
        shape (most + 1, rules): pairs that come by no smaller block, and by no earlier rule in one
        as small.
    """
    largest = np.full(1 << _RULE, most)
    rows = _rows(blocks, bounds, largest, stride)
    found = np.zeros((most + 1, 1 << _RULE), np.int64)
    _count(rows.record, rows.at, rows.first, rows.last, rows.rank, int(bounds[-1]), found)
    return found[:, : 1 + max((grown.rule for grown in blocks), default=0)]


@njit(cache=True, nogil=True)
def _count(record: Any, at: Any, first: Any, last: Any, rank: Any, n: Any, found: Any) -> Any:
    met = np.full(n, -1, np.int32)
    lowest = np.empty(n, np.int32)
    partners = np.empty(n, np.int32)
    for i in range(len(at) - 1):
        m = 0
        for s in range(at[i], at[i + 1]):
            for q in range(first[s], last[s]):
                j = record[q]
                if met[j] != i:
                    met[j] = i
                    lowest[j] = rank[s]
                    partners[m] = j
                    m += 1
                else:
                    lowest[j] = min(lowest[j], rank[s])
        for q in range(m):
            r = lowest[partners[q]]
            found[r >> _RULE, r & ((1 << _RULE) - 1)] += 1


def meet(
    blocks: list[Grown], bounds: Ints, largest: Ints, threads: int = _PARTS
) -> tuple[Whole, Whole, NDArray[np.int8]]:
    """Left and right record of each pair and the first rule that brings it, no pair twice.

    Pairs are sorted by left, then right.

    Args:
        blocks: of all rules, in order.
        bounds: as for `blocks.grow`.
        largest: per rule, records of the largest block that counts.
        threads: that work at once; the pairs are the same, however many.
    """
    n = int(bounds[-1])
    rows = _rows(blocks, bounds, largest, 1)
    cuts = np.searchsorted(rows.at, np.linspace(0, rows.at[-1], _PARTS + 1)).clip(0, n)
    cuts[0], cuts[-1] = 0, n

    def part(i: int) -> tuple[Whole, NDArray[np.int8], Ints]:
        low, high = cuts[i], cuts[i + 1]
        here = slice(rows.at[low], rows.at[high])
        most = int((rows.last[here] - rows.first[here]).sum(dtype=np.int64))
        right, rule, counts = _meet(
            rows.record, rows.at, rows.first, rows.last, rows.rank, low, high, n, most
        )
        return right, rule, counts

    with ThreadPoolExecutor(threads) as pool:
        parts = list(pool.map(part, range(_PARTS)))
    right, rule, counts = (np.concatenate(column) for column in zip(*parts, strict=True))
    return np.repeat(np.arange(n, dtype=np.int32), counts), right, rule


@njit(cache=True, nogil=True)
def _meet(
    record: Any,
    at: Any,
    first: Any,
    last: Any,
    rank: Any,
    low: Any,
    high: Any,
    n: Any,
    most: Any,
) -> Any:
    # Memory that is never written to is never taken, so room for pairs that come twice is free.
    right, rule = np.empty(most, np.int32), np.empty(most, np.int8)
    counts = np.zeros(high - low, np.int64)
    met = np.full(n, -1, np.int32)
    partners = np.empty(n, np.int64)
    total = 0
    for i in range(low, high):
        m = 0
        for s in range(at[i], at[i + 1]):
            c = rank[s] & ((1 << _RULE) - 1)
            for q in range(first[s], last[s]):
                j = record[q]
                if met[j] != i:
                    met[j] = i
                    partners[m] = (np.int64(j) << _RULE) | c
                    m += 1
        partners[:m].sort()
        for q in range(m):
            right[total] = partners[q] >> _RULE
            rule[total] = partners[q] & ((1 << _RULE) - 1)
            total += 1
        counts[i - low] = m
    return right[:total].copy(), rule[:total].copy(), counts


def brought(blocks: list[Grown], bounds: Ints, largest: Ints) -> Ints:
    """Per rule, pairs that its blocks bring; a pair may come by several."""
    pairs = np.zeros(len(largest), np.int64)
    for grown in blocks:
        pairs[grown.rule] += _brought(
            grown.record, grown.end, bounds, largest[grown.rule], grown.inside
        )
    return pairs


@njit(cache=True, nogil=True)
def _brought(record: Any, end: Any, bounds: Any, largest: Any, inside: Any) -> Any:
    i = total = 0
    for j in end:
        size = j - i
        if size <= largest and inside:
            total += size * (size - 1) // 2
        elif size <= largest:
            alike, k = 0, i
            while k < j:
                of_list = np.searchsorted(bounds, np.int64(record[k]), side="right")
                after = k + np.searchsorted(record[k:j], bounds[of_list])
                alike += (after - k) * (after - k)
                k = after
            total += (size * size - alike) // 2
        i = j
    return total

"""Blocks of records that share a key: grown, counted and met; compiled.

A record has several values of a field, or none. A block is of the records that have one value in
common; one that is too large is parted by a further field. Values are numbers from 0, so that
parting is counting: nothing is sorted, and no key is ever written down.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Whole = NDArray[np.int32]

# Most fields that one block is parted by, one after the other.
_DEEPEST: Final = 3
# Work is cut into so many parts whatever the number of threads.
_PARTS: Final = 2
# Bits of a rank that are the rule's; the others are the size of the block.
_RULE: Final = 5


@dataclass(frozen=True, slots=True, eq=False)
class Values:
    """What each record has of one field: `value[at[i] : at[i + 1]]`, from 0, none twice."""

    at: Whole
    value: Whole

    @property
    def top(self) -> int:
        """A number above all values."""
        return int(self.value.max(initial=-1)) + 1


@dataclass(frozen=True, slots=True, eq=False)
class Grown:
    """Blocks of one rule that bring pairs.

    Attributes:
        record: the records of one block after the other, in order within each.
        end: where each block ends.
        inside: pairs are inside a list, and a block is of one; else pairs are between lists.
        rule: its number among all.
    """

    record: Whole
    end: Whole
    inside: bool
    rule: int


def grow(
    start: Values,
    second: Values | None,
    further: list[Values],
    bounds: Ints,
    largest: int,
    inside: bool,
    rule: int,
) -> Grown:
    """Blocks of at most `largest` records, those that are larger parted by further fields.

    Args:
        start: what a block has in common.
        second: a further value that each block has in common, greater than the first.
        further: fields that large blocks are parted by, in any choice of up to three, in order.
        bounds: shape (lists + 1,), the first record of each list, and how many there are.
        largest: records of the largest block.
        inside: see `Grown`.
        rule: see `Grown`.
    """
    fields = [start, start if second is None else second, *further]
    at = np.stack([field.at for field in fields]).astype(np.int64)
    at += np.cumsum([0] + [len(field.value) for field in fields[:-1]])[:, None]
    value = np.concatenate([field.value for field in fields])
    top = max(field.top for field in fields)
    record, end = _grow(at, value, top, second is not None, bounds, largest, inside)
    return Grown(record, end, inside, rule)


@njit(cache=True, nogil=True)
def _room(array: Any, used: Any, more: Any) -> Any:
    if used + more <= len(array):
        return array
    wider = np.empty(2 * (used + more), array.dtype)
    wider[:used] = array[:used]
    return wider


@njit(cache=True, nogil=True)
def _pairs_between(block: Any, bounds: Any) -> Any:
    """Whether sorted records are of two lists."""
    of_list = np.searchsorted(bounds, np.int64(block[0]), side="right")
    return block[len(block) - 1] >= bounds[of_list]


@njit(cache=True, nogil=True)
def _grow(at: Any, value: Any, top: Any, two: Any, bounds: Any, largest: Any, inside: Any) -> Any:
    n = at.shape[1] - 1
    begin = np.zeros(top + 1, np.int64)
    for p in range(at[0, 0], at[0, n]):
        begin[value[p] + 1] += 1
    for v in range(top):
        begin[v + 1] += begin[v]
    members = np.empty(begin[top], np.int32)
    place = begin[:-1].copy()
    for r in range(n):
        for p in range(at[0, r], at[0, r + 1]):
            members[place[value[p]]] = r
            place[value[p]] += 1
    often = np.zeros(top, np.int64)
    touched = np.empty(top, np.int64)
    out, end = np.empty(1024, np.int32), np.empty(1024, np.int32)
    # Blocks that wait to be parted, one on the other: records, and per block its size, the next
    # field to part it by, and how often it is parted already.
    pile, waiting = np.empty(1024, np.int32), np.empty((1024, 3), np.int64)
    block, parted = np.empty(1024, np.int32), np.empty(1024, np.int32)
    n_out = n_end = n_pile = n_waiting = 0
    for v in range(top):
        size = begin[v + 1] - begin[v]
        if size < 2:
            continue
        # The whole block is a part too: the one by no field.
        pile = _room(pile, 0, size)
        pile[:size] = members[begin[v] : begin[v + 1]]
        n_pile, n_waiting = size, 1
        waiting[0, 0], waiting[0, 1], waiting[0, 2] = size, 1 if two else 0, -1
        while n_waiting > 0:
            n_waiting -= 1
            size, first = waiting[n_waiting, 0], waiting[n_waiting, 1]
            deep = waiting[n_waiting, 2]
            n_pile -= size
            block = _room(block, 0, size)
            block[:size] = pile[n_pile : n_pile + size]
            for f in range(first, len(at)):
                total = size
                if f == 0:
                    parted = _room(parted, 0, size)
                    parted[:size] = block[:size]
                    n_touched = 1
                    touched[0] = 0
                    often[0] = size
                else:
                    total = n_touched = 0
                    for k in range(size):
                        for p in range(at[f, block[k]], at[f, block[k] + 1]):
                            w = value[p]
                            if f > 1 or w > v:
                                if often[w] == 0:
                                    touched[n_touched] = w
                                    n_touched += 1
                                often[w] += 1
                                total += 1
                    parted = _room(parted, 0, total)
                    so_far = 0
                    for u in range(n_touched):
                        place[touched[u]] = so_far
                        so_far += often[touched[u]]
                    for k in range(size):
                        for p in range(at[f, block[k]], at[f, block[k] + 1]):
                            w = value[p]
                            if f > 1 or w > v:
                                parted[place[w]] = block[k]
                                place[w] += 1
                out = _room(out, n_out, total)
                end = _room(end, n_end, total)
                pile = _room(pile, n_pile, total)
                if n_waiting + total // (largest + 1) + 1 > len(waiting):
                    wider = np.empty((2 * (n_waiting + total), 3), np.int64)
                    wider[:n_waiting] = waiting[:n_waiting]
                    waiting = wider
                i = 0
                for u in range(n_touched):
                    j = i + often[touched[u]]
                    often[touched[u]] = 0
                    while i < j:
                        # Inside a list, each list's part is a block of its own.
                        k = j
                        if inside:
                            of_list = np.searchsorted(bounds, np.int64(parted[i]), side="right")
                            k = i + np.searchsorted(parted[i:j], bounds[of_list])
                        size_of = k - i
                        if size_of > 1 and (inside or _pairs_between(parted[i:k], bounds)):
                            if size_of <= largest:
                                out[n_out : n_out + size_of] = parted[i:k]
                                n_out += size_of
                                end[n_end] = n_out
                                n_end += 1
                            elif deep + 1 < _DEEPEST:
                                pile[n_pile : n_pile + size_of] = parted[i:k]
                                n_pile += size_of
                                waiting[n_waiting, 0] = size_of
                                waiting[n_waiting, 1] = max(f + 1, 2)
                                waiting[n_waiting, 2] = deep + 1
                                n_waiting += 1
                        i = k
                if f < 2:
                    break
    return out[:n_out].copy(), end[:n_end].copy()


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
        _count_rows(
            grown.record, grown.end, bounds, largest[grown.rule], stride, grown.inside, at
        )
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
        bounds: as for `grow`.
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
        bounds: as for `grow`.
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

"""Blocks of records that have something in common, grown by counting; compiled.

A record has several values of a field, or none. A block is of the records that have one value in
common; one that is too large is parted by a further field. Values are numbers from 0, so that
parting is counting: nothing is sorted, and no key is ever written down.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Whole = NDArray[np.int32]

# Most fields that one block is parted by, one after the other.
_DEEPEST: Final = 3


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
def _of_two(block: Any, bounds: Any) -> Any:
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
                        if size_of > 1 and (inside or _of_two(parted[i:k], bounds)):
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

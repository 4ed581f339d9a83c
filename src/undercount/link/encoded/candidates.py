"""Pairs of records that have a salt in common, and how far their bits are apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from undercount.link.encoded.rows import Rows

# Salts that more records share tell nothing, and would bring pairs without end.
_LARGEST: Final = 200


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Pairs of records with a salt in common.

    Attributes:
        left: shape (pairs,), int32, records, `left < right`, sorted by left, then right.
        right: shape (pairs,), int32.
        agree: shape (pairs, kinds), uint8, how many salts of each kind they share.
        rarity: shape (pairs,), bits: log2 of records over those that have the rarest of these.
        alone: shape (pairs,), whether nobody else has it.
        distance: shape (pairs,), int16, bits in which they differ under it.
    """

    left: NDArray[np.int32]
    right: NDArray[np.int32]
    agree: NDArray[np.uint8]
    rarity: NDArray[np.float64]
    alone: NDArray[np.bool_]
    distance: NDArray[np.int16]


def find_candidates(rows: Rows, most: float = 100.0) -> Candidates:
    """All pairs that share a salt, but for salts of too many records.

    Args:
        rows: of all lists.
        most: candidate pairs a record, at most about so many; the largest blocks go first.
    """
    blocks = list(_blocks(rows))
    size = np.concatenate([ends - starts for _, _, starts, ends in blocks])
    pairs = size * (size - 1) // 2
    order = np.argsort(size, kind="stable")
    within = np.cumsum(pairs[order]) <= most * rows.n
    largest = int(min(size[order][within].max(initial=2), _LARGEST))
    codes, sizes, kinds, at = [], [], [], []
    for kind, (record, slot, starts, ends) in enumerate(blocks):
        small = ends - starts <= largest
        made = _pairs(record, slot, starts[small], ends[small])
        codes.append(made[0])
        sizes.append(made[1])
        at.append(made[2])
        kinds.append(np.full(len(made[0]), kind, np.int8))
    return _merged(rows, *(np.concatenate(part) for part in (codes, sizes, kinds, at)))


def _blocks(rows: Rows) -> Iterator[tuple[Any, Any, Any, Any]]:
    """Per kind: records and sections sorted by tag, and where each block of two or more lies."""
    for kind in range(len(rows.kinds)):
        slots = np.flatnonzero(rows.kind == kind)
        tags = rows.tags[:, slots].ravel()
        order = np.argsort(tags, kind="stable")
        tags = tags[order]
        new = np.flatnonzero(np.concatenate([[True], tags[1:] != tags[:-1]])) if len(tags) else []
        ends = np.append(new[1:], len(tags)) if len(tags) else np.empty(0, np.int64)
        starts = np.asarray(new, np.int64)
        several = ends - starts > 1
        record, place = np.divmod(order, len(slots))
        yield record.astype(np.int32), slots[place].astype(np.int16), starts[several], ends[several]


@njit(cache=True, nogil=True)
def _pairs(record: Any, slot: Any, starts: Any, ends: Any) -> Any:
    total = 0
    for b in range(len(starts)):
        size = ends[b] - starts[b]
        total += size * (size - 1) // 2
    code = np.empty(total, np.int64)
    sizes = np.empty(total, np.int32)
    at = np.empty(total, np.int32)
    k = 0
    for b in range(len(starts)):
        for i in range(starts[b], ends[b]):
            for j in range(starts[b], i):
                x, y, sx, sy = record[i], record[j], slot[i], slot[j]
                if x == y:
                    continue
                if y < x:
                    x, y, sx, sy = y, x, sy, sx
                code[k] = np.int64(x) << 32 | np.int64(y)
                sizes[k] = ends[b] - starts[b]
                at[k] = np.int32(sx) << 16 | np.int32(sy)
                k += 1
    return code[:k], sizes[:k], at[:k]


def _merged(rows: Rows, code: Any, size: Any, kind: Any, at: Any) -> Candidates:
    """Each pair once, with all salts that it shares."""
    order = np.lexsort((size, code))
    code, size, kind, at = code[order], size[order], kind[order], at[order]
    first = np.ones(len(code), np.bool_)
    first[1:] = code[1:] != code[:-1]
    start = np.flatnonzero(first)
    agree = np.zeros((len(start), len(rows.kinds)), np.uint8)
    _count(np.cumsum(first) - 1, kind, agree)
    left, right = (code[start] >> 32).astype(np.int32), (code[start] & 0xFFFFFFFF).astype(np.int32)
    one, other = at[start] >> 16, at[start] & 0xFFFF
    distance = distances(rows.bits, left, right, one, other)
    rarity = np.log2(rows.n / size[start])
    return Candidates(left, right, agree, rarity, size[start] == 2, distance)


@njit(cache=True, nogil=True)
def _count(pair: Any, kind: Any, agree: Any) -> None:
    for k in range(len(pair)):
        if agree[pair[k], kind[k]] < 255:
            agree[pair[k], kind[k]] += 1


@njit(inline="always")
def ones(x: Any) -> Any:
    """Bits that are set in a word of 64; LLVM makes one instruction of it."""
    x = x - ((x >> np.uint64(1)) & np.uint64(0x5555555555555555))
    x = (x & np.uint64(0x3333333333333333)) + ((x >> np.uint64(2)) & np.uint64(0x3333333333333333))
    x = (x + (x >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return (x * np.uint64(0x0101010101010101)) >> np.uint64(56)


@njit(cache=True, nogil=True, parallel=True)
def distances(bits: Any, left: Any, right: Any, one: Any, other: Any) -> Any:
    """Bits in which section `one` of `left` differs from section `other` of `right`."""
    out = np.empty(len(left), np.int16)
    for k in prange(len(left)):
        total = np.uint64(0)
        a, b = bits[left[k], one[k]], bits[right[k], other[k]]
        for w in range(len(a)):
            total += ones(a[w] ^ b[w])
        out[k] = total
    return out

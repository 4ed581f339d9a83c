"""Pairs of records that have a salt in common, and how far their bits are apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numba import njit, prange, uint64
from numba.extending import intrinsic
from numpy.typing import NDArray

from undercount.link.encoded.rows import Rows

# Salts that more records share tell nothing, and would bring pairs without end.
_LARGEST: Final = 200
# Of rows that meet across lists only: bits of a word that tell of rarity, in steps of a bit.
_RARITY_BITS: Final = 16
_STEPS_A_BIT: Final = 8.0


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Pairs of records with a salt in common.

    Attributes:
        left: shape (pairs,), int32, records, `left < right`, sorted by left, then right.
        right: shape (pairs,), int32.
        agree: shape (pairs, kinds), uint8, how many salts of each kind they share.
        shared: shape (pairs,), how many records have the rarest of these; of rows that meet across
            lists only, of the two lists.
        distance: shape (pairs,), int16, bits in which they differ under it.
    """

    left: NDArray[np.int32]
    right: NDArray[np.int32]
    agree: NDArray[np.uint8]
    shared: NDArray[np.float32]
    distance: NDArray[np.int16]


@dataclass(frozen=True, slots=True, eq=False)
class _Kind:
    """One kind's tags in order: where each lies in the flat table, and the blocks of equal ones."""

    sections: NDArray[np.int64]
    words: NDArray[np.uint64]
    order: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]


def find_candidates(rows: Rows, most: float = 100.0) -> Candidates:
    """All pairs that share a salt, but for salts of too many records.

    Args:
        rows: of all lists.
        most: candidate pairs a record, at most about so many; the largest blocks go first.
    """
    parts = []
    for kind in range(len(rows.kinds)):
        # One kind at a time: a million rows hold gigabytes.
        parts.append(_of_kind(rows, _kind(rows, kind), kind, most))
    return _merged(rows, *(np.concatenate(column) for column in zip(*parts, strict=True)))


def _kind(rows: Rows, kind: int) -> _Kind:
    sections = np.flatnonzero(rows.kind == kind)
    words = rows.tags(sections).ravel()
    tags = words >> np.uint64(_RARITY_BITS) if rows.across else words
    order = np.argsort(tags)
    tags = tags[order]
    new = np.ones(len(tags), np.bool_)
    new[1:] = tags[1:] != tags[:-1]
    starts = np.flatnonzero(new)
    ends = np.append(starts[1:], len(tags))
    several = ends - starts > 1
    return _Kind(sections, words, order, starts[several], ends[several])


def _of_kind(rows: Rows, one: _Kind, kind: int, most: float) -> tuple[NDArray[Any], ...]:
    """Pairs of one kind: code, records that share the salt, kind, and the two sections."""
    size = one.ends - one.starts
    order = np.argsort(size, kind="stable")
    within = np.cumsum(size[order] * (size[order] - 1) // 2) <= most * rows.n / len(rows.kinds)
    largest = int(min(size[order][within].max(initial=2), _LARGEST))
    small = size <= largest
    rank = np.argsort(np.argsort(np.array(rows.lists)))
    code, shared, at = _pairs(
        one.order, one.words, one.sections, rows.of_list, one.starts[small], one.ends[small],
        rows.sizes.astype(np.float64), rank, rows.across,
    )  # fmt: skip
    return code, shared, np.full(len(code), kind, np.int8), at


@njit(cache=True, nogil=True)
def _pairs(
    order: Any,
    words: Any,
    sections: Any,
    of_list: Any,
    starts: Any,
    ends: Any,
    n: Any,
    rank: Any,
    across: Any,
) -> Any:
    total = 0
    for b in range(len(starts)):
        size = ends[b] - starts[b]
        total += size * (size - 1) // 2
    code = np.empty(total, np.int64)
    shared = np.empty(total, np.float32)
    at = np.empty(total, np.int32)
    slots = len(sections)
    k = 0
    for b in range(len(starts)):
        for i in range(starts[b], ends[b]):
            for j in range(starts[b], i):
                p, q = order[i], order[j]
                x, y = p // slots, q // slots
                if x == y or (across and of_list[x] == of_list[y]):
                    continue
                if y < x:
                    p, q, x, y = q, p, y, x
                code[k] = np.int64(x) << 32 | np.int64(y)
                at[k] = np.int32(sections[p % slots]) << 16 | np.int32(sections[q % slots])
                shared[k] = ends[b] - starts[b]
                if across:
                    told = np.int64((words[p] ^ words[q]) & np.uint64(0xFFFF))
                    a, c = of_list[x], of_list[y]
                    if rank[c] < rank[a]:
                        a, c = c, a
                    here = n[a] * 2.0 ** (-(told >> 8) / _STEPS_A_BIT)
                    there = n[c] * 2.0 ** (-(told & 255) / _STEPS_A_BIT)
                    shared[k] = max(here, 1.0) + max(there, 1.0)
                k += 1
    return code[:k], shared[:k], at[:k]


def _merged(rows: Rows, code: Any, shared: Any, kind: Any, at: Any) -> Candidates:
    """Each pair once, with all salts that it shares."""
    order = np.argsort(code, kind="stable")
    code = code[order]
    first = np.ones(len(code), np.bool_)
    first[1:] = code[1:] != code[:-1]
    start = np.flatnonzero(first)
    agree = np.zeros((len(start), len(rows.kinds)), np.uint8)
    best = _best(order, np.append(start, len(code)), shared, kind, agree)
    left = (code[start] >> 32).astype(np.int32)
    right = (code[start] & 0xFFFFFFFF).astype(np.int32)
    del code, order
    one, other = at[best] >> 16, at[best] & 0xFFFF
    return Candidates(
        left, right, agree, shared[best], _apart(rows, left, right, one, other)
    )  # fmt: skip


@njit(cache=True, nogil=True)
def _best(order: Any, start: Any, shared: Any, kind: Any, agree: Any) -> Any:
    """Of each pair, where its rarest salt lies; salts are counted by kind into `agree`."""
    best = np.empty(len(agree), np.int64)
    for pair in range(len(agree)):
        best[pair] = order[start[pair]]
        for k in range(start[pair], start[pair + 1]):
            i = order[k]
            if agree[pair, kind[i]] < 255:
                agree[pair, kind[i]] += 1
            if shared[i] < shared[best[pair]]:
                best[pair] = i
    return best


def _apart(rows: Rows, left: Any, right: Any, one: Any, other: Any) -> NDArray[np.int16]:
    """Bits in which the two sections of each pair differ."""
    out = np.empty(len(left), np.int16)
    group = rows.of_list[left].astype(np.int64) * len(rows.lists) + rows.of_list[right]
    for g in np.unique(group):
        a, b = divmod(int(g), len(rows.lists))
        here = np.flatnonzero(group == g)
        out[here] = distances(
            rows.parts[a], rows.parts[b], (left[here] - rows.first[a]).astype(np.int32),
            (right[here] - rows.first[b]).astype(np.int32),
            one[here], other[here],
        )  # fmt: skip
    return out


def _ones(_: Any, word: Any) -> Any:
    """Bits that are set in a word of 64: one instruction, which numba has no name for."""

    def made(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.ctpop(arguments[0])

    return uint64(uint64), made


ones: Any = intrinsic(_ones)


@njit(cache=True, nogil=True, parallel=True)
def distances(a: Any, b: Any, left: Any, right: Any, one: Any, other: Any) -> Any:
    """Bits in which section `one` of `left` in `a` differs from section `other` of `right` in `b`.

    The first word of a section is its tag, and not counted.
    """
    out = np.empty(len(left), np.int16)
    words = a.shape[2]
    for k in prange(len(left)):
        total = np.uint64(0)
        for w in range(1, words):
            total += ones(a[left[k], one[k], w] ^ b[right[k], other[k], w])
        out[k] = total
    return out

"""Positions that are set together are one token's: pattern mining.

The largest sets of positions that are set together in many rows are those of frequent tokens
(Christen, Vidanage, Ranbaduge and Schnell 2018; Christen, Ranbaduge, Vatsalan and Schnell 2019).
Which token a set is of, is told by how often it is set, and together with which others (Kroll and
Steinmetzer 2015). Needs no encoding to come twice.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from undercount.encode.attack.alignment import fit
from undercount.encode.attack.frequency import decode
from undercount.encode.attack.known import Ints, Known, incidence, ones

Matrix = NDArray[np.float32]
# A pattern has so many positions at least, and is looked for from each with its nearest others.
_SMALLEST = 4
_OTHERS = 10
# Of 100 rows that have two positions of a set, so many may miss another.
_IMPURE = 1
_FEWEST = 20
_MOST = 150


def mine(known: Known) -> Ints:
    """Shape (n,): the record each row is read as, -1 where no pattern was found."""
    bits = ones(known.bits)
    has = incidence(known.tokens)
    nobody = np.full(len(bits), -1, np.int64)
    patterns = _patterns(bits)
    order = np.argsort(-has.sum(axis=0), kind="stable")[:_MOST]
    tokens = order[has.sum(axis=0)[order] >= 2]
    if len(patterns) < 2 or len(tokens) < 2:
        return nobody
    there = np.stack([bits[:, p].mean(axis=1) >= 1 - _IMPURE / 100 for p in patterns], axis=1)
    claims = fit(_together(there.astype(np.float32)), _together(has[:, tokens]))
    own = np.zeros((has.shape[1], bits.shape[1]), np.float32)
    told = np.zeros(has.shape[1], np.bool_)
    for pattern, at in zip(patterns, claims.tolist(), strict=True):
        if at >= 0:
            own[tokens[at], pattern] = 1
            told[tokens[at]] = True
    return decode(known, own, told) if told.any() else nobody


def _patterns(bits: NDArray[np.uint8]) -> list[Ints]:
    """For each position the most frequent set that it is set together with.

    Counts on packed columns, so that rows of many sections (12,000 positions and more) take
    seconds. Nothing is sampled or bounded by chance: all pairs of positions are counted.
    """
    from undercount.encode.attack.closures import partners

    n = len(bits)
    often = bits.sum(axis=0, dtype=np.int64)
    columns = _packed(bits)
    # Positions that nearly every row has would be in every set.
    may = np.flatnonzero((often >= _FEWEST) & (often < 0.9 * n))
    other = partners(columns, often, n, may, _OTHERS, _FEWEST, _SMALLEST, _IMPURE)
    found: dict[bytes, tuple[int, Ints]] = {}
    for i, j in zip(may[other >= 0], other[other >= 0], strict=True):
        both = columns[i] & columns[j]
        rows = int(np.bitwise_count(both).sum())
        missed = np.bitwise_count(both & ~columns[may]).sum(axis=1, dtype=np.int64)
        closed = may[100 * missed <= _IMPURE * rows]
        found[closed.tobytes()] = rows, closed
    ordered = sorted(found.values(), key=lambda item: (-item[0], item[1].tolist()))
    kept: list[Ints] = []
    taken = np.zeros((_MOST, bits.shape[1]), np.bool_)
    for _, closed in ordered:
        if len(kept) == _MOST:
            break
        # A set that is half another's is of the same token.
        if (taken[: len(kept), closed].mean(axis=1) < 0.5).all():
            taken[len(kept), closed] = True
            kept.append(closed)
    return kept


def _packed(bits: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """Shape (positions, words): the rows that have each position."""
    filled = np.zeros((-(-len(bits) // 64) * 64, bits.shape[1]), np.uint8)
    filled[: len(bits)] = bits
    packed = np.packbits(filled.T, axis=1, bitorder="little")
    return np.ascontiguousarray(packed).view("<u8").astype(np.uint64, copy=False)


def _together(there: Matrix) -> NDArray[np.float64]:
    """Shape (k, k): share of rows that have both; on the diagonal, of those that have it."""
    return np.asarray(there.T @ there / len(there), np.float64)

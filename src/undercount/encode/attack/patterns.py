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
_PURE = 0.99
_FEWEST = 20
_MOST = 150


def mine(known: Known) -> Ints:
    """Shape (n,): the record each row is read as, -1 where no pattern was found."""
    bits = ones(known.bits).astype(np.float32)
    has = incidence(known.tokens)
    nobody = np.full(len(bits), -1, np.int64)
    patterns = _patterns(bits)
    order = np.argsort(-has.sum(axis=0), kind="stable")[:_MOST]
    tokens = order[has.sum(axis=0)[order] >= 2]
    if len(patterns) < 2 or len(tokens) < 2:
        return nobody
    there = np.stack([bits[:, p].mean(axis=1) >= _PURE for p in patterns], axis=1)
    claims = fit(_together(there.astype(np.float32)), _together(has[:, tokens]))
    own = np.zeros((has.shape[1], bits.shape[1]), np.float32)
    told = np.zeros(has.shape[1], np.bool_)
    for pattern, at in zip(patterns, claims.tolist(), strict=True):
        if at >= 0:
            own[tokens[at], pattern] = 1
            told[tokens[at]] = True
    return decode(known, own, told) if told.any() else nobody


def _patterns(bits: Matrix) -> list[Ints]:
    """For each position the most frequent set that it is set together with."""
    often = bits.mean(axis=0)
    together = bits.T @ bits / len(bits)
    # More often together than by chance.
    lift = together - often[:, np.newaxis] * often
    np.fill_diagonal(lift, -1)
    found: dict[bytes, tuple[float, Ints]] = {}
    for i in np.flatnonzero((often * len(bits) >= _FEWEST) & (often < 0.9)):
        best: tuple[float, Ints] | None = None
        for j in np.argsort(-lift[i], kind="stable")[:_OTHERS]:
            rows = (bits[:, i] > 0) & (bits[:, j] > 0)
            support = float(rows.mean())
            if rows.sum() < _FEWEST or (best is not None and support <= best[0]):
                continue
            closed = np.flatnonzero(bits[rows].mean(axis=0) >= _PURE)
            # Two positions that meet by chance close on nothing but themselves.
            closed = closed[often[closed] < 0.9]
            if len(closed) >= _SMALLEST:
                best = support, closed
        if best is not None:
            found[best[1].tobytes()] = best
    ordered = sorted(found.values(), key=lambda item: (-item[0], item[1].tolist()))
    kept: list[Ints] = []
    for _, closed in ordered:
        if all(np.isin(closed, other).mean() < 0.5 for other in kept):
            kept.append(closed)
    return kept[:_MOST]


def _together(there: Matrix) -> NDArray[np.float64]:
    """Shape (k, k): share of rows that have both; on the diagonal, of those that have it."""
    return np.asarray(there.T @ there / len(there), np.float64)

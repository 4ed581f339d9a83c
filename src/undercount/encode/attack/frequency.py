"""Frequent encodings are frequent people's: the oldest attack.

Whole encodings are laid beside values by how often each comes (Kuzu, Kantarcioglu, Durham and Malin
2011; Niedermeyer, Steinmetzer, Kroll and Schnell 2014), and those so found say which positions a
token sets and which it cannot set (Christen, Schnell, Vatsalan and Ranbaduge 2017), by which all
other rows are read.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from undercount.encode.attack.known import Bits, Ints, Known, incidence, ones

# Values that are laid beside one another: the rarer, the less sure is their order.
_MOST = 20
_LEAST = 3


def whole(known: Known) -> Ints:
    """Rows with the same bits, pieces or whole, beside records with the same: by size of the group.

    Where a row has parts, the groups of each part vote.
    """
    votes: dict[tuple[int, int], int] = {}
    for theirs, mine in zip(_pieces(known.bits, known), _pieces(known.own[0], known), strict=True):
        for row, record in _beside(theirs, mine, len(known), len(known.own[0])):
            votes[row, record] = votes.get((row, record), 0) + 1
    claims = np.full(len(known), -1, np.int64)
    best = np.zeros(len(known), np.int64)
    barred = known.impossible
    for (row, record), number in votes.items():
        if number > best[row] and not barred[row, record]:
            best[row], claims[row] = number, record
    return claims


def positions(known: Known) -> Ints:
    """Read every row by the positions that the frequent ones have given away.

    A token sets no position that is unset in an encoding of it; those left, of all encodings of it,
    are its own. A row is of the value whose tokens' positions it has, and few besides.
    """
    claims = whole(known)
    seen = np.flatnonzero(claims >= 0)
    if not len(seen):
        return claims
    has = incidence(known.tokens)
    bits = ones(known.bits).astype(np.float32)
    _, first = np.unique(known.values[claims[seen]], return_index=True)
    sure = seen[first]
    with_token = has[claims[sure]]
    told = with_token.sum(axis=0) > 0
    unset = with_token.T @ (1 - bits[sure])
    may = (unset == 0) & told[:, np.newaxis]
    return decode(known, may.astype(np.float32), told)


def decode(known: Known, own: NDArray[np.float32], told: NDArray[np.bool_]) -> Ints:
    """The record each row fits best.

    Args:
        known: what the attacker has.
        own: shape (tokens, bits), 1 where a token is thought to set a position.
        told: shape (tokens,), the tokens of which that is known.
    """
    has = incidence(known.tokens) * told
    bits = ones(known.bits).astype(np.float32)
    expected = (has @ own > 0).astype(np.float32)
    size = expected.sum(axis=1)
    missing = (1 - bits) @ expected.T
    # What a record should not have: set positions of tokens that are known and are not its own.
    any_own = (own.sum(axis=0) > 0).astype(np.float32)
    beyond = (bits * any_own) @ (1 - expected).T
    fit = np.where(size > 0, -missing - 0.5 * beyond, -np.inf)
    fit[known.impossible] = -np.inf
    claims = np.asarray(fit.argmax(axis=1), np.int64)
    claims[~np.isfinite(fit.max(axis=1))] = -1
    return claims


def _pieces(bits: Bits, known: Known) -> list[Bits]:
    """All slots of a part one under another, shape (slots * n, words); or the whole rows."""
    if not known.parts:
        return [bits]
    return [
        np.concatenate([bits[:, p.first + s * p.words :][:, : p.words] for s in range(p.slots)])
        for p in known.parts
    ]


def _beside(theirs: Bits, mine: Bits, n: int, m: int) -> list[tuple[int, int]]:
    """Rows and records of groups that are as frequent, the most frequent first."""
    their_groups, my_groups = _groups(theirs), _groups(mine)
    return [
        (row % n, record % m)
        for group, other in zip(their_groups, my_groups, strict=False)
        for row in group
        for record in other[:1]
    ]


def _groups(bits: Bits) -> list[list[int]]:
    _, inverse, counts = np.unique(bits, axis=0, return_inverse=True, return_counts=True)
    rows = inverse.reshape(-1)
    order = np.argsort(-counts, kind="stable")[:_MOST]
    n = len(bits)
    return [np.flatnonzero(rows == g).tolist() for g in order if _LEAST <= counts[g] < n // 2]

"""Frequent encodings are frequent people's: the oldest attack.

Whole encodings are laid beside values by how often each comes (Kuzu, Kantarcioglu, Durham and Malin
2011; Niedermeyer, Steinmetzer, Kroll and Schnell 2014), and those so found say which positions a
token sets and which it cannot set (Christen, Schnell, Vatsalan and Ranbaduge 2017), by which all
other rows are read.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from undercount.encode.attack.alignment import assign
from undercount.encode.attack.known import Bits, Ints, Known, Layout, incidence, ones
from undercount.encode.attack.likeness import likeness

# Values that are laid beside one another: the rarer, the less sure is their order.
_MOST = 20
_LEAST = 3
_FITTED = 150
_ROUNDS = 30
# What a deviation of frequency weighs beside one of likeness.
_WEIGHT = 0.1
_SET = 0.9


def whole(known: Known) -> Ints:
    """Rows with the same bits beside records with the same: by size of the group.

    Of rows of sections each section is looked at, and what they say is put to the vote.
    """
    n, m = len(known), len(known.own[0])
    theirs, mine = _pieces(known.bits, known.layout), _pieces(known.own[0], known.own_layout)
    votes: dict[tuple[int, int], int] = {}
    for group, other in zip(_groups(theirs, n), _groups(mine, m), strict=False):
        record = other[0] // (len(mine) // m)
        for piece in group:
            vote = (piece // (len(theirs) // n), record)
            votes[vote] = votes.get(vote, 0) + 1
    claims = np.full(n, -1, np.int64)
    best = np.zeros(n, np.int64)
    barred = known.impossible
    for (row, record), number in votes.items():
        if number > best[row] and not barred[row, record]:
            best[row], claims[row] = number, record
    return claims


def positions(known: Known) -> Ints:
    """Read every row by the positions that the frequent ones have given away.

    The order of frequencies is mended first: values that share tokens must have encodings that
    share bits. A position that is unset in an encoding of a token is not its own; by those left,
    each row is of the value whose tokens' positions it has, and few besides.
    """
    claims = _fitted(known)
    seen = np.flatnonzero(claims >= 0)
    if not len(seen):
        return claims
    has = incidence(known.tokens)
    bits = ones(known.bits).astype(np.float32)
    _, first = np.unique(known.values[claims[seen]], return_index=True)
    sure = seen[first]
    with_token = has[claims[sure]]
    number = with_token.sum(axis=0)
    told = number > 0
    # Some of the claims may be wrong.
    share = with_token.T @ bits[sure] / np.maximum(number, 1)[:, np.newaxis]
    may = (share >= _SET) & told[:, np.newaxis]
    return decode(known, may.astype(np.float32), told)


def _fitted(known: Known) -> Ints:
    """Frequent encodings beside frequent values: as frequent, and as like the others."""
    theirs, mine = (_groups(bits, len(bits), _FITTED) for bits in (known.bits, known.own[0]))
    claims = np.full(len(known), -1, np.int64)
    if min(len(theirs), len(mine)) < 2:
        return claims
    rows = np.array([group[0] for group in theirs])
    records = np.array([group[0] for group in mine])
    a = likeness(known.bits[rows])
    b = np.mean([likeness(bits[records]) for bits in known.own], axis=0)
    n, m = len(known), len(known.own[0])
    x, y = (np.sqrt([len(g) / s for g in groups]) for groups, s in ((theirs, n), (mine, m)))
    as_often = -4 * min(n, m) * (x[:, np.newaxis] - y) ** 2
    barred = known.impossible[np.ix_(rows, records)]
    now = assign(as_often, barred)
    for _ in range(_ROUNDS):
        seen = now >= 0
        alike = a[:, seen] @ b[now[seen]]
        spread = alike.std() or 1.0
        new = assign(alike / spread + _WEIGHT * as_often, barred)
        if (new == now).all():
            break
        now = new
    for group, at in zip(theirs, now.tolist(), strict=True):
        if at >= 0:
            claims[group] = records[at]
    return claims


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


def _pieces(bits: Bits, layout: Layout | None) -> Bits:
    return bits if layout is None else layout.sections(bits)


def _groups(pieces: Bits, n: int, most: int = _MOST) -> list[list[int]]:
    """The pieces that are the same, the most frequent first."""
    _, inverse, counts = np.unique(pieces, axis=0, return_inverse=True, return_counts=True)
    of = inverse.reshape(-1)
    order = np.argsort(-counts, kind="stable")[:most]
    return [np.flatnonzero(of == g).tolist() for g in order if _LEAST <= counts[g] < n // 2]

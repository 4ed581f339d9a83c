"""Positions that are set together are one token's: pattern mining.

Christen, Vidanage, Ranbaduge and Schnell (2018), Christen, Ranbaduge, Vatsalan and Schnell (2019):
the largest set of positions that are set together in as many rows as a frequent token has records
is that token's; rows are split into those with it and those without, and so on within each. Needs
no encoding to come twice.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from undercount.encode.attack.frequency import decode
from undercount.encode.attack.known import Ints, Known, incidence, ones

# Rows below which frequencies tell nothing; how far a token must lead the next one; how far the
# file may be from the list.
_FEWEST = 30
_LEAD = 0.02
_NEAR = 0.08
_PURE = 0.99
_SMALLEST = 2
_DEEPEST = 40


def mine(known: Known) -> Ints:
    """Shape (n,): the record each row is read as, -1 where no pattern was found."""
    has = incidence(known.tokens)
    bits = ones(known.bits).astype(np.float32)
    own = np.zeros((has.shape[1], bits.shape[1]), np.float32)
    told = np.zeros(has.shape[1], np.bool_)
    work = [(np.arange(len(bits)), np.arange(len(has)), frozenset[int](), 0)]
    while work:
        rows, records, done, depth = work.pop()
        if min(len(rows), len(records)) < _FEWEST or depth > _DEEPEST:
            continue
        found = _pattern(bits[rows], has[records], done)
        if found is None:
            continue
        tokens, positions = found
        for token in tokens:
            if not told[token]:
                own[token, positions] = 1
                told[token] = True
        with_it = bits[rows][:, positions].mean(axis=1) >= _PURE
        with_token = has[records, tokens[0]] > 0
        now = done | set(tokens)
        work.append((rows[with_it], records[with_token], now, depth + 1))
        work.append((rows[~with_it], records[~with_token], now, depth + 1))
    if not told.any():
        return np.full(len(bits), -1, np.int64)
    return decode(known, own, told)


def _pattern(
    bits: NDArray[np.float32],
    has: NDArray[np.float32],
    done: frozenset[int],
) -> tuple[list[int], NDArray[np.int64]] | None:
    """The most frequent token that leads the next one, and the positions set as often together."""
    share = has.mean(axis=0)
    share[list(done)] = 0
    share[share > 0.95] = 0
    order = np.argsort(-share, kind="stable")[:8]
    top = order[0]
    # Tokens of the very same records cannot be told apart, and need not be.
    same = [int(t) for t in order if share[t] > 0 and (has[:, t] == has[:, top]).all()]
    rest = [float(share[t]) for t in order if t not in same]
    if not same or share[top] * len(has) < _FEWEST / 3:
        return None
    if rest and share[top] - rest[0] < _LEAD * share[top]:
        return None
    often = bits.mean(axis=0)
    # A position of the token is set at least as often, by others too.
    able = np.flatnonzero((often > share[top] * (1 - _NEAR)) & (often < 0.95))
    if len(able) < _SMALLEST:
        return None
    together = bits[:, able].T @ bits[:, able] / len(bits)
    best: NDArray[np.int64] | None = None
    for seed in np.argsort(np.abs(often[able] - share[top]), kind="stable")[:6]:
        # Grown by what stays set when all of the pattern is.
        inside = np.flatnonzero(together[seed] >= share[top] * (1 - _NEAR))
        rows = bits[:, able[seed]] > 0
        kept = []
        for j in inside[np.argsort(-together[seed][inside], kind="stable")]:
            both = rows & (bits[:, able[j]] > 0)
            if both.mean() >= share[top] * (1 - _NEAR):
                rows = both
                kept.append(j)
        if abs(rows.mean() - share[top]) > _NEAR * share[top] or len(kept) < _SMALLEST:
            continue
        if best is None or len(kept) > len(best):
            best = able[np.array(kept)]
    return None if best is None else (same, best)

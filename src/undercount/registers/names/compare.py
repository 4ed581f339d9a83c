"""Two full names compared, as numbers of tokens: the best assignment of their parts."""

from typing import Any

import numba
import numpy as np

from undercount.registers.names.ratio import log_ratio
from undercount.registers.names.vocabulary import BONUS

MOST = 6
"""Tokens of a name that are looked at."""
LOSS = 1.5
"""What it costs that one token has an opening (Abd al-, Ben) that the other has not, in nats."""
INITIAL = 2.0
"""What an initial tells that agrees, in nats."""
SLACK = 3
"""How many letters two glued tokens may be longer or shorter than the one they are compared to."""

ENOUGH = 0.6
"""Share of a token's own evidence from which it's not tried glued."""

Array = Any  # numba's compiled functions take arrays of several kinds


@numba.njit(cache=True, nogil=True)
def evidence(a: int, b: int, va: Array, vb: Array, steps: Array) -> float:
    """Return what two tokens tell for being one name, in nats."""
    x = va.letters[va.starts[a] : va.starts[a + 1]]
    y = vb.letters[vb.starts[b] : vb.starts[b + 1]]
    if (len(x) == 1) != (len(y) == 1):
        return INITIAL if x[0] == y[0] else -INITIAL
    value: float = log_ratio(x, y, steps)
    value += BONUS[va.kinds[a]] if va.kinds[a] == vb.kinds[b] else -LOSS
    return value


@numba.njit(cache=True, nogil=True)
def _glued(a: int, a2: int, b: int, va: Array, vb: Array, steps: Array) -> float:
    n = va.starts[a + 1] - va.starts[a]
    n2 = va.starts[a2 + 1] - va.starts[a2]
    m = vb.starts[b + 1] - vb.starts[b]
    if n < 2 or n2 < 2 or abs(n + n2 - m) > SLACK:
        return -1.0
    both = np.empty(n + n2, np.int8)
    both[:n] = va.letters[va.starts[a] : va.starts[a + 1]]
    both[n:] = va.letters[va.starts[a2] : va.starts[a2 + 1]]
    return log_ratio(both, vb.letters[vb.starts[b] : vb.starts[b + 1]], steps) - LOSS


@numba.njit(cache=True, nogil=True)
def compare(a: Array, b: Array, found: Array, va: Array, vb: Array, steps: Array) -> float:
    """Return how alike two names are, 0 to 1, given what each pair of their tokens tells.

    What the best assignment tells, over the mean of what the two names tell of themselves: two
    tokens that contradict each other count in full, one that only one name has by half.
    """
    n, m = min(len(a), MOST), min(len(b), MOST)
    size = 1 << m
    told = np.full((n + 1, size), -1.0)
    told[0, 0] = 0.0
    for i in range(n):
        for mask in range(size):
            t = told[i, mask]
            if t < 0:
                continue
            told[i + 1, mask] = max(t, told[i + 1, mask])
            for j in range(m):
                if mask & (1 << j):
                    continue
                after = mask | (1 << j)
                e = found[i, j]
                if e > 0:
                    told[i + 1, after] = max(t + e, told[i + 1, after])
                if i + 1 < n and max(e, found[i + 1, j]) < ENOUGH * vb.own[b[j]]:
                    glued = _glued(a[i], a[i + 1], b[j], va, vb, steps)
                    if glued > 0:
                        told[i + 2, after] = max(t + glued, told[i + 2, after])
                if j + 1 < m and not mask & (2 << j):
                    after |= 2 << j
                    if max(e, found[i, j + 1]) < ENOUGH * va.own[a[i]]:
                        glued = _glued(b[j], b[j + 1], a[i], vb, va, steps)
                        if glued > 0:
                            told[i + 1, after] = max(t + glued, told[i + 1, after])
    best = told[n].max()
    whole = 0.0
    for i in range(len(a)):
        whole += va.own[a[i]] / 2
    for j in range(len(b)):
        whole += vb.own[b[j]] / 2
    return min(1.0, best / whole) if whole > 0 else 0.0


@numba.njit(cache=True, nogil=True)
def compare_one(a: Array, b: Array, vocabulary: Array, steps: Array) -> float:
    """Return how alike two names are."""
    found = np.zeros((MOST, MOST))
    for i in range(min(len(a), MOST)):
        for j in range(min(len(b), MOST)):
            found[i, j] = evidence(a[i], b[j], vocabulary, vocabulary, steps)
    return compare(a, b, found, vocabulary, vocabulary, steps)


@numba.njit(cache=True, nogil=True)
def compare_pairs(
    a: Array, a_at: Array, b: Array, b_at: Array, rows: Array, vocabulary: Array, steps: Array
) -> Array:
    """Return how alike the pairs of names (left row, right row) are.

    What two tokens tell is remembered in a table of 2**20 places, as names repeat.
    """
    places = 1 << 20
    known = np.full(places, -1, np.int64)
    value = np.zeros(places, np.float32)
    many = np.int64(len(vocabulary.own))
    found = np.zeros((MOST, MOST))
    out = np.zeros(len(rows))
    for r in range(len(rows)):
        x = a[a_at[rows[r, 0]] : a_at[rows[r, 0] + 1]]
        y = b[b_at[rows[r, 1]] : b_at[rows[r, 1] + 1]]
        if len(x) == 0 or len(y) == 0:
            continue
        for i in range(min(len(x), MOST)):
            for j in range(min(len(y), MOST)):
                pair = np.int64(x[i]) * many + y[j]
                place = (pair * np.int64(2654435761) >> np.int64(7)) & np.int64(places - 1)
                if known[place] != pair:
                    known[place] = pair
                    value[place] = evidence(x[i], y[j], vocabulary, vocabulary, steps)
                found[i, j] = value[place]
        out[r] = compare(x, y, found, vocabulary, vocabulary, steps)
    return out

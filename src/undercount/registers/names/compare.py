"""Two full names compared, as numbers of tokens: the best assignment of their parts."""

from typing import Any

import numba
import numpy as np

from undercount.registers.names.ratio import LONGEST, log_ratio
from undercount.registers.names.vocabulary import BONUS

MOST = 6
"""Tokens of a name that are looked at."""
LOSS = 1.5
"""What it costs that one token has an opening (Abd al-, Ben) that the other has not, in nats."""
INITIAL = 2.0
"""What an initial tells that agrees, in nats."""
SLACK = 3
"""How many letters two glued tokens may be longer or shorter than the one they are compared to."""
APART = 4
"""How many consonants two tokens may differ by to be compared at all; and two thirds of them."""
ENOUGH = 0.6
"""Share of a token's own evidence from which it's not tried glued."""
PLACES = 1 << 21
"""Places of the table in which pairs of tokens are remembered."""

Array = Any  # numba's compiled functions take arrays of several kinds


@numba.njit(cache=True, nogil=True)
def scratch() -> tuple[Array, Array, Array, Array]:
    """Return the arrays that comparing overwrites, made once for many pairs."""
    letters = np.zeros((4, LONGEST + 1))
    found = np.zeros((MOST, MOST))
    glued = np.zeros((2, MOST, MOST))
    told = np.zeros((MOST + 2, 1 << MOST))
    return letters, found, glued, told


@numba.njit(cache=True, nogil=True)
def _bits(x: int) -> int:
    x = x - ((x >> 1) & 0x5555555555555555)
    x = (x & 0x3333333333333333) + ((x >> 2) & 0x3333333333333333)
    x = (x + (x >> 4)) & 0x0F0F0F0F0F0F0F0F
    x = x + (x >> 8)
    x = x + (x >> 16)
    return (x + (x >> 32)) & 127


@numba.njit(cache=True, nogil=True)
def too_far(a: int, b: int) -> bool:
    """Tell from two skeletons that their tokens share too little."""
    apart = _bits(a ^ b)
    return apart > APART or 3 * apart > 2 * (_bits(a) + _bits(b)) + 1


@numba.njit(cache=True, nogil=True)
def evidence(a: int, b: int, va: Array, vb: Array, steps: Array, letters: Array) -> float:
    """Return what two tokens tell for being one name, in nats."""
    x = va.letters[va.starts[a] : va.starts[a + 1]]
    y = vb.letters[vb.starts[b] : vb.starts[b + 1]]
    if (len(x) == 1) != (len(y) == 1):
        return INITIAL if x[0] == y[0] else -INITIAL
    if too_far(va.skeletons[a], vb.skeletons[b]):
        return -LOSS
    value: float = log_ratio(x, y, steps, letters)
    value += BONUS[va.kinds[a]] if va.kinds[a] == vb.kinds[b] else -LOSS
    return value


@numba.njit(cache=True, nogil=True)
def _glued(a: int, a2: int, b: int, va: Array, vb: Array, steps: Array, letters: Array) -> float:
    n = va.starts[a + 1] - va.starts[a]
    n2 = va.starts[a2 + 1] - va.starts[a2]
    m = vb.starts[b + 1] - vb.starts[b]
    if n < 2 or n2 < 2 or abs(n + n2 - m) > SLACK:
        return -1.0
    lacking = ~vb.skeletons[b]
    if _bits(va.skeletons[a] & lacking) > 1 or _bits(va.skeletons[a2] & lacking) > 1:
        return -1.0
    both = np.empty(n + n2, np.int8)
    both[:n] = va.letters[va.starts[a] : va.starts[a + 1]]
    both[n:] = va.letters[va.starts[a2] : va.starts[a2 + 1]]
    y = vb.letters[vb.starts[b] : vb.starts[b + 1]]
    return log_ratio(both, y, steps, letters) - LOSS


@numba.njit(cache=True, nogil=True)
def compare(a: Array, b: Array, work: Array, va: Array, vb: Array, steps: Array) -> float:
    """Return how alike two names are, 0 to 1; `work` holds what each pair of tokens tells.

    What the best assignment tells, over the mean of what the two names tell of themselves: two
    tokens that contradict each other count in full, one that only one name has by half.
    """
    letters, found, glued, told = work
    n, m = min(len(a), MOST), min(len(b), MOST)
    whole = 0.0
    for i in range(len(a)):
        whole += va.own[a[i]] / 2
    for j in range(len(b)):
        whole += vb.own[b[j]] / 2
    if whole <= 0:
        return 0.0
    for i in range(n):
        for j in range(m):
            glued[0, i, j] = glued[1, i, j] = -1.0
            e = found[i, j]
            if i + 1 < n and max(e, found[i + 1, j]) < ENOUGH * vb.own[b[j]]:
                glued[0, i, j] = _glued(a[i], a[i + 1], b[j], va, vb, steps, letters)
            if j + 1 < m and max(e, found[i, j + 1]) < ENOUGH * va.own[a[i]]:
                glued[1, i, j] = _glued(b[j], b[j + 1], a[i], vb, va, steps, letters)
    size = 1 << m
    told[: n + 1, :size] = -1.0
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
                if found[i, j] > 0:
                    told[i + 1, after] = max(t + found[i, j], told[i + 1, after])
                if glued[0, i, j] > 0:
                    told[i + 2, after] = max(t + glued[0, i, j], told[i + 2, after])
                if glued[1, i, j] > 0 and not mask & (2 << j):
                    after |= 2 << j
                    told[i + 1, after] = max(t + glued[1, i, j], told[i + 1, after])
    best = 0.0
    for mask in range(size):
        best = max(best, told[n, mask])
    return min(1.0, best / whole)


@numba.njit(cache=True, nogil=True)
def compare_one(a: Array, b: Array, vocabulary: Array, steps: Array) -> float:
    """Return how alike two names are."""
    work = scratch()
    for i in range(min(len(a), MOST)):
        for j in range(min(len(b), MOST)):
            work[1][i, j] = evidence(a[i], b[j], vocabulary, vocabulary, steps, work[0])
    return compare(a, b, work, vocabulary, vocabulary, steps)


@numba.njit(cache=True, nogil=True)
def compare_pairs(
    a: Array, a_at: Array, b: Array, b_at: Array, rows: Array, vocabulary: Array, steps: Array
) -> Array:
    """Return how alike the pairs of names (left row, right row) are.

    What two tokens tell is remembered, as tokens repeat; those whose consonants are too far apart
    are told before.
    """
    known = np.full((PLACES, 2), -1.0)  # a pair of tokens (exact as a float), what it tells
    many = np.int64(len(vocabulary.own))
    work = scratch()
    found = work[1]
    out = np.zeros(len(rows))
    for r in range(len(rows)):
        x = a[a_at[rows[r, 0]] : a_at[rows[r, 0] + 1]]
        y = b[b_at[rows[r, 1]] : b_at[rows[r, 1] + 1]]
        if len(x) == 0 or len(y) == 0:
            continue
        alike = False
        for i in range(min(len(x), MOST)):
            s = vocabulary.skeletons[x[i]]
            initial = vocabulary.starts[x[i] + 1] - vocabulary.starts[x[i]] == 1
            for j in range(min(len(y), MOST)):
                if x[i] == y[j]:
                    found[i, j] = vocabulary.own[x[i]]
                    alike = True
                    continue
                other = vocabulary.starts[y[j] + 1] - vocabulary.starts[y[j]] == 1
                if initial == other and too_far(s, vocabulary.skeletons[y[j]]):
                    found[i, j] = -LOSS
                    continue
                pair = np.int64(x[i]) * many + y[j]
                place = (pair * np.int64(2654435761) >> np.int64(7)) & np.int64(PLACES - 1)
                if known[place, 0] != pair:
                    told = evidence(x[i], y[j], vocabulary, vocabulary, steps, work[0])
                    known[place, 0], known[place, 1] = pair, told
                found[i, j] = known[place, 1]
                alike = alike or found[i, j] > 0
        if alike or len(x) != len(y):
            out[r] = compare(x, y, work, vocabulary, vocabulary, steps)
    return out

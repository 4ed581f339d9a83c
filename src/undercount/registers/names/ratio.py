"""How much likelier two spellings are as one name than as two names that meet by chance.

A spelling changes into another by steps: a letter or two for a letter or two (k for q, ou for u),
a letter more or less. The odds of each step, against those of the letters by themselves, have
been learned; the ratio of two spellings is the sum over all the ways of steps.

Source: E. S. Ristad and P. N. Yianilos, "Learning string-edit distance" (1998), here with steps
of up to two letters and divided by the odds of the letters alone.
"""

import math
from functools import cache

import numba
import numpy as np
from numpy.typing import NDArray

from undercount.registers.names.parameters import learned

Letters = NDArray[np.int8]
Table = NDArray[np.float32]

CHUNKS = 27 * 27
"""Pieces of none, one (1 to 26) or two letters (first * 27 + second)."""


def letters(token: str) -> Letters:
    """Return a token's letters as numbers 1 to 26."""
    return np.frombuffer(token.encode(), np.uint8).astype(np.int8) - np.int8(96)


@numba.njit(cache=True, nogil=True)
def log_ratio(a: Letters, b: Letters, table: Table) -> float:
    """Return the log of the likelihood ratio of two spellings under a table of steps."""
    n, m = len(a), len(b)
    before = np.zeros(m + 1)
    last = np.zeros(m + 1)
    now = np.zeros(m + 1)
    for i in range(n + 1):
        one = int(a[i - 1]) if i > 0 else 0
        two = int(a[i - 2]) * 27 + one if i > 1 else 0
        for j in range(m + 1):
            uno = int(b[j - 1]) if j > 0 else 0
            due = int(b[j - 2]) * 27 + uno if j > 1 else 0
            v = 1.0 if i == 0 and j == 0 else 0.0
            if i > 0:
                v += last[j] * table[one, 0]
                if j > 0:
                    v += last[j - 1] * table[one, uno]
                if j > 1:
                    v += last[j - 2] * table[one, due]
            if j > 0:
                v += now[j - 1] * table[0, uno]
                if i > 1:
                    v += before[j - 1] * table[two, uno]
            if i > 1 and j > 1:
                v += before[j - 2] * table[two, due]
            now[j] = v
        before, last, now = last, now, before
    return math.log(last[m] + 1e-300)


@cache
def table() -> Table:
    """Return the learned table of steps: the ratio of each pair of pieces."""
    out = np.zeros((CHUNKS, CHUNKS), np.float32)
    for left, row in learned()["steps"].items():
        for right, log in row.items():
            out[_piece(left), _piece(right)] = math.exp(log / 100)
    return out


def _piece(text: str) -> int:
    code = 0
    for character in text:
        code = code * 27 + ord(character) - 96
    return code

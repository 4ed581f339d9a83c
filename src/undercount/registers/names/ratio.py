"""How much likelier two spellings are as one name than as two names that meet by chance.

A spelling changes into another by steps: a letter or two for a letter or two (k for q, ou for u),
a letter more or less. The odds of each step, against those of the letters by themselves, have
been learned; the ratio of two spellings is the sum over all the ways of steps.

Source: E. S. Ristad and P. N. Yianilos, "Learning string-edit distance" (1998), here with steps
of up to two letters and divided by the odds of the letters alone.
"""

import math
from functools import cache
from typing import NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from undercount.registers.names import parameters

Letters = NDArray[np.int8]

CHUNKS = 27 * 27
"""Pieces of none, one (1 to 26) or two letters (first * 27 + second)."""
LONGEST = 30
"""Letters of a token that are looked at."""


class Steps(NamedTuple):
    """The learned steps; pieces that take part in none share number 27."""

    ratios: NDArray[np.float32]
    """Ratio of each pair of pieces by their numbers."""
    number: NDArray[np.int16]
    """Number of each piece: 0 nothing, 1 to 26 the letters, from 28 two letters."""


def letters(token: str) -> Letters:
    """Return a token's letters as numbers 1 to 26."""
    return np.frombuffer(token.encode(), np.uint8).astype(np.int8) - np.int8(96)


@numba.njit(cache=True, nogil=True, fastmath=True)
def log_ratio(a: Letters, b: Letters, steps: Steps, work: NDArray[np.float64]) -> float:
    """Return the log of the likelihood ratio of two spellings.

    `work`, shape (4, LONGEST + 1), is overwritten.
    """
    ratios, number = steps
    n, m = min(len(a), LONGEST), min(len(b), LONGEST)
    before, last, now = work[0], work[1], work[2]
    pairs = work[3]
    for j in range(1, m):
        pairs[j + 1] = number[int(b[j - 1]) * 27 + b[j]]
    for i in range(n + 1):
        one = int(a[i - 1]) if i > 0 else 0
        two = int(number[int(a[i - 2]) * 27 + one]) if i > 1 else 27
        for j in range(m + 1):
            v = 1.0 if i == 0 and j == 0 else 0.0
            if j > 0:
                uno = b[j - 1]
                v += now[j - 1] * ratios[0, uno]
                if i > 0:
                    v += last[j - 1] * ratios[one, uno]
                if two != 27:
                    v += before[j - 1] * ratios[two, uno]
                if j > 1 and i > 0:
                    due = int(pairs[j])
                    if due != 27:
                        v += last[j - 2] * ratios[one, due]
                        if two != 27:
                            v += before[j - 2] * ratios[two, due]
            if i > 0:
                v += last[j] * ratios[one, 0]
            now[j] = v
        before, last, now = last, now, before
    return math.log(last[m] + 1e-300)


@cache
def table() -> Steps:
    """Return the learned steps."""
    learned = parameters.learned()["steps"]
    number = np.full(CHUNKS, 27, np.int16)
    number[:27] = np.arange(27)
    pieces = {*learned, *(right for row in learned.values() for right in row)}
    for i, piece in enumerate(sorted(piece for piece in pieces if len(piece) == 2), start=28):
        number[_piece(piece)] = i
    ratios = np.zeros((number.max() + 1,) * 2, np.float32)
    for left, row in learned.items():
        for right, log in row.items():
            ratios[number[_piece(left)], number[_piece(right)]] = math.exp(log / 100)
    return Steps(ratios, number)


def _piece(text: str) -> int:
    code = 0
    for character in text:
        code = code * 27 + ord(character) - 96
    return code

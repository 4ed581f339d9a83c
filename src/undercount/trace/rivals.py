"""One child, one case: requests for other children take a case from each other. Compiled.

Two requests for the same child do not: a father and an uncle may both ask, and both be right. So a
request is taken from its case by another only as far as the two are for different children. And a
request is for one child only: of two cases that it fits, a brother's and a sister's, the other's
claim counts against each.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
# With a dozen, rivals that go round in a ring got up to 1.3 of one case between them.
_SWEEPS = 60


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Pairs of a case and a request that count, sorted by case; shape (pairs,) each.

    Attributes:
        case: numbers from 0.
        request: numbers of requests.
        starts: shape (cases + 1,), where the pairs of each case begin.
        by_request: the pairs in the order of their requests.
        request_starts: where the pairs of each distinct request begin in that order.
        request_of: which of the distinct requests each pair is of.
        left: shape (rivals,), of two pairs of one case, the first.
        right: the second.
        same: shape (rivals,), the chance that both requests are for the same child.
    """

    case: NDArray[np.int64]
    request: NDArray[np.int64]
    starts: NDArray[np.int64]
    by_request: NDArray[np.int64]
    request_starts: NDArray[np.int64]
    request_of: NDArray[np.int64]
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    same: Floats


def pairs_with(
    case: NDArray[np.int64],
    request: NDArray[np.int64],
    n_cases: int,
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    same: Floats,
) -> Pairs:
    """The pairs, which are sorted by case, and what is known of rivals of one case."""
    _, of = np.unique(request, return_inverse=True)
    order = np.argsort(of, kind="stable")
    counts = np.bincount(of)
    return Pairs(
        case, request, np.searchsorted(case, np.arange(n_cases + 1)), order,
        np.concatenate([[0], np.cumsum(counts)]), of.ravel(), left, right, same,
    )  # fmt: skip


def rivals_of(case: NDArray[np.int64], n_cases: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """All two pairs of one case, the first before the second."""
    starts = np.searchsorted(case, np.arange(n_cases + 1))
    found = [
        (a + first, b + first)
        for first, end in pairwise(starts.tolist())
        for a, b in [np.triu_indices(end - first, 1)]
    ]
    left = np.concatenate([np.empty(0, np.int64), *[a for a, _ in found]])
    right = np.concatenate([np.empty(0, np.int64), *[b for _, b in found]])
    return left, right


def probabilities(pairs: Pairs, odds: Floats) -> tuple[Floats, Floats, Floats]:
    """That each request is for its case's child, that no request is, and each pair's freedom.

    Args:
        pairs: of cases and requests.
        odds: shape (pairs,), of each pair alone.

    Returns:
        Shape (pairs,), shape (cases,), and shape (pairs,): what rivals leave of the odds.
    """
    free_case, free_request = _free(
        odds, pairs.by_request, pairs.request_starts, pairs.request_of, pairs.starts, pairs.case,
        pairs.left, pairs.right, pairs.same,
    )  # fmt: skip
    left_over = free_case * free_request
    held = odds * left_over
    some = _any(odds * free_request, pairs.starts, pairs.left, pairs.right, pairs.same)
    return held / (1 + held), 1 / (1 + some), left_over


@numba.njit(cache=True, nogil=True)
def _free(
    odds: Any, by_request: Any, request_starts: Any, request_of: Any, starts: Any, case: Any,
    left: Any, right: Any, same: Any,
) -> Any:  # fmt: skip
    n = len(odds)
    free_case, free_request = np.ones(n), np.ones(n)
    against = np.zeros(n)
    for sweep in range(_SWEEPS):
        # Half the way, as messages that jump from side to side would not settle; the last in full.
        keep = 0.5 if sweep < _SWEEPS - 1 else 0.0
        against[:] = 0.0
        for k in range(len(left)):
            i, j = left[k], right[k]
            other = 1.0 - same[k]
            against[i] += other * odds[j] * free_request[j]
            against[j] += other * odds[i] * free_request[i]
        for i in range(n):
            free_case[i] = keep * free_case[i] + (1.0 - keep) / (1.0 + against[i])
        for r in range(len(request_starts) - 1):
            total = 0.0
            for k in range(request_starts[r], request_starts[r + 1]):
                i = by_request[k]
                total += odds[i] * free_case[i]
            for k in range(request_starts[r], request_starts[r + 1]):
                i = by_request[k]
                others = max(total - odds[i] * free_case[i], 0.0)
                free_request[i] = keep * free_request[i] + (1.0 - keep) / (1.0 + others)
    return free_case, free_request


@numba.njit(cache=True, nogil=True)
def _any(odds: Any, starts: Any, left: Any, right: Any, same: Any) -> Any:
    """Odds that any request is for each case's child; those for the same child count once."""
    once = odds.copy()
    for k in range(len(left)):
        i, j = left[k], right[k]
        # Of two for the same child the likelier stands for both.
        if odds[i] >= odds[j]:
            once[j] *= 1.0 - same[k]
        else:
            once[i] *= 1.0 - same[k]
    out = np.zeros(len(starts) - 1)
    for c in range(len(out)):
        for i in range(starts[c], starts[c + 1]):
            out[c] += once[i]
    return out

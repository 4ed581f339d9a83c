"""Lay the graph of the file over that of a list in clear.

The strongest attack here, and independent of how bits are made: two lists of which many people are
the same have the same pattern of likeness, whatever it is hidden in. Spectral start of Fan, Mao,
Wu and Xu (2020, GRAMPA, equation 3: every two eigenvectors weigh by how near their eigenvalues
are), then the assignment is repeated with what it has found (projected power iterations, Onaran and
Villar 2017), then what it says of tokens and bits is used in the same way.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from undercount.encode.attack.colours import neighbourhoods
from undercount.encode.attack.known import Ints, Known
from undercount.encode.attack.likeness import Matrix, graphs

_NEAR = 0.1
_ROUNDS = 25
_NEVER = 1e6


def align(known: Known) -> Ints:
    """Shape (n,): for each row of the file a record of the attacker's list, or -1.

    Knows nobody to begin with. Which of several results to keep is told by how well the graphs
    agree, which the attacker sees.
    """
    a, b = graphs(known)
    barred = known.impossible
    starts = [assign(_spectral(a, b), barred)]
    if known.layout is not None:
        starts.append(neighbourhoods(known))
    results = [refine(a, b, start, barred, share) for start in starts for share in (1.0, 0.3)]
    return max(results, key=lambda claims: agreement(a, b, claims))


def refine(
    a: Matrix, b: Matrix, claims: Ints, barred: NDArray[np.bool_], share: float = 1.0
) -> Ints:
    """Assign again and again by what the claims say: who is like those that are claimed.

    Args:
        a: shape (n, n), the file's graph.
        b: shape (m, m), that of the attacker's list.
        claims: shape (n,), to begin with.
        barred: shape (n, m), who cannot be whom.
        share: of the claims, the surest, that the next round is built on.
    """
    now = claims
    found = claims
    for _ in range(_ROUNDS):
        seen = now >= 0
        if not seen.any():
            break
        scores = a[:, seen] @ b[now[seen]]
        found = assign(scores, barred)
        kept = _surest(scores, found, share)
        if (kept == now).all():
            break
        now = kept
    return found


def percolate(known: Known, seeds: Ints) -> Ints:
    """From some people whom the attacker knows in the file to those who are like them.

    Spreads as Yartseva and Grossglauser (2013): the surest are added first and help with others.

    Args:
        known: what the attacker has.
        seeds: shape (n,), records of the list for the rows that are known, -1 for the others.
    """
    a, b = graphs(known)
    barred = known.impossible
    fixed = seeds >= 0
    barred[fixed] = True
    barred[:, seeds[fixed]] = True
    barred[fixed, seeds[fixed]] = False
    now = seeds
    found = seeds
    for share in np.linspace(0.05, 1, 20):
        seen = now >= 0
        scores = a[:, seen] @ b[now[seen]]
        found = assign(scores, barred)
        now = np.where(fixed, seeds, _surest(scores, found, float(share)))
    return found


def fit(a: Matrix, b: Matrix) -> Ints:
    """Lay values seen over values known, by how often each is met and each two together.

    Args:
        a: shape (k, k), share of rows with both; on the diagonal with the one.
        b: shape (l, l), the same of the list in clear.
    """
    x, y = np.sqrt(np.diag(a)), np.sqrt(np.diag(b))
    as_often = -((x[:, np.newaxis] - y) ** 2)
    a, b = (np.sqrt(m) for m in (a, b))
    barred = np.zeros(as_often.shape, np.bool_)
    results = []
    for start in (as_often, _by_row(a, b), _spectral(a, b)):
        now = assign(start, barred)
        for _ in range(_ROUNDS):
            seen = now >= 0
            new = assign(as_often + _by_column(a[:, seen], b[:, now[seen]]), barred)
            if (new == now).all():
                break
            now = new
        seen = np.flatnonzero(now >= 0)
        gap = a[np.ix_(seen, seen)] - b[np.ix_(now[seen], now[seen])]
        results.append((float((gap**2).mean()), now))
    return min(results, key=lambda item: item[0])[1]


def _by_row(a: Matrix, b: Matrix) -> Matrix:
    """How near two are by whom they are met with most, second most, and so on."""
    size = min(len(a), len(b))
    return _by_column(-np.sort(-a, axis=1)[:, :size], -np.sort(-b, axis=1)[:, :size])


def _by_column(left: Matrix, right: Matrix) -> Matrix:
    far = (left**2).sum(axis=1)[:, np.newaxis] + (right**2).sum(axis=1) - 2 * left @ right.T
    return np.asarray(-far)


def assign(scores: Matrix, barred: NDArray[np.bool_]) -> Ints:
    """One to one, with the largest sum of scores."""
    from scipy.optimize import linear_sum_assignment

    span = np.abs(scores).max(initial=0.0) or 1.0
    cost = np.where(barred, _NEVER, -scores / span)
    rows, columns = linear_sum_assignment(cost)
    claims = np.full(len(scores), -1, np.int64)
    allowed = ~barred[rows, columns]
    claims[rows[allowed]] = columns[allowed]
    return claims


def agreement(a: Matrix, b: Matrix, claims: Ints) -> float:
    """Correlation of the two graphs as the claims lay them over one another."""
    seen = np.flatnonzero(claims >= 0)
    if len(seen) < 2:
        return 0.0
    at = claims[seen]
    return float((a[np.ix_(seen, seen)] * b[np.ix_(at, at)]).mean())


def _spectral(a: Matrix, b: Matrix) -> Matrix:
    x, u = np.linalg.eigh(a)
    y, v = np.linalg.eigh(b)
    size = max(np.abs(x).max(), np.abs(y).max()) or 1.0
    weight = 1 / ((x[:, np.newaxis] / size - y / size) ** 2 + _NEAR**2)
    return np.asarray(u @ (weight * np.outer(u.sum(axis=0), v.sum(axis=0))) @ v.T)


def _surest(scores: Matrix, claims: Ints, share: float) -> Ints:
    """The claims that lead their runner-up most."""
    if share >= 1 or scores.shape[1] < 2:
        return claims
    rows = np.flatnonzero(claims >= 0)
    top = np.partition(scores[rows], -2, axis=1)
    chosen = scores[rows, claims[rows]]
    lead = np.where(chosen >= top[:, -1], chosen - top[:, -2], chosen - top[:, -1])
    made = np.full(len(claims), -1, np.int64)
    best = rows[np.argsort(-lead, kind="stable")[: max(1, round(share * len(rows)))]]
    made[best] = claims[best]
    return made

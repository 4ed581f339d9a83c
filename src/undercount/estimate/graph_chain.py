"""Metropolis steps of one edge over decomposable graphs, compiled (Giudici & Green 1999).

Import this module inside a fit only: it loads numba, and compiles on first use (kept on disk).
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from undercount.estimate.graphs import take_apart


@njit(cache=True)
def _complete(adjacent: NDArray[np.int64], lists: int) -> bool:
    for v in range(adjacent.size):
        if lists >> v & 1 and lists & ~(adjacent[v] | 1 << v):
            return False
    return True


@njit(cache=True)
def _parted(adjacent: NDArray[np.int64], a: int, b: int, without: int) -> bool:
    """Whether every path from a to b meets `without`."""
    reached = 1 << a
    ahead = reached
    while ahead:
        found = 0
        for v in range(adjacent.size):
            if ahead >> v & 1:
                found |= adjacent[v]
        ahead = found & ~(reached | without)
        reached |= ahead
    return not reached >> b & 1


@njit(cache=True)
def may_toggle(adjacent: NDArray[np.int64], a: int, b: int) -> bool:
    """Whether a decomposable graph stays so when the edge is taken out, or put in.

    An edge may leave when it lies in one clique only: those who know both know each other. It may
    come when those who know both part its ends (Giudici & Green 1999, theorem 2).
    """
    both = adjacent[a] & adjacent[b]
    if adjacent[a] >> b & 1:
        return _complete(adjacent, both)
    return _parted(adjacent, a, b, both)


@njit(cache=True)
def _score(row: NDArray[np.float64], log_weight: NDArray[np.float64], by_peak: bool) -> float:
    """Log likelihood of a graph: its integral over the grid, or the top of its peak."""
    best = 0
    if by_peak:
        for g in range(1, row.size):
            if row[g] > row[best]:
                best = g
        rise = 0.0
        if 0 < best < row.size - 1:
            below, above = row[best] - row[best - 1], row[best] - row[best + 1]
            if below + above > 0.0:
                rise = (below - above) ** 2 / (8.0 * (below + above))
        return float(row[best] + rise)
    most = -math.inf
    for g in range(row.size):
        most = max(most, row[g] + log_weight[g])
    total = 0.0
    for g in range(row.size):
        above = row[g] + log_weight[g] - most
        if above > -30.0:
            total += math.exp(above)
    return float(most + math.log(total))


@njit(cache=True)
def _row_of(
    adjacent: NDArray[np.int64], margins: NDArray[np.float64], common: NDArray[np.float64]
) -> NDArray[np.float64]:
    n = adjacent.size
    families = np.empty(n, dtype=np.uint16)
    take_apart(adjacent, families)
    row = common.copy()
    for k in range(n):
        near = families[k] & ((1 << n) - 1)
        row += margins[near | 1 << (families[k] >> n)] - margins[near]
    return row


@njit(cache=True)
def walk(
    adjacent: NDArray[np.int64],
    margins: NDArray[np.float64],
    common: NDArray[np.float64],
    log_weight: NDArray[np.float64],
    pairs: NDArray[np.uint8],
    chances: NDArray[np.float64],
    heat: NDArray[np.float64],
    thin: int,
    by_peak: bool,
) -> NDArray[np.int64]:
    """One chain; `adjacent` is changed in place to where it ends.

    Args:
        adjacent: shape (t,), a decomposable graph, neighbours as bitmasks.
        margins: shape (2**t, nodes), log likelihood of each set of lists.
        common: shape (nodes,), what all graphs share.
        log_weight: shape (nodes,), log of how many whole numbers each node stands for.
        pairs: shape (steps, 2), the edge that each step would toggle.
        chances: shape (steps,), a uniform number for each step.
        heat: shape (steps,), by what the log ratio is divided; 1 for the posterior.
        thin: steps from one graph that is kept to the next.
        by_peak: whether graphs are weighed by their peaks, on a grid too rough for integrals.

    Returns:
        Shape (steps // thin,): the graphs, bit by bit as in `graphs.adjacency`.
    """
    n = adjacent.size
    kept = np.empty(len(chances) // thin, dtype=np.int64)
    row = _row_of(adjacent, margins, common)
    score = _score(row, log_weight, by_peak)
    new = np.empty_like(row)
    for step in range(len(kept) * thin):
        a, b = pairs[step, 0], pairs[step, 1]
        if may_toggle(adjacent, a, b):
            both = adjacent[a] & adjacent[b]
            one, other = margins[both | 1 << a], margins[both | 1 << b]
            joint, shared = margins[both | 1 << a | 1 << b], margins[both]
            sign = -1.0 if adjacent[a] >> b & 1 else 1.0
            for g in range(row.size):
                new[g] = row[g] + sign * (joint[g] + shared[g] - one[g] - other[g])
            here = _score(new, log_weight, by_peak)
            if chances[step] < math.exp(min(0.0, (here - score) / heat[step])):
                row, new = new, row
                score = here
                adjacent[a] ^= 1 << b
                adjacent[b] ^= 1 << a
        if (step + 1) % thin == 0:
            key, bit = 0, 0
            for i in range(n):
                for j in range(i):
                    key |= (adjacent[i] >> j & 1) << bit
                    bit += 1
            kept[step // thin] = key
    return kept


@njit(cache=True)
def moments(
    families: NDArray[np.uint16],
    margins: NDArray[np.float64],
    common: NDArray[np.float64],
    log_weight: NDArray[np.float64],
    share: NDArray[np.float64],
    log_nodes: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The sum over graphs, each by its share, and each graph's mean of the log of the unseen.

    Returns:
        Shape (nodes,), log probability of each number of people at the nodes; and shape (m,).
    """
    m, n = families.shape
    most, total, mean = np.full(log_nodes.size, -np.inf), np.zeros(log_nodes.size), np.empty(m)
    for graph in range(m):
        row = common.copy()
        for k in range(n):
            near = families[graph, k] & ((1 << n) - 1)
            row += margins[near | 1 << (families[graph, k] >> n)] - margins[near]
        row -= _score(row, log_weight, False)
        mean[graph] = 0.0
        for g in range(row.size):
            if row[g] + log_weight[g] > -30.0:
                mean[graph] += math.exp(row[g] + log_weight[g]) * log_nodes[g]
            above = row[g] + math.log(share[graph]) - most[g]
            if above > 0.0:
                total[g] = total[g] * math.exp(-above) + 1.0
                most[g] = row[g] + math.log(share[graph])
            elif above > -40.0:
                total[g] += math.exp(above)
    return most + np.log(total), mean

"""Metropolis steps of one edge over decomposable graphs, compiled (Giudici & Green 1999).

Import this module inside a fit only: it loads numba, and compiles on first use (kept on disk).
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from undercount.estimate.graphs.graphs import take_apart


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
def _key(adjacent: NDArray[np.int64]) -> int:
    """The edges as bits, as `graphs.adjacency` reads them."""
    key, bit = 0, 0
    for i in range(adjacent.size):
        for j in range(i):
            key |= (adjacent[i] >> j & 1) << bit
            bit += 1
    return key


@njit(cache=True)
def walk(
    adjacent: NDArray[np.int64],
    margins: NDArray[np.float64],
    common: NDArray[np.float64],
    log_weight: NDArray[np.float64],
    heat: NDArray[np.float64],
    pairs: NDArray[np.uint8],
    steps: NDArray[np.float64],
    swaps: NDArray[np.float64],
    by_peak: bool,
) -> NDArray[np.int64]:
    """One chain and its hotter companions, which now and then change places.

    Args:
        adjacent: shape (rungs, t), decomposable graphs, neighbours as bitmasks; changed in place
            to where the walk ends.
        margins: shape (2**t, nodes), log likelihood of each set of lists.
        common: shape (nodes,), what all graphs share.
        log_weight: shape (nodes,), log of how many whole numbers each node stands for.
        heat: shape (rungs,), by what log ratios are divided; the first is the one that is kept.
        pairs: shape (kept, rungs, thin, 2), the edge that each step would toggle.
        steps: shape (kept, rungs, thin), a uniform number for each step.
        swaps: shape (kept, rungs - 1), the same for each exchange of neighbours.
        by_peak: whether graphs are weighed by their peaks, on a grid too rough for integrals.

    Returns:
        Shape (kept,): the graph of the first rung after each exchange.
    """
    rungs = len(heat)
    kept = np.empty(len(swaps), dtype=np.int64)
    rows = np.empty((rungs, common.size))
    scores = np.empty(rungs)
    new = np.empty(common.size)
    for k in range(rungs):
        rows[k] = _row_of(adjacent[k], margins, common)
        scores[k] = _score(rows[k], log_weight, by_peak)
    for turn in range(len(kept)):
        for k in range(rungs):
            here, row = adjacent[k], rows[k]
            for step in range(steps.shape[2]):
                a, b = pairs[turn, k, step, 0], pairs[turn, k, step, 1]
                if not may_toggle(here, a, b):
                    continue
                both = here[a] & here[b]
                one, other = margins[both | 1 << a], margins[both | 1 << b]
                joint, shared = margins[both | 1 << a | 1 << b], margins[both]
                sign = -1.0 if here[a] >> b & 1 else 1.0
                for g in range(new.size):
                    new[g] = row[g] + sign * (joint[g] + shared[g] - one[g] - other[g])
                score = _score(new, log_weight, by_peak)
                if steps[turn, k, step] < math.exp(min(0.0, (score - scores[k]) / heat[k])):
                    row[:] = new
                    scores[k] = score
                    here[a] ^= 1 << b
                    here[b] ^= 1 << a
        for k in range(rungs - 1):
            gain = (scores[k + 1] - scores[k]) * (1.0 / heat[k] - 1.0 / heat[k + 1])
            if swaps[turn, k] < math.exp(min(0.0, gain)):
                for v in range(adjacent.shape[1]):
                    adjacent[k, v], adjacent[k + 1, v] = adjacent[k + 1, v], adjacent[k, v]
                for g in range(new.size):
                    rows[k, g], rows[k + 1, g] = rows[k + 1, g], rows[k, g]
                scores[k], scores[k + 1] = scores[k + 1], scores[k]
        kept[turn] = _key(adjacent[0])
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

"""Decomposable graphs over the lists, and their sums over a grid, compiled.

A decomposable graph can be taken apart one list at a time, each leaving while its remaining
neighbours all know each other (a simplicial vertex). Its likelihood is then the product, list by
list, of the chance of the list given those neighbours: the families. That is the same as cliques
over separators, with exactly t factors whatever the graph.

Import this module inside a fit only: it loads numba, and compiles on first use (kept on disk).
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from numba import njit
from numpy.typing import NDArray

# Log units below the best peak at which a graph's posterior is taken for nothing.
_NOTHING = -50.0


@cache
def decomposable_graphs(n_lists: int) -> NDArray[np.uint16]:
    """All decomposable graphs over `n_lists` lists.

    Returns:
        Shape (m, t): row by row the families `list << t | neighbours`, the neighbours a bitmask.
        Read-only.

    >>> [len(decomposable_graphs(t)) for t in (2, 3, 4, 5, 6)]
    [2, 8, 61, 822, 18154]
    """
    families = _enumerate(n_lists)
    families.flags.writeable = False
    return families


def cliques(families: NDArray[np.uint16], n_lists: int) -> list[int]:
    """The cliques of one graph as bitmasks: the families that lie within no other."""
    whole = [
        1 << (int(family) >> n_lists) | (int(family) & (2**n_lists - 1)) for family in families
    ]
    return [c for c in whole if not any(c != other and c & other == c for other in whole)]


@njit(cache=True)
def _take_apart(adjacent: NDArray[np.int64], families: NDArray[np.uint16]) -> bool:
    """Fills in the families; False where no list is simplicial, so that the graph has a hole."""
    n = adjacent.size
    left = (1 << n) - 1
    for place in range(n):
        found = -1
        for v in range(n):
            if not left >> v & 1:
                continue
            near = adjacent[v] & left
            simplicial = True
            for w in range(n):
                if near >> w & 1 and near & ~(adjacent[w] | 1 << w):
                    simplicial = False
                    break
            if simplicial:
                found = v
                break
        if found < 0:
            return False
        families[place] = found << n | (adjacent[found] & left)
        left ^= 1 << found
    return True


@njit(cache=True)
def _enumerate(n: int) -> NDArray[np.uint16]:
    pairs = n * (n - 1) // 2
    made = np.empty((1024, n), dtype=np.uint16)
    families = np.empty(n, dtype=np.uint16)
    adjacent = np.empty(n, dtype=np.int64)
    count = 0
    for graph in range(1 << pairs):
        adjacent[:] = 0
        pair = 0
        for i in range(n):
            for j in range(i):
                if graph >> pair & 1:
                    adjacent[i] |= 1 << j
                    adjacent[j] |= 1 << i
                pair += 1
        if _take_apart(adjacent, families):
            if count == len(made):
                wider = np.empty((2 * count, n), dtype=np.uint16)
                wider[:count] = made
                made = wider
            made[count] = families
            count += 1
    return made[:count].copy()


@njit(cache=True)
def peaks(
    families: NDArray[np.uint16], table: NDArray[np.float64], common: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.float64]]:
    """For each graph the highest value on the grid, its node, and the rise of a parabola there.

    Args:
        families: shape (m, t).
        table: shape (t * 2**t, nodes), log likelihood of each family.
        common: shape (nodes,), what all graphs share.
    """
    m, nodes = len(families), table.shape[1]
    highest, place, rise = np.empty(m), np.empty(m, dtype=np.int64), np.zeros(m)
    row = np.empty(nodes)
    for graph in range(m):
        row[:] = common
        for k in range(families.shape[1]):
            part = table[families[graph, k]]
            for g in range(nodes):
                row[g] += part[g]
        best = 0
        for g in range(1, nodes):
            if row[g] > row[best]:
                best = g
        highest[graph], place[graph] = row[best], best
        if 0 < best < nodes - 1:
            below, above = row[best] - row[best - 1], row[best] - row[best + 1]
            if below + above > 0.0:
                rise[graph] = (below - above) ** 2 / (8.0 * (below + above))
    return highest, place, rise


@njit(cache=True)
def masses(
    families: NDArray[np.uint16],
    table: NDArray[np.float64],
    common: NDArray[np.float64],
    weight: NDArray[np.float64],
    top: float,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Posterior, unnormalised: shape (nodes,) per person summed over graphs, and (m,) by graph."""
    m, nodes = len(families), table.shape[1]
    density, by_graph = np.zeros(nodes), np.zeros(m)
    row = np.empty(nodes)
    for graph in range(m):
        for g in range(nodes):
            row[g] = common[g] - top
        for k in range(families.shape[1]):
            part = table[families[graph, k]]
            for g in range(nodes):
                row[g] += part[g]
        for g in range(nodes):
            if row[g] > _NOTHING:
                value = math.exp(row[g])
                density[g] += value
                by_graph[graph] += value * weight[g]
    return density, by_graph

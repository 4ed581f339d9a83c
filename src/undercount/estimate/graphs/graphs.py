"""Decomposable graphs over the lists, all of them, compiled.

A decomposable graph can be taken apart one list at a time, each leaving while its remaining
neighbours all know each other (a simplicial vertex). Its likelihood is then the product, list by
list, of the chance of the list given those neighbours: the families. That is the same as cliques
over separators, with exactly t factors whatever the graph.

Import this module inside a fit only: it loads numba, and compiles on first use (kept on disk).
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numba import njit
from numpy.typing import NDArray


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
def take_apart(adjacent: NDArray[np.int64], families: NDArray[np.uint16]) -> bool:
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
def adjacency(graph: int, n: int) -> NDArray[np.int64]:
    """Neighbours of each list as bitmasks, from the edges 10, 20, 21, 30 ... as bits."""
    adjacent = np.zeros(n, dtype=np.int64)
    bit = 0
    for i in range(n):
        for j in range(i):
            if graph >> bit & 1:
                adjacent[i] |= 1 << j
                adjacent[j] |= 1 << i
            bit += 1
    return adjacent


@njit(cache=True)
def families_of(graphs: NDArray[np.int64], n: int) -> NDArray[np.uint16]:
    """Shape (m, n): the families of decomposable graphs given by their edges."""
    made = np.empty((len(graphs), n), dtype=np.uint16)
    for i in range(len(graphs)):
        take_apart(adjacency(graphs[i], n), made[i])
    return made


@njit(cache=True)
def _enumerate(n: int) -> NDArray[np.uint16]:
    pairs = n * (n - 1) // 2
    made = np.empty((1024, n), dtype=np.uint16)
    families = np.empty(n, dtype=np.uint16)
    count = 0
    for graph in range(1 << pairs):
        adjacent = adjacency(graph, n)
        if take_apart(adjacent, families):
            if count == len(made):
                wider = np.empty((2 * count, n), dtype=np.uint16)
                wider[:count] = made
                made = wider
            made[count] = families
            count += 1
    return made[:count].copy()

"""Nodes of two graphs that look alike: graph matching by features.

Vidanage, Christen, Ranbaduge and Schnell (2020): each node of the file's similarity graph and of
the list's is told by its edges, its neighbours' edges and their weights; the nodes whose features
are nearest are laid beside one another, one to one.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from undercount.encode.attack.alignment import assign
from undercount.encode.attack.known import Ints, Known
from undercount.encode.attack.likeness import Matrix, graphs

_EDGES = (0.02, 0.05, 0.2)
_QUANTILES = np.concatenate((np.linspace(0.02, 0.9, 23), np.linspace(0.92, 1, 17)))


def match(known: Known) -> Ints:
    """Shape (n,): for each row of the file a record of the attacker's list."""
    a, b = graphs(known)
    x, y = _features(a), _features(b)
    both = np.concatenate([x, y])
    spread = both.std(axis=0)
    x, y = (np.where(spread > 0, (z - both.mean(axis=0)) / np.where(spread > 0, spread, 1), 0)
            for z in (x, y))  # fmt: skip
    far = (x**2).sum(axis=1)[:, np.newaxis] + (y**2).sum(axis=1) - 2 * x @ y.T
    return assign(-far, known.impossible)


def _features(matrix: Matrix) -> NDArray[np.float64]:
    """Shape (n, features): weights of edges, degrees, and those of the neighbours."""
    n = len(matrix)
    others = matrix[~np.eye(n, dtype=np.bool_)].reshape(n, n - 1)
    made = [np.quantile(others, _QUANTILES, axis=1).T, others.std(axis=1, keepdims=True)]
    for share in _EDGES:
        edge = matrix > np.quantile(others, 1 - share)
        np.fill_diagonal(edge, False)
        degree = edge.sum(axis=1, keepdims=True).astype(np.float64)
        weight = np.where(edge, matrix, 0).sum(axis=1, keepdims=True)
        near = edge @ np.concatenate([degree, weight, degree**2], axis=1)
        within = ((edge.astype(np.float32) @ edge.astype(np.float32)) * edge).sum(axis=1)
        around = near / np.maximum(degree, 1)
        made += [degree, weight / np.maximum(degree, 1), around, within[:, np.newaxis]]
    return np.concatenate(made, axis=1)

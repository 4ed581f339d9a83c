"""A grid over the people on no list: where the posterior is read, and of which graphs."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from undercount.estimate.graphs.margins import Margins

# First nodes, and most rounds of splitting.
_FIRST = 65
_ROUNDS = 20
# Graphs that stay below the best at its peak by this and the log of their number, in log units,
# are left out: together they hold about 1e-7 of the posterior.
_DROP = 16.0
# The grid is placed by so many of the best graphs, and read on all.
_PLACING = 400
# How many times as high over its nodes as a parabola guesses may the peak of a graph be.
_DOUBT = 3.0
# A peak that rises less than this over its node, in log units, hides nothing.
_RESOLVED = 0.5
# An interval is halved until the cubic through its neighbours foretells its middle, but for so
# small a share of the posterior; and not at all where it holds less than the second.
_WRONG = 1e-7
_EMPTY = 1e-9
# Log units below the peak beyond which the grid is cut off, and the nodes kept beyond that.
_FAR, _MARGIN = 40.0, 3


def first_nodes(end: float, finer: int = 1) -> NDArray[np.float64]:
    """The grid before anything is known of the posterior."""
    return np.unique(np.geomspace(1, end, _FIRST * finer).round())


def person_weights(nodes: NDArray[np.float64]) -> NDArray[np.float64]:
    """How many whole numbers each node stands for, with straight lines between nodes."""
    steps = np.diff(nodes)
    weights = np.full(len(nodes), 0.5)
    weights[:-1] += steps / 2
    weights[1:] += steps / 2
    weights[1:-1] -= 0.5
    return weights


def place(
    margins: Margins, families: NDArray[np.uint16], end: float, finer: int = 1
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.uint16]]:
    """Nodes dense enough for cubics in the log density.

    The grid is logarithmic at first. It is split where the peak of a graph may hide, then where
    cubics do not foretell the sum; graphs that cannot matter are dropped on the way.

    Args:
        margins: likelihoods of the table.
        families: shape (m, t), the graphs; see `graphs.decomposable_graphs`.
        end: the highest number of people on no list.
        finer: how many times as fine the grid is at first.

    Returns:
        The nodes; the log density there of the graphs it was placed by; the graphs that matter.
    """
    from undercount.estimate.graphs.sums import log_sums, peaks

    nodes = first_nodes(end, finer)
    drop = _DROP + np.log(len(families))
    for _ in range(_ROUNDS):
        highest, at, rise = peaks(families, *margins.at(nodes))
        # Only heights that were read rule a graph out: a guess across wide steps may be far off.
        matters = highest + _DOUBT * rise >= np.max(highest) - drop
        hidden = np.unique(at[matters & (rise > _RESOLVED)])
        families, highest = families[matters], highest[matters]
        split = np.zeros(len(nodes) - 1, dtype=np.bool_)
        split[np.minimum(hidden, len(split) - 1)] = True
        split[np.maximum(hidden - 1, 0)] = True
        split &= np.diff(nodes) > 1
        if not split.any():
            break
        low, high = nodes[:-1][split], nodes[1:][split]
        new = [(low + (high - low) * quarter / 4).round() for quarter in (1, 2, 3)]
        nodes = np.unique(np.concatenate([nodes, *new]))
    placing = families
    if len(families) > _PLACING:
        placing = families[highest >= np.partition(highest, -_PLACING)[-_PLACING]]

    def sums(at: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(log_sums(placing, *margins.at(at)))

    return (*_cut_off(*_halved(sums, nodes)), families)


def _halved(
    sums: Callable[[NDArray[np.float64]], NDArray[np.float64]], nodes: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Nodes and log density, halved until cubics foretell the middle of each interval."""
    from undercount.estimate.graphs.sums import between

    values = sums(nodes)
    trusted = np.zeros(len(nodes) - 1, dtype=np.bool_)
    for _ in range(_ROUNDS):
        density = np.exp(values - values.max())
        share = np.diff(nodes) * np.maximum(density[1:], density[:-1])
        share /= share.sum()
        doubtful = np.flatnonzero(~trusted & (np.diff(nodes) > 1) & (share > _EMPTY))
        if len(doubtful) == 0:
            break
        low, high = nodes[doubtful], nodes[doubtful + 1]
        middle = np.clip(np.sqrt(low * high).round(), low + 1, high - 1)
        guess, true = between(middle, nodes, values, doubtful), sums(middle)
        good = share[doubtful] * np.abs(np.expm1(np.clip(guess - true, -50, 50))) < _WRONG
        trusted[doubtful] = good
        trusted = np.insert(trusted, doubtful, good)
        nodes = np.insert(nodes, doubtful + 1, middle)
        values = np.insert(values, doubtful + 1, true)
    return nodes, values


def _cut_off(
    nodes: NDArray[np.float64], values: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Without the ends where nothing of the posterior lies."""
    near = np.flatnonzero(values > values.max() - _FAR)
    inside = slice(max(near[0] - _MARGIN, 0), near[-1] + _MARGIN + 1)
    return nodes[inside], values[inside]

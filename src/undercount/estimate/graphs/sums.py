"""Sums of the posteriors of many graphs over a grid of unseen people, compiled.

Import this module inside a fit only: it loads numba, and compiles on first use (kept on disk).
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

# Log units below the others at a node at which a graph adds nothing there.
_NOTHING = -40.0
# How far above a node the peak may be even so, as a share of the fall to the next nodes.
_DISTRUST = 0.05


@njit(cache=True)
def peaks(
    families: NDArray[np.uint16], table: NDArray[np.float64], common: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.float64]]:
    """For each graph the highest value on the grid, its node, and how far it may rise more.

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
            # Far from its peak no graph is a parabola: what seems to be its peak may not be.
            rise[graph] = max(rise[graph], _DISTRUST * min(below, above))
        elif nodes > 2:
            # At an end of the grid the peak may lie within the last step.
            inward = 1 if best == 0 else -1
            down = row[best] - row[best + inward]
            bend = row[best + inward] - row[best + 2 * inward] - down
            if bend > 2.0 * down:
                rise[graph] = (down - bend / 2.0) ** 2 / (2.0 * bend)
    return highest, place, rise


@njit(cache=True)
def log_sums(
    families: NDArray[np.uint16], table: NDArray[np.float64], common: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Shape (nodes,): log of the sum over graphs, however far they lie apart."""
    nodes = table.shape[1]
    most, total = np.full(nodes, -np.inf), np.zeros(nodes)
    row = np.empty(nodes)
    for graph in range(len(families)):
        row[:] = common
        for k in range(families.shape[1]):
            part = table[families[graph, k]]
            for g in range(nodes):
                row[g] += part[g]
        for g in range(nodes):
            above = row[g] - most[g]
            if above > 0.0:
                total[g] = total[g] * math.exp(-above) + 1.0
                most[g] = row[g]
            elif above > _NOTHING:
                total[g] += math.exp(above)
    return most + np.log(total)


@njit(cache=True)
def masses(
    families: NDArray[np.uint16],
    table: NDArray[np.float64],
    base: NDArray[np.float64],
    weight: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What the graphs add up to at each node, and each graph over the nodes.

    Args:
        families: shape (m, t).
        table: shape (t * 2**t, nodes), log likelihood of each family.
        base: shape (nodes,), what all graphs share, less the log density they are measured by.
        weight: shape (nodes,), that density, and how many whole numbers each node stands for.

    Returns:
        Shape (nodes,), times the density; and shape (m,).
    """
    m, nodes = len(families), table.shape[1]
    ratio, by_graph = np.zeros(nodes), np.zeros(m)
    row = np.empty(nodes)
    for graph in range(m):
        row[:] = base
        for k in range(families.shape[1]):
            part = table[families[graph, k]]
            for g in range(nodes):
                row[g] += part[g]
        mass = 0.0
        for g in range(nodes):
            if row[g] > _NOTHING:
                value = math.exp(row[g])
                ratio[g] += value
                mass += value * weight[g]
        by_graph[graph] = mass
    return ratio, by_graph


@njit(cache=True)
def _cubic(at: float, u: NDArray[np.float64], values: NDArray[np.float64], interval: int) -> float:
    """The cubic through the four nodes about an interval."""
    first = min(max(interval - 1, 0), len(u) - 4)
    total = 0.0
    for i in range(first, first + 4):
        part = values[i]
        for j in range(first, first + 4):
            if j != i:
                part *= (at - u[j]) / (u[i] - u[j])
        total += part
    return total


@njit(cache=True)
def between(
    at: NDArray[np.float64],
    nodes: NDArray[np.float64],
    values: NDArray[np.float64],
    intervals: NDArray[np.int64],
) -> NDArray[np.float64]:
    """Values at one point of each interval, by cubics in the logarithm of the nodes."""
    u = np.log(nodes)
    made = np.empty(len(at))
    for i in range(len(at)):
        made[i] = _cubic(math.log(at[i]), u, values, intervals[i])
    return made


@njit(cache=True)
def spread(
    nodes: NDArray[np.float64], values: NDArray[np.float64], most: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Every whole number between the nodes, `most` an interval, and exp of the cubic there."""
    steps = np.empty(len(nodes) - 1, dtype=np.int64)
    for i in range(len(steps)):
        steps[i] = min(most, int(nodes[i + 1] - nodes[i]))
    fine, density = np.empty(steps.sum() + 1), np.empty(steps.sum() + 1)
    u = np.log(nodes)
    place = 0
    for i in range(len(steps)):
        width = nodes[i + 1] - nodes[i]
        for j in range(steps[i]):
            fine[place] = nodes[i] + math.floor(width * j / steps[i])
            here = values[i] if j == 0 else _cubic(math.log(fine[place]), u, values, i)
            density[place] = math.exp(here)
            place += 1
    fine[place], density[place] = nodes[-1], math.exp(values[-1])
    return fine, density

"""The posterior of the people on no list, averaged over decomposable graphs."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

# The grid: first nodes, the largest share of the posterior between two of them, the largest error
# of a straight line there, as a share (share * slope**2 / 12), and most rounds.
_FIRST = 65
_SHARE = 1 / 200
_BEND = 3e-7
_ROUNDS = 16
_TINY = 1e-300
# Graphs that stay below the best at its peak by this and the log of their number, in log units,
# are left out: together they hold about 1e-7 of the posterior.
_DROP = 16.0
# The grid is placed by so many of the best graphs, and read on all.
_PLACING = 2000
# How far the peak guessed between nodes may be wrong, as a share of its rise over the nodes.
_DOUBT = 0.25
# A peak that rises less than this over its node, in log units, hides nothing.
_RESOLVED = 0.5
# People unseen for each one seen where the grid first ends, how much further it is moved, and how
# often, while more than this share lies in its last tenth.
_WIDE = 100.0
_WIDER = 100.0
_WIDENED = 3
NEGLIGIBLE = 1e-4


@dataclass(frozen=True, slots=True, eq=False)
class DarkPosterior:
    """The posterior over the people on no list, on a grid of whole numbers.

    Attributes:
        nodes: shape (g,), people on no list, ascending.
        density: shape (g,), posterior probability of each node; straight lines between.
        families: shape (m, t), the graphs kept; see `graphs.decomposable_graphs`.
        by_graph: shape (m,), their posterior probabilities.
    """

    nodes: NDArray[np.float64]
    density: NDArray[np.float64]
    families: NDArray[np.uint16]
    by_graph: NDArray[np.float64]

    @property
    def cumulative(self) -> NDArray[np.float64]:
        """Shape (g,): probability of at most each node."""
        low, high = self.density[:-1], self.density[1:]
        # All whole numbers after one node up to the next, on the line between.
        between = np.diff(self.nodes) * (low + high) / 2 + (high - low) / 2
        return np.concatenate([self.density[:1], self.density[0] + np.cumsum(between)])

    @property
    def at_end(self) -> float:
        """Probability of the highest tenth of the grid."""
        return float(1 - np.interp(0.9 * self.nodes[-1], self.nodes, self.cumulative))

    @property
    def mean(self) -> float:
        """Mean over the grid."""
        return float(_weights(self.nodes) * self.density @ self.nodes)

    def quantile(self, share: float) -> float:
        """The least number of people with at least this share of the posterior at or below it."""
        up_to = self.cumulative
        i = int(np.searchsorted(up_to, share))
        if i == 0 or i == len(up_to):
            return float(self.nodes[min(i, len(up_to) - 1)])
        width = self.nodes[i] - self.nodes[i - 1]
        low, high = self.density[i - 1], self.density[i]
        # The sum over whole numbers up to x is the integral of the line up to x + 1/2, less half
        # of the first; a quadratic in x.
        square, linear = (high - low) / (2 * width), low + (high - low) / (2 * width)
        missing = share - up_to[i - 1]
        root = np.sqrt(max(0.0, linear**2 + 4 * square * missing))
        step = 2 * missing / (linear + root)
        return float(self.nodes[i - 1] + np.ceil(min(step, width) - 1e-9))

    def modes(self, least: float, valley: float) -> list[tuple[float, float]]:
        """Peaks and the probability around each, highest first.

        Args:
            least: a peak with less probability between its valleys is none.
            valley: how low the density must fall between two peaks, as a share of the lower.
        """
        f, up_to = self.density, self.cumulative
        inner = np.arange(1, len(f) - 1)
        dips = inner[(f[1:-1] < f[:-2]) & (f[1:-1] <= f[2:])]
        edges = [0, *(int(dip) for dip in dips), len(f) - 1]
        k = 1
        while k < len(edges) - 1:
            left, dip, right = edges[k - 1 : k + 2]
            lower = min(f[left : dip + 1].max(), f[dip : right + 1].max())
            shares = up_to[dip] - up_to[left], up_to[right] - up_to[dip]
            if f[dip] > valley * lower or min(shares) < least:
                del edges[k]
                k = 1
            else:
                k += 1
        found = []
        for left, right in pairwise(edges):
            start = up_to[left] if left else 0.0
            peak = left + int(np.argmax(f[left : right + 1]))
            found.append((float(f[peak]), float(self.nodes[peak]), float(up_to[right] - start)))
        return [(node, share) for _, node, share in sorted(found, reverse=True)]


def dark_posterior(
    counts: NDArray[np.int64], delta: float, most_unseen: int | None = None, finer: int = 1
) -> DarkPosterior:
    """The posterior over the people on no list and over all decomposable graphs.

    The grid is logarithmic at first. Where much of the posterior lies between two nodes, or where
    the peak of a graph may hide, it is split; graphs that cannot matter are dropped on the way.

    Args:
        counts: shape (2**t,), people by cell.
        delta: prior people in each cell.
        most_unseen: where the grid ends; None where little of the posterior is left.
        finer: how many times as fine the grid is.
    """
    from undercount.estimate.graphs import decomposable_graphs

    graphs = decomposable_graphs(int(counts.size).bit_length() - 1)
    tables = _Tables(counts, delta)
    if most_unseen is not None:
        return _on_grid(tables, graphs, float(most_unseen), finer)
    end = _WIDE * max(float(counts.sum()), 10.0)
    for _ in range(_WIDENED):
        made = _on_grid(tables, graphs, end, finer)
        if made.at_end <= NEGLIGIBLE:
            break
        end *= _WIDER
    return made


def _on_grid(
    tables: _Tables, families: NDArray[np.uint16], end: float, finer: int
) -> DarkPosterior:
    from undercount.estimate.graphs import masses, peaks

    drop = _DROP + np.log(len(families))
    nodes = np.unique(np.geomspace(1, end, _FIRST * finer).round())
    settled = False
    for _ in range(_ROUNDS):
        table, common = tables.at(nodes)
        split = np.zeros(len(nodes) - 1, dtype=np.bool_)
        if not settled:
            highest, place, rise = peaks(families, table, common)
            least = np.max(highest + (1 - _DOUBT) * rise) - drop
            matters = highest + (1 + _DOUBT) * rise >= least
            families, highest = families[matters], highest[matters]
            hidden = np.unique(place[matters & (rise > _RESOLVED)])
            split[np.minimum(hidden, len(split) - 1)] = True
            split[np.maximum(hidden - 1, 0)] = True
            settled = len(hidden) == 0
            top, placing = float(highest.max()), families
            if len(families) > _PLACING:
                placing = families[highest >= np.partition(highest, -_PLACING)[-_PLACING]]
        density, by_graph = masses(placing, table, common, _weights(nodes), top)
        share = np.diff(nodes) * (density[1:] + density[:-1]) / 2 / by_graph.sum()
        slope = np.diff(np.log(np.maximum(density, _TINY)))
        split |= (share > _SHARE / finer) | (share * slope**2 / 12 > _BEND / finer)
        split &= np.diff(nodes) > 1
        if not split.any():
            break
        low, high = nodes[:-1][split], nodes[1:][split]
        new = [(low + (high - low) * quarter / 4).round() for quarter in (1, 2, 3)]
        nodes = np.unique(np.concatenate([nodes, *new]))
    table, common = tables.at(nodes)
    density, by_graph = masses(families, table, common, _weights(nodes), top)
    total = by_graph.sum()
    return DarkPosterior(nodes, density / total, families, by_graph / total)


def _weights(nodes: NDArray[np.float64]) -> NDArray[np.float64]:
    """How many whole numbers each node stands for, with straight lines between nodes."""
    steps = np.diff(nodes)
    weights = np.full(len(nodes), 0.5)
    weights[:-1] += steps / 2
    weights[1:] += steps / 2
    weights[1:-1] -= 0.5
    return weights


class _Tables:
    """Log marginal likelihoods of every margin, and of every family from them."""

    def __init__(self, counts: NDArray[np.int64], delta: float) -> None:
        n_lists = int(counts.size).bit_length() - 1
        cells = np.arange(counts.size)
        self._n, self._prior = float(counts.sum()), delta * counts.size
        self._prior_cell = self._prior / 2.0 ** np.bitwise_count(cells)
        self._met = np.empty(counts.size)
        self._fixed = np.empty(counts.size)
        for margin in range(counts.size):
            people = np.bincount(cells & margin, counts, counts.size)
            inside = people[(cells & margin) == cells]
            prior = self._prior_cell[margin]
            self._met[margin] = inside[0]
            self._fixed[margin] = (gammaln(inside[1:] + prior) - gammaln(prior)).sum()
        self._fixed += gammaln(self._prior) - gammaln(self._prior_cell)
        lists = np.repeat(np.arange(n_lists), counts.size)
        self._without = np.tile(cells, n_lists)
        self._with = self._without | 1 << lists

    def margins(self, unseen: NDArray[np.float64]) -> NDArray[np.float64]:
        """Shape (2**t, nodes): log marginal likelihood of the people by each set of lists."""
        zero = (self._met + self._prior_cell)[:, np.newaxis] + unseen
        return np.asarray(
            self._fixed[:, np.newaxis] + gammaln(zero) - gammaln(unseen + self._n + self._prior)
        )

    def at(self, unseen: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Shape (t * 2**t, nodes) by family, and (nodes,) the prior and the count of orders."""
        margins, total = self.margins(unseen), unseen + self._n
        common = gammaln(total + 1) - gammaln(unseen + 1) - np.log(total)
        return margins[self._with] - margins[self._without], common

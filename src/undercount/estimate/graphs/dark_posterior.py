"""The posterior of the people on no list, averaged over decomposable graphs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from undercount.estimate.compiled import announced
from undercount.estimate.graphs.dark_grid import person_weights, place
from undercount.estimate.graphs.margins import Margins

# Whole numbers read in each interval of the grid; all, where there are no more.
_READ = 48
# People unseen for each one seen where the grid without a limit first ends, how much further it
# is moved, and how often, while more than this share lies in its last tenth.
_WIDE = 100.0
_WIDER = 100.0
_WIDENED = 3
NEGLIGIBLE = 1e-4

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class DarkPosterior:
    """The posterior over the people on no list, on a grid of whole numbers.

    Attributes:
        nodes: shape (g,), people on no list, ascending.
        density: shape (g,), posterior probability of each node; straight lines between.
        families: shape (m, t), the graphs kept; see `graphs.decomposable_graphs`.
        cumulative: shape (g,), probability of at most each node.
        families: shape (m, t), the graphs kept; see `graphs.decomposable_graphs`.
        by_graph: shape (m,), their posterior probabilities.
        end: the highest number of people the grid went to.
    """

    nodes: NDArray[np.float64]
    density: NDArray[np.float64]
    cumulative: NDArray[np.float64]
    families: NDArray[np.uint16]
    by_graph: NDArray[np.float64]
    end: float

    @classmethod
    def on(
        cls,
        nodes: NDArray[np.float64],
        values: NDArray[np.float64],
        families: NDArray[np.uint16],
        by_graph: NDArray[np.float64],
        end: float,
    ) -> DarkPosterior:
        """From log densities, up to a constant, at nodes dense enough for cubics between them."""
        from undercount.estimate.graphs.sums import spread

        nodes, density = spread(nodes, values - values.max(), _READ)
        density /= (person_weights(nodes) * density).sum()
        low, high = density[:-1], density[1:]
        # All whole numbers after one node up to the next, on the line between.
        after = np.diff(nodes) * (low + high) / 2 + (high - low) / 2
        up_to = np.concatenate([density[:1], density[0] + np.cumsum(after)])
        return cls(nodes, density, up_to, families, by_graph, end)

    @property
    def at_end(self) -> float:
        """Probability of the highest tenth of the grid."""
        return max(0.0, float(1 - np.interp(0.9 * self.end, self.nodes, self.cumulative)))

    @property
    def mean(self) -> float:
        """Mean over the grid."""
        return float((person_weights(self.nodes) * self.density * self.nodes).sum())

    def draw(self, size: int, seed: int) -> NDArray[np.float64]:
        """Shape (size,): people on no list, whole numbers."""
        chance = np.random.default_rng(seed).random(size)
        return np.ceil(np.interp(chance, self.cumulative, self.nodes) - 1e-9)

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
    counts: NDArray[np.int64], delta: float, most_unseen: float = float("inf"), finer: int = 1
) -> DarkPosterior:
    """The posterior over the people on no list and over all decomposable graphs.

    Args:
        counts: shape (2**t,), people by cell.
        delta: prior people in each cell.
        most_unseen: where the grid ends; infinite for where little of the posterior is left.
        finer: how many times as fine the grid is at first.
    """
    from undercount.estimate.graphs.graphs import decomposable_graphs
    from undercount.estimate.graphs.sums import masses

    margins = Margins(counts, delta)
    with announced(masses):
        graphs = decomposable_graphs(margins.n_lists)
        return widened(
            lambda end: _on_grid(margins, graphs, end, finer),
            lambda made: made,
            most_unseen,
            counts,
        )


def widened(
    make: Callable[[float], T],
    posterior: Callable[[T], DarkPosterior],
    most_unseen: float,
    counts: NDArray[np.int64],
) -> T:
    """What is made on a grid up to `most_unseen`, or on ever wider ones if that is infinite."""
    if np.isfinite(most_unseen):
        return make(float(most_unseen))
    end = _WIDE * max(float(counts.sum()), 10.0)
    for _ in range(_WIDENED):
        made = make(end)
        if posterior(made).at_end <= NEGLIGIBLE:
            break
        end *= _WIDER
    return made


def _on_grid(
    margins: Margins, families: NDArray[np.uint16], end: float, finer: int
) -> DarkPosterior:
    from undercount.estimate.graphs.sums import masses

    nodes, values, families = place(margins, families, end, finer)
    table, common = margins.at(nodes)
    weight = person_weights(nodes) * np.exp(values - values.max())
    ratio, by_graph = masses(families, table, common - values, weight)
    values = values + np.log(ratio)
    return DarkPosterior.on(nodes, values, families, by_graph / by_graph.sum(), end)

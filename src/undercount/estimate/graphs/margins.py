"""How likely a table is under each set of lists, whatever the number of people on none."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln


class Margins:
    """Log marginal likelihoods of every margin, and of every family from them.

    Attributes:
        n_lists: how many lists there are.
    """

    def __init__(self, counts: NDArray[np.int64], delta: float) -> None:
        n_lists = int(counts.size).bit_length() - 1
        cells = np.arange(counts.size)
        self._n, self._prior = float(counts.sum()), delta * counts.size
        self._prior_cell = self._prior / 2.0 ** np.bitwise_count(cells)
        self.n_lists = n_lists
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

    def common(self, unseen: NDArray[np.float64]) -> NDArray[np.float64]:
        """Shape (nodes,): what all graphs share, the prior and the count of orders."""
        total = unseen + self._n
        return np.asarray(gammaln(total + 1) - gammaln(unseen + 1) - np.log(total))

    def at(self, unseen: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Shape (t * 2**t, nodes) by family, and `common`."""
        margins = self.margins(unseen)
        return margins[self._with] - margins[self._without], self.common(unseen)

"""The posterior of the people on no list where the graphs are too many to sum: by sampling."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from undercount.estimate.convergence import ess_bulk, r_hat
from undercount.estimate.graphs.dark_grid import first_nodes, person_weights, place
from undercount.estimate.graphs.dark_posterior import DarkPosterior, widened
from undercount.estimate.graphs.margins import Margins

MOST_SAMPLED = 10
_CHAINS = 4
# Graphs kept, each after so many steps of one edge: of the rough chain that places the grid, of the
# start that is thrown away, and of the first stretch; how often a stretch is doubled in the end.
_THIN = 20
_ROUGH, _START, _KEPT = 500, 1_000, 5_000
_DOUBLED = 3
# The rough chain guesses peaks between nodes: how many times as fine as first its grid is.
_FINER = 8
# By what log ratios are divided in each chain and in the hotter ones it changes places with.
_HEAT = np.geomspace(1.0, 30.0, 8)
# The chains agree where the first is at most this of the total drawn and the second of each graph's
# own mean, and that mean is worth so many independent draws (Vehtari et al. 2021).
_R_HAT, _R_HAT_GRAPHS, _EFFECTIVE = 1.01, 1.05, 1000.0
# Turns for which chance is drawn at once.
_AT_ONCE = 1000
_DRAWS_EACH = 1000
# Points in each interval of the grid from which one graph's total is drawn.
_READ = 8


@dataclass(frozen=True, slots=True, eq=False)
class Sampled:
    """What chains over graphs found.

    Attributes:
        posterior: of the people on no list; graphs by how often they were met.
        draws: shape (chain, draw), people on no list.
        r_hat: of the draws, and of the mean log number that each graph gives.
        effective: independent draws that the latter are worth.
        steps: of each chain, its hotter companions apart.
        graphs: how many different graphs were met.
    """

    posterior: DarkPosterior
    draws: NDArray[np.float64]
    r_hat: tuple[float, float]
    effective: float
    steps: int
    graphs: int

    @property
    def converged(self) -> bool:
        """Whether the chains agree, and are long enough."""
        return (
            self.r_hat[0] <= _R_HAT
            and self.r_hat[1] <= _R_HAT_GRAPHS
            and self.effective >= _EFFECTIVE
        )


def sample_graphs(
    counts: NDArray[np.int64], delta: float, most_unseen: float, seed: int
) -> Sampled:
    """Metropolis chains over graphs that add or remove one edge and keep them decomposable.

    A graph is weighed by its likelihood summed over the grid of unseen people, so that only graphs
    are walked; the posterior is then the mean of what the graphs met say of the unseen, and a draw
    is one of theirs. Four chains start at no edge, at all edges and at random; each has hotter
    companions, for which the likelihood counts less, to carry it from one peak to another (Geyer
    1991).

    Args:
        counts: shape (2**t,), people by cell; at most ten lists.
        delta: prior people in each cell.
        most_unseen: where the grid ends; infinite for where little of the posterior is left.
        seed: of all chains.
    """
    margins = Margins(counts, delta)
    return widened(
        lambda end: _sampled(margins, end, seed), lambda made: made.posterior, most_unseen, counts
    )


def _sampled(margins: Margins, end: float, seed: int) -> Sampled:
    from undercount.estimate.graphs.graphs import families_of

    t = margins.n_lists
    rough = _Walk(margins, first_nodes(end, _FINER), seed, rough=True)
    rough.go(_ROUGH)
    nodes, _, _ = place(margins, families_of(np.unique(rough.go(_ROUGH)), t), end)

    chains = _Walk(margins, nodes, seed + 1)
    chains.go(_START)
    kept = chains.go(_KEPT)
    for _ in range(1 + _DOUBLED):
        made = _read(margins, kept, end, seed)
        if made.converged:
            break
        kept = np.concatenate([kept, chains.go(kept.shape[1])], axis=1)
    return made


def _read(margins: Margins, kept: NDArray[np.int64], end: float, seed: int) -> Sampled:
    """What the graphs met say, on a grid placed by all of them."""
    from undercount.estimate.graphs.chain import moments
    from undercount.estimate.graphs.graphs import families_of

    met, which, times = np.unique(kept, return_inverse=True, return_counts=True)
    which = which.reshape(kept.shape)
    families, share = families_of(met, margins.n_lists), times / kept.size
    nodes, _, _ = place(margins, families, end)
    table, common = margins.margins(nodes), margins.common(nodes)
    log_weight = np.log(person_weights(nodes))
    values, means = moments(families, table, common, log_weight, share, np.log(nodes))
    posterior = DarkPosterior.on(nodes, values, families, share, end)
    at = np.linspace(0, kept.shape[1] - 1, _DRAWS_EACH).round().astype(np.int64)
    draws = _draw(margins, nodes, families, which[:, at], seed)
    of_means = means[which]
    return Sampled(
        posterior,
        draws,
        (_agreement(draws), _agreement(of_means)),
        float(np.nan_to_num(ess_bulk(of_means), nan=float(kept.size))),
        kept.shape[1] * _THIN,
        len(met),
    )


def _agreement(draws: NDArray[np.float64]) -> float:
    """R-hat; 1 where all draws of all chains are the same."""
    return float(np.nan_to_num(r_hat(draws), nan=1.0, posinf=np.inf))


def _draw(
    margins: Margins,
    nodes: NDArray[np.float64],
    families: NDArray[np.uint16],
    which: NDArray[np.int64],
    seed: int,
) -> NDArray[np.float64]:
    """One number of unseen people from each of the graphs named."""
    from undercount.estimate.graphs.sums import spread

    chance = np.random.default_rng([seed, _CHAINS]).random(which.shape)
    table, common = margins.at(nodes)
    made = np.empty(which.shape)
    order = np.argsort(which, axis=None, kind="stable")
    found, starts = np.unique(which.ravel()[order], return_index=True)
    for graph, places in zip(found, np.split(order, starts[1:]), strict=True):
        row = common + table[families[graph]].sum(axis=0)
        fine, density = spread(nodes, row - row.max(), _READ)
        up_to = np.cumsum(person_weights(fine) * density)
        made.ravel()[places] = np.interp(chance.ravel()[places], up_to / up_to[-1], fine).round()
    return made


class _Walk:
    """Chains over graphs on one grid."""

    def __init__(
        self, margins: Margins, nodes: NDArray[np.float64], seed: int, *, rough: bool = False
    ) -> None:
        t = margins.n_lists
        self._grid = margins.margins(nodes), margins.common(nodes), np.log(person_weights(nodes))
        self._rough = rough
        self._chance = [np.random.default_rng([seed, chain]) for chain in range(_CHAINS)]
        self._pairs = np.array([(i, j) for i in range(t) for j in range(i)], dtype=np.uint8)
        everyone = (1 << t) - 1
        full = np.array([everyone ^ 1 << i for i in range(t)], dtype=np.int64)
        empty = np.zeros(t, dtype=np.int64)
        # Two chains start at random: where a walk that takes every step it may has led them.
        self._at = [np.tile(full if i % 2 else empty, (len(_HEAT), 1)) for i in range(_CHAINS)]
        for i in range(2, _CHAINS):
            self._one(i, _ROUGH // 10, np.full(len(_HEAT), 1e9))

    def go(self, kept: int) -> NDArray[np.int64]:
        """Shape (chain, kept): the graphs that are next on each chain."""
        return np.array([self._one(i, kept, _HEAT) for i in range(_CHAINS)])

    def _one(self, chain: int, kept: int, heat: NDArray[np.float64]) -> NDArray[np.int64]:
        from undercount.estimate.graphs.chain import walk

        chance, found = self._chance[chain], []
        for turns in (min(_AT_ONCE, kept - done) for done in range(0, kept, _AT_ONCE)):
            shape = turns, len(heat), _THIN
            pairs = self._pairs[chance.integers(len(self._pairs), size=shape)]
            steps, swaps = chance.random(shape), chance.random((turns, len(heat) - 1))
            found.append(walk(self._at[chain], *self._grid, heat, pairs, steps, swaps, self._rough))
        return np.concatenate(found)

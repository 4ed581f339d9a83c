"""Draws partitions of records from the Bayes factors of their pairs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from undercount.errors import InputError
from undercount.link.draws.graph import Graph, graph_of
from undercount.link.draws.partition_draws import PartitionDraws
from undercount.link.draws.settled import split_r_hat
from undercount.link.pairs import Pairs

# Records of a person are mostly one on each list: of a person's records on a list, a further one
# has chance 0.05 before the data speak, worth twenty people.
_AGAIN = np.array([1.0, 19.0])
_PEOPLE_SHAPE = 0.5  # Jeffreys for the mean of a Poisson count


def draw_partitions(
    pairs: Pairs,
    *,
    draws: int = 200,
    seed: int = 1,
    uncompared: float = -3.0,
    temper: float = 1.0,
    thin: int | None = None,
) -> PartitionDraws:
    """Ways the records may belong to people, drawn from their posterior by two chains.

    A partition's chance is the product over its people of what speaks for them and of the prior.
    What speaks for a person is the log Bayes factor of the best pair of records, then for each
    further record, the best first, the mean with those that are there: the mean, not the sum,
    because the comparisons of one bad record are bad together. A pair that was not compared speaks
    by itself (`uncompared`). The prior is how many people have each history (Jeffreys) and how
    often a list has a person again (beta 1, 19), both learned from the pairs. A person's records
    hang together by candidate links. One chain begins with nobody linked, one with every link that
    is more likely than not.

    Args:
        pairs: candidate pairs of records with their Bayes factors.
        draws: partitions to keep, half of them from each chain.
        seed: of the random numbers.
        uncompared: log2 Bayes factor of two records that are no candidate pair, for which blocking
            found nothing alike: log2 of the share of true pairs that blocking loses.
        temper: power of all Bayes factors: below 1 where the evidence claims too much, above 1
            where it claims too little; up to 2.
        thin: sweeps for each partition that is kept; None for 2 from 10,000 records on and up to 20
            on fewer, where they cost little. Sixteen times as many are thrown away first.

    Raises:
        InputError: numbers that make no sense.

    Known failure: a true pair that is no candidate is never linked by itself, so people come out
    too many; see `widened_draws`. Bayes factors that are wrong give draws that are sure and wrong.

    Source: partitions drawn by Gibbs steps, Sadinle (2014), Annals of Applied Statistics 8; splits
    and merges, Jain & Neal (2004), Journal of Computational and Graphical Statistics 13. What
    speaks for a person of three records or more, and the prior of histories, are this project's.
    """
    if draws < 2 or (thin is not None and thin < 1):
        raise InputError(f"{draws} draws, every {thin}th kept, cannot be drawn")
    if not 0 < temper <= 2:
        raise InputError(f"evidence cannot be tempered by {temper}: it lies above 0, up to 2")
    if not np.isfinite(pairs.weight).all():
        raise InputError("a pair's Bayes factor is not a finite number")
    n, t = pairs.n_records, len(pairs.lists)
    if n == 0:
        return PartitionDraws(pairs.lists, pairs.of_list, np.zeros((draws, 0), np.int32), 1.0)
    graph = graph_of(pairs, temper)
    each = min(max(20_000 // n, 2), 20) if thin is None else thin
    absent = uncompared * float(np.log(2.0)) * temper
    labels, people = [], []
    for number, kept in enumerate((draws - draws // 2, draws // 2)):
        begin = graph.likely if number else np.arange(n, dtype=np.int64)
        rng = np.random.default_rng([seed, number])
        drawn, cells = _run(graph, rng, begin, absent, 16 * each, each, kept)
        labels.append(drawn)
        people.append(cells[: draws // 2])
    r_hat = max(
        split_r_hat(np.array([chain[:, h] for chain in people], float)) for h in range(1, 2**t)
    )
    numbered = np.array([_renumbered(draw) for draw in np.concatenate(labels)])
    return PartitionDraws(pairs.lists, pairs.of_list, numbered, r_hat)


def _run(
    graph: Graph,
    rng: np.random.Generator,
    begin: NDArray[np.int64],
    absent: float,
    warmup: int,
    thin: int,
    kept: int,
    prior: tuple[NDArray[np.float64], NDArray[np.float64]] | None = None,
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """One chain; a `prior` (log people by history, log chance of a further record) is held."""
    from undercount.link.draws import kernel, walking

    log_people, log_again = prior or (
        np.log(graph.expected_people),
        np.full(graph.n_lists, np.log(_AGAIN[0] / _AGAIN.sum())),
    )
    start = walking.Prior(log_people.copy(), np.log1p(-np.exp(log_again)), log_again.copy())
    schedule = (warmup, thin, kept)
    edges = walking.Edges(
        graph.of_list, graph.start, graph.other, graph.score,
        graph.near_start, graph.near, graph.near_score, graph.ends, absent,
    )  # fmt: skip
    return kernel.chain(rng, begin, edges, start, _PEOPLE_SHAPE, _AGAIN, prior is None, schedule)


def _renumbered(labels: NDArray[np.int32]) -> NDArray[np.int32]:
    """The same people numbered from 0 by their first record."""
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    rank = np.empty(len(first), np.int32)
    rank[np.argsort(first)] = np.arange(len(first), dtype=np.int32)
    return rank[inverse]

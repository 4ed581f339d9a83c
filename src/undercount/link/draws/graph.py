"""Pairs of records as a graph that the compiled chain can walk."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from undercount.link.pairs import Pairs

_HOPELESS = np.log(1e-3)  # posterior odds under which a pair alone is no reason to link


@dataclass(frozen=True, slots=True, eq=False)
class Graph:
    """Records as nodes and compared pairs as edges, each edge in both directions.

    Attributes:
        of_list: shape (n_records,), int64.
        n_lists: lists.
        start: shape (n_records + 1,): edges of record r are start[r] to start[r + 1].
        other: shape (2 pairs,): the record at the other end, rising for each record.
        score: shape (2 pairs,): natural log Bayes factor.
        near_start: as `start`, for candidate links alone: edges that are not hopeless.
        near: as `other`, for candidate links.
        near_score: as `score`, for candidate links.
        ends: shape (candidate links in both directions,): the record each begins at.
        likely: shape (n_records,): labels if each pair that is more likely than not is linked,
            the surest first, and nobody gets two records of a list that way.
        expected_people: shape (2**t,): people by history that the probabilities make one expect;
            cell 0 is 1.
    """

    of_list: NDArray[np.int64]
    n_lists: int
    start: NDArray[np.int64]
    other: NDArray[np.int64]
    score: NDArray[np.float64]
    near_start: NDArray[np.int64]
    near: NDArray[np.int64]
    near_score: NDArray[np.float64]
    ends: NDArray[np.int64]
    likely: NDArray[np.int64]
    expected_people: NDArray[np.float64]


def graph_of(pairs: Pairs, temper: float = 1.0) -> Graph:
    """The graph of these pairs, their log Bayes factors times `temper`."""
    n, t = pairs.n_records, len(pairs.lists)
    of_list = pairs.of_list.astype(np.int64)
    score = pairs.weight * np.log(2.0) * temper
    largest = np.log(max(np.bincount(of_list, minlength=t).max(initial=1), 1))
    near = score - largest > _HOPELESS
    start, other, scores, _ = _both_ways(n, pairs.left, pairs.right, score)
    near_start, nearby, near_score, ends = _both_ways(
        n, pairs.left[near], pairs.right[near], score[near]
    )
    likely = _likely(pairs).astype(np.int64)
    bits = np.zeros(n, np.int64)
    np.bitwise_or.at(bits, likely, np.left_shift(1, of_list))
    expected = np.bincount(bits[np.unique(likely)], minlength=2**t).astype(np.float64) + 1.0
    return Graph(
        of_list, t, start, other, scores, near_start, nearby, near_score, ends, likely, expected
    )  # fmt: skip


def _both_ways(
    n: int, left: NDArray[np.int32], right: NDArray[np.int32], score: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64], NDArray[np.int64]]:
    here = np.concatenate([left, right]).astype(np.int64)
    there = np.concatenate([right, left]).astype(np.int64)
    order = np.lexsort((there, here))
    start = np.zeros(n + 1, np.int64)
    np.cumsum(np.bincount(here, minlength=n), out=start[1:])
    return start, there[order], np.concatenate([score, score])[order], here[order]


def _likely(pairs: Pairs) -> NDArray[np.int32]:
    """Labels of the surest links, one record for each person and list."""
    from undercount.link.kernels import link_greedily

    sure = np.flatnonzero(pairs.probability >= 0.5)
    order = sure[np.argsort(-pairs.probability[sure], kind="stable")]
    alone = np.arange(pairs.n_records, dtype=np.int32)
    return link_greedily(pairs.left[order], pairs.right[order], pairs.of_list, alone)

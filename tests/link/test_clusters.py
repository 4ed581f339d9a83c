from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from undercount.link.clusters import cluster, counts_of
from undercount.link.pairs import Pairs


def pairs_of(of_list: list[int], rows: list[tuple[int, int, float]]) -> Pairs:
    left, right, probability = (np.array(x) for x in zip(*rows, strict=True))
    return Pairs(
        tuple("abcd"[: max(of_list) + 1]),
        np.array(of_list, np.int16),
        left.astype(np.int32),
        right.astype(np.int32),
        np.log2(probability / (1 - probability)),
        probability.astype(float),
    )


def test_the_best_single_links_are_taken_and_no_list_comes_twice() -> None:
    # Records 0, 1 of list a; 2, 3 of b; 4 of c. The link 0-3 would bring list b twice.
    pairs = pairs_of([0, 0, 1, 1, 2], [(0, 2, 0.9), (0, 3, 0.8), (2, 4, 0.7), (1, 3, 0.6)])
    assert cluster(pairs).tolist() == [0, 1, 0, 1, 0]


def test_duplicates_are_one_record_of_their_list() -> None:
    pairs = pairs_of([0, 0, 1, 1], [(0, 1, 0.9), (0, 2, 0.8), (1, 3, 0.7), (2, 3, 0.2)])
    found = cluster(pairs)
    assert found.tolist() == [0, 0, 0, 1]
    assert counts_of(found, pairs.of_list, 2).tolist() == [0, 0, 1, 1]


def test_records_without_a_pair_are_people_of_their_own() -> None:
    pairs = pairs_of([0, 1, 1], [(0, 1, 0.3)])
    assert counts_of(cluster(pairs), pairs.of_list, 2).tolist() == [0, 1, 2, 0]


def test_duplicates_are_joined_on_surer_evidence_than_two_lists_are() -> None:
    # Joined one to the next, doubtful duplicates would be one person of many records.
    inside = pairs_of([0, 0, 0, 1], [(0, 1, 0.6), (1, 2, 0.6), (2, 3, 0.4)])
    assert cluster(inside).tolist() == [0, 1, 2, 2]
    assert cluster(inside, 0.5).tolist() == [0, 1, 2, 3]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(0, 3), min_size=2, max_size=12),
    st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11), st.floats(0.01, 0.99)), max_size=40),
)
def test_no_cluster_joins_two_people_of_one_list(of_list: list[int], rows: list[Any]) -> None:
    n = len(of_list)
    kept = {(min(a, b), max(a, b)): p for a, b, p in rows if a != b and max(a, b) < n}
    if not kept:
        return
    pairs = pairs_of(of_list, [(a, b, p) for (a, b), p in kept.items()])
    found = cluster(pairs)
    twice = {pair for pair, p in kept.items() if p >= 0.7 and of_list[pair[0]] == of_list[pair[1]]}
    for number in set(found.tolist()):
        records = np.flatnonzero(found == number).tolist()
        for name in set(of_list):
            here = [r for r in records if of_list[r] == name]
            # Those of one list in a cluster hang together by duplicates alone.
            joined = {here[0]} if here else set()
            for _ in here:
                joined |= {r for r in here for j in joined if tuple(sorted((r, j))) in twice}
            assert joined == set(here)
    assert counts_of(found, pairs.of_list, 4).sum() == len(set(found.tolist()))

"""Candidates and distances against the plainest way to find them."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from undercount.link.encoded.candidates import distances, find_candidates
from undercount.link.encoded.rows import Rows


def _rows(tags: np.ndarray, sizes: tuple[int, ...], seed: int = 1) -> Rows:
    """Two kinds of two sections; bits are drawn."""
    rng = np.random.default_rng(seed)
    n = len(tags)
    parts = np.empty((n, 4, 3), np.uint64)
    parts[:, :, 0] = tags
    parts[:, :, 1:] = rng.integers(0, 2**63, (n, 4, 2), dtype=np.uint64)
    first = np.concatenate([[0], np.cumsum(sizes)])
    return Rows(
        tuple("ABC"[: len(sizes)]),
        np.repeat(np.arange(len(sizes), dtype=np.int16), sizes),
        first,
        ("pair", "birth"),
        np.array([0, 0, 1, 1]),
        tuple(parts[a:b] for a, b in pairwise(first.tolist())),
        False,
        np.full(len(sizes), 60.0),
    )


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 30), st.integers(3, 60))
def test_pairs_are_those_that_share_a_tag_of_a_kind(seed: int, n: int, values: int) -> None:
    rng = np.random.default_rng(seed)
    tags = rng.integers(0, values, (n, 4)).astype(np.uint64)
    rows = _rows(tags, (n // 2, n - n // 2))
    found = find_candidates(rows, most=1e9)
    got = {
        (int(a), int(b)): tuple(int(x) for x in k)
        for a, b, k in zip(found.left, found.right, found.agree, strict=True)
    }
    expected = {}
    for a in range(n):
        for b in range(a + 1, n):
            shared = tuple(
                sum(tags[a, i] == tags[b, j] for i in slots for j in slots)
                for slots in ((0, 1), (2, 3))
            )
            if any(shared):
                expected[a, b] = shared
    assert got == expected


def test_distance_is_of_the_bits_and_not_of_the_tag() -> None:
    a = np.array([[[1, 0, 0b1011]]], np.uint64)
    b = np.array([[[2, 1 << 63, 0b0001]]], np.uint64)
    zero = np.zeros(1, np.int64)
    assert distances(a, b, zero, zero, zero, zero).tolist() == [3]


def test_the_largest_blocks_go_first_where_pairs_are_too_many() -> None:
    tags = np.arange(400).reshape(100, 4).astype(np.uint64)
    tags[:, 0] = 10**6  # everybody shares one salt
    tags[:2, 2] = 10**7  # and two have one of their own
    found = find_candidates(_rows(tags, (50, 50)), most=1.0)
    assert list(zip(found.left, found.right, strict=True)) == [(0, 1)]
    assert found.shared.tolist() == [2.0]

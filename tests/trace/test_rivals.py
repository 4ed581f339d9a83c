"""Rivals: who takes what from whom."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from undercount.trace.rivals import pairs_with, probabilities, rivals_of


def settled(
    pairs: list[tuple[int, int]], odds: list[float], same: float = 0.0, cases: int = 2
) -> tuple[list[float], list[float]]:
    case, request = np.array(pairs, np.int64).reshape(-1, 2).T.copy()
    left, right = rivals_of(case, cases)
    made = pairs_with(case, request, cases, left, right, np.full(len(left), same))
    p, none, _ = probabilities(made, np.array(odds))
    return p.tolist(), none.tolist()


def test_alone() -> None:
    p, none = settled([(0, 0)], [3.0])
    assert p == [0.75]
    assert none == [0.25, 1.0]


def test_requests_for_two_children_share_a_case() -> None:
    """Exact: at most one of the two, so p = o / (1 + o + o)."""
    p, none = settled([(0, 0), (0, 1)], [4.0, 4.0])
    assert p == pytest.approx([4 / 9, 4 / 9], abs=1e-3)
    assert none[0] == pytest.approx(1 / 9, abs=1e-3)


def test_requests_for_one_child_take_nothing() -> None:
    p, none = settled([(0, 0), (0, 1)], [4.0, 4.0], same=1.0)
    assert p == pytest.approx([0.8, 0.8])
    assert none[0] == pytest.approx(0.2)


def test_a_request_is_for_one_case() -> None:
    p, none = settled([(0, 0), (1, 0)], [1e6, 50.0])
    assert p[0] > 0.9999
    assert p[1] < 1e-3
    assert none[1] > 0.999


def test_no_pair_at_all() -> None:
    assert settled([], []) == ([], [1.0, 1.0])


@settings(deadline=None, max_examples=200)
@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4)), unique=True, max_size=12),
    st.data(),
)
def test_nobody_is_given_twice(pairs: list[tuple[int, int]], data: st.DataObject) -> None:
    """Of different children, no more than one request a case, and one case a request."""
    pairs = sorted(pairs)
    odds = data.draw(
        st.lists(st.floats(1e-4, 1e4), min_size=len(pairs), max_size=len(pairs)), label="odds"
    )
    p, none = settled(pairs, odds, cases=4)
    assert all(0 <= x <= 1 for x in (*p, *none))
    for i in range(4):
        assert sum(x for x, pair in zip(p, pairs, strict=True) if pair[0] == i) <= 1.05
    for i in range(5):
        assert sum(x for x, pair in zip(p, pairs, strict=True) if pair[1] == i) <= 1.05

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pytest

from undercount.reconcile.balance.minimal import minimal_sets, shrink


def clashes(seed: int) -> list[frozenset[int]]:
    """Up to five sets of nine claims, none inside another."""
    rng = np.random.default_rng(seed)
    drawn = [
        frozenset(int(n) for n in rng.choice(9, size=rng.integers(1, 5), replace=False))
        for _ in range(5)
    ]
    return [one for one in set(drawn) if not any(other < one for other in drawn)]


@pytest.mark.parametrize("seed", range(20))
def test_all_smallest_sets_are_found(seed: int) -> None:
    wanted = clashes(seed)

    def trouble(some: Collection[int]) -> frozenset[int]:
        # As rough an answer as may be: everything it was given.
        return frozenset(some) if any(each <= set(some) for each in wanted) else frozenset()

    found = minimal_sets(range(9), trouble, most_questions=10_000)
    assert found.complete
    assert sorted(map(sorted, found.sets)) == sorted(map(sorted, wanted))
    assert [len(each) for each in found.sets] == sorted(len(each) for each in wanted)


def test_the_search_ends_at_its_limits_and_says_so() -> None:
    pairs = [frozenset({n, n + 10}) for n in range(10)]

    def trouble(some: Collection[int]) -> frozenset[int]:
        return next((pair for pair in pairs if pair <= set(some)), frozenset())

    few = minimal_sets(range(20), trouble, most_sets=3)
    assert (len(few.sets), few.complete) == (3, False)
    short = minimal_sets(range(20), trouble, most_sets=10, most_questions=5)
    assert not short.complete


def test_no_trouble_is_no_set() -> None:
    found = minimal_sets(range(5), lambda some: frozenset())
    assert (found.sets, found.complete) == ((), True)


def test_what_comes_first_is_done_without_first() -> None:
    # Either of 1 and 2 clashes with 3; the one that is tried first goes.
    def trouble(some: Collection[int]) -> frozenset[int]:
        return frozenset(some) if {1, 3} <= set(some) or {2, 3} <= set(some) else frozenset()

    assert shrink(frozenset({1, 2, 3}), trouble, int) == {2, 3}
    assert shrink(frozenset({1, 2, 3}), trouble, lambda n: -n) == {1, 3}

"""Smallest sets of claims that cannot all hold."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Final

Trouble = Callable[[Collection[int]], frozenset[int]]

MOST_SETS: Final = 6
MOST_QUESTIONS: Final = 80


@dataclass(frozen=True, slots=True)
class Found:
    """Smallest sets of claims, and whether the search came to its end."""

    sets: tuple[frozenset[int], ...]
    complete: bool


def minimal_sets(
    claims: Collection[int],
    trouble: Trouble,
    *,
    most_sets: int = MOST_SETS,
    most_questions: int = MOST_QUESTIONS,
    first: Callable[[int], Any] = int,
) -> Found:
    """Find sets that cannot all hold and of which every part can.

    One set is found by taking claims away as long as the rest still cannot hold; the next ones by
    forbidding each of its members in turn (Reiter 1987, the tree of hitting sets). The number of
    questions is bounded, not the time, so that the answer does not hang on the machine.

    Args:
        claims: numbers of the claims.
        trouble: a subset of what it is given that cannot hold, or nothing; may be larger than
            need be, and an answer for a set must be one for every larger set.
        most_sets: how many to look for.
        most_questions: how often `trouble` may be asked for.
        first: claims are tried to be done without in this order.

    Returns:
        Sets by size, then by their members.

    >>> clash = [{1, 2}, {2, 3, 4}]
    >>> found = minimal_sets(range(6), lambda some: frozenset(
    ...     next((c for c in clash if c <= set(some)), ())))
    >>> [sorted(each) for each in found.sets], found.complete
    ([[1, 2], [2, 3, 4]], True)
    """
    asked = 0

    def ask(some: Collection[int]) -> frozenset[int]:
        nonlocal asked
        asked += 1
        return trouble(some)

    everything = frozenset(claims)
    sets: list[frozenset[int]] = []
    waiting = deque([frozenset[int]()])
    seen = {frozenset[int]()}
    while waiting:
        without = waiting.popleft()
        known = next((each for each in sets if not each & without), None)
        if known is None:
            if len(sets) >= most_sets or asked >= most_questions:
                return Found(_sorted(sets), False)
            rough = ask(everything - without)
            if not rough:
                continue
            known = shrink(rough, ask, first)
            sets.append(known)
        for claim in sorted(known):
            branch = without | {claim}
            if branch not in seen:
                seen.add(branch)
                waiting.append(branch)
    return Found(_sorted(sets), True)


def shrink(rough: frozenset[int], ask: Trouble, first: Callable[[int], Any]) -> frozenset[int]:
    """Take claims away, in the order of `first`, as long as the rest still cannot hold."""
    needed = rough
    for claim in sorted(rough, key=first):
        if claim in needed:
            smaller = ask(needed - {claim})
            needed = smaller or needed
    return needed


def _sorted(sets: Collection[frozenset[int]]) -> tuple[frozenset[int], ...]:
    return tuple(sorted(sets, key=lambda each: (len(each), sorted(each))))

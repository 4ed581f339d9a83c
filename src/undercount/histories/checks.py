"""What can be seen in a table of capture histories before any model is fitted."""

from __future__ import annotations

from collections.abc import Collection
from itertools import combinations, permutations

import numpy as np
from numpy.typing import NDArray

from undercount.results import Caution

# Cells under five make the large-sample theory behind most intervals doubtful (Cochran's rule).
_SPARSE = 5


def check(
    lists: tuple[str, ...],
    counts: NDArray[np.int64],
    observed: NDArray[np.bool_],
    exclusive: Collection[tuple[int, int]],
) -> tuple[Caution, ...]:
    """Named cautions about capture histories.

    Args:
        lists: names of the t lists.
        counts: shape (2**t,), people by bitmask cell.
        observed: shape (2**t,), cells whose people count.
        exclusive: positions of lists on which nobody can be at once; those are no surprise.

    Returns:
        Cautions with codes `no-people`, `empty-list`, `fewer-than-three-lists`, `empty-overlap`,
        `disjoint-lists`, `nested-list`, `sparse-cells`, as they apply.
    """
    if counts.sum() == 0:
        return (Caution("no-people", "The table counts nobody."),)
    cells = np.arange(len(counts))
    on = [cells >> bit & 1 == 1 for bit in range(len(lists))]
    size = [int(counts[mask].sum()) for mask in on]
    used = [i for i in range(len(lists)) if size[i]]
    found: list[Caution] = []
    if empty := [lists[i] for i in range(len(lists)) if not size[i]]:
        found.append(Caution("empty-list", f"Nobody is on {_and(empty)}."))
    if len(used) < 3:
        text = (
            f"There are {len(used)} lists with people on them: with fewer than three, whether "
            "being on one list changes the chance of being on another cannot be checked."
        )
        found.append(Caution("fewer-than-three-lists", text))
    overlap = (np.bitwise_count(cells) >= 2) & observed
    if len(used) > 1 and counts[overlap].sum() == 0:
        text = "Nobody is on more than one list, so the overlap says nothing about the unseen."
        return (*found, Caution("empty-overlap", text))
    expected = {frozenset(pair) for pair in exclusive}
    apart = [
        (i, j)
        for i, j in combinations(used, 2)
        if counts[on[i] & on[j]].sum() == 0 and {i, j} not in expected
    ]
    if apart:
        pairs = _and([f"{lists[i]} and {lists[j]}" for i, j in apart], ", nor on both ")
        found.append(Caution("disjoint-lists", f"Nobody is on both {pairs}."))
    inside = [(i, j) for i, j in permutations(used, 2) if counts[on[i] & ~on[j]].sum() == 0]
    if inside:
        pairs = _and([f"{lists[i]} is also on {lists[j]}" for i, j in inside], ", everybody on ")
        found.append(Caution("nested-list", f"Everybody on {pairs}."))
    n_sparse, n_overlap = int((counts[overlap] < _SPARSE).sum()), int(overlap.sum())
    if 2 * n_sparse > n_overlap:
        text = (
            f"{n_sparse} of the {n_overlap} combinations of two or more lists hold fewer than "
            f"{_SPARSE} people: a few persons more or less can move the estimate far."
        )
        found.append(Caution("sparse-cells", text))
    return tuple(found)


def _and(words: list[str], between: str = ", ") -> str:
    return between.join(words)

"""Which combinations of lists can hold people, and whose people are counted for sure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from undercount.errors import Problem


def on_list(lists: Sequence[str], name: str) -> NDArray[np.bool_]:
    """Shape (2**t,): cells of the people on one list."""
    made: NDArray[np.bool_] = np.arange(2 ** len(lists)) >> lists.index(name) & 1 == 1
    return made


def possible_cells(lists: Sequence[str], exclusive: Iterable[tuple[str, str]]) -> NDArray[np.bool_]:
    """Shape (2**t,): cells within no pair of lists that exclude each other.

    >>> possible_cells(("A", "B"), [("A", "B")]).tolist()
    [True, True, True, False]
    """
    made = np.ones(2 ** len(lists), dtype=np.bool_)
    for first, second in exclusive:
        made &= ~(on_list(lists, first) & on_list(lists, second))
    return made


def observed_cells(
    lists: Sequence[str], exclusive: Iterable[tuple[str, str]], non_members: Sequence[str]
) -> NDArray[np.bool_]:
    """Shape (2**t,): possible cells on some list that holds members only.

    >>> observed_cells(("A", "B"), [], ["B"]).tolist()
    [False, True, False, True]
    """
    made = possible_cells(lists, exclusive)
    sure = np.zeros_like(made)
    for name in lists:
        if name not in non_members:
            sure |= on_list(lists, name)
    return made & sure


def restriction_problems(
    lists: Sequence[str],
    counts: NDArray[np.int64],
    exclusive: Sequence[tuple[str, str]],
    non_members: Sequence[str],
) -> list[Problem]:
    """What is wrong with the lists said to exclude each other or to hold non-members."""
    named = (*(name for pair in exclusive for name in pair), *non_members)
    hint = f"The lists are {', '.join(lists)}"
    found = [
        Problem(f"there is no list '{name}'", hint=hint)
        for name in dict.fromkeys(named)
        if name not in lists
    ]
    found += [
        Problem(f"'{', '.join(pair)}' is no pair of different lists", hint="Name two lists")
        for pair in exclusive
        if len(pair) != 2 or pair[0] == pair[1]
    ]
    if set(lists) <= set(non_members):
        hint = "Name only lists of which people on no other list may be non-members"
        found.append(Problem("every list holds non-members: nobody is surely a member", hint=hint))
    if found:
        return found
    for first, second in exclusive:
        people = int(counts[on_list(lists, first) & on_list(lists, second)].sum())
        if people:
            what = f"{people:,} people are on both {first} and {second}, which exclude each other"
            hint = "Take the pair out, or check how records of one person were linked"
            found.append(Problem(what, hint=hint))
    return found

"""Compiled pieces of the chain: people as linked lists of records, and what speaks for them.

Import inside a call only: it loads numba.
"""

from __future__ import annotations

from math import lgamma
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


class Edges(NamedTuple):
    """Compared pairs in both directions, and the candidate links among them; see `Graph`."""

    of_list: Ints
    start: Ints
    other: Ints
    score: Floats
    near_start: Ints
    near: Ints
    near_score: Floats
    ends: Ints
    absent: float


class State(NamedTuple):
    """A partition: the label of each record, and for each label its records.

    `head` is the first record of a label, `after` and `before` its neighbours in the label's
    chain, -1 for none; `counts` its records on each list, `history` those lists as bits; `inside`
    and `compared` are sum and number of the scores of its compared pairs. `free` is a stack of
    labels that nobody bears, its last place their number.
    """

    label: Ints
    head: Ints
    after: Ints
    before: Ints
    size: Ints
    counts: Ints
    history: Ints
    inside: Floats
    compared: Ints
    free: Ints


class Prior(NamedTuple):
    """Logs of the people expected by history, and of a first and a further record on a list."""

    people: Floats
    once: Floats
    again: Floats


@njit(cache=True)
def score(edges: Edges, r: int, s: int) -> float:
    """Log Bayes factor of two records, nan where they were not compared."""
    low, end = edges.start[r], edges.start[r + 1]
    high = end
    while low < high:
        middle = (low + high) // 2
        if edges.other[middle] < s:
            low = middle + 1
        else:
            high = middle
    if low < end and edges.other[low] == s:
        return float(edges.score[low])
    return np.nan


@njit(cache=True)
def evidence(size: int, total: float, compared: int, absent: float) -> float:
    """What speaks for some records being one person.

    One less than the records times the mean score of the compared pairs, and `absent` for each
    pair not compared.
    """
    if size < 2:
        return 0.0
    return (size - 1) * total / compared + absent * (size * (size - 1) // 2 - compared)


@njit(cache=True)
def between(edges: Edges, one: Ints, m1: int, two: Ints, m2: int) -> tuple[float, int]:
    """Sum and number of the scores of records on two sides."""
    total, compared = 0.0, 0
    for i in range(m1):
        for j in range(m2):
            value = score(edges, one[i], two[j])
            if not np.isnan(value):
                total += value
                compared += 1
    return total, compared


@njit(cache=True)
def among(edges: Edges, one: Ints, m: int) -> tuple[float, int]:
    """Sum and number of the scores of all pairs of some records."""
    total, compared = 0.0, 0
    for i in range(m):
        for j in range(i):
            value = score(edges, one[i], one[j])
            if not np.isnan(value):
                total += value
                compared += 1
    return total, compared


@njit(cache=True)
def with_each(edges: Edges, state: State, r: int, c: int) -> tuple[float, int]:
    """Sum and number of the scores of a record with those of a label."""
    total, compared, s = 0.0, 0, state.head[c]
    while s >= 0:
        value = score(edges, r, s)
        if not np.isnan(value):
            total += value
            compared += 1
        s = state.after[s]
    return total, compared


@njit(cache=True)
def _linked(edges: Edges, r: int, s: int) -> bool:
    low, end = edges.near_start[r], edges.near_start[r + 1]
    high = end
    while low < high:
        middle = (low + high) // 2
        if edges.near[middle] < s:
            low = middle + 1
        else:
            high = middle
    return bool(low < end and edges.near[low] == s)


@njit(cache=True)
def hangs_together(edges: Edges, members: Ints, size: int) -> bool:
    """Whether the first `size` of the records are connected by candidate links."""
    if size < 2:
        return True
    if size == 2:
        return bool(_linked(edges, members[0], members[1]))
    seen = np.zeros(size, np.bool_)
    queue = np.empty(size, np.int64)
    seen[0], queue[0], reached, done = True, 0, 1, 0
    while done < reached:
        here = members[queue[done]]
        done += 1
        for i in range(size):
            if not seen[i] and _linked(edges, here, members[i]):
                seen[i] = True
                queue[reached] = i
                reached += 1
    return reached == size


@njit(cache=True)
def log_prior(counts: Ints, prior: Prior) -> float:
    """Log prior of one person with these numbers of records on the lists."""
    history, total = 0, 0.0
    for k in range(len(counts)):
        if counts[k] > 0:
            history |= 1 << k
            total += prior.once[k] + (counts[k] - 1) * prior.again[k] + lgamma(counts[k] + 1.0)
    return float(total + prior.people[history])


@njit(cache=True)
def remove(state: State, r: int, k: int) -> None:
    """Takes record r of list k out of its label; its `inside` is the caller's to mend."""
    c, last, next_one = state.label[r], state.before[r], state.after[r]
    if last >= 0:
        state.after[last] = next_one
    else:
        state.head[c] = next_one
    if next_one >= 0:
        state.before[next_one] = last
    state.size[c] -= 1
    state.counts[c, k] -= 1
    if state.counts[c, k] == 0:
        state.history[c] ^= 1 << k


@njit(cache=True)
def add(state: State, r: int, k: int, c: int) -> None:
    """Puts record r of list k under label c; its `inside` is the caller's to mend."""
    first = state.head[c]
    state.label[r] = c
    state.before[r], state.after[r] = -1, first
    if first >= 0:
        state.before[first] = r
    state.head[c] = r
    state.size[c] += 1
    state.counts[c, k] += 1
    state.history[c] |= 1 << k


@njit(cache=True)
def give_back(state: State, c: int) -> None:
    """Notes that nobody bears label c any more."""
    state.free[state.free[-1]] = c
    state.free[-1] += 1


@njit(cache=True)
def free_label(state: State) -> int:
    """A label that nobody bears; there are as many labels as records."""
    state.free[-1] -= 1
    return int(state.free[state.free[-1]])


@njit(cache=True)
def members_of(state: State, c: int, out: Ints) -> int:
    """Writes the records of a label to `out` and says how many they are."""
    r, size = state.head[c], 0
    while r >= 0:
        out[size] = r
        size += 1
        r = state.after[r]
    return size

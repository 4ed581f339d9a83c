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
    is what speaks for it. `free` is a stack of labels that nobody bears, its last place their
    number.
    """

    label: Ints
    head: Ints
    after: Ints
    before: Ints
    size: Ints
    counts: Ints
    history: Ints
    inside: Floats
    free: Ints


class Prior(NamedTuple):
    """Logs of the people expected by history, and of a first and a further record on a list."""

    people: Floats
    once: Floats
    again: Floats


@njit(cache=True)
def score(start: Ints, other: Ints, scores: Floats, r: int, s: int) -> float:
    """Log Bayes factor of two records, nan where they were not compared.

    Takes the arrays of `Edges` apart, since a tuple's members are counted at each touch, which
    would cost more than the search.
    """
    low, end = start[r], start[r + 1]
    high = end
    while low < high:
        middle = (low + high) // 2
        if other[middle] < s:
            low = middle + 1
        else:
            high = middle
    if low < end and other[low] == s:
        return float(scores[low])
    return np.nan


@njit(cache=True)
def of_three(absent: float, ab: float, ac: float, bc: float) -> float:
    """`evidence` of three records from their scores, of which at most one is nan."""
    if np.isnan(ab):
        return ac + bc + absent
    if np.isnan(ac):
        return ab + bc + absent
    if np.isnan(bc):
        return ab + ac + absent
    return (ab + ac + bc + max(ab, ac, bc)) / 2.0


@njit(cache=True)
def evidence(edges: Edges, members: Ints, m: int) -> float:
    """What speaks for the first m records being one person, in natural log.

    The best pair comes first; then, one by one, the record that agrees best with those there joins
    with the mean of its scores with them, and `absent` for each it was not compared with.
    """
    if m < 2:
        return 0.0
    start, other, scores, absent = edges.start, edges.other, edges.score, edges.absent
    if m == 2:
        value = score(start, other, scores, members[0], members[1])
        return absent if np.isnan(value) else value
    if m == 3:
        a, b, c = members[0], members[1], members[2]
        ab, ac = score(start, other, scores, a, b), score(start, other, scores, a, c)
        return of_three(absent, ab, ac, score(start, other, scores, b, c))
    total, best, first = np.zeros(m), -np.inf, 0
    for i in range(m):
        for j in range(i):
            value = score(start, other, scores, members[i], members[j])
            if value > best:
                best, first = value, i
    compared, joined = np.zeros(m, np.int64), np.zeros(m, np.bool_)
    last, worth = first, 0.0
    for there in range(1, m):
        joined[last] = True
        best, following = -np.inf, -1
        for i in range(m):
            if joined[i]:
                continue
            value = score(start, other, scores, members[last], members[i])
            if not np.isnan(value):
                total[i] += value
                compared[i] += 1
            if compared[i] > 0:
                gain = total[i] / compared[i] + absent * (there - compared[i])
                if gain > best:
                    best, following = gain, i
        worth += best
        last = following
    return worth


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

"""Loops over pairs, compiled."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

_EMPTY = np.empty(0)


def one_to_one(
    pattern: NDArray[np.int32],
    group: NDArray[np.int16],
    left: NDArray[np.int32],
    right: NDArray[np.int32],
    of_list: NDArray[np.int16],
    same: NDArray[np.bool_],
    odds: NDArray[np.float64],
    t: int,
    free_left: NDArray[np.float64],
    free_right: NDArray[np.float64],
    sweeps: int,
    probability: NDArray[np.float64] = _EMPTY,
) -> NDArray[np.float64]:
    """Expected pairs of one person per group and pattern, shape of `odds`.

    A record has at most one partner on another list. The chance that a record is free for a pair,
    given all its other pairs, is passed to and fro (belief propagation for matchings): a rival who
    has a better partner elsewhere is no rival. `free_left` and `free_right`, shape (pairs,), hold
    it from one call to the next. Inside a list a record may have several duplicates, so a pair's
    odds stand alone there. `probability`, where it is not empty, is filled with that of each pair.
    """
    found: NDArray[np.float64] = _one_to_one(
        pattern, group, left, right, of_list, same, odds, t, free_left, free_right, sweeps,
        probability,
    )  # fmt: skip
    return found


@njit(cache=True, nogil=True)
def _one_to_one(
    pattern: Any,
    group: Any,
    left: Any,
    right: Any,
    of_list: Any,
    same: Any,
    odds: Any,
    t: Any,
    free_left: Any,
    free_right: Any,
    sweeps: Any,
    probability: Any,
) -> Any:
    n = len(of_list)
    # Of each record and list: its odds with all records there that are free for it. Each sweep
    # reads those of the one before and adds up its own, so that it goes over the pairs once.
    sums, after = np.zeros((n, t)), np.zeros((n, t))
    for k in range(len(left)):
        if not same[group[k]]:
            o = odds[group[k], pattern[k]]
            sums[left[k], of_list[right[k]]] += o * free_right[k]
            sums[right[k], of_list[left[k]]] += o * free_left[k]
    found = np.zeros(odds.shape)
    keep = len(probability) > 0
    for sweep in range(sweeps):
        last = sweep == sweeps - 1
        for k in range(len(left)):
            g = group[k]
            o = odds[g, pattern[k]]
            if not same[g]:
                a, b = left[k], right[k]
                of_a, of_b = of_list[a], of_list[b]
                others_of_a = max(sums[a, of_b] - o * free_right[k], 0.0)
                others_of_b = max(sums[b, of_a] - o * free_left[k], 0.0)
                # Half the way: messages that jump from side to side would never settle.
                free_right[k] = 0.5 * free_right[k] + 0.5 / (1.0 + others_of_b)
                free_left[k] = 0.5 * free_left[k] + 0.5 / (1.0 + others_of_a)
                if last:
                    o *= free_left[k] * free_right[k]
                else:
                    after[a, of_b] += o * free_right[k]
                    after[b, of_a] += o * free_left[k]
            if last:
                p = o / (1.0 + o)
                found[g, pattern[k]] += p
                if keep:
                    probability[k] = p
        sums, after = after, sums
        after[:] = 0.0
    return found


def link_greedily(
    left: NDArray[np.int32],
    right: NDArray[np.int32],
    of_list: NDArray[np.int16],
    start: NDArray[np.int32],
) -> NDArray[np.int32]:
    """Root of each record's cluster: pairs in the order given, unless a list would come twice.

    `start` holds roots of clusters that are there already (duplicates of one list, all under one
    root); a cluster then never holds two of them from one list.
    """
    roots: NDArray[np.int32] = _link_greedily(left, right, of_list, start.copy())
    return roots


@njit(cache=True, nogil=True)
def _root(parent: Any, i: Any) -> Any:
    while parent[i] != i:
        parent[i] = parent[parent[i]]
        i = parent[i]
    return i


@njit(cache=True, nogil=True)
def _link_greedily(left: Any, right: Any, of_list: Any, parent: Any) -> Any:
    n = len(parent)
    lists = np.zeros(n, dtype=np.int64)
    for i in range(n):
        lists[_root(parent, i)] |= np.int64(1) << np.int64(of_list[i])
    for k in range(len(left)):
        a = _root(parent, left[k])
        b = _root(parent, right[k])
        if a != b and lists[a] & lists[b] == 0:
            if b < a:
                a, b = b, a
            parent[b] = a
            lists[a] |= lists[b]
    for i in range(n):
        parent[i] = _root(parent, i)
    return parent


def join(left: NDArray[np.int32], right: NDArray[np.int32], n: int) -> NDArray[np.int32]:
    """Root of each record when all these pairs are one."""
    roots: NDArray[np.int32] = _join(left, right, n)
    return roots


@njit(cache=True, nogil=True)
def _join(left: Any, right: Any, n: Any) -> Any:
    parent = np.arange(n).astype(np.int32)
    for k in range(len(left)):
        a = _root(parent, left[k])
        b = _root(parent, right[k])
        if a < b:
            parent[b] = a
        elif b < a:
            parent[a] = b
    for i in range(n):
        parent[i] = _root(parent, i)
    return parent


def distinct_rows(levels: NDArray[np.int8]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """A row of each distinct one, in the rows' own order, and which of them each row is like.

    Args:
        levels: shape (rows, columns), from -1.
    """
    bases = levels.max(axis=0, initial=-1).astype(np.int64) + 2
    code, first, which = _distinct(levels, bases)
    order = np.argsort(code)
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    return first[order], rank[which]


@njit(cache=True, nogil=True)
def _distinct(levels: Any, bases: Any) -> Any:
    size = 1 << 12
    places = np.full(size, -1, np.int32)
    codes, first = np.empty(size, np.int64), np.empty(size, np.int64)
    which = np.empty(len(levels), np.int32)
    found = 0
    for p in range(len(levels)):
        code = np.int64(0)
        for c in range(len(bases)):
            code = code * bases[c] + levels[p, c] + 1
        i = _place(places, codes, code)
        if places[i] < 0:
            places[i] = found
            codes[found] = code
            first[found] = p
            found += 1
        which[p] = places[i]
        if 2 * found > size:
            size *= 4
            codes = np.concatenate((codes[:found], np.empty(size - found, np.int64)))
            first = np.concatenate((first[:found], np.empty(size - found, np.int64)))
            places = np.full(size, -1, np.int32)
            for k in range(found):
                places[_place(places, codes, codes[k])] = k
    return codes[:found].copy(), first[:found].copy(), which


@njit(cache=True, nogil=True)
def _place(places: Any, codes: Any, code: Any) -> Any:
    """Where a code is in the table, or would be."""
    mask = len(places) - 1
    i = ((code * np.int64(2654435761)) >> 13) & mask
    while places[i] >= 0 and codes[places[i]] != code:
        i = (i + 1) & mask
    return i


def tally(
    group: NDArray[np.int16], pattern: NDArray[np.int32], groups: int, patterns: int
) -> NDArray[np.float64]:
    """How many pairs there are of each group and pattern."""
    often = np.zeros((groups, patterns))
    _tally(group, pattern, often)
    return often


@njit(cache=True, nogil=True)
def _tally(group: Any, pattern: Any, often: Any) -> Any:
    for k in range(len(group)):
        often[group[k], pattern[k]] += 1.0


def sums_by_column(
    columns: NDArray[np.int16], mass: NDArray[np.float64], n: int
) -> NDArray[np.float64]:
    """Shape (n, kinds): the mass of the patterns that have each column.

    Args:
        columns: shape (patterns, fields), the column of each field's level; -1 for none.
        mass: shape (patterns, kinds).
        n: columns that there are.
    """
    sums = np.zeros((n, mass.shape[1]))
    _sums_by_column(columns, mass, sums)
    return sums


@njit(cache=True, nogil=True)
def _sums_by_column(columns: Any, mass: Any, sums: Any) -> Any:
    for p in range(len(columns)):
        for c in columns[p]:
            if c >= 0:
                for k in range(mass.shape[1]):
                    sums[c, k] += mass[p, k]


def told_kinds(
    columns: NDArray[np.int16],
    weight: NDArray[np.float64],
    log_shares: NDArray[np.float64],
    log_table: NDArray[np.float64],
    belongs: NDArray[np.float64],
) -> float:
    """Fill `belongs`, shape (patterns, kinds), and return the weighted log-likelihood.

    `log_table`, shape (columns, kinds), holds log P(level | kind); the rest as for
    `sums_by_column`.
    """
    return float(_told_kinds(columns, weight, log_shares, np.ascontiguousarray(log_table), belongs))


@njit(cache=True, nogil=True)
def _told_kinds(columns: Any, weight: Any, log_shares: Any, log_table: Any, belongs: Any) -> Any:
    n = len(log_shares)
    logs = np.empty(n)
    likelihood = 0.0
    for p in range(len(columns)):
        logs[:] = log_shares
        for c in columns[p]:
            if c >= 0:
                for k in range(n):
                    logs[k] += log_table[c, k]
        top = logs.max()
        norm = 0.0
        for k in range(n):
            belongs[p, k] = np.exp(logs[k] - top)
            norm += belongs[p, k]
        for k in range(n):
            belongs[p, k] /= norm
        likelihood += weight[p] * (top + np.log(norm))
    return likelihood

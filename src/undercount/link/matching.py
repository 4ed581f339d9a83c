"""Pairs of which each record has at most one: belief propagation, compiled."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Sums are made in so many parts whatever the number of threads: the same answer to the last bit.
_PARTS: Final = 2
_EMPTY: Final = np.empty(0)


@dataclass(frozen=True, slots=True, eq=False)
class Rivals:
    """Pairs between lists that may take each other's records.

    Attributes:
        group: shape (pairs,), the pair of lists.
        pattern: shape (pairs,).
        place_left: shape (pairs,), the place of the left record and the right one's list: pairs
            that have it in common are rivals. In the order of the pairs.
        place_right: shape (pairs,), that of the right record and the left one's list.
        places: how many there are.
        free: shape (pairs, 2), the chance that the left record is free for the right one, given all
            its other pairs, and the right for the left; from one call of `one_to_one` to the next.
    """

    group: NDArray[np.int16]
    pattern: NDArray[np.int32]
    place_left: NDArray[np.int32]
    place_right: NDArray[np.int32]
    places: int
    free: NDArray[np.float32]


def rivals(
    live: NDArray[np.bool_],
    left: NDArray[np.int32],
    right: NDArray[np.int32],
    group: NDArray[np.int16],
    pattern: NDArray[np.int32],
    of_list: NDArray[np.int16],
) -> Rivals:
    """The pairs whose group and pattern are `live`, shape (groups, patterns); sorted by left."""
    t = int(of_list.max(initial=0)) + 1
    n, number = _places(live, left, right, group, pattern, of_list, t)
    np.cumsum(number, out=number)
    free = np.ones((n, 2), np.float32)
    made = Rivals(
        np.empty(n, np.int16), np.empty(n, np.int32), np.empty(n, np.int32), np.empty(n, np.int32),
        int(number[-1]), free,
    )  # fmt: skip
    columns = made.group, made.pattern, made.place_left, made.place_right
    _choose(live, left, right, group, pattern, of_list, t, number, *columns)
    return made


@njit(cache=True, nogil=True)
def _places(
    live: Any, left: Any, right: Any, group: Any, pattern: Any, of_list: Any, t: Any
) -> Any:
    n = 0
    used = np.zeros(len(of_list) * t + 1, np.int32)
    for k in range(len(group)):
        if live[group[k], pattern[k]]:
            n += 1
            used[left[k] * t + of_list[right[k]] + 1] = 1
            used[right[k] * t + of_list[left[k]] + 1] = 1
    return n, used


@njit(cache=True, nogil=True)
def _choose(
    live: Any,
    left: Any,
    right: Any,
    group: Any,
    pattern: Any,
    of_list: Any,
    t: Any,
    number: Any,
    of_group: Any,
    of_pattern: Any,
    place_left: Any,
    place_right: Any,
) -> Any:
    n = 0
    for k in range(len(group)):
        if live[group[k], pattern[k]]:
            of_group[n], of_pattern[n] = group[k], pattern[k]
            place_left[n] = number[left[k] * t + of_list[right[k]]]
            place_right[n] = number[right[k] * t + of_list[left[k]]]
            n += 1


def one_to_one(
    pairs: Rivals,
    odds: Floats,
    sweeps: int,
    probability: Floats = _EMPTY,
    threads: int = _PARTS,
) -> Floats:
    """Expected pairs of one person per group and pattern, shape of `odds`.

    A record has at most one partner on another list. The chance that a record is free for a pair,
    given all its other pairs, is passed to and fro (belief propagation for matchings): a rival who
    has a better partner elsewhere is no rival.

    Args:
        pairs: their chances of being free are changed.
        odds: shape (groups, patterns).
        sweeps: how often chances are passed on.
        probability: where it is not empty, filled with that of each pair.
        threads: that work at once; the answer is the same, however many.
    """
    n = len(pairs.group)
    cuts = np.linspace(0, n, _PARTS + 1).astype(np.int64)
    here = np.empty(n)
    places = pairs.place_left, pairs.place_right
    # Of each place: its odds with all records there that are free for it, then those that each part
    # adds up for the next sweep. They lie together, so that a pair finds them in one look.
    sums = np.zeros((pairs.places, 1 + _PARTS))
    found = np.zeros((_PARTS, *odds.shape))

    def start(i: int) -> None:
        _start(
            pairs.group, pairs.pattern, odds, here, *places, pairs.free, sums, i, *cuts[i : i + 2]
        )

    def sweep(i: int) -> None:
        _sweep(here, *places, pairs.free, sums, i, *cuts[i : i + 2])

    def finish(i: int) -> None:
        _finish(
            pairs.group, pairs.pattern, here, *places, pairs.free, sums, found[i], probability,
            *cuts[i : i + 2],
        )  # fmt: skip

    with ThreadPoolExecutor(threads) as pool:
        for passing in [start] + [sweep] * (sweeps - 1):
            list(pool.map(passing, range(_PARTS)))
            _total(sums)
        list(pool.map(finish, range(_PARTS)))
    return np.asarray(found.sum(axis=0))


@njit(cache=True, nogil=True)
def _total(sums: Any) -> Any:
    for i in range(len(sums)):
        total = 0.0
        for part in range(1, sums.shape[1]):
            total += sums[i, part]
            sums[i, part] = 0.0
        sums[i, 0] = total


@njit(cache=True, nogil=True)
def _start(
    group: Any,
    pattern: Any,
    odds: Any,
    here: Any,
    place_left: Any,
    place_right: Any,
    free: Any,
    sums: Any,
    part: Any,
    low: Any,
    high: Any,
) -> Any:
    for k in range(low, high):
        here[k] = odds[group[k], pattern[k]]
        sums[place_left[k], 1 + part] += here[k] * free[k, 1]
        sums[place_right[k], 1 + part] += here[k] * free[k, 0]


@njit(cache=True, nogil=True)
def _pass_on(k: Any, a: Any, b: Any, o: Any, free: Any, sums: Any) -> Any:
    others_of_a = max(sums[a, 0] - o * free[k, 1], 0.0)
    others_of_b = max(sums[b, 0] - o * free[k, 0], 0.0)
    # Half the way: messages that jump from side to side would never settle.
    free[k, 1] = 0.5 * free[k, 1] + 0.5 / (1.0 + others_of_b)
    free[k, 0] = 0.5 * free[k, 0] + 0.5 / (1.0 + others_of_a)


@njit(cache=True, nogil=True)
def _sweep(
    here: Any, place_left: Any, place_right: Any, free: Any, sums: Any, part: Any, low: Any,
    high: Any,
) -> Any:  # fmt: skip
    for k in range(low, high):
        a, b, o = place_left[k], place_right[k], here[k]
        _pass_on(k, a, b, o, free, sums)
        sums[a, 1 + part] += o * free[k, 1]
        sums[b, 1 + part] += o * free[k, 0]


@njit(cache=True, nogil=True)
def _finish(
    group: Any,
    pattern: Any,
    here: Any,
    place_left: Any,
    place_right: Any,
    free: Any,
    sums: Any,
    found: Any,
    probability: Any,
    low: Any,
    high: Any,
) -> Any:
    keep = len(probability) > 0
    for k in range(low, high):
        o = here[k]
        _pass_on(k, place_left[k], place_right[k], o, free, sums)
        o *= np.float64(free[k, 0]) * free[k, 1]
        p = o / (1.0 + o)
        found[group[k], pattern[k]] += p
        if keep:
            probability[k] = p
